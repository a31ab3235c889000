"""Every root list with each of its filters and each of its sorts, as queries drawn from the schema."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    is_required_argument,
)

from tests.api import SCHEMA

SAMPLES = {
    "Boolean": "true",
    "Int": "7",
    "ID": '"QWN0b3I6MQ"',  # the actor of an open server
    "DateTime": '"2026-09-01T00:00:00Z"',
    "String": '"pump"',
    "CustomerRef": '{number: "C-000003"}',
    "OrderRef": '{number: "SO-000003"}',
    "InvoiceRef": '{number: "INV-000003"}',
    "DateRange": '{from: "2026-08-03", to: "2026-08-04"}',
    "DecimalRange": '{min: "999999"}',
}
CODES = {"currency": '["EUR"]'}
SIZES = ("first", "last")


def root_lists() -> Iterator[tuple[str, GraphQLField]]:
    """The root lists that are read in pages."""
    query = SCHEMA._schema.query_type
    assert query is not None
    yield from ((name, one) for name, one in query.fields.items() if "first" in one.args and "after" in one.args)


def filters() -> Iterator[tuple[str, str]]:
    """By list and filter, its first page: `orders.type`."""
    for name, one in root_lists():
        yield name, _page(name, "first: 20")
        for field, kind in _fields(one, "filter").items():
            for value in _values(field, kind):
                shown = f" {value}" if value in ("true", "false") else ""
                yield f"{name}.{field}{shown}", _page(name, f"first: 20, filter: {{{field}: {value}}}")


def sorts() -> Iterator[tuple[str, str, str]]:
    """By list, sort and direction, its first page and the page behind the cursor `$after`."""
    for name, one in root_lists():
        for field in _fields(one, "orderBy"):
            for direction in ("ASC", "DESC"):
                by = f"first: 20, orderBy: [{{{field}: {direction}}}]"
                yield f"{name} by {field} {direction}", _page(name, by), _page(name, f"{by}, after: $after")


def below() -> Iterator[tuple[str, str]]:
    """By type and field, a page of records with what is below them by it: each field of each type that is reached."""
    met: set[str] = set()
    waiting = []
    for name, one in root_lists():
        page = get_named_type(one.type)
        assert isinstance(page, GraphQLObjectType)
        waiting.append(
            (get_named_type(page.fields["nodes"].type), f"{{ page: {name}(first: 20) {{ nodes {{ %s }} }} }}")
        )
    while waiting:
        kind, query = waiting.pop(0)
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            waiting += [
                (each, query % f"... on {each.name} {{ %s }}") for each in SCHEMA._schema.get_possible_types(kind)
            ]
        elif isinstance(kind, GraphQLObjectType) and kind.name not in met:
            met.add(kind.name)
            for field, one in kind.fields.items():
                inner = get_named_type(one.type)
                if is_composite_type(inner) and not any(is_required_argument(given) for given in one.args.values()):
                    paged = "(first: 20)" if "first" in one.args else ""
                    yield f"{kind.name}.{field}", query % f"{field}{paged} {{ {_leaves(inner)} }}"
                    waiting.append((inner, query % f"{field}{paged} {{ %s }}"))


def _leaves(kind: GraphQLNamedType) -> str:
    """What asks for the records themselves, and not only whether there are some."""
    if not isinstance(kind, GraphQLObjectType):
        return "__typename"
    if "nodes" in kind.fields:
        return f"nodes {{ {_leaves(get_named_type(kind.fields['nodes'].type))} }}"
    return " ".join(name for name, one in kind.fields.items() if is_leaf_type(get_named_type(one.type))) or "__typename"


def _page(name: str, arguments: str) -> str:
    variable = "query($after: String) " if "$after" in arguments else ""
    return f"{variable}{{ page: {name}({arguments}) {{ nodes {{ id }} pageInfo {{ endCursor }} }} }}"


def _fields(one: GraphQLField, argument: str) -> dict[str, GraphQLInputType]:
    if argument not in one.args:
        return {}
    kind = get_named_type(one.args[argument].type)
    assert isinstance(kind, GraphQLInputObjectType)
    return {name: field.type for name, field in kind.fields.items()}


def _values(field: str, kind: GraphQLInputType) -> list[str]:
    named = get_named_type(kind)
    if field in CODES:
        return [CODES[field]]
    if isinstance(named, GraphQLEnumType):
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        value = list(named.values)[-1]
        return [f"[{value}]" if isinstance(bare, GraphQLList) else value]
    return ["true", "false"] if named.name == "Boolean" else [SAMPLES[named.name]]
