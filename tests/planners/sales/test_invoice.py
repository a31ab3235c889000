"""Invoicing sales orders: what was delivered and is not invoiced, prorated to the cent (returns 2.3, 3.3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import OrderStatus, QuantitySelection, SettlementMode
from rebill.posting.planners.sales.invoice import packing_slip_warnings, plan_sales_invoice
from tests.planners.sales.trade import TODAY, Trade, amounts, booked


def test_4_base_the_original_invoice() -> None:
    trade = Trade()
    order = trade.order((trade.product("100", cost="60"), "10"))
    assert booked(trade.deliver(order).entries) == ["Cr INVENTORY 600.00", "Dr GOODS_DELIVERED 600.00"]
    plan = trade.invoice(order)
    assert amounts(plan) == ("1000.00", "250.00", "1250.00")
    assert booked(plan.entries) == [
        "Cr GOODS_DELIVERED 600.00",
        "Cr REVENUE 1000.00",
        "Cr SALES_TAX 250.00",
        "Dr COST_OF_GOODS_SOLD 600.00",
        "Dr RECEIVABLES 1250.00",
    ]
    assert (trade.open_amount(1), trade.book.one("Order", order).status) == (1250, OrderStatus.INVOICED)


def test_what_is_delivered_in_parts_is_invoiced_in_parts_that_add_up() -> None:
    trade = Trade()
    order = trade.order((trade.product("33.35", cost="1.115"), "3", "10"))
    parts, slips = [], []
    for _ in range(3):
        slips.append(booked(trade.deliver(order, {1: Decimal(1)}).entries)[1])
        parts.append((amounts(trade.invoice(order))[:2], trade.book.all("InvoiceLine")[-1].cost_amount))
    assert [part for part, _ in parts] == [("30.02", "7.50"), ("30.01", "7.51"), ("30.02", "7.50")]
    assert [cost for _, cost in parts] == [Decimal("1.12"), Decimal("1.11"), Decimal("1.12")]
    assert slips == ["Dr GOODS_DELIVERED 1.12", "Dr GOODS_DELIVERED 1.11", "Dr GOODS_DELIVERED 1.12"]


def test_all_invoices_what_is_ordered_and_posts_the_packing_slip_of_the_rest() -> None:
    trade = Trade()
    order = trade.order((trade.product("100", cost="60"), "10"))
    trade.deliver(order, {1: Decimal(4)})
    plan = trade.invoice(order, "ALL")
    assert ([one.lines[0].quantity for one in plan.slips], amounts(plan)[0]) == ([6], "1000.00")
    assert trade.book.one("Product", 1).on_hand == -10


def test_automatic_settlement_uses_credits_that_are_open() -> None:
    trade = Trade()
    product = trade.product("100")
    (line,) = trade.sold((product, "10"))
    trade.pay(1, "1250")
    trade.credited(line, "4")
    order = trade.order((product, "10"))
    trade.deliver(order)
    plan = trade.invoice(order, settlement=SettlementMode.AUTOMATIC)
    assert [(one.invoice_id, one.amount) for one in plan.settlements] == [(2, 500)]
    assert (trade.open_amount(2), trade.open_amount(3)) == (0, 750)


def test_a_document_dated_before_the_goods_moved_is_warned_about() -> None:
    assert packing_slip_warnings((None, TODAY), TODAY) == ()
    (one,) = packing_slip_warnings((None, TODAY, date(2026, 9, 3)), TODAY)
    assert one.message == "The invoice date 2026-09-01 is before the packing slip of 2026-09-03."


@pytest.mark.parametrize(
    ("status", "code"),
    [("OPEN", "NOTHING_TO_POST"), ("CANCELED", "ORDER_CANCELED"), ("INVOICED", "ALREADY_INVOICED")],
)
def test_an_order_that_is_finished_or_not_delivered_is_not_invoiced(status: str, code: str) -> None:
    trade = Trade()
    facts = replace(trade.sale(trade.order((trade.product("1"), "1"))), status=OrderStatus(status))
    answer = plan_sales_invoice(facts, QuantitySelection.PACKING_SLIP, TODAY, SettlementMode.NONE)
    assert isinstance(answer, tuple)
    assert [(one.code, one.path) for one in answer] == [(code, ("order",))]
