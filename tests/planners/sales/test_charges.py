"""Charges of a return order on one posting (returns 1.8)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.posting.amounts import percentage
from rebill.posting.planners.sales.charges import Posted, charges_of
from tests.planners.sales.trade import Trade

MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


def received(trade: Trade) -> int:
    """A return order of 4 of 10 × 100.00, received."""
    (line,) = trade.sold((trade.product("100"), "10"))
    order = trade.returns((line, "4"))
    trade.arrive(order, 0, "4")
    trade.receive(order)
    return order


@pytest.mark.parametrize(
    ("case", "category", "value", "line", "amount", "tax"),
    [
        ("a fixed fee", "FIXED", "49.005", 0, "49.01", "12.25"),
        ("a fee a piece", "PER_PIECE", "2.5", 0, "10.00", "2.50"),
        ("a fee in per cent of the credit", "PERCENT", "-10", 0, "40.00", "10.00"),
        ("more credit in per cent", "PERCENT", "10", 0, "-40.00", "-10.00"),
        ("a fee on the whole order", "PER_PIECE", "2.5", None, "10.00", "2.50"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_amount_of_a_charge_and_its_tax(
    case: str, category: str, value: str, line: int | None, amount: str, tax: str
) -> None:
    trade = Trade()
    order = received(trade)
    trade.charge(order, category, value, line=line)
    (charge,) = trade.credit(order).plan.charges
    assert (str(charge.amount), str(charge.tax_amount), charge.document_line) == (amount, tax, line), case


def test_a_fixed_charge_stands_on_the_first_posting_alone_and_the_others_on_each() -> None:
    trade = Trade()
    order = received(trade)
    trade.charge(order, "FIXED", "50", line=0)
    trade.charge(order, "PER_PIECE", "2", line=0)
    key = trade.lines(order)[0].id
    parts = [trade.credit(order, "DELIVER_NOW", lines={key: Decimal(2)}).plan for _ in range(2)]
    assert [[int(one.amount) for one in plan.charges] for plan in parts] == [[50, 4], [4]]


def test_what_comes_to_nothing_is_left_out() -> None:
    trade = Trade()
    order = received(trade)
    trade.charge(order, "PERCENT", "0.0001", line=0)
    assert trade.credit(order).plan.charges == ()


@given(value=MONEY, net=MONEY, pieces=st.decimals(0, 1000, places=6), places=st.integers(0, 4))
def test_a_percentage_has_the_sign_of_the_value_times_that_of_the_net(
    value: Decimal, net: Decimal, pieces: Decimal, places: int
) -> None:
    trade = Trade(places=places)
    order = trade.returns_by_hand((trade.product("1"), "1", "1"))
    trade.charge(order, "PERCENT", f"{value:f}", line=0)
    facts = trade.facts(order)
    planned = list(charges_of(facts, {facts.lines[0].id: Posted(0, pieces, net)}, date(2026, 3, 1)))
    assert [one.amount for one in planned if one.amount * value * net <= 0] == []
    assert bool(planned) == (percentage(value, net, places) != 0)
