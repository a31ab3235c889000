"""Every operation in the docs runs on the demo data and answers what the page says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import print_ast

from rebill import demo
from rebill.models.database import Database
from tests.api import Api
from tests.entered import entered_once
from tests.saved import FILES, operations
from tests.walkthrough import PAGES, answers, written


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_operations_of_a_page_answer_what_it_says(database: Database, page: Path) -> None:
    assert list(answers(database, page)) == written(page)


def test_the_demo_data_keeps_every_law_and_shows_each_kind_of_record(database: Database) -> None:
    entered_once(database, demo.load)
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


def test_the_documents_of_the_demo_data_pass_every_rule_without_a_warning(sqlite_database: Database) -> None:
    entered_once(sqlite_database, demo.load)
    found = Api(sqlite_database).run(
        "{ invoices { nodes { number ubl: electronicDocument(format: UBL) { ...Told } "
        "cii: electronicDocument(format: CII) { ...Told } } } company { problems { message } } } "
        "fragment Told on ElectronicDocument { valid problems { rule message } }"
    )
    lacking = [one for one in found["invoices"]["nodes"] for told in (one["ubl"], one["cii"]) if told["problems"]]
    assert (lacking, found["company"]["problems"]) == ([], [])
    assert all(one["ubl"]["valid"] and one["cii"]["valid"] for one in found["invoices"]["nodes"])


def test_the_demo_data_shows_a_retainer_applied_in_part_milestones_on_their_way_and_a_shared_bill(
    sqlite_database: Database,
) -> None:
    entered_once(sqlite_database, demo.load)
    found = Api(sqlite_database).run(
        "{ orders(filter: {type: [PROJECT_CONTRACT]}) { nodes { ... on ProjectContract { customers { percent } "
        "lines { milestones { invoiceStatus } } retainers { usedAmount availableAmount } } } } }"
    )
    contracts = found["orders"]["nodes"]
    assert {"usedAmount": "12000.00", "availableAmount": "18000.00"} in [
        r for one in contracts for r in one["retainers"]
    ]
    milestones = [
        one["invoiceStatus"] for contract in contracts for line in contract["lines"] for one in line["milestones"]
    ]
    assert milestones == ["CUSTOMER_INVOICE_POSTED", "READY_TO_INVOICE", "READY_TO_INVOICE", "NOT_READY"]
    assert {"60", "40"} <= {share["percent"] for one in contracts for share in one["customers"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_saved_operations_of_graphiql_run_on_the_demo_data(database: Database, path: Path) -> None:
    """One after the other; the id of what an answer names is the variable of that name."""
    entered_once(database, demo.load)
    known: dict[str, str] = {}
    for operation in operations(path):
        variables = re.findall(r"\$(\w+): ID!", text := print_ast(operation))
        answer = Api(database).run(text, **{name: known[name] for name in variables})
        assert "Rejection" not in json.dumps(answer)
        known |= dict(_ids(answer))


def _ids(answer: Any) -> Iterator[tuple[str, str]]:
    """The first id under each name, of one of many by the name of one: "details" has that of a "detail"."""
    for name, value in answer.items() if isinstance(answer, dict) else ():
        nodes = value.get("nodes", value) if isinstance(value, dict) else value
        one = nodes[0] if isinstance(nodes, list) and nodes else nodes
        yield from _ids(one)
        if isinstance(one, dict) and "id" in one:
            yield name.removesuffix("s"), one["id"]
