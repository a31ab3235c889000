"""How graphql-core's answer gets what a plain object or dictionary holds: found out once for all of one type.

What functions work out, plans and the answers of commands are such objects. Their fields have strawberry's default
resolver; a field with a resolver, a permission or an extension of its own is left to graphql-core, and so is any value
that cannot be shown as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLOutputType, Undefined, get_named_type
from graphql.pyutils import Path
from graphql.type import is_leaf_type, is_list_type, is_non_null_type, is_object_type
from strawberry.schema.schema_converter import GraphQLCoreConverter

from ..reading.catalogue import CATALOGUE
from ..reading.rows import Row, attribute
from .stored_values import Odd

Read = Callable[[Any, Path | None], object]  # of an object, and where it stands
Shown = Callable[[Any], object]
Below = Callable[[object, Path], object]  # the answer for an object that stands at a place
TEXTS = ("String", "ID")
PLAIN = "plain"  # where a field keeps what is known of it


@dataclass(frozen=True)
class Plain:
    """A field of plain objects: what they call its value, and what reads it or which objects it holds.

    With neither, graphql-core has to answer it.
    """

    name: str
    leaf: Read | None
    kind: tuple[GraphQLObjectType, bool] | None


ODD = Plain("", None, None)


def plain_of(field: GraphQLField) -> Plain:
    """What is known of a field, which keeps it."""
    found: Plain | None = field.extensions.get(PLAIN)
    if found is None:
        name = name_of(field)
        found = ODD if name is None else Plain(name, leaf_of(field.type, name), kind_of(field.type))
        field.extensions[PLAIN] = found
    return found


def name_of(field: GraphQLField) -> str | None:
    """What an object calls the value of a field; None where a resolver of its own answers it."""
    known = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if known is None or not known.is_basic_field or not getattr(field.resolve, "_is_default", False):
        return None
    name: str = known.python_name
    return name


def leaf_of(type_: GraphQLOutputType, name: str) -> Read | None:
    """What reads a value without fields, or a list of such; None for any other type."""
    shown = _shown(type_)
    if shown is None:
        return None

    def read(source: Any, _: Path | None) -> object:
        try:
            return shown(attribute(source, name))
        except Exception:  # whatever it is, graphql-core comes to it again and tells of it
            raise Odd from None

    return read


def kind_of(type_: GraphQLOutputType) -> tuple[GraphQLObjectType, bool] | None:
    """The type of an object, or of those in a list, and whether it is a list; None where graphql-core has to look."""
    present: Any = _present(type_)
    is_list = is_list_type(present)
    if is_list:
        if not is_non_null_type(present.of_type):
            return None
        present = _present(present.of_type)
    is_known = is_object_type(present) and (present.is_type_of is None or present.name in CATALOGUE)
    return (present, is_list) if is_known else None


def object_of(type_: GraphQLOutputType, name: str, place: Callable[[Path | None], Path], below: Below) -> Read:
    """What reads an object."""
    is_fit = _fit(type_)
    is_optional = not is_non_null_type(type_)

    def read(source: Any, path: Path | None) -> object:
        found = _found(source, name)
        if found is None and is_optional:
            return None
        if not is_fit(found):
            raise Odd
        return below(found, place(path))

    return read


def objects_of(type_: GraphQLOutputType, name: str, place: Callable[[Path | None], Path], below: Below) -> Read:
    """What reads a list of objects."""
    is_fit = _fit(type_)
    is_optional = not is_non_null_type(type_)

    def read(source: Any, path: Path | None) -> object:
        found = _found(source, name)
        if found is None and is_optional:
            return None
        if not isinstance(found, list | tuple) or not all(map(is_fit, found)):
            raise Odd
        here = place(path)
        return [below(one, here.add_key(at)) for at, one in enumerate(found)]

    return read


def _fit(type_: GraphQLOutputType) -> Callable[[object], bool]:
    """Whether an object is one of a type, as its `is_type_of` would have it: of a type of records it is a row."""
    kind: Any = get_named_type(type_)
    if kind.name not in CATALOGUE:
        return lambda found: found is not None and not isinstance(found, Exception)
    return lambda found: isinstance(found, Row) and found.type_name == kind.name


def _found(source: Any, name: str) -> object:
    try:
        return attribute(source, name)
    except Exception:  # whatever it is, graphql-core comes to it again and tells of it
        raise Odd from None


def _shown(type_: GraphQLOutputType) -> Shown | None:
    present: Any = _present(type_)
    is_optional = not is_non_null_type(type_)
    if is_list_type(present):
        one = _shown(present.of_type)
        return None if one is None else _each(one, is_optional)
    if not is_leaf_type(present):
        return None
    coerced, is_text = present.coerce_output_value, present.name in TEXTS

    def shown(value: Any) -> object:
        if (is_text and type(value) is str) or (value is None and is_optional):
            return value
        result = None if value is None or isinstance(value, Exception) else coerced(value)
        if result is None or result is Undefined:
            raise Odd
        return result

    return shown


def _each(one: Shown, is_optional: bool) -> Shown:
    def shown(values: Any) -> object:
        if values is None and is_optional:
            return None
        if not isinstance(values, list | tuple):
            raise Odd
        return [one(value) for value in values]

    return shown


def _present(type_: Any) -> Any:
    """A type without the mark that it cannot be null."""
    return type_.of_type if is_non_null_type(type_) else type_
