"""What was written down is told in the language of whoever reads it, also what was kept before there were languages."""

import json

import pytest
from sqlalchemy import update

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import ProblemCode
from rebill.models.wording import Language
from rebill.posting.command.results import restored
from rebill.posting.problems import Problem, kept_problem, problem, restored_problem
from rebill.posting.returns.credit_notes import CreditNoteResult
from rebill.resolvers.context import Context
from tests.api import SCHEMA, Api
from tests.compiled_reads.comparing import compiled_operation

ITEMS = "{ postingRuns { nodes { items { nodes { problems { code path params { name value } message remedy retryable } } } } } }"
OF_BEFORE = [
    {"code": "NOTHING_TO_POST", "message": "Nothing is left.", "path": ["order"], "remedy": "Wait.", "retryable": False}
]


def told(database: Database, language: Language) -> list[dict[str, object]]:
    """The problems of the only item of the only run, by graphql-core."""
    answer = SCHEMA.execute_sync(ITEMS, context_value=Context(database, language=language))
    assert not answer.errors
    assert answer.data is not None
    (run,) = answer.data["postingRuns"]["nodes"]
    (item,) = run["items"]["nodes"]
    return list(item["problems"])


def by_statement(database: Database, language: Language) -> list[dict[str, object]]:
    """The same by the statement that the query is compiled to."""
    operation = compiled_operation(database, ITEMS)
    answer = operation.answer(Context(database, language=language), {})
    assert answer is not None
    (run,) = json.loads(answer.data)["postingRuns"]["nodes"]
    return list(run["items"]["nodes"][0]["problems"])


@pytest.fixture
def skipped(database: Database) -> Database:
    """A book with a run of which the only order has nothing delivered."""
    api = Api(database)
    line = {"product": {"number": api.product("100")}, "quantity": "1"}
    api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": api.customer()},
        lines=[line],
    )
    api.do("postInvoices", "... on PostingRunSuccess { run { id } }", orders=[{"number": "SO-000001"}])
    return database


@pytest.mark.both_engines
def test_a_runs_problems_are_told_in_the_readers_language(skipped: Database) -> None:
    for language, message, remedy in [
        (Language.EN, "Sales order SO-000001 is OPEN and has nothing", "Post its packing slip"),
        (Language.DE, "Verkaufsauftrag SO-000001 ist OPEN, und", "Buchen Sie zuerst"),
    ]:
        (one,) = told(skipped, language)
        assert str(one["message"]).startswith(message)
        assert str(one["remedy"]).startswith(remedy)
        assert one["params"] == [{"name": "document", "value": "SO-000001"}, {"name": "state", "value": "OPEN"}]
        assert by_statement(skipped, language) == [one]


@pytest.mark.both_engines
def test_what_a_run_kept_in_english_is_told_as_it_stands(skipped: Database) -> None:
    with skipped.engine.begin() as connection:
        connection.execute(update(tables.posting_run_item).values(problems=OF_BEFORE))
    for language in Language:
        assert told(skipped, language) == by_statement(skipped, language) == [OF_BEFORE[0] | {"params": []}]


def test_a_problem_is_the_same_after_it_was_kept() -> None:
    inner = problem(ProblemCode.NOTHING_TO_CORRECT, "bills-nothing", description="Work")
    one = Problem(ProblemCode.NOT_FOUND, "id", (("type", "Order"), ("given", "x")), ("orders", "0"), True, (inner,))
    assert restored_problem(json.loads(json.dumps(kept_problem(one)))) == one


def test_an_answer_kept_in_english_is_read_back() -> None:
    kept = {
        "plan": {"hash": "x", "warnings": [{"code": "DEADLINE_PASSED", "message": "Too late.", "path": ["order"]}]},
        "order": 1,
        "skipped": [{"line": 7, "code": "ORDER_CANCELED", "message": "Line 1 is CANCELED."}],
    }
    answer = restored(CreditNoteResult, kept)
    assert [one.told(Language.NB) for one in answer.plan.warnings] == ["Too late."]
    assert [(one.line, one.told()) for one in answer.skipped] == [(7, "Line 1 is CANCELED.")]


def test_an_explanation_is_told_in_the_readers_language(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("100", name="Stol")}, "quantity": "2"})
    (row,) = api.ledger()
    query = "query($r: ExplainRef!) { explain(ref: $r) { text rows { text arithmetic } } }"
    told = {}
    for language in Language:
        context = Context(sqlite_database, language=language)
        ref = {"actual": encode("Actual", row["sequence"])}
        answer = SCHEMA.execute_sync(query, {"r": ref}, context_value=context)
        assert answer.data is not None
        told[language.value] = answer.data["explain"]["rows"][0]["text"].partition(" 2 ")[2]
    assert told == {
        "en": "of “Stol” at 100.00: 200.00 and 50.00 tax.",
        "nb": "av «Stol» à 100.00: 200.00 og 50.00 i avgift.",
        "da": "af »Stol« à 100.00: 200.00 og 50.00 i moms.",
        "de": "von „Stol“ zu 100.00: 200.00 und 50.00 Steuer.",
    }, invoice
