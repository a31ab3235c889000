"""What changed in the ledger from one point to another."""

from decimal import Decimal
from typing import Annotated

import strawberry

from ..resolvers.computed import ledger_diff as reading
from ..resolvers.computed.points import LedgerPoint
from ..resolvers.context import Info
from .lazy import LazyInvoice, LazyOrder

BILLED = "Net effect on chargeable billed sales, without tax."
TAX = "Net effect on the tax of chargeable billed sales."
BACKLOG = "Net effect on chargeable unbilled sales, without tax and retainers: what came to the backlog or left it."
COST = "Net effect on cost."


@strawberry.type(description="The rows of one cause: a scenario in the posting of an invoice, or approved work.")
class LedgerDiffGroup:
    """A cause."""

    invoice: LazyInvoice | None = strawberry.field(
        description="The invoice whose posting wrote the rows; null for approved work."
    )
    order: LazyOrder | None = strawberry.field(description="The order or contract.")
    scenario: str = strawberry.field(description="Key of the scenario: Actual.rule without its last part.")
    label: str = strawberry.field(description="The scenario in words.")
    rows: int = strawberry.field(description="How many rows.")
    currency: str = strawberry.field(description="ISO 4217 code of the amounts.")
    billed_amount: Decimal = strawberry.field(description=BILLED)
    billed_tax_amount: Decimal = strawberry.field(description=TAX)
    backlog_amount: Decimal = strawberry.field(description=BACKLOG)
    cost_amount: Decimal = strawberry.field(description=COST)


@strawberry.type(description="All rows of a currency.")
class LedgerDiffTotal:
    """A currency's total."""

    currency: str = strawberry.field(description="ISO 4217 code of the amounts.")
    rows: int = strawberry.field(description="How many rows.")
    billed_amount: Decimal = strawberry.field(description=BILLED)
    billed_tax_amount: Decimal = strawberry.field(description=TAX)
    backlog_amount: Decimal = strawberry.field(description=BACKLOG)
    cost_amount: Decimal = strawberry.field(description=COST)


@strawberry.type(description="The rows that the ledger gained between two points, added up by cause and by currency.")
class LedgerDiff:
    """A difference."""

    from_sequence: int = strawberry.field(description="The rows after this position.")
    to_sequence: int = strawberry.field(description="The rows up to this position, it included.")
    rows: int = strawberry.field(description="How many rows in all.")
    groups: list[LedgerDiffGroup] = strawberry.field(description="By cause, in the order of posting; at most 1000.")
    totals: list[LedgerDiffTotal] = strawberry.field(description="By currency, over all rows.")
    truncated: bool = strawberry.field(description="Whether there are more groups than are shown.")


def ledger_diff(
    info: Info,
    from_: Annotated[LedgerPoint, strawberry.argument(name="from", description="The earlier point.")],
    to: Annotated[LedgerPoint | None, strawberry.argument(description="The later point; now when left out.")] = None,
) -> reading.View:
    """The difference."""
    return reading.ledger_diff(info, from_, to)
