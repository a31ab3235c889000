"""The hash of a run's plan, and what has changed since it was made (see `marks`)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_pairs
from ...models.vocabulary import PostingItemStatus
from ..canonical import canonical
from .marks import mark, marked_hash, marks_in, outdated
from .plans import LeftOut, RunPlan

BECOMES = {PostingItemStatus.SKIPPED: "now skipped", PostingItemStatus.CONTAINS_ERRORS: "now blocked"}
ORDER = tables.order


def run_hash(plan: RunPlan) -> str:
    """What `planRun` answers, and `postInvoices` takes as `expectedPlan`."""
    ready = tuple((one.place, one.orders, one.hash) for one in plan.ready)
    whole = canonical((plan.documents, ready, tuple(_said(one) for one in plan.left_out)))
    return marked_hash(whole, _marks(plan))


def check_expected_run(connection: Connection, plan: RunPlan, expected: str) -> None:
    """Refuse where the run would no longer do what the caller was shown, and say with which orders."""
    if run_hash(plan) == expected:
        return
    known = marks_in(expected, "Pass RunPlan.hash as planRun gave it.")

    def numbers(keys: Sequence[int]) -> list[str]:
        statement = select(ORDER.c.id, ORDER.c.number).where(among(connection, ORDER.c.id, keys))
        found = dict(read_pairs(connection, statement, int, str))
        return [found[key] for key in keys if key in found]

    becomes = {one.order: BECOMES[one.status] for one in plan.left_out}
    remedy = "Plan the run again with planRun, look at it, and pass its hash."
    raise outdated(known, _marks(plan), numbers, becomes, "the same orders would be numbered in another order", remedy)


def _marks(plan: RunPlan) -> dict[int, bytes]:
    """A short fingerprint of what would become of each order, by key."""
    found = {key: mark(one.hash) for one in plan.ready for key in one.orders}
    return found | {one.order: mark(canonical(_said(one))) for one in plan.left_out}


def _said(one: LeftOut) -> tuple[object, ...]:
    return one.order, one.status, tuple((problem.code, problem.message) for problem in one.problems)
