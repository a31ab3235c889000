"""Dates of documents through the API: nothing is credited before it was billed, and drafts bear dates of their own."""

from typing import Any

import pytest

from rebill.models.identity import encode
from tests.api import PROBLEMS, Api, Rejected
from tests.projects import Project
from tests.test_accounts import refused
from tests.test_periods import period

SOLD_ON, TODAY = "2026-09-10", "2026-09-01"
EARLY = [("CORRECTION_BEFORE_ORIGINAL", ["invoiceDate"])]
PLANNED = f"... on PostingPlan {{ hash totalAmount dueDate }} {PROBLEMS}"


def sold(api: Api, day: str = SOLD_ON, pieces: str = "4", customer: str | None = None) -> dict[str, Any]:
    """An invoice dated `day`, which is still to come."""
    product = api.product("100", cost="60")
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer or api.customer()},
        lines=[{"product": {"number": product}, "quantity": pieces}],
    )
    return api.post_orders({"number": made["order"]["number"]}, quantity="ALL", invoiceDate=day)[0]["invoice"]


def back(api: Api, *invoices: dict[str, Any]) -> dict[str, Any]:
    """A return order that can be credited, of a piece of each of these invoices."""
    order = api.return_order(*((one["lines"][0]["id"], "1") for one in invoices))
    api.arrive(order, *((place, "1") for place in range(1, len(invoices) + 1)))
    api.receive(order)
    return order


def dates(api: Api, number: str) -> tuple[str, str, str]:
    """Invoice date, document date and due date of a posted document."""
    found = api.document(number)
    return found["invoiceDate"], found["documentDate"], found["dueDate"]


def header(api: Api, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The header of a draft, once these are entered."""
    shown = "invoiceDate documentDate dueDate reason version"
    selection = f"... on DraftInvoiceSuccess {{ replayed invoice {{ {shown} }} }}"
    answer = api.do("updateInvoice", selection, invoice={"id": draft["id"]}, **values)
    found: dict[str, Any] = answer["invoice"]
    return found


def corrected(api: Api, day: str = SOLD_ON) -> tuple[Project, dict[str, Any]]:
    """A draft that corrects an invoice of work dated `day`: six of its ten hours are right."""
    project = Project.of(api)
    project.work("10", "100")
    invoice = project.confirm(project.draft(), invoiceDate=day)
    return project, project.bill(project.correct(invoice), quantity="6")


def planned(api: Api, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What confirming a draft would write, or why it cannot be."""
    query = f"query($i: ConfirmInvoiceInput!) {{ plan: planInvoiceConfirmation(input: $i) {{ {PLANNED} }} }}"
    found: dict[str, Any] = api.run(query, i={"invoice": {"id": draft["id"]}, **values})["plan"]
    return found


# ------------------------------------------------ returns
@pytest.mark.both_engines
def test_a_return_is_not_credited_before_it_was_billed(api: Api) -> None:
    order = back(api, sold(api))
    ref = {"order": {"id": order["id"]}}
    assert refused(api, "postReturnInvoice", **ref, invoiceDate="2026-09-09") == EARLY
    with pytest.raises(Rejected) as refusal:
        api.credit(order, invoiceDate="2026-09-09")
    (problem,) = refusal.value.problems
    assert problem["message"] == (
        "The document of RO-000001 would be dated 2026-09-09, before INV-000001 of 2026-09-10, which it puts right."
    )
    assert problem["remedy"] == "Give an invoiceDate from 2026-09-10 on."
    query = f"query($i: PostReturnInvoiceInput!) {{ plan: planReturnInvoice(input: $i) {{ {PLANNED} }} }}"
    plan = api.run(query, i={**ref, "invoiceDate": "2026-09-09"})["plan"]
    assert [one["code"] for one in plan["problems"]] == ["CORRECTION_BEFORE_ORIGINAL"]
    note = api.credit(order, invoiceDate=SOLD_ON)["invoice"]["number"]
    assert (dates(api, note), api.broken_laws()) == ((SOLD_ON, SOLD_ON, SOLD_ON), [])


@pytest.mark.both_engines
def test_a_return_that_nobody_dates_is_dated_like_the_latest_invoice_that_it_credits(api: Api) -> None:
    customer = api.customer()
    invoices = [sold(api, day, customer=customer) for day in ("2026-08-01", SOLD_ON, "2026-09-20")]
    early = back(api, invoices[0])
    assert dates(api, api.credit(early)["invoice"]["number"])[0] == TODAY
    both = back(api, *invoices[:2])
    query = f"query($i: PostReturnInvoiceInput!) {{ plan: planReturnInvoice(input: $i) {{ {PLANNED} }} }}"
    plan = api.run(query, i={"order": {"id": both["id"]}})["plan"]
    posted = api.credit(both, expectedPlan=plan["hash"])
    assert dates(api, posted["invoice"]["number"]) == (SOLD_ON, SOLD_ON, SOLD_ON)
    assert posted["order"]["returnStatus"] == "CLOSED"
    assert api.broken_laws() == []


def test_only_what_is_credited_dates_a_return(api: Api) -> None:
    customer = api.customer()
    early, late = sold(api, "2026-08-01", customer=customer), sold(api, customer=customer)
    order = api.return_order((early["lines"][0]["id"], "1"), (late["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    assert dates(api, api.credit(order)["invoice"]["number"])[0] == TODAY


def test_a_return_without_a_document_of_its_own_has_nothing_to_be_dated_by(api: Api) -> None:
    order = api.return_order((sold(api)["lines"][0]["id"], "1"))
    api.receive(api.arrive(order, (1, "1"), code="RETURN_TO_CUSTOMER"))
    assert api.credit(order, invoiceDate="2026-08-01")["invoice"] is None


def test_the_document_date_stays_as_given_where_the_invoice_date_moves(api: Api) -> None:
    note = api.credit(back(api, sold(api)), documentDate="2026-09-02")["invoice"]["number"]
    assert dates(api, note) == (SOLD_ON, "2026-09-02", SOLD_ON)


def test_a_date_that_has_moved_has_to_be_open(api: Api) -> None:
    order = back(api, sold(api))
    period(api, SOLD_ON, "2026-09-30", "ON_HOLD")
    assert refused(api, "postReturnInvoice", order={"id": order["id"]}) == [("PERIOD_NOT_OPEN", ["invoiceDate"])]
    period(api, SOLD_ON, "2026-09-30", "OPEN")
    period(api, TODAY, "2026-09-09", "ON_HOLD")
    assert dates(api, api.credit(order)["invoice"]["number"])[0] == SOLD_ON


# ------------------------------------------------ runs
@pytest.mark.both_engines
def test_each_document_of_a_run_is_dated_for_itself_unless_the_run_is_dated(api: Api) -> None:
    orders = [{"number": back(api, sold(api, day))["number"]} for day in ("2026-08-01", SOLD_ON)]
    early = api.post_orders(*orders, invoiceDate="2026-09-05", stopOnFirstError=False)
    assert [(one["status"], one["problems"]) for one in early] == [
        ("EXECUTED", []),
        ("CONTAINS_ERRORS", [{"code": "CORRECTION_BEFORE_ORIGINAL"}]),
    ]
    left = api.post_orders(orders[1])
    found = [dates(api, one["invoice"]["number"])[0] for one in (early[0], left[0])]
    assert (found, api.broken_laws()) == (["2026-09-05", SOLD_ON], [])


@pytest.mark.both_engines
def test_orders_that_share_a_document_are_dated_like_the_latest_of_them(api: Api) -> None:
    customer = api.customer()
    invoices = [sold(api, day, customer=customer) for day in (SOLD_ON, "2026-08-01")]
    orders = [{"number": back(api, one)["number"]} for one in invoices]
    shared = {"orders": orders, "summaryUpdate": "INVOICE_ACCOUNT"}
    query = f"query($i: PostInvoicesInput!) {{ planRun(input: $i) {{ ... on RunPlan {{ hash }} {PROBLEMS} }} }}"
    plan = api.run(query, i=shared)["planRun"]
    items = api.post_orders(*orders, summaryUpdate="INVOICE_ACCOUNT", expectedPlan=plan["hash"])
    assert [one["status"] for one in items] == ["EXECUTED", "EXECUTED"]
    assert {dates(api, one["invoice"]["number"])[0] for one in items} == {SOLD_ON}
    assert api.broken_laws() == []


# ------------------------------------------------ project invoices
@pytest.mark.both_engines
def test_a_correction_is_not_dated_before_what_it_corrects(api: Api) -> None:
    project, draft = corrected(api)
    ref = {"invoice": {"id": draft["id"]}}
    assert refused(api, "confirmInvoice", **ref, invoiceDate="2026-09-09") == EARLY
    problems = planned(api, draft, invoiceDate="2026-09-09")["problems"]
    assert [one["code"] for one in problems] == ["CORRECTION_BEFORE_ORIGINAL"]
    assert "of 2026-09-01 would be dated 2026-09-09, before INV-000001 of 2026-09-10" in problems[0]["message"]
    hashed = planned(api, draft)["hash"]
    note = project.confirm(draft, expectedPlan=hashed)["number"]
    assert (dates(api, note), api.broken_laws()) == ((SOLD_ON, SOLD_ON, SOLD_ON), [])


def test_a_draft_that_corrects_several_is_dated_like_the_latest(api: Api) -> None:
    project, draft = corrected(api)
    project.work("1", "50")
    later = project.confirm(project.draft(), invoiceDate="2026-09-20")
    project.correct(later, addTo=draft["id"])
    assert dates(api, project.confirm(draft)["number"])[0] == "2026-09-20"


# ------------------------------------------------ headers of drafts
@pytest.mark.both_engines
def test_a_draft_bears_the_dates_that_were_entered_until_they_are_entered_anew(api: Api) -> None:
    project, draft = corrected(api, "2026-08-01")
    version = draft["version"]
    entered = header(
        api, draft, invoiceDate="2026-09-03", dueDate="2026-09-20", reason="Agreed", expectedVersion=version
    )
    assert entered == {
        "invoiceDate": "2026-09-03",
        "documentDate": None,
        "dueDate": "2026-09-20",
        "reason": "Agreed",
        "version": version + 1,
    }
    moved = header(api, draft, invoiceDate="2026-09-04", documentDate="2026-09-02")
    assert (moved["invoiceDate"], moved["dueDate"], moved["reason"]) == ("2026-09-04", "2026-09-20", "Agreed")
    assert planned(api, draft)["dueDate"] == "2026-09-20"
    note = project.confirm(draft)["number"]
    assert (dates(api, note), api.broken_laws()) == (("2026-09-04", "2026-09-02", "2026-09-20"), [])


def test_the_date_of_the_confirmation_wins_over_that_of_the_draft(api: Api) -> None:
    project, draft = corrected(api, "2026-08-01")
    header(api, draft, invoiceDate="2026-09-03", dueDate="2026-09-20")
    note = project.confirm(draft, invoiceDate="2026-09-05")["number"]
    assert dates(api, note) == ("2026-09-05", "2026-09-05", "2026-09-20")


def test_a_run_confirms_each_draft_on_its_own_date(api: Api) -> None:
    drafts = [corrected(api)[1], corrected(api, "2026-08-01")[1], corrected(api, "2026-08-01")[1]]
    header(api, drafts[1], invoiceDate="2026-08-05")
    selection = "... on PostingRunSuccess { run { posted items { nodes { invoice { number } } } } }"
    run = api.do("confirmInvoices", selection, invoices=[{"id": one["id"]} for one in drafts])["run"]
    numbers = [one["invoice"]["number"] for one in run["items"]["nodes"]]
    assert [dates(api, one)[0] for one in numbers] == [SOLD_ON, "2026-08-05", TODAY]


def test_a_draft_for_the_first_time_has_a_header_too(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100")
    draft = project.draft()
    header(api, draft, invoiceDate="2026-08-31", documentDate="2026-08-30", dueDate="2026-12-31")
    number = project.confirm(draft)["number"]
    assert (dates(api, number), api.broken_laws()) == (("2026-08-31", "2026-08-30", "2026-12-31"), [])


def test_a_due_date_before_the_invoice_date_is_told_by_plan_and_confirmation(api: Api) -> None:
    _, draft = corrected(api, "2026-08-01")
    header(api, draft, invoiceDate="2026-09-03", dueDate="2026-09-02")
    early = [("INVALID_INPUT", ["dueDate"])]
    assert refused(api, "confirmInvoice", invoice={"id": draft["id"]}) == early
    (problem,) = planned(api, draft)["problems"]
    assert (problem["code"], problem["path"]) == early[0]
    assert problem["message"].endswith("would be due on 2026-09-02, before its invoice date 2026-09-03.")
    assert planned(api, draft, invoiceDate="2026-09-02")["dueDate"] == "2026-09-02"


def test_the_date_of_a_draft_has_to_be_open_and_not_before_what_it_corrects(api: Api) -> None:
    _, draft = corrected(api, "2026-08-10")
    header(api, draft, invoiceDate="2026-08-09", dueDate="2026-08-01")
    period(api, "2026-08-01", "2026-08-31", "CLOSED")
    assert refused(api, "confirmInvoice", invoice={"id": draft["id"]}) == [
        ("PERIOD_NOT_OPEN", ["invoiceDate"]),
        *EARLY,
        ("INVALID_INPUT", ["dueDate"]),
    ]


def test_only_drafts_have_a_header_to_change(api: Api) -> None:
    _, draft = corrected(api)
    refs = {"posted": {"number": "INV-000001"}, "draft": {"id": draft["id"]}, "none": {"id": encode("Invoice", 99)}}
    assert refused(api, "updateInvoice", invoice=refs["posted"], dueDate=SOLD_ON) == [
        ("INVOICE_READ_ONLY", ["invoice"])
    ]
    assert refused(api, "updateInvoice", invoice=refs["draft"], reason=" ") == [("INVALID_INPUT", ["invoice"])]
    assert refused(api, "updateInvoice", invoice=refs["draft"], reason="x" * 501) == [("INVALID_INPUT", ["reason"])]
    old = refused(api, "updateInvoice", invoice=refs["draft"], dueDate=SOLD_ON, expectedVersion=99)
    assert old == [("CONCURRENT_UPDATE", ["expectedVersion"])]
    assert refused(api, "updateInvoice", invoice=refs["none"], dueDate=SOLD_ON) == [("NOT_FOUND", ["invoice", "id"])]


def test_a_header_is_changed_once_a_key(api: Api) -> None:
    _, draft = corrected(api)
    values = {"invoice": {"id": draft["id"]}, "dueDate": SOLD_ON, "idempotencyKey": "due"}
    selection = "... on DraftInvoiceSuccess { replayed invoice { version } }"
    first, again = (api.do("updateInvoice", selection, **values) for _ in range(2))
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["invoice"] == again["invoice"]
