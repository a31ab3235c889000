"""Makes commands of plain values, as they stand in a JSON line or in the cells of a table.

The shape of a record is read off the command's own fields, so that a file has the names, defaults and rules of the
mutation's input. What is wrong with a value is collected with its path; nothing is guessed.
"""

import dataclasses
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from ..models.identity import GlobalId
from ..models.storable import unstorable
from ..models.vocabulary import ProblemCode
from ..posting.checks import Checks
from ..posting.commands import CustomerRef, ProductRef
from ..posting.problems import Problem
from ..posting.saying import AS_TOLD, as_told
from ..posting.texts import api_name, without_none
from .forms import JSON, Form, Unreadable

Path = tuple[str, ...]
Read = Callable[[object, Path, Checks], Any]
REFERENCES = (CustomerRef, ProductRef)
MEMBERS = "members"  # in the metadata of a field that does not take all of its kind


@dataclasses.dataclass(frozen=True)
class Field:
    """A field of a command: its name in files, its name in Python, and how its value is read."""

    name: str
    attribute: str
    read: Read
    required: bool
    kind: Any

    @property
    def is_text(self) -> bool:
        """Whether its value is a text, or a record by its number."""
        return self.kind in (str, GlobalId, *REFERENCES)


@cache
def fields_of(command: type, form: Form = JSON) -> tuple[Field, ...]:
    """The fields of a command or of one of its parts, in their order; the idempotency key last."""
    hints, parameters = get_type_hints(command), inspect.signature(command).parameters
    found = [
        Field(
            name=api_name(one.name),
            attribute=one.name,
            read=_reader(hints[one.name], form, one.metadata.get(MEMBERS)),
            required=parameters[one.name].default is inspect.Parameter.empty,
            kind=without_none(hints[one.name]),
        )
        for one in dataclasses.fields(command)
    ]
    return tuple(sorted(found, key=lambda one: one.attribute == "idempotency_key"))


def read_record(command: type, value: object, path: Path, checks: Checks, form: Form = JSON) -> Any:
    """A command, or one of its parts, made of `value`; None, and its problems are collected, where that fails."""
    if not isinstance(value, Mapping):
        checks.invalid("object", *path)
        return None
    known, before = fields_of(command, form), len(checks.problems)
    values = {}
    for one in known:
        given = value.get(one.name)
        if given is not None:
            values[one.attribute] = one.read(given, (*path, one.name), checks)
        elif one.required:
            checks.invalid("value-needed", *path, one.name)
    if len(value) > len(values):
        for name in value.keys() - {one.name for one in known}:
            checks.invalid("no-field", *path, str(name)[:50], given=str(name)[:50])
    return command(**values) if len(checks.problems) == before else None


def _reader(hint: Any, form: Form, members: Sequence[str] | None) -> Read:
    kind = without_none(hint)
    if get_origin(kind) is list:
        return _list_reader(get_args(kind)[0], form)
    if kind in REFERENCES:
        return _reference_reader(kind, form)
    if inspect.isclass(kind) and dataclasses.is_dataclass(kind):
        return lambda value, path, checks: read_record(kind, _parts_of(value, form), path, checks, form)
    if inspect.isclass(kind) and issubclass(kind, StrEnum):
        names = tuple(members or kind.__members__)
        return _value_reader(lambda value: kind[form.member(value, names)])
    if kind in (str, GlobalId):
        return read_text
    return _value_reader({Decimal: form.decimal, date: form.day, int: form.whole, bool: form.switch}[kind])


def _parts_of(value: object, form: Form) -> object:
    """What has parts, such as an address: in a cell it is JSON, as exports write it."""
    if form is JSON or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _value_reader(parse: Callable[[object], Any]) -> Read:
    def read(value: object, path: Path, checks: Checks) -> Any:
        try:
            return parse(value)
        except Unreadable as error:
            told = Problem(ProblemCode.INVALID_INPUT, AS_TOLD, as_told(str(error)), path)
            checks.problems.append(told)
            return None

    return read


def read_text(value: object, path: Path, checks: Checks) -> str | None:
    """A text that both engines can hold."""
    if not isinstance(value, str):
        checks.invalid("text", *path)
        return None
    if character := unstorable(value):
        checks.invalid("unstorable", *path, given=character)
        return None
    return value


def _reference_reader(kind: Any, form: Form) -> Read:
    """A record by its number as a text, or as the API names it: {"number": …} or {"id": …}."""

    def read(value: object, path: Path, checks: Checks) -> Any:
        if isinstance(value, str):
            number = read_text(value, path, checks)
            return None if number is None else kind(number=number)
        found = read_record(kind, value, path, checks, form)
        if found is not None and (found.id is None) == (found.number is None):
            checks.invalid("number-or-id", *path)
            return None
        return found

    return read


def _list_reader(kind: type, form: Form) -> Read:
    def read(value: object, path: Path, checks: Checks) -> Any:
        if not isinstance(value, list):
            checks.invalid("list", *path)
            return None
        return [read_record(kind, one, (*path, str(place)), checks, form) for place, one in enumerate(value)]

    return read
