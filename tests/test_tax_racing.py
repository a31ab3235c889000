"""A tax code is changed while postings use it: each posting is before the change or behind it, never on both sides."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from rebill.models import tables
from rebill.posting.ledger.settings import PARAMETERS_HELD
from tests.api import Api
from tests.taxes import code, rounds, rows
from tests.test_duties import until
from tests.test_lock_order import somebody_waits
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


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_the_company_rounds_otherwise_once_every_posting_that_has_begun_is_written(api: Api) -> None:
    rounds(api, "LINE")
    with ThreadPoolExecutor(1) as pool, api.database.engine.connect() as watcher:
        with api.database.write() as posting:
            posting.execute(PARAMETERS_HELD)
            changed = pool.submit(rounds, api, "RATE")
            until(lambda: somebody_waits(watcher))
        changed.result()


def test_a_document_says_that_its_tax_was_rounded_as_it_was(api: Api, clients: list[Api]) -> None:
    rounds(api, "LINE")
    customer, product, tax = api.customer(), api.product("0.10"), code(api, "S25")
    line = {"product": {"number": product}, "quantity": "1", "taxCode": tax}
    orders = []
    for _ in range(5):
        made = api.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": customer},
            lines=[line] * 4,
        )
        api.do("postPackingSlip", "", order=made["order"])
        orders.append(made["order"])
    calls: list[Any] = [lambda one=one, of=of: one.post_orders(of) for one, of in zip(clients, orders, strict=False)]
    calls[2:2] = [
        lambda way=way, one=one: rounds(one, way)
        for one, way in zip(clients[5:], ("RATE", "LINE", "RATE"), strict=True)
    ]
    together(calls)
    invoice, copy = tables.invoice, tables.document_copy
    with api.database.read() as connection:
        said = select(copy.c.tax_rounding, invoice.c.tax_amount).join(invoice, invoice.c.id == copy.c.invoice_id)
        found = {(way, str(amount.normalize())) for way, amount in connection.execute(said)}
    assert found <= {("LINE", "0.12"), ("RATE", "0.1")}, found  # 4 times 0.025, each rounded to 0.03
    assert api.broken_laws() == []
