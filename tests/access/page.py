"""The page about rights: its table is drawn from what each root field declares. `make pages` writes it anew."""

import re
from pathlib import Path

from strawberry.schema.schema_converter import GraphQLCoreConverter

from rebill.models.vocabulary import EVERY_SCOPE, Scope
from rebill.schema.build import build_schema
from rebill.schema.scopes import right_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
TABLE = re.compile(r"(<!-- rights -->\n).*?(<!-- end -->)", re.DOTALL)


def rendered() -> str:
    """The page with its table as the code has it."""
    return TABLE.sub(lambda found: f"{found[1]}{table()}\n{found[2]}", PAGE.read_text(encoding="utf-8"))


def table() -> str:
    """Root fields by the scopes of which one is enough."""
    core = build_schema()._schema
    rows: dict[frozenset[Scope], list[str]] = {}
    for root in (core.query_type, core.mutation_type, core.subscription_type):
        assert root is not None
        for name, field in root.fields.items():
            right = right_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF])
            rows.setdefault(right, []).append(f"`{name}`" if root.name != "Subscription" else f"`subscription {name}`")
    places = list(Scope)
    order = sorted(rows, key=lambda right: (right in (frozenset(), EVERY_SCOPE), sorted(map(places.index, right))))
    return "\n".join(
        ["| scope | root fields |", "|---|---|", *(f"| {_said(right)} | {' '.join(rows[right])} |" for right in order)]
    )


def _said(right: frozenset[Scope]) -> str:
    if not right:
        return "none"
    if right == EVERY_SCOPE:
        return "any"
    return " or ".join(one.value for one in Scope if one in right)
