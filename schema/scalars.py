"""Scalars: exact decimals, calendar dates and UTC instants, and what whoever writes one otherwise is told.

A message says how to write the value, and begins so that the place can be put before it: "lines.0.quantity: a Decimal
is written with a point …" (access 6.3).
"""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import strawberry
from graphql import FloatValueNode, GraphQLError, IntValueNode, StringValueNode, ValueNode, print_ast
from strawberry.schema.types.scalar import DEFAULT_SCALAR_REGISTRY
from strawberry.types.scalar import ScalarDefinition

from ..models.identity import GlobalId
from ..models.wording import message_of

MOST_DIGITS = 40  # of any number, counted before it is converted (access 5.2)
LONGEST_SHOWN = 100  # characters of a value in a message
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([ .,'\u00a0\u2009\u202f\u2019][0-9]{3})+([.,][0-9]*)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BAD_VALUE = "BAD_USER_INPUT"


class Unfit(GraphQLError):
    """A value that is no scalar of its type: which message is told of it, and what that speaks of."""

    def __init__(self, variant: str, **words: str) -> None:
        super().__init__(message_of(BAD_VALUE, variant, {"at": "", **words}).removeprefix(": "))
        self.variant, self.words = variant, words


def shown(value: object) -> str:
    """A value as it is shown in a message: as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def too_many_digits(found: int) -> GraphQLError:
    """What a number is told that nobody converts."""
    return Unfit("digits", most=str(MOST_DIGITS), found=str(found))


def digits(text: str) -> int:
    """How many digits a number has as it is written."""
    return sum(map(str.isdigit, text))


def parse_decimal(value: object) -> Decimal:
    """A decimal from JSON: a string in plain notation or an integer; a float has already lost digits."""
    if isinstance(value, float):
        raise _inexact(f"JSON float {value!r}")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unfit("decimal", shown=shown(value))
    return _plain(value) if isinstance(value, str) else Decimal(value)


def _plain(text: str) -> Decimal:
    if PLAIN.fullmatch(text):
        if (found := digits(text)) > MOST_DIGITS:
            raise too_many_digits(found)
        return Decimal(text)
    if COMMA.fullmatch(text):
        raise Unfit("decimal-comma", shown=shown(text))
    if THOUSANDS.fullmatch(text):
        raise Unfit("decimal-thousands", shown=shown(text))
    raise Unfit("decimal-text", shown=shown(text))


def _inexact(text: str) -> GraphQLError:
    return Unfit("decimal-inexact", shown=text)


def _decimal_literal(node: ValueNode, _variables: object = None) -> Decimal:
    if isinstance(node, FloatValueNode):
        raise _inexact(f"float {node.value[:LONGEST_SHOWN]}")
    if isinstance(node, IntValueNode | StringValueNode):
        return parse_decimal(node.value)
    raise Unfit("decimal", shown=print_ast(node, LONGEST_SHOWN))


def print_decimal(value: object) -> str:
    """Plain notation, never an exponent, and no negative zero."""
    exact = Decimal(str(value))
    return f"{exact if exact else abs(exact):f}"


def parse_date(value: object) -> date:
    """A calendar date as YYYY-MM-DD."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Unfit("no-day", shown=shown(value)) from None
    raise Unfit("date", shown=shown(value))


def print_instant(value: datetime) -> str:
    """RFC 3339 in UTC, e.g. 2026-01-31T12:00:00.000000Z."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_instant(value: object) -> datetime:
    """An instant, in UTC; with its offset it must lie in the years 1 to 9999, which both engines count."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is not None and found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Unfit("date-time", shown=shown(value))


SCALARS: dict[object, ScalarDefinition] = {
    GlobalId: DEFAULT_SCALAR_REGISTRY[strawberry.ID],
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number, serialised as a string in plain notation, e.g. "-1250.00". '
        "Input: a string or an integer; a JSON float is refused.",
        specified_by_url="https://en.wikipedia.org/wiki/Decimal_data_type",
        serialize=print_decimal,
        parse_value=parse_decimal,
        parse_literal=_decimal_literal,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar date, ISO 8601 (YYYY-MM-DD), in the legal entity's time zone.",
        serialize=lambda value: value.isoformat(),
        parse_value=parse_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant, RFC 3339, UTC.",
        serialize=print_instant,
        parse_value=parse_instant,
    ),
}
