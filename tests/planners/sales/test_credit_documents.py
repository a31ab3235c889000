"""What a sale that comes back adds up to, however it does: to the cent, in quantity, net, tax and cost (returns 3.4, 6)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rebill.models.vocabulary import PostingType
from tests.planners.book import ZERO
from tests.planners.histories import SMALLEST, examples
from tests.planners.laws.ledger import broken
from tests.planners.laws.sales import LAWS
from tests.planners.sales.trade import Trade

PRICE = st.sampled_from(["33.35", "0.019999", "249.9", "100", "7.777777"])
SOLD = st.sampled_from(["3", "7", "2.5", "10"])
DISCOUNT = st.sampled_from(["0", "10", "12.5", "33.333333"])
PARTS = st.lists(st.integers(1, 4), min_size=1, max_size=4)
WHOLE = (PostingType.RECEIVABLES, PostingType.REVENUE, PostingType.SALES_TAX, PostingType.COST_OF_GOODS_SOLD)


def sale(price: str, sold: str, discount: str) -> Trade:
    """Goods that were sold, invoiced on line 1."""
    trade = Trade()
    trade.sold((trade.product(price, cost="0.77"), sold, discount))
    return trade


@given(price=PRICE, sold=SOLD, discount=DISCOUNT, parts=PARTS)
@examples(80)
def test_a_sale_that_comes_back_in_any_parts_is_reversed_to_the_cent(
    price: str, sold: str, discount: str, parts: list[int]
) -> None:
    trade = sale(price, sold, discount)
    line, left = trade.book.one("InvoiceLine", 1), Decimal(sold)
    plans = []
    for place, part in enumerate(parts, 1):
        share = (Decimal(sold) * part / sum(parts)).quantize(SMALLEST)
        quantity = left if place == len(parts) else share
        left -= quantity
        plans.append(trade.credited(1, f"{quantity:f}"))
    assert sum(one.net_amount for one in plans) == -line.net_amount
    assert sum(one.tax_amount for one in plans) == -line.tax_amount
    assert sum(one.lines[0].cost_amount for one in plans) == -line.cost_amount
    assert sum(trade.open_amount(one.id) for one in trade.book.all("Invoice")) == 0
    assert broken(trade.book, LAWS) == []


@given(price=PRICE, sold=SOLD, discount=DISCOUNT)
@examples(40)
def test_a_whole_return_negates_the_voucher_of_the_sale(price: str, sold: str, discount: str) -> None:
    trade = sale(price, sold, discount)
    trade.credited(1, sold)
    vouchers = [one.entries for one in trade.book.all("Voucher") if one.invoice_id is not None]
    first, second = ({one.posting_type: one.amount for one in entries} for entries in vouchers)
    assert [second.get(kind, ZERO) for kind in WHOLE] == [-first.get(kind, ZERO) for kind in WHOLE]
    assert second.get(PostingType.RETURNS_RECEIVED, ZERO) == -first.get(PostingType.GOODS_DELIVERED, ZERO)
    assert trade.book.one("Product", 1).on_hand == 0
