"""The arguments of a field: filters and sorts, pages from cursors of former answers, and what is refused."""

from collections.abc import Sequence

from graphql import GraphQLArgument, GraphQLField, get_named_type, is_required_argument

from tests.fuzz.paths import Step
from tests.fuzz.values import ODD_SIZES, Values

PAGING = ("first", "after", "last", "before")
WAYS = (  # which page arguments are given together, and how often
    ((), 4),
    (("first",), 6),
    (("first", "after"), 4),
    (("after",), 1),
    (("last",), 2),
    (("last", "before"), 2),
    (("before",), 1),
    (("first", "last"), 0.2),
    (("first", "before"), 0.2),
    (("last", "after"), 0.2),
    (("after", "before"), 0.2),
)
USUAL_PAGE = 20  # records of a page that says nothing, where the books have so many
Given = tuple[tuple[str, object], ...]


def arguments(
    values: Values, step: Step, declared: GraphQLField, records: int, ids: Sequence[str]
) -> tuple[Given, int]:
    """What a field is given, and how many records come of each one above it at most."""
    given: dict[str, object] = {
        name: values.drawn(one.type, f"{step}.{name}", ids)
        for name, one in declared.args.items()
        if name not in PAGING and (is_required_argument(one) or values.chance(0.3))
    }
    size = _page(values, declared, given, records, step.name) if "after" in declared.args else 1
    shuffled = list(given.items())
    values.rng.shuffle(shuffled)
    return tuple(shuffled), size


def _page(values: Values, declared: GraphQLField, given: dict[str, object], records: int, name: str) -> int:
    ways, weights = zip(*WAYS, strict=True)
    chosen = values.rng.choices(ways, weights)[0]
    if records > USUAL_PAGE and not {"first", "last"} & set(chosen):
        chosen = ("first", *(one for one in chosen if one != "before"))
    order = values.resolved(given.get("orderBy"))
    of = name if "orderBy" in declared.args else "orders"  # below records all lists are in the order of their ids
    sizes = [_size(values, given, one, declared.args[one]) for one in chosen if one in ("first", "last")]
    for one in chosen:
        if one in ("after", "before"):
            given[one] = _cursor(values, of, order, declared.args[one])
    return max(sizes, default=USUAL_PAGE)


def _size(values: Values, given: dict[str, object], name: str, declared: GraphQLArgument) -> int:
    if values.chance(0.02):
        given[name] = values.rng.choice(ODD_SIZES)
    else:
        given[name] = values.drawn(declared.type, name)
    found = values.resolved(given[name])
    return found if isinstance(found, int) and 0 <= found < USUAL_PAGE else USUAL_PAGE


def _cursor(values: Values, of: str, order: object, declared: GraphQLArgument) -> object:
    held = values.cursor(of, order)
    assert get_named_type(declared.type).name == "String"
    return values.as_variable("String", held) if values.chance(0.3) else held
