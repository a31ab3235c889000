"""Packing slips by themselves: goods out for a sales order, goods in for a return order (returns 1.10, 2.3)."""

from decimal import Decimal

import pytest

from rebill.posting.plan import Plan
from rebill.posting.planners.sales.packing_slips import SlipRequest, Wanted, plan_incoming, plan_outgoing
from rebill.posting.problems import Problems
from tests.planners.sales.trade import CREDIT_ONLY, TODAY, Trade


def request(*lines: tuple[int, str | None]) -> SlipRequest:
    """Lines by key, each with its typed quantity; everything where none is named."""
    typed = {key: Wanted(place, None if one is None else Decimal(one)) for place, (key, one) in enumerate(lines)}
    return SlipRequest(TODAY, typed or None)


def told(answer: object) -> list[tuple[str, str]]:
    """Codes and paths of a refusal."""
    problems: Problems = answer if isinstance(answer, tuple) else ()
    return [(one.code.value, ".".join(one.path)) for one in problems]


def test_everything_that_is_left_is_delivered_or_what_was_typed() -> None:
    trade = Trade()
    order = trade.order((trade.product("100", cost="60"), "10"), (trade.product("40"), "5"))
    assert [line.quantity for line in trade.deliver(order, {1: Decimal(4)}).lines] == [4]
    assert [(line.quantity, line.on_hand_change) for line in trade.deliver(order).lines] == [(6, -6), (5, -5)]
    assert trade.book.one("Order", order).status == "DELIVERED"
    assert told(plan_outgoing(trade.sale(order), request())) == [("NOTHING_TO_POST", "order")]


@pytest.mark.parametrize(
    ("case", "lines", "problems"),
    [
        ("more than is left", [(1, "10.5")], [("INVALID_INPUT", "lines.0.quantity")]),
        ("nothing of it", [(1, "0")], [("INVALID_INPUT", "lines.0.quantity")]),
        ("a stranger's line", [(1, "1"), (99, None)], [("NOT_FOUND", "lines.1.line")]),
    ],
)
def test_what_cannot_be_delivered(
    case: str, lines: list[tuple[int, str | None]], problems: list[tuple[str, str]]
) -> None:
    trade = Trade()
    order = trade.order((trade.product("100"), "10"))
    assert told(plan_outgoing(trade.sale(order), request(*lines))) == problems, case


def returned() -> tuple[Trade, int]:
    """A return order with a line registered, and one awaited."""
    trade = Trade()
    (line,) = trade.sold((trade.product("100", cost="60"), "10"))
    order = trade.returns((line, "4"), (line, "3"))
    trade.arrive(order, 0, "4")
    return trade, order


def test_registered_lines_are_received_in_full() -> None:
    trade, order = returned()
    assert [(line.quantity, line.cost_amount) for line in trade.receive(order).lines] == [(-4, 240)]
    assert trade.statuses(order) == ["RECEIVED", "AWAITING"]
    assert told(plan_incoming(trade.facts(order), request())) == [("INVALID_STATUS_TRANSITION", "order")]


def test_a_packing_slip_bears_the_reference_of_the_customer() -> None:
    trade, order = returned()
    asked = SlipRequest(TODAY, customer_reference="PO 7")
    sale = trade.order((1, "1"))
    for plan in (plan_incoming(trade.facts(order), asked), plan_outgoing(trade.sale(sale), asked)):
        assert isinstance(plan, Plan)
        assert [one.customer_reference for one in plan.slips] == ["PO 7"]


@pytest.mark.parametrize(
    ("case", "lines", "problems"),
    [
        ("a part of a line", [(1, "3")], [("PACKING_SLIP_PARTIAL_LINE", "lines.0.quantity")]),
        ("a line that is awaited", [(2, None)], [("INVALID_STATUS_TRANSITION", "lines.0.line")]),
        ("a stranger's line", [(99, None)], [("NOT_FOUND", "lines.0.line")]),
    ],
)
def test_what_cannot_be_received(
    case: str, lines: list[tuple[int, str | None]], problems: list[tuple[str, str]]
) -> None:
    trade, order = returned()
    assert told(plan_incoming(trade.facts(order), request(*lines))) == problems, case


def test_credit_only_lines_never_have_a_packing_slip() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("100"), "10"))
    facts = trade.facts(trade.returns((line, "4"), action=CREDIT_ONLY))
    code = "CREDIT_ONLY_HAS_NO_PACKING_SLIP"
    assert told(plan_incoming(facts, request())) == [(code, "order")]
    assert told(plan_incoming(facts, request((1, None)))) == [(code, "lines.0.line")]
