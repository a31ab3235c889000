"""What must be so once the recipes are followed; run in the copy of the tree by `tests.recipes.follow` alone."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rebill.files.exports import EXPORTS
from rebill.models.database import Database
from rebill.posting.laws.rules import LAWS
from rebill.posting.rules.scenarios import RULES
from rebill.schema.mutation import MUTATIONS
from rebill.schema.scopes import Scope
from tests.api import SCHEMA, Api, Rejected
from tests.projects import Project

ROOT = Path(__file__).resolve().parents[2]
DRAFTED = "... on DraftInvoiceSuccess { invoice { id } }"
RENAMED = "... on ProjectContractSuccess { contract { name } }"


def test_a_stored_field_is_given_answered_exported_and_guarded(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    contract = api.contract()
    api.work(contract, "8", "200")
    draft = api.do("createInvoice", DRAFTED, contract={"id": contract["id"]}, note=" Thank you. ")["invoice"]
    api.confirm(draft)
    (told,) = api.run("{ invoices { nodes { status note } } }")["invoices"]["nodes"]
    assert told == {"status": "CONFIRMED", "note": "Thank you."}
    assert "note" in [column.name for column in EXPORTS["invoices"].columns]
    with pytest.raises(DBAPIError, match="append-only"), sqlite_database.write() as connection:
        connection.execute(text("UPDATE invoice SET note = 'x'"))


def test_a_rule_is_in_the_tables_on_the_page_and_in_the_ledger(sqlite_database: Database) -> None:
    from tests.rules.test_written_rules import credit_a_return_with_an_allowance  # the recipe adds it

    api = Api(sqlite_database)
    api.product("100")
    credit_a_return_with_an_allowance(api)
    assert "return.allowance.billed" in RULES
    assert [row["rule"] for row in api.ledger()][-1] == "return.allowance.billed"
    (law,) = LAWS
    with sqlite_database.read() as connection:
        assert connection.scalars(law.broken).all() == []
    assert "`return.allowance` (returns 1.8)" in (ROOT / "docs" / "posting-rules.md").read_text(encoding="utf-8")


def test_a_problem_code_is_told_and_explained(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    project = Project.of(api)
    with pytest.raises(Rejected) as refused:
        project.draft(customer={"number": api.customer()})
    assert refused.value.codes == ["CUSTOMER_WITHOUT_SHARE"]
    assert "CUSTOMER_WITHOUT_SHARE" in str(SCHEMA)
    row = "| `CUSTOMER_WITHOUT_SHARE` | The customer has no share of the contract. | Customer C-000002 "
    assert row in (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")


def test_a_mutation_has_its_cost_and_right_and_does_what_it_says(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    answer = api.do("renameProjectContract", RENAMED, contract={"id": api.contract()["id"]}, name="Hall A")
    assert answer["contract"] == {"name": "Hall A"}
    (declared,) = (one for one in MUTATIONS if one.name == "renameProjectContract")
    assert (declared.cost, declared.right) == (10, {Scope.DRAFT})
