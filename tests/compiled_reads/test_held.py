"""What a mutation answers is the same whether statements or graphql-core read its records after the commit."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, OperationType, execute_sync
from sqlalchemy import Connection

from rebill.models.database import Database
from rebill.resolvers.compiled import held
from rebill.resolvers.compiled.held import HeldRecords
from rebill.resolvers.compiled.statements import Statement
from rebill.resolvers.context import Context
from rebill.resolvers.walking.executor import Walking
from rebill.transport.json_text import as_json
from tests.api import SCHEMA, Api, document
from tests.fuzz.answering import executors, told
from tests.fuzz.writing import Drawn
from tests.projects import Project
from tests.statements import recorded_statements
from tests.walkthrough import PAGES, answers

pytestmark = pytest.mark.both_engines
CORE = SCHEMA._schema
KEYS = count()
LINES = "lines { id netAmount details { id amount originalDetail { id quantity } } }"
CONFIRMED = f"... on ConfirmInvoiceSuccess {{ replayed invoice {{ id number totalAmount {LINES} }} }}"


class Both(Api):
    """Repeats each mutation, once for each way to read what it answers; all must say the same."""

    def run(self, query: str, **variables: Any) -> dict[str, Any]:
        """Run an operation that must not fail."""
        if not any(_is_mutation(one) for one in document(query).definitions):
            return super().run(query, **variables)
        key = f"repeated {next(KEYS)}"
        first, *repeated = (self.told(query, variables, key, by_statements=how) for how in (True, True, False))
        assert repeated[0] == repeated[1]
        assert first in (repeated[0], repeated[0].replace('"replayed":true', '"replayed":false'))
        return dict(json.loads(first))

    def told(self, query: str, variables: dict[str, Any], key: str | None, *, by_statements: bool) -> str:
        """The data of an answer."""
        context = Context(self.database, key, clock=self.clock, notify=self.notify)
        if by_statements:
            (operation,) = (one for one in document(query).definitions if isinstance(one, OperationDefinitionNode))
            dialect = self.database.engine.dialect
            context.records = partial(HeldRecords(CORE, document(query), operation, dialect).text, variables)
        try:
            result = execute_sync(
                CORE, document(query), variable_values=variables, context_value=context, executor_class=Walking
            )
        finally:
            context.fresh()
        assert not result.errors, result.errors
        return as_json(result.data)


def _is_mutation(one: object) -> bool:
    return isinstance(one, OperationDefinitionNode) and one.operation is OperationType.MUTATION


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The compiled statements that are run meanwhile."""
    said: list[str] = []
    rows = Statement.rows

    def noted(statement: Statement, *given: Any) -> Any:
        said.append(statement.text)
        return rows(statement, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Statement, "rows", noted)
        yield said


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[one.stem for one in PAGES])
def test_the_mutations_of_the_docs_are_answered_the_same(database: Database, page: Path) -> None:
    assert list(answers(database, page, asking=Both))


@pytest.mark.slow
def test_lists_and_records_that_several_types_share_are_answered_the_same(database: Database) -> None:
    api = Both(database)
    product = {"number": api.product("80", cost="45")}
    sold = api.invoiced(api.customer(), {"product": product, "quantity": "5"})
    order = api.return_order((sold["lines"][0]["id"], "3"))
    slip = "packingSlip { number } order { __typename id number ... on ReturnOrder { rmaNumber lines { id } } }"
    api.arrive(order, (1, "2"))
    api.do("postPackingSlip", f"... on PackingSlipSuccess {{ {slip} }}", order={"id": order["id"]})
    api.credit(order)
    api.pay(sold["number"], "10")
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "100"}])
    project.retained()
    for quantity in "1234":
        api.work(api.contract(), quantity, "10")
    project.work("10", "100")
    draft = project.draft()
    api.confirm(draft)
    api.correct({"id": draft["id"]})


def confirmation(api: Api) -> tuple[str, dict[str, Any]]:
    """A confirmation of an invoice of three lines, to be carried out by whoever asks."""
    contract = api.contract()
    for quantity in "123":
        api.work(contract, quantity, "10")
    query = f"mutation($i: ConfirmInvoiceInput!) {{ confirmInvoice(input: $i) {{ __typename {CONFIRMED} }} }}"
    return query, {"i": {"invoice": {"id": api.draft(contract)["id"]}}}


def test_a_posted_invoice_is_read_back_with_its_lines_and_details_in_one_statement(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Both(database)
    query, given = confirmation(api)
    told = api.told(query, given, "first", by_statements=True)
    with counted(monkeypatch) as said, recorded_statements(database) as others:
        again = api.told(query, given, "first", by_statements=True)
    assert told == again.replace('"replayed":true', '"replayed":false')
    assert len(said) == 1
    assert not [one for one in others if "FROM invoice_line" in one and one not in said]


def test_nothing_is_read_for_an_answer_that_is_ids_alone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    api = Both(database)
    _, given = confirmation(api)
    asked = "... on ConfirmInvoiceSuccess { invoice { __typename key: id } }"
    query = f"mutation($i: ConfirmInvoiceInput!) {{ confirmInvoice(input: $i) {{ __typename {asked} }} }}"
    api.told(query, given, "key", by_statements=True)
    opened: list[object] = []
    monkeypatch.setattr(Database, "read", lambda *_, **__: opened.append(_))
    told = api.told(query, given, "key", by_statements=True)
    monkeypatch.undo()
    assert told == api.told(query, given, "key", by_statements=False)
    assert not opened


def test_a_long_list_costs_the_same_however_it_was_read(database: Database) -> None:
    contract = Api(database).contract()
    entry = {"contractLine": contract["lines"][0]["id"], "transactionClass": "TIME", "description": "Work"}
    entry |= {"transactionDate": "2026-08-31", "quantity": "1", "unitPrice": "10"}
    query = """mutation($i: PostEntryJournalInput!) { postEntryJournal(input: $i) { ... on EntryJournalSuccess {
        actuals { sequence lineage { sequence } conservation { approved { quantity } } } } } }"""
    asked = Drawn(query, None, {"i": {"entries": [entry] * 12, "idempotencyKey": "key"}})
    compiling, walking = executors(SCHEMA, database)
    first, again = told(compiling, [asked] * 2)
    (walked,) = told(walking, [asked])
    assert first == again == walked
    assert '"actualQueryCost"' in first.text


def test_a_document_is_compiled_when_it_comes_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most that is never sent again has its values in it, and compiling takes longer than walking does."""
    api = Both(database)
    query, given = confirmation(api)
    given["i"]["idempotencyKey"] = "key"
    compiling, _ = executors(SCHEMA, database)
    with counted(monkeypatch) as said:
        told(compiling, [Drawn(query, None, given)])
        assert not said
        told(compiling, [Drawn(query, None, given)])
    assert len(said) == 1


@pytest.mark.parametrize("broken", ["while it is made", "while it is run"])
def test_what_a_statement_cannot_answer_is_answered_by_graphql_core(
    database: Database, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    api = Both(database)
    query, given = confirmation(api)
    told = api.told(query, given, "key", by_statements=False)
    failed: list[str] = []

    def fail(*_: object, **__: object) -> Any:
        failed.append(broken)
        raise ZeroDivisionError

    def fail_in_sql(_: Statement, connection: Connection, __: object) -> Any:
        failed.append(broken)
        return connection.exec_driver_sql("SELECT nothing_at_all")

    if broken == "while it is made":
        monkeypatch.setattr(held, "_read", fail)
    else:
        monkeypatch.setattr(Statement, "rows", fail_in_sql)
    again = api.told(query, given, "key", by_statements=True)
    assert again == told.replace('"replayed":false', '"replayed":true')
    assert failed == [broken]
