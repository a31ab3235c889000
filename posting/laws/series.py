"""Laws of number series (returns 14): from 1, without a gap, each number once, and the next is one more than the last.

They hold for the series whose numbers nobody may choose. Customers and products may bring a number of their own, so
that of theirs nothing is claimed. Numbers are told apart here and not in SQL, so that what breaks the law is named: a
number that is missing, one that is no number of the series, or the series that goes on from the wrong place.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, Table

from ...models import tables
from ...models.vocabulary import DocumentType, OrderType
from ..ledger.number_gaps import borne_numbers, series_named
from ..ledger.series import numbered
from .law import INVOICE, ORDER, Found, Law, rows_of


def _broken(
    series: str, column: ColumnElement[str | None], *conditions: ColumnElement[bool]
) -> Callable[[Connection], Found]:
    """A walk through the numbers of one series."""

    def walk(connection: Connection) -> Found:
        found = series_named(connection, [series]).get(series)
        if found is None:
            yield f"there is no series {series}"
            return
        borne = borne_numbers(connection, found, column, *conditions)
        yield from (f"{number} is out of place" for number in borne.odd)
        for first, last in borne.gaps(1):
            ends = numbered(found.prefix, first), numbered(found.prefix, last)
            yield f"{ends[0]} is missing" if first == last else f"{ends[0]} to {ends[1]} are missing"
        following = borne.places[-1] + 1 if borne.places else 1
        if found.next != following:
            yield f"{series} goes on with {found.next}, not with {following}"

    return walk


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
