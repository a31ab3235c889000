"""One given value against its type: everything that is wrong with it, each with where below it and what was expected.

Sizes are looked at where nobody below does: lists of filters and sorts, and what is searched for. In an `input` they
belong to the trade, which refuses them as INVALID_INPUT (access 5.2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    Node,
    Undefined,
    VariableNode,
    is_required_input_field,
)
from graphql.pyutils import did_you_mean, suggestion_list

from ...resolvers.filters import LONGEST_SEARCH
from ...resolvers.list_sizes import MOST_MEMBERS
from ...schema.scalars import MOST_DIGITS, Unfit
from ...schema.texts import UnstorableText
from .given import NOTHING, Given, as_sent, digits_of, is_null, items, members, node_of, quoted, text_of

MOST_ERRORS = 20
LONGEST = {"search": LONGEST_SEARCH}  # characters of texts, by the name of their field
HOW = {"Int": "int", "Boolean": "boolean", "String": "string", "ID": "id"}  # what is told of GraphQL's own scalars
Words = Mapping[str, object]
NO_WORDS: Words = MappingProxyType({})


@dataclass(frozen=True)
class Wrong:
    """A wrong value: where, which message is told of it, and the node where it stands in the document.

    `words` are what the message speaks of besides the params.
    """

    path: tuple[str, ...]
    variant: str
    params: Words
    node: Node | None = None
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """Where a value is looked at: its path, how many members a list may have there, None for any number, and whether
    names that there are may be told to whoever misspells one.
    """

    path: tuple[str, ...]
    most: int | None = None
    suggests: bool = True

    def below(self, name: str) -> "Spot":
        """The spot of a member or field; only the list itself has a number of its own."""
        return Spot((*self.path, name), self.most and MOST_MEMBERS, self.suggests)


@dataclass(frozen=True)
class Use:
    """A variable in a literal, and what is told where it stands for null there, which some types and places allow."""

    name: str
    spot: Spot
    null: Wrong | None = None
    is_only_key: bool = False  # of an object that takes exactly one: to stand for nothing is as wrong as null


def check(given: Given, type_: GraphQLInputType, spot: Spot) -> Iterator[Wrong | Use]:
    """Everything that is wrong with a value, in the order in which it was given, and the variables in it."""
    if isinstance(given, VariableNode):
        yield Use(given.name.value, spot, _null(None, type_, spot) if isinstance(type_, GraphQLNonNull) else None)
    elif isinstance(type_, GraphQLNonNull):
        if is_null(given):
            yield _null(given, type_, spot)
        else:
            yield from check(given, type_.of_type, spot)
    elif is_null(given):
        return
    elif isinstance(type_, GraphQLList):
        yield from _check_list(given, type_, spot)
    elif isinstance(type_, GraphQLInputObjectType):
        yield from _check_object(given, type_, spot)
    elif isinstance(type_, GraphQLScalarType | GraphQLEnumType):
        yield from _check_leaf(given, type_, spot)


def missing(type_: GraphQLInputType, spot: Spot, node: Node | None = None) -> Wrong:
    """What is told of a value that is needed and was not given."""
    return Wrong(spot.path, "missing", {"expected": name_of(type_), "given": NOTHING}, node)


def name_of(type_: GraphQLInputType) -> str:
    """The name of a type, e.g. Decimal, [ID!]."""
    return str(type_.of_type if isinstance(type_, GraphQLNonNull) else type_)


def _wrong(
    given: Given, type_: GraphQLInputType, spot: Spot, variant: str, words: Words = NO_WORDS, **params: object
) -> Wrong:
    said = {"expected": name_of(type_), "given": as_sent(given)} | params
    return Wrong(spot.path, variant, said, node_of(given), words)


def _null(given: Given, type_: GraphQLInputType, spot: Spot) -> Wrong:
    return _wrong(given, type_, spot, "null")


def _check_list(given: Given, type_: GraphQLList[GraphQLInputType], spot: Spot) -> Iterator[Wrong | Use]:
    found = items(given)
    if found is None:  # GraphQL takes one value as a list of one
        yield from check(given, type_.of_type, spot)
    elif spot.most is not None and len(found) > spot.most:
        yield _wrong(given, type_, spot, "too-many", {"found": len(found)}, limit=spot.most)
    else:
        for index, one in enumerate(found):
            yield from check(one, type_.of_type, spot.below(str(index)))


def _check_object(given: Given, type_: GraphQLInputObjectType, spot: Spot) -> Iterator[Wrong | Use]:
    found = members(given)
    if found is None:
        example = ", ".join(list(type_.fields)[:3])
        yield _wrong(given, type_, spot, "object", {"fields": example, "shown": quoted(given)})
        return
    unknown = [name for name in found if name not in type_.fields]
    for name in unknown:
        suggestion = did_you_mean(suggestion_list(name, list(type_.fields))) if spot.suggests else ""
        said = {"expected": type_.name, "given": as_sent(name)}
        words = {"shown": quoted(name), "suggestion": suggestion}
        yield Wrong((*spot.path, name), "no-field", said, node_of(given), words)
    if type_.is_one_of and not unknown:
        nulls = any(is_null(value) for value in found.values())
        if len(found) != 1 or nulls:
            yield _not_one(given, found, type_, spot)
            return
        ((name, only),) = found.items()
        if isinstance(only, VariableNode):
            yield Use(only.name.value, spot.below(name), _not_one(given, {name: None}, type_, spot), is_only_key=True)
            return
    yield from _check_fields(given, found, type_, spot)


def _check_fields(
    given: Given, found: Mapping[str, Given], type_: GraphQLInputObjectType, spot: Spot
) -> Iterator[Wrong | Use]:
    for name, wanted in type_.fields.items():
        if name in found:
            yield from check(found[name], wanted.type, spot.below(name))
        elif is_required_input_field(wanted):
            yield missing(wanted.type, spot.below(name), node_of(given))


def _not_one(given: Given, found: Mapping[str, Given], type_: GraphQLInputObjectType, spot: Spot) -> Wrong:
    """No key, two keys, or a null one (access 6.3.3)."""
    keys = ", ".join(type_.fields)
    variant = "none-of-several" if not found else "null-of-several" if len(found) == 1 else "several"
    return _wrong(given, type_, spot, variant, {"found": ", ".join(found)}, keys=keys)


def _check_leaf(given: Given, type_: GraphQLScalarType | GraphQLEnumType, spot: Spot) -> Iterator[Wrong]:
    if (found := digits_of(given)) > MOST_DIGITS:
        yield _wrong(given, type_, spot, "digits", {"most": MOST_DIGITS, "found": found})
        return
    told: tuple[str, Words] | None = None
    try:
        fits = _coerced(given, type_, hides=not spot.suggests) is not Undefined
    except Unfit as error:
        fits, told = False, (error.variant, error.words)
    except GraphQLError as error:
        fits, told = False, None if _in_our_words(error, type_) else ("graphql", {"message": error.message})
    except (ValueError, TypeError, ArithmeticError):  # as GraphQL has it: a scalar refuses by any error
        fits, told = False, None
    longest = LONGEST.get(spot.path[-1]) if spot.path and spot.most is not None else None
    text = text_of(given)
    if not fits:
        yield _wrong(given, type_, spot, *(told or _told(given, type_)))
    elif longest is not None and text is not None and len(text) > longest:
        yield _wrong(given, type_, spot, "too-long", {"found": len(text)}, limit=longest)


def _coerced(given: Given, type_: GraphQLScalarType | GraphQLEnumType, *, hides: bool) -> object:
    if isinstance(type_, GraphQLEnumType):
        if node_of(given) is None:
            return type_.coerce_input_value(given, hides)  # type: ignore[arg-type]  # it refuses what is no text
        return type_.coerce_input_literal(given, hides)  # type: ignore[arg-type]  # a literal, for it has a node
    if node_of(given) is None:
        return type_.coerce_input_value(given)  # type: ignore[arg-type]  # an enum refuses what is no text
    if type_.coerce_input_literal is not None:
        return type_.coerce_input_literal(given)  # type: ignore[arg-type]  # a literal, for it has a node
    return type_.parse_literal(given, None)  # type: ignore[arg-type]  # the same


def _told(given: Given, type_: GraphQLScalarType | GraphQLEnumType) -> tuple[str, Words]:
    return HOW.get(type_.name, "type"), {"shown": quoted(given)}


def _in_our_words(error: GraphQLError, type_: GraphQLScalarType | GraphQLEnumType) -> bool:
    """Whether we say it better: of GraphQL's own scalars, but for texts, which look at themselves."""
    return type_.name in HOW and not isinstance(error, UnstorableText)
