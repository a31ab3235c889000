"""What is kept of a plan that was carried out: its hash, and what cannot be read back from the books.

Lines, ledger rows, charges, vouchers and amounts stand in the books for ever. Which statuses moved does not: they move
on. Warnings and settlements at once are told apart from later ones.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ..plan import Plan
from ..planned.changes import Change
from ..planned.settlements import PlannedSettlement
from ..planned.warnings import Warned

STATUS_FIELDS = frozenset(
    {"status", "return_status", "billing_status", "adjustment_status", "invoice_status", "refund_status"}
)


@dataclass(frozen=True)
class StatusMove:
    """A status that several records were moved from and to, in this order."""

    subject: str
    field: str
    before: str | None
    after: str | None
    keys: tuple[int, ...]


@dataclass(frozen=True)
class PlanRecord:
    """What is kept of a plan."""

    hash: str
    moves: tuple[StatusMove, ...] = ()
    settlements: tuple[PlannedSettlement, ...] = ()
    warnings: tuple[Warned, ...] = ()
    refund: Decimal | None = None


def record_of(plan: Plan) -> PlanRecord:
    """What has to be kept of a plan."""
    refund = None if plan.refund is None else plan.refund.amount
    return PlanRecord(plan.hash, tuple(_moves(status_changes(plan))), plan.settlements, plan.warnings, refund)


def status_changes(plan: Plan) -> Iterator[Change]:
    """The statuses that a plan moves, those of its packing slips first."""
    every = (*(change for slip in plan.slips for change in slip.changes), *plan.changes)
    return (change for change in every if change.field in STATUS_FIELDS)


def moved(record: PlanRecord) -> Iterator[Change]:
    """The statuses that a recorded plan moved, in its order."""
    for move in record.moves:
        yield from (Change(move.subject, key, move.field, move.before, move.after) for key in move.keys)


def _moves(changes: Iterable[Change]) -> Iterator[StatusMove]:
    """Changes that follow each other and differ in their record alone, together."""
    for (subject, field, before, after), alike in groupby(changes, key=_what):
        yield StatusMove(subject, field, before, after, tuple(change.key for change in alike))


def _what(change: Change) -> tuple[str, str, str | None, str | None]:
    before, after = (None if value is None else str(value) for value in (change.before, change.after))
    return change.subject, change.field, before, after
