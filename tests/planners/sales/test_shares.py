"""What goods that come back at a lower price take off their sale, and what they credit (putting-right 7.2)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.posting.planners.sales.facts import ReturnLine
from rebill.posting.planners.sales.shares import credited_figures
from tests.planners.histories import SMALLEST, examples
from tests.planners.laws.ledger import broken
from tests.planners.laws.sales import LAWS
from tests.planners.sales.test_credit_documents import DISCOUNT, PRICE, SOLD, sale
from tests.planners.sales.trade import Refused, Trade, amounts


def lowered(price: str, sold: str = "3", billed: str = "33.35", discount: str = "10") -> Trade:
    """The goods of a sale, received one by one on return orders of their own, each at a price."""
    trade = sale(billed, sold, discount)
    for _ in range(int(sold)):
        order = trade.returns((1, "1"))
        trade.arrive(order, 0, "1")
        trade.receive(order)
        trade.price(order, 0, price)
    return trade


def returns_of(trade: Trade) -> list[int]:
    """The return orders."""
    return [one.id for one in trade.book.all("Order") if one.type == "RETURN_ORDER"]


def test_10_19_three_of_ten_at_80() -> None:
    trade = sale("100", "10", "0")
    order = trade.returns((1, "3"))
    trade.arrive(order, 0, "3")
    trade.receive(order)
    trade.price(order, 0, "80")
    plan = trade.credit(order).plan
    assert amounts(plan) == ("-240.00", "-60.00", "-300.00")
    assert trade.lines(order)[0].invoiced_quantity == 3
    assert broken(trade.book, LAWS) == []


def test_what_comes_back_later_is_credited_as_if_nothing_had_been_kept() -> None:
    trade = lowered("20")
    first, second, third = returns_of(trade)
    assert amounts(trade.credit(first).plan) == ("-18.00", "-4.50", "-22.50")
    for order in (second, third):
        trade.price(order, 0, "33.35")
    later = [amounts(trade.credit(order).plan) for order in (second, third)]
    assert later == [("-30.01", "-7.51", "-37.52"), ("-30.02", "-7.50", "-37.52")]
    assert broken(trade.book, LAWS) == []


@pytest.mark.parametrize("price", ["0.0159", "0.016"])
def test_a_price_just_below_credits_no_cent_more_than_is_taken(price: str) -> None:
    trade = lowered(price, billed="0.016", discount="0")
    nets = [trade.credit(order).plan.net_amount for order in returns_of(trade)]
    assert [str(one) for one in nets] == ["-0.02", "-0.01", "-0.02"]


def test_a_price_above_what_stands_billed_is_refused() -> None:
    trade = lowered("33.350001")
    order = returns_of(trade)[0]
    assert trade.problems(order) == [("RETURN_PRICE_EXCEEDS_BILLED", "order")]
    with pytest.raises(Refused):
        trade.credit(order)


def test_tax_that_was_entered_as_an_amount_is_prorated() -> None:
    trade = lowered("25", billed="50", discount="0")
    (line, *_) = trade.facts(returns_of(trade)[0]).lines
    assert line.original is not None
    entered = replace(line, original=replace(line.original, tax_rate=None, tax_amount=Decimal("37.52")))
    assert [str(one) for one in credited_figures(entered, Decimal(1), Decimal(0), 2)] == ["25.00", "6.26", "0.00"]


def of_sale(line: ReturnLine) -> tuple[Decimal, ...]:
    """Net, tax and discount of the sale."""
    assert line.original is not None
    return line.original.net_amount, line.original.tax_amount, line.original.discount_amount


@given(price=PRICE, sold=SOLD, discount=DISCOUNT, kept=st.sampled_from(["0", "0.3", "0.8", "0.999999"]))
@examples(60)
def test_what_is_credited_at_lower_prices_is_never_more_than_was_sold(
    price: str, sold: str, discount: str, kept: str
) -> None:
    trade = sale(price, sold, discount)
    parts = [(Decimal(sold) / 3).quantize(SMALLEST)] * 2
    parts.append(Decimal(sold) - sum(parts))
    order = trade.returns(*((1, f"{one:f}") for one in parts))
    for place, part in enumerate(parts):
        trade.arrive(order, place, f"{part:f}")
        if place != 1:
            trade.price(order, place, f"{(Decimal(price) * Decimal(kept)).quantize(SMALLEST):f}")
    trade.receive(order)
    lines = trade.credit(order).plan.lines
    figures = ("net_amount", "tax_amount", "discount_amount")
    for whole, name in zip(of_sale(trade.facts(order).lines[0]), figures, strict=True):
        assert -sum(getattr(one, name) for one in lines) <= whole
    assert broken(trade.book, LAWS) == []
