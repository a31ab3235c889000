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
    LazyContractLine,
    LazyCustomer,
    LazyDetail,
    LazyInvoice,
    LazyMilestone,
    LazyOrder,
    LazyRetainer,
)
from .nodes import Node

A, E = tables.actual.c, CONNECTION_ENDS.c


@strawberry.type(description="A row of the ledger. Rows are only ever added.")
class Actual(Node):
    """An actual."""

    id: GlobalId = strawberry.field(description="Opaque and stable.")
    sequence: int = stored(A.id, "Position in the ledger, gapless, in order of posting.")
    transaction_type: TransactionType = enumerated(A.transaction_type, TransactionType, "Side of the ledger.")
    transaction_class: TransactionClass = enumerated(A.transaction_class, TransactionClass, "Kind of transaction.")
    billing_type: BillingType = enumerated(A.billing_type, BillingType, "Whether the customer is charged.")
    billing_status: BillingStatus | None = enumerated(A.billing_status, BillingStatus, "Way to the invoice.")
    adjustment_status: AdjustmentStatus | None = enumerated(
        A.adjustment_status, AdjustmentStatus, "ADJUSTED once spent, UNADJUSTABLE if a reversal itself."
    )
    description: str = stored(A.description, "What was sold or used.")
    transaction_date: date = stored(A.transaction_date, "When the work was done; the invoice date of product sales.")
    recorded_at: datetime = stored(A.recorded_at, "When the row was written.")
    quantity: Decimal = measured(A.quantity, "Signed: a reversal has the negated quantity of its target.")
    unit_price: Decimal = measured(A.unit_price, "Price a unit; cost a unit on cost rows.")
    amount: Decimal = money(A.amount, A.currency, "Signed, without tax.")
    tax_amount: Decimal = money(A.tax_amount, A.currency, "Signed.")
    currency: str = stored(A.currency, "ISO 4217 code.")
    order: LazyOrder | None = parent(A.order_id, "Order", "The order or contract.")
    contract_line: LazyContractLine | None = parent(A.contract_line_id, "ContractLine", "The contract line.")
    invoice: LazyInvoice | None = parent(A.invoice_id, "Invoice", "The invoice whose posting wrote this row.")
    invoice_line_detail: LazyDetail | None = parent(
        A.invoice_line_detail_id, "InvoiceLineDetail", "The detail that the row was written for."
    )
    reverses: "Actual | None" = parent(A.reverses_id, "Actual", "The row that this one reverses.")
    reversed_by: "Actual | None" = parent(A.reversed_by_id, "Actual", "The row that reverses this one.")
    connections: list["ActualConnectionLink"] = children(
        A.id, "ActualConnectionLink", E.owner_id, (E.owner_id, E.id), "Typed links to other rows, from both ends."
    )
    lineage: list["Actual"] = children(
        A.root_id, "Actual", A.root_id, (A.id,), "Every row that descends from the same root, oldest first."
    )
    customer: LazyCustomer = parent(A.customer_id, "Customer", "Whose row it is.")
    milestone: LazyMilestone | None = parent(A.milestone_id, "Milestone", "The milestone billed.")
    retainer: LazyRetainer | None = parent(A.retainer_id, "Retainer", "The retainer billed, applied or refunded.")
    not_to_exceed_status: NotToExceedStatus | None = enumerated(
        A.not_to_exceed_status, NotToExceedStatus, "Whether unbilled work fits under its limits; null on other rows."
    )
    rule: str = stored(A.rule, "The scenario of the rule table and the row in it; see docs/posting-rules.md.")
    conservation: Conservation | None = computed(
        "What became of the whole lineage: every hour is somewhere. Null for cost, retainers and sales documents.",
        A.root_id,
        A.transaction_type,
        resolver=conservation,
    )


@strawberry.type(description="A typed link to another actual; it shows at both ends.")
class ActualConnectionLink:
    """One end of a connection."""

    role: ConnectionRole = enumerated(E.role, ConnectionRole, "The part that this row plays.")
    other_role: ConnectionRole = enumerated(E.other_role, ConnectionRole, "The part that the other row plays.")
    other: Actual = parent(E.other_id, "Actual", "The other row.")


catalogue(Actual, table=tables.actual)
catalogue(ActualConnectionLink, table=CONNECTION_ENDS)
