"""A document measured whole: every count of the table of limits, in its order, and its cost (access 5.2, 5.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, OperationType

from ...resolvers.errors import RequestError
from ...resolvers.reading.keyset import page_too_long
from .limits import Count, Limits, beyond, introspection_off
from .measure import Fragments, Pass
from .pages import values_of
from .prices import Tariff
from .sums import Sum


@dataclass(frozen=True)
class Measured:
    """What the operation of a document asks for; `visits` is how many nodes were looked at to know it.

    Of the values of its variables it depends on those in `sized_by` alone.
    """

    sum: Sum
    fragments: Fragments
    visits: int
    sized_by: tuple[str, ...] = ()

    @property
    def cost(self) -> int:
        """The points that it may cost."""
        return self.sum.cost.points


def check_outline(document: DocumentNode, limits: Limits) -> None:
    """Refuse a document of too many parts, before any operation of it is chosen; raises `RequestError`."""
    definitions = document.definitions
    operations = [one for one in definitions if isinstance(one, OperationDefinitionNode)]
    variables = sum(len(one.variable_definitions or ()) for one in operations)
    refusal = beyond(
        (
            Count("operations", limits.operations, len(operations), "operations"),
            Count("definitions", limits.definitions, len(definitions), "definitions"),
            Count("variables", limits.variables, variables, "variables"),
        )
    )
    if refusal is not None:
        raise refusal


def measured(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
    tariff: Tariff,
    limits: Limits,
) -> Measured:
    """Measure an operation; raises `RequestError` for the first limit that it is beyond."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    one_pass = Pass(tariff, fragments, values_of(operation, variables), limits.page)
    found = one_pass.operation(operation)
    is_mutation = operation.operation is OperationType.MUTATION
    refusal = next(_refusals(found, limits, is_mutation=is_mutation), None)
    if refusal is not None:
        raise refusal
    return Measured(found, fragments, one_pass.visits, tuple(sorted(one_pass.sized_by)))


def _refusals(found: Sum, limits: Limits, *, is_mutation: bool) -> Iterator[RequestError]:
    """What an operation is refused for, in the order of the table of limits."""
    mutations = found.level_fields if is_mutation else 0
    places = found.directives_in_one_place
    refusal = beyond(
        (
            Count("depth", limits.depth, found.depth, "depth"),
            Count("fields", limits.fields, found.fields, "fields"),
            Count("aliases", limits.aliases, found.aliases, "aliases"),
            Count("directives", limits.directives, found.directives, "directives"),
            Count("directives", limits.directives_in_one_place, places, "directives-in-one-place"),
            Count("rootFields", limits.root_fields, found.level_fields, "root-fields"),
            Count("mutations", limits.mutations, mutations, "mutations"),
        )
    )
    if refusal is not None:
        yield refusal
    if found.page is not None:
        yield page_too_long(found.page.argument or "first", found.page.size, limits.page)
    refusal = beyond((Count("cost", limits.cost, found.cost.points, "cost"),))
    refusal = refusal or _told_too_much(found, limits)
    if refusal is not None:
        yield refusal


def _told_too_much(found: Sum, limits: Limits) -> RequestError | None:
    """What is refused of introspection, which has counts of its own."""
    if not limits.introspection:
        asked = found.schemas + found.types
        return introspection_off(asked) if asked else None
    below = found.introspection_fields
    return beyond(
        (
            Count("introspection", limits.schemas, found.schemas, "schemas"),
            Count("introspection", limits.types, found.types, "types"),
            Count("introspection", limits.introspection_fields, below, "introspection"),
            Count("introspection", 0, found.schema_aliases, "schema-aliases"),
        )
    )
