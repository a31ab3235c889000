"""Which quantity of each return line is credited: the table of returns 3.3."""

from decimal import Decimal

import pytest

from rebill.models.vocabulary import QuantitySelection, ReturnLineStatus
from rebill.posting.planners.sales.quantities import Selection, direct_lines, select_lines
from tests.planners.sales.trade import CREDIT_ONLY, Trade

ALL, SLIP, NOW = QuantitySelection.ALL, QuantitySelection.PACKING_SLIP, QuantitySelection.DELIVER_NOW


def mixed() -> tuple[Trade, int]:
    """A return order with a line received, one registered, one awaited; and one credit only, of 4, 3, 2 and 1."""
    trade = Trade()
    (line,) = trade.sold((trade.product("100"), "10"))
    order = trade.returns((line, "4"), (line, "3"), (line, "2"), (line, "1"))
    trade.arrive(order, 0, "4")
    trade.receive(order)
    trade.arrive(order, 1, "3")
    last = trade.lines(order)[3].id
    registered = ReturnLineStatus.REGISTERED
    trade.book = trade.book.setting("ReturnOrderLine", [last], return_status=registered, action=CREDIT_ONLY)
    return trade, order


@pytest.mark.parametrize(
    ("case", "quantity", "typed", "taken", "skipped"),
    [
        ("all", ALL, None, {1: 4, 4: 1}, ["RETURN_LINE_NOT_RECEIVED"] * 2),
        ("packing slip", SLIP, None, {1: 4}, ["RETURN_LINE_NOT_RECEIVED"] * 2 + ["CREDIT_ONLY_HAS_NO_PACKING_SLIP"]),
        ("deliver now", NOW, {1: "1.5", 4: "0.5"}, {1: Decimal("1.5"), 4: Decimal("0.5")}, []),
        ("named lines of all", ALL, {1: None}, {1: 4}, []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_taken_and_what_is_left_out(
    case: str,
    quantity: QuantitySelection,
    typed: dict[int, str | None] | None,
    taken: dict[int, int],
    skipped: list[str],
) -> None:
    trade, order = mixed()
    wanted = None if typed is None else {key: None if one is None else Decimal(one) for key, one in typed.items()}
    selection = select_lines(trade.facts(order), quantity, wanted)
    assert isinstance(selection, Selection)
    assert (selection.taken, [one.code for one in selection.skipped]) == (taken, skipped), case


def test_what_cannot_be_credited_is_refused_where_it_is_named_with_a_quantity() -> None:
    trade, order = mixed()
    answer = select_lines(trade.facts(order), NOW, {2: Decimal(1), 3: Decimal(1), 1: Decimal(5)})
    assert isinstance(answer, tuple)
    assert [(one.code, one.path) for one in answer] == [
        ("RETURN_LINE_NOT_RECEIVED", ("lines", "0", "quantity")),
        ("RETURN_LINE_NOT_RECEIVED", ("lines", "1", "quantity")),
        ("QTY_EXCEEDS_RECEIVED", ("lines", "2", "quantity")),
    ]


def test_no_more_is_credited_than_is_left_of_what_was_received() -> None:
    trade, order = mixed()
    trade.credit(order, "DELIVER_NOW", lines={1: Decimal(3)})
    answer = select_lines(trade.facts(order), NOW, {1: Decimal("1.000001")})
    assert isinstance(answer, tuple)
    assert [(one.code, one.remedy) for one in answer] == [("QTY_EXCEEDS_RECEIVED", "Give at most 1.")]


def test_what_was_given_up_is_not_credited_with_the_rest_of_the_order() -> None:
    trade, order = mixed()
    trade.credit(order, "DELIVER_NOW", lines={1: Decimal(3)}, credit_remaining_quantity=False)
    selection = select_lines(trade.facts(order), ALL, None)
    assert isinstance(selection, Selection)
    assert selection.taken == {4: 1}


def test_a_line_that_is_finished_says_so_where_it_is_named() -> None:
    trade, order = mixed()
    trade.credit(order)
    selection = select_lines(trade.facts(order), ALL, {1: None})
    assert isinstance(selection, Selection)
    assert ([one.code for one in selection.skipped], selection.taken) == (["ALREADY_INVOICED"], {})


def test_registered_goods_are_invoiced_directly_as_whole_lines() -> None:
    trade, order = mixed()
    facts = trade.facts(order)
    assert direct_lines(facts, ALL, None) == {2}
    assert direct_lines(facts, SLIP, None) == set()
    assert direct_lines(facts, NOW, {1: Decimal(1)}) == set()
    answer = direct_lines(facts, NOW, {2: Decimal(1)})
    assert isinstance(answer, tuple)
    assert [(one.code, one.path) for one in answer] == [("PACKING_SLIP_PARTIAL_LINE", ("lines", "0", "quantity"))]
