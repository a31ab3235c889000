"""What can be exported: the columns of each kind, called as the API calls them."""

from sqlalchemy import func

from ..models import tables as t
from ..resolvers import expressions
from .columns import Export, amount, day, global_id, global_id_by_type, instant, quantity, switch, text, whole

ORDER_IDS = {"SALES_ORDER": "SalesOrder", "RETURN_ORDER": "ReturnOrder", "PROJECT_CONTRACT": "ProjectContract"}
C, P, O, I = t.customer.c, t.product.c, t.order.c, t.invoice.c  # noqa: E741 - the letters of its tables, as in schema
OL, CL, IL, A, V, E = (
    t.sales_order_line.c,
    t.contract_line.c,
    t.invoice_line.c,
    t.actual.c,
    t.voucher.c,
    t.voucher_entry.c,
)
CUSTOMERS = Export(
    "customers",
    t.customer,
    C.id,
    (
        text("number", C.number),
        text("name", C.name),
        text("currency", C.currency),
        text("taxRegistrationNumber", C.tax_registration_number),
        whole("paymentTermsDays", C.payment_terms_days),
        text("blocked", C.blocked),
    ),
)
PRODUCTS = Export(
    "products",
    t.product,
    P.id,
    (
        text("number", P.number),
        text("name", P.name),
        text("unit", P.unit),
        quantity("salesPrice", P.sales_price),
        quantity("costPrice", P.cost_price),
        quantity("taxRate", P.tax_rate),
    ),
)
ORDERS = Export(
    "orders",
    t.order.join(t.customer, C.id == O.customer_id),
    O.id,
    (
        global_id_by_type(O.id, O.type, ORDER_IDS),
        text("number", O.number),
        text("type", O.type),
        text("status", O.status),
        text("returnStatus", O.return_status),
        text("rmaNumber", O.rma_number),
        text("customer", C.number),
        text("customerName", C.name),
        text("currency", O.currency),
        instant("createdAt", O.created_at),
        text("name", O.name),
        text("reasonCode", O.reason_code),
        day("deadline", O.deadline),
    ),
)
ORDER_LINES = Export(
    "order-lines",
    t.sales_order_line.join(t.order, O.id == OL.order_id)
    .join(t.customer, C.id == O.customer_id)
    .join(t.product, P.id == OL.product_id),
    OL.id,
    (
        global_id(OL.id, "SalesOrderLine"),
        text("order", O.number),
        whole("lineNumber", OL.line_number),
        text("customer", C.number),
        text("product", P.number),
        text("description", OL.description),
        quantity("quantity", OL.quantity),
        quantity("unitPrice", OL.unit_price),
        quantity("discountPercent", OL.discount_percent),
        quantity("taxRate", OL.tax_rate),
        amount("netAmount", OL.net_amount, O.currency),
        text("currency", O.currency),
        quantity("deliveredQuantity", OL.delivered_quantity),
        quantity("invoicedQuantity", OL.invoiced_quantity),
        quantity("returnedQuantity", OL.returned_quantity),
    ),
)
CONTRACT_LINES = Export(
    "contract-lines",
    t.contract_line.join(t.order, O.id == CL.order_id)
    .join(t.customer, C.id == O.customer_id)
    .outerjoin(t.product, P.id == CL.product_id),
    CL.id,
    (
        global_id(CL.id, "ContractLine"),
        text("contract", O.number),
        text("contractName", O.name),
        whole("line", CL.line_number),
        text("name", CL.name),
        text("customer", C.number),
        text("type", CL.type),
        text("billingMethod", CL.billing_method),
        amount("amount", CL.amount, O.currency),
        text("currency", O.currency),
        text("product", P.number),
        amount("notToExceedLimit", CL.not_to_exceed_limit, O.currency),
    ),
)
INVOICES = Export(
    "invoices",
    t.invoice.join(t.customer, C.id == I.customer_id),
    I.id,
    (
        global_id(I.id, "Invoice"),
        text("number", I.number),
        text("documentType", I.document_type),
        text("status", I.status),
        text("customer", C.number),
        text("customerName", C.name),
        text("currency", I.currency),
        day("invoiceDate", I.invoice_date),
        day("documentDate", I.document_date),
        day("dueDate", I.due_date),
        instant("createdAt", I.created_at),
        instant("postedAt", I.posted_at),
        amount("netAmount", I.net_amount, I.currency),
        amount("taxAmount", I.tax_amount, I.currency),
        amount("totalAmount", I.total_amount, I.currency),
        amount("openAmount", expressions.OPEN_AMOUNT, I.currency),
        switch("hasCorrections", I.has_corrections),
        text("reason", I.reason),
    ),
)
INVOICE_LINES = Export(
    "invoice-lines",
    t.invoice_line.join(t.invoice, I.id == IL.invoice_id)
    .join(t.customer, C.id == I.customer_id)
    .outerjoin(t.product, P.id == IL.product_id),
    IL.id,
    (
        global_id(IL.id, "InvoiceLine"),
        text("invoice", I.number),
        text("documentType", I.document_type),
        text("status", I.status),
        text("customer", C.number),
        day("invoiceDate", I.invoice_date),
        whole("lineNumber", IL.line_number),
        text("description", IL.description),
        text("product", P.number),
        quantity("quantity", IL.quantity),
        quantity("unitPrice", IL.unit_price),
        quantity("discountPercent", IL.discount_percent),
        quantity("taxRate", IL.tax_rate),
        amount("netAmount", IL.net_amount, I.currency),
        amount("taxAmount", IL.tax_amount, I.currency),
        amount("totalAmount", IL.total_amount, I.currency),
        text("currency", I.currency),
    ),
)
ACTUALS = Export(
    "actuals",
    t.actual.join(t.customer, C.id == A.customer_id)
    .join(t.order, O.id == A.order_id)
    .outerjoin(t.contract_line, CL.id == A.contract_line_id)
    .outerjoin(t.invoice, I.id == A.invoice_id),
    A.id,
    (
        whole("sequence", A.id),
        text("transactionType", A.transaction_type),
        text("transactionClass", A.transaction_class),
        text("billingType", A.billing_type),
        text("billingStatus", A.billing_status),
        text("adjustmentStatus", A.adjustment_status),
        text("description", A.description),
        day("transactionDate", A.transaction_date),
        instant("recordedAt", A.recorded_at),
        quantity("quantity", A.quantity),
        quantity("unitPrice", A.unit_price),
        amount("amount", A.amount, A.currency),
        amount("taxAmount", A.tax_amount, A.currency),
        text("currency", A.currency),
        text("customer", C.number),
        text("order", O.number),
        whole("line", CL.line_number),
        text("invoice", I.number),
        whole("reverses", A.reverses_id),
        whole("reversedBy", A.reversed_by_id),
        text("rule", A.rule),
    ),
)


VOUCHERS = Export(
    "vouchers",
    t.voucher_entry.join(t.voucher, V.id == E.voucher_id)
    .outerjoin(t.payment, t.payment.c.id == V.payment_id)
    .outerjoin(t.packing_slip, t.packing_slip.c.id == V.packing_slip_id)
    .outerjoin(t.invoice, I.id == func.coalesce(V.invoice_id, t.payment.c.invoice_id)),
    E.id,
    (
        text("voucher", V.number),
        day("date", V.date),
        whole("position", E.position),
        text("postingType", E.posting_type),
        text("account", E.account),
        text("accountName", E.account_name),
        amount("debit", expressions.DEBIT, V.currency),
        amount("credit", expressions.CREDIT, V.currency),
        text("currency", V.currency),
        switch("isCorrection", E.is_correction),
        text("invoice", I.number),
        text("packingSlip", t.packing_slip.c.number),
    ),
)
EXPORTS = {
    one.name: one
    for one in (
        CUSTOMERS,
        PRODUCTS,
        ORDERS,
        ORDER_LINES,
        CONTRACT_LINES,
        INVOICES,
        INVOICE_LINES,
        ACTUALS,
        VOUCHERS,
    )
}
