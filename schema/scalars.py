"""Scalars: exact decimals, calendar dates and UTC instants."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import strawberry
from graphql import FloatValueNode, GraphQLError, IntValueNode, StringValueNode, ValueNode
from strawberry.schema.types.scalar import DEFAULT_SCALAR_REGISTRY
from strawberry.types.scalar import ScalarDefinition

from ..models.identity import GlobalId

PLAIN = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
HOW = 'write it as a string, e.g. "12.50", or as a whole number'


def parse_decimal(value: object) -> Decimal:
    """A decimal from JSON: a string in plain notation or an integer; a float has already lost digits."""
    if isinstance(value, float):
        raise GraphQLError(f"Decimal does not take the JSON float {value!r}, which may not be exact: {HOW}.")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise GraphQLError(f"Decimal cannot be {value!r}: {HOW}.")
    if isinstance(value, str) and not PLAIN.fullmatch(value):
        raise GraphQLError(f"Decimal cannot be {value!r}: {HOW}; no exponents, NaN or infinities.")
    return Decimal(value)


def _decimal_literal(node: ValueNode, _variables: object = None) -> Decimal:
    if isinstance(node, FloatValueNode):
        raise GraphQLError(f"Decimal does not take the float {node.value}, which may not be exact: {HOW}.")
    if isinstance(node, IntValueNode):
        return parse_decimal(int(node.value))
    return parse_decimal(node.value if isinstance(node, StringValueNode) else None)


def print_decimal(value: object) -> str:
    """Plain notation, never an exponent, and no negative zero."""
    exact = Decimal(str(value))
    return f"{exact if exact else abs(exact):f}"


def parse_date(value: object) -> date:
    """A calendar date as YYYY-MM-DD."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise GraphQLError(f'Date cannot be {value!r}: write it as "YYYY-MM-DD", e.g. "2026-01-31".')


def print_instant(value: datetime) -> str:
    """RFC 3339 in UTC, e.g. 2026-01-31T12:00:00.000000Z."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_instant(value: object) -> datetime:
    """An instant with its offset from UTC."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise GraphQLError(f"DateTime cannot be {value!r}: write it as RFC 3339 in UTC.")
    return found


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
