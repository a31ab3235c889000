"""What tools, the docs and the examples send is far within the limits."""

import re
from pathlib import Path

import pytest
from graphql import get_introspection_query, print_ast
from graphql.validation.rules import overlapping_fields_can_be_merged as merging

from rebill.process.server import TRY
from rebill.transport.graphql_document import invalid
from tests.measuring.measuring import METER, measured
from tests.saved import FILES, operations
from tests.walkthrough import ROOT

BLOCK = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
TEXT = re.compile(r"""["'](\{ .*\}|(?:query|mutation|subscription) .*\})["']""")
EVERY_OPTION = (
    "descriptions",
    "specified_by_url",
    "directive_is_repeatable",
    "schema_description",
    "input_value_deprecation",
    "experimental_directive_deprecation",
    "one_of",
)


def documents() -> dict[str, str]:
    """Every document, by where it stands."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = {f"{page.name} {n}": one for page in pages for n, one in enumerate(BLOCK.findall(page.read_text("utf-8")))}
    found |= {f"{path.stem} {n}": print_ast(one) for path in FILES for n, one in enumerate(operations(path))}
    clients = (Path(__file__).parent.parent / "transport" / "clients" / "watch.mjs").read_text("utf-8")
    found |= {f"watch.mjs {n}": one for n, one in enumerate(TEXT.findall(clients))}
    found["the query to try"] = TRY
    found["introspection"] = get_introspection_query()
    found["introspection with every option"] = get_introspection_query(**dict.fromkeys(EVERY_OPTION, True))
    return found


DOCUMENTS = documents()


def test_there_are_documents_of_every_kind() -> None:
    kinds = {name.split()[0].partition(".")[0] for name in DOCUMENTS}
    assert {"README", "returns", "corrections", "watch", "1-orders-and-invoices", "introspection"} <= kinds


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_working_document_is_within_the_limits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "MAX_COMPLEXITY_BUDGET", merging.MAX_COMPLEXITY_BUDGET // 10)
    found = invalid(METER, measured(DOCUMENTS[name]), {})
    assert [error for error in found if "variable" not in (error.extensions or {})] == []  # no values were sent
