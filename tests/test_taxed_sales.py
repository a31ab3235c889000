"""Sales and returns by tax codes, through the API: what lines have, when the rate counts, how it is rounded and booked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api import Api, Rejected, booked
from tests.taxes import ROW, code, rounds, rows, taxes_of

INVOICED = "lines { netAmount taxAmount taxRate taxCode { code } } netAmount taxAmount totalAmount"


def sold(api: Api, *lines: tuple[str, str, dict[str, str]], customer: str | None = None) -> dict[str, Any]:
    """The invoice of products sold at prices, by quantity, price and what the line says of tax."""
    customer = customer or api.customer()
    wanted = [
        {"product": {"number": api.product(price, tax="0")}, "quantity": quantity, **tax}
        for quantity, price, tax in lines
    ]
    return api.invoiced(customer, *wanted)


def document(api: Api, number: str) -> dict[str, Any]:
    """A posted document's figures."""
    query = f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ {INVOICED} }} }}"
    found: dict[str, Any] = api.run(query, n=number)["invoice"]
    return found


def refused(api: Api, mutation: str, **values: Any) -> list[tuple[str, list[str]]]:
    """What speaks against it."""
    with pytest.raises(Rejected) as caught:
        api.do(mutation, "", **values)
    return [(one["code"], one["path"]) for one in caught.value.problems]


@pytest.mark.parametrize("rounding", ["LINE", "RATE"])
def test_6_1_two_rates(api: Api, rounding: str) -> None:
    rounds(api, rounding)
    s25, s15 = {"taxCode": code(api, "S25")}, {"taxCode": code(api, "S15", "15")}
    invoice = sold(api, ("2", "499.50", s25), ("1", "249.50", s25), ("1", "120.00", s15))
    found = document(api, invoice["number"])
    assert (found["netAmount"], found["taxAmount"], found["totalAmount"]) == ("1368.50", "330.13", "1698.63")
    assert [one["taxAmount"] for one in found["lines"]] == ["249.75", "62.38", "18.00"]
    assert found["lines"][2]["taxCode"] == {"code": "S15"}
    assert taxes_of(api, invoice["number"]) == ["S25 25: 1248.50 312.13", "S15 15: 120.00 18.00"]


def test_6_2_a_long_invoice_by_rate_and_by_line(api: Api) -> None:
    customer, tax = api.customer(), {"taxCode": code(api, "S25")}
    line = {"product": {"number": api.product("9.90", tax="0")}, "quantity": "1", **tax}
    by_line = document(api, api.invoiced(customer, *[line] * 240)["number"])
    rounds(api, "RATE")
    by_rate = document(api, api.invoiced(customer, *[line] * 240)["number"])
    assert (by_line["taxAmount"], by_rate["taxAmount"], by_rate["totalAmount"]) == ("595.20", "594.00", "2970.00")
    assert [one["taxAmount"] for one in by_rate["lines"][:4]] == ["2.48", "2.47", "2.48", "2.47"]


def test_6_5_the_rate_is_that_of_the_day_of_supply_and_a_credit_has_that_of_its_sale(api: Api) -> None:
    s = code(api, "S", rates={"2020-01-01": "25", "2027-01-01": "24"})
    customer, product = api.customer(), api.product("100")
    line = {"product": {"number": product}, "quantity": "10", "taxCode": s}
    found = []
    for day in ("2026-12-30", "2027-01-02"):
        order = api.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": customer},
            lines=[line],
        )["order"]
        api.do("postPackingSlip", "", order=order, date=day)
        found.append(api.post_orders(order, invoiceDate="2027-01-05")[0]["invoice"])
    assert [document(api, one["number"])["taxAmount"] for one in found] == ["250.00", "240.00"]
    api.clock.instant = datetime(2027, 3, 1, 12, tzinfo=UTC)
    order = api.return_order((found[0]["lines"][0]["id"], "4"))
    api.arrive(order, (1, "4"))
    api.receive(order)
    note = api.credit(order)["invoice"]
    assert (note["netAmount"], note["taxAmount"]) == ("-400.00", "-100.00")
    assert taxes_of(api, note["number"]) == ["S 25: -400.00 -100.00"]
    again = [{"from": "2026-12-30", "rate": "26"}]
    assert refused(api, "setTaxCode", code=s, rates=again) == [("TAX_CODE_IN_USE", ["rates", "0"])]
    told = refused(api, "setTaxCode", code=s, category="ZERO")  # besides that its rates are above zero
    assert told == [("INVALID_INPUT", ["category"])] * 2 + [("TAX_CODE_IN_USE", ["category"])]
    zero = {"code": s, "category": "ZERO", "rates": [{"from": "2020-01-01", "rate": "0"}]}
    assert refused(api, "setTaxCode", **zero | {"rates": None})[0][0] == "INVALID_INPUT"
    api.do("setTaxCode", "", code=s, rates=[{"from": "2027-01-03", "rate": "23"}, {"from": "2026-12-31", "rate": "22"}])


def test_each_codes_tax_goes_to_its_account(api: Api) -> None:
    ours, other = code(api, "S25", account="2701"), code(api, "S15", "15")
    invoice = sold(api, ("1", "100", {"taxCode": ours}), ("1", "100", {"taxCode": other}))
    voucher = api.run(
        "query($n: String!) { invoice(ref: {number: $n}) { voucher { entries { postingType account credit debit } } } }",
        n=invoice["number"],
    )["invoice"]["voucher"]["entries"]
    tax = [(one["account"], one["credit"]) for one in voucher if one["postingType"] == "SALES_TAX"]
    assert sorted(tax)[-2:] == [("2700", "15.00"), ("2701", "25.00")]


@pytest.mark.parametrize(
    ("line", "customer", "product", "expected"),
    [
        ({"taxCode": "S15"}, "EX", "S25", "S15 15: 100.00 15.00"),
        ({"taxRate": "12"}, "EX", "S25", "STANDARD 12: 100.00 12.00"),
        ({"taxRate": "0"}, "EX", "S25", "None 0: 100.00 0.00"),
        ({"taxCode": "S15", "taxRate": "15"}, None, None, "S15 15: 100.00 15.00"),
        ({}, "EX", "S25", "EX 0: 100.00 0.00"),
        ({}, None, "S25", "S25 25: 100.00 25.00"),
        ({}, None, None, "STANDARD 8: 100.00 8.00"),
    ],
)
def test_a_line_is_taxed_as_the_first_that_is_given_says(
    api: Api, line: dict[str, str], customer: str | None, product: str | None, expected: str
) -> None:
    code(api, "S25"), code(api, "S15", "15"), code(api, "EX", "0", "EXPORT")
    buyer = {"name": "Nor", "currency": "NOK", "taxCode": customer}
    sold_to = api.do("createCustomer", "... on CustomerSuccess { customer { number taxCode { code } } }", **buyer)
    goods = {"name": "A", "salesPrice": "100", "taxRate": "8" if product is None else "0", "taxCode": product}
    made = api.do("createProduct", "... on ProductSuccess { product { number taxCode { code } } }", **goods)["product"]
    wanted = {"product": {"number": made["number"]}, "quantity": "1", **line}
    invoice = api.invoiced(sold_to["customer"]["number"], wanted)
    assert taxes_of(api, invoice["number"]) == [expected]


def test_what_is_typed_of_tax_is_checked_where_it_stands(api: Api) -> None:
    s25 = code(api, "S25")
    customer, product = {"number": api.customer()}, {"number": api.product("100")}
    line = {"product": product, "quantity": "1"}
    both = [{**line, "taxCode": s25, "taxRate": "24"}, {**line, "taxCode": "NONE"}]
    assert refused(api, "createSalesOrder", customer=customer, lines=both) == [
        ("INVALID_INPUT", ["lines", "0", "taxRate"]),
        ("NOT_FOUND", ["lines", "1", "taxCode"]),
    ]
    invoice = sold(api, ("1", "100", {"taxCode": s25}))
    linked = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "1", "taxCode": s25}
    by_hand = {"product": product, "unitPrice": "1", "quantity": "1", "taxCode": "NONE"}
    assert refused(api, "createReturnOrder", lines=[linked]) == [("INVALID_INPUT", ["lines", "0"])]
    assert refused(api, "createReturnOrder", customer=customer, lines=[by_hand]) == [
        ("NOT_FOUND", ["lines", "0", "taxCode"])
    ]
    fee = {"description": "Fee", "category": "FIXED", "value": "5", "taxCode": "NONE"}
    assert refused(api, "setReasonCode", code="R", description="x", charges=[fee]) == [
        ("NOT_FOUND", ["charges", "0", "taxCode"])
    ]


def test_a_code_without_a_rate_on_the_day_of_supply_is_refused_and_named(api: Api) -> None:
    late = code(api, "L", rates={"2026-10-01": "25"})
    customer, product = api.customer(), api.product("100")
    order = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[{"product": {"number": product}, "quantity": "1", "taxCode": late}],
    )["order"]
    api.do("postPackingSlip", "", order=order)
    (item,) = api.post_orders(order)
    assert [one["code"] for one in item["problems"]] == ["TAX_RATE_MISSING"]


def test_a_credit_note_by_hand_with_fees_is_taxed_by_codes_and_shown_on_its_plan(api: Api) -> None:
    rounds(api, "RATE")
    s25 = code(api, "S25")
    fee = {"description": "Fee", "category": "FIXED", "value": "9.90", "taxCode": s25}
    api.do("setReasonCode", "", code="R", description="x", charges=[fee])
    line = {"product": {"number": api.product("9.90")}, "unitPrice": "9.90", "quantity": "1", "taxCode": s25}
    line["dispositionCode"] = "CREDIT_ONLY"
    order = api.returned(customer={"number": api.customer()}, lines=[line] * 3, reasonCode="R")
    query = f"query($o: PostReturnInvoiceInput!) {{ planReturnInvoice(input: $o) {{ ... on PostingPlan {{ hash taxes {{ {ROW} }} }} }} }}"
    plan = api.run(query, o={"order": {"id": order["id"]}})["planReturnInvoice"]
    note = api.credit(order, expectedPlan=plan["hash"])["invoice"]
    assert rows(plan["taxes"]) == taxes_of(api, note["number"]) == ["S25 25: -19.80 -4.95"]
    shown = api.document(note["number"])
    assert [one["taxAmount"] for one in shown["lines"]] == ["-2.48", "-2.47", "-2.48"]
    assert [one["taxAmount"] for one in shown["charges"]] == ["2.48"]
    assert "Dr SALES_TAX 4.95" in booked(shown["voucher"])


def test_a_document_of_several_orders_is_rounded_once_for_all_of_them(api: Api) -> None:
    rounds(api, "RATE")
    s25, customer = code(api, "S25", account="2701"), api.customer()
    orders = []
    for _ in range(3):
        line = {"product": {"number": api.product("9.90")}, "quantity": "1", "taxCode": s25}
        made = api.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": customer},
            lines=[line],
        )
        api.do("postPackingSlip", "", order=made["order"])
        orders.append(made["order"])
    number = api.post_orders(*orders, summaryUpdate="INVOICE_ACCOUNT")[0]["invoice"]["number"]
    found = document(api, number)
    assert (found["netAmount"], found["taxAmount"]) == ("29.70", "7.43")
    assert [one["taxAmount"] for one in found["lines"]] == ["2.48", "2.47", "2.48"]
    assert taxes_of(api, number) == ["S25 25: 29.70 7.43"]
    assert api.broken_laws() == []


def test_what_is_billed_again_after_a_cancellation_has_the_rate_of_its_own_day(api: Api) -> None:
    s = code(api, "S", rates={"2020-01-01": "25", "2026-12-01": "24"})
    line = {"product": {"number": api.product("100")}, "quantity": "10", "taxCode": s}
    order = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number lines { id } } }",
        customer={"number": api.customer()},
        lines=[line],
    )["order"]
    ref, key = {"number": order["number"]}, order["lines"][0]["id"]
    numbers = []
    for day, quantity in (("2026-11-01", "4"), ("2026-12-01", "6")):
        api.do("postPackingSlip", "", order=ref, date=day, lines=[{"line": key, "quantity": quantity}])
        numbers.append(api.post_orders(ref, invoiceDate="2026-12-05")[0]["invoice"]["number"])
    assert [document(api, one)["taxAmount"] for one in numbers] == ["100.00", "144.00"]
    api.do("cancelInvoice", "", invoice={"number": numbers[1]}, reason="Wrong")
    again = api.post_orders(ref, invoiceDate="2026-12-05")[0]["invoice"]["number"]
    assert document(api, again)["taxAmount"] == "144.00"
    assert api.broken_laws() == []
