"""A GraphQL document, looked at before anything runs: parsed, measured, validated, and which operation is meant.

The order is access 5.1: parsed within its limit of tokens, then measured in one linear pass, then validated, its values
last. Nothing looks at a document before it is measured, and what validation may take is bounded, too.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import ValuesOfCorrectTypeRule
from graphql.validation.rules import overlapping_fields_can_be_merged as merging

from ..posting.command.caller import ANONYMOUS, Caller
from ..resolvers.compiled.held import HeldRecords
from ..resolvers.compiled.operations import CompiledAnswer, CompiledOperation, NotCompiled
from ..resolvers.errors import ErrorCode, RequestError, shortened
from .coercion import MOST_ERRORS, Checked, Places, checked, wrong_values
from .measuring.counted import Counting, counting
from .measuring.document import Measured, check_outline, measured
from .measuring.limits import DEFAULT, Limits, too_many_tokens
from .measuring.pages import Sizes, sizes_of
from .measuring.prices import Tariff, tariff
from .measuring.spent import Branches, branches, spent
from .requests import Operation
from .rights import Rights, forbidden, rights

RULES = tuple(rule for rule in specified_rules if rule is not ValuesOfCorrectTypeRule)  # coercion tells of values
FEW_ERRORS = 5  # of a long document, since an error may print much of it
LONG_DOCUMENT = 20_000  # characters
MOST_SIZES = 16  # of pages that a document is kept measured for
MOST_LINES = 5_000  # each place of an error is found by counting lines from the first one on
ABORTED = "Validation aborted."  # as graphql-core says it
# Same names in one place are compared pair by pair; working documents need some hundred comparisons.
merging.MAX_COMPLEXITY_BUDGET = 30_000  # about 0.1 s


@dataclass(frozen=True)
class Meter:
    """What documents are measured by: the schema, what its fields cost and which duties they take, and the limits."""

    schema: GraphQLSchema
    tariff: Tariff
    rights: Rights
    limits: Limits = DEFAULT


def meter(schema: GraphQLSchema, limits: Limits = DEFAULT) -> Meter:
    """A meter for a schema."""
    return Meter(schema, tariff(schema), rights(schema), limits)


@dataclass(eq=False)
class Written:
    """A document as it was written, and the one operation of it that is to run; the same for all its requests.

    What is found out about it stays with it: how large it is for pages of each size, that it is valid and what its
    variables must meet, what its answers cost, and how it is carried out.
    """

    node: DocumentNode
    operation: OperationDefinitionNode
    length: int
    measured: dict[Sizes, Measured] = field(default_factory=dict)
    sized_by: tuple[str, ...] | None = None  # the variables that say how long a page is, once that is known
    checked: Checked | None = None
    branches: Branches | None = None
    counting: Counting | None = None  # how to count them in its text; None where that cannot be
    compiled: CompiledOperation | NotCompiled | None = None
    held: HeldRecords | None = None  # of a mutation's answers
    facts: Mapping[str, object] | None = None  # what the log tells of it

    @cached_property
    def root_names(self) -> tuple[str, ...]:
        """The names of the operation's own fields, each fragment opened once; the schema need not have them."""
        return tuple(_root_names(self.node, self.operation))

    @property
    def is_accepted(self) -> bool:
        """Whether it was found valid, values in it included."""
        return self.checked is not None and not self.checked.wrong


@dataclass(frozen=True)
class Document:
    """A document with the sizes of its pages, measured."""

    written: Written
    measured: Measured

    @property
    def node(self) -> DocumentNode:
        """The document as GraphQL has it."""
        return self.written.node

    @property
    def operation(self) -> OperationDefinitionNode:
        """The operation that is to run."""
        return self.written.operation

    @property
    def kind(self) -> OperationType:
        """Whether it is a query, a mutation or a subscription."""
        return self.written.operation.operation

    @property
    def root_fields(self) -> int:
        """How many fields the operation itself has, fragments opened."""
        return self.measured.sum.level_fields

    @property
    def root_names(self) -> tuple[str, ...]:
        """The names of the operation's own fields."""
        return self.written.root_names

    @property
    def is_single_mutation(self) -> bool:
        """Whether it is exactly one mutation field."""
        return self.kind is OperationType.MUTATION and self.root_fields == 1


def document_of(operation: Operation, meter: Meter) -> Document:
    """The document of a request, parsed and measured.

    Raises `GraphQLError` where it cannot be parsed, doesn't say what is to run, or is beyond a limit.
    """
    node = _parsed(operation.query, meter.limits.tokens)
    check_outline(node, meter.limits)
    return sized(Written(node, _chosen(node, operation.operation_name), len(operation.query)), operation, meter)


def operations_of(query: str, meter: Meter) -> list[OperationDefinitionNode]:
    """A document's operations; raises `GraphQLError` where it cannot be parsed."""
    definitions = _parsed(query, meter.limits.tokens).definitions
    return [one for one in definitions if isinstance(one, OperationDefinitionNode)]


def remembered(written: Written, operation: Operation) -> Document | None:
    """A document as it was measured before for pages of these sizes; None where it was not."""
    if written.sized_by is None:
        return None
    found = written.measured.get(sizes_of(written.operation, operation.variables, written.sized_by))
    return None if found is None else Document(written, found)


def sized(written: Written, operation: Operation, meter: Meter) -> Document:
    """A document measured with the variables of a request; raises `GraphQLError` where it is beyond a limit."""
    found = measured(written.node, written.operation, operation.variables, meter.tariff, meter.limits)
    if len(written.measured) < MOST_SIZES:
        written.measured[sizes_of(written.operation, operation.variables, found.sized_by)] = found
    written.sized_by = found.sized_by
    return Document(written, found)


def invalid(
    meter: Meter, document: Document, variables: Mapping[str, object], caller: Caller = ANONYMOUS
) -> Sequence[GraphQLError]:
    """What is wrong with a document by the rules of GraphQL and the schema; or else what of it its sender may not; or
    else what is wrong with its values; the first few.
    """
    written = document.written
    if written.checked is None:
        most = MOST_ERRORS if written.length <= LONG_DOCUMENT else FEW_ERRORS
        places = Places()
        rules = [*RULES, places.rule]
        hides = not meter.limits.suggestions
        found = validate(meter.schema, written.node, rules, most, hides)  # type: ignore[arg-type]  # makes a rule
        if hides:
            for error in found:  # of a field without a selection GraphQL says it all the same
                error.message = error.message.partition(" Did you mean ")[0]
        if found:
            return [_coded(ErrorCode.GRAPHQL_VALIDATION_FAILED, error) for error in found]
        written.checked = checked(meter.schema, written.node, written.operation, places, suggests=not hides)
    refused = forbidden(meter.rights, document.kind, written.root_names, caller)
    return refused or wrong_values(written.checked, variables)


def cost_of(meter: Meter, document: Document, data: Mapping[str, object] | CompiledAnswer | None) -> int:
    """The points that an answer cost."""
    written = document.written
    if written.branches is None:
        fragments = document.measured.fragments
        written.counting = counting(written.operation, fragments, meter.tariff)
        written.branches = branches(written.operation, fragments, meter.tariff)
    return _came_back(data, written.branches, written.counting)


def _came_back(data: Mapping[str, object] | CompiledAnswer | None, names: Branches, counts: Counting | None) -> int:
    """The same; an answer that statements have written is looked through only where that has to be."""
    if not isinstance(data, CompiledAnswer):
        return spent(data, names)
    if counts is not None and not data.has_long_list:
        return counts.points(data.data)
    return spent(json.loads(data.data) if names else None, names)


def _root_names(document: DocumentNode, operation: OperationDefinitionNode) -> Iterator[str]:
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    waiting, opened = [operation.selection_set], set[str]()
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                yield node.name.value
            elif isinstance(node, InlineFragmentNode):
                waiting.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
                opened.add(node.name.value)
                if node.name.value in fragments:
                    waiting.append(fragments[node.name.value].selection_set)


def _parsed(query: str, tokens: int) -> DocumentNode:
    is_long = query.count("\n") + query.count("\r") > MOST_LINES
    try:
        return parse(query, max_tokens=tokens, no_location=is_long)
    except GraphQLSyntaxError as error:
        if error.message == f"Syntax Error: Document contains more than {tokens} tokens. Parsing aborted.":
            raise too_many_tokens(tokens) from None
        raise _coded(ErrorCode.GRAPHQL_PARSE_FAILED, error) from None


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        operations = [one for one in operations if one.name and one.name.value == name]
    if not operations:
        words = {"operation": name} if name else {}
        raise RequestError(ErrorCode.OPERATION_NAME_REQUIRED, "no-such" if name else "nothing", words=words)
    if len(operations) > 1:
        raise RequestError(ErrorCode.OPERATION_NAME_REQUIRED, "several")
    return operations[0]


def _coded(code: ErrorCode, error: GraphQLError) -> GraphQLError:
    if error.message == ABORTED:
        return RequestError(code, "too-intricate", nodes=error.nodes)
    error.extensions = {"code": code.value} | (error.extensions or {})
    error.message = shortened(error.message)
    return error
