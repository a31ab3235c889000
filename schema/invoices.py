"""Invoices, credit notes and their lines and details."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import (
    BillingType,
    BulkConfirmationStatus,
    DetailKind,
    DocumentType,
    InvoiceStatus,
    TransactionClass,
)
from ..resolvers import expressions, inherited
from ..resolvers.computed.correction_options import correction_options
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
from .books import Settlement, Voucher
from .corrections import CorrectionOptions, EffectiveInvoice
from .lazy import LazyContractLine, LazyCustomer, LazyMilestone, LazyOrder, LazyRetainer
from .nodes import Connection, Node
from .parties import Product
from .problems import Problem

I, L, D = tables.invoice.c, tables.invoice_line.c, tables.invoice_line_detail.c  # noqa: E741 - the first letters of its tables
C, S, V = tables.invoice_charge.c, expressions.SETTLEMENT_ENDS.c, tables.voucher.c
OF, BY = tables.invoice_order, tables.invoice_correction


@strawberry.type(description="An invoice or a credit note, draft or posted; posted ones never change.")
class Invoice(Node):
    """An invoice."""

    number: str | None = stored(I.number, "From a gapless series, drawn when the invoice is posted; null on a draft.")
    document_type: DocumentType = enumerated(
        I.document_type, DocumentType, "By the sign of the total, never by the order type."
    )
    status: InvoiceStatus = enumerated(I.status, InvoiceStatus, "Draft, in review, confirmed, or paid.")
    version: int = stored(I.version, "Counts the changes of a draft; give it as expectedVersion.")
    orders: list[LazyOrder] = children(
        I.id,
        "Order",
        OF.c.invoice_id,
        (OF.c.order_id,),
        "The orders that it bills.",
        link=(OF, OF.c.order_id == tables.order.c.id),
    )
    customer: LazyCustomer = parent(I.customer_id, "Customer", "Who is billed.")
    currency: str = stored(I.currency, "ISO 4217 code of all its amounts.")
    invoice_date: date | None = stored(I.invoice_date, "The accounting date; null on a draft.")
    document_date: date | None = stored(I.document_date, "The date on the document; null on a draft.")
    due_date: date | None = stored(I.due_date, "When it is to be paid; null on a draft.")
    created_at: datetime = stored(I.created_at, "When it was drafted, or posted.")
    posted_at: datetime | None = stored(I.posted_at, "When it was posted; null on a draft.")
    net_amount: Decimal = money(
        I.net_amount, I.currency, "Without tax, signed; of a corrective invoice the difference to what was billed."
    )
    tax_amount: Decimal = money(I.tax_amount, I.currency, "Tax, signed; of a corrective invoice the difference.")
    total_amount: Decimal = money(I.total_amount, I.currency, "Net and tax; a customer's totals add up.")
    open_amount: Decimal = money(
        expressions.OPEN_AMOUNT,
        I.currency,
        "Still open on the customer's account: the total less settlements and payments. Zero on a draft.",
    )
    settlements: list[Settlement] = children(
        I.id, "Settlement", S.invoice_id, (S.date, S.id), "What it was matched with, and what was paid."
    )
    charges: list["InvoiceCharge"] = children(
        I.id, "InvoiceCharge", C.invoice_id, (C.id,), "Charges besides the lines; in the net amount."
    )
    voucher: Voucher | None = parent(
        I.id, "Voucher", "Its journal entry; null on a draft and where nothing has an amount.", owner=V.invoice_id
    )
    corrected_total: Decimal | None = money(
        I.corrected_total, I.currency, "Over the correction details alone, tax included: as corrected."
    )
    previous_total: Decimal | None = money(
        I.previous_total, I.currency, "Over the correction details alone, tax included: as billed before."
    )
    reason: str | None = stored(I.reason, "Why it corrects another invoice.")
    has_corrections: bool = stored(I.has_corrections, "Whether any of its details corrects one already billed.")
    corrects: list["Invoice"] = children(
        I.id,
        "Invoice",
        BY.c.invoice_id,
        (I.id,),
        "The invoices that this one corrects or credits.",
        link=(BY, BY.c.corrects_id == I.id),
    )
    corrected_by: list["Invoice"] = children(
        I.id,
        "Invoice",
        BY.c.corrects_id,
        (I.id,),
        "Invoices and drafts that correct or credit this one.",
        link=(BY, BY.c.invoice_id == I.id),
    )
    lines: list["InvoiceLine"] = children(
        I.id, "InvoiceLine", L.invoice_id, (L.invoice_id, L.line_number), "The lines, by number."
    )
    details: Connection["InvoiceLineDetail"] = connected(
        I.id, "InvoiceLineDetail", D.invoice_id, "The details of all lines of a project invoice."
    )
    actuals: Connection[Actual] = connected(
        I.id, "Actual", tables.actual.c.invoice_id, "The actuals that posting this invoice wrote."
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
    effective: EffectiveInvoice = computed(
        "The invoice as it stands after every confirmed correction.", I.id, resolver=effective
    )
    correction_options: CorrectionOptions = computed(
        "What can be corrected, detail by detail, with every blocker and its remedy.",
        I.id,
        resolver=correction_options,
    )


@strawberry.type(description="A charge on a document: a fee, or more credit.")
class InvoiceCharge:
    """An invoice charge."""

    description: str = stored(C.description, "What it is for.")
    amount: Decimal = money(C.amount, inherited.CHARGE_CURRENCY, "Without tax; positive where the customer owes it.")
    tax_amount: Decimal = money(C.tax_amount, inherited.CHARGE_CURRENCY, "Tax, signed.")
    line: "InvoiceLine | None" = parent(C.invoice_line_id, "InvoiceLine", "The line; null for the whole document.")


@strawberry.type(description="A line of an invoice, signed. On a corrective invoice the amounts are differences.")
class InvoiceLine(Node):
    """An invoice line."""

    line_number: int = stored(L.line_number, "Number within the invoice.")
    description: str = stored(L.description, "What the line says.")
    product: Product | None = parent(L.product_id, "Product", "The product sold; null for project work.")
    quantity: Decimal | None = measured(L.quantity, "Signed: a credit note's line is negative.")
    unit_price: Decimal | None = measured(L.unit_price, "Price a unit, without tax.")
    discount_percent: Decimal | None = measured(L.discount_percent, "Per cent: 25 means 25 %.")
    tax_rate: Decimal | None = measured(L.tax_rate, "Per cent: 25 means 25 %.")
    net_amount: Decimal = money(L.net_amount, inherited.LINE_CURRENCY, "After discount, without tax, signed.")
    tax_amount: Decimal = money(L.tax_amount, inherited.LINE_CURRENCY, "Signed.")
    total_amount: Decimal = money(L.total_amount, inherited.LINE_CURRENCY, "Net and tax.")
    contract_line: LazyContractLine | None = parent(L.contract_line_id, "ContractLine", "The contract line billed.")
    credits_line: "InvoiceLine | None" = parent(
        L.credits_line_id, "InvoiceLine", "The invoice line that a credit note's line credits."
    )
    returnable_quantity: Decimal = measured(
        expressions.RETURNABLE_QUANTITY, "How much of this line can still be returned."
    )
    details: list["InvoiceLineDetail"] = children(
        L.id, "InvoiceLineDetail", D.invoice_line_id, (D.id,), "The details; empty on sales documents."
    )


@strawberry.type(description="What one source is billed at, or what a billed one is corrected to.")
class InvoiceLineDetail(Node):
    """An invoice line detail."""

    kind: DetailKind = enumerated(D.kind, DetailKind, "What it bills.")
    transaction_class: TransactionClass = enumerated(D.transaction_class, TransactionClass, "Kind of transaction.")
    billing_type: BillingType = enumerated(D.billing_type, BillingType, "Whether the customer is charged.")
    description: str = stored(D.description, "What was done or used.")
    start_date: date | None = stored(D.start_date, "When the work was done, or is planned to be.")
    quantity: Decimal = measured(
        D.quantity,
        "What should be billed. Zero on a fresh correction: everything credited. Negative where a retainer is applied.",
    )
    unit_price: Decimal = measured(D.unit_price, "Price a unit, without tax.")
    amount: Decimal = money(
        D.amount, inherited.DETAIL_CURRENCY, "Quantity times price; negative where a retainer lowers the total."
    )
    tax_amount: Decimal = money(D.tax_amount, inherited.DETAIL_CURRENCY, "The right tax, never the difference.")
    extended_amount: Decimal = money(D.extended_amount, inherited.DETAIL_CURRENCY, "Amount and tax.")
    correction: bool = stored(D.correction, "True when this detail corrects one already billed.")
    original_detail: "InvoiceLineDetail | None" = parent(
        D.original_detail_id, "InvoiceLineDetail", "The detail that this one corrects."
    )
    previous_quantity: Decimal | None = measured(D.previous_quantity, "What was billed before.")
    previous_amount: Decimal | None = money(D.previous_amount, inherited.DETAIL_CURRENCY, "What was billed before.")
    previous_tax_amount: Decimal | None = money(
        D.previous_tax_amount, inherited.DETAIL_CURRENCY, "The tax that was billed before."
    )
    invoice_amount: Decimal = money(
        D.invoice_amount, inherited.DETAIL_CURRENCY, "What this invoice adds: amount less previousAmount."
    )
    invoice_tax_amount: Decimal = money(
        D.invoice_tax_amount, inherited.DETAIL_CURRENCY, "What it adds in tax: taxAmount less previousTaxAmount."
    )
    source_actual: Actual | None = parent(
        D.source_actual_id,
        "Actual",
        "The unbilled row that it bills, or the billed row that it corrects; null where it bills something else.",
    )
    milestone: LazyMilestone | None = parent(D.milestone_id, "Milestone", "The milestone billed.")
    retainer: LazyRetainer | None = parent(D.retainer_id, "Retainer", "The retainer billed, applied or refunded.")


catalogue(Invoice, table=tables.invoice)
catalogue(InvoiceLine, table=tables.invoice_line)
catalogue(InvoiceLineDetail, table=tables.invoice_line_detail)
catalogue(InvoiceCharge, table=tables.invoice_charge)
