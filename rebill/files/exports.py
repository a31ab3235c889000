"""What can be exported: the columns of each kind, and the tables that they are taken from."""

from sqlalchemy import func

from ..models import tables as t
from .columns import export

C, P, O, I = t.customer.c, t.product.c, t.order.c, t.invoice.c  # noqa: E741 - the letters of its tables, as in schema
OL, CL, IL, A = t.sales_order_line.c, t.contract_line.c, t.invoice_line.c, t.actual.c
V, E, PAYMENT, SLIP = t.voucher.c, t.voucher_entry.c, t.payment.c, t.packing_slip.c

_kinds = (
    export(
        "customers",
        "Customer",
        t.customer,
        "number name currency taxRegistrationNumber paymentTermsDays blocked",
    ),
    export(
        "products",
        "Product",
        t.product,
        "number name unit salesPrice costPrice taxRate",
    ),
    export(
        "orders",
        "Order",
        t.order.join(t.customer, C.id == O.customer_id),
        "id number type status returnStatus rmaNumber customer=Customer.number customerName=Customer.name currency "
        "createdAt name reasonCode deadline",
    ),
    export(
        "order-lines",
        "SalesOrderLine",
        t.sales_order_line.join(t.order, O.id == OL.order_id)
        .join(t.customer, C.id == O.customer_id)
        .join(t.product, P.id == OL.product_id),
        "id order=Order.number lineNumber customer=Customer.number product=Product.number description quantity "
        "unitPrice discountPercent taxRate netAmount Order.currency deliveredQuantity invoicedQuantity "
        "returnedQuantity",
    ),
    export(
        "contract-lines",
        "ContractLine",
        t.contract_line.join(t.order, O.id == CL.order_id)
        .join(t.customer, C.id == O.customer_id)
        .outerjoin(t.product, P.id == CL.product_id),
        "id contract=Order.number contractName=ProjectContract.name line=lineNumber name customer=Customer.number type "
        "billingMethod amount Order.currency product=Product.number notToExceedLimit",
    ),
    export(
        "invoices",
        "Invoice",
        t.invoice.join(t.customer, C.id == I.customer_id),
        "id number documentType status customer=Customer.number customerName=Customer.name currency invoiceDate "
        "documentDate dueDate createdAt postedAt netAmount taxAmount totalAmount openAmount hasCorrections reason",
    ),
    export(
        "invoice-lines",
        "InvoiceLine",
        t.invoice_line.join(t.invoice, I.id == IL.invoice_id)
        .join(t.customer, C.id == I.customer_id)
        .outerjoin(t.product, P.id == IL.product_id),
        "id invoice=Invoice.number Invoice.documentType Invoice.status customer=Customer.number Invoice.invoiceDate "
        "lineNumber description product=Product.number quantity unitPrice discountPercent taxRate netAmount taxAmount "
        "totalAmount Invoice.currency",
    ),
    export(
        "actuals",
        "Actual",
        t.actual.join(t.customer, C.id == A.customer_id)
        .join(t.order, O.id == A.order_id)
        .outerjoin(t.contract_line, CL.id == A.contract_line_id)
        .outerjoin(t.invoice, I.id == A.invoice_id),
        "sequence transactionType transactionClass billingType billingStatus adjustmentStatus description "
        "transactionDate recordedAt quantity unitPrice amount taxAmount currency customer=Customer.number "
        "order=Order.number line=ContractLine.lineNumber invoice=Invoice.number reverses reversedBy rule",
        reverses=A.reverses_id,  # the key of a row is its place in the ledger
        reversedBy=A.reversed_by_id,
    ),
    export(
        "vouchers",
        "VoucherEntry",
        t.voucher_entry.join(t.voucher, V.id == E.voucher_id)
        .outerjoin(t.payment, PAYMENT.id == V.payment_id)
        .outerjoin(t.packing_slip, SLIP.id == V.packing_slip_id)
        .outerjoin(t.invoice, I.id == func.coalesce(V.invoice_id, PAYMENT.invoice_id)),
        "voucher=Voucher.number Voucher.date position postingType account accountName debit credit Voucher.currency "
        "isCorrection invoice=Invoice.number packingSlip=PackingSlip.number",
        position=E.position,
    ),
)
EXPORTS = {one.name: one for one in _kinds}
