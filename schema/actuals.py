"""The ledger of actuals."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.identity import GlobalId
from ..models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    NotToExceedStatus,
    TransactionClass,
    TransactionType,
)
from ..resolvers.computed.conservation import conservation
from ..resolvers.expressions import CONNECTION_ENDS
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, computed, enumerated, measured, money, parent, stored
from .conservation import Conservation
from .lazy import (
    LazyActor,
    LazyContractLine,
    LazyCustomer,
    LazyDetail,
    LazyInvoice,
    LazyMilestone,
    LazyOrder,
    LazyRetainer,
)
from .nodes import Node

ACTUAL = tables.actual


@strawberry.type(description="A row of the ledger of actuals. Rows are only ever added.")
class Actual(Node):
    """An actual."""

    id: GlobalId = strawberry.field(description="Opaque and stable.")
    sequence: int = stored(ACTUAL.c.id, "Position in the ledger, gapless, in order of posting.")
    posted_by: LazyActor | None = parent(
        ACTUAL.c.posted_by_id, "Actor", "Who posted what wrote this row; null where that was before anybody was known."
    )
    transaction_type: TransactionType = enumerated(ACTUAL.c.transaction_type, TransactionType, "Side of the ledger.")
    transaction_class: TransactionClass = enumerated(
        ACTUAL.c.transaction_class, TransactionClass, "Kind of transaction."
    )
    billing_type: BillingType = enumerated(ACTUAL.c.billing_type, BillingType, "Whether the customer is charged.")
    billing_status: BillingStatus | None = enumerated(ACTUAL.c.billing_status, BillingStatus, "Way to the invoice.")
    adjustment_status: AdjustmentStatus | None = enumerated(
        ACTUAL.c.adjustment_status, AdjustmentStatus, "ADJUSTED once spent, UNADJUSTABLE if a reversal itself."
    )
    description: str = stored(ACTUAL.c.description, "What was sold or used.")
    transaction_date: date = stored(
        ACTUAL.c.transaction_date, "When the work was done; the invoice date of product sales."
    )
    accounting_date: date | None = stored(
        ACTUAL.c.accounting_date,
        "The invoice date of the document that wrote this billed row: the period it counts in. Null on other rows.",
    )
    recorded_at: datetime = stored(ACTUAL.c.recorded_at, "When the row was written.")
    quantity: Decimal = measured(ACTUAL.c.quantity, "Signed: a reversal has the negated quantity of its target.")
    unit_price: Decimal = measured(ACTUAL.c.unit_price, "Price a unit; cost a unit on cost rows.")
    amount: Decimal = money(ACTUAL.c.amount, ACTUAL.c.currency, "Signed, without tax.")
    tax_amount: Decimal = money(ACTUAL.c.tax_amount, ACTUAL.c.currency, "Signed.")
    currency: str = stored(ACTUAL.c.currency, "ISO 4217 code.")
    order: LazyOrder | None = parent(ACTUAL.c.order_id, "Order", "The order or contract.")
    contract_line: LazyContractLine | None = parent(ACTUAL.c.contract_line_id, "ContractLine", "The contract line.")
    invoice: LazyInvoice | None = parent(ACTUAL.c.invoice_id, "Invoice", "The invoice whose posting wrote this row.")
    invoice_line_detail: LazyDetail | None = parent(
        ACTUAL.c.invoice_line_detail_id, "InvoiceLineDetail", "The detail that the row was written for."
    )
    reverses: "Actual | None" = parent(ACTUAL.c.reverses_id, "Actual", "The row that this one is the reversal of.")
    reversed_by: "Actual | None" = parent(ACTUAL.c.reversed_by_id, "Actual", "The row that reverses this one.")
    connections: list["ActualConnectionLink"] = children(
        ACTUAL.c.id,
        "ActualConnectionLink",
        CONNECTION_ENDS.c.owner_id,
        (CONNECTION_ENDS.c.owner_id, CONNECTION_ENDS.c.id),
        "Typed links to other rows, from both ends.",
    )
    lineage: list["Actual"] = children(
        ACTUAL.c.root_id,
        "Actual",
        ACTUAL.c.root_id,
        (ACTUAL.c.id,),
        "Every row that descends from the same root, oldest first.",
    )
    customer: LazyCustomer = parent(ACTUAL.c.customer_id, "Customer", "Whose row it is.")
    milestone: LazyMilestone | None = parent(ACTUAL.c.milestone_id, "Milestone", "The milestone billed.")
    retainer: LazyRetainer | None = parent(
        ACTUAL.c.retainer_id, "Retainer", "The retainer billed, applied or refunded."
    )
    not_to_exceed_status: NotToExceedStatus | None = enumerated(
        ACTUAL.c.not_to_exceed_status,
        NotToExceedStatus,
        "Whether unbilled work fits under its limits; null on other rows.",
    )
    rule: str = stored(ACTUAL.c.rule, "The scenario of the rule table and the row in it; see docs/posting-rules.md.")
    conservation: Conservation | None = computed(
        "What became of the whole lineage: every hour is somewhere. Null for cost, retainers and sales documents.",
        ACTUAL.c.root_id,
        ACTUAL.c.transaction_type,
        resolver=conservation,
    )


@strawberry.type(description="A typed link to another actual; it shows at both ends.")
class ActualConnectionLink:
    """One end of a connection."""

    role: ConnectionRole = enumerated(CONNECTION_ENDS.c.role, ConnectionRole, "The part that this row plays.")
    other_role: ConnectionRole = enumerated(
        CONNECTION_ENDS.c.other_role, ConnectionRole, "The part that the other row plays."
    )
    other: Actual = parent(CONNECTION_ENDS.c.other_id, "Actual", "The other row.")


catalogue(Actual, table=tables.actual)
catalogue(ActualConnectionLink, table=CONNECTION_ENDS)
