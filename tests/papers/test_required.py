"""Customers that take valid files only: nothing is posted for them without one, by whatever way (documents 3.9)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

import rebill.documents.electronic.document as electronic_document
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.vocabulary import ElectronicFormat, ElectronicProfile
from rebill.posting.issuing.facts import facts_of
from rebill.posting.papers.renditions import Rendition, made
from rebill.resolvers.run_plans import MOST_CHECKED
from tests import canceling, correction_runs
from tests.api import Api, Rejected
from tests.papers.parties import BRYGGE, changed
from tests.papers.sent import buyer, electronic, ordered, seller, shown, sold

LAMP = (("100", "3", "S25"),)
BR_10 = ("ELECTRONIC_DOCUMENT_INVALID", ["electronicDocument", "BR-10"])
TOLD = "code path message remedy"
RUN_PLAN = f"ready blockedOrders {{ order {{ number }} problems {{ {TOLD} }} }}"


def told(problems: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(one["code"], one["path"]) for one in problems]


def refused(act: Any, *arguments: Any, **values: Any) -> list[tuple[str, list[str]]]:
    with pytest.raises(Rejected) as found:
        act(*arguments, **values)
    return told(found.value.problems)


def planned(api: Api, query: str, **values: Any) -> list[tuple[str, list[str]]]:
    """What a plan is refused with."""
    kind = {"planReturnInvoice": "PostReturnInvoiceInput", "planInvoiceConfirmation": "ConfirmInvoiceInput"}[query]
    asked = f"query($i: {kind}!) {{ {query}(input: $i) {{ ... on Rejection {{ problems {{ {TOLD} }} }} }} }}"
    return told(api.run(asked, i=values)[query]["problems"])


def received(api: Api, invoice: dict[str, Any]) -> dict[str, Any]:
    """A return order of one lamp that is back."""
    order = api.return_order((invoice["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    return order


def drafted(api: Api, customer: str) -> dict[str, Any]:
    """A draft of ten hours."""
    contract = api.contract(customer)
    api.work(contract, "10", "200", taxCode="S25")
    return api.draft(contract)


def run(api: Api, *orders: dict[str, str], **values: Any) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """What became of the orders of a run."""
    answer = f"... on PostingRunSuccess {{ run {{ items {{ nodes {{ status problems {{ {TOLD} }} }} }} }} }}"
    items = api.do("postInvoices", answer, orders=list(orders), **values)["run"]["items"]["nodes"]
    return [(one["status"], told(one["problems"])) for one in items]


@pytest.mark.both_engines
def test_no_way_of_posting_leads_past_the_requirement_and_what_was_checked_is_kept(
    api: Api, database: Database
) -> None:
    seller(api)
    customer = buyer(api, address=None)
    first, second, third = (sold(api, customer, LAMP) for _ in range(3))
    order, draft = received(api, first), drafted(api, customer)
    goods = [ordered(api, customer, LAMP) for _ in range(3)]
    fine = ordered(api, buyer(api), LAMP)
    changed(api, customer, requireElectronicDocument=True)
    before = api.fingerprint()

    assert planned(api, "planReturnInvoice", order={"id": order["id"]}) == [BR_10]
    assert refused(api.credit, order) == [BR_10]
    assert refused(api.credit, order, posting=False) == [BR_10]
    assert planned(api, "planInvoiceConfirmation", invoice={"id": draft["id"]}) == [BR_10]
    assert refused(api.confirm, draft) == [BR_10]
    assert told(canceling.refused(api, second["number"])) == [BR_10]
    taken_back = {"where": {"invoices": [{"number": third["number"]}]}, "change": {"creditInFull": True}}
    asked = f"query($i: PostInvoicesInput!) {{ planRun(input: $i) {{ ... on RunPlan {{ {RUN_PLAN} }} }} }}"
    for how in ({}, {"summaryUpdate": "INVOICE_ACCOUNT"}):
        run_plan = api.run(asked, i={"orders": [goods[0], fine], **how})["planRun"]
        assert run_plan["ready"] == 1
        assert [(one["order"], told(one["problems"])) for one in run_plan["blockedOrders"]] == [(goods[0], [BR_10])]
    assert api.fingerprint() == before

    (item,) = correction_runs.correct(api, **taken_back)["items"]["nodes"]
    assert (item["status"], told(item["problems"])) == ("CONTAINS_ERRORS", [BR_10])
    assert run(api, goods[0], fine) == [("CONTAINS_ERRORS", [BR_10]), ("EXECUTED", [])]
    together = run(api, *goods[1:], summaryUpdate="INVOICE_ACCOUNT")
    assert [one[0] for one in together] == ["CONTAINS_ERRORS"] * 2
    assert BR_10 in together[0][1]

    # a period that is closed stands beside it
    period = {"from": "2026-01-01", "to": "2026-12-31", "reason": "Audit"}
    api.do("setFiscalPeriod", "", **period, status="CLOSED")
    assert [one[0] for one in refused(api.credit, order)] == ["PERIOD_NOT_OPEN", "ELECTRONIC_DOCUMENT_INVALID"]
    api.do("setFiscalPeriod", "", **period, status="OPEN")

    changed(api, customer, address=BRYGGE["address"], electronicFormat="CII")
    posted = [api.credit(order)["invoice"]["number"], api.confirm(draft)["invoice"]["number"]]
    posted.append(canceling.cancel(api, second["number"])["invoice"]["number"])
    posted.append(correction_runs.correct(api, **taken_back)["items"]["nodes"][0]["invoice"]["number"])
    posted.append(api.post_orders(goods[0])[0]["invoice"]["number"])
    posted.append(api.post_orders(*goods[1:], summaryUpdate="INVOICE_ACCOUNT")[0]["invoice"]["number"])
    for number in posted:
        kept = electronic(api, number, "CII")
        assert (kept["issued"], kept["valid"], kept["problems"]) == (True, True, []), number
        assert f"<ram:ID>{number}</ram:ID>" in kept["xml"]
        (file,) = shown(api, number, "files { sha256 fileName }")["files"]
        assert file == {"sha256": kept["sha256"], "fileName": f"{number}.cii.xml"}
        assert kept["xml"] == rendered(database, number).decode(), number
        other = electronic(api, number)
        assert (other["issued"], other["valid"], other["problems"]) == (False, True, []), number
    assert shown(api, first["number"], "files { id }")["files"] == []
    laws = api.run("{ checkLedger { laws { id holds violations } } }")["checkLedger"]["laws"]
    assert [one for one in laws if not one["holds"]] == []


def rendered(database: Database, number: str) -> bytes:
    """The file of a posted document, made anew."""
    with database.read() as connection:
        key = connection.scalar(select(tables.invoice.c.id).where(tables.invoice.c.number == number))
        assert key is not None
        facts = facts_of(connection, [key], date(2026, 9, 1))[key]
    return made(facts, Rendition(ElectronicFormat.CII, ElectronicProfile.EN16931)).content


def test_whoever_posts_is_warned_of_what_could_not_be_sent_where_there_is_a_company(api: Api) -> None:
    customer = api.customer()
    silent = api.confirm(drafted_plain(api, customer))
    assert silent["warnings"] == []
    seller(api)
    warned = api.confirm(drafted_plain(api, customer))
    assert warned["warnings"] == [{"code": "DOCUMENT_INCOMPLETE"}]
    answer = "... on ConfirmInvoiceSuccess { warnings { code message } }"
    made_ = api.do("confirmInvoice", answer, invoice={"id": drafted_plain(api, customer)["id"]})
    assert made_["warnings"][0]["message"] == (
        "The document cannot be sent as an electronic one: it does not pass "
        "XSD, BR-10, BR-47, BR-48, BR-CO-04, UBL-SR-48, REBILL-03."
    )
    fine = api.confirm(drafted(api, buyer(api)))
    assert fine["warnings"] == []


def drafted_plain(api: Api, customer: str) -> dict[str, Any]:
    """A draft of work that bears no tax, as nobody knows why."""
    contract = api.contract(customer)
    api.work(contract, "1", "100")
    return api.draft(contract)


def test_without_the_rules_nothing_is_posted_for_those_who_take_valid_files_only(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller(api)
    customer = buyer(api)
    number = sold(api, customer)["number"]
    draft = drafted(api, customer)
    changed(api, customer, requireElectronicDocument=True)
    monkeypatch.setattr(electronic_document, "can_check", lambda: False)
    with pytest.raises(Rejected) as found:
        api.confirm(draft)
    (problem,) = found.value.problems
    assert (problem["code"], problem["path"]) == ("ELECTRONIC_RULES_MISSING", ["electronicDocument"])
    assert problem["message"].startswith("Brygge Handel AS needs a valid electronic document")
    assert "rebill[rules]" in problem["remedy"]
    with pytest.raises(Rejected, match="ELECTRONIC_RULES_MISSING"):
        api.do("issueDocuments", "", invoices=[{"number": number}], electronic=["UBL"])
    unchecked = electronic(api, number)
    assert (unchecked["valid"], unchecked["validatedBy"]) == (False, [])
    api.do(
        "issueDocuments", "... on IssueDocumentsSuccess { files { id } }", invoices=[{"number": number}], print=["PDF"]
    )
    changed(api, customer, requireElectronicDocument=False)
    assert api.confirm(draft)["warnings"] == []


def test_the_plan_of_a_run_warns_of_what_could_not_be_sent_as_a_single_plan_does(api: Api) -> None:
    seller(api)
    orders = [ordered(api, buyer(api, **values), LAMP) for values in ({"address": None}, {})]
    asked = "query($i: PostInvoicesInput!) { planRun(input: $i) { ... on RunPlan { documents { warnings { %s } } } } }"
    documents = api.run(asked % "code message", i={"orders": orders})["planRun"]["documents"]
    lacking = "The document cannot be sent as an electronic one: it does not pass BR-10."
    assert documents == [{"warnings": [{"code": "DOCUMENT_INCOMPLETE", "message": lacking}]}, {"warnings": []}]


def test_the_plan_of_a_run_of_very_many_documents_takes_no_time_for_the_rules(api: Api) -> None:
    seller(api)
    customer = buyer(api, address=None)
    line = {"product": {"number": api.product("100", tax="0")}, "quantity": "1", "taxCode": "S25"}
    answer = "... on SalesOrderSuccess { order { number } }"
    asked = (
        "query($i: PostInvoicesInput!) { planRun(input: $i) { ... on RunPlan { documents { warnings { code } } } } }"
    )
    orders = [
        api.do("createSalesOrder", answer, customer={"number": customer}, lines=[line])["order"]
        for _ in range(MOST_CHECKED + 1)
    ]
    for some, codes in ((orders, []), (orders[:2], [{"code": "DOCUMENT_INCOMPLETE"}])):
        documents = api.run(asked, i={"orders": some, "quantity": "ALL"})["planRun"]["documents"]
        assert documents == [{"warnings": codes}] * len(some)
