"""What stands in one place of an answer: fields of one name there must be one field, or of types that exclude others.

GraphQL's rule of overlapping fields, kept while a document is drawn, so that what is drawn is valid.
"""

from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
)

from tests.fuzz.writing import Field, Inline, Selection


@dataclass(frozen=True)
class Stands:
    """A field that stands in a place: on which type, which one, with what."""

    on: str
    name: str
    given: str
    shape: str


@dataclass
class Scope:
    """The fields of one place, by response name, and the places below them."""

    fields: dict[str, list[Stands]] = field(default_factory=dict)
    below: dict[str, "Scope"] = field(default_factory=dict)

    def under(self, name: str) -> "Scope":
        """The place below a response name."""
        return self.below.setdefault(name, Scope())


def shape(declared: GraphQLField) -> str:
    """What must be the same of fields that share a name: the type of a leaf, the lists and nulls around a record."""
    named = get_named_type(declared.type)
    return str(declared.type).replace(named.name, "*") if is_composite_type(named) else str(declared.type)


def fits(schema: GraphQLSchema, scope: Scope, on: str, one: Field) -> bool:
    """Whether a field can stand in a place."""
    mine = _stands(schema, on, one)
    return all(_agree(schema, mine, other) for other in scope.fields.get(one.response_name, ()))


def enter(schema: GraphQLSchema, scope: Scope, on: str, one: Field) -> None:
    """Note that a field stands in a place."""
    scope.fields.setdefault(one.response_name, []).append(_stands(schema, on, one))


def all_fit(schema: GraphQLSchema, scope: Scope, on: str, below: tuple[Selection, ...]) -> bool:
    """Whether selections can stand in a place with everything below them."""
    for one in below:
        if isinstance(one, Field):
            if not fits(schema, scope, on, one):
                return False
            inside = scope.below.get(one.response_name, Scope())
            if not all_fit(schema, inside, _type_below(schema, on, one), one.below or ()):
                return False
        elif not all_fit(schema, scope, *_opened(one, on)):
            return False
    return True


def enter_all(schema: GraphQLSchema, scope: Scope, on: str, below: tuple[Selection, ...]) -> None:
    """Note that selections stand in a place with everything below them."""
    for one in below:
        if isinstance(one, Field):
            enter(schema, scope, on, one)
            if one.below is not None:
                enter_all(schema, scope.under(one.response_name), _type_below(schema, on, one), one.below)
        else:
            enter_all(schema, scope, *_opened(one, on))


def _opened(one: Selection, on: str) -> tuple[str, tuple[Selection, ...]]:
    if isinstance(one, Inline):
        return one.on or on, one.below
    assert not isinstance(one, Field)
    return one.fragment.on, one.fragment.below


def _type_below(schema: GraphQLSchema, on: str, one: Field) -> str:
    return "" if one.name.startswith("__") else get_named_type(_declared(schema, on, one.name).type).name


def _declared(schema: GraphQLSchema, on: str, name: str) -> GraphQLField:
    found: GraphQLField = schema.type_map[on].fields[name]  # type: ignore[attr-defined]  # of objects and interfaces
    return found


def _stands(schema: GraphQLSchema, on: str, one: Field) -> Stands:
    is_meta = one.name.startswith("__")
    return Stands(on, one.name, one.given, "String!" if is_meta else shape(_declared(schema, on, one.name)))


def _agree(schema: GraphQLSchema, mine: Stands, other: Stands) -> bool:
    if mine.shape != other.shape:
        return False
    types = schema.type_map[mine.on], schema.type_map[other.on]
    if mine.on != other.on and all(isinstance(one, GraphQLObjectType) for one in types):
        return True
    return (mine.name, mine.given) == (other.name, other.given)
