"""Every operation in the docs runs on the demo data and answers what the page says."""

import json
from pathlib import Path

import pytest

from rebill.models.database import Database
from rebill.posting import demo
from tests.api import Api
from tests.walkthrough import PAGES, ROOT, answers, written

OPERATIONS = ROOT / "rebill" / "graphiql" / "operations"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_operations_of_a_page_answer_what_it_says(database: Database, page: Path) -> None:
    assert list(answers(database, page)) == written(page)


def test_the_demo_data_keeps_every_law_and_shows_each_kind_of_record(database: Database) -> None:
    demo.load(database)
    api = Api(database)
    assert api.broken_laws() == []
    found = api.run(
        "{ customers { nodes { currency } } orders(filter: {returnStatus: [CREATED, OPEN, CLOSED, CANCELED]}) { nodes { "
        "... on ReturnOrder { returnStatus lines { returnStatus } } } } "
        "invoices { nodes { status hasCorrections } } }"
    )
    assert {one["currency"] for one in found["customers"]["nodes"]} == {"NOK", "EUR"}
    orders = found["orders"]["nodes"]
    assert {order["returnStatus"] for order in orders} == {"CREATED", "OPEN", "CLOSED", "CANCELED"}
    lines = {line["returnStatus"] for order in orders for line in order["lines"]}
    assert lines == {"AWAITING", "REGISTERED", "QUARANTINE", "RECEIVED", "INVOICED", "CANCELED"}
    invoices = {(one["status"], one["hasCorrections"]) for one in found["invoices"]["nodes"]}
    posted = {("CONFIRMED", False), ("CONFIRMED", True), ("PAID", False)}
    assert invoices == {("DRAFT", False), ("DRAFT", True)} | posted


@pytest.mark.parametrize("path", sorted(OPERATIONS.glob("*.graphql")), ids=lambda path: path.stem)
def test_the_saved_operations_of_graphiql_run_on_the_demo_data(database: Database, path: Path) -> None:
    demo.load(database)
    assert "Rejection" not in json.dumps(Api(database).run(path.read_text(encoding="utf-8")))
