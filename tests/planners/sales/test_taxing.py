"""Tax of sales and returns by code, rounded by line or by rate: any split of credits gives back what was billed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.models.vocabulary import TaxCategory, TaxRounding
from rebill.posting.amounts import tax_on
from rebill.posting.plan import Plan
from rebill.posting.planners.sales.carried_forward import Credits
from rebill.posting.planners.sales.crediting import CreditPlan, plan_credit_note
from rebill.posting.planners.sales.taxing import breakdown_of, spread_with, taxed_on, with_group_taxes
from rebill.posting.taxes.codes import Code, Rate
from tests.planners.histories import examples
from tests.planners.sales.trade import TODAY, Trade

S25 = Code(1, "S25", TaxCategory.STANDARD, (Rate(date(2020, 1, 1), Decimal(25)),), account="2701")
ROUNDINGS = (TaxRounding.LINE, TaxRounding.RATE)


def sold(trade: Trade, *lines: tuple[str, str]) -> list[int]:
    """The lines of an invoice of products at prices, by price and quantity."""
    return trade.sold(*((trade.product(price), quantity) for price, quantity in lines))


def returned(trade: Trade, *lines: tuple[int, str]) -> Plan:
    """The credit note of pieces of invoice lines that came back."""
    order = trade.returns(*lines)
    for place, (_, quantity) in enumerate(lines):
        trade.arrive(order, place, quantity)
    trade.receive(order)
    return trade.credit(order).plan


def test_6_2_and_6_3_a_long_invoice_and_its_credits_in_halves() -> None:
    trade = Trade(rounding=TaxRounding.RATE, code=S25)
    lines = sold(trade, *[("9.90", "1")] * 240)
    invoice = trade.book.one("Invoice", 1)
    assert (invoice.net_amount, invoice.tax_amount) == (Decimal("2376.00"), Decimal("594.00"))
    halves = [returned(trade, *((key, "1") for key in lines[start::2])) for start in (0, 1)]
    assert [(str(one.net_amount), str(one.tax_amount)) for one in halves] == [("-1188.00", "-297.00")] * 2
    assert sum(line.tax_amount for line in trade.book.all("InvoiceLine")[:240:2]) == Decimal("297.60")


def test_6_3_one_line_another_and_the_remaining_238() -> None:
    trade = Trade(rounding=TaxRounding.RATE, code=S25)
    lines = sold(trade, *[("9.90", "1")] * 240)
    parts = [lines[:1], lines[1:2], lines[2:]]
    notes = [returned(trade, *((key, "1") for key in part)) for part in parts]
    assert [str(one.tax_amount) for one in notes] == ["-2.48", "-2.47", "-589.05"]


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_6_9_a_lamp_sold_and_one_taken_back_come_to_nothing(rounding: TaxRounding) -> None:
    trade = Trade(rounding=rounding, code=S25)
    (line,) = sold(trade, ("100", "1"))
    note = returned(trade, (line, "1"))
    assert (note.net_amount, note.tax_amount) == (-100, -25)
    assert [(row.code_id, row.rate, row.base, row.amount) for row in note.taxes] == [(1, 25, -100, -25)]


def test_a_code_has_the_rate_of_the_day_and_none_before_its_first() -> None:
    taxed = taxed_on(S25, TODAY)
    assert taxed is not None
    assert (taxed.code, taxed.rate, taxed.day, taxed.account) == ("S25", 25, TODAY, "2701")
    early = taxed_on(S25, date(2019, 12, 31))
    assert early is not None
    assert early.rate is None
    assert taxed_on(None, TODAY) is None


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_tax_of_a_code_is_booked_on_its_account(rounding: TaxRounding) -> None:
    trade = Trade(rounding=rounding, code=S25)
    plan = trade.invoice(trade_order(trade))
    (tax,) = (one for one in plan.entries if one.posting_type == "SALES_TAX")
    assert (tax.account, tax.amount) == ("2701", -plan.tax_amount)


def trade_order(trade: Trade) -> int:
    """A delivered order of two products."""
    order = trade.order((trade.product("16.98"), "1"), (trade.product("16.98"), "1"))
    trade.deliver(order)
    return order


def test_an_order_that_is_not_the_first_of_its_document_goes_on_where_the_last_one_ended() -> None:
    trade = Trade(rounding=TaxRounding.RATE, code=S25)
    first, second = trade.plan_invoice(trade_order(trade)), trade_order(trade)
    assert isinstance(first, Plan)
    alone = replace(trade.sale(second), spread=spread_with(first, {}))
    assert alone.spread == {(1, Decimal(25)): Decimal("33.96")}
    taxes = [line.tax_amount for line in first.lines]
    assert sum(taxes) == tax_on(Decimal("33.96"), Decimal(25), 2)


def test_lines_that_bill_nothing_are_not_in_the_breakdown_where_there_are_others() -> None:
    trade = Trade(rounding=TaxRounding.RATE)
    plan = trade.invoice(trade_order(trade))
    nothing = plan.lines[0]._replace(
        quantity=Decimal(0), net_amount=Decimal(0), tax_amount=Decimal(0), tax_rate=Decimal(7)
    )
    assert len(breakdown_of([*plan.lines, nothing], ())) == 1
    assert [row.rate for row in breakdown_of([nothing], ())] == [7]
    assert with_group_taxes(plan.lines, {}, 2) == plan.lines


PRICES = st.decimals(min_value="0.01", max_value="999.99", places=2)


@given(
    prices=st.lists(st.tuples(PRICES, st.integers(1, 4), st.booleans()), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
    rounding=st.sampled_from(ROUNDINGS),
)
@examples(60)
def test_any_order_and_split_of_credits_gives_back_exactly_what_was_billed(
    prices: list[tuple[Decimal, int, bool]], order: Random, rounding: TaxRounding
) -> None:
    trade = Trade(rounding=rounding)
    wanted = []
    for price, quantity, by_code in prices:
        trade.code = S25 if by_code else None
        wanted.append((trade.product(str(price)), str(quantity)))
    lines = trade.sold(*wanted)
    pieces = [key for key, (_, quantity, _) in zip(lines, prices, strict=True) for _ in range(quantity)]
    order.shuffle(pieces)
    while pieces:
        size = order.randint(1, len(pieces))
        part, pieces = pieces[:size], pieces[size:]
        note = returned(trade, *((key, str(part.count(key))) for key in dict.fromkeys(part)))
        for row in note.taxes:
            assert rounding is TaxRounding.LINE or abs(row.amount - row.base * 25 / 100) <= Decimal("0.02")
    whole = trade.book.all("Invoice")
    assert sum(one.net_amount for one in whole) == 0
    assert sum(one.tax_amount for one in whole) == 0
    for row in whole[0].taxes:
        back = [one for note in whole[1:] for one in note.taxes if (one.code_id, one.rate) == (row.code_id, row.rate)]
        assert (sum(one.base for one in back), sum(one.amount for one in back)) == (-row.base, -row.amount)


@given(prices=st.lists(PRICES, min_size=2, max_size=8), cut=st.integers(1, 7))
@examples(40)
def test_what_a_run_plans_to_credit_is_carried_forward_to_the_next_order_of_the_same_sale(
    prices: list[Decimal], cut: int
) -> None:
    trade = Trade(rounding=TaxRounding.RATE, code=S25)
    lines = sold(trade, *((str(price), "1") for price in prices))
    credits, plans = Credits(), []
    for part in (lines[:cut], lines[cut:]):
        if not part:
            continue
        order = trade.returns(*((key, "1") for key in part))
        for place in range(len(part)):
            trade.arrive(order, place, "1")
        trade.receive(order)
        facts = credits.before(trade.facts(order))
        credit = plan_credit_note(facts, trade.request())
        assert isinstance(credit, CreditPlan)
        credits = credits.with_plan(facts, credit.plan)
        plans.append(credit.plan)
    assert sum(one.tax_amount for one in plans) == -trade.book.one("Invoice", 1).tax_amount
