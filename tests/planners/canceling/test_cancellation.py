"""The plan of cancelling a document: the worked examples whole, to the cent (putting-right 4, 10.7, 10.8, 10.17)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from rebill.posting.plan import Plan
from rebill.posting.planners.canceling.cancellation import CancellationRequest, plan_cancellation
from rebill.posting.planners.canceling.facts import Posted, Successor
from tests.planners.canceling.facts import account, item
from tests.planners.canceling.posted import CREDIT, SALE, WORK
from tests.planners.sales.trade import TODAY, amounts, booked

ASKED = CancellationRequest("Billed by mistake", TODAY)
SINCE = datetime(2026, 9, 1, 8, tzinfo=UTC)


def canceled(document: Posted, request: CancellationRequest = ASKED) -> Plan:
    """The plan, which nothing is in the way of."""
    plan = plan_cancellation(document, request)
    assert isinstance(plan, Plan), plan
    return plan


def settlements(plan: Plan) -> list[tuple[Decimal, int | None, int | None]]:
    """What is matched or released: amount and both sides."""
    return [(one.amount, one.debit_id, one.credit_id) for one in plan.settlements]


def test_example_10_8_a_sale_is_canceled_by_a_credit_note_with_the_cost() -> None:
    plan = canceled(SALE)
    assert (plan.document_type, amounts(plan)) == ("CREDIT_NOTE", ("-1000.00", "-250.00", "-1250.00"))
    assert booked(plan.entries) == [
        "Cr COST_OF_GOODS_SOLD 600.00",
        "Cr RECEIVABLES 1250.00",
        "Dr GOODS_DELIVERED 600.00",
        "Dr REVENUE 1000.00",
        "Dr SALES_TAX 250.00",
    ]
    assert (settlements(plan), plan.warnings) == ([(1250, 1, None)], ())
    assert [(one.customer_id, one.amount) for one in plan.balances] == [(1, -1250)]
    assert (plan.corrects, plan.order_ids, plan.due_date) == ((1,), (3,), TODAY)


def test_example_10_7_a_credit_note_is_canceled_by_an_invoice_and_its_match_is_released() -> None:
    plan = canceled(CREDIT)
    assert (plan.document_type, amounts(plan)) == ("INVOICE", ("300.00", "75.00", "375.00"))
    assert booked(plan.entries) == [
        "Cr RETURNS_RECEIVED 180.00",
        "Cr REVENUE 300.00",
        "Cr SALES_TAX 75.00",
        "Dr COST_OF_GOODS_SOLD 180.00",
        "Dr RECEIVABLES 375.00",
    ]
    assert settlements(plan) == [(-375, 1, 2), (375, None, 2)]
    assert (plan.due_date, plan.warnings) == (TODAY + timedelta(days=30), ())


def test_example_10_17_a_project_invoice_gives_work_and_retainer_back() -> None:
    plan = canceled(WORK)
    assert (plan.document_type, amounts(plan)) == ("CREDIT_NOTE", ("-200.00", "-200.00", "-400.00"))
    assert [(one.quantity, one.amount, one.tax_amount) for one in plan.actuals] == [
        (-8, -800, -200),
        (-2, -200, 0),
        (1, 600, 0),
        (1, 400, 0),
        (10, 1000, 0),
        (-1, -1000, 0),
    ]
    assert booked(plan.entries) == [
        "Cr ADVANCES 600.00",
        "Cr RECEIVABLES 400.00",
        "Dr REVENUE 800.00",
        "Dr SALES_TAX 200.00",
    ]
    assert [(one.net_amount, one.tax_amount) for one in plan.lines] == [(-800, -200), (600, 0)]
    assert [one.document_detail for one in plan.actuals] == [0, 0, 1, 1, 0, 1]
    assert [one.other for one in plan.links] == [8, 11, 13, 14, 4, 2]
    assert plan.reversed_existing == ((8, 0), (11, 1), (13, 2), (14, 3))
    assert {one.subject for one in plan.changes} == {"Actual", "Retainer", "Invoice"}


def test_the_voucher_is_posted_on_the_accounts_of_then_and_as_a_storno_where_that_is_set_up() -> None:
    plan = canceled(SALE, replace(ASKED, credit_correction=True))
    assert [one.account for one in plan.entries] == [one.account for one in SALE.entries]
    assert booked(plan.entries)[-1] == "Dr RECEIVABLES -1250.00 storno"
    storno = replace(SALE, entries=tuple(replace(one, is_correction=True) for one in SALE.entries))
    assert {one.is_correction for one in canceled(storno, replace(ASKED, credit_correction=True)).entries} == {False}


def test_of_a_paid_sale_the_payment_stays_and_the_credit_is_warned_about() -> None:
    paid = account(1, "INV-000101", "1250", "1000")
    plan = canceled(replace(SALE, accounts={1: paid}, items=(item(paid),)))
    assert settlements(plan) == [(250, 1, None)]
    assert [(one.code, one.message) for one in plan.warnings] == [
        (
            "ORIGINAL_ALREADY_PAID",
            "Nothing more of INV-000101 is open: 1000.00 NOK of the credit stays on the customer's account.",
        )
    ]


def test_it_takes_its_own_date_and_the_terms_of_credit_notes_where_they_have_any() -> None:
    later = CancellationRequest("Billed by mistake", date(2026, 10, 1), terms_on_credit_notes=True)
    plan = canceled(SALE, later)
    assert (plan.invoice_date, plan.document_date, plan.due_date) == (
        date(2026, 10, 1),
        date(2026, 10, 1),
        date(2026, 10, 31),
    )


def test_what_is_built_upon_is_not_canceled() -> None:
    answer = plan_cancellation(replace(SALE, successors=(Successor("CN-000001", SINCE),)), ASKED)
    assert isinstance(answer, tuple)
    assert [one.code for one in answer] == ["INVOICE_HAS_SUCCESSORS"]
