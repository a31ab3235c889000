"""A tax code is changed while postings use it: each posting is before the change or behind it, never on both sides."""

from typing import Any

import pytest

from tests.api import Api
from tests.taxes import code, rows
from tests.test_racing import clients, together

pytestmark = pytest.mark.both_engines
__all__ = ["clients"]  # a fixture


def ordered(api: Api, customer: str, tax: str) -> dict[str, str]:
    """A delivered order of one product."""
    line = {"product": {"number": api.product("100")}, "quantity": "1", "taxCode": tax}
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[line],
    )
    order: dict[str, str] = made["order"]
    api.do("postPackingSlip", "", order=order)
    return order


def test_a_rate_that_is_being_used_is_changed_before_it_is_used_or_not_at_all(api: Api, clients: list[Api]) -> None:
    customer, codes = api.customer(), [code(api, f"S{place}") for place in range(4)]
    orders = [ordered(api, customer, tax) for tax in codes]

    def post(client: Api, order: dict[str, str]) -> Any:
        return client.post_orders(order)[0]["invoice"]["number"]

    def change(client: Api, tax: str) -> Any:
        rates = [{"from": "2020-01-01", "rate": "24"}]
        return client.do("setTaxCode", "... on TaxCodeSuccess { taxCode { rate } }", code=tax, rates=rates)["taxCode"]

    calls = [lambda one=one, order=order: post(one, order) for one, order in zip(clients, orders, strict=False)]
    calls += [lambda one=one, tax=tax: change(one, tax) for one, tax in zip(clients[4:], codes, strict=False)]
    outcomes = together(calls)
    now = {one["code"]: one["rate"] for one in api.run("{ taxCodes { code rate } }")["taxCodes"]}
    for tax, number, changed in zip(codes, outcomes[:4], outcomes[4:], strict=True):
        query = (
            "query($n: String!) { invoice(ref: {number: $n}) { taxes { taxCode { code } category rate base amount } } }"
        )
        (row,) = rows(api.run(query, n=number)["invoice"]["taxes"])
        assert row == f"{tax} {now[tax]}: 100.00 {now[tax]}.00"
        assert changed in ({"rate": "24"}, ["TAX_CODE_IN_USE"])
        assert (changed == {"rate": "24"}) == (now[tax] == "24")
    assert api.broken_laws() == []
