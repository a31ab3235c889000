"""Messages that misled people in trials: they name what people know, and a way out."""

from typing import Any

import pytest

from rebill.models.database import Database
from rebill.models.identity import decode
from tests.api import Api, Rejected
from tests.projects import Project

RUN = "... on PostingRunSuccess { run { items { nodes { order { number } problems { message } } } } }"


@pytest.fixture
def api(sqlite_database: Database) -> Api:
    """What is said does not depend on the engine."""
    return Api(sqlite_database)


def refused(api: Api, mutation: str, **values: Any) -> dict[str, Any]:
    """The one problem that a mutation is refused with."""
    with pytest.raises(Rejected) as rejected:
        api.do(mutation, "", **values)
    (problem,) = rejected.value.problems
    words = f"{problem['message']} {problem['remedy']}".split()
    assert not [word for word in words if decode(word.strip(".,:")) is not None], "nobody knows records by their ids"
    return dict(problem)


def an_order(api: Api) -> dict[str, Any]:
    """A return order of two chairs, by hand."""
    line = {"product": {"number": api.product("10", name="Chair")}, "unitPrice": "10", "quantity": "2"}
    return api.returned(customer={"number": api.customer()}, lines=[line])


def test_a_draft_is_called_by_its_customer_its_contract_and_the_day_it_was_made(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100")
    draft = project.draft()
    name = "Draft invoice for Nor on PC-000001 of 2026-09-01"
    ref = {"id": draft["id"]}
    assert refused(api, "recordPayment", invoice=ref, amount="1")["message"].startswith(f"{name} is not on")
    assert refused(api, "correctInvoice", invoice=ref)["message"].startswith(f"{name} is a DRAFT")
    assert refused(api, "markInvoicePaid", invoice=ref)["message"].startswith(f"{name} is DRAFT")
    twice = refused(api, "confirmInvoices", invoices=[ref, ref])
    assert twice["message"] == f"{name} is named twice."
    invoice = project.confirm(draft)
    correction = project.correct(invoice)
    held = refused(api, "correctInvoice", invoice={"number": invoice["number"]})
    assert held["message"] == f"“Work” is already being corrected on the {name[0].lower()}{name[1:]}."
    shown = "query($k: ID!) { node(id: $k) { ... on Invoice { correctionOptions { blockers { message } } } } }"
    options = api.run(shown, k=correction["id"])["node"]["correctionOptions"]
    assert options["blockers"][0]["message"].startswith(f"{name} is a DRAFT")


def test_a_refund_that_is_on_a_draft_names_the_draft(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "50"}])
    project.retained()
    mark = {"retainers": [project.retainer["id"]]}
    api.do("markReadyToRefund", "... on MarkReadyToRefundSuccess { retainers { id } }", **mark)
    project.draft()
    problem = refused(api, "markReadyToRefund", ready=False, **mark)
    assert problem["message"] == "The refund of “Advance” is on the draft invoice for Nor on PC-000001 of 2026-09-01."


def test_a_line_that_is_not_received_names_its_order(api: Api) -> None:
    order = an_order(api)
    api.arrive(order, (1, "2"))
    for values in ({"order": {"id": order["id"]}}, {"order": {"id": order["id"]}, "quantity": "PACKING_SLIP"}):
        assert refused(api, "postReturnInvoice", **values)["message"] == (
            "Line 1 (Chair) of RO-000001 is REGISTERED; it must be RECEIVED."
        )
    (item,) = api.do("postInvoices", RUN, orders=[{"id": order["id"]}])["run"]["items"]["nodes"]
    assert item["problems"][0]["message"].startswith("Line 1 (Chair) of RO-000001 is REGISTERED")


def test_a_packing_slip_of_no_lines_says_that_the_list_is_empty(api: Api) -> None:
    order = an_order(api)
    api.arrive(order, (1, "2"))
    problem = refused(api, "postPackingSlip", order={"id": order["id"]}, lines=[])
    assert (problem["code"], problem["path"]) == ("INVALID_INPUT", ["lines"])
    assert problem["message"] == "lines is empty."


def test_a_document_that_is_settled_has_nothing_to_pay(api: Api) -> None:
    bought = {"product": {"number": api.product("10")}, "quantity": "1"}
    invoice = api.invoiced(api.customer(), bought)
    api.pay(invoice["number"], "12.50")
    for amount in ("1", "0"):
        problem = refused(api, "recordPayment", invoice={"number": invoice["number"]}, amount=amount)
        assert problem["message"] == "INV-000001 is settled in full; nothing of it is open."
        assert problem["remedy"] == "Choose a document whose openAmount is not 0."


def test_a_project_invoices_product_is_not_corrected_but_comes_back(api: Api) -> None:
    product = api.product("10", name="Pump")
    project = Project.of(api, {"name": "Pump", "type": "PRODUCT_BASED", "product": {"number": product}})
    project.ready(contractLines=[project.contract["lines"][0]["id"]])
    invoice = project.confirm(project.draft())
    detail = invoice["details"]["nodes"][0]["id"]
    stuck = refused(api, "correctInvoice", invoice={"number": invoice["number"]}, details=[detail])
    assert stuck["code"] == "PRODUCT_LINE_NOT_CORRECTABLE"
    assert stuck["remedy"] == (
        "Use correctInvoice with lines for price, tax or text; createReturnOrder with invoiceLine for goods that came "
        "back or were not delivered (CREDIT_ONLY)."
    )
    lines = api.run("query($k: ID!) { node(id: $k) { ... on Invoice { lines { id } } } }", k=invoice["id"])
    order = api.return_order((lines["node"]["lines"][0]["id"], "1"))  # which works
    api.arrive(order, (1, "1"))
    api.receive(order)
    assert api.credit(order)["invoice"]["totalAmount"] == "-10.00"


def test_a_line_of_a_credit_note_and_an_id_of_nothing_say_so(api: Api) -> None:
    bought = {"product": {"number": api.product("10")}, "quantity": "1"}
    sold = api.invoiced(api.customer(), bought)["lines"][0]["id"]
    order = api.return_order((sold, "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    note = api.credit(order)["invoice"]
    lines = api.run("query($k: ID!) { node(id: $k) { ... on Invoice { lines { id } } } }", k=note["id"])
    line = {"invoiceLine": lines["node"]["lines"][0]["id"], "quantity": "1"}
    problem = refused(api, "createReturnOrder", lines=[line])
    assert problem["message"] == "The line is one that CN-000001 credits; what comes back has been sold."
    problem = refused(api, "createReturnOrder", lines=[line | {"invoiceLine": "SW52b2ljZUxpbmU6OTk"}])
    assert problem["message"] == "There is no invoice line with this id."
    assert refused(api, "markInvoicePaid", invoice={"id": "SW52b2ljZTo5OQ"})["message"] == (
        "There is no invoice with this id."
    )
    assert refused(api, "markInvoicePaid", invoice={"id": note["id"][:-1] + "?"})["message"] == (
        "This is not the id of an invoice."
    )


def test_a_cron_expression_and_a_time_zone_are_not_valid(api: Api) -> None:
    schedule = {"name": "Daily", "select": {}}
    problem = refused(api, "createRunSchedule", cron="daily", **schedule)
    assert problem["message"] == "“daily” is not a valid cron expression."
    problem = refused(api, "createRunSchedule", cron="@daily", timeZone="Oslo", **schedule)
    assert problem["message"] == "“Oslo” is not a time zone."


def test_shares_total_100_per_cent(api: Api) -> None:
    customer = {"number": api.customer()}
    line = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
    values = {"customer": customer, "name": "P", "lines": [line]}
    shares = [{"customer": customer, "percent": "60"}]
    problem = refused(api, "createProjectContract", customers=shares, **values)
    assert problem["message"] == "The shares total 60 %; they must total 100 %."


def test_who_names_a_stranger_or_a_contract_is_told_whom_and_what_to_name(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100")
    stranger = {"number": api.customer()}
    problem = refused(api, "createInvoice", contract={"id": project.key}, customer=stranger)
    assert problem["remedy"] == "Name a customer of the contract, or leave customer out for the one it was made with."
    problem = refused(api, "postPackingSlip", order={"number": "PC-000001"})
    assert problem["message"] == "PC-000001 is a project contract and has no packing slips."
    assert problem["remedy"] == "Name a sales order or a return order; work is invoiced with createInvoice."


def test_a_plan_of_one_line_has_changed(api: Api) -> None:
    order = an_order(api)
    api.receive(api.arrive(order, (1, "2")))
    problem = refused(api, "postReturnInvoice", order={"id": order["id"]}, expectedPlan="another")
    assert problem["message"].startswith("The plan has changed: it now totals -25.00 NOK in 1 line dated 2026-09-01,")
