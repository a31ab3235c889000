"""Documents that have been canceled, or cancel others: nothing more is done to them (putting-right 4.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select, union

from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import ProblemCode
from ..problems import Problem, problem

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


PAIRS = select(
    CANCELED.c.id.label("canceled_id"),
    CANCELED.c.number.label("canceled"),
    CANCELING.c.id.label("canceling_id"),
    CANCELING.c.number.label("canceling"),
    CANCELING.c.invoice_date.label("day"),
).join(CANCELED, CANCELED.c.id == CANCELING.c.cancels_id)


def is_void(invoice_id: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL: whether a document has been canceled, or cancels another one: nothing of it counts any more."""
    own, other = INVOICE.alias("void_canceling"), INVOICE.alias("void_canceled_by")
    cancels = select(own.c.id).where(own.c.id == invoice_id, own.c.cancels_id.is_not(None)).exists()
    return or_(cancels, select(other.c.id).where(other.c.cancels_id == invoice_id).exists())


def pairs_of(connection: Connection, keys: Iterable[int]) -> dict[int, Pair]:
    """Those of the documents that are canceled or cancel others, by key."""
    wanted = set(keys)
    either = union(*(PAIRS.where(end.in_(wanted)) for end in (CANCELING.c.cancels_id, CANCELING.c.id))).subquery()
    found = read_all(connection, select(either), Pair) if wanted else []
    return {key: one for one in found for key in (one.canceled_id, one.canceling_id) if key in wanted}


def canceled_problem(pair: Pair, key: int, *path: str) -> Problem:
    """What is told of whoever goes on with one of both."""
    if key == pair.canceling_id:
        values, variant = {"document": pair.canceling, "cancels": pair.canceled}, "canceling"
    else:
        values, variant = {"document": pair.canceled, "canceledBy": pair.canceling}, "canceled"
    return problem(ProblemCode.INVOICE_CANCELED, variant, path, date=pair.day, **values)
