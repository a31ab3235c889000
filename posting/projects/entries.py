"""Posting approved work: load, plan, and through the door (project-invoicing 1.9 K1)."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import select

from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import (
    ContractLineType,
    ProblemCode,
)
from ..checks import Checks
from ..command.lookup import CHUNK, known_keys
from ..command.results import EntriesResult
from ..command.transaction import Transaction
from ..commands import JournalEntryInput, PostEntryJournal
from ..ledger.post import post
from ..ledger.settings import Conditions
from ..ledger.tax_codes import entered, read_taxes
from ..planners.projects.entries import Contract, EntryLine, JournalPlan, plan_entries
from ..problems import Problems
from .limits import load_limits
from .records import WorkLine
from .shares import shares_of

MOST_ENTRIES = 20_000


def post_entry_journal(transaction: Transaction, command: PostEntryJournal) -> EntriesResult:
    """Write the actuals of approved work: cost, and unbilled sales where it is billed by time and material (K1)."""
    checks = Checks()
    checks.not_empty("entries", command.entries, MOST_ENTRIES, "entries")
    checks.done()
    journal = plan_journal(transaction, command.entries)
    posted = post(transaction, journal if isinstance(journal, tuple) else journal.plan, Conditions())
    return EntriesResult(posted.actual_ids, posted.plan)


def plan_journal(transaction: Transaction, entries: Sequence[JournalEntryInput]) -> JournalPlan | Problems:
    """The plan of booking `entries`; the contracts stay locked, so that nobody else takes up their limits meanwhile."""
    checks = Checks()
    lines, taxes = _contract_lines(transaction, entries, checks), cache(lambda: read_taxes(transaction.connection))
    for place, one in enumerate(entries):
        entered(taxes, one.tax_code, None, transaction.today, checks, "entries", str(place))
    contracts = _contracts(transaction, [line for line in lines if line is not None])
    codes = taxes().by_name if any(one.tax_code is not None for one in entries) else None
    planned = plan_entries(entries, lines, contracts, codes)
    if not checks.problems:
        return planned
    return (*checks.problems, *(planned if isinstance(planned, tuple) else ()))


def _contract_lines(
    transaction: Transaction, entries: Sequence[JournalEntryInput], checks: Checks
) -> list[EntryLine | None]:
    line, order = tables.contract_line, tables.order
    ids = [entry.contract_line for entry in entries]
    wanted = known_keys(ids, "ContractLine", "contract line", checks, "entries", field="contractLine", repeated=True)
    statement = select(line, order.c.currency, order.c.customer_id).join(order, order.c.id == line.c.order_id)
    distinct = sorted({key for key in wanted if key is not None})
    found = {
        row.id: row
        for start in range(0, len(distinct), CHUNK)
        for row in read_all(
            transaction.connection, statement.where(line.c.id.in_(distinct[start : start + CHUNK])), WorkLine
        )
    }
    for index, key in enumerate(wanted):
        path, line_found = ("entries", str(index), "contractLine"), found.get(key or 0)
        if key is not None and line_found is None:
            checks.fail(ProblemCode.NOT_FOUND, "contract-line-id", *path, type="ContractLine", given=ids[index])
        elif line_found is not None and line_found.type is not ContractLineType.PROJECT_BASED:
            checks.invalid("work-on-product", *path, description=line_found.name)
    return [None if (row := found.get(key or 0)) is None else _entry_line(row) for key in wanted]


def _entry_line(row: WorkLine) -> EntryLine:
    return EntryLine(row.id, row.order_id, row.customer_id, row.currency, row.billing_method)


def _contracts(transaction: Transaction, lines: Sequence[EntryLine]) -> dict[int, Contract]:
    """The contracts of the lines, locked, so that nobody else sets or takes up their limits meanwhile."""
    connection, order = transaction.connection, tables.order
    customers = {one.order_id: one.customer_id for one in lines}
    locked = select(order.c.id).where(order.c.id.in_(customers)).order_by(order.c.id)
    if transaction.posting:
        connection.execute(locked.with_for_update(key_share=True)).all()
    return {
        key: Contract(tuple(shares_of(connection, key, customer_id)), load_limits(connection, key))
        for key, customer_id in customers.items()
    }
