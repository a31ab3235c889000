"""Why the ledger holds what it holds: the rows of a lineage as a tree, row by row in words."""

from collections.abc import Sequence
from typing import Any

from ...models.wording import Language, message_of
from ..context import Info
from ..reading.rows import load_shown
from .explaining.facts import Entry
from .explaining.loading import Links, load
from .explaining.numbers import EXPLANATION, arithmetic
from .explaining.sentences import sentence
from .explaining.tree import Place, counterpart_key, in_tree_order, parent_key
from .points import ExplainRef
from .scenarios import title_of_rule

View = dict[str, Any]
INDENT = "  "


def explain(info: Info, ref: ExplainRef) -> View | None:
    """The explanation of a row, a detail or a contract; None where there is no such record."""
    found = load(info.context.connection, ref)
    if found is None:
        return None
    entries, links, truncated = found
    language = info.context.language
    rows = explained(entries, links, language)
    actuals = load_shown(info, "Actual", [one["key"] for one in rows], ("rows", "actual"))
    invoices = load_shown(info, "Invoice", [one["document_id"] for one in rows], ("rows", "document"))
    return {
        "text": told(rows, entries, language, truncated=truncated),
        "truncated": truncated,
        "rows": [
            {**one, "actual": actuals.get(one["key"]), "document": invoices.get(one["document_id"])} for one in rows
        ],
    }


def explained(entries: Sequence[Entry], links: Links, language: Language) -> list[View]:
    """Rows in the order of the tree, each with its words."""
    known = {entry.id: entry for entry in entries}
    others = {entry.id: counterpart_key(entry, links.get(entry.id, ()), known) for entry in entries}
    parents = {entry.id: parent_key(entry, others[entry.id], known) for entry in entries}
    return [_row(place, known, known.get(others[place.key] or 0), language) for place in in_tree_order(parents)]


def _row(place: Place, known: dict[int, Entry], other: Entry | None, language: Language) -> View:
    entry = known[place.key]
    title = title_of_rule(entry.rule)
    return {
        "key": entry.id,
        "document_id": None if entry.document is None else entry.document.id,
        "depth": place.depth,
        "parent": place.parent,
        "scenario": title.label,
        "source": title.source,
        "arithmetic": arithmetic(entry, other, language),
        "text": sentence(entry, known.get(entry.reversed_by_id or 0), language),
    }


def told(rows: Sequence[View], entries: Sequence[Entry], language: Language, *, truncated: bool) -> str:
    """The whole tree as indented text, a line a row."""
    if not rows:
        return message_of(EXPLANATION, "nothing", {}, language)
    currencies = {"currencies": ", ".join(sorted({entry.currency for entry in entries}))}
    lines = [message_of(EXPLANATION, "currencies", currencies, language)]
    lines += [f"{INDENT * one['depth']}{one['text']}" for one in rows]
    lines += [message_of(EXPLANATION, "truncated", {"count": str(len(rows))}, language)] if truncated else []
    return "\n".join(lines)
