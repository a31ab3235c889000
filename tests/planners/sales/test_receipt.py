"""The physical update of a return order: goods in, their cost back, replacements out (returns 1.10, 3.9, 3.10)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.models.vocabulary import DispositionAction, OrderStatus, ReturnLineStatus
from rebill.posting.planned.packing_slips import SoldLine
from rebill.posting.planners.sales.receipt import order_status, plan_receipt
from tests.planners.sales.trade import CREDIT_ONLY, TODAY, Trade, booked

RECEIVED, REGISTERED, AWAITING = ReturnLineStatus.RECEIVED, ReturnLineStatus.REGISTERED, ReturnLineStatus.AWAITING
INVOICED, CANCELED = ReturnLineStatus.INVOICED, ReturnLineStatus.CANCELED
CREDIT = DispositionAction.CREDIT


def three_of_ten() -> tuple[Trade, int]:
    """A return of 3 of 10 × 33.35, cost 1.115, registered."""
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.115"), "10"))
    order = trade.returns((line, "1"), (line, "1"), (line, "1"))
    for place in range(3):
        trade.arrive(order, place, "1")
    return trade, order


def test_costs_of_parts_of_one_sale_add_up_to_its_part_of_the_cost() -> None:
    trade, order = three_of_ten()
    slip = trade.receive(order)
    assert [str(one.cost_amount) for one in slip.lines] == ["1.12", "1.11", "1.12"]
    assert booked(slip.entries) == ["Cr RETURNS_RECEIVED 3.35", "Dr INVENTORY 3.35"]
    assert trade.book.one("Product", 1).on_hand == -7


@pytest.mark.parametrize(
    ("action", "on_hand", "entries"),
    [
        (CREDIT, 3, ["Cr RETURNS_RECEIVED 3.35", "Dr INVENTORY 3.35"]),
        (DispositionAction.SCRAP, 0, ["Cr RETURNS_RECEIVED 3.35", "Dr SCRAP 3.35"]),
        (DispositionAction.REPLACE_AND_SCRAP, 0, ["Cr RETURNS_RECEIVED 3.35", "Dr SCRAP 3.35"]),
        (DispositionAction.REPLACE_AND_CREDIT, 3, ["Cr RETURNS_RECEIVED 3.35", "Dr INVENTORY 3.35"]),
        (DispositionAction.RETURN_TO_CUSTOMER, 0, []),
    ],
    ids=str,
)
def test_where_goods_and_their_cost_go(action: DispositionAction, on_hand: int, entries: list[str]) -> None:
    trade, order = three_of_ten()
    sold = SoldLine(7, "Other", Decimal(1), Decimal(5), Decimal(1), Decimal(0), Decimal(25))
    facts = trade.facts(order)
    lines = tuple(replace(one, action=action, replacement=sold) for one in facts.lines)
    slip, after = plan_receipt(replace(facts, lines=lines), [one.id for one in lines], TODAY, in_ledger=True)
    assert (sum(one.on_hand_change for one in slip.lines), booked(slip.entries)) == (on_hand, entries)
    assert slip.replacements == ((sold,) * 3 if "REPLACE" in action else ())
    assert [one.status for one in after.lines] == [RECEIVED] * 3
    assert slip.returned == (() if action is DispositionAction.RETURN_TO_CUSTOMER else ((1, 3),))


def test_only_the_lines_that_are_named_are_received() -> None:
    trade, order = three_of_ten()
    facts = trade.facts(order)
    slip, after = plan_receipt(facts, [facts.lines[1].id], TODAY, in_ledger=False)
    assert [one.return_order_line_id for one in slip.lines] == [facts.lines[1].id]
    assert ([one.status for one in after.lines], slip.entries) == ([REGISTERED, RECEIVED, REGISTERED], ())


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([], OrderStatus.CANCELED),
        ([(CANCELED, None)], OrderStatus.CANCELED),
        ([(AWAITING, None), (INVOICED, CREDIT)], OrderStatus.OPEN),
        ([(REGISTERED, CREDIT_ONLY)], OrderStatus.DELIVERED),
        ([(RECEIVED, CREDIT), (CANCELED, None)], OrderStatus.DELIVERED),
        ([(INVOICED, CREDIT), (CANCELED, None)], OrderStatus.INVOICED),
    ],
)
def test_the_status_of_an_order_follows_from_its_lines(
    lines: list[tuple[ReturnLineStatus, DispositionAction | None]], status: OrderStatus
) -> None:
    assert order_status(lines) is status
