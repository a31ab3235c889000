"""What planning and posting a correction run takes: as many statements for many invoices and lines as for few."""

from typing import Any

import pytest

from rebill.posting.runs.corrections import groups
from tests.api import Api
from tests.correction_runs import correct, outcomes, planned
from tests.projects import Project
from tests.statements import recorded_statements

ALL: dict[str, Any] = {"where": {"customer": {"number": "C-000001"}}, "change": {"priceFactor": "0.9"}}


def sold(api: Api, invoices: int, lines: int) -> None:
    """So many sales of so many lines each, and one that has been corrected already."""
    line = {"product": {"number": "P-000001"}, "quantity": "3"}
    for _ in range(invoices):
        api.invoiced("C-000001", *[line] * lines)


def worked(api: Api, invoices: int, details: int) -> None:
    """So many invoices of work on a contract with a limit."""
    project = Project.of(api, customer="C-000001")
    api.do("setNotToExceedLimit", "", contract={"id": project.key}, limit="1000000")
    for _ in range(invoices):
        for _ in range(details):
            project.work("1", "100", taxAmount="25", readyToInvoice=False)
        api.do("evaluateNotToExceed", "", contract={"id": project.key})
        open_rows = api.run("{ actuals(first: 250, filter: {billingStatus: [NOT_READY]}) { nodes { id } } }")
        project.ready(actuals=[one["id"] for one in open_rows["actuals"]["nodes"]])
        project.confirm(project.draft())


def statements_of_a_plan(api: Api, combine: str) -> int:
    """How many statements planning takes."""
    query = (
        "query($i: CorrectInvoicesInput!) { planCorrections(input: $i) { ... on CorrectionRunPlan { hash ready } } }"
    )
    with recorded_statements(api.database) as said:
        assert api.run(query, i={"reason": "R", "combine": combine, **ALL})["planCorrections"]["ready"]
    return len(said)


@pytest.mark.both_engines
@pytest.mark.parametrize("combine", ["INVOICE", "CUSTOMER"])
@pytest.mark.parametrize("bill", [sold, worked])
def test_a_plan_of_many_takes_no_more_statements_than_one_of_few(api: Api, bill: Any, combine: str) -> None:
    api.customer()
    api.product("120")
    bill(api, 1, 1)
    few = statements_of_a_plan(api, combine)
    bill(api, 7, 1)
    bill(api, 1, 30)
    assert statements_of_a_plan(api, combine) == few


def statements_of_a_run(api: Api) -> int:
    """How many statements a run of one document takes."""
    with recorded_statements(api.database) as said:
        run = correct(api, **ALL)
    assert [one[1] for one in outcomes(run)] == ["EXECUTED"]
    return len(said)


@pytest.mark.parametrize("bill", [sold, worked])
def test_a_document_of_many_lines_takes_no_more_statements_than_one_of_few(api: Api, bill: Any) -> None:
    api.customer()
    api.product("120")
    bill(api, 1, 2)
    few = statements_of_a_run(api)
    correct(api, **ALL | {"change": {"creditInFull": True}})
    bill(api, 1, 25)
    assert statements_of_a_run(api) == few


def test_a_plan_that_is_made_in_parts_is_the_same_plan(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.customer()
    api.product("120")
    sold(api, 3, 2)
    worked(api, 2, 2)
    whole = [planned(api, **ALL, combine=one, settlement="AUTOMATIC") for one in ("INVOICE", "CUSTOMER")]
    monkeypatch.setattr(groups, "MOST_DETAILS", 3)
    assert [planned(api, **ALL, combine=one, settlement="AUTOMATIC") for one in ("INVOICE", "CUSTOMER")] == whole
