"""What can be exported: the columns of each kind, and the tables that they are taken from."""

from sqlalchemy import func

from ..models import tables
from .columns import export

CUSTOMER, PRODUCT, ORDER, INVOICE = tables.customer, tables.product, tables.order, tables.invoice
SOLD, CONTRACT_LINE, LINE, ACTUAL = tables.sales_order_line, tables.contract_line, tables.invoice_line, tables.actual
VOUCHER, ENTRY, PAYMENT, SLIP = tables.voucher, tables.voucher_entry, tables.payment, tables.packing_slip
SETTLED, ACTOR, ENTRY_OF_HISTORY, KEY = tables.settlement, tables.actor, tables.history_entry, tables.api_key
COPY, SELLER, BUYER = tables.document_copy, tables.party_copy.alias("sold_by"), tables.party_copy.alias("billed_to")
TAX_CODE = tables.tax_code
APPROVAL, DECIDER = tables.approval, tables.actor.alias("decider")

_kinds = (
    export(
        "customers",
        "Customer",
        tables.customer.outerjoin(TAX_CODE, TAX_CODE.c.id == CUSTOMER.c.tax_code_id),
        "number name currency taxRegistrationNumber paymentTermsDays blocked tradingName registrationNumber address "
        "deliveryAddress electronicAddress buyerReference contactName phone email language requireElectronicDocument "
        "electronicFormat electronicProfile taxCode=TaxCode.code",
    ),
    export(
        "products",
        "Product",
        tables.product.outerjoin(TAX_CODE, TAX_CODE.c.id == PRODUCT.c.tax_code_id),
        "number name unit salesPrice costPrice taxRate taxCode=TaxCode.code",
    ),
    export(
        "orders",
        "Order",
        tables.order.join(tables.customer, CUSTOMER.c.id == ORDER.c.customer_id),
        "id number type status returnStatus rmaNumber customer=Customer.number customerName=Customer.name currency "
        "createdAt name reasonCode deadline purchaseOrderNumber buyerReference deliveryAddress",
        purchaseOrderNumber=ORDER.c.purchase_order_number,
        buyerReference=ORDER.c.buyer_reference,
        deliveryAddress=ORDER.c.delivery_address,
    ),
    export(
        "order-lines",
        "SalesOrderLine",
        tables.sales_order_line.join(tables.order, ORDER.c.id == SOLD.c.order_id)
        .join(tables.customer, CUSTOMER.c.id == ORDER.c.customer_id)
        .join(tables.product, PRODUCT.c.id == SOLD.c.product_id)
        .outerjoin(TAX_CODE, TAX_CODE.c.id == SOLD.c.tax_code_id),
        "id order=Order.number lineNumber customer=Customer.number product=Product.number description quantity "
        "unitPrice discountPercent taxRate netAmount Order.currency deliveredQuantity invoicedQuantity "
        "returnedQuantity taxCode=TaxCode.code",
    ),
    export(
        "contract-lines",
        "ContractLine",
        tables.contract_line.join(tables.order, ORDER.c.id == CONTRACT_LINE.c.order_id)
        .join(tables.customer, CUSTOMER.c.id == ORDER.c.customer_id)
        .outerjoin(tables.product, PRODUCT.c.id == CONTRACT_LINE.c.product_id),
        "id contract=Order.number contractName=ProjectContract.name line=lineNumber name customer=Customer.number type "
        "billingMethod amount Order.currency product=Product.number notToExceedLimit",
    ),
    export(
        "invoices",
        "Invoice",
        tables.invoice.join(tables.customer, CUSTOMER.c.id == INVOICE.c.customer_id)
        .outerjoin(COPY, COPY.c.invoice_id == INVOICE.c.id)
        .outerjoin(SELLER, SELLER.c.fingerprint == COPY.c.seller)
        .outerjoin(BUYER, BUYER.c.fingerprint == COPY.c.bill_to),
        "id number documentType status customer=Customer.number customerName currency invoiceDate "
        "documentDate dueDate createdAt postedAt netAmount taxAmount totalAmount openAmount hasCorrections reason "
        "documentKind seller billTo shipTo buyerReference purchaseOrderNumber",
        customerName=func.coalesce(INVOICE.c.bill_to_name, CUSTOMER.c.name, type_=CUSTOMER.c.name.type),
        documentKind=COPY.c.kind,  # these as they were copied; of drafts none
        seller=SELLER.c.content,
        billTo=BUYER.c.content,
        shipTo=COPY.c.ship_to,
        buyerReference=COPY.c.buyer_reference,
        purchaseOrderNumber=COPY.c.purchase_order_number,
    ),
    export(
        "invoice-lines",
        "InvoiceLine",
        tables.invoice_line.join(tables.invoice, INVOICE.c.id == LINE.c.invoice_id)
        .join(tables.customer, CUSTOMER.c.id == INVOICE.c.customer_id)
        .outerjoin(tables.product, PRODUCT.c.id == LINE.c.product_id)
        .outerjoin(TAX_CODE, TAX_CODE.c.id == LINE.c.tax_code_id),
        "id invoice=Invoice.number Invoice.documentType Invoice.status customer=Customer.number Invoice.invoiceDate "
        "lineNumber description product=Product.number quantity unitPrice discountPercent taxRate netAmount taxAmount "
        "totalAmount Invoice.currency taxCode=TaxCode.code",
    ),
    export(
        "actuals",
        "Actual",
        tables.actual.join(tables.customer, CUSTOMER.c.id == ACTUAL.c.customer_id)
        .join(tables.order, ORDER.c.id == ACTUAL.c.order_id)
        .outerjoin(tables.contract_line, CONTRACT_LINE.c.id == ACTUAL.c.contract_line_id)
        .outerjoin(tables.invoice, INVOICE.c.id == ACTUAL.c.invoice_id),
        "sequence transactionType transactionClass billingType billingStatus adjustmentStatus description "
        "transactionDate accountingDate recordedAt quantity unitPrice amount taxAmount currency "
        "customer=Customer.number order=Order.number line=ContractLine.lineNumber invoice=Invoice.number reverses "
        "reversedBy rule",
        reverses=ACTUAL.c.reverses_id,  # the key of a row is its place in the ledger
        reversedBy=ACTUAL.c.reversed_by_id,
    ),
    export(
        "vouchers",
        "VoucherEntry",
        tables.voucher_entry.join(tables.voucher, VOUCHER.c.id == ENTRY.c.voucher_id)
        .outerjoin(tables.payment, PAYMENT.c.id == VOUCHER.c.payment_id)
        .outerjoin(tables.packing_slip, SLIP.c.id == VOUCHER.c.packing_slip_id)
        .outerjoin(tables.settlement, SETTLED.c.id == VOUCHER.c.settlement_id)
        .outerjoin(
            tables.invoice,
            INVOICE.c.id
            == func.coalesce(
                VOUCHER.c.invoice_id, PAYMENT.c.invoice_id, SETTLED.c.debit_invoice_id, SETTLED.c.credit_invoice_id
            ),
        ),
        "voucher=Voucher.number Voucher.date position postingType account accountName debit credit Voucher.currency "
        "isCorrection invoice=Invoice.number packingSlip=PackingSlip.number",
        position=ENTRY.c.position,
    ),
    export(
        "approvals",
        "Approval",
        tables.approval.join(tables.actor, ACTOR.c.id == APPROVAL.c.requested_by_id).outerjoin(
            DECIDER, DECIDER.c.id == APPROVAL.c.decided_by_id
        ),
        "id operation subjects planHash status requestedBy=Actor.name requestedPerson=Actor.person requestedAt reason "
        "expiresAt decidedBy decidedPerson decidedAt decisionReason",
        status=APPROVAL.c.status,  # as it is kept: one that is over by the clock says so by expiresAt
        decidedBy=DECIDER.c.name,
        decidedPerson=APPROVAL.c.decider_person,
    ),
    export(
        "history",
        "HistoryEntry",
        tables.history_entry.join(tables.actor, ACTOR.c.id == ENTRY_OF_HISTORY.c.actor_id)
        .outerjoin(tables.posting_run, tables.posting_run.c.id == ENTRY_OF_HISTORY.c.run_id)
        .outerjoin(tables.approval, APPROVAL.c.id == ENTRY_OF_HISTORY.c.approval_id),
        "sequence at actorKind=Actor.kind actor=Actor.name person=Actor.person issuer=Actor.issuer operation reason "
        "requestId subjects changes run=PostingRun.id approval=Approval.id",
    ),
    export(
        "keys",
        "ApiKey",
        tables.api_key.outerjoin(tables.actor, ACTOR.c.id == KEY.c.created_by_id),
        "name prefix scopes owner createdAt createdBy=Actor.name expiresAt lastUsedAt revokedAt",
    ),
)
EXPORTS = {one.name: one for one in _kinds}
