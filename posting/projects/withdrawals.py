"""Withdrawing approved work: load, plan, and through the door (project-invoicing 6.12)."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, select

from ...models import tables
from ...models.rows import read_all, read_pairs
from ...models.vocabulary import ConnectionRole
from ..checks import Checks
from ..command.lookup import keys_of
from ..command.results import EntriesResult
from ..command.transaction import Transaction
from ..commands import CancelEntries
from ..ledger.post import post
from ..ledger.settings import Conditions
from ..planners.projects.facts import LedgerRow
from ..planners.projects.withdrawal import Withdrawal, plan_withdrawal

ACTUAL, LINK = tables.actual, tables.actual_connection
MOST_ENTRIES = 1000


def cancel_entries(transaction: Transaction, command: CancelEntries) -> EntriesResult:
    """Reverse open unbilled sales, what else was booked with them, and their cost; nothing of it may be billed."""
    checks = Checks()
    checks.not_empty("actuals", command.actuals, MOST_ENTRIES, "actuals")
    checks.done()
    keys = keys_of(command.actuals, "Actual", "actual", "actuals")
    posted = post(transaction, plan_withdrawal(_work(transaction, keys)), Conditions())
    return EntriesResult(posted.actual_ids, posted.plan)


def _work(transaction: Transaction, keys: Collection[int]) -> Withdrawal:
    """The named work with its cost and all that was booked with it, locked."""
    known = {row.id: row for row in _rows(transaction, ACTUAL.c.id.in_(keys))}
    named = tuple(known.get(key) for key in keys)
    roots = {row.root_id: place for place, row in enumerate(named) if row is not None}
    costs, places = _booked_together(transaction, roots)
    lineages = _rows(transaction, ACTUAL.c.root_id.in_(places))
    return Withdrawal(tuple(keys), named, places, costs, lineages, _rows(transaction, ACTUAL.c.id.in_(costs)))


def _rows(transaction: Transaction, condition: ColumnElement[bool]) -> tuple[LedgerRow, ...]:
    statement = select(ACTUAL).where(condition).order_by(ACTUAL.c.id)
    locked = statement.with_for_update(key_share=True) if transaction.posting else statement
    return tuple(read_all(transaction.connection, locked, LedgerRow))


def _booked_together(transaction: Transaction, roots: Mapping[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    """The cost rows of entries, and the roots of all unbilled sales booked with them; each with the entry's place."""
    connection = transaction.connection
    to_cost = (LINK.c.role == ConnectionRole.UNBILLED_SALES, LINK.c.other_role == ConnectionRole.COST)
    booked = select(LINK.c.actual_id, LINK.c.other_id).where(*to_cost)
    costs = {
        cost: roots[root] for root, cost in read_pairs(connection, booked.where(LINK.c.actual_id.in_(roots)), int, int)
    }
    of_costs = read_pairs(connection, booked.where(LINK.c.other_id.in_(costs)), int, int)
    return costs, dict(roots) | {root: costs[cost] for root, cost in of_costs}
