"""Credits of sales that were rounded by rate, among corrections and cancellations: what comes back is what was billed."""

from decimal import Decimal
from typing import Any

import pytest

from tests.api import Api
from tests.goods import Sale
from tests.taxes import code, rounds, taxes_of


@pytest.fixture
def sale(api: Api) -> Sale:
    """4 × 9.90, 3 × 3.33 and 1 × 1.01, of one code."""
    rounds(api, "RATE")
    tax = code(api, "S25")
    lines = [
        {"product": {"number": api.product(price, "3")}, "quantity": quantity, "taxCode": tax}
        for quantity, price in (("4", "9.90"), ("3", "3.33"), ("1", "1.01"))
    ]
    return Sale(api, api.invoiced(api.customer(), *lines))


def left(sale: Sale) -> tuple[Decimal, Decimal]:
    """What all documents come to: net and tax."""
    query = "{ invoices(first: 100) { nodes { number netAmount taxAmount } } }"
    found = [one for one in sale.api.run(query)["invoices"]["nodes"] if one["number"] is not None]
    return sum(Decimal(one["netAmount"]) for one in found), sum(Decimal(one["taxAmount"]) for one in found)


def line(sale: Sale, number: int) -> str:
    """The id of a line."""
    found: dict[str, Any] = sale.invoice["lines"][number - 1]
    return str(found["id"])


def corrected(sale: Sale, number: int, quantity: str) -> dict[str, Any]:
    """What stands of a line is put right."""
    draft = sale.correct()
    texts = [one["originalLine"] and one["originalLine"]["lineNumber"] for one in draft["details"]["nodes"]]
    return sale.confirm(sale.enter(draft, texts.index(number), quantity=quantity))


def test_all_that_comes_back_in_parts_is_exactly_what_was_billed(sale: Sale) -> None:
    for number, quantity in ((2, "1"), (1, "3"), (3, "1"), (2, "2"), (1, "1")):
        sale.returned(quantity, line(sale, number))
        assert sale.api.broken_laws() == []
    assert left(sale) == (0, 0)


def test_a_line_that_is_corrected_leaves_its_group_with_what_was_credited_of_it(sale: Sale) -> None:
    first = sale.returned("1", line(sale, 1))
    done = corrected(sale, 1, "2")
    sale.returned("2", line(sale, 1))
    assert (first["taxAmount"], done["netAmount"]) == ("-2.48", "-9.90")
    sale.returned("3", line(sale, 2))
    sale.returned("1", line(sale, 3))
    assert sale.api.broken_laws() == []
    assert left(sale) == (0, 0)


def test_a_canceled_credit_note_was_never_credited(sale: Sale) -> None:
    note = sale.returned("1", line(sale, 1))
    query = "... on CancelInvoiceSuccess { invoice { number } }"
    number = sale.api.do("cancelInvoice", query, invoice={"number": note["number"]}, reason="Wrong")["invoice"][
        "number"
    ]
    assert taxes_of(sale.api, note["number"]) == ["S25 25: -9.90 -2.48"]
    assert taxes_of(sale.api, number) == ["S25 25: 9.90 2.48"]
    assert sale.api.broken_laws() == []
    again = sale.returned("3", line(sale, 2))
    assert (again["netAmount"], again["taxAmount"]) == ("-9.99", "-2.50")
    assert sale.api.broken_laws() == []


def test_a_credit_at_a_lower_price_bears_the_tax_of_its_part(sale: Sale) -> None:
    order = sale.api.return_order((line(sale, 1), "4"))
    change = {"line": order["lines"][0]["id"], "unitPrice": "5"}
    sale.api.do("updateReturnOrder", "", order={"id": order["id"]}, lines=[change])
    sale.api.arrive(order, (1, "4"))
    sale.api.receive(order)
    note = sale.api.credit(order)["invoice"]
    assert (note["netAmount"], note["taxAmount"]) == ("-20.00", "-5.00")
    sale.returned("3", line(sale, 2))
    assert sale.api.broken_laws() == []
