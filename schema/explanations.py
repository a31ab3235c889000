"""Why the ledger holds what it holds, in words."""

from typing import Annotated

import strawberry

from ..resolvers.computed import explanations as reading
from ..resolvers.computed.points import ExplainRef
from ..resolvers.context import Info
from .lazy import LazyActual, LazyInvoice


@strawberry.type(description="A row of the ledger, in words, and its place in the tree.")
class ExplainedRow:
    """An explained row."""

    depth: int = strawberry.field(description="How deep it stands in the tree; 0 for roots such as approved work.")
    parent: int | None = strawberry.field(
        description="Position, from 0, in rows of the row that it reverses, replaces or bills; null for a root."
    )
    actual: LazyActual = strawberry.field(description="The row.")
    scenario: str = strawberry.field(description="What happened: the scenario of the rule that wrote the row.")
    source: str = strawberry.field(description='Where the rule comes from, e.g. "project-invoicing C2".')
    arithmetic: str = strawberry.field(
        description='How its amount, without tax, comes about, e.g. "10 − 8 = 2 at 100.00 = 200.00".'
    )
    document: LazyInvoice | None = strawberry.field(
        description="The document whose posting wrote it; null for approved work."
    )
    text: str = strawberry.field(description="The row as one sentence that a customer could be sent.")


@strawberry.type(description="Why the ledger holds what it holds: whole lineages as a tree, row by row in words.")
class Explanation:
    """An explanation."""

    text: str = strawberry.field(description="The whole tree as indented text that a customer could be sent.")
    rows: list[ExplainedRow] = strawberry.field(
        description="The rows in the order of the tree, oldest lineage first, each followed by all below it; at most "
        "1000."
    )
    truncated: bool = strawberry.field(description="Whether there are more rows than are shown.")


def explain(
    info: Info, ref: Annotated[ExplainRef, strawberry.argument(description="What to explain.")]
) -> reading.View | None:
    """The explanation."""
    return reading.explain(info, ref)
