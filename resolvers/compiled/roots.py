"""Root fields: the statements that read each, and how their rows become the field's JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField
from sqlalchemy import Dialect, Select, bindparam, select

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import UNPAGED_LIST, ById, ByIds, Listed, Only, Referred, Whole
from ..reading.keyset import SortKey, ordering
from ..reading.records import Name, all_named, is_for_some, named
from ..reading.references import meant
from .document import Asked
from .given import Arguments, Wanted
from .keys import KEYS
from .making import Making, NotCompiled, declaration_of
from .records import selected
from .root_pages import root_page
from .text import LONG, NULL, constant

Row = tuple[Any, ...]
NAMED_BY = ("id", "number", "rma_number")
NOBODY = Wanted((), (None,), (), ())


@dataclass(frozen=True, eq=False)
class Root:
    """A root field: its statements, and what makes JSON of their rows and of what its arguments mean."""

    key: str
    statements: Sequence[Select[Any]]
    told: Callable[[Sequence[list[Row]], Wanted | None], str]
    met: int | None = None  # which of the arguments met are its own


def root_of(making: Making, asked: Asked, said: GraphQLField, dialect: Dialect) -> Root:
    """How a field of the operation itself is read; raises `NotCompiled` for one that has to be answered otherwise."""
    match declaration_of(said):
        case Listed() as declared:
            at = len(making.met)
            return Root(asked.key, *root_page(making, asked, said, declared, dialect), at)
        case Referred() as declared:
            return _referred(making, asked, said, declared)
        case ById() as declared:
            return _by_id(making, asked, said, declared)
        case ByIds():
            return _by_ids(making, asked, said)
        case Only() as declared:
            scope = making.aliased(CATALOGUE[declared.type_name].table)
            whole = selected(making, asked, declared.type_name, scope)
            return Root(asked.key, [select(whole).select_from(scope.source)], _one)
        case Whole() as declared:
            return _whole(making, asked, declared)
    raise NotCompiled(f"Query.{asked.name} is answered by a function")


def _referred(making: Making, asked: Asked, said: GraphQLField, declared: Referred) -> Root:
    table = CATALOGUE[declared.type_name].table

    def read(arguments: Arguments) -> Wanted:
        column, value = meant(table, arguments.reference(said, asked.node, declared.ref))
        if column is None:
            return NOBODY
        place = places[column]
        return Wanted((table.c[column],), (column,), (place,), (value,))

    places = {one.name: bindparam("named", None, one.type, unique=True) for one in table.c if one.name in NAMED_BY}
    wanted = making.meet(read)
    if not wanted.places:
        return Root(asked.key, (), lambda *_: NULL)
    scope = making.aliased(table)
    whole = selected(making, asked, declared.type_name, scope)
    (column,), (place,) = wanted.conditions, wanted.places
    statement = select(whole).select_from(scope.source).where(scope.aimed(column) == place)
    return Root(asked.key, [statement], _one)


@dataclass(frozen=True, eq=False)
class WantedIds(Wanted):
    """Records by their types and keys."""

    names: Sequence[Name | None]


def _by_id(making: Making, asked: Asked, said: GraphQLField, declared: ById) -> Root:
    def read(arguments: Arguments) -> WantedIds:
        return _wanted_ids([named(arguments.of(said, asked.node)["id"], declared.type_name)])

    met, statements = _of_types(making, asked, read)

    def told(rows: Sequence[list[Row]], wanted: Wanted | None) -> str:
        return _in_order(rows, wanted)[0]

    return Root(asked.key, statements, told, met)


def _by_ids(making: Making, asked: Asked, said: GraphQLField) -> Root:
    met, statements = _of_types(
        making, asked, lambda arguments: _wanted_ids(all_named(arguments.of(said, asked.node)["ids"]))
    )

    def told(rows: Sequence[list[Row]], wanted: Wanted | None) -> str:
        found = _in_order(rows, wanted)
        return f"[{','.join(found)}]{LONG if len(found) > UNPAGED_LIST else ''}"

    return Root(asked.key, statements, told, met)


def _wanted_ids(names: Sequence[Name | None]) -> WantedIds:
    """The keys of each type as one value, so that however many there are, the statement is the same.

    Raises `NotCompiled` for records that not everybody sees, since a statement knows nobody.
    """
    if any(map(is_for_some, names)):
        raise NotCompiled("not everybody sees such records")
    keys: dict[str, list[int]] = {}
    for name in names:
        if name is not None:
            keys.setdefault(name[0], []).append(name[1])
    places = [bindparam("keys", value, type_=KEYS, unique=True) for value in keys.values()]
    return WantedIds((), tuple(keys), places, list(keys.values()), names)


def _of_types(making: Making, asked: Asked, read: Callable[[Arguments], WantedIds]) -> tuple[int, list[Select[Any]]]:
    met = len(making.met)
    wanted = making.meet(read)
    statements: list[Select[Any]] = []
    for type_name, place in zip(wanted.shape, wanted.places, strict=True):
        family = CATALOGUE[str(type_name)]
        scope = making.aliased(family.table)
        key = scope.aimed(family.key)
        whole = selected(making, asked, str(type_name), scope)
        columns: list[Any] = [whole, key, constant(str(type_name))]
        statement: Select[Any] = select(*columns).select_from(scope.source)
        statement = statement.where(making.engine.among(key, place))
        if family.discriminator is not None:
            (value,) = [value for value, one in family.entities.items() if one.name == type_name]
            statement = statement.where(scope.aimed(family.discriminator) == constant(value))
        statements.append(statement)
    return met, statements


def _in_order(rows: Sequence[list[Row]], wanted: Wanted | None) -> list[str]:
    assert isinstance(wanted, WantedIds), "as it was read"
    found = {(name, key): text for of_type in rows for text, key, name in of_type}
    return [NULL if name is None else found.get(name, NULL) for name in wanted.names]


def _whole(making: Making, asked: Asked, declared: Whole) -> Root:
    family = CATALOGUE[declared.type_name]
    scope = making.aliased(family.table)
    statement = select(selected(making, asked, declared.type_name, scope)).select_from(scope.source)
    keys = ordering((SortKey(declared.order), SortKey(family.key)), backward=False)
    return Root(asked.key, [statement.order_by(*[scope.aimed(one) for one in keys])], _all)


def _one(rows: Sequence[list[Row]], _: Wanted | None) -> str:
    return str(rows[0][0][0]) if rows[0] else NULL


def _all(rows: Sequence[list[Row]], _: Wanted | None) -> str:
    is_long = len(rows[0]) > UNPAGED_LIST
    return f"[{','.join([row[0] for row in rows[0]])}]{LONG if is_long else ''}"
