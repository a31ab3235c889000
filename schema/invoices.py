"""Invoices, credit notes and their lines and details."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import (
    BillingType,
    BulkConfirmationStatus,
    DetailKind,
    DocumentKind,
    DocumentType,
    InvoiceStatus,
    TransactionClass,
)
from ..resolvers import approving, expressions, inherited
from ..resolvers.computed import document_taxes, papers, renderings
from ..resolvers.computed.correction_options import correction_options
from ..resolvers.computed.editable import editable
from ..resolvers.computed.effective import effective
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import (
    children,
    computed,
    connected,
    enumerated,
    kept_problems,
    measured,
    money,
    parent,
    stored,
)
from .actuals import Actual
from .addresses import Delivery, Party
from .books import Settlement, Voucher
from .corrections import CorrectionOptions, EffectiveInvoice
from .editing import EditableField
from .invoice_charges import InvoiceCharge
from .lazy import (
    LazyActor,
    LazyApproval,
    LazyContractLine,
    LazyCustomer,
    LazyMilestone,
    LazyOrder,
    LazyRetainer,
    LazyTaxCode,
)
from .nodes import Connection, Node
from .parties import Product
from .problems import Problem
from .renderings import DocumentFile, ElectronicDocument, PrintedDocument
from .taxes import InvoiceTax

INVOICE, LINE, DETAIL = tables.invoice, tables.invoice_line, tables.invoice_line_detail
SETTLEMENT, VOUCHER = expressions.SETTLEMENT_ENDS, tables.voucher
OF_ORDER, CORRECTION, REFERENCE = tables.invoice_order, tables.invoice_correction, tables.external_reference


@strawberry.type(description="An invoice or a credit note, draft or posted; posted ones never change.")
class Invoice(Node):
    """An invoice."""

    number: str | None = stored(
        INVOICE.c.number, "From a gapless series, drawn when the invoice is posted; null on a draft."
    )
    created_by: LazyActor | None = parent(
        INVOICE.c.created_by_id,
        "Actor",
        "Who drafted it, or posted it where there was no draft; null where that was before anybody was known.",
    )
    posted_by: LazyActor | None = parent(
        INVOICE.c.posted_by_id,
        "Actor",
        "Who posted it; null on a draft, and where that was before anybody was known.",
    )
    document_type: DocumentType = enumerated(
        INVOICE.c.document_type, DocumentType, "By the sign of the total, never by the order type."
    )
    status: InvoiceStatus = enumerated(INVOICE.c.status, InvoiceStatus, "Draft, in review, confirmed, or paid.")
    version: int = stored(INVOICE.c.version, "Counts the changes of a draft; give it as expectedVersion.")
    orders: list[LazyOrder] = children(
        INVOICE.c.id,
        "Order",
        OF_ORDER.c.invoice_id,
        (OF_ORDER.c.order_id,),
        "The orders that it bills.",
        link=(OF_ORDER, OF_ORDER.c.order_id == tables.order.c.id),
    )
    customer: LazyCustomer = parent(INVOICE.c.customer_id, "Customer", "Who is billed.")
    currency: str = stored(INVOICE.c.currency, "ISO 4217 code of all its amounts.")
    invoice_date: date | None = stored(INVOICE.c.invoice_date, "The accounting date; on a draft what was entered.")
    document_date: date | None = stored(
        INVOICE.c.document_date, "The date on the document; on a draft what was entered."
    )
    due_date: date | None = stored(
        INVOICE.c.due_date, "The due date, when it is to be paid; on a draft what was entered."
    )
    created_at: datetime = stored(INVOICE.c.created_at, "When it was drafted, or posted.")
    posted_at: datetime | None = stored(INVOICE.c.posted_at, "When it was posted; null on a draft.")
    net_amount: Decimal = money(
        INVOICE.c.net_amount,
        INVOICE.c.currency,
        "Without tax, signed; of a corrective invoice the difference to what was billed.",
    )
    tax_amount: Decimal = money(
        INVOICE.c.tax_amount, INVOICE.c.currency, "Value added tax, signed; of a corrective invoice the difference."
    )
    total_amount: Decimal = money(
        INVOICE.c.total_amount, INVOICE.c.currency, "Net and tax; a customer's totals add up."
    )
    open_amount: Decimal = money(
        expressions.OPEN_AMOUNT,
        INVOICE.c.currency,
        "Still open on the customer's account: the total less settlements and payments. Zero on a draft.",
    )
    taxes: list[InvoiceTax] = computed(
        "The tax breakdown, by category, rate and code.",
        INVOICE.c.id,
        INVOICE.c.currency,
        resolver=document_taxes.taxes,
    )
    settlements: list[Settlement] = children(
        INVOICE.c.id,
        "Settlement",
        SETTLEMENT.c.invoice_id,
        (SETTLEMENT.c.date, SETTLEMENT.c.id),
        "What it was matched with, and what was paid.",
    )
    charges: list[InvoiceCharge] = children(
        INVOICE.c.id,
        "InvoiceCharge",
        tables.invoice_charge.c.invoice_id,
        (tables.invoice_charge.c.id,),
        "Charges besides the lines; in the net amount.",
    )
    voucher: Voucher | None = parent(
        INVOICE.c.id,
        "Voucher",
        "Its journal entry; null on a draft and where nothing has an amount.",
        owner=VOUCHER.c.invoice_id,
    )
    corrected_total: Decimal | None = money(
        INVOICE.c.corrected_total, INVOICE.c.currency, "Over the correction details alone, tax included: as corrected."
    )
    previous_total: Decimal | None = money(
        INVOICE.c.previous_total,
        INVOICE.c.currency,
        "Over the correction details alone, tax included: as billed before.",
    )
    reason: str | None = stored(INVOICE.c.reason, "Why it corrects another invoice.")
    has_corrections: bool = stored(
        INVOICE.c.has_corrections, '"Has corrections": whether any of its details corrects one already billed.'
    )
    corrects: list["Invoice"] = children(
        INVOICE.c.id,
        "Invoice",
        CORRECTION.c.invoice_id,
        (INVOICE.c.id,),
        "The invoices that this one corrects or credits.",
        link=(CORRECTION, CORRECTION.c.corrects_id == INVOICE.c.id),
    )
    corrected_by: list["Invoice"] = children(
        INVOICE.c.id,
        "Invoice",
        expressions.CORRECTED_BY.c.corrects_id,
        (expressions.CORRECTED_BY.c.position, INVOICE.c.id),
        "Later documents and drafts that correct or credit a line of this one, or what corrected it; oldest first.",
        link=(expressions.CORRECTED_BY, expressions.CORRECTED_BY.c.invoice_id == INVOICE.c.id),
    )
    cancels: "Invoice | None" = parent(
        INVOICE.c.cancels_id, "Invoice", "The document that this one takes back as a whole."
    )
    canceled_by: "Invoice | None" = parent(
        INVOICE.c.id, "Invoice", "The document that has taken this one back as a whole.", owner=INVOICE.c.cancels_id
    )
    lines: list["InvoiceLine"] = children(
        INVOICE.c.id, "InvoiceLine", LINE.c.invoice_id, (LINE.c.invoice_id, LINE.c.line_number), "The lines, by number."
    )
    details: Connection["InvoiceLineDetail"] = connected(
        INVOICE.c.id, "InvoiceLineDetail", DETAIL.c.invoice_id, "The details of all lines; charges after the lines."
    )
    actuals: Connection[Actual] = connected(
        INVOICE.c.id, "Actual", tables.actual.c.invoice_id, "The actuals that posting this invoice wrote."
    )
    bulk_confirmation_status: BulkConfirmationStatus | None = enumerated(
        expressions.BULK_CONFIRMATION_STATUS,
        BulkConfirmationStatus,
        "What the last posting run made of it; null where none was to confirm it.",
    )
    bulk_confirmation_problems: list[Problem] = kept_problems(
        expressions.BULK_CONFIRMATION_PROBLEMS,
        "Why the last posting run did not confirm it.",
    )
    approval: LazyApproval | None = computed(
        "The approval that it was posted under; null where none was needed.",
        INVOICE.c.id,
        resolver=approving.of_invoice,
    )
    electronic_document: ElectronicDocument = computed(
        "The document for machines. A file that was issued is answered as it was.",
        INVOICE.c.id,
        INVOICE.c.customer_id,
        INVOICE.c.number,
        resolver=renderings.electronic_document,
    )
    printed_document: PrintedDocument = computed(
        "The document for people; in the customer's language when none is named. A file that was issued is answered as "
        "it was.",
        INVOICE.c.id,
        INVOICE.c.customer_id,
        INVOICE.c.number,
        resolver=renderings.printed_document,
    )
    files: list[DocumentFile] = children(
        INVOICE.c.id,
        "DocumentFile",
        tables.document_file.c.invoice_id,
        (tables.document_file.c.id,),
        "The files that were issued, oldest first.",
    )
    effective: EffectiveInvoice = computed(
        "The invoice as it stands after every confirmed correction.",
        INVOICE.c.id,
        INVOICE.c.currency,
        resolver=effective,
    )
    seller: Party | None = computed(
        "Who sells, as copied when it was posted; null on documents posted before there was a company.",
        INVOICE.c.id,
        resolver=papers.seller,
    )
    bill_to: Party = computed("Who is billed, as copied when it was posted.", INVOICE.c.id, resolver=papers.bill_to)
    ship_to: Delivery | None = computed("Where and when it was delivered.", INVOICE.c.id, resolver=papers.ship_to)
    buyer_reference: str | None = computed(
        "Buyer reference: what the buyer wants to find (BT-10).", INVOICE.c.id, resolver=papers.buyer_reference
    )
    purchase_order_number: str | None = computed(
        "Purchase order number: the buyer's own (BT-13).", INVOICE.c.id, resolver=papers.purchase_order_number
    )
    document_kind: DocumentKind = computed("What it is to the law.", INVOICE.c.id, resolver=papers.document_kind)
    preceding_invoices: list["Invoice"] = computed(
        "Every document that this one must name (BG-3): what it corrects or credits, whose advances it deducts, and "
        "what was named by hand.",
        INVOICE.c.id,
        resolver=papers.preceding_invoices,
    )
    external_references: list["ExternalReference"] = children(
        INVOICE.c.id,
        "ExternalReference",
        REFERENCE.c.invoice_id,
        (REFERENCE.c.id,),
        "The numbers under which others know it.",
    )
    correction_options: CorrectionOptions = computed(
        "What can be corrected, detail by detail, with every blocker and its remedy.",
        INVOICE.c.id,
        resolver=correction_options,
    )


@strawberry.type(description="The number under which somebody else knows a document.")
class ExternalReference:
    """An external reference."""

    system: str = stored(REFERENCE.c.system, "Who, such as KSEF or PEPPOL.")
    value: str = stored(REFERENCE.c.value, "The number.")
    recorded_at: datetime = stored(REFERENCE.c.recorded_at, "When it was noted.")


@strawberry.type(description="A line of an invoice, signed. On a corrective invoice the amounts are differences.")
class InvoiceLine(Node):
    """An invoice line."""

    line_number: int = stored(LINE.c.line_number, "Number within the invoice.")
    description: str = stored(LINE.c.description, "What the line says.")
    product: Product | None = parent(LINE.c.product_id, "Product", "The product sold; null for project work.")
    quantity: Decimal | None = measured(LINE.c.quantity, "Signed: a credit note's line is negative.")
    unit_price: Decimal | None = measured(LINE.c.unit_price, "Price a unit, without tax.")
    discount_percent: Decimal | None = measured(LINE.c.discount_percent, "Per cent: 25 means 25 %.")
    tax_rate: Decimal | None = measured(LINE.c.tax_rate, "Per cent: 25 means 25 %.")
    tax_code: LazyTaxCode | None = parent(
        LINE.c.tax_code_id, "TaxCode", "Its tax code; null where its details have several, or a bare rate."
    )
    net_amount: Decimal = money(LINE.c.net_amount, inherited.LINE_CURRENCY, "After discount, without tax, signed.")
    tax_amount: Decimal = money(LINE.c.tax_amount, inherited.LINE_CURRENCY, "Signed.")
    total_amount: Decimal = money(LINE.c.total_amount, inherited.LINE_CURRENCY, "Net and tax.")
    contract_line: LazyContractLine | None = parent(
        LINE.c.contract_line_id, "ContractLine", "The contract line billed."
    )
    credits_line: "InvoiceLine | None" = parent(
        LINE.c.credits_line_id, "InvoiceLine", "The invoice line that a credit note's line credits."
    )
    returnable_quantity: Decimal = measured(
        expressions.RETURNABLE_QUANTITY, "How much of this line can still be returned."
    )
    details: list["InvoiceLineDetail"] = children(
        LINE.c.id,
        "InvoiceLineDetail",
        DETAIL.c.invoice_line_id,
        (DETAIL.c.id,),
        "The details: of goods one, of work and retainers one a source; charges stand with a line, too.",
    )


@strawberry.type(
    description="An invoice line detail: what one source is billed at, or what a billed one is corrected to."
)
class InvoiceLineDetail(Node):
    """An invoice line detail."""

    kind: DetailKind = enumerated(DETAIL.c.kind, DetailKind, "What it bills.")
    transaction_class: TransactionClass = enumerated(
        DETAIL.c.transaction_class, TransactionClass, "Kind of transaction."
    )
    billing_type: BillingType = enumerated(DETAIL.c.billing_type, BillingType, "Whether the customer is charged.")
    description: str = stored(DETAIL.c.description, "What was done or used.")
    start_date: date | None = stored(DETAIL.c.start_date, "When the work was done, or is planned to be.")
    quantity: Decimal = measured(
        DETAIL.c.quantity,
        "What should be billed. Zero on a fresh correction: everything credited. Negative where a retainer is applied.",
    )
    unit_price: Decimal = measured(DETAIL.c.unit_price, "Price a unit, without tax.")
    discount_percent: Decimal | None = measured(
        DETAIL.c.discount_percent, "Per cent: 25 means 25 %. Null for project work."
    )
    tax_rate: Decimal | None = measured(
        DETAIL.c.tax_rate,
        "Per cent: of goods and charges, and of work with a tax code, as copied from it. Null for work without one.",
    )
    tax_code: LazyTaxCode | None = parent(
        DETAIL.c.tax_code_id,
        "TaxCode",
        "Its tax code. A correction keeps that of the detail it corrects until another is entered.",
    )
    previous_tax_code: LazyTaxCode | None = parent(
        DETAIL.c.previous_tax_code_id, "TaxCode", "On a correction: the code that was billed."
    )
    amount: Decimal = money(
        DETAIL.c.amount, inherited.DETAIL_CURRENCY, "Quantity times price; negative where a retainer lowers the total."
    )
    tax_amount: Decimal = money(DETAIL.c.tax_amount, inherited.DETAIL_CURRENCY, "The right tax, never the difference.")
    extended_amount: Decimal = money(DETAIL.c.extended_amount, inherited.DETAIL_CURRENCY, "Amount and tax.")
    correction: bool = stored(DETAIL.c.correction, "True when this detail corrects one already billed.")
    original_detail: "InvoiceLineDetail | None" = parent(
        DETAIL.c.original_detail_id, "InvoiceLineDetail", "The detail that this one corrects."
    )
    previous_quantity: Decimal | None = measured(DETAIL.c.previous_quantity, "What was billed before.")
    previous_amount: Decimal | None = money(
        DETAIL.c.previous_amount, inherited.DETAIL_CURRENCY, "What was billed before."
    )
    previous_tax_amount: Decimal | None = money(
        DETAIL.c.previous_tax_amount, inherited.DETAIL_CURRENCY, "The tax that was billed before."
    )
    invoice_amount: Decimal = money(
        DETAIL.c.invoice_amount, inherited.DETAIL_CURRENCY, "What this invoice adds: amount less previousAmount."
    )
    invoice_tax_amount: Decimal = money(
        DETAIL.c.invoice_tax_amount, inherited.DETAIL_CURRENCY, "What it adds in tax: taxAmount less previousTaxAmount."
    )
    source_actual: Actual | None = parent(
        DETAIL.c.source_actual_id,
        "Actual",
        "The unbilled row that it bills, or the billed row that it corrects; null where it bills something else.",
    )
    original_line: "InvoiceLine | None" = parent(
        expressions.ORIGINAL_LINE,
        "InvoiceLine",
        "The posted line of goods that this detail corrects; null for project work.",
    )
    milestone: LazyMilestone | None = parent(DETAIL.c.milestone_id, "Milestone", "The milestone billed.")
    retainer: LazyRetainer | None = parent(
        DETAIL.c.retainer_id, "Retainer", "The retainer billed, applied or refunded."
    )
    editable: list[EditableField] = computed(
        "The fields that updateInvoiceLineDetails takes for this detail as it stands, with their bounds, in the order "
        "of a form. Empty once it is confirmed, and while a posting run is about to confirm it.",
        DETAIL.c.id,
        resolver=editable,
    )


catalogue(Invoice, table=tables.invoice)
catalogue(ExternalReference, table=tables.external_reference)
catalogue(InvoiceLine, table=tables.invoice_line)
catalogue(InvoiceLineDetail, table=tables.invoice_line_detail)
