"""The hash of a run's plan, and what has changed since it was made (see `marks`)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_pairs
from ..canonical import canonical
from .marks import mark, marked_hash, marks_in, outdated, said
from .plans import LeftOut, RunPlan

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
    known = marks_in(expected, "run")

    def numbers(keys: Sequence[int]) -> list[str]:
        statement = select(ORDER.c.id, ORDER.c.number).where(among(connection, ORDER.c.id, keys))
        found = dict(read_pairs(connection, statement, int, str))
        return [found[key] for key in keys if key in found]

    becomes = {one.order: one.status for one in plan.left_out}
    raise outdated((expected, run_hash(plan)), known, _marks(plan), numbers, becomes, "run")


def _marks(plan: RunPlan) -> dict[int, bytes]:
    """A short fingerprint of what would become of each order, by key."""
    found = {key: mark(one.hash) for one in plan.ready for key in one.orders}
    return found | {one.order: mark(canonical(_said(one))) for one in plan.left_out}


def _said(one: LeftOut) -> tuple[object, ...]:
    return one.order, one.status, said(one.problems)
