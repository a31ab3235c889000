"""Lines of invoices and credit notes, and the details that they are made of."""

from datetime import date
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import BillingType, DetailKind, TransactionClass
from ..resolvers import expressions, inherited
from ..resolvers.computed.editable import editable
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, computed, enumerated, measured, money, parent, stored
from .actuals import Actual
from .editing import EditableField
from .lazy import LazyContractLine, LazyMilestone, LazyRetainer, LazyTaxCode
from .nodes import Node
from .parties import Product

LINE, DETAIL = tables.invoice_line, tables.invoice_line_detail


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


catalogue(InvoiceLine, table=tables.invoice_line)
catalogue(InvoiceLineDetail, table=tables.invoice_line_detail)
