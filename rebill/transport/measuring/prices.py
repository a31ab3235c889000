"""What each field costs, by the schema: Shopify's model, what a request could make before it runs (access 5.3).

A leaf is free, an object 1; a list without page arguments counts ten times, a page as often as it may have records.
What reads whole books or plans documents is dear; the table of it is printed in docs/limits.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
)

from ...schema.mutation import MUTATIONS
from ...schema.mutation_declarations import USUAL_COST

PAGE_ARGUMENTS = ("first", "last")
ANY_CONNECTION = "…Connection.totalCount"
ANY_MUTATION = "Mutation.…"
RENDERED = (
    *(f"{one}.electronicDocument" for one in ("Invoice", "PostingPlan")),
    *(f"{one}.printedDocument" for one in ("Invoice", "PostingPlan", "ReturnOrder")),
    "Customer.statementOfAccount",
)
DEAR: Mapping[str, int] = {
    ANY_CONNECTION: 500,
    "Query.checkLedger": 20_000,
    "Query.ledgerDiff": 10_000,
    "Query.planRun": 5_000,
    "Query.planCorrections": 5_000,
    "Query.numberSeries": 500,
    "Query.returnStatistics": 2_000,
    "Query.explain": 500,
    "Query.planReturnInvoice": 100,
    "Query.planInvoiceConfirmation": 100,
    "Query.planInvoiceCancellation": 100,
    "Viewer.can": 300,  # of a record it plans several documents
    "Approval.outdated": 100,
    "Invoice.effective": 20,
    "Invoice.correctionOptions": 20,
    "Actual.conservation": 20,
    **dict.fromkeys(RENDERED, 400),  # tens of milliseconds each
    ANY_MUTATION: USUAL_COST,
    **{f"Mutation.{one.name}": one.cost for one in MUTATIONS if one.cost != USUAL_COST},
}


class Shape(Enum):
    """How often what is below a field can come."""

    ONCE = "once"
    UNPAGED = "ten times"
    PAGED = "as often as its own page arguments say"
    CONNECTION = "once; its page arguments say how often its records come"
    RECORDS = "as often as the page arguments of the connection around it say"


@dataclass(frozen=True)
class Price:
    """What a field costs once, what each of its items costs, and the type below it."""

    shape: Shape
    own: int = 0
    each: int = 0
    below: str | None = None  # None for a leaf

    @property
    def is_paged(self) -> bool:
        """Whether the field takes page arguments."""
        return self.shape in (Shape.PAGED, Shape.CONNECTION)


Composite = GraphQLObjectType | GraphQLInterfaceType
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tariff:
    """The price of every field, by type, and of which object types a record of a type can be."""

    prices: Mapping[str, Mapping[str, Price]]
    possible: Mapping[str, frozenset[str]]

    def price(self, type_name: str | None, field: str) -> Price | None:
        """The price of a field; None where the schema has no such field."""
        return self.prices.get(type_name or "", {}).get(field)

    def types(self, type_name: str | None) -> frozenset[str]:
        """The object types that something of a type can be of; none where the schema has no such type."""
        return NOTHING if type_name is None else self.possible.get(type_name, NOTHING)


def tariff(schema: GraphQLSchema) -> Tariff:
    """What a schema's fields cost."""
    types = [one for one in schema.type_map.values() if not one.name.startswith("__")]
    prices = {one.name: {name: _price(one, name) for name in one.fields} for one in types if isinstance(one, Composite)}
    possible = {one.name: frozenset((one.name,)) for one in types if isinstance(one, GraphQLObjectType)}
    for one in types:
        if is_abstract_type(one):
            possible[one.name] = frozenset(each.name for each in schema.get_possible_types(one))
    return Tariff(prices, possible)


def _price(parent: Composite, name: str) -> Price:
    field = parent.fields[name]
    named = get_named_type(field.type)
    dear = _dear(parent, name)
    if is_leaf_type(named):
        return Price(Shape.ONCE, own=dear or 0)
    if _is_connection(parent) and name in ("nodes", "edges", "pageInfo"):
        shape = Shape.ONCE if name == "pageInfo" else Shape.RECORDS
        return Price(shape, each=int(name == "nodes"), below=named.name)
    if is_list_type(get_nullable_type(field.type)):
        shape = Shape.PAGED if any(one in field.args for one in PAGE_ARGUMENTS) else Shape.UNPAGED
        return Price(shape, own=dear or 0, each=int(dear is None), below=named.name)
    shape = Shape.CONNECTION if _is_connection(named) else Shape.ONCE
    return Price(shape, own=1 if dear is None else dear, below=named.name)


def _dear(parent: Composite, name: str) -> int | None:
    """The points that stand in place of a field's 0 or 1."""
    if name == "totalCount" and _is_connection(parent):
        return DEAR[ANY_CONNECTION]
    usual = DEAR[ANY_MUTATION] if parent.name == "Mutation" else None
    return DEAR.get(f"{parent.name}.{name}", usual)


def _is_connection(one: object) -> bool:
    return isinstance(one, GraphQLObjectType) and "pageInfo" in one.fields
