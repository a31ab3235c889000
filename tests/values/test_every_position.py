"""Whatever no database holds, and whatever is no value of its type, is told in every place at once, with its path."""

from dataclasses import replace
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull

from rebill.transport.coercion import places as literals
from rebill.transport.coercion import variables
from rebill.transport.graphql_document import document_of, invalid, meter
from rebill.transport.measuring.limits import DEFAULT
from rebill.transport.requests import Operation
from tests.api import SCHEMA
from tests.values.positions import RootField, leaves, root_fields

FIELDS = list(root_fields())
BOUNDLESS = meter(SCHEMA._schema, replace(DEFAULT, page=2**40, cost=2**80))  # pages are measured before values are
KINDS = {
    "a NUL or what is no number": {"String": "a\x00b", "ID": "\x00", "Int": 2**31, "Decimal": "7,5", "Enum": "NO_SUCH"},
    "half a pair or a float": {"String": "\ud800", "ID": "\udfff", "Int": 1e400, "Decimal": 1.5, "Enum": 7},
    "an object": {"String": {}, "ID": {}, "Int": {}, "Decimal": {}, "Enum": {}, "Boolean": {}, "Date": {}},
}
OTHERS: dict[str, Any] = {"Date": "0000-00-00", "DateTime": "0001-01-01T00:00:00+14:00", "Boolean": "true"}


@pytest.fixture(autouse=True)
def _all_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many errors as there are, where a client is told the first twenty."""
    for module in (variables, literals):
        monkeypatch.setattr(module, "MOST_ERRORS", 10_000)


def full(type_: Any, values: dict[str, Any]) -> Any:
    """A value with every field of its type, each leaf as `values` has its kind; of a one-of the first key."""
    if isinstance(type_, GraphQLNonNull):
        return full(type_.of_type, values)
    if isinstance(type_, GraphQLList):
        return [full(type_.of_type, values)]
    if isinstance(type_, GraphQLInputObjectType):
        fields = list(type_.fields.items())[: 1 if type_.is_one_of else None]
        return {name: full(field.type, values) for name, field in fields}
    return values["Enum" if isinstance(type_, GraphQLEnumType) else type_.name]


def places(field: RootField) -> set[tuple[str, ...]]:
    """Every place below a field, as an error names it; of a one-of the first key."""
    wanted = {name: full(type_, {"Enum": 0} | dict.fromkeys(NAMES, 0)) for name, type_ in field.arguments.items()}
    found = set()
    for name, type_ in field.arguments.items():
        for path, _ in leaves(type_):
            if _reached(wanted[name], path):
                found.add(path if name == "input" else (name, *path))
    return found


NAMES = ("String", "ID", "Int", "Decimal", "Boolean", "Date", "DateTime")


def _reached(value: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        if isinstance(value, dict) and name not in value:
            return False
        value = value[0] if isinstance(value, list) else value[name]
    return True


def told(query: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """What is told of an operation before anything runs."""
    operation = Operation(query, variables=values)
    found = [error.extensions or {} for error in invalid(BOUNDLESS, document_of(operation, BOUNDLESS), values)]
    assert {one["code"] for one in found} == {"BAD_USER_INPUT"}
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_wrong_value_in_the_variables_is_told_where_it_is(kind: str) -> None:
    for field in FIELDS:
        values = {name: full(type_, OTHERS | KINDS[kind]) for name, type_ in field.arguments.items()}
        found = told(field.document(), values)
        assert {tuple(one["path"]) for one in found} == places(field), field.name
        assert {one["field"] for one in found} == {field.name}
        assert {one["variable"] for one in found} <= set(field.arguments)


@pytest.mark.parametrize("kind", KINDS)
def test_every_wrong_literal_is_told_where_it_is(kind: str) -> None:
    storable = {"String": "\x00", "ID": "\x00"} if kind.startswith("half") else {}  # no document holds half a pair
    values_of = OTHERS | KINDS[kind] | storable
    for field in FIELDS:
        values = {name: full(type_, values_of) for name, type_ in field.arguments.items()}
        found = told(field.literal(values), {})
        assert {tuple(one["path"]) for one in found} == places(field), field.name


def test_a_missing_value_is_told_at_its_own_path_in_every_input() -> None:
    for field in FIELDS:
        needed = {name: type_ for name, type_ in field.arguments.items() if isinstance(type_, GraphQLNonNull)}
        if not needed:
            continue
        found = told(field.document(), {})
        expected = {() if name == "input" else (name,) for name in needed}
        assert {tuple(one["path"]) for one in found} == expected
        assert {one["params"]["given"] for one in found} == {"nothing"}
