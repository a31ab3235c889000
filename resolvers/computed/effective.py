"""Invoices as they stand now: the first invoice and every confirmed correction or credit note, put together.

Worked out for all invoices of a list at once, like any other field: what belongs together is found in a few statements
and put together here.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, func, or_, select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.ready import ReadyRows
from ...models.vocabulary import BillingType
from ...posting.amounts import ZERO
from ..context import Info
from ..reading.renderings import at_minor_unit, normalized
from ..reading.rows import Row, load_shown
from ..reading.selection import place

K = TypeVar("K")
V = TypeVar("V")
Shown = Mapping[int | None, Row]
INVOICE, LINE, DETAIL = tables.invoice, tables.invoice_line, tables.invoice_line_detail
ORIGIN = tables.invoice_line.alias("origin")  # the line that a credit note's line credits
FIRST = tables.invoice_line_detail.alias("first")
FIRST_ID: ColumnElement[int] = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
KEYS = given_keys("keys")


class Began(NamedTuple):
    """A document, and one that it goes back to."""

    key: int
    first: int


class Line(NamedTuple):
    """A line of a sales document; `origin` is the document of the line that it credits."""

    id: int
    invoice_id: int
    net_amount: Decimal
    tax_amount: Decimal
    origin: int | None


class Detail(NamedTuple):
    """A detail; `root` is the first one of its chain, which may be itself."""

    id: int
    root: int
    invoice_id: int
    billing_type: BillingType
    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal


class Position(NamedTuple):
    """Where a posted invoice begins in the ledger."""

    invoice_id: int
    first: int


@dataclass(frozen=True)
class Standing:
    """What stands of an invoice: totals, documents in order, and the current row of each first detail."""

    net: Decimal
    tax: Decimal
    chain: list[int]
    current: dict[int, Detail]


def _lines() -> ReadyRows[Line]:
    """The lines of documents of the sales side, and of the credit notes of those lines."""
    own = select(LINE.c.id).where(is_given(LINE.c.invoice_id, KEYS))
    credits = select(LINE.c.id).where(LINE.c.credits_line_id.in_(own))
    statement = (
        select(LINE.c.id, LINE.c.invoice_id, LINE.c.net_amount, LINE.c.tax_amount, ORIGIN.c.invoice_id.label("origin"))
        .outerjoin(ORIGIN, ORIGIN.c.id == LINE.c.credits_line_id)
        .where(LINE.c.id.in_(own.union(credits)))  # with OR neither engine finds both by their indexes
    )
    return ReadyRows(statement, Line)


def _details() -> ReadyRows[Detail]:
    """The details of first invoices, and their confirmed corrections."""
    roots = select(DETAIL.c.id).where(is_given(DETAIL.c.invoice_id, KEYS), DETAIL.c.first_detail_id.is_(None))
    corrections = select(DETAIL.c.id).where(DETAIL.c.first_detail_id.in_(roots))
    read = (DETAIL.c.id, FIRST_ID.label("root"), DETAIL.c.invoice_id, DETAIL.c.billing_type)
    statement = (
        select(*read, DETAIL.c.quantity, DETAIL.c.amount, DETAIL.c.tax_amount)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(DETAIL.c.id.in_(roots.union(corrections)))  # with OR neither engine finds both by their indexes
        .where(or_(INVOICE.c.posted_at.is_not(None), DETAIL.c.first_detail_id.is_(None)))
        .order_by(DETAIL.c.id)
    )
    return ReadyRows(statement, Detail)


def _positions() -> ReadyRows[Position]:
    """Where each posted invoice begins in the ledger: the order of posting, whatever the clocks said."""
    table = tables.actual
    first = select(table.c.invoice_id, func.min(table.c.id).label("first")).where(is_given(table.c.invoice_id, KEYS))
    return ReadyRows(first.group_by(table.c.invoice_id), Position)


CREDITED = ReadyRows(
    select(LINE.c.invoice_id.label("key"), ORIGIN.c.invoice_id.label("first"))
    .join(ORIGIN, ORIGIN.c.id == LINE.c.credits_line_id)
    .where(is_given(LINE.c.invoice_id, KEYS))
    .distinct(),
    Began,
)
BEGAN = ReadyRows(
    select(DETAIL.c.invoice_id.label("key"), FIRST.c.invoice_id.label("first"))
    .join(FIRST, FIRST.c.id == FIRST_ID)
    .where(is_given(DETAIL.c.invoice_id, KEYS))
    .distinct(),
    Began,
)
LINES, DETAILS, POSITIONS = _lines(), _details(), _positions()


def effective(root: Row, info: Info) -> dict[str, object]:
    """The totals, the chain of documents and the details that stand."""
    batch = root.batch
    return batch.once(("effective", *place(info)), lambda: _answers(info, batch.rows))[root.key]


def _answers(info: Info, invoices: Sequence[Row]) -> dict[int, dict[str, object]]:
    connection = info.context.connection
    standing = _of_sales(connection, [one.key for one in invoices if one[INVOICE.c.contract_id] is None])
    standing |= _of_projects(connection, [one.key for one in invoices if one[INVOICE.c.contract_id] is not None])
    documents = load_shown(info, "Invoice", [key for one in standing.values() for key in one.chain], ("chain",))
    wanted = [key for one in standing.values() for root, row in one.current.items() for key in (root, row.id)]
    details = load_shown(info, "InvoiceLineDetail", wanted, ("details", "original"), ("details", "current"))
    return {one.key: _answer(standing[one.key], one[INVOICE.c.currency], documents, details) for one in invoices}


def _answer(one: Standing, currency: str, documents: Shown, details: Shown) -> dict[str, object]:
    return {
        "net_amount": at_minor_unit(one.net, currency),
        "tax_amount": at_minor_unit(one.tax, currency),
        "total_amount": at_minor_unit(one.net + one.tax, currency),
        "chain": [documents.get(key) for key in one.chain],
        "details": [
            {
                "original": details.get(root),
                "current": details.get(row.id) if row.quantity else None,
                "quantity": normalized(row.quantity),
                "amount": at_minor_unit(row.amount, currency),
                "tax_amount": at_minor_unit(row.tax_amount, currency),
            }
            for root, row in sorted(one.current.items())
        ],
    }


def _of_sales(connection: Connection, keys: Sequence[int]) -> dict[int, Standing]:
    """Each invoice with the credit notes of its lines; a credit note stands for the invoices that it credits."""
    if not keys:
        return {}
    firsts = _grouped(CREDITED.read(connection, {"keys": keys}))
    for key in keys:
        firsts.setdefault(key, [key])
    roots = {one for found in firsts.values() for one in found}
    lines = LINES.read(connection, {"keys": [*roots]})
    of_root = _grouped((root, line) for line in lines for root in roots & {line.invoice_id, line.origin})
    standing = {}
    for key, found in firsts.items():
        parts = {line.id: line for root in found for line in of_root.get(root, [])}.values()
        net = sum((line.net_amount for line in parts), ZERO)
        tax = sum((line.tax_amount for line in parts), ZERO)
        standing[key] = Standing(net, tax, sorted({line.invoice_id for line in parts}), {})
    return standing


def _of_projects(connection: Connection, keys: Sequence[int]) -> dict[int, Standing]:
    """The first invoices' details, each as its latest confirmed correction left it."""
    if not keys:
        return {}
    firsts = _grouped(BEGAN.read(connection, {"keys": keys}))
    rows = DETAILS.read(connection, {"keys": [*{one for found in firsts.values() for one in found}]})
    posted = dict(POSITIONS.read(connection, {"keys": [*{row.invoice_id for row in rows}]}))
    first_invoice = {row.root: row.invoice_id for row in rows if row.id == row.root}
    of_first = _grouped((first_invoice[row.root], place) for place, row in enumerate(rows))
    standing = {}
    for key in keys:
        places = sorted(place for first in firsts.get(key, []) for place in of_first.get(first, []))
        current = {rows[place].root: rows[place] for place in places}
        charged = [row for row in current.values() if row.billing_type == BillingType.CHARGEABLE]
        net = sum((row.amount for row in charged), ZERO)
        tax = sum((row.tax_amount for row in charged), ZERO)
        chain = sorted({rows[place].invoice_id for place in places}, key=lambda one: posted.get(one, math.inf))
        standing[key] = Standing(net, tax, chain, current)
    return standing


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
