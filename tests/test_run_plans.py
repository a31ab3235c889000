"""Runs planned before they are started: returns 4.5 in all its variants, and runs of exactly a plan (3.12–3.14)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rebill.models.vocabulary import SettlementMode
from rebill.posting import commands
from rebill.posting.command.transaction import Service
from rebill.posting.runs import plans as run_plans
from rebill.posting.runs import runs
from rebill.posting.runs.execution import execute_run
from tests.api import PROBLEMS, Api, Rejected
from tests.test_runs import NOT_READY, RUN, SHARED, act, document, mixed, post, returns_of_one_line, shown

__all__ = ["mixed"]  # a fixture
ENTRY = "postingType debit credit isCorrection"
DOCUMENT = f"""
    position orders {{ number }} customer {{ number }} documentType netAmount taxAmount totalAmount currency dueDate
    lines {{ description quantity netAmount taxAmount }} charges {{ description amount }}
    voucher {{ {ENTRY} }} packingSlipVoucher {{ {ENTRY} }}
    settlements {{ invoice {{ number }} position amount }} statusChanges {{ subject field to }}
    warnings {{ code message }}
"""
LEFT_OUT = "order { number } problems { code message remedy }"
PLAN = f"""
    hash total ready skipped blocked documents {{ {DOCUMENT} }}
    skippedOrders {{ {LEFT_OUT} }} blockedOrders {{ {LEFT_OUT} }}
    totals {{ customer {{ number }} currency documents netAmount taxAmount totalAmount }}
"""


def planned(api: Api, **values: Any) -> dict[str, Any]:
    """The plan of a run, which writes nothing."""
    before = api.fingerprint()
    query = f"query($i: PostInvoicesInput!) {{ planRun(input: $i) {{ ... on RunPlan {{ {PLAN} }} {PROBLEMS} }} }}"
    plan: dict[str, Any] = api.run(query, i=values)["planRun"]
    assert api.fingerprint() == before
    if "problems" in plan:
        raise Rejected(plan["problems"])
    assert plan["total"] == plan["ready"] + plan["skipped"] + plan["blocked"]
    return plan


def ready(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each document in short: its orders, type, net, tax and total."""
    return [
        (
            " ".join(one["number"] for one in document["orders"]),
            document["documentType"],
            document["netAmount"],
            document["taxAmount"],
            document["totalAmount"],
        )
        for document in plan["documents"]
    ]


def left_out(plan: dict[str, Any], name: str) -> list[tuple[str, str]]:
    """The orders that are skipped or blocked, with their codes."""
    return [(one["order"]["number"], " ".join(p["code"] for p in one["problems"])) for one in plan[name]]


def refused(api: Api, **values: Any) -> list[dict[str, Any]]:
    """Why a run is refused, which writes nothing."""
    before = api.fingerprint()
    with pytest.raises(Rejected) as why:
        post(api, **values)
    assert api.fingerprint() == before
    return why.value.problems


SOLD = ("SO-000003", "INVOICE", "1000.00", "250.00", "1250.00")
CREDITED = ("RO-000001", "CREDIT_NOTE", "-400.00", "-100.00", "-500.00")
NEXT = ("RO-000002", "CREDIT_NOTE", "-699.00", "-174.75", "-873.75")
WAITS = ("RO-000002", NOT_READY)


def test_4_5_the_plan_of_a_selection_and_the_run_of_it(api: Api, mixed: dict[str, Any]) -> None:
    plan = planned(api, select={})
    assert ready(plan) == [CREDITED, SOLD]
    assert (left_out(plan, "skippedOrders"), left_out(plan, "blockedOrders")) == ([WAITS], [])
    assert plan["skippedOrders"][0]["problems"][0]["remedy"] == "Post its packing slip with postPackingSlip."
    customer = {"customer": {"number": "C-000001"}, "currency": "NOK", "documents": 2}
    assert plan["totals"] == [customer | {"netAmount": "600.00", "taxAmount": "150.00", "totalAmount": "750.00"}]
    run = post(api, select={}, expectedPlan=plan["hash"])
    assert shown(run) == [
        ("RO-000001", "EXECUTED", "CN-000001", "-500.00", None),
        ("RO-000002", "SKIPPED", None, None, NOT_READY),
        ("SO-000003", "EXECUTED", "INV-000003", "1250.00", None),
    ]
    assert (run["status"], run["total"], run["posted"], run["skipped"], run["waiting"]) == ("ENDED", 3, 2, 1, 0)
    api.receive(mixed)
    again = planned(api, select={})
    assert ready(again) == [NEXT]
    assert shown(post(api, select={}, expectedPlan=again["hash"]))[0][:3] == ("RO-000002", "EXECUTED", "CN-000002")
    nothing = planned(api, select={})
    assert (nothing["total"], nothing["documents"], nothing["totals"]) == (0, [], [])
    assert post(api, select={}, expectedPlan=nothing["hash"])["status"] == "ENDED"
    assert api.broken_laws() == []


def test_4_5_what_is_named_and_not_ready_is_blocked_and_no_part_of_the_run(api: Api, mixed: dict[str, Any]) -> None:
    values = {"orders": [{"number": number} for number in ("RO-000002", "SO-000003", "RO-000001")]}
    plan = planned(api, **values)
    assert (ready(plan), left_out(plan, "blockedOrders")) == ([SOLD, CREDITED], [WAITS])
    assert planned(api, **values, stopOnFirstError=True) == plan
    run = post(api, **values, stopOnFirstError=True, expectedPlan=plan["hash"])
    assert [one[:3] for one in shown(run)] == [
        ("SO-000003", "EXECUTED", "INV-000003"),
        ("RO-000001", "EXECUTED", "CN-000001"),
    ]
    assert (run["status"], run["total"], run["posted"], run["failed"]) == ("ENDED", 2, 2, 0)


def test_4_5_shared_documents_are_planned_by_type_or_mixed(api: Api, mixed: dict[str, Any]) -> None:
    assert ready(planned(api, select={}, **SHARED)) == [CREDITED, SOLD]
    together = planned(api, select={}, mixOrderTypes=True, **SHARED)
    assert ready(together) == [("RO-000001 SO-000003", "INVOICE", "600.00", "150.00", "750.00")]
    assert (left_out(together, "skippedOrders"), together["ready"]) == ([WAITS], 2)
    run = post(api, select={}, mixOrderTypes=True, **SHARED, expectedPlan=together["hash"])
    assert [one[:4] for one in shown(run)] == [
        ("RO-000001", "EXECUTED", "INV-000003", "750.00"),
        ("SO-000003", "EXECUTED", "INV-000003", "750.00"),
        ("RO-000002", "SKIPPED", None, None),
    ]


def test_an_order_that_fails_blocks_the_others_of_its_document_unless_it_is_skipped(api: Api) -> None:
    returns_of_one_line(api, "1", "1")
    line = api.document("INV-000001")
    found = api.run("{ invoices { nodes { lines { id } } } }")["invoices"]["nodes"][0]["lines"][0]["id"]
    api.arrive(api.return_order((found, "1")), (1, "1"))
    assert line["openAmount"] == "112.56"
    named = [{"number": f"RO-00000{place}"} for place in (1, 3, 2)]
    plan = planned(api, orders=named, **SHARED)
    assert (plan["documents"], left_out(plan, "blockedOrders")) == (
        [],
        [("RO-000001", "GROUP_FAILED"), ("RO-000003", NOT_READY), ("RO-000002", "GROUP_FAILED")],
    )
    selected = planned(api, select={}, **SHARED)
    assert [one[0] for one in ready(selected)] == ["RO-000001 RO-000002"]
    assert left_out(selected, "skippedOrders") == [("RO-000003", NOT_READY)]
    nothing = post(api, orders=named, **SHARED, expectedPlan=plan["hash"])
    assert (nothing["status"], nothing["total"]) == ("ENDED", 0)


def test_documents_are_planned_on_what_the_ones_before_them_leave(api: Api) -> None:
    """Three thirds of a sale of 90.05 and tax of 22.51, whose invoice each of them settles."""
    returns_of_one_line(api, "1", "1", "1")
    plan = planned(api, select={})
    assert [one[2:4] for one in ready(plan)] == [("-30.02", "-7.50"), ("-30.01", "-7.51"), ("-30.02", "-7.50")]
    assert [one["settlements"][0]["amount"] for one in plan["documents"]] == ["37.52", "37.52", "37.52"]
    post(api, select={}, expectedPlan=plan["hash"])
    assert [document(api, f"CN-00000{place}")["total"] for place in (1, 2, 3)] == ["-37.52", "-37.52", "-37.52"]
    assert (api.document("INV-000001")["openAmount"], api.broken_laws()) == ("0.00", [])


def test_documents_are_settled_with_those_that_the_run_posts_before(api: Api, mixed: dict[str, Any]) -> None:
    named = [{"number": "SO-000003"}, {"number": "RO-000001"}]
    for paid in ("INV-000001", "INV-000002"):
        api.pay(paid, api.document(paid)["openAmount"])
    values = {"orders": named, "settlement": "AUTOMATIC"}
    plan = planned(api, **values)
    assert plan["documents"][1]["settlements"] == [{"invoice": None, "position": 0, "amount": "500.00"}]
    run = post(api, **values, expectedPlan=plan["hash"])
    assert (run["posted"], api.document("INV-000003")["openAmount"]) == (2, "750.00")
    assert api.broken_laws() == []


def test_a_plan_says_what_the_plan_of_the_single_posting_says(api: Api, mixed: dict[str, Any]) -> None:
    api.pay("INV-000001", api.document("INV-000001")["openAmount"])
    (line,) = api.run('{ invoice(ref: {number: "INV-000001"}) { lines { id } } }')["invoice"]["lines"]
    late = api.return_order((line["id"], "1"))
    api.arrive(late, (1, "1"))
    api.receive(late, date="2026-09-20")
    plan = planned(api, orders=[{"number": late["number"]}], invoiceDate="2026-09-05")
    fields = f"netAmount voucher {{ {ENTRY} }} statusChanges {{ subject field to }} warnings {{ code message }}"
    query = (
        f"query($i: PostReturnInvoiceInput!) {{ planReturnInvoice(input: $i) {{ ... on PostingPlan {{ {fields} }} }} }}"
    )
    asked = {"order": {"number": late["number"]}, "quantity": "PACKING_SLIP", "invoiceDate": "2026-09-05"}
    single = api.run(query, i=asked)["planReturnInvoice"]
    assert {name: plan["documents"][0][name] for name in single} == single
    assert [one["code"] for one in single["warnings"]] == ["INVOICE_BEFORE_PACKING_SLIP", "ORIGINAL_ALREADY_PAID"]


def sell(api: Api, customer: str = "C-000001", price: str | None = None) -> None:
    """A delivered sales order of one piece."""
    line = {"product": {"number": "P-000001"}, "quantity": "1", "unitPrice": price}
    sold = "... on SalesOrderSuccess { order { number } }"
    made = api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])["order"]
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": made["number"]})


def block(api: Api, customer: str) -> None:
    """Nothing more is invoiced to a customer."""
    api.do("updateCustomer", "", customer={"number": customer}, blocked="INVOICE")


CHANGES = [
    ("came", lambda api, _: sell(api), "SO-000004 came"),
    ("went", lambda api, _: post(api, orders=[{"number": "SO-000003"}]), "SO-000003 went"),
    ("received", lambda api, mixed: api.receive(mixed), "RO-000002 would be posted otherwise"),
    (
        "blocked",
        lambda api, _: block(api, "C-000001"),
        "RO-000001 (now blocked), SO-000003 (now blocked) would be posted otherwise",
    ),
    ("paid", lambda api, _: api.pay("INV-000001", "1000"), "RO-000001 would be posted otherwise"),
    (
        "parameters",
        lambda api, _: api.do("setParameters", "", creditCorrection=True),
        "RO-000001 would be posted otherwise",
    ),
    (
        "all at once",
        lambda api, mixed: (sell(api), post(api, orders=[{"number": "RO-000001"}]), api.receive(mixed)),
        "SO-000004 came; RO-000001 went; RO-000002 would be posted otherwise",
    ),
]


@pytest.mark.parametrize(("case", "change", "said"), CHANGES, ids=[one[0] for one in CHANGES])
def test_an_outdated_plan_is_refused_and_names_the_orders_that_changed(
    api: Api, mixed: dict[str, Any], case: str, change: Callable[[Api, dict[str, Any]], object], said: str
) -> None:
    plan = planned(api, select={})
    change(api, mixed)
    (problem,) = refused(api, select={}, expectedPlan=plan["hash"], idempotencyKey="once")
    assert (problem["code"], problem["path"]) == ("PLAN_OUTDATED", ["expectedPlan"])
    assert problem["message"] == f"The plan has changed: {said}."
    with pytest.raises(Rejected) as again:
        planned(api, select={}, expectedPlan=plan["hash"])
    assert again.value.problems == [problem]
    fresh = planned(api, select={})
    assert post(api, select={}, expectedPlan=fresh["hash"], idempotencyKey="once")["posted"] == fresh["ready"]


def test_the_order_of_numbering_is_part_of_the_plan(api: Api, mixed: dict[str, Any]) -> None:
    named = [{"number": "SO-000003"}, {"number": "RO-000001"}]
    plan = planned(api, orders=named)
    (problem,) = refused(api, orders=named[::-1], expectedPlan=plan["hash"])
    assert problem["message"] == "The plan has changed: the same orders would be numbered in another order."


def test_many_changed_orders_are_counted(api: Api, mixed: dict[str, Any]) -> None:
    plan = planned(api, select={})
    for _ in range(12):
        sell(api)
    (problem,) = refused(api, select={}, expectedPlan=plan["hash"])
    assert problem["message"].endswith("SO-000013 and 2 more came.")


WRONG = [
    ("the hash of a single posting", "0" * 64),
    ("a broken end", "0" * 64 + ".AAAA"),
    ("no hash", "junk"),
    ("not of this world", "ø.ø"),
    ("too long", "0" * 64 + "." + "AAAAAAAAAAA=" * 1001),
    ("empty", ""),
]


@pytest.mark.parametrize(("case", "expected"), WRONG, ids=[one[0] for one in WRONG])
def test_what_is_no_plan_of_a_run_is_refused(api: Api, mixed: dict[str, Any], case: str, expected: str) -> None:
    (problem,) = refused(api, select={}, expectedPlan=expected)
    assert (problem["code"], problem["path"]) == ("INVALID_INPUT", ["expectedPlan"])


def test_wrong_input_is_refused_by_the_plan_as_by_the_run(api: Api, mixed: dict[str, Any]) -> None:
    values = {"select": {"customer": {"number": "C-9"}}, "quantity": "DELIVER_NOW"}
    with pytest.raises(Rejected) as why:
        planned(api, **values)
    assert why.value.problems == refused(api, **values)


def test_a_plan_takes_no_more_orders_than_its_limit(
    api: Api, mixed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_plans, "MOST_PLANNED", 2)
    with pytest.raises(Rejected) as why:
        planned(api, select={})
    (problem,) = why.value.problems
    assert (problem["code"], problem["path"]) == ("BULK_LIMIT", ["select"])
    assert problem["message"] == "A plan takes at most 2 orders; the selection finds 3."
    assert planned(api, select={"type": ["RETURN_ORDER"]})["total"] == 2


def test_the_same_key_answers_the_run_of_a_plan_that_is_outdated_by_it(api: Api, mixed: dict[str, Any]) -> None:
    values = {"select": {}, "expectedPlan": planned(api, select={})["hash"], "idempotencyKey": "month end"}
    run = post(api, **values)
    before = api.fingerprint()
    assert (post(api, **values), api.fingerprint()) == (run, before)
    (problem,) = refused(api, **values | {"expectedPlan": planned(api, select={})["hash"]})
    assert problem["code"] == "IDEMPOTENCY_KEY_REUSED"


def begun(api: Api, *orders: str) -> tuple[Service, int]:
    """A run of the present plan of these orders, settled automatically, of which nothing is posted yet."""
    service = Service(api.database, api.clock)
    plan = planned(api, orders=[{"number": number} for number in orders], settlement="AUTOMATIC")
    command = commands.PostInvoices(
        orders=[commands.OrderRef(number=number) for number in orders],
        settlement=SettlementMode.AUTOMATIC,
        expected_plan=plan["hash"],
    )
    return service, runs.post_invoices(service, command).result.run


def carried(api: Api, service: Service, run_id: int) -> dict[str, Any]:
    """The run, carried on to its end."""
    execute_run(service, run_id)
    run: dict[str, Any] = api.run(f"{{ postingRuns {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"][-1]
    return run


def test_a_document_that_has_changed_since_the_run_began_is_not_posted(api: Api, mixed: dict[str, Any]) -> None:
    """RO-000001 would settle INV-000001, which is paid meanwhile; for SO-000003 nothing has changed."""
    service, run_id = begun(api, "RO-000001", "SO-000003")
    api.pay("INV-000001", "1000")
    run = carried(api, service, run_id)
    assert [one[1::3] for one in shown(run)] == [("CONTAINS_ERRORS", "PLAN_OUTDATED"), ("EXECUTED", None)]
    (problem,) = run["items"]["nodes"][0]["problems"]
    assert problem["remedy"] == "Plan what is left again with planRun, look at it, and post that plan."
    assert (run["status"], run["posted"], run["failed"]) == ("ENDED", 1, 1)
    assert act(api, "resumePostingRun", run)["failed"] == 1
    fresh = planned(api, select={})
    assert post(api, select={}, expectedPlan=fresh["hash"])["posted"] == 1
    assert api.broken_laws() == []


def test_a_document_that_was_to_be_settled_with_one_that_failed_is_not_posted_either(
    api: Api, mixed: dict[str, Any]
) -> None:
    """SO-000003 was to be settled with the run's own credit note, not with one that somebody posts meanwhile."""
    for paid in ("INV-000001", "INV-000002"):
        api.pay(paid, api.document(paid)["openAmount"])
    service, run_id = begun(api, "RO-000001", "SO-000003")
    api.credit({"id": api.run('{ order(ref: {number: "RO-000001"}) { id } }')["order"]["id"]}, settlement="NONE")
    run = carried(api, service, run_id)
    assert [one[1::3] for one in shown(run)] == [
        ("CONTAINS_ERRORS", "PLAN_OUTDATED ALREADY_INVOICED"),
        ("CONTAINS_ERRORS", "PLAN_OUTDATED"),
    ]
    assert (api.document("CN-000001")["openAmount"], api.broken_laws()) == ("-500.00", [])


def test_what_waits_to_be_posted_as_planned_is_posted_so_after_a_stop(api: Api, mixed: dict[str, Any]) -> None:
    """Half of the run is posted by one process, and the rest by another that settles with what the first posted."""
    api.pay("INV-000002", api.document("INV-000002")["openAmount"])
    service, run_id = begun(api, "SO-000003", "RO-000001")
    asked = iter([False, True])
    execute_run(service, run_id, stopping=lambda: next(asked))
    run = carried(api, service, run_id)
    assert (run["status"], run["posted"]) == ("ENDED", 2)
    assert api.broken_laws() == []


def test_a_late_selection_is_neither_planned_nor_posted_as_planned(api: Api, mixed: dict[str, Any]) -> None:
    late = {"select": {}, "lateSelection": True}
    for attempt in (
        lambda: planned(api, **late),
        lambda: post(api, **late, expectedPlan=planned(api, select={})["hash"]),
    ):
        with pytest.raises(Rejected) as why:
            attempt()
        assert [(one["code"], one["path"]) for one in why.value.problems] == [("INVALID_INPUT", ["lateSelection"])]


def test_racing_runs_of_one_plan_post_it_once(api: Api, mixed: dict[str, Any]) -> None:
    (service, first), (_, second) = begun(api, "RO-000001", "SO-000003"), begun(api, "RO-000001", "SO-000003")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda run_id: execute_run(service, run_id), (first, second)))
    found = api.run(f"{{ postingRuns {{ nodes {{ {RUN} }} }} }}")["postingRuns"]["nodes"][-2:]
    assert sorted(one["status"] for run in found for one in run["items"]["nodes"]) == [
        "CONTAINS_ERRORS",
        "CONTAINS_ERRORS",
        "EXECUTED",
        "EXECUTED",
    ]
    assert api.broken_laws() == []
