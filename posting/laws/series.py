"""Laws of number series (returns 14): from 1, without a gap, each number once, and the next is one more than the last.

They hold for the series whose numbers nobody may choose. Customers and products may bring a number of their own, so
that of theirs nothing is claimed. Numbers are told apart here and not in SQL, so that what breaks the law is named: a
number that is missing, one that is no number of the series, or the series that goes on from the wrong place.
"""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from ...models import tables
from ...models.vocabulary import DocumentType, OrderType
from ..ledger.series import DIGITS, numbered
from .law import INVOICE, ORDER, Found, Law, rows_of

SERIES = tables.number_series
CHUNK = 2000


def _broken(
    series: str, column: ColumnElement[str | None], *conditions: ColumnElement[bool]
) -> Callable[[Connection], Found]:
    """A walk through the numbers of one series."""

    def walk(connection: Connection) -> Found:
        found = connection.execute(select(SERIES.c.prefix, SERIES.c.next).where(SERIES.c.name == series)).one_or_none()
        if found is None:
            yield f"there is no series {series}"
            return
        prefix, following = found
        if _is_gapless(connection, prefix, following, column, *conditions):
            return
        given = select(column).where(column.is_not(None), *conditions)
        count = connection.scalar(select(func.count()).where(column.is_not(None), *conditions)) or 0
        seen = bytearray(count + 1)
        for number in connection.execute(given.execution_options(yield_per=CHUNK)).scalars():
            digits = str(number)[len(prefix) :]
            place = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else 0
            if not 0 < place <= count or numbered(prefix, place) != number or seen[place]:
                yield f"{number} is out of place"
            else:
                seen[place] = 1
        yield from (f"{numbered(prefix, place)} is missing" for place in range(1, count + 1) if not seen[place])
        if following != count + 1:
            yield f"{series} goes on with {following}, not with {count + 1}"

    return walk


def _is_gapless(
    connection: Connection, prefix: str, following: int, column: ColumnElement[str | None], *conditions: Any
) -> bool:
    """Whether there is each number from 1 to the last once, and no other; else a walk names what is wrong.

    Numbers of one width are in the order of their texts. Of a series that has outgrown its width, nothing is said.
    """
    is_number: ColumnElement[bool]
    if connection.dialect.name == "postgresql":
        is_number = column.op("~")(f"^{re.escape(prefix)}[0-9]{{{DIGITS}}}$")
    else:
        pattern = "".join(f"[{one}]" if one in "*?[" else one for one in prefix) + "[0-9]" * DIGITS
        is_number = and_(column.op("GLOB")(pattern), func.instr(column, func.char(0)) == 0)
    figures = (func.count(), func.count().filter(is_number), func.count(column.distinct()))
    ends = (func.min(column), func.max(column))
    statement = select(*figures, *ends).where(column.is_not(None), *conditions)
    count, numbers, distinct, first, last = connection.execute(statement).one()
    if not count == numbers == distinct == following - 1 < 10**DIGITS:
        return False
    return count == 0 or (first, last) == (numbered(prefix, 1), numbered(prefix, count))


def _law(
    series: str, name: str, table: Table, column: ColumnElement[str | None], *conditions: ColumnElement[bool]
) -> Law:
    statement = f"{name} are numbered from 1 without a gap, each number once, and the next is one more than the last."
    looked_at = rows_of(table, column.is_not(None), *conditions)
    return Law(f"returns 14 {series}", statement, looked_at, _broken(series, column, *conditions))


def _documents(kind: DocumentType, name: str) -> Law:
    return _law(kind, name, INVOICE, INVOICE.c.number, INVOICE.c.document_type == kind)


def _orders(series: str, kind: OrderType, name: str) -> Law:
    return _law(series, name, ORDER, ORDER.c.number, ORDER.c.type == kind)


LAWS: tuple[Law, ...] = (
    _documents(DocumentType.INVOICE, "Invoices"),
    _documents(DocumentType.CREDIT_NOTE, "Credit notes"),
    _law("VOUCHER", "Vouchers", tables.voucher, tables.voucher.c.number),
    _law("PACKING_SLIP", "Packing slips", tables.packing_slip, tables.packing_slip.c.number),
    _orders("SALES_ORDER", OrderType.SALES_ORDER, "Sales orders"),
    _orders("RETURN_ORDER", OrderType.RETURN_ORDER, "Return orders"),
    _orders("CONTRACT", OrderType.PROJECT_CONTRACT, "Project contracts"),
    _law("RMA", "Authorisations to return (RMA)", ORDER, ORDER.c.rma_number),
)
