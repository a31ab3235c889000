"""Fiscal periods through the API: what is posted on which days, and how periods are opened and closed."""

from typing import Any

import pytest

from rebill.models.identity import encode
from tests.api import Api, Rejected
from tests.test_accounts import received, refused

HISTORY = "{ fiscalPeriods { history { at before after reason } } }"


def period(api: Api, first: str, last: str, status: str, **more: str) -> None:
    """Set a fiscal period."""
    values = {"from": first, "to": last, "status": status, **more}
    api.do("setFiscalPeriod", "... on FiscalPeriodSuccess { replayed }", **values)


def test_nothing_is_posted_outside_an_open_period(api: Api) -> None:
    order = received(api)
    credit = {"order": {"id": order["id"]}}
    outside = [("PERIOD_NOT_OPEN", ["invoiceDate"])]
    period(api, "2026-08-01", "2026-08-31", "CLOSED")
    period(api, "2026-09-01", "2026-09-30", "ON_HOLD")
    assert refused(api, "postReturnInvoice", **credit) == outside
    early = ("CORRECTION_BEFORE_ORIGINAL", ["invoiceDate"])
    assert refused(api, "postReturnInvoice", **credit, invoiceDate="2026-08-31") == [*outside, early]
    assert refused(api, "recordPayment", invoice={"number": "INV-000001"}, amount="1") == [
        ("PERIOD_NOT_OPEN", ["date"])
    ]
    items = api.post_orders({"number": order["number"]})
    assert [one["problems"] for one in items] == [[{"code": "PERIOD_NOT_OPEN"}]]
    planned = api.run(
        "query($i: PostReturnInvoiceInput!) { planReturnInvoice(input: $i) { ... on Rejection { problems { code } } } }",
        i=credit,
    )
    assert planned == {"planReturnInvoice": {"problems": [{"code": "PERIOD_NOT_OPEN"}]}}
    period(api, "2026-09-01", "2026-09-30", "OPEN")
    assert api.credit(order)["invoice"]["number"] == "CN-000001"
    listed = api.run("{ fiscalPeriods { from to status } }")["fiscalPeriods"]
    assert listed == [
        {"from": "2026-08-01", "to": "2026-08-31", "status": "CLOSED"},
        {"from": "2026-09-01", "to": "2026-09-30", "status": "OPEN"},
    ]


def test_a_packing_slip_and_a_project_invoice_need_an_open_period_too(api: Api) -> None:
    customer = api.customer()
    invoice = api.invoiced(customer, {"product": {"number": api.product("100", cost="60")}, "quantity": "1"})
    order = api.arrive(api.return_order((invoice["lines"][0]["id"], "1")), (1, "1"))
    contract = api.contract()
    api.work(contract, "1", "100")
    draft = api.draft(contract)
    period(api, "2026-09-01", "2026-09-30", "ON_HOLD")
    assert refused(api, "postPackingSlip", order={"id": order["id"]}) == [("PERIOD_NOT_OPEN", ["date"])]
    assert refused(api, "confirmInvoice", invoice={"id": draft["id"]}) == [("PERIOD_NOT_OPEN", ["invoiceDate"])]


def test_outside_an_open_period_whatever_else_is_wrong_is_told_too_in_its_order(api: Api) -> None:
    customer = api.customer()
    order = api.return_order(
        (api.invoiced(customer, {"product": {"number": api.product("100")}, "quantity": "1"})["lines"][0]["id"], "1")
    )
    period(api, "2026-09-01", "2026-09-30", "ON_HOLD")
    closed, unknown = ("PERIOD_NOT_OPEN", ["date"]), ("NOT_FOUND", ["lines", "0"])
    lines = [{"line": encode("Customer", 1)}]
    assert refused(api, "recordPayment", invoice={"number": "INV-000009"}, amount="1") == [
        ("NOT_FOUND", ["invoice", "number"]),
        closed,
    ]
    assert refused(api, "postPackingSlip", order={"number": "SO-000001"}, lines=lines) == [closed, unknown]
    assert refused(api, "postPackingSlip", order={"id": order["id"]}, lines=lines) == [closed, unknown]
    contract = {"id": api.contract(customer)["id"]}
    assert refused(api, "postPackingSlip", order=contract, lines=lines) == [closed, ("INVALID_INPUT", ["order"])]


AUGUST = {"from": "2026-08-01", "to": "2026-08-31"}


def august(api: Api, status: str, **more: str) -> None:
    """Set August."""
    period(api, "2026-08-01", "2026-08-31", status, **more)


def sold_in_july(api: Api, pieces: int) -> list[dict[str, Any]]:
    """As many return orders of a sale in July that can be credited."""
    customer, product = api.customer(), api.product("100", cost="60")
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[{"product": {"number": product}, "quantity": str(pieces)}],
    )
    order = {"number": made["order"]["number"]}
    sale = api.post_orders(order, quantity="ALL", invoiceDate="2026-07-01")[0]["invoice"]
    orders = [api.return_order((sale["lines"][0]["id"], "1")) for _ in range(pieces)]
    for one in orders:
        api.arrive(one, (1, "1"))
        api.receive(one)
    return orders


def test_10_15_reopening_a_period(api: Api) -> None:
    first, second, third = sold_in_july(api, 3)
    august(api, "CLOSED")
    closed = [("PERIOD_NOT_OPEN", ["invoiceDate"])]
    for day in ("2026-08-15", "2026-07-15"):
        assert refused(api, "postReturnInvoice", order={"id": first["id"]}, invoiceDate=day) == closed
    api.credit(first, invoiceDate="2026-09-15")
    unexplained = refused(api, "setFiscalPeriod", **AUGUST, status="OPEN")
    assert unexplained == [("REASON_REQUIRED", ["reason"])]
    august(api, "OPEN", reason="A freight bill came late")
    api.credit(second, invoiceDate="2026-08-15")
    august(api, "CLOSED")
    august(api, "PERMANENTLY_CLOSED", reason="The books are signed")
    assert refused(api, "setFiscalPeriod", **AUGUST, status="OPEN", reason="Please") == [
        ("PERIOD_PERMANENTLY_CLOSED", ["status"])
    ]
    assert refused(api, "postReturnInvoice", order={"id": third["id"]}, invoiceDate="2026-08-15") == closed
    (found,) = api.run(HISTORY)["fiscalPeriods"]
    assert [(one["before"], one["after"], one["reason"]) for one in found["history"]] == [
        (None, "CLOSED", None),
        ("CLOSED", "OPEN", "A freight bill came late"),
        ("OPEN", "CLOSED", None),
        ("CLOSED", "PERMANENTLY_CLOSED", "The books are signed"),
    ]
    assert {one["at"] for one in found["history"]} == {"2026-09-01T12:00:00.000000Z"}
    assert api.broken_laws() == []


@pytest.mark.parametrize(
    ("case", "periods", "day", "posts"),
    [
        ("no period is set", (), "2026-07-15", True),
        ("only an open one", (("2026-08-01", "2026-08-31", "OPEN"),), "2026-07-15", True),
        ("after an open one", (("2026-08-01", "2026-08-31", "OPEN"),), "2027-01-01", True),
        ("before one on hold", (("2026-08-01", "2026-08-31", "ON_HOLD"),), "2026-07-15", True),
        ("before a closed one", (("2026-08-01", "2026-08-31", "CLOSED"),), "2026-07-15", False),
        ("before one closed for good", (("2026-08-01", "2026-08-31", "PERMANENTLY_CLOSED"),), "2026-07-15", False),
        ("the day after a closed one", (("2026-08-01", "2026-08-31", "CLOSED"),), "2026-09-01", True),
        (
            "in an open one before a closed one",
            (("2026-07-01", "2026-07-31", "OPEN"), ("2026-08-01", "2026-08-31", "CLOSED")),
            "2026-07-15",
            True,
        ),
        (
            "between two closed ones",
            (("2026-07-01", "2026-07-10", "CLOSED"), ("2026-08-01", "2026-08-31", "CLOSED")),
            "2026-07-15",
            False,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
@pytest.mark.both_engines
def test_closing_locks_the_past_and_setting_never_locks_the_future(
    api: Api, case: str, periods: tuple[tuple[str, str, str], ...], day: str, posts: bool
) -> None:
    received(api)
    for first, last, status in periods:
        period(api, first, last, status)
    payment = {"invoice": {"number": "INV-000001"}, "amount": "1", "date": day}
    if posts:
        api.do("recordPayment", "... on RecordPaymentSuccess { replayed }", **payment)
    else:
        assert refused(api, "recordPayment", **payment) == [("PERIOD_NOT_OPEN", ["date"])], case


def test_a_day_before_a_closed_period_is_refused_with_the_period_and_the_way_out(api: Api) -> None:
    received(api)
    august(api, "CLOSED")
    with pytest.raises(Rejected) as refusal:
        api.pay("INV-000001", "1", date="2026-07-15")
    (problem,) = refusal.value.problems
    assert problem["message"] == (
        "Nothing can be posted on 2026-07-15. It is in no fiscal period, and before the end of 2026-08-01 to 2026-08-31, "
        "which is CLOSED."
    )
    assert problem["remedy"] == "Choose a date in an open period, or open one with setFiscalPeriod."
    august(api, "PERMANENTLY_CLOSED", reason="The books are signed")
    with pytest.raises(Rejected) as refusal:
        api.pay("INV-000001", "1", date="2026-08-15")
    (problem,) = refusal.value.problems
    assert problem["remedy"] == "Choose a date in an open period; this one is closed for good."


@pytest.mark.parametrize("status", ["OPEN", "ON_HOLD", "PERMANENTLY_CLOSED"])
def test_what_is_closed_moves_on_with_a_reason_which_is_no_blank(api: Api, status: str) -> None:
    august(api, "CLOSED")
    for blank in ({}, {"reason": None}, {"reason": " \n"}):
        assert refused(api, "setFiscalPeriod", **AUGUST, status=status, **blank) == [("REASON_REQUIRED", ["reason"])]
    august(api, status, reason="Why")
    assert [one["status"] for one in api.run("{ fiscalPeriods { status } }")["fiscalPeriods"]] == [status]


def test_what_is_open_or_on_hold_moves_on_without_a_reason_and_keeps_one_that_is_given(api: Api) -> None:
    for status, why in (("OPEN", {"reason": "New year"}), ("ON_HOLD", {}), ("OPEN", {}), ("PERMANENTLY_CLOSED", {})):
        august(api, status, **why)
    (found,) = api.run(HISTORY)["fiscalPeriods"]
    assert [(one["after"], one["reason"]) for one in found["history"]] == [
        ("OPEN", "New year"),
        ("ON_HOLD", None),
        ("OPEN", None),
        ("PERMANENTLY_CLOSED", None),
    ]


def test_the_status_that_a_period_has_is_no_change_of_it(api: Api) -> None:
    for status in ("CLOSED", "CLOSED", "PERMANENTLY_CLOSED", "PERMANENTLY_CLOSED"):
        august(api, status, reason="Why")
    (found,) = api.run(HISTORY)["fiscalPeriods"]
    assert [one["after"] for one in found["history"]] == ["CLOSED", "PERMANENTLY_CLOSED"]


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("2026-09-30", "2026-09-01", ("INVALID_INPUT", ["to"])),
        ("2026-08-15", "2026-09-15", ("INVALID_INPUT", ["from"])),
    ],
)
def test_periods_do_not_overlap_or_end_before_they_begin(
    api: Api, first: str, last: str, problem: tuple[str, list[str]]
) -> None:
    august(api, "CLOSED")
    assert refused(api, "setFiscalPeriod", **{"from": first, "to": last, "status": "OPEN"}) == [problem]


@pytest.mark.both_engines
def test_a_closed_period_is_named_where_a_run_posts_before_it(api: Api) -> None:
    order = received(api)
    august(api, "CLOSED")
    (item,) = api.post_orders({"number": order["number"]}, invoiceDate="2026-07-31")
    assert (item["status"], item["problems"][0]) == ("CONTAINS_ERRORS", {"code": "PERIOD_NOT_OPEN"})
