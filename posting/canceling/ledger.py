"""What a document did in the ledger, and who went on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ...models import tables
from ...models.among import among
from ...models.rows import columns_of, read_all
from ...models.vocabulary import ConnectionRole
from ..planners.canceling.facts import ReversedRow, Successor, WrittenRow
from ..planners.projects.facts import LedgerRow
from .records import BillingLink, ReversingRow

ACTUAL, LINK, INVOICE = tables.actual, tables.actual_connection, tables.invoice
ROWS = select(*columns_of(ACTUAL, LedgerRow)).order_by(ACTUAL.c.id)


@dataclass(frozen=True)
class Traces:
    """The rows that a document wrote, as they are now, those that it reversed, and what was built on them."""

    written: tuple[WrittenRow, ...]
    reversed: tuple[ReversedRow, ...]
    successors: tuple[Successor, ...]
    held: tuple[int, ...]  # details of drafts that hold one of them


def traces_of(connection: Connection, invoice_id: int) -> Traces:
    """What a document did in the ledger; a restored row stands in for the one that it copies (putting-right 4.5)."""
    own = read_all(connection, ROWS.where(ACTUAL.c.invoice_id == invoice_id), LedgerRow)
    new = [row for row in own if row.reverses_id is None]
    latest = {row.id: row for row in new}
    for row in _rows_among(connection, "stands_for_id", [row.id for row in new]):
        latest[row.since] = row  # the last one counts
    written = tuple(WrittenRow(latest[row.id], row.invoice_line_detail_id) for row in new)
    mine = {row.id for row in own}
    spent = [row for row, _ in written if row.reversed_by_id is not None and row.reversed_by_id not in mine]
    return Traces(
        written=written,
        reversed=tuple(_reversed(connection, [row for row in own if (row.reverses_id or 0) not in mine])),
        successors=_successors(connection, [row.reversed_by_id or 0 for row in spent]),
        held=tuple(row.draft_detail_id for row, _ in written if row.draft_detail_id is not None),
    )


def _rows_among(connection: Connection, column: str, keys: Sequence[int]) -> list[LedgerRow]:
    return read_all(connection, ROWS.where(among(connection, ACTUAL.c[column], keys)), LedgerRow) if keys else []


def _reversed(connection: Connection, reversals: Sequence[LedgerRow]) -> list[ReversedRow]:
    """Rows that reversals took back, in the order of these."""
    taken = [row for row in reversals if row.reverses_id is not None]
    keys = [row.reverses_id for row in taken if row.reverses_id is not None]
    rows = {row.id: row for row in _rows_among(connection, "id", keys)}
    bills = _bills(connection, keys)
    return [
        ReversedRow(rows[key], row.invoice_line_detail_id, bills.get(key)) for row, key in zip(taken, keys, strict=True)
    ]


def _bills(connection: Connection, keys: Sequence[int]) -> Mapping[int, int]:
    """The unbilled row that each of the billed ones bills."""
    statement = select(LINK.c.actual_id, LINK.c.other_id).where(
        LINK.c.role == ConnectionRole.BILLED_SALES, LINK.c.other_role == ConnectionRole.UNBILLED_SALES
    )
    if not keys:
        return {}
    found = read_all(connection, statement.where(among(connection, LINK.c.actual_id, keys)), BillingLink)
    return {row.actual_id: row.other_id for row in found}


def _successors(connection: Connection, keys: Sequence[int]) -> tuple[Successor, ...]:
    """The documents that took rows back, or that a person withdrew the work."""
    statement = (
        select(ACTUAL.c.id, ACTUAL.c.recorded_at, ACTUAL.c.invoice_id, INVOICE.c.number)
        .outerjoin(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
        .order_by(ACTUAL.c.id)
    )
    found = read_all(connection, statement.where(among(connection, ACTUAL.c.id, keys)), ReversingRow) if keys else []
    named = {row.number or "the withdrawal of its work": row.recorded_at for row in found}
    return tuple(Successor(name, since) for name, since in named.items())
