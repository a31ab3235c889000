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
INVOICE, DETAIL = tables.invoice, tables.invoice_line_detail
FIRST = tables.invoice_line_detail.alias("first")
FIRST_ID: ColumnElement[int] = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
KEYS = given_keys("keys")


class Began(NamedTuple):
    """A document, and one that it goes back to."""

    key: int
    first: int


class Detail(NamedTuple):
    """A detail; `root` is the first one of its chain, which may be itself."""

    id: int
    root: int
    invoice_id: int
    billing_type: BillingType
    quantity: Decimal
    previous_quantity: Decimal | None
    invoice_amount: Decimal
    invoice_tax_amount: Decimal


class Position(NamedTuple):
    """Where a posted invoice begins in the ledger."""

    invoice_id: int
    first: int


@dataclass(frozen=True)
class Chain:
    """A first detail and its corrections: the latest of them, and what all of them come to.

    Of goods that were returned before they were corrected the latest has what was left, the chain what was not
    corrected away: returns are no corrections, and lower nothing here (putting-right 1.4).
    """

    latest: Detail
    quantity: Decimal
    amount: Decimal
    tax: Decimal

    def joined(self, one: Detail) -> "Chain":
        """With a later correction."""
        more = one.quantity - (one.previous_quantity or ZERO)
        return Chain(one, self.quantity + more, self.amount + one.invoice_amount, self.tax + one.invoice_tax_amount)


@dataclass(frozen=True)
class Standing:
    """What stands of an invoice: totals, documents in order, and the chain of each first detail."""

    net: Decimal
    tax: Decimal
    documents: list[int]
    chains: dict[int, Chain]


def _details() -> ReadyRows[Detail]:
    """The details of first invoices, and their confirmed corrections."""
    roots = select(DETAIL.c.id).where(is_given(DETAIL.c.invoice_id, KEYS), DETAIL.c.first_detail_id.is_(None))
    corrections = select(DETAIL.c.id).where(DETAIL.c.first_detail_id.in_(roots))
    figures = [DETAIL.c[name] for name in ("quantity", "previous_quantity", "invoice_amount", "invoice_tax_amount")]
    statement = (
        select(DETAIL.c.id, FIRST_ID.label("root"), DETAIL.c.invoice_id, DETAIL.c.billing_type, *figures)
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


BEGAN = ReadyRows(
    select(DETAIL.c.invoice_id.label("key"), FIRST.c.invoice_id.label("first"))
    .join(FIRST, FIRST.c.id == FIRST_ID)
    .where(is_given(DETAIL.c.invoice_id, KEYS))
    .distinct(),
    Began,
)
DETAILS, POSITIONS = _details(), _positions()


def effective(root: Row, info: Info) -> dict[str, object]:
    """The totals, the chain of documents and the details that stand."""
    batch = root.batch
    return batch.once(("effective", *place(info)), lambda: _answers(info, batch.rows))[root.key]


def _answers(info: Info, invoices: Sequence[Row]) -> dict[int, dict[str, object]]:
    standing = _standing(info.context.connection, [one.key for one in invoices])
    documents = load_shown(info, "Invoice", [key for one in standing.values() for key in one.documents], ("chain",))
    wanted = [key for one in standing.values() for root, chain in one.chains.items() for key in (root, chain.latest.id)]
    details = load_shown(info, "InvoiceLineDetail", wanted, ("details", "original"), ("details", "current"))
    return {one.key: _answer(standing[one.key], one[INVOICE.c.currency], documents, details) for one in invoices}


def _answer(one: Standing, currency: str, documents: Shown, details: Shown) -> dict[str, object]:
    return {
        "net_amount": at_minor_unit(one.net, currency),
        "tax_amount": at_minor_unit(one.tax, currency),
        "total_amount": at_minor_unit(one.net + one.tax, currency),
        "chain": [documents.get(key) for key in one.documents],
        "details": [
            {
                "original": details.get(root),
                "current": details.get(chain.latest.id) if chain.latest.quantity else None,
                "quantity": normalized(chain.quantity),
                "amount": at_minor_unit(chain.amount, currency),
                "tax_amount": at_minor_unit(chain.tax, currency),
            }
            for root, chain in sorted(one.chains.items())
        ],
    }


def _standing(connection: Connection, keys: Sequence[int]) -> dict[int, Standing]:
    """The first documents' details, each with its confirmed corrections."""
    firsts = _grouped(BEGAN.read(connection, {"keys": keys}))
    rows = DETAILS.read(connection, {"keys": [*{one for found in firsts.values() for one in found}]})
    posted = dict(POSITIONS.read(connection, {"keys": [*{row.invoice_id for row in rows}]}))
    first_invoice = {row.root: row.invoice_id for row in rows if row.id == row.root}
    of_first = _grouped((first_invoice[row.root], place) for place, row in enumerate(rows))
    standing = {}
    for key in keys:
        places = sorted(at for first in firsts.get(key, []) for at in of_first.get(first, []))
        chains: dict[int, Chain] = {}
        for row in [rows[at] for at in places]:
            chains[row.root] = chains.get(row.root, Chain(row, ZERO, ZERO, ZERO)).joined(row)
        charged = [chain for chain in chains.values() if chain.latest.billing_type == BillingType.CHARGEABLE]
        net = sum((chain.amount for chain in charged), ZERO)
        tax = sum((chain.tax for chain in charged), ZERO)
        documents = sorted({rows[at].invoice_id for at in places}, key=lambda one: posted.get(one, math.inf))
        standing[key] = Standing(net, tax, documents, chains)
    return standing


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
