"""What a document billed or credited can be billed or credited again (putting-right 4.5, 4.7, 4.8)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rebill.models.vocabulary import (
    BillingStatus,
    DetailKind,
    DispositionAction,
    OrderStatus,
    RefundStatus,
    ReturnLineStatus,
)
from rebill.posting.planners.canceling.facts import Posted, Status
from rebill.posting.planners.canceling.sources import sources_freed
from tests.planners.canceling.facts import NOTHING, ZERO, detail
from tests.planners.canceling.posted import CREDIT, SALE, WORK
from tests.planners.projects.goods import Figures

READY, BILLED = BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_POSTED


def freed(document: Posted) -> list[tuple[object, ...]]:
    """How everything moves on."""
    return [(one.subject, one.field, one.before, one.after) for one in sources_freed(document)]


def test_example_10_8_order_lines_are_no_longer_invoiced_and_stay_delivered() -> None:
    assert freed(SALE) == [
        ("SalesOrderLine", "invoiced_quantity", 10, 0),
        ("SalesOrder", "status", "INVOICED", "DELIVERED"),
    ]
    partly = replace(SALE, sold_orders=(SALE.sold_orders[0]._replace(status=OrderStatus.OPEN),))
    assert freed(partly) == [("SalesOrderLine", "invoiced_quantity", 10, 0)]


def returned(
    action: DispositionAction = DispositionAction.CREDIT, part: tuple[int, int] = (3, 0), **columns: Any
) -> Posted:
    """The credit note of 10.7, its line otherwise; `part` is what the document took and gave up of it."""
    line, order = CREDIT.credited_lines[0], CREDIT.returned_orders[0]
    orders = (order._replace(lines=((line.id, line.status, action),)),)
    took, gave_up = map(Decimal, part)
    lines = (CREDIT.lines[0]._replace(returned_quantity=took, released_quantity=gave_up),)
    credited = (line._replace(action=action, **columns),)
    return replace(CREDIT, lines=lines, credited_lines=credited, returned_orders=orders)


@pytest.mark.parametrize(("action", "status"), [("CREDIT", "RECEIVED"), ("CREDIT_ONLY", "REGISTERED")])
def test_example_10_7_a_return_line_is_to_be_credited_again_and_its_order_is_open(action: str, status: str) -> None:
    document = replace(returned(DispositionAction(action), (3, 2), released=Decimal(2)), charges=(12,))
    assert freed(document) == [
        ("ReturnOrderLine", "invoiced_quantity", 3, 0),
        ("ReturnOrderLine", "released_quantity", 2, 0),
        ("ReturnOrderLine", "return_status", "INVOICED", status),
        ("ReturnOrderLine", "closed_on", SALE.invoice_date, None),
        ("ReturnOrder", "return_status", "CLOSED", "OPEN"),
        ("ReturnOrder", "status", "INVOICED", "DELIVERED"),
        ("ReturnCharge", "posted", True, False),
    ]


def test_what_another_posting_released_stays_released() -> None:
    moved = freed(returned(released=Decimal(2)))
    assert [one for one in moved if one[1] == "released_quantity"] == []


def test_of_what_was_sent_back_the_pieces_of_this_posting_alone_are_to_be_sent_back_again() -> None:
    moved = freed(returned(DispositionAction.RETURN_TO_CUSTOMER, (2, 1), invoiced=Decimal(5), released=Decimal(1)))
    quantities = [one[1:] for one in moved if one[1].endswith("_quantity")]
    assert quantities == [("invoiced_quantity", 5, 3), ("released_quantity", 1, 0)]


def test_a_line_of_which_a_posting_took_nothing_stays_as_it_is() -> None:
    """A charge of goods sent back that a book of before puts down to a later posting."""
    assert freed(returned(DispositionAction.RETURN_TO_CUSTOMER, (0, 0))) == []


def test_a_line_of_which_more_is_on_its_way_stays_as_it_is() -> None:
    moved = freed(returned(status=ReturnLineStatus.AWAITING, invoiced=Decimal(3)))
    assert [one for one in moved if one[0] == "ReturnOrderLine"] == [("ReturnOrderLine", "invoiced_quantity", 3, 0)]


def test_a_canceled_correction_of_a_credit_note_credits_its_pieces_again_and_opens_no_order() -> None:
    line = CREDIT.lines[0]._replace(return_order_line_id=None)
    lowered = detail(25, ("-2", "-200", "-50"), ("-3", "-300", "-75"), line_id=14, sold=Decimal(-3), return_line_id=8)
    fee = detail(
        26, NOTHING, ("1", "49", "12.25"), line_id=14, sold=Decimal(1), return_line_id=8, kind=DetailKind.CHARGE
    )
    document = returned(invoiced=Decimal(2), released=Decimal(1))
    assert freed(replace(document, lines=(line,), details=(lowered, fee), returned_orders=())) == [
        ("ReturnOrderLine", "invoiced_quantity", 2, 3),
        ("ReturnOrderLine", "released_quantity", 1, 0),
    ]


def test_example_10_17_an_applied_retainer_is_available_again() -> None:
    assert freed(WORK) == [("Retainer", "used_amount", 600, 0)]


@pytest.mark.parametrize(
    ("now", "before", "was", "after"),
    [(("1", "500", "125"), NOTHING, BILLED, READY), (NOTHING, ("1", "500", "125"), READY, BILLED)],
    ids=["billed first", "credited"],
)
def test_a_milestone_is_ready_again_and_a_credited_one_posted_again(
    now: Figures, before: Figures, was: BillingStatus, after: BillingStatus
) -> None:
    one = detail(5, now, before, kind=DetailKind.MILESTONE, milestone_id=2)
    document = replace(WORK, details=(one,), retainers=(), milestones=(Status(2, was),))
    assert freed(document) == [("Milestone", "invoice_status", was, after)]


@pytest.mark.parametrize(("before", "moves"), [(NOTHING, True), (("3", "150", "37.5"), False)])
def test_a_product_line_is_ready_again_but_not_where_it_was_corrected(before: Figures, moves: bool) -> None:
    product = detail(5, ("3", "135", "33.75"), before)
    document = replace(WORK, details=(product,), retainers=(), products=(Status(1, BILLED),))
    assert freed(document) == ([("ContractLine", "billing_status", BILLED, READY)] if moves else [])


def test_a_billed_retainer_is_ready_again_and_a_refunded_one_to_be_refunded() -> None:
    (known,) = WORK.retainers
    billed = detail(5, ("1", "1000", "0"), kind=DetailKind.RETAINER, retainer_id=1)
    assert freed(replace(WORK, details=(billed,), retainers=(replace(known, used=ZERO),))) == [
        ("Retainer", "billed_amount", 1000, 0),
        ("Retainer", "invoice_status", BILLED, READY),
    ]
    refund = detail(5, ("-1", "-400", "0"), kind=DetailKind.RETAINER_REFUND, retainer_id=1)
    paid_back = replace(known, refunded=Decimal(400), refund_status=RefundStatus.REFUNDED)
    assert freed(replace(WORK, details=(refund,), retainers=(paid_back,))) == [
        ("Retainer", "refunded_amount", 400, 0),
        ("Retainer", "refund_status", "REFUNDED", "READY_TO_REFUND"),
    ]
