"""Finding the records that a command names, and refusing politely where there are none."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from ...models import identity, tables
from ...models.identity import GlobalId
from ...models.vocabulary import OrderType, ProblemCode
from ..checks import Checks
from ..commands import CustomerRef, InvoiceRef, OrderRef, ProductRef
from ..problems import refuse

Found = Row[*tuple[Any, ...]]
ORDER_NAMES = {
    OrderType.SALES_ORDER: "sales order",
    OrderType.RETURN_ORDER: "return order",
    OrderType.PROJECT_CONTRACT: "project contract",
}
CHUNK = 5000  # values in one IN list
ORDER_TYPES = {"SalesOrder", "ReturnOrder", "ProjectContract"}


def find_order(connection: Connection, ref: OrderRef, *path: str, lock: bool = True) -> Found:
    """The order that `ref` names; its row is locked unless the caller only looks."""
    table = tables.order
    if ref.rma_number is not None:
        return _one(connection, table, table.c.rma_number, ref.rma_number, "return order", (*path, "rmaNumber"), lock)
    return _named(connection, table, ORDER_TYPES, ref.id, ref.number, "order", path, lock)


def find_invoice(connection: Connection, ref: InvoiceRef, *path: str, lock: bool = True) -> Found:
    """The invoice that `ref` names."""
    return _named(connection, tables.invoice, {"Invoice"}, ref.id, ref.number, "invoice", path, lock)


def find_customer(connection: Connection, ref: CustomerRef, *path: str) -> Found:
    """The customer that `ref` names."""
    return _named(connection, tables.customer, {"Customer"}, ref.id, ref.number, "customer", path, False)


def find_product(connection: Connection, ref: ProductRef, *path: str) -> Found:
    """The product that `ref` names."""
    return _named(connection, tables.product, {"Product"}, ref.id, ref.number, "product", path, False)


def customers_named(connection: Connection, refs: Iterable[CustomerRef]) -> "Directory":
    """The customers that several references name, found with a statement or two."""
    return _directory(connection, tables.customer, {"Customer"}, "customer", refs)


def products_named(connection: Connection, refs: Iterable[ProductRef]) -> "Directory":
    """The products that several references name, found with a statement or two."""
    return _directory(connection, tables.product, {"Product"}, "product", refs)


@dataclass(frozen=True)
class Directory:
    """Records that have been looked up together; `find` refuses what is not among them as a single look-up does."""

    what: str
    type_names: set[str]
    by_number: dict[str, Found]
    by_key: dict[int, Found]

    def find(self, ref: CustomerRef | ProductRef, *path: str) -> Found:
        """The record that `ref` names."""
        if ref.id is None:
            found, shown, at = self.by_number.get(str(ref.number)), ref.number, "number"
        else:
            key = key_of(ref.id, self.type_names, self.what, *path, "id")
            found, shown, at = self.by_key.get(key), "with this id", "id"
        if found is None:
            raise refuse(ProblemCode.NOT_FOUND, f"There is no {self.what} {shown}.", *path, at)
        return found


def _directory(
    connection: Connection, table: Table, type_names: set[str], what: str, refs: Iterable[CustomerRef | ProductRef]
) -> Directory:
    numbers: set[str] = set()
    keys: set[int] = set()
    for ref in refs:
        decoded = None if ref.id is None else identity.decode(ref.id)
        if decoded is not None:
            keys.add(decoded[1])
        elif ref.number is not None:
            numbers.add(ref.number)
    by_number = {row.number: row for row in _rows_in(connection, table, table.c.number, numbers)}
    by_key = {row.id: row for row in _rows_in(connection, table, table.c.id, keys)}
    return Directory(what, type_names, by_number, by_key)


def _rows_in(connection: Connection, table: Table, column: ColumnElement[Any], values: Set[Any]) -> Iterator[Found]:
    wanted = sorted(values)
    for start in range(0, len(wanted), CHUNK):
        yield from connection.execute(select(table).where(column.in_(wanted[start : start + CHUNK])))


def hold(connection: Connection, table: Table, keys: Iterable[int]) -> None:
    """Have the records that new rows will point at, before a number is drawn for those.

    The database locks them anyway, as the rows are written; but then whoever waits for one of them would have the
    series, and everybody who draws from it would wait for a record that is not theirs. SQLite locks no rows.
    """
    if connection.dialect.name == "postgresql":
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), CHUNK):
            some = select(table.c.id).where(table.c.id.in_(wanted[start : start + CHUNK])).order_by(table.c.id)
            connection.execute(some.with_for_update(read=True, key_share=True)).all()


def keys_by_number(connection: Connection, table: Table, numbers: Sequence[str]) -> dict[str, int]:
    """The keys of records that have just been added, by their numbers."""
    found: dict[str, int] = {}
    for start in range(0, len(numbers), CHUNK):
        statement = select(table.c.number, table.c.id).where(table.c.number.in_(numbers[start : start + CHUNK]))
        found |= {row.number: row.id for row in connection.execute(statement)}
    return found


def require_type(order: Found, wanted: OrderType, *path: str) -> None:
    """Refuse an order of another type than the command is for."""
    if order.type == wanted:
        return
    name = ORDER_NAMES[OrderType(order.type)]
    code = ProblemCode.NOT_A_RETURN_ORDER if wanted is OrderType.RETURN_ORDER else ProblemCode.INVALID_INPUT
    remedy = "Invoice sales orders with postInvoices." if order.type == OrderType.SALES_ORDER else None
    raise refuse(code, f"{order.number} is a {name}, not a {ORDER_NAMES[wanted]}.", *path, remedy=remedy)


def key_of(global_id: GlobalId, type_names: set[str], what: str, *path: str) -> int:
    """The key behind a global id, refused where it is not the id of a `what`."""
    decoded = identity.decode(global_id)
    if decoded is None or decoded[0] not in type_names:
        message = f"This is not the id of {_article(what)} {what}."
        raise refuse(ProblemCode.NOT_FOUND, message, *path, remedy="Take the id from a query.")
    return decoded[1]


def _article(what: str) -> str:
    return "an" if what[0] in "aeiou" else "a"


def keys_of(ids: Sequence[GlobalId], type_name: str, what: str, *path: str) -> list[int]:
    """The keys behind several global ids, each named once; refused with every id that is wrong."""
    checks = Checks()
    keys = known_keys(ids, type_name, what, checks, *path)
    checks.done()
    return [key for key in keys if key is not None]


def known_keys(
    ids: Sequence[GlobalId],
    type_name: str,
    what: str,
    checks: Checks,
    *path: str,
    field: str = "",
    repeated: bool = False,
) -> list[int | None]:
    """The keys behind several global ids; what is wrong goes to `checks`, and None stands in its place.

    `field` is where each id stands in its member of the list; ids may be `repeated`, or are named once.
    """
    keys: list[int | None] = []
    seen: set[int] = set()
    for index, global_id in enumerate(ids):
        at = (*path, str(index), field) if field else (*path, str(index))
        key = checks.attempt(partial(key_of, global_id, {type_name}, what, *at))
        if key in seen and not repeated:
            checks.invalid(f"This {what} is named twice.", *at, remedy="Name each once.")
            key = None
        if key is not None:
            seen.add(key)
        keys.append(key)
    return keys


def _shown(column: ColumnElement[Any], value: object) -> str:
    """How messages call what is not there: by the number that was given; ids say nothing to anybody."""
    return "with this id" if column.key == "id" else str(value)


def _named(
    connection: Connection,
    table: Table,
    type_names: set[str],
    global_id: GlobalId | None,
    number: str | None,
    what: str,
    path: tuple[str, ...],
    lock: bool,
) -> Found:
    if global_id is None:
        return _one(connection, table, table.c.number, number, what, (*path, "number"), lock)
    key = key_of(global_id, type_names, what, *path, "id")
    return _one(connection, table, table.c.id, key, what, (*path, "id"), lock)


def _one(
    connection: Connection,
    table: Table,
    column: ColumnElement[Any],
    value: object,
    what: str,
    path: tuple[str, ...],
    lock: bool,
) -> Found:
    statement = select(table).where(column == value)
    found = connection.execute(statement.with_for_update(key_share=True) if lock else statement).one_or_none()
    if found is None:
        raise refuse(ProblemCode.NOT_FOUND, f"There is no {what} {_shown(column, value)}.", *path)
    return found
