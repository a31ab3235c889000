"""Makes commands of plain values, as they stand in a CSV cell or a JSON line.

The shape of a record is read off the command's own fields, so that a file has the names, defaults and rules of the
mutation's input. What is wrong with a value is collected with its path; nothing is guessed.
"""

import dataclasses
import inspect
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from graphql import GraphQLError

from ..models.identity import GlobalId
from ..posting.commands import CustomerRef, ProductRef
from ..posting.service.checks import Checks
from ..schema.scalars import parse_date, parse_decimal

Path = tuple[str, ...]
Read = Callable[[object, Path, Checks], Any]
WHOLE = re.compile(r"-?[0-9]{1,9}")
REFERENCES = (CustomerRef, ProductRef)


@dataclasses.dataclass(frozen=True)
class Field:
    """A field of a command: its name in files, its name in Python, and how its value is read."""

    name: str
    attribute: str
    read: Read
    required: bool
    kind: Any


@cache
def fields_of(command: type) -> tuple[Field, ...]:
    """The fields of a command or of one of its parts, in their order; the idempotency key last."""
    hints, parameters = get_type_hints(command), inspect.signature(command).parameters
    found = [
        Field(
            name=_camel(one.name),
            attribute=one.name,
            read=_reader(hints[one.name]),
            required=parameters[one.name].default is inspect.Parameter.empty,
            kind=_bare(hints[one.name]),
        )
        for one in dataclasses.fields(command)
    ]
    return tuple(sorted(found, key=lambda one: one.attribute == "idempotency_key"))


def read_record(command: type, value: object, path: Path, checks: Checks) -> Any:
    """A command, or one of its parts, made of `value`; None, and its problems are collected, where that fails."""
    if not isinstance(value, Mapping):
        checks.invalid("An object is expected, with a value for each name.", *path)
        return None
    known, before = fields_of(command), len(checks.problems)
    values = {}
    for one in known:
        given = value.get(one.name)
        if given is not None:
            values[one.attribute] = one.read(given, (*path, one.name), checks)
        elif one.required:
            checks.invalid("A value is required.", *path, one.name)
    if len(value) > len(values):
        for name in value.keys() - {one.name for one in known}:
            checks.invalid(f"There is no field {str(name)[:50]!r}.", *path, str(name)[:50])
    return command(**values) if len(checks.problems) == before else None


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _bare(hint: Any) -> Any:
    """The type without its None."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    return hint


def _reader(hint: Any) -> Read:
    kind = _bare(hint)
    if get_origin(kind) is list:
        return _list_reader(get_args(kind)[0])
    if kind in REFERENCES:
        return _reference_reader(kind)
    if inspect.isclass(kind) and dataclasses.is_dataclass(kind):
        return lambda value, path, checks: read_record(kind, value, path, checks)
    if inspect.isclass(kind) and issubclass(kind, StrEnum):
        return _enum_reader(kind)
    return {
        str: read_text,
        GlobalId: read_text,
        Decimal: _scalar_reader(parse_decimal),
        date: _scalar_reader(parse_date),
        int: _read_whole,
        bool: _read_switch,
    }[kind]


def read_text(value: object, path: Path, checks: Checks) -> str | None:
    """A text without NUL, which PostgreSQL cannot store, and without halves of characters."""
    if not isinstance(value, str):
        checks.invalid("A text is expected.", *path)
        return None
    if "\x00" in value or (not value.isascii() and _is_broken(value)):
        checks.invalid("A text has no NUL and no half characters.", *path)
        return None
    return value


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _scalar_reader(parse: Callable[[object], Any]) -> Read:
    """A value as the API reads it."""

    def read(value: object, path: Path, checks: Checks) -> Any:
        try:
            return parse(value)
        except GraphQLError as error:
            checks.invalid(_short(error.message), *path)
            return None

    return read


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:300]}…"


def _read_whole(value: object, path: Path, checks: Checks) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return value
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    checks.invalid("A whole number is expected.", *path)
    return None


def _read_switch(value: object, path: Path, checks: Checks) -> bool | None:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    checks.invalid("It is true or false.", *path)
    return None


def _enum_reader(kind: type[StrEnum]) -> Read:
    def read(value: object, path: Path, checks: Checks) -> Any:
        if isinstance(value, str) and value in kind.__members__:
            return kind[value]
        checks.invalid(f"It is one of {', '.join(kind.__members__)}.", *path)
        return None

    return read


def _reference_reader(kind: Any) -> Read:
    """A record by its number as a text, or as the API names it: {"number": …} or {"id": …}."""

    def read(value: object, path: Path, checks: Checks) -> Any:
        if isinstance(value, str):
            number = read_text(value, path, checks)
            return None if number is None else kind(number=number)
        found = read_record(kind, value, path, checks)
        if found is not None and (found.id is None) == (found.number is None):
            checks.invalid("Either a number or an id is expected.", *path)
            return None
        return found

    return read


def _list_reader(kind: type) -> Read:
    def read(value: object, path: Path, checks: Checks) -> Any:
        if not isinstance(value, list):
            checks.invalid("A list is expected.", *path)
            return None
        return [read_record(kind, one, (*path, str(place)), checks) for place, one in enumerate(value)]

    return read
