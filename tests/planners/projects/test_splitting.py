"""Sharing work among the customers of a contract: the parts add up, to the smallest unit (project-invoicing F12)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rebill.posting.planners.projects.splitting import Share, split

PERCENTS = st.lists(st.integers(1, 1000), min_size=1, max_size=6)
MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@given(whole=MONEY, weights=PERCENTS, places=st.integers(0, 6))
def test_the_parts_add_up_to_the_whole_however_it_is_shared(whole: Decimal, weights: list[int], places: int) -> None:
    each = [(Decimal(100) * one / sum(weights)).quantize(Decimal("0.000001")) for one in weights]
    shares = [Share(key, percent, takes_rounding=key == 0) for key, percent in enumerate(each)]
    parts = split(whole, shares, places)
    assert sum(parts) == whole
    assert all(one == round(one, places) for one in parts[1:])


def test_f12_ten_hours_60_to_40() -> None:
    shares = [Share(1, Decimal(60), takes_rounding=True), Share(2, Decimal(40), takes_rounding=False)]
    assert split(Decimal(10), shares, 6) == [6, 4]
