"""Finding the records that a command names, and refusing politely where there are none."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, select

from ...models import identity, tables
from ...models.identity import GlobalId
from ...models.rows import read_all, read_one_or_none, read_pairs
from ...models.vocabulary import OrderType, ProblemCode
from ..checks import Checks
from ..commands import CustomerRef, InvoiceRef, OrderRef, ProductRef
from ..problems import Refused, refuse
from .records import CustomerRow, InvoiceRow, OrderRow, ProductRow

T = TypeVar("T")
TYPES = {  # that messages call otherwise
    "schedule": "RunSchedule",
    "line of the order": "OrderLine",
    "API key": "ApiKey",
}
ORDER_NAMES = {
    OrderType.SALES_ORDER: "sales order",
    OrderType.RETURN_ORDER: "return order",
    OrderType.PROJECT_CONTRACT: "project contract",
}
CHUNK = 5000  # values in one IN list


@dataclass(frozen=True)
class Sought(Generic[T]):
    """Records that commands name: their rows and their table, what messages call one, and the types of their ids."""

    row: type[T]
    table: Table
    what: str
    type_names: frozenset[str]


ORDER = Sought(OrderRow, tables.order, "order", frozenset(("SalesOrder", "ReturnOrder", "ProjectContract")))
RETURN_ORDER = Sought(OrderRow, tables.order, "return order", frozenset(("ReturnOrder",)))
INVOICE = Sought(InvoiceRow, tables.invoice, "invoice", frozenset(("Invoice",)))
CUSTOMER = Sought(CustomerRow, tables.customer, "customer", frozenset(("Customer",)))
PRODUCT = Sought(ProductRow, tables.product, "product", frozenset(("Product",)))


def find_order(connection: Connection, ref: OrderRef, *path: str, lock: bool = True) -> OrderRow:
    """The order that `ref` names; its row is locked unless the caller only looks."""
    if ref.rma_number is not None:
        column = tables.order.c.rma_number
        return _one(connection, RETURN_ORDER, column, ref.rma_number, (*path, "rmaNumber"), lock=lock)
    return _named(connection, ORDER, ref, path, lock=lock)


def find_invoice(connection: Connection, ref: InvoiceRef, *path: str, lock: bool = True) -> InvoiceRow:
    """The invoice that `ref` names."""
    return _named(connection, INVOICE, ref, path, lock=lock)


def find_customer(connection: Connection, ref: CustomerRef, *path: str) -> CustomerRow:
    """The customer that `ref` names."""
    return _named(connection, CUSTOMER, ref, path, lock=False)


def find_product(connection: Connection, ref: ProductRef, *path: str) -> ProductRow:
    """The product that `ref` names."""
    return _named(connection, PRODUCT, ref, path, lock=False)


def customers_named(connection: Connection, refs: Iterable[CustomerRef]) -> "Directory[CustomerRow]":
    """The customers that several references name, found with a statement or two."""
    by_number, by_key = _rows_named(connection, CUSTOMER, refs)
    return Directory(CUSTOMER, {row.number: row for row in by_number}, {row.id: row for row in by_key})


def products_named(connection: Connection, refs: Iterable[ProductRef]) -> "Directory[ProductRow]":
    """The products that several references name, found with a statement or two."""
    by_number, by_key = _rows_named(connection, PRODUCT, refs)
    return Directory(PRODUCT, {row.number: row for row in by_number}, {row.id: row for row in by_key})


def invoices_named(connection: Connection, refs: Iterable[InvoiceRef]) -> "Directory[InvoiceRow]":
    """The invoices that several references name, found with a statement or two."""
    by_number, by_key = _rows_named(connection, INVOICE, refs)
    numbered = {row.number: row for row in by_number if row.number is not None}
    return Directory(INVOICE, numbered, {row.id: row for row in by_key})


@dataclass(frozen=True)
class Directory(Generic[T]):
    """Records that have been looked up together; `find` refuses what is not among them as a single look-up does."""

    sought: Sought[T]
    by_number: Mapping[str, T]
    by_key: Mapping[int, T]

    def find(self, ref: CustomerRef | InvoiceRef | ProductRef, *path: str) -> T:
        """The record that `ref` names."""
        if ref.id is None:
            found, given, at = self.by_number.get(str(ref.number)), str(ref.number), "number"
        else:
            key = key_of(ref.id, self.sought.type_names, self.sought.what, *path, "id")
            found, given, at = self.by_key.get(key), ref.id, "id"
        if found is None:
            raise not_there(self.sought.what, given, *path, at)
        return found


def _rows_named(
    connection: Connection, sought: Sought[T], refs: Iterable[CustomerRef | InvoiceRef | ProductRef]
) -> tuple[list[T], list[T]]:
    """The records that references name by number, and those that they name by id."""
    numbers: set[str] = set()
    keys: set[int] = set()
    for ref in refs:
        decoded = None if ref.id is None else identity.decode(ref.id)
        if decoded is not None:
            keys.add(decoded[1])
        elif ref.number is not None:
            numbers.add(ref.number)
    columns = sought.table.c
    return _rows_in(connection, sought, columns.number, numbers), _rows_in(connection, sought, columns.id, keys)


def _rows_in(
    connection: Connection, sought: Sought[T], column: ColumnElement[object], values: Set[str] | Set[int]
) -> list[T]:
    wanted = sorted(values)
    statement = select(sought.table)
    return [
        row
        for start in range(0, len(wanted), CHUNK)
        for row in read_all(connection, statement.where(column.in_(wanted[start : start + CHUNK])), sought.row)
    ]


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
        found |= read_pairs(connection, statement, str, int)
    return found


def require_type(order: OrderRow, wanted: OrderType, *path: str) -> None:
    """Refuse an order of another type than the command is for."""
    if order.type is wanted:
        return
    code = ProblemCode.NOT_A_RETURN_ORDER if wanted is OrderType.RETURN_ORDER else ProblemCode.INVALID_INPUT
    variant = "sales-order" if order.type is OrderType.SALES_ORDER else "other-order"
    raise refuse(code, variant, *path, document=order.number, given=order.type, expected=wanted)


def key_of(global_id: GlobalId, type_names: Set[str], what: str, *path: str) -> int:
    """The key behind a global id, refused where it is not the id of a `what`."""
    decoded = identity.decode(global_id)
    if decoded is None or decoded[0] not in type_names:
        raise refuse(ProblemCode.NOT_FOUND, "other-id", *path, type=_type(what), given=global_id)
    return decoded[1]


def not_there(what: str, given: str, *path: str) -> Refused:
    """The refusal of a record that there isn't: `given` is its number, or its id where the path ends so."""
    variant = "id" if path[-1] != "number" and path[-1] != "rmaNumber" else "number"
    return refuse(ProblemCode.NOT_FOUND, variant, *path, type=_type(what), given=given)


def _type(what: str) -> str:
    """What the API calls records that messages call `what`.

    >>> _type("return order line")
    'ReturnOrderLine'
    """
    return TYPES.get(what) or what.title().replace(" ", "")


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
            checks.invalid("id-twice", *at, type=_type(what), given=global_id)
            key = None
        if key is not None:
            seen.add(key)
        keys.append(key)
    return keys


def _named(
    connection: Connection,
    sought: Sought[T],
    ref: OrderRef | InvoiceRef | CustomerRef | ProductRef,
    path: tuple[str, ...],
    *,
    lock: bool,
) -> T:
    columns = sought.table.c
    if ref.id is None:
        return _one(connection, sought, columns.number, ref.number, (*path, "number"), lock=lock)
    key = key_of(ref.id, sought.type_names, sought.what, *path, "id")
    return _one(connection, sought, columns.id, key, (*path, "id"), lock=lock)


@lru_cache
def _finding(table: Table, name: str, lock: bool) -> Select[Any]:
    """The statement that finds one record by a column: making it anew takes longer than it does."""
    column = table.c[name]
    statement = select(table).where(column == bindparam("sought", type_=column.type))
    return statement.with_for_update(key_share=True) if lock else statement


def _one(
    connection: Connection,
    sought: Sought[T],
    column: ColumnElement[object],
    value: str | int | None,
    path: tuple[str, ...],
    *,
    lock: bool,
) -> T:
    found = read_one_or_none(connection, _finding(sought.table, column.key or "", lock), sought.row, {"sought": value})
    if found is None:  # ids say nothing to anybody
        given = identity.encode(_type(sought.what), value) if isinstance(value, int) else str(value)
        raise not_there(sought.what, given, *path)
    return found
