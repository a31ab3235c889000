"""Crediting return orders: the worked examples of returns 4, their amounts, vouchers and statuses; and what is refused.

Posting types stand for the accounts of the examples: RECEIVABLES is AR, REVENUE REV, SALES_TAX VAT, FEES FEE, INVENTORY
INV, COST_OF_GOODS_SOLD COGS, RETURNS_RECEIVED CLR.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.models.vocabulary import DispositionAction, DocumentType, ReturnLineStatus
from rebill.posting.plan import Plan
from rebill.posting.planners.sales.crediting import plan_credit_note
from tests.planners.sales.trade import CREDIT_ONLY, TODAY, Trade, amounts, booked

SCRAP, TO_CUSTOMER = DispositionAction.SCRAP, DispositionAction.RETURN_TO_CUSTOMER


def ten_sold() -> tuple[Trade, int]:
    """10 × A at 100.00, cost 60.00, invoiced; the key of the invoice's line."""
    trade = Trade()
    return trade, trade.sold((trade.product("100", cost="60"), "10"))[0]


def returned(trade: Trade, line: int, quantity: str, action: DispositionAction = DispositionAction.CREDIT) -> int:
    """A return order of which everything has been received."""
    order = trade.returns((line, quantity))
    trade.arrive(order, 0, quantity, action)
    trade.receive(order)
    return order


def test_4_1_everything_comes_back() -> None:
    trade, line = ten_sold()
    order = returned(trade, line, "10")
    plan = trade.credit(order).plan
    assert (plan.document_type, amounts(plan)) == (DocumentType.CREDIT_NOTE, ("-1000.00", "-250.00", "-1250.00"))
    assert booked(plan.entries) == [
        "Cr COST_OF_GOODS_SOLD 600.00",
        "Cr RECEIVABLES 1250.00",
        "Dr RETURNS_RECEIVED 600.00",
        "Dr REVENUE 1000.00",
        "Dr SALES_TAX 250.00",
    ]
    assert [(one.invoice_id, one.amount) for one in plan.settlements] == [(1, 1250)]
    assert (trade.open_amount(1), trade.open_amount(2)) == (0, 0)
    assert (trade.statuses(order), trade.book.one("Order", order).return_status) == (["INVOICED"], "CLOSED")
    assert (trade.book.one("Order", order).status, trade.lines(order)[0].closed_on) == ("INVOICED", TODAY)
    assert trade.problems(order) == [("ALREADY_INVOICED", "order")]


def test_4_1_storno_variant() -> None:
    trade, line = ten_sold()
    plan = trade.credit(returned(trade, line, "10"), credit_correction=True).plan
    assert booked(plan.entries) == [
        "Cr RETURNS_RECEIVED -600.00 storno",
        "Cr REVENUE -1000.00 storno",
        "Cr SALES_TAX -250.00 storno",
        "Dr COST_OF_GOODS_SOLD -600.00 storno",
        "Dr RECEIVABLES -1250.00 storno",
    ]


@pytest.mark.parametrize("quantity", ["ALL", "PACKING_SLIP"])
def test_4_2_partial_return(quantity: str) -> None:
    trade = Trade()
    a, b = trade.sold((trade.product("100", cost="60"), "10"), (trade.product("40", cost="25"), "5"))
    order = trade.returns((a, "10"), (b, "5"))
    trade.arrive(order, 0, "4")
    assert trade.statuses(order) == ["REGISTERED", "AWAITING", "AWAITING"]
    assert booked(trade.receive(order).entries) == ["Cr RETURNS_RECEIVED 240.00", "Dr INVENTORY 240.00"]
    first = trade.credit(order, quantity)
    assert amounts(first.plan) == ("-400.00", "-100.00", "-500.00")
    assert booked(first.plan.entries) == [
        "Cr COST_OF_GOODS_SOLD 240.00",
        "Cr RECEIVABLES 500.00",
        "Dr RETURNS_RECEIVED 240.00",
        "Dr REVENUE 400.00",
        "Dr SALES_TAX 100.00",
    ]
    waiting = [one.id for one in trade.lines(order)][1:]
    assert [(one.line_id, one.code) for one in first.skipped] == [(key, "RETURN_LINE_NOT_RECEIVED") for key in waiting]
    assert trade.statuses(order) == ["INVOICED", "AWAITING", "AWAITING"]
    assert trade.book.one("Order", order).return_status == "OPEN"
    assert trade.open_amount(1) == 1000
    trade.arrive(order, 1, "5")
    trade.arrive(order, 2, "6")
    trade.receive(order)
    rest = trade.credit(order).plan
    assert amounts(rest) == ("-800.00", "-200.00", "-1000.00")
    assert "Cr COST_OF_GOODS_SOLD 485.00" in booked(rest.entries)
    assert (trade.open_amount(1), trade.book.one("Order", order).return_status) == (0, "CLOSED")


def discounted_return(percent: str) -> Plan:
    """The credit of 3 of 8 × D at 249.90 with 12.5 % discount, a fee in per cent and freight of 49.00."""
    trade = Trade()
    (line,) = trade.sold((trade.product("249.90", cost="130"), "8", "12.5"))
    order = trade.returns((line, "3"))
    trade.charge(order, "PERCENT", percent, line=0)
    trade.charge(order, "FIXED", "49")
    trade.arrive(order, 0, "3")
    trade.receive(order)
    return trade.credit(order).plan


def test_4_3_discount_charges_and_tax() -> None:
    plan = discounted_return("-10")
    assert [(f"{one.net_amount:.2f}", f"{one.tax_amount:.2f}") for one in plan.lines] == [("-655.99", "-164.00")]
    assert [(str(one.amount), str(one.tax_amount), one.document_line) for one in plan.charges] == [
        ("65.60", "16.40", 0),
        ("49.00", "12.25", None),
    ]
    assert (plan.document_type, amounts(plan)) == (DocumentType.CREDIT_NOTE, ("-541.39", "-135.35", "-676.74"))
    assert booked(plan.entries) == [
        "Cr COST_OF_GOODS_SOLD 390.00",
        "Cr FEES 114.60",
        "Cr RECEIVABLES 676.74",
        "Dr RETURNS_RECEIVED 390.00",
        "Dr REVENUE 655.99",
        "Dr SALES_TAX 135.35",
    ]


def test_4_3_a_positive_percentage_credits_more() -> None:
    assert str(discounted_return("10").charges[0].amount) == "-65.60"


def test_4_3b_proration_over_parts() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.115"), "3", "10"))
    order = returned(trade, line, "3")
    (key,) = [one.id for one in trade.lines(order)]
    parts = [trade.credit(order, "DELIVER_NOW", lines={key: Decimal(1)}).plan for _ in range(3)]
    assert [amounts(one)[:2] for one in parts] == [("-30.02", "-7.50"), ("-30.01", "-7.51"), ("-30.02", "-7.50")]
    assert [str(one.lines[0].cost_amount) for one in parts] == ["-1.12", "-1.11", "-1.12"]


def test_4_3b_the_cost_of_a_line_is_taken_back_in_parts_that_add_up() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.115"), "3"))
    order = returned(trade, line, "3")
    (key,) = [one.id for one in trade.lines(order)]
    plans = [trade.credit(order, "DELIVER_NOW", lines={key: Decimal(1)}).plan for _ in range(3)]
    assert [str(plan.lines[0].cost_amount) for plan in plans] == ["-1.12", "-1.11", "-1.12"]


def test_4_3b_two_lines_of_one_document_share_the_original_to_the_cent() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.25"), "3", "10"))
    order = trade.returns((line, "1"), (line, "1"), (line, "1"))
    for place in range(3):
        trade.arrive(order, place, "1")
    slip = trade.receive(order)
    plan = trade.credit(order).plan
    assert [str(one.net_amount) for one in plan.lines] == ["-30.02", "-30.01", "-30.02"]
    assert [str(one.cost_amount) for one in slip.lines] == ["1.25", "1.25", "1.25"]
    assert trade.open_amount(1) == 0


def test_4_3c_tax_is_rounded_a_line() -> None:
    trade = Trade()
    product = trade.product("10.10")
    order = trade.returns_by_hand((product, "1", "10.10"), (product, "1", "10.10"))
    for place in range(2):
        trade.arrive(order, place, "1")
    trade.receive(order)
    plan = trade.credit(order).plan
    assert ([str(one.tax_amount) for one in plan.lines], str(plan.tax_amount)) == (["-2.53", "-2.53"], "-5.06")
    assert [one.code for one in plan.warnings] == ["NOT_LINKED_TO_INVOICE"] * 2


def test_4_3d_a_fee_above_the_credit_makes_an_invoice() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("40"), "1"))
    order = trade.returns((line, "1"))
    trade.charge(order, "FIXED", "75", line=0)
    trade.arrive(order, 0, "1")
    trade.receive(order)
    plan = trade.credit(order).plan
    assert (plan.document_type, amounts(plan)) == (DocumentType.INVOICE, ("35.00", "8.75", "43.75"))
    assert [one.code for one in plan.warnings] == ["CHARGE_TURNS_CREDIT_INTO_INVOICE"]
    assert (str(plan.due_date), plan.settlements) == ("2026-10-01", ())


def test_4_4_credit_only() -> None:
    trade = Trade()
    product = trade.product("500", cost="320")
    (line,) = trade.sold((product, "2"))
    on_hand = trade.book.one("Product", product).on_hand
    order = trade.returns((line, "2"), action=CREDIT_ONLY)
    assert trade.problems(order, "PACKING_SLIP") == [("CREDIT_ONLY_HAS_NO_PACKING_SLIP", "order")]
    plan = trade.credit(order).plan
    assert amounts(plan) == ("-1000.00", "-250.00", "-1250.00")
    assert booked(plan.entries) == [
        "Cr COST_OF_GOODS_SOLD 640.00",
        "Cr RECEIVABLES 1250.00",
        "Dr REVENUE 1000.00",
        "Dr SALES_TAX 250.00",
        "Dr SCRAP 640.00",
    ]
    assert trade.book.one("Product", product).on_hand == on_hand


def test_4_4_credit_only_lines_of_one_document_share_the_cost_to_the_cent() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.115"), "3"))
    plan = trade.credit(trade.returns((line, "1"), (line, "1"), (line, "1"), action=CREDIT_ONLY)).plan
    assert [str(one.cost_amount) for one in plan.lines] == ["-1.12", "-1.11", "-1.12"]


@pytest.mark.parametrize("fee", ["100", None])
def test_4_4b_return_to_customer(fee: str | None) -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("80", cost="45"), "3"))
    order = trade.returns((line, "3"))
    if fee is not None:
        trade.charge(order, "FIXED", fee, line=0)
    trade.arrive(order, 0, "3", TO_CUSTOMER)
    assert trade.receive(order).entries == ()
    plan = trade.credit(order).plan
    if fee is None:
        assert (plan.document_type, plan.total_amount, plan.actuals) == (None, 0, ())
    else:
        assert (plan.document_type, amounts(plan)) == (DocumentType.INVOICE, ("100.00", "25.00", "125.00"))
        assert [(one.quantity, one.net_amount) for one in plan.lines] == [(0, 0)]
        assert booked(plan.entries) == ["Cr FEES 100.00", "Cr SALES_TAX 25.00", "Dr RECEIVABLES 125.00"]
        assert plan.corrects == ()
    assert (trade.statuses(order), trade.lines(order)[0].invoiced_quantity) == (["INVOICED"], 3)
    trade.returns((line, "3"))


def test_4_4c_scrap() -> None:
    trade = Trade()
    product = trade.product("80", cost="45")
    (line,) = trade.sold((product, "3"))
    order = trade.returns((line, "3"))
    trade.arrive(order, 0, "3", SCRAP)
    on_hand = trade.book.one("Product", product).on_hand
    slip = trade.receive(order)
    assert booked(slip.entries) == ["Cr RETURNS_RECEIVED 135.00", "Dr SCRAP 135.00"]
    assert [(one.quantity, one.on_hand_change, one.cost_amount) for one in slip.lines] == [(-3, 0, 135)]
    plan = trade.credit(order).plan
    assert amounts(plan) == ("-240.00", "-60.00", "-300.00")
    assert {"Dr RETURNS_RECEIVED 135.00", "Cr COST_OF_GOODS_SOLD 135.00"} < set(booked(plan.entries))
    assert trade.book.one("Product", product).on_hand == on_hand


def test_4_6_settlement_of_a_partly_paid_invoice() -> None:
    trade, line = ten_sold()
    trade.pay(1, "1000")
    plan = trade.credit(returned(trade, line, "4")).plan
    assert [(one.invoice_id, one.amount) for one in plan.settlements] == [(1, 250)]
    assert (trade.open_amount(1), trade.open_amount(2)) == (0, -250)


def test_3_7_goods_that_came_without_a_voucher_are_put_into_stock_by_the_credit() -> None:
    trade, line = ten_sold()
    trade.in_ledger = False
    order = returned(trade, line, "4")
    assert "Dr INVENTORY 240.00" in booked(trade.credit(order).plan.entries)


def test_3_3_a_registered_line_is_credited_with_its_packing_slip() -> None:
    trade, line = ten_sold()
    order = trade.returns((line, "4"))
    trade.arrive(order, 0, "4")
    assert trade.problems(order) == [("RETURN_LINE_NOT_RECEIVED", "order")]
    plan = trade.credit(order, allow_direct_invoice=True).plan
    assert [one.lines[0].quantity for one in plan.slips] == [-4]
    assert (trade.statuses(order), amounts(plan)[0]) == (["INVOICED"], "-400.00")


def test_3_3_what_is_not_credited_is_given_up_where_the_caller_says_so() -> None:
    trade, line = ten_sold()
    order = returned(trade, line, "4")
    (key,) = [one.id for one in trade.lines(order)]
    trade.credit(order, "DELIVER_NOW", lines={key: Decimal(3)}, credit_remaining_quantity=False)
    row = trade.lines(order)[0]
    assert (row.invoiced_quantity, row.released_quantity, row.return_status) == (3, 1, ReturnLineStatus.INVOICED)


# ---------------------------------------------------------------- what is refused
def test_nothing_is_credited_before_it_arrives() -> None:
    trade, line = ten_sold()
    assert trade.problems(trade.returns((line, "4"))) == [("RETURN_ORDER_NOT_OPEN", "order")]


def test_every_line_that_is_not_received_is_named() -> None:
    trade, line = ten_sold()
    order = trade.returns((line, "4"), (line, "2"))
    trade.arrive(order, 0, "4")
    assert trade.problems(order) == [("RETURN_LINE_NOT_RECEIVED", "order")] * 2


@pytest.mark.parametrize(
    ("case", "quantity", "typed", "problems"),
    [
        ("no quantities", "DELIVER_NOW", None, [("INVALID_INPUT", "lines")]),
        ("a line without one", "DELIVER_NOW", "", [("INVALID_INPUT", "lines.0.quantity")]),
        ("more than was received", "DELIVER_NOW", "4.5", [("QTY_EXCEEDS_RECEIVED", "lines.0.quantity")]),
        ("one that chooses itself", "ALL", "1", [("INVALID_INPUT", "lines.0.quantity")]),
    ],
)
def test_typed_quantities_that_are_wrong(
    case: str, quantity: str, typed: str | None, problems: list[tuple[str, str]]
) -> None:
    trade, line = ten_sold()
    order = returned(trade, line, "4")
    (key,) = [one.id for one in trade.lines(order)]
    lines = None if typed is None else {key: Decimal(typed) if typed else None}
    assert trade.problems(order, quantity, lines=lines) == problems, case


def test_a_registered_line_is_credited_whole_or_not_at_all() -> None:
    trade, line = ten_sold()
    order = trade.returns((line, "4"))
    trade.arrive(order, 0, "4")
    (key,) = [one.id for one in trade.lines(order)]
    typed = {key: Decimal(3)}
    problems = trade.problems(order, "DELIVER_NOW", lines=typed, allow_direct_invoice=True)
    assert problems == [("PACKING_SLIP_PARTIAL_LINE", "lines.0.quantity")]


def test_no_more_is_credited_of_an_invoice_line_than_it_sold() -> None:
    trade, line = ten_sold()
    facts = trade.facts(returned(trade, line, "4"))
    (one,) = facts.lines
    assert one.original is not None
    beyond = replace(facts, lines=(replace(one, original=replace(one.original, credited=Decimal(7))),))
    answer = plan_credit_note(beyond, trade.request())
    assert isinstance(answer, tuple)
    assert [(each.code, each.path) for each in answer] == [("RETURN_QTY_EXCEEDS_INVOICED", ("order",))]


def test_a_charge_beyond_all_amounts_is_refused() -> None:
    trade, line = ten_sold()
    order = returned(trade, line, "4")
    trade.charge(order, "PER_PIECE", "999999999999")
    assert trade.problems(order) == [("INVALID_INPUT", "order")]
