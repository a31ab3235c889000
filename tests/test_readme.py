"""Every operation in the README runs on the demo data and answers what the README says.

DRAFT and DETAIL stand for ids that an earlier answer gave. `python -m tests.test_readme` writes the answers anew.
"""

import json
import re
from pathlib import Path

import pytest

from rebill.models.database import Database
from rebill.posting import demo
from tests.api import Api

README = Path(__file__).resolve().parent.parent / "README.md"
EXAMPLE = re.compile(r"```graphql\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)
OPERATIONS = Path(__file__).resolve().parent.parent / "rebill" / "graphiql" / "operations"


def answers(database: Database) -> list[str]:
    """What the README's operations answer, one after the other, on fresh demo data."""
    demo.load(database)
    api = Api(database)
    found, ids = [], {"DRAFT": "", "DETAIL": ""}
    for operation, _ in EXAMPLE.findall(README.read_text(encoding="utf-8")):
        for name, value in ids.items():
            operation = operation.replace(f'"{name}"', f'"{value}"')
        data = api.run(operation)
        drafted = data.get("correctInvoice")
        if drafted:
            ids = {"DRAFT": drafted["invoice"]["id"], "DETAIL": drafted["invoice"]["details"]["nodes"][0]["id"]}
        text = json.dumps(data, indent=2, ensure_ascii=False)
        for name, value in ids.items():
            text = text.replace(f'"{value}"', f'"{name}"') if value else text
        found.append(_narrow(text))
    return found


def _narrow(text: str) -> str:
    """Small objects on one line."""
    return re.sub(r"\{[^{}\[\]]{0,400}?\}", lambda found: re.sub(r"\s*\n\s*", " ", found.group(0)), text)


def test_the_readmes_operations_answer_what_it_says(database: Database) -> None:
    written = [answer.strip() for _, answer in EXAMPLE.findall(README.read_text(encoding="utf-8"))]
    assert answers(database) == written


def test_the_demo_data_keeps_every_law_and_shows_each_kind_of_record(database: Database) -> None:
    demo.load(database)
    api = Api(database)
    assert api.broken_laws() == []
    found = api.run(
        "{ customers { nodes { currency } } orders(filter: {returnStatus: [CREATED, OPEN, CLOSED, CANCELED]}) { nodes { "
        "... on ReturnOrder { lines { returnStatus } } } } invoices { nodes { status hasCorrections } } }"
    )
    assert {one["currency"] for one in found["customers"]["nodes"]} == {"NOK", "EUR"}
    lines = {line["returnStatus"] for order in found["orders"]["nodes"] for line in order["lines"]}
    assert lines == {"AWAITING", "REGISTERED", "RECEIVED", "INVOICED", "CANCELED"}
    invoices = {(one["status"], one["hasCorrections"]) for one in found["invoices"]["nodes"]}
    assert invoices == {("DRAFT", False), ("DRAFT", True), ("CONFIRMED", False), ("CONFIRMED", True)}


@pytest.mark.parametrize("path", sorted(OPERATIONS.glob("*.graphql")), ids=lambda path: path.stem)
def test_the_saved_operations_of_graphiql_run_on_the_demo_data(database: Database, path: Path) -> None:
    demo.load(database)
    assert "Rejection" not in json.dumps(Api(database).run(path.read_text(encoding="utf-8")))


def _rewrite() -> None:
    from tempfile import TemporaryDirectory

    from rebill.models import migrate

    with TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/x.db")
        migrate.upgrade(database)
        fresh = iter(answers(database))
        database.dispose()
    text = README.read_text(encoding="utf-8")
    README.write_text(
        EXAMPLE.sub(lambda found: f"```graphql\n{found.group(1)}```\n\n```json\n{next(fresh)}\n```", text),
        encoding="utf-8",
    )


if __name__ == "__main__":
    _rewrite()
