"""Rows, and loading relations for all rows of a list at once.

Rows that one statement loaded form a batch. When a relation of the first of them is asked for, it is loaded for the
whole batch, so that a nested query costs one statement a field however many rows there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, Select, select
from sqlalchemy.util import LRUCache

from ...models.among import among
from ...models.given_keys import given_keys, is_given
from ...models.ready import Ready
from ..context import Info
from .catalogue import CATALOGUE, Entity, Family
from .declarations import Children, Parent, Stored
from .selection import place, requested
from .sources import Expression

T = TypeVar("T")
CHUNK = 10_000  # keys in one IN list
KEY_NAMES = frozenset({"id", "__typename"})  # what the key of a record of one type tells
MOST_KEPT = 500  # statements, one for each set of fields that is asked for somewhere


@dataclass(eq=False)
class Batch:
    """Rows of one statement, and what has been loaded for all of them."""

    family: Family
    index: dict[int, int]
    rows: list["Row"] = field(default_factory=list)
    loaded: dict[tuple[object, ...], object] = field(default_factory=dict)

    def once(self, key: tuple[object, ...], load: Callable[[], T]) -> T:
        """The result of `load`, which runs at most once for `key`."""
        if key not in self.loaded:
            self.loaded[key] = load()
        return self.loaded[key]  # type: ignore[return-value]  # what load returned


class Row:
    """A stored record as far as it was asked for."""

    __slots__ = ("batch", "values")

    def __init__(self, batch: Batch, values: Sequence[object]) -> None:
        self.batch = batch
        self.values = values

    def __getitem__(self, column: Expression) -> Any:
        return self.values[self.batch.index[id(column)]]

    @property
    def key(self) -> int:
        """The primary key."""
        return int(self[self.batch.family.key])

    @property
    def entity(self) -> Entity:
        """The GraphQL type of the record, and what it declares."""
        family = self.batch.family
        return family.entities["" if family.discriminator is None else self[family.discriminator]]

    @property
    def type_name(self) -> str:
        """The name of its type."""
        return self.entity.name

    def value(self, name: str) -> object:
        """The value of a stored field."""
        declared = self.entity.fields[name]
        assert isinstance(declared, Stored), f"{self.type_name}.{name} is no stored field"
        return declared.shown(*[self[column] for column in declared.columns])


@dataclass(frozen=True, eq=False)
class Owned:
    """Records that are found by a column."""

    owner: Expression


Selected = tuple[Ready | Select[Any], dict[int, int]]
_kept: LRUCache[tuple[object, ...], Selected] = LRUCache(MOST_KEPT)  # by what is there as long as the program


def attribute(source: object, name: str) -> object:
    """strawberry's default resolver: from a row, a plain dictionary or any object."""
    if isinstance(source, Row):
        return source.value(name)
    return source[name] if isinstance(source, dict) else getattr(source, name)


def prepared(family: Family, names: frozenset[str], *extra: Expression) -> tuple[Select[Any], dict[int, int]]:
    """A SELECT of what `names` and `extra` need, and where each column stands in its rows."""
    columns = family.columns(names)
    columns += [one for one in extra if all(one is not known for known in columns)]
    index = {id(column): place for place, column in enumerate(columns)}
    statement: Select[Any] = select(*[column.label(f"c{place}") for place, column in enumerate(columns)])
    return statement.select_from(family.table), index


def fetch(info: Info, family: Family, index: dict[int, int], statements: Iterable[Select[Any]]) -> Batch:
    """Run statements of one shape and gather their rows into a batch."""
    batch = Batch(family, index)
    for statement in statements:
        batch.rows.extend(Row(batch, values) for values in info.context.connection.execute(statement))
    return batch


def load_many(info: Info, type_name: str, keys: Sequence[int], names: frozenset[str] | None = None) -> list[Row]:
    """Records by their keys, in the order of the keys; unknown ones are left out."""
    found = load_by(info, type_name, CATALOGUE[type_name].key, keys, names)
    return [found[key] for key in keys if key in found]


def load_keys(connection: Connection, type_name: str, keys: Sequence[int], names: frozenset[str]) -> list[Row]:
    """Records by their keys as one batch, with the columns of the fields `names`."""
    family = CATALOGUE[type_name]
    return _loaded(connection, family, names, Owned(family.key), keys).rows


def load_shown(
    info: Info, type_name: str, keys: Iterable[int | None], *paths: tuple[str, ...]
) -> dict[int | None, Row]:
    """The records that fields at `paths` below a field show, by their keys; they are known to be there.

    Nothing is read where none is asked for, nor where only their ids are.
    """
    names, family = requested(info, *paths), CATALOGUE[type_name]
    wanted = list(dict.fromkeys(key for key in keys if key is not None)) if names else []
    if names <= KEY_NAMES and family.discriminator is None:
        batch = Batch(family, {id(family.key): 0})
        batch.rows.extend([Row(batch, (key,)) for key in wanted])
        return dict(zip(wanted, batch.rows, strict=True))
    return {row.key: row for row in load_many(info, type_name, wanted, names)} if wanted else {}


def load_one(info: Info, type_name: str, key: int) -> Row | None:
    """One record by its key."""
    return next(iter(load_many(info, type_name, [key])), None)


def load_by(
    info: Info, type_name: str, column: Expression, keys: Iterable[object], names: frozenset[str] | None = None
) -> dict[object, Row]:
    """Records by a unique column."""
    family, names = CATALOGUE[type_name], requested(info) if names is None else names
    batch = _loaded(info.context.connection, family, names, Owned(column), keys)
    return {row[column]: row for row in batch.rows}


def _loaded(
    connection: Connection, family: Family, names: frozenset[str], owned: Owned | Children, keys: Iterable[object]
) -> Batch:
    """The records whose owner is one of the keys, as one batch."""
    selection = (id(family), names, id(owned.owner), None if isinstance(owned, Owned) else id(owned))
    known = _kept.get(selection)
    if known is None:
        known = _kept[selection] = _selected(family, names, owned)
    statement, index = known
    batch = Batch(family, index)
    for chunk in chunks(keys):
        if isinstance(statement, Ready):
            found: Iterable[Sequence[object]] = statement.rows(connection, {"keys": chunk})
        else:
            found = connection.execute(statement.where(among(connection, owned.owner, chunk)))
        batch.rows.extend([Row(batch, values) for values in found])
    return batch


def _selected(family: Family, names: frozenset[str], owned: Owned | Children) -> Selected:
    """A SELECT that is ready where the keys are whole numbers, and where each column stands in its rows."""
    statement, index = prepared(family, names, owned.owner)
    if isinstance(owned, Children):
        if owned.link is not None:
            statement = statement.join(*owned.link)
        if owned.where is not None:
            statement = statement.where(owned.where)
        statement = statement.order_by(*owned.order)
    if not isinstance(owned.owner.type, Integer):
        return statement, index
    return Ready(statement.where(is_given(owned.owner, given_keys("keys")))), index


def chunks(keys: Iterable[object]) -> Iterator[list[object]]:
    """Distinct keys in lists that fit a statement."""
    distinct = list(dict.fromkeys(keys))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def parent_of(info: Info, row: Row, declared: Parent) -> Row | None:
    """The record that a key column of `row` points at."""
    return parents_of_all(info, row.batch, declared).get(row[declared.key])


def parents_of_all(info: Info, batch: Batch, declared: Parent) -> Mapping[object, Row]:
    """The records that a key column of the rows of a batch points at, by their keys."""

    def load() -> dict[object, Row]:
        keys = [key for one in batch.rows if (key := one[declared.key]) is not None]
        owner = CATALOGUE[declared.type_name].key if declared.owner is None else declared.owner
        return load_by(info, declared.type_name, owner, keys)

    return batch.once((id(declared), *place(info)), load)


def children_of(info: Info, row: Row, declared: Children) -> list[Row]:
    """The records that belong to `row`."""
    return children_of_all(info, row.batch, declared).get(row[declared.key], [])


def children_of_all(info: Info, batch: Batch, declared: Children) -> dict[object, list[Row]]:
    """The records that belong to the rows of a batch, by the keys of those."""

    def load() -> dict[object, list[Row]]:
        family, keys = CATALOGUE[declared.type_name], [one[declared.key] for one in batch.rows]
        found = _loaded(info.context.connection, family, requested(info), declared, keys)
        grouped: dict[object, list[Row]] = defaultdict(list)
        for child in found.rows:
            grouped[child[declared.owner]].append(child)
        return grouped

    return batch.once((id(declared), *place(info)), load)
