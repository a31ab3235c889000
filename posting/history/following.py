"""Notes of what statements change of records that are followed: read before they run, with what they are to set.

A statement sets values that it was given; none that is followed is reckoned in SQL, so that both sides are known
beforehand. What is deleted is told with its last values, unless it is very much.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BindParameter, Connection, Delete, Select, Table, Update, literal, select
from sqlalchemy.sql.elements import BinaryExpression

from ...models.changing import Parameters, telling
from ...models.given_keys import given_keys, is_given
from ...models.vocabulary import Act
from .followed import FOLLOWED, Followed, said
from .notes import KEPT, Notes, Told

MOST_TOLD = 1000  # deleted records of one statement that are told field by field
Values = Mapping[str, object]


@contextmanager
def keeping(connection: Connection) -> Iterator[Notes]:
    """Notes of what is done with a connection meanwhile."""
    notes, info = Notes(), connection.info
    info[KEPT] = notes
    try:
        with telling(connection, Following(connection, notes)):
            yield notes
    finally:
        info.pop(KEPT, None)


class Following:
    """Takes notes of what is about to change on a connection."""

    def __init__(self, connection: Connection, notes: Notes) -> None:
        self._connection, self._notes = connection, notes

    def statement(self, statement: Update | Delete, parameters: Parameters) -> None:
        """Note what a statement of SQLAlchemy is about to change or to delete."""
        table = statement.table
        followed = FOLLOWED.get(table.name) if isinstance(table, Table) else None
        if followed is None:
            return
        values = {} if isinstance(statement, Delete) else _set_by(followed, statement)
        names = list(values)
        if isinstance(statement, Update) and not names:
            return
        if isinstance(statement, Delete):
            names = [column.name for column in followed.table.c if followed.field(column.name) is not None]
        chosen = selected(followed, names if followed.has_changes else ())
        self._note(followed, names, _found(self._connection, chosen, statement, parameters, followed.table), values)

    def rows(self, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Note what rows are about to change: a row is its key, then the new values in the order of `names`."""
        followed = FOLLOWED.get(table.name)
        told = [] if followed is None else [name for name in names if followed.field(name) is not None]
        if followed is None or not told or not rows:
            return
        chosen = selected(followed, told).where(is_given(table.c.id, given_keys("keys")))
        found = self._connection.execute(chosen, {"keys": sorted({row[0] for row in rows})}).all()
        places = [names.index(name) + 1 for name in told]
        after = {row[0]: dict(zip(told, (row[place] for place in places), strict=True)) for row in rows}
        own, name = self._notes.own, followed.type_name
        own.note(Act.CHANGED, name, [row[0] for row in found])
        for key, _, currency, *before in found:
            own.tell(_told(followed, name, key, currency, zip(told, before, strict=True), after[key]))

    def _note(self, followed: Followed, names: Sequence[str], rows: Iterable[Sequence[Any]], values: Values) -> None:
        own, by_type = self._notes.own, dict[str, list[int]]()
        rows = list(rows)
        tells = followed.has_changes and (bool(values) or len(rows) <= MOST_TOLD)
        for key, kind, currency, *before in rows:
            type_name = followed.kinds.get(kind, followed.type_name)
            by_type.setdefault(type_name, []).append(key)
            if tells:
                own.tell(_told(followed, type_name, key, currency, zip(names, before, strict=True), values))
        for type_name, keys in by_type.items():
            own.note(Act.CHANGED if values else Act.REMOVED, type_name, keys)


def _told(
    followed: Followed,
    type_name: str,
    key: int,
    currency: str | None,
    before: Iterable[tuple[str, object]],
    values: Values,
) -> Iterator[Told]:
    for name, value in before:
        column, called = followed.table.c[name], followed.field(name)
        assert called is not None, "only what the API has is told"
        yield Told(type_name, key, called, said(column, value, currency), said(column, values.get(name), currency))


def selected(followed: Followed, names: Iterable[str]) -> Select[Any]:
    """The records' keys, kinds and currencies, and columns as they are."""
    kind = followed.table.c.type if followed.kinds else literal("")
    currency = literal(None) if followed.currency is None else followed.currency
    return select(followed.table.c.id, kind, currency, *(followed.table.c[name] for name in names))


def _found(
    connection: Connection, chosen: Select[Any], statement: Update | Delete, parameters: Parameters, table: Table
) -> list[Any]:
    """The rows that a statement is about."""
    where = statement.whereclause
    if where is None:
        return list(connection.execute(chosen))
    if len(parameters) > 1:
        chosen = chosen.where(is_given(table.c.id, given_keys("keys")))
        return list(connection.execute(chosen, {"keys": _keys(where, table, parameters)}))
    return list(connection.execute(chosen.where(where), dict(parameters[0]) if parameters else {}))


def _keys(where: Any, table: Table, parameters: Parameters) -> list[int]:
    """The keys of a statement that is run for many rows, each by its key."""
    by_key = isinstance(where, BinaryExpression) and where.left is table.c.id
    assert by_key, "what is run for many rows finds each by its key"
    return [one[where.right.key] for one in parameters]


def _set_by(followed: Followed, statement: Update) -> dict[str, object]:
    """What a statement sets of what is told, by column: values that it was given, so that they are known beforehand."""
    found: dict[str, object] = {}
    for column, value in (statement._values or {}).items():  # SQLAlchemy has no public way to them
        name = column if isinstance(column, str) else str(column.key)
        if followed.field(name) is None:
            continue
        is_given = isinstance(value, BindParameter) and not value.required
        assert is_given or not followed.has_changes, f"{followed.table.name}.{name} is told: set it from a value"
        found[name] = value.value if isinstance(value, BindParameter) else None
    return found
