"""What a law is, and the pieces that laws are written with.

A law reads whole tables, so its statement must grow with the book and no faster: what belongs to a record is added up
once in a subquery, grouped by the record's key, and joined to it. A subquery that is run for each record anew takes an
index on both engines to be as cheap, and statistics of PostgreSQL that happen to be right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, Table, func, literal, select

from ...models import tables
from ...models.vocabulary import TaxRounding, TransactionType
from ..amounts import ZERO
from ..rules.grammar import WORK

ACTUAL, INVOICE, LINE = tables.actual, tables.invoice, tables.invoice_line
ORDER, CUSTOMER, COPY = tables.order, tables.customer, tables.document_copy
CANCELING = tables.invoice.alias("canceling")
MONEY, PIECES = ACTUAL.c.amount.type, ACTUAL.c.quantity.type
BILLED = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
UNBILLED = ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES
OF_WORK = ACTUAL.c.transaction_class.in_(WORK)
STANDS = ACTUAL.c.reverses_id.is_(None) & ACTUAL.c.reversed_by_id.is_(None)
POSTED = INVOICE.c.posted_at.is_not(None)

Found = Iterator[object]


@dataclass(frozen=True)
class Law:
    """A law and how it is checked. `broken` finds the key or number of each row that breaks it.

    It is a statement, or, where the engines do not reckon as Rebill does, a function that walks through rows.
    """

    id: str
    statement: str
    looked_at: Select[Any]
    broken: Select[Any] | Callable[[Connection], Found]


def is_by_rate(invoice_id: ColumnElement[Any]) -> Any:
    """Whether the tax of a document was rounded once for each code and rate (documents 2.4)."""
    return invoice_id.in_(select(COPY.c.invoice_id).where(COPY.c.tax_rounding == TaxRounding.RATE))


def is_canceled(invoice_id: ColumnElement[Any]) -> Any:
    """Whether a document has been taken back as a whole."""
    return invoice_id.in_(select(CANCELING.c.cancels_id).where(CANCELING.c.cancels_id.is_not(None)))


def cancels(invoice_id: ColumnElement[Any]) -> Any:
    """Whether a document takes another one back as a whole."""
    return invoice_id.in_(select(CANCELING.c.id).where(CANCELING.c.cancels_id.is_not(None)))


def rows_of(table: Table, *conditions: Any) -> Select[Any]:
    """Counts the rows that a law looks at."""
    return select(func.count()).select_from(table).where(*conditions)


def sum_of(column: Any, kind: Any = MONEY) -> Any:
    """An exact sum; zero of nothing."""
    return func.coalesce(func.sum(column, type_=kind), literal(ZERO, kind), type_=kind)


def added(key: ColumnElement[Any], *conditions: Any, kind: Any = MONEY, **sums: Any) -> Subquery:
    """Sums by `key` over the rows that meet the conditions, to be joined to the record that has the key."""
    columns = [sum_of(column, kind).label(name) for name, column in sums.items()]
    return select(key.label("key"), *columns).where(*conditions, key.is_not(None)).group_by(key).subquery()


def counted(key: ColumnElement[Any], *conditions: Any) -> Subquery:
    """How many rows of each `key` meet the conditions."""
    return (
        select(key.label("key"), func.count().label("rows"))
        .where(*conditions, key.is_not(None))
        .group_by(key)
        .subquery()
    )


def or_zero(column: ColumnElement[Any], kind: Any = MONEY) -> Any:
    """A sum of an outer join; zero where there was nothing to add up."""
    return func.coalesce(column, literal(ZERO, kind), type_=kind)


def or_none(column: ColumnElement[Any]) -> Any:
    """A count of an outer join; zero where there was nothing to count."""
    return func.coalesce(column, 0)
