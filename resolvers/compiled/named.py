"""Records at the root by their global ids: a statement for each of their types, and null where there is no record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField
from sqlalchemy import Integer, Select, literal_column, select

from ...models import identity
from ..reading.catalogue import CATALOGUE, has_global_id
from ..reading.declarations import Named
from .document import Asked
from .given import Arguments, Wanted, wanted
from .making import Making
from .records import selected
from .scopes import Scope
from .text import NULL, constant

Row = tuple[Any, ...]
Id = tuple[str, int]


@dataclass(frozen=True, eq=False)
class WantedRecords(Wanted):
    """Records in the order of their ids, by type and key; None for what no record is called."""

    ids: Sequence[Id | None]

    @property
    def types(self) -> list[str]:
        """Their types, each once."""
        return list(dict.fromkeys(one[0] for one in self.ids if one is not None))


def named(
    making: Making, asked: Asked, said: GraphQLField, declared: Named
) -> tuple[list[Select[Any]], Callable[[Sequence[list[Row]], Wanted | None], str]]:
    """The statements of records by ids, and what makes JSON of their rows."""
    name = making.name()

    def read(arguments: Arguments) -> WantedRecords:
        given: Any = arguments.of(said, asked.node)
        return _wanted([given["id"]] if "id" in given else given["ids"], declared, name)

    found = making.meet(read)
    assert isinstance(found, WantedRecords), "as it was read"
    types = found.types
    statements = [
        _records(making, asked, kind, Scope(CATALOGUE[kind].table, f"{name}_{place}"), condition)
        for place, (kind, condition) in enumerate(zip(types, found.conditions, strict=True))
    ]

    def whole(rows: Sequence[list[Row]], wanted: Wanted | None) -> str:
        assert isinstance(wanted, WantedRecords), "as it was read"
        told = {(kind, row[0]): row[1] for kind, some in zip(types, rows, strict=True) for row in some}
        every = [NULL if one is None else told.get(one, NULL) for one in wanted.ids]
        return f"[{','.join(every)}]" if declared.are_many else every[0]

    return statements, whole


def _wanted(ids: Sequence[str], declared: Named, name: str) -> WantedRecords:
    """What ids mean; statements differ by the types, and by how many keys there are of each, about."""
    decoded = [identity.decode(one) for one in ids]
    known = [one if one is not None and _may_be(one, declared) else None for one in decoded]
    keys: dict[str, list[int]] = {}
    for one in known:
        if one is not None:
            keys.setdefault(one[0], []).append(one[1])
    found = wanted(
        [
            literal_column(f'{name}_{place}."{CATALOGUE[kind].key.name}"', Integer).in_(_padded(some))
            for place, (kind, some) in enumerate(keys.items())
        ]
    )
    return WantedRecords(found.conditions, (*found.shape, *keys), found.places, found.values, known)


def _may_be(one: Id, declared: Named) -> bool:
    return has_global_id(one[0]) and declared.type_name in (None, one[0])


def _padded(keys: list[int]) -> list[int]:
    """The keys, of which the last comes again until there are a power of two: few numbers of them, few statements."""
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


def _records(making: Making, asked: Asked, kind: str, scope: Scope, condition: Any) -> Select[Any]:
    family = CATALOGUE[kind]
    whole = selected(making, asked, kind, scope)
    statement = select(scope.aimed(family.key), whole).select_from(scope.source).where(condition)
    if family.discriminator is None:
        return statement
    (value,) = (value for value, one in family.entities.items() if one.name == kind)
    return statement.where(scope.aimed(family.discriminator) == constant(value))
