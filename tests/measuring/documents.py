"""Random documents that the schema allows: records, lists and pages below each other, fragments, aliases."""

from itertools import count

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)
from hypothesis import strategies as st

from tests.measuring.measuring import SCHEMA

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
DEEPEST, WIDEST = 6, 3


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query; every field with arguments has a name of its own, so that fields never conflict."""
    names, fragments = count(), list[str]()

    def selections(one: Composite, depth: int) -> str:
        chosen = [selection(one, depth) for _ in range(draw(st.integers(1, WIDEST)))]
        return " ".join(("__typename", *chosen))

    def selection(one: Composite, depth: int) -> str:
        kind = draw(st.integers(0, 5))
        if kind == 0 and depth:
            inside = (
                draw(st.sampled_from(sorted(SCHEMA._schema.get_possible_types(one), key=str)))
                if is_abstract_type(one)
                else one
            )
            body = selections(inside, depth - 1)  # type: ignore[arg-type]
            if draw(st.booleans()):
                return f"... on {inside} {{ {body} }}"
            name = f"F{next(names)}"
            fragments.append(f"fragment {name} on {inside} {{ {body} }}")
            return f"...{name} " * draw(st.integers(1, 2))
        return field(one, depth)

    def field(one: Composite, depth: int) -> str:
        if isinstance(one, GraphQLUnionType):
            return "__typename"
        able = [
            (name, each)
            for name, each in one.fields.items()
            if not any(is_required_argument(argument) for argument in each.args.values())
            and (depth or is_leaf_type(get_named_type(each.type)))
        ]
        if not able:
            return "__typename"
        name, chosen = draw(st.sampled_from(able))
        below = get_named_type(chosen.type)
        page = f"(first: {draw(st.integers(0, 4))})" if "first" in chosen.args and draw(st.booleans()) else ""
        alias = f"a{next(names)}: "
        return f"{alias}{name}{page}" + ("" if is_leaf_type(below) else f" {{ {selections(below, depth - 1)} }}")  # type: ignore[arg-type]

    query = SCHEMA._schema.query_type
    assert query is not None
    return f"{{ {selections(query, DEEPEST)} }} " + " ".join(fragments)
