"""Invoices and credit notes."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import (
    BulkConfirmationStatus,
    DocumentKind,
    DocumentType,
    InvoiceStatus,
)
from ..resolvers import approving, expressions
from ..resolvers.computed import document_taxes, papers, renderings
from ..resolvers.computed.correction_options import correction_options
from ..resolvers.computed.effective import effective
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import (
    children,
    computed,
    connected,
    enumerated,
    kept_problems,
    money,
    parent,
    stored,
)
from .actuals import Actual
from .addresses import Delivery, Party
from .books import Settlement, Voucher
from .corrections import CorrectionOptions, EffectiveInvoice
from .invoice_charges import InvoiceCharge
from .invoice_lines import InvoiceLine, InvoiceLineDetail
from .lazy import (
    LazyActor,
    LazyApproval,
    LazyCustomer,
    LazyOrder,
)
from .nodes import Connection, Node
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
    lines: list[InvoiceLine] = children(
        INVOICE.c.id, "InvoiceLine", LINE.c.invoice_id, (LINE.c.invoice_id, LINE.c.line_number), "The lines, by number."
    )
    details: Connection[InvoiceLineDetail] = connected(
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


catalogue(Invoice, table=tables.invoice)
catalogue(ExternalReference, table=tables.external_reference)
