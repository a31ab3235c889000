"""What a project contract is made of: lines, the customers who share it, milestones and retainers."""

from datetime import date
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import BillingMethod, BillingStatus, ContractLineType, RefundStatus
from ..resolvers import expressions, inherited
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, enumerated, measured, money, parent, stored
from .lazy import LazyCustomer, LazyOrder, LazyTaxCode
from .nodes import Node
from .parties import Product

Day = date  # a field below is called date
LINE, MILESTONE, RETAINER, SHARE = tables.contract_line, tables.milestone, tables.retainer, tables.contract_customer
LINE_CURRENCY, RETAINER_CURRENCY = inherited.CONTRACT_LINE_CURRENCY, inherited.RETAINER_CURRENCY


@strawberry.type(description="A line of a project contract: project work, or a product.")
class ContractLine(Node):
    """A contract line."""

    line_number: int = stored(LINE.c.line_number, "Number within the contract.")
    name: str = stored(LINE.c.name, "What the line sells.")
    type: ContractLineType = enumerated(LINE.c.type, ContractLineType, "Project work, or a product.")
    billing_method: BillingMethod | None = enumerated(
        LINE.c.billing_method, BillingMethod, "By time and material, or at a fixed price; null for a product."
    )
    product: Product | None = parent(LINE.c.product_id, "Product", "The product; null for project work.")
    quantity: Decimal | None = measured(LINE.c.quantity, "Of the product; null for project work.")
    unit_price: Decimal | None = measured(LINE.c.unit_price, "Of the product, without tax; null for project work.")
    tax_amount: Decimal | None = money(LINE.c.tax_amount, LINE_CURRENCY, "Tax on the product; null for project work.")
    amount: Decimal = money(
        LINE.c.amount, LINE_CURRENCY, "What was contracted, without tax; 0 for work by time and material."
    )
    billing_status: BillingStatus | None = enumerated(
        LINE.c.billing_status, BillingStatus, "A product's way to the invoice; null for project work."
    )
    not_to_exceed_limit: Decimal | None = money(
        LINE.c.not_to_exceed_limit, LINE_CURRENCY, "The most that may be billed for work; null without a limit."
    )
    tax_code: LazyTaxCode | None = parent(LINE.c.tax_code_id, "TaxCode", "The code of the work on this line.")
    milestones: list["Milestone"] = children(
        LINE.c.id,
        "Milestone",
        MILESTONE.c.contract_line_id,
        (MILESTONE.c.contract_line_id, MILESTONE.c.id),
        "The parts of a fixed price.",
    )


@strawberry.type(description="A part of a fixed price; where customers share a contract, one for each of them.")
class Milestone(Node):
    """A milestone."""

    name: str = stored(MILESTONE.c.name, "What is reached.")
    date: Day | None = stored(MILESTONE.c.date, "When it is planned.")
    amount: Decimal = money(MILESTONE.c.amount, inherited.MILESTONE_CURRENCY, "Without tax.")
    tax_amount: Decimal = money(MILESTONE.c.tax_amount, inherited.MILESTONE_CURRENCY, "Its tax.")
    tax_code: LazyTaxCode | None = parent(MILESTONE.c.tax_code_id, "TaxCode", "Its tax code.")
    invoice_status: BillingStatus = enumerated(MILESTONE.c.invoice_status, BillingStatus, "Its way to the invoice.")
    customer: LazyCustomer = parent(MILESTONE.c.customer_id, "Customer", "Who pays it.")
    contract_line: ContractLine = parent(MILESTONE.c.contract_line_id, "ContractLine", "The line that it is a part of.")


@strawberry.type(description="A retainer or advance: billed on its own, then applied to later invoices.")
class Retainer(Node):
    """A retainer."""

    description: str = stored(RETAINER.c.description, "Stands on the invoices.")
    invoice_date: date | None = stored(RETAINER.c.invoice_date, "When it is to be billed.")
    amount: Decimal = money(
        expressions.RETAINER_AMOUNT,
        RETAINER_CURRENCY,
        "As last billed; the contract's until then, and again after a credit to zero.",
    )
    used_amount: Decimal = money(RETAINER.c.used_amount, RETAINER_CURRENCY, "What confirmed invoices have applied.")
    refunded_amount: Decimal = money(RETAINER.c.refunded_amount, RETAINER_CURRENCY, "What has been paid back.")
    available_amount: Decimal = money(
        RETAINER.c.billed_amount - RETAINER.c.used_amount - RETAINER.c.refunded_amount,
        RETAINER_CURRENCY,
        "What can still be applied or refunded; drafts do not lower it.",
    )
    tax_code: LazyTaxCode | None = parent(
        RETAINER.c.tax_code_id, "TaxCode", "Its tax code: on the advance, and again where it is deducted."
    )
    available_tax_amount: Decimal = money(
        RETAINER.c.billed_tax_amount - RETAINER.c.used_tax_amount - RETAINER.c.refunded_tax_amount,
        RETAINER_CURRENCY,
        "Tax billed with the advance and not yet deducted.",
    )
    invoice_status: BillingStatus = enumerated(RETAINER.c.invoice_status, BillingStatus, "Its way to the invoice.")
    refund_status: RefundStatus | None = enumerated(
        RETAINER.c.refund_status, RefundStatus, "Whether what is left is paid back; null where it is not to be."
    )
    customer: LazyCustomer = parent(RETAINER.c.customer_id, "Customer", "Who pays it.")
    contract: LazyOrder = parent(RETAINER.c.order_id, "Order", "The contract.")


@strawberry.type(description="A customer's share of a contract.")
class ContractCustomer(Node):
    """A share."""

    customer: LazyCustomer = parent(SHARE.c.customer_id, "Customer", "Who is billed.")
    percent: Decimal = measured(SHARE.c.percent, "Of all work and milestones; 60 means 60 %.")
    takes_rounding: bool = stored(SHARE.c.takes_rounding, "Whether it takes what rounding leaves.")


catalogue(ContractLine, table=tables.contract_line)
catalogue(Milestone, table=tables.milestone)
catalogue(Retainer, table=tables.retainer)
catalogue(ContractCustomer, table=tables.contract_customer)
