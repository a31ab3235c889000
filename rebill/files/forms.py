"""How a file writes what is no text: JSON Lines as the API does, tables as spreadsheets do (`cells.form_of`)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from graphql import GraphQLError

from ..schema.scalars import parse_date, parse_decimal

WHOLE = re.compile(r"-?[0-9]{1,9}")
T = TypeVar("T")


class Unreadable(ValueError):
    """A value is not what its column or field holds; the message says how to write it."""


@dataclass(frozen=True, eq=False)
class Form:
    """How a file writes what is no text: each takes a value, and raises `Unreadable` with what to do.

    `member` takes the names that may stand there, too, and tells one of them.
    """

    decimal: Callable[[object], Decimal]
    day: Callable[[object], date]
    whole: Callable[[object], int]
    switch: Callable[[object], bool]
    member: Callable[[object, Sequence[str]], str]


def _of_api(parse: Callable[[object], T]) -> Callable[[object], T]:
    """A value as the API reads it."""

    def read(value: object) -> T:
        try:
            return parse(value)
        except GraphQLError as error:
            raise Unreadable(_short(error.message)) from None

    return read


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:300]}…"


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return value
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    raise Unreadable("A whole number is expected.")


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise Unreadable("It is true or false.")


def _member(value: object, names: Sequence[str]) -> str:
    if isinstance(value, str) and value in names:
        return value
    raise Unreadable(f"It is one of {', '.join(names)}.")


JSON = Form(_of_api(parse_decimal), _of_api(parse_date), _whole, _switch, _member)
