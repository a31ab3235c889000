"""What can be exported: the columns of each kind, and the tables that they are taken from."""

from sqlalchemy import func

from ..models import tables
from .columns import export

C, P, O, I = tables.customer.c, tables.product.c, tables.order.c, tables.invoice.c  # noqa: E741 - the letters of its tables, as in schema
OL, CL, IL, A = tables.sales_order_line.c, tables.contract_line.c, tables.invoice_line.c, tables.actual.c
V, E, PAYMENT, SLIP = tables.voucher.c, tables.voucher_entry.c, tables.payment.c, tables.packing_slip.c

_kinds = (
    export(
        "customers",
        "Customer",
        tables.customer,
        "number name currency taxRegistrationNumber paymentTermsDays blocked",
    ),
    export(
        "products",
        "Product",
        tables.product,
        "number name unit salesPrice costPrice taxRate",
    ),
    export(
        "orders",
        "Order",
        tables.order.join(tables.customer, C.id == O.customer_id),
        "id number type status returnStatus rmaNumber customer=Customer.number customerName=Customer.name currency "
        "createdAt name reasonCode deadline",
    ),
    export(
        "order-lines",
        "SalesOrderLine",
        tables.sales_order_line.join(tables.order, O.id == OL.order_id)
        .join(tables.customer, C.id == O.customer_id)
        .join(tables.product, P.id == OL.product_id),
        "id order=Order.number lineNumber customer=Customer.number product=Product.number description quantity "
        "unitPrice discountPercent taxRate netAmount Order.currency deliveredQuantity invoicedQuantity "
        "returnedQuantity",
    ),
    export(
        "contract-lines",
        "ContractLine",
        tables.contract_line.join(tables.order, O.id == CL.order_id)
        .join(tables.customer, C.id == O.customer_id)
        .outerjoin(tables.product, P.id == CL.product_id),
        "id contract=Order.number contractName=ProjectContract.name line=lineNumber name customer=Customer.number type "
        "billingMethod amount Order.currency product=Product.number notToExceedLimit",
    ),
    export(
        "invoices",
        "Invoice",
        tables.invoice.join(tables.customer, C.id == I.customer_id),
        "id number documentType status customer=Customer.number customerName=Customer.name currency invoiceDate "
        "documentDate dueDate createdAt postedAt netAmount taxAmount totalAmount openAmount hasCorrections reason",
    ),
    export(
        "invoice-lines",
        "InvoiceLine",
        tables.invoice_line.join(tables.invoice, I.id == IL.invoice_id)
        .join(tables.customer, C.id == I.customer_id)
        .outerjoin(tables.product, P.id == IL.product_id),
        "id invoice=Invoice.number Invoice.documentType Invoice.status customer=Customer.number Invoice.invoiceDate "
        "lineNumber description product=Product.number quantity unitPrice discountPercent taxRate netAmount taxAmount "
        "totalAmount Invoice.currency",
    ),
    export(
        "actuals",
        "Actual",
        tables.actual.join(tables.customer, C.id == A.customer_id)
        .join(tables.order, O.id == A.order_id)
        .outerjoin(tables.contract_line, CL.id == A.contract_line_id)
        .outerjoin(tables.invoice, I.id == A.invoice_id),
        "sequence transactionType transactionClass billingType billingStatus adjustmentStatus description "
        "transactionDate recordedAt quantity unitPrice amount taxAmount currency customer=Customer.number "
        "order=Order.number line=ContractLine.lineNumber invoice=Invoice.number reverses reversedBy rule",
        reverses=A.reverses_id,  # the key of a row is its place in the ledger
        reversedBy=A.reversed_by_id,
    ),
    export(
        "vouchers",
        "VoucherEntry",
        tables.voucher_entry.join(tables.voucher, V.id == E.voucher_id)
        .outerjoin(tables.payment, PAYMENT.id == V.payment_id)
        .outerjoin(tables.packing_slip, SLIP.id == V.packing_slip_id)
        .outerjoin(tables.invoice, I.id == func.coalesce(V.invoice_id, PAYMENT.invoice_id)),
        "voucher=Voucher.number Voucher.date position postingType account accountName debit credit Voucher.currency "
        "isCorrection invoice=Invoice.number packingSlip=PackingSlip.number",
        position=E.position,
    ),
)
EXPORTS = {one.name: one for one in _kinds}
