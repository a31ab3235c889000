"""Documents that have been canceled, or cancel others: nothing more is done to them (putting-right 4.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, or_, select, union

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import ProblemCode
from ..planners.accounts import AccountDocument
from ..problems import Problem, Problems, problem

INVOICE = tables.invoice
CANCELED, CANCELING = INVOICE.alias("canceled"), INVOICE.alias("canceling")


@dataclass(frozen=True)
class Pair:
    """A canceled document, and the one that cancels it."""

    canceled_id: int
    canceled: str
    canceling_id: int
    canceling: str
    day: date
    canceled_open: Decimal
    canceling_open: Decimal

    def other_open(self, key: int) -> Decimal:
        """What is open of the other one."""
        return self.canceled_open if key == self.canceling_id else self.canceling_open


PAIRS = select(
    CANCELED.c.id.label("canceled_id"),
    CANCELED.c.number.label("canceled"),
    CANCELING.c.id.label("canceling_id"),
    CANCELING.c.number.label("canceling"),
    CANCELING.c.invoice_date.label("day"),
    (CANCELED.c.total_amount - CANCELED.c.settled_amount).label("canceled_open"),
    (CANCELING.c.total_amount - CANCELING.c.settled_amount).label("canceling_open"),
).join(CANCELED, CANCELED.c.id == CANCELING.c.cancels_id)


def is_void(invoice_id: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL: whether a document has been canceled, or cancels another one: nothing of it counts any more."""
    own, other = INVOICE.alias("void_canceling"), INVOICE.alias("void_canceled_by")
    cancels = select(own.c.id).where(own.c.id == invoice_id, own.c.cancels_id.is_not(None)).exists()
    return or_(cancels, select(other.c.id).where(other.c.cancels_id == invoice_id).exists())


def pairs_of(connection: Connection, keys: Iterable[int]) -> dict[int, Pair]:
    """Those of the documents that are canceled or cancel others, by key."""
    wanted = set(keys)
    if not wanted:
        return {}
    ends = (CANCELING.c.cancels_id, CANCELING.c.id)
    either = union(*(PAIRS.where(among(connection, end, sorted(wanted))) for end in ends)).subquery()
    found = read_all(connection, select(either), Pair)
    return {key: one for one in found for key in (one.canceled_id, one.canceling_id) if key in wanted}


def payment_problems(connection: Connection, document: AccountDocument, *path: str) -> Problems:
    """What is in the way of paying, or giving up, what is open of a document that is canceled or cancels another.

    What is left over of the one once nothing is open of the other is paid as of any document: a credit is paid back,
    and a debt is left where the payment bounced after that. While both are open they close each other.
    """
    pair = pairs_of(connection, [document.id]).get(document.id)
    if pair is None:
        return ()
    if document.open_amount and not pair.other_open(document.id):
        return ()
    return (settling_problem(pair, document, *path),)


def settling_problem(pair: Pair, document: AccountDocument, *path: str) -> Problem:
    """What is told of whoever settles one of both by hand, with the way out of what is open of it."""
    told = canceled_problem(pair, document.id, *path)
    if document.open_amount == 0:
        return told
    if pair.other_open(document.id):
        way_out = "both-open"
    else:
        way_out = "to-pay-back" if document.open_amount < 0 else "to-be-paid"
    return replace(told, variant=f"{told.variant}-{way_out}")


def canceled_problem(pair: Pair, key: int, *path: str) -> Problem:
    """What is told of whoever goes on with one of both."""
    if key == pair.canceling_id:
        values, variant = {"document": pair.canceling, "cancels": pair.canceled}, "canceling"
    else:
        values, variant = {"document": pair.canceled, "canceledBy": pair.canceling}, "canceled"
    return problem(ProblemCode.INVOICE_CANCELED, variant, path, date=pair.day, **values)
