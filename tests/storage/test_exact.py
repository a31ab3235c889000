"""Decimals are exact in SQL: what goes in comes out, sums and sorts as it would on paper."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.places import QUANTITY_PLACES

pytestmark = pytest.mark.both_engines

PRICE = tables.product.c.sales_price
LARGEST = Decimal("99999999999.999999")
decimals = st.decimals(-LARGEST, LARGEST, places=QUANTITY_PLACES, allow_nan=False, allow_infinity=False)


def row(key: int, price: Decimal) -> dict[str, object]:
    """A product at a price."""
    return {"number": f"P-{key}", "name": "x", "unit": "ea", "sales_price": price, "cost_price": 0, "tax_rate": 0}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices=st.lists(decimals, min_size=1, max_size=30))
def test_decimals_sum_and_sort_as_on_paper(database: Database, prices: list[Decimal]) -> None:
    with database.write() as connection:
        connection.execute(delete(tables.product))
        connection.execute(insert(tables.product), [row(key, price) for key, price in enumerate(prices)])
        total = connection.scalar(select(func.sum(PRICE, type_=PRICE.type)))
        in_order = list(connection.scalars(select(PRICE).order_by(PRICE)))
    assert total == sum(prices)
    assert in_order == sorted(prices)


def test_a_float_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="never floats"), database.write() as connection:
        connection.execute(insert(tables.product), [row(1, 0.1)])  # type: ignore[arg-type]
