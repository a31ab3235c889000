"""Why the ledger holds what it holds: the rows of a lineage as a tree, row by row in words."""

from collections.abc import Sequence
from typing import Any

from ..context import Info
from ..reading.rows import load_shown
from .explaining.facts import Entry
from .explaining.loading import Links, load
from .explaining.numbers import arithmetic
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
    rows = explained(entries, links)
    actuals = load_shown(info, "Actual", [one["key"] for one in rows], ("rows", "actual"))
    invoices = load_shown(info, "Invoice", [one["document_id"] for one in rows], ("rows", "document"))
    return {
        "text": told(rows, entries, truncated=truncated),
        "truncated": truncated,
        "rows": [
            {**one, "actual": actuals.get(one["key"]), "document": invoices.get(one["document_id"])} for one in rows
        ],
    }


def explained(entries: Sequence[Entry], links: Links) -> list[View]:
    """Rows in the order of the tree, each with its words."""
    known = {entry.id: entry for entry in entries}
    others = {entry.id: counterpart_key(entry, links.get(entry.id, ()), known) for entry in entries}
    parents = {entry.id: parent_key(entry, others[entry.id], known) for entry in entries}
    return [_row(place, known, known.get(others[place.key] or 0)) for place in in_tree_order(parents)]


def _row(place: Place, known: dict[int, Entry], other: Entry | None) -> View:
    entry = known[place.key]
    title = title_of_rule(entry.rule)
    return {
        "key": entry.id,
        "document_id": None if entry.document is None else entry.document.id,
        "depth": place.depth,
        "parent": place.parent,
        "scenario": title.label,
        "source": title.source,
        "arithmetic": arithmetic(entry, other),
        "text": sentence(entry, known.get(entry.reversed_by_id or 0)),
    }


def told(rows: Sequence[View], entries: Sequence[Entry], *, truncated: bool) -> str:
    """The whole tree as indented text, a line a row."""
    if not rows:
        return "Nothing has been written yet."
    lines = [f"Amounts are in {', '.join(sorted({entry.currency for entry in entries}))}."]
    lines += [f"{INDENT * one['depth']}{one['text']}" for one in rows]
    lines += [f"There is more than these {len(rows)} rows."] if truncated else []
    return "\n".join(lines)
