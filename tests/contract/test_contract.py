"""The SDL against the contract that front-ends rely on: what is there is exactly as agreed, what is missing is listed.

`contract.graphql` is the agreed API, and what is in `additions` was agreed later. Parts that later work builds are absent
from the schema until they do something; `still_to_come.txt` lists them, so that nothing goes missing unnoticed and
nothing appears without being crossed off.
"""

from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
)

from tests.api import SCHEMA

HERE = Path(__file__).parent
AGREED = (HERE / "contract.graphql", *sorted((HERE / "additions").glob("*.graphql")))
CONTRACT = build_schema("\n".join(one.read_text(encoding="utf-8") for one in AGREED), assume_valid=True)
ACTUAL = build_schema(str(SCHEMA))
IDEMPOTENCY = "idempotencyKey"  # every mutation input takes it; the contract says so once, in words


def parts(schema: GraphQLSchema) -> dict[str, str]:
    """Every part of a schema by its coordinate, with the type it has."""
    found: dict[str, str] = {}
    for name, one in schema.type_map.items():
        if not name.startswith("__") and name not in ("String", "Int", "Boolean", "ID", "Float"):
            found[name] = type(one).__name__
            found.update(members(name, one))
    return found


def members(name: str, one: GraphQLNamedType) -> dict[str, str]:
    """Fields with arguments, input fields with defaults, enum members, union members and interfaces of a type."""
    found: dict[str, str] = {}
    if isinstance(one, GraphQLObjectType | GraphQLInterfaceType):
        for field_name, field in one.fields.items():
            found[f"{name}.{field_name}"] = str(field.type)
            for argument, value in field.args.items():
                found[f"{name}.{field_name}({argument}:)"] = str(value.type)
        found |= {f"{name} implements {other.name}": "" for other in one.interfaces}
    elif isinstance(one, GraphQLInputObjectType):
        for field_name, field in one.fields.items():
            found[f"{name}.{field_name}"] = f"{field.type} {'oneOf' if one.is_one_of else ''}"
    elif isinstance(one, GraphQLEnumType):
        found |= {f"{name}.{value}": "" for value in one.values}
    elif isinstance(one, GraphQLUnionType):
        found |= {f"{name} = {member.name}": "" for member in one.types}
    elif isinstance(one, GraphQLScalarType):
        found[f"{name} specified by"] = str(one.specified_by_url)
    return found


def test_what_is_there_is_exactly_as_the_contract_has_it() -> None:
    agreed, built = parts(CONTRACT), parts(ACTUAL)
    wrong = {key: (agreed[key], built[key]) for key in agreed.keys() & built.keys() if agreed[key] != built[key]}
    assert wrong == {}


def test_defaults_of_inputs_are_those_of_the_contract() -> None:
    for name, one in ACTUAL.type_map.items():
        agreed = CONTRACT.type_map.get(name)
        if isinstance(one, GraphQLInputObjectType) and isinstance(agreed, GraphQLInputObjectType):
            for field in one.fields.keys() & agreed.fields.keys():
                ours, theirs = one.fields[field], agreed.fields[field]
                assert (name, field, ours.default_value) == (name, field, theirs.default_value)


def test_no_new_argument_or_input_field_is_required() -> None:
    agreed, built = parts(CONTRACT), parts(ACTUAL)
    inputs = {name for name, one in CONTRACT.type_map.items() if isinstance(one, GraphQLInputObjectType)}
    added = {key: kind for key, kind in built.items() if key not in agreed and key.split(".")[0] in agreed}
    required = [
        key
        for key, kind in added.items()
        if kind.strip().endswith("!") and (key.split("(")[0] in agreed if "(" in key else key.split(".")[0] in inputs)
    ]
    assert required == []


def test_every_mutation_input_takes_an_idempotency_key() -> None:
    mutation = ACTUAL.mutation_type
    assert mutation is not None
    for field in mutation.fields.values():
        if "input" not in field.args:
            continue
        given = field.args["input"].type.of_type
        assert str(given.fields[IDEMPOTENCY].type) == "String"


def test_the_list_of_what_is_still_to_come_is_complete() -> None:
    missing = sorted(parts(CONTRACT).keys() - parts(ACTUAL).keys())
    listed = (HERE / "still_to_come.txt").read_text(encoding="utf-8").splitlines()
    assert missing == [line for line in listed if line and not line.startswith("#")]


def test_everything_has_a_description() -> None:
    silent = []
    for name, one in ACTUAL.type_map.items():
        if name.startswith("__") or name in ("String", "Int", "Boolean", "ID"):
            continue
        silent += [] if one.description else [name]
        for part, member in getattr(one, "fields", getattr(one, "values", {})).items():
            silent += [] if member.description else [f"{name}.{part}"]
            silent += [
                f"{name}.{part}({argument}:)"
                for argument, value in getattr(member, "args", {}).items()
                if not value.description
            ]
    assert silent == []
