"""How graphql-core's answer gets a stored value of a row: found out once for all rows of one statement."""

from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLField, GraphQLOutputType, Undefined
from graphql.pyutils import Path
from graphql.type import is_leaf_type, is_non_null_type
from strawberry.schema.schema_converter import GraphQLCoreConverter

from ..reading.catalogue import DECLARATION
from ..reading.declarations import FieldDeclaration, Held, Stored
from ..reading.renderings import Member, Plain
from ..reading.rows import Batch, Row

Shown = Callable[..., object]
Read = Callable[[Row, Path | None], object]


class Odd(Exception):
    """What graphql-core has to answer in its own way."""


def declaration_of(field: GraphQLField, type_name: str, batch: Batch) -> FieldDeclaration | None:
    """What the rows of a batch declare of a field of a type of theirs; None where a resolver of its own answers it."""
    known = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    entity = next((one for one in batch.family.entities.values() if one.name == type_name), None)
    if known is None or entity is None:
        return None
    declared = entity.fields.get(known.python_name)
    return None if isinstance(declared, Stored) and not known.is_basic_field else declared


def held_by(field: GraphQLField) -> Held | None:
    """What a field of a command's answer declares, where it leads to records."""
    known = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    declared = None if known is None else known.metadata.get(DECLARATION)
    return declared if isinstance(declared, Held) else None


def value_of(type_: GraphQLOutputType, declared: Stored, batch: Batch) -> Read | None:
    """What reads and shows a value of a row; None where that is graphql-core's."""
    leaf: Any = type_.of_type if is_non_null_type(type_) else type_
    places = [batch.index.get(id(one)) for one in declared.columns]
    first = places[0]
    if not is_leaf_type(leaf) or first is None or None in places:
        return None
    is_optional = not is_non_null_type(type_)
    if declared.rendering is Plain.TEXT and leaf.name == "String":
        return _text(first, is_optional)
    told = _told(declared.shown, leaf.coerce_output_value, is_optional)
    if isinstance(declared.rendering, Member):
        told = _Words(told).of
    return _alone(told, first) if len(places) == 1 else _together(told, places)


def _text(place: int, is_optional: bool) -> Read:
    def read(row: Row, _: Path | None) -> object:
        value = row.values[place]
        if type(value) is str or (value is None and is_optional):
            return value
        raise Odd

    return read


def _alone(told: Shown, place: int) -> Read:
    def read(row: Row, _: Path | None) -> object:
        return told(row.values[place])

    return read


def _together(told: Shown, places: Sequence[Any]) -> Read:
    def read(row: Row, _: Path | None) -> object:
        values = row.values
        return told(*[values[place] for place in places])

    return read


def _told(shown: Shown, coerced: Callable[[Any], object], is_optional: bool) -> Shown:
    """A value as the response has it."""

    def told(*stored: object) -> object:
        try:
            value = shown(*stored)
            if value is None and is_optional:
                return None
            result = coerced(value)
        except Exception:  # whatever it is, graphql-core comes to it again and tells of it
            raise Odd from None
        if value is None or result is None or result is Undefined:
            raise Odd
        return result

    return told


class _Words(dict[object, object]):
    """The members of an enum that rows have shown, as the response has them."""

    def __init__(self, told: Shown) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, stored: object) -> object:
        found = self[stored] = self._told(stored)
        return found

    def of(self, stored: object) -> object:
        """A member."""
        return self[stored]
