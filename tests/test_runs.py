"""Posting runs: returns 4.5 in all its variants, bulk confirmation (project-invoicing 2.6), and going on after a stop."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import decode
from rebill.models.vocabulary import SummaryUpdate
from rebill.posting import commands
from rebill.posting.command.transaction import Service
from rebill.posting.runs import execution, runs
from rebill.posting.runs.execution import execute_run
from tests.api import Api, Rejected
from tests.projects import Project

ITEM = "status order { number } invoice { id number status netAmount totalAmount } problems { code remedy }"
RUN = f"id kind status total posted skipped failed waiting items(first: 250) {{ nodes {{ {ITEM} }} }}"


def post(api: Api, **values: Any) -> dict[str, Any]:
    """A run of orders."""
    run: dict[str, Any] = api.do("postInvoices", f"... on PostingRunSuccess {{ run {{ {RUN} }} }}", **values)["run"]
    return run


def confirm(api: Api, *drafts: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A run of drafts."""
    refs = [{"id": draft["id"]} for draft in drafts]
    selection = f"... on PostingRunSuccess {{ run {{ {RUN} }} }}"
    run: dict[str, Any] = api.do("confirmInvoices", selection, invoices=refs, **values)["run"]
    return run


def act(api: Api, mutation: str, run: dict[str, Any]) -> dict[str, Any]:
    """Resume or cancel a run."""
    problems = "... on Rejection { problems { code message path remedy } }"
    query = (
        f"mutation($k: ID!) {{ {mutation}(id: $k) {{ ... on PostingRunSuccess {{ run {{ {RUN} }} }} {problems} }} }}"
    )
    answer = api.run(query, k=run["id"])[mutation]
    if "problems" in answer:
        raise Rejected(answer["problems"])
    found: dict[str, Any] = answer["run"]
    return found


def shown(run: dict[str, Any]) -> list[tuple[str | None, ...]]:
    """What became of each item: order, status, document, total, codes."""
    return [
        (
            one["order"]["number"] if one["order"] else None,
            one["status"],
            one["invoice"]["number"] if one["invoice"] else None,
            one["invoice"]["totalAmount"] if one["invoice"] else None,
            " ".join(problem["code"] for problem in one["problems"]) or None,
        )
        for one in run["items"]["nodes"]
    ]


@pytest.fixture
def mixed(api: Api) -> dict[str, Any]:
    """SO-000003 is delivered; RO-000001 is RECEIVED, RO-000002 only REGISTERED; both return earlier sales."""
    customer, other = api.customer(), api.customer()
    api.product("100", cost="60")
    api.product("349.50", cost="200")
    api.product("50", cost="30")
    first = api.invoiced(customer, {"product": {"number": "P-000001"}, "quantity": "10"})
    second = api.invoiced(other, {"product": {"number": "P-000002"}, "quantity": "2"})
    received = api.return_order((first["lines"][0]["id"], "4"))
    registered = api.return_order((second["lines"][0]["id"], "2"))
    api.arrive(received, (1, "4"))
    api.receive(received)
    api.arrive(registered, (1, "2"))
    line = {"product": {"number": "P-000003"}, "quantity": "20"}
    sold = "... on SalesOrderSuccess { order { number } }"
    api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": "SO-000003"})
    return registered


DONE = ("SO-000003", "EXECUTED", "INV-000003", "1250.00", None)
CREDITED = ("RO-000001", "EXECUTED", "CN-000001", "-500.00", None)
NOT_READY = "RETURN_LINE_NOT_RECEIVED"


def test_4_5_a_selection_skips_what_is_not_received_and_takes_it_once_it_is(api: Api, mixed: dict[str, Any]) -> None:
    run = post(api, select={})
    assert shown(run) == [CREDITED, ("RO-000002", "SKIPPED", None, None, NOT_READY), DONE]
    assert (run["status"], run["total"], run["posted"], run["skipped"], run["failed"]) == ("ENDED", 3, 2, 1, 0)
    api.receive(mixed)
    again = post(api, select={})
    assert shown(again) == [("RO-000002", "EXECUTED", "CN-000002", "-873.75", None)]
    nothing = post(api, select={})
    assert (nothing["status"], nothing["total"], nothing["items"]["nodes"]) == ("ENDED", 0, [])
    assert api.broken_laws() == []


def test_4_5_what_is_named_and_not_ready_contains_errors_and_stops_nothing(api: Api, mixed: dict[str, Any]) -> None:
    run = post(api, orders=[{"number": "RO-000002"}, {"number": "SO-000003"}, {"number": "RO-000001"}])
    assert shown(run) == [("RO-000002", "CONTAINS_ERRORS", None, None, NOT_READY), DONE, CREDITED]
    assert (run["status"], run["posted"], run["failed"]) == ("ENDED", 2, 1)


def test_4_5_a_run_stops_on_the_first_error_and_is_resumed(api: Api, mixed: dict[str, Any]) -> None:
    named = [{"number": "RO-000002"}, {"number": "SO-000003"}, {"number": "RO-000001"}]
    run = post(api, orders=named, stopOnFirstError=True)
    assert (run["status"], run["failed"], run["waiting"]) == ("ERROR", 1, 2)
    assert [one[1] for one in shown(run)] == ["CONTAINS_ERRORS", "WAITING", "WAITING"]
    api.receive(mixed)
    resumed = act(api, "resumePostingRun", run)
    credited = ("RO-000002", "EXECUTED", "CN-000001", "-873.75", None)
    assert shown(resumed) == [credited, DONE, ("RO-000001", "EXECUTED", "CN-000002", "-500.00", None)]
    assert (resumed["status"], resumed["posted"], resumed["failed"], resumed["waiting"]) == ("ENDED", 3, 0, 0)
    before = api.fingerprint(with_history=False)
    assert act(api, "resumePostingRun", run) == resumed
    assert (api.fingerprint(with_history=False) == before, api.broken_laws()) == (True, [])


SELECTIONS = [
    ({"type": ["SALES_ORDER"]}, ["SO-000003"]),
    ({"type": ["RETURN_ORDER"]}, ["RO-000001", "RO-000002"]),
    ({"customer": {"number": "C-000002"}}, ["RO-000002"]),
    ({"createdOn": {"from": "2026-09-02"}}, []),
    ({"createdOn": {"from": "2026-09-01", "to": "2026-09-01"}}, ["RO-000001", "RO-000002", "SO-000003"]),
]


@pytest.mark.parametrize(("selection", "orders"), SELECTIONS, ids=[str(one[0]) for one in SELECTIONS])
def test_a_selection_is_narrowed(api: Api, mixed: dict[str, Any], selection: dict[str, Any], orders: list[str]) -> None:
    assert [one[0] for one in shown(post(api, select=selection))] == orders


WRONG = [
    ("neither", {}, [("INVALID_INPUT", ["orders"])]),
    ("both", {"orders": [{"number": "SO-000003"}], "select": {}}, [("INVALID_INPUT", ["orders"])]),
    ("no type", {"select": {"type": []}}, [("INVALID_INPUT", ["select", "type"])]),
    (
        "days backwards",
        {"select": {"createdOn": {"from": "2026-09-02", "to": "2026-09-01"}}},
        [("INVALID_INPUT", ["select", "createdOn", "to"])],
    ),
    ("mixed alone", {"select": {}, "mixOrderTypes": True}, [("INVALID_INPUT", ["mixOrderTypes"])]),
    (
        "contracts and strangers",
        {"select": {"type": ["SALES_ORDER", "PROJECT_CONTRACT"], "customer": {"number": "C-9"}}},
        [("ORDER_TYPE_NOT_INVOICEABLE", ["select", "type", "1"]), ("NOT_FOUND", ["select", "customer", "number"])],
    ),
]


@pytest.mark.parametrize(("case", "values", "problems"), WRONG, ids=[one[0] for one in WRONG])
def test_a_wrong_run_is_refused_and_nothing_is_written(
    api: Api, mixed: dict[str, Any], case: str, values: dict[str, Any], problems: list[Any]
) -> None:
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        post(api, **values)
    assert [(one["code"], one["path"]) for one in refused.value.problems] == problems
    assert api.fingerprint() == before


def drafts(api: Api) -> tuple[Project, list[dict[str, Any]]]:
    """Three drafts, of which the second cannot be confirmed: it applies a retainer that the first one uses up."""
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "100"}])
    project.retained()
    made = []
    for _ in range(2):
        project.work("1", "100")
        made.append(project.draft(retainers=[{"retainer": project.retainer["id"], "amount": "100"}]))
    project.work("1", "70")
    return project, [*made, project.draft(applyRetainers=False)]


BULK = "query($k: ID!) { node(id: $k) { ... on Invoice { status bulkConfirmationStatus bulkConfirmationProblems { code } } } }"


def bulk(api: Api, draft: dict[str, Any]) -> tuple[str, str | None, list[str]]:
    """Status, status of the bulk confirmation, and why it failed."""
    found = api.run(BULK, k=draft["id"])["node"]
    return found["status"], found["bulkConfirmationStatus"], [one["code"] for one in found["bulkConfirmationProblems"]]


def test_drafts_are_confirmed_each_by_itself_and_a_failed_one_stays_a_draft(api: Api) -> None:
    _, made = drafts(api)
    assert bulk(api, made[0]) == ("DRAFT", None, [])
    run = confirm(api, *made)
    assert (run["kind"], run["status"], run["posted"], run["failed"]) == ("CONFIRM_INVOICES", "ENDED", 2, 1)
    assert [(one[1], one[2]) for one in shown(run)] == [
        ("EXECUTED", "INV-000002"),
        ("CONTAINS_ERRORS", None),
        ("EXECUTED", "INV-000003"),
    ]
    assert [bulk(api, one) for one in made] == [
        ("CONFIRMED", "COMPLETE", []),
        ("DRAFT", "FAILED", ["RETAINER_AMOUNT_EXCEEDS_AVAILABLE"]),
        ("CONFIRMED", "COMPLETE", []),
    ]
    assert api.broken_laws() == []


def test_a_failed_draft_is_mended_and_the_run_resumed_or_deleted(api: Api) -> None:
    project, made = drafts(api)
    run = confirm(api, *made)
    project.bill(made[1], 1, amount="0")
    assert act(api, "resumePostingRun", run)["posted"] == 3
    assert bulk(api, made[1]) == ("CONFIRMED", "COMPLETE", [])
    project.work("1", "100")
    failing = project.draft()
    api.do("setFiscalPeriod", "", **{"from": "2026-09-01", "to": "2026-09-30", "status": "CLOSED"})
    failed = confirm(api, failing)
    assert failed["failed"] == 1
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": failing["id"]})
    found = api.run(f"query($k: ID!) {{ postingRun(id: $k) {{ {RUN} }} }}", k=failed["id"])["postingRun"]
    assert shown(found) == [(None, "CONTAINS_ERRORS", None, None, "PERIOD_NOT_OPEN")]


def test_what_is_confirmed_scheduled_named_twice_or_too_much_is_refused_up_front(api: Api) -> None:
    _, made = drafts(api)
    confirm(api, made[0])
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        confirm(api, made[0], made[1], made[1])
    assert [(one["code"], one["path"]) for one in refused.value.problems] == [
        ("INVALID_STATUS_TRANSITION", ["invoices", "0"]),
        ("INVALID_INPUT", ["invoices", "2"]),
    ]
    with pytest.raises(Rejected) as refused:
        confirm(api, *[made[1]] * 251)
    assert refused.value.codes == ["BULK_LIMIT"]
    assert api.fingerprint() == before


def begun(api: Api, *made: dict[str, Any]) -> tuple[Service, int]:
    """A run that was written down when its process died."""
    service = Service(api.database, api.clock)
    refs = [commands.InvoiceRef(id=one["id"]) for one in made]
    run = service.execute(commands.ConfirmInvoices(invoices=refs), runs.start_confirming).result.run
    return service, int(str(run))


def test_a_run_whose_process_died_locks_its_drafts_and_goes_on_where_it_stopped(api: Api) -> None:
    project, made = drafts(api)
    begun(api, made[0], made[2])
    assert bulk(api, made[0])[1] == "SCHEDULED"
    for attempt in (
        lambda: project.bill(made[0], quantity="2"),
        lambda: project.confirm(made[0]),
        lambda: project.change(made[0], markInvoiceInReview={}),
        lambda: confirm(api, made[0]),
    ):
        with pytest.raises(Rejected) as refused:
            attempt()
        assert refused.value.codes == ["CONCURRENT_UPDATE"]
    run = api.run(f"{{ postingRuns {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"][-1]
    assert (run["status"], run["waiting"]) == ("WAITING", 2)
    resumed = act(api, "resumePostingRun", run)
    assert (resumed["status"], resumed["posted"], resumed["waiting"]) == ("ENDED", 2, 0)
    assert api.broken_laws() == []


def test_two_processes_that_carry_on_one_run_post_each_draft_once(api: Api) -> None:
    _, made = drafts(api)
    service, run_id = begun(api, made[0], made[2])
    execute_run(service, run_id)
    execute_run(service, run_id)
    found = api.run(f"{{ postingRuns {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"][-1]
    assert (found["posted"], found["waiting"], api.broken_laws()) == (2, 0, [])


def test_a_canceled_run_lets_go_of_what_it_has_not_tried(api: Api) -> None:
    project, made = drafts(api)
    _, run_id = begun(api, made[0], made[2])
    (run,) = [
        one
        for one in api.run(f"{{ postingRuns {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"]
        if decode(one["id"]) == ("PostingRun", run_id)
    ]
    assert act(api, "cancelPostingRun", run)["status"] == "CANCELED"
    assert bulk(api, made[0]) == ("DRAFT", None, [])
    assert project.confirm(made[0])["status"] == "CONFIRMED"
    for mutation in ("resumePostingRun", "cancelPostingRun"):
        with pytest.raises(Rejected) as refused:
            act(api, mutation, run)
        assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]
    with pytest.raises(Rejected) as refused:
        act(api, "resumePostingRun", {"id": "junk"})
    assert refused.value.codes == ["NOT_FOUND"]


def document(api: Api, number: str) -> dict[str, Any]:
    """A document with its lines, in short."""
    found = api.document(number)
    lines = [(one["quantity"], one["netAmount"]) for one in found["lines"]]
    return {"type": found["documentType"], "total": found["totalAmount"], "lines": lines}


SHARED = {"summaryUpdate": "INVOICE_ACCOUNT"}


def test_4_5_orders_of_a_customer_share_a_document_by_type(api: Api, mixed: dict[str, Any]) -> None:
    assert shown(post(api, select={}, **SHARED))[0] == CREDITED
    assert document(api, "INV-000003")["total"] == "1250.00"


def test_4_5_mixed_types_share_a_document_that_its_sign_names(api: Api, mixed: dict[str, Any]) -> None:
    run = post(api, select={}, mixOrderTypes=True, **SHARED)
    assert [one[:4] for one in shown(run)] == [
        ("RO-000001", "EXECUTED", "INV-000003", "750.00"),
        ("SO-000003", "EXECUTED", "INV-000003", "750.00"),
        ("RO-000002", "SKIPPED", None, None),
    ]
    assert document(api, "INV-000003") == {
        "type": "INVOICE",
        "total": "750.00",
        "lines": [("-4", "-400.00"), ("20", "1000.00")],
    }
    found = api.run('{ invoice(ref: {number: "INV-000003"}) { orders { number } corrects { number } } }')["invoice"]
    assert [one["number"] for one in found["orders"]] == ["RO-000001", "SO-000003"]
    assert [one["number"] for one in found["corrects"]] == ["INV-000001"]
    assert api.broken_laws() == []


def returns_of_one_line(api: Api, *quantities: str) -> list[dict[str, Any]]:
    """Return orders of one line of 3 at 90.05 in all, received."""
    customer = api.customer()
    product = api.product("30.016667", cost="10.01")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "3"})
    orders = []
    for quantity in quantities:
        order = api.return_order((invoice["lines"][0]["id"], quantity))
        api.arrive(order, (1, quantity))
        api.receive(order)
        orders.append(order)
    return orders


def test_returns_of_one_invoice_line_share_a_document_without_losing_a_cent(api: Api) -> None:
    returns_of_one_line(api, "1", "1", "1")
    run = post(api, select={}, **SHARED)
    assert {one[2] for one in shown(run)} == {"CN-000001"}
    note = document(api, "CN-000001")
    assert (note["total"], len(note["lines"])) == ("-112.56", 3)
    assert api.document("INV-000001")["openAmount"] == "0.00"
    assert api.broken_laws() == []


def test_the_total_is_the_same_however_orders_share_documents(api: Api) -> None:
    totals = []
    for values in ({}, SHARED):
        returns_of_one_line(api, "1", "2")
        run = post(api, select={"customer": {"number": f"C-{len(totals) + 1:06d}"}}, **values)
        numbers = {one[2]: one[3] for one in shown(run)}
        totals.append(sum(Decimal(str(total)) for total in numbers.values()))
    assert totals == [Decimal("-112.56")] * 2


def test_an_order_that_fails_takes_the_others_of_its_document_with_it(api: Api) -> None:
    first, second = returns_of_one_line(api, "1", "1")
    third = api.return_order(
        (api.run("{ invoices { nodes { lines { id } } } }")["invoices"]["nodes"][0]["lines"][0]["id"], "1")
    )
    api.arrive(third, (1, "1"))
    named = [{"id": one["id"]} for one in (first, third, second)]
    run = post(api, orders=named, **SHARED)
    assert [one[1::3] for one in shown(run)] == [
        ("CONTAINS_ERRORS", "GROUP_FAILED"),
        ("CONTAINS_ERRORS", NOT_READY),
        ("CONTAINS_ERRORS", "GROUP_FAILED"),
    ]
    selected = post(api, select={}, **SHARED)
    assert [one[1:3] for one in shown(selected)] == [
        ("EXECUTED", "CN-000001"),
        ("EXECUTED", "CN-000001"),
        ("SKIPPED", None),
    ]
    api.receive(third)
    resumed = act(api, "resumePostingRun", run)
    assert [one[1::3] for one in shown(resumed)] == [
        ("CONTAINS_ERRORS", "ALREADY_INVOICED"),
        ("CONTAINS_ERRORS", "GROUP_FAILED"),
        ("CONTAINS_ERRORS", "ALREADY_INVOICED"),
    ]
    assert [one[1] for one in shown(post(api, select={}))] == ["EXECUTED"]
    assert api.broken_laws() == []


def test_everything_ordered_is_delivered_and_invoiced_together(api: Api) -> None:
    customer, product = api.customer(), api.product("100", cost="60")
    sold = "... on SalesOrderSuccess { order { number } }"
    line = {"product": {"number": product}, "quantity": "2"}
    orders = [
        {"number": api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])["order"]["number"]}
        for _ in range(2)
    ]
    run = post(api, orders=orders, quantity="ALL", **SHARED)
    assert {one[1:4] for one in shown(run)} == {("EXECUTED", "INV-000001", "500.00")}
    assert (api.on_hand(product), api.broken_laws()) == ("-4", [])


def test_a_run_whose_draft_was_deleted_goes_on_without_it(api: Api) -> None:
    project, made = drafts(api)
    run = confirm(api, *made, stopOnFirstError=True)
    assert (run["status"], run["waiting"]) == ("ERROR", 1)
    for draft in made[1:]:
        api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    resumed = act(api, "resumePostingRun", run)
    assert (resumed["status"], shown(resumed)[1][4]) == ("ERROR", "NOT_FOUND")
    project.work("1", "10")
    assert project.confirm(project.draft(applyRetainers=False))["status"] == "CONFIRMED"


def test_a_draft_mended_and_confirmed_by_hand_has_not_failed(api: Api) -> None:
    project, made = drafts(api)
    confirm(api, *made)
    project.bill(made[1], 1, amount="0")
    project.confirm(made[1])
    assert bulk(api, made[1]) == ("CONFIRMED", None, [])


def test_a_run_is_dated_when_it_was_asked_for(api: Api) -> None:
    _, made = drafts(api)
    service, run_id = begun(api, made[0])
    api.clock.instant += timedelta(days=30)
    execute_run(service, run_id)
    found = api.run("query($k: ID!) { node(id: $k) { ... on Invoice { invoiceDate } } }", k=made[0]["id"])["node"]
    assert found == {"invoiceDate": "2026-09-01"}


def test_a_failure_of_our_own_stays_with_its_document(sqlite_database: Database) -> None:
    """SQLite adds up to 64 bits; PostgreSQL posts this one."""
    api = Api(sqlite_database)
    customer, product = api.customer(), api.product("990000000")
    sold = "... on SalesOrderSuccess { order { number } }"
    huge = [{"product": {"number": product}, "quantity": "999"} for _ in range(1000)]
    small = [{"product": {"number": product}, "quantity": "1"}]
    orders = [
        {"number": api.do("createSalesOrder", sold, customer={"number": customer}, lines=lines)["order"]["number"]}
        for lines in (huge, small)
    ]
    run = post(api, orders=orders, quantity="ALL")
    assert [one[1::3] for one in shown(run)] == [("CONTAINS_ERRORS", "INTERNAL_ERROR"), ("EXECUTED", None)]


def test_a_selected_order_that_was_posted_by_hand_meanwhile_is_left_out(api: Api) -> None:
    first, _ = returns_of_one_line(api, "1", "1")
    service = Service(api.database, api.clock)
    selection = commands.PostInvoices(select=commands.OrderSelection(), summary_update=SummaryUpdate.INVOICE_ACCOUNT)
    run_id = service.execute(selection, runs.start_posting).result.run
    api.credit(first)
    execute_run(service, run_id)
    found = api.run(f"{{ postingRuns {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"][-1]
    assert [one[1:5:3] for one in shown(found)] == [("SKIPPED", "ALREADY_INVOICED"), ("EXECUTED", None)]


def test_an_order_that_closes_without_a_document_is_not_on_that_of_the_others(api: Api) -> None:
    customer, product = api.customer(), api.product("100")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "5"})
    for code in ("CREDIT", "RETURN_TO_CUSTOMER"):
        order = api.return_order((invoice["lines"][0]["id"], "1"))
        api.arrive(order, (1, "1"), code=code)
        api.receive(order)
    run = post(api, select={}, **SHARED)
    assert [one[1:3] for one in shown(run)] == [("EXECUTED", "CN-000001"), ("EXECUTED", None)]
    found = api.run('{ invoice(ref: {number: "CN-000001"}) { orders { number } } }')["invoice"]
    assert (found, api.broken_laws()) == ({"orders": [{"number": "RO-000001"}]}, [])


def test_everything_ordered_is_selected_where_everything_is_to_be_invoiced(api: Api) -> None:
    customer, product = api.customer(), api.product("100")
    sold = "... on SalesOrderSuccess { order { number } }"
    line = {"product": {"number": product}, "quantity": "2"}
    api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])
    assert post(api, select={})["total"] == 0
    assert post(api, select={}, quantity="ALL")["posted"] == 1


def test_a_run_of_one_tells_every_blocker_that_the_single_posting_tells(api: Api, mixed: dict[str, Any]) -> None:
    api.do("setFiscalPeriod", "", **{"from": "2026-09-01", "to": "2026-09-30", "status": "CLOSED"})
    with pytest.raises(Rejected) as refused:
        api.credit(mixed, quantity="PACKING_SLIP")
    run = post(api, orders=[{"id": mixed["id"]}])
    assert shown(run)[0][4] == " ".join(refused.value.codes) == "PERIOD_NOT_OPEN RETURN_LINE_NOT_RECEIVED"


def test_a_run_is_not_resumed_while_another_is_to_confirm_one_of_its_drafts(api: Api) -> None:
    project, made = drafts(api)
    first = confirm(api, *made)
    project.bill(made[1], 1, amount="0")
    service, run_id = begun(api, made[1])
    with pytest.raises(Rejected) as refused:
        act(api, "resumePostingRun", first)
    assert refused.value.codes == ["CONCURRENT_UPDATE"]
    execute_run(service, run_id)
    resumed = act(api, "resumePostingRun", first)
    assert [one[1::3] for one in shown(resumed)][1] == ("CONTAINS_ERRORS", "INVALID_STATUS_TRANSITION")
    assert (bulk(api, made[1])[:2], api.broken_laws()) == (("CONFIRMED", "COMPLETE"), [])


def stopping_run(api: Api, orders: int, bad: int) -> tuple[Service, int]:
    """A run that is to stop at its first error, which is that of the order at `bad`."""
    customer, product, refs = api.customer(), api.product("100"), []
    for place in range(orders):
        line = {"product": {"number": product}, "quantity": "1"}
        sold = "... on SalesOrderSuccess { order { number } }"
        made = api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])["order"]
        if place != bad:
            api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order=made)
        refs.append(commands.OrderRef(number=made["number"]))
    service = Service(api.database, api.clock)
    command = commands.PostInvoices(orders=refs, invoice_date=api.clock.today(), stop_on_first_error=True)
    return service, service.execute(command, runs.start_posting).result.run


def stopped(api: Api) -> tuple[str, list[str]]:
    """The status of the last run, and those of its items."""
    (run,) = api.run(f"{{ postingRuns(last: 1) {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"]
    return run["status"], [one["status"] for one in run["items"]["nodes"]]


def test_a_run_that_dies_at_its_first_error_has_stopped(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    service, run_id = stopping_run(api, 4, 1)
    real = execution.execute_documents

    def dies(*arguments: Any) -> Any:
        found = real(*arguments)
        if "CONTAINS_ERRORS" in stopped(api)[1]:
            raise SystemExit
        return found

    monkeypatch.setattr(execution, "execute_documents", dies)
    with pytest.raises(SystemExit):
        execute_run(service, run_id)
    monkeypatch.undo()
    execute_run(service, run_id)
    assert stopped(api) == ("ERROR", ["EXECUTED", "CONTAINS_ERRORS", "WAITING", "WAITING"])


def test_two_who_carry_a_run_on_both_stop_at_its_first_error(api: Api) -> None:
    for _ in range(3):
        service, run_id = stopping_run(api, 8, 3)
        both = [threading.Thread(target=execute_run, args=(service, run_id)) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert stopped(api) == ("ERROR", ["EXECUTED"] * 3 + ["CONTAINS_ERRORS"] + ["WAITING"] * 4)


def test_the_draft_that_a_run_is_at_is_told_from_those_that_wait(api: Api) -> None:
    _, made = drafts(api)
    begun(api, made[0], made[2])
    with api.database.write() as connection:
        connection.execute(tables.posting_run.update().values(status="EXECUTING"))
    assert [bulk(api, one)[1] for one in (made[0], made[2])] == ["PROCESSING", "SCHEDULED"]
