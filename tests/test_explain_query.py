"""What is compiled of a query, and what is not: told by a command, and to a request where the server allows it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from starlette.testclient import TestClient

from rebill import demo
from rebill.models.database import Database
from rebill.process.app import create_app
from rebill.process.starting import settings_of
from rebill.resolvers.compiled.survey import survey
from tests.api import SCHEMA
from tests.entered import entered_once
from tests.shell import Rebill

PAGE = "query Page($n: Int!) { all: invoices(first: $n) { nodes { number totalAmount } } }"
WORKED_OUT = "{ invoices { nodes { effective { netAmount } correctionOptions { canCorrect } } } }"
MIXED = "{ customers { totalCount } __schema { queryType { name } } }"
Explain = Callable[..., tuple[int, str]]


@pytest.fixture
def explain(rebill: Rebill, sqlite_database: Database, tmp_path: Path) -> Explain:
    """Explains a query; its exit code, and what it prints."""

    def run(query: str, *options: str, **variables: object) -> tuple[int, str]:
        file, values = tmp_path / "query.graphql", tmp_path / "values.json"
        file.write_text(query, encoding="utf-8")
        values.write_text(json.dumps(variables), encoding="utf-8")
        url = f"sqlite:///{sqlite_database.engine.url.database}"
        ended = rebill("explain-query", str(file), "--variables", str(values), "--database", url, *options)
        return ended.returncode, ended.stdout or ended.stderr

    return run


def test_what_is_compiled_is_told_with_its_statements(explain: Explain) -> None:
    code, told = explain(PAGE, n=3)
    assert code == 0
    assert told.startswith("all: invoices is compiled.\n\nSELECT ")
    assert "FROM invoice" in told


def test_what_functions_work_out_among_the_statements_is_told(explain: Explain) -> None:
    code, told = explain(WORKED_OUT)
    assert code == 0
    functions = "Invoice.effective, Invoice.correctionOptions"
    assert told.startswith(f"invoices is compiled; functions work out {functions}.\n\nSELECT ")


def test_what_is_not_is_told_with_the_field_and_why(explain: Explain) -> None:
    code, told = explain(MIXED)
    assert code == 1
    assert "customers is compiled." in told
    assert "__schema is not compiled:\n  __schema asks about the schema\n" in told
    assert told.endswith("The whole operation is answered by graphql-core, field by field.\n")


def test_the_same_is_told_as_json(explain: Explain) -> None:
    code, told = explain(MIXED, "--json")
    found = json.loads(told)
    assert (code, found["whole"]) == (1, False)
    assert [(one["key"], bool(one["reasons"])) for one in found["fields"]] == [("customers", False), ("__schema", True)]


@pytest.mark.parametrize(
    ("query", "options", "why"),
    [
        ("{ invoices { ", (), "Syntax Error"),
        ("{ invoice { id } }", (), "ref"),
        (PAGE, (), "a value of type Int is needed"),
        (PAGE, ("--operation", "Other"), "no operation named"),
    ],
)
def test_what_a_server_refuses_is_refused(query: str, options: tuple[str, ...], why: str, explain: Explain) -> None:
    code, told = explain(query, *options)
    assert code == 2
    assert why in told
    assert told.count("\n") == 1


def test_a_file_that_cannot_be_read_ends_in_one_line(rebill: Rebill, sqlite_database: Database) -> None:
    url = f"sqlite:///{sqlite_database.engine.url.database}"
    ended = rebill("explain-query", "/no/such/file", "--database", url)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    ended = rebill("explain-query", "--database", url)
    assert (ended.returncode, ended.stderr) == (2, "rebill: name a file with a query, or take --coverage\n")


def test_the_coverage_is_told_with_what_is_worked_out(rebill: Rebill, sqlite_database: Database) -> None:
    url = f"sqlite:///{sqlite_database.engine.url.database}"
    ended = rebill("explain-query", "--coverage", "--database", url)
    assert ended.returncode == 0
    assert ended.stdout.endswith("stored fields are compiled (100 %).\n")
    said = ended.stdout[ended.stdout.index("Functions work out ") :]
    assert all(one in said for one in ("Actual.conservation", "Invoice.effective", "Approval.outdated"))
    told = json.loads(rebill("explain-query", "--coverage", "--json", "--database", url).stdout)
    assert told["stored"] == told["compiled"] > 300


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda one: str(one.name))
def test_every_stored_field_is_compiled(dialect: sqlite.dialect) -> None:
    found = survey(SCHEMA._schema, dialect)
    assert [one for one in found if one.is_stored and one.reason is not None] == []
    assert len([one for one in found if one.is_stored]) > 300


@pytest.mark.parametrize("explains", [True, False])
def test_a_request_is_told_how_it_was_answered_where_the_server_explains(
    explains: bool, sqlite_database: Database
) -> None:
    entered_once(sqlite_database, demo.load)
    asked = {"query": PAGE, "variables": {"n": 1}, "extensions": {"explainQuery": True}}
    with TestClient(create_app(sqlite_database, explains=explains)) as client:
        answer = client.post("/graphql", json=asked).json()
        unasked = client.post("/graphql", json={**asked, "extensions": None}).json()
    assert answer["data"] == unasked["data"]
    assert "compiled" not in unasked["extensions"]
    if not explains:
        assert answer == unasked
        return
    told = answer["extensions"]["compiled"]
    assert (told["whole"], [one["key"] for one in told["fields"]]) == (True, ["all"])
    assert "FROM invoice" in told["fields"][0]["statements"][0]


def test_a_server_explains_only_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(None, None, None).explain_queries is False
    monkeypatch.setenv("REBILL_EXPLAIN_QUERIES", "1")
    assert settings_of(None, None, None).explain_queries is True
