"""The worked examples from the API down to the file (documents 6.4, 6.6, 6.8 to 6.11), and what a plan shows of them."""

import re
from decimal import Decimal
from typing import Any

import pytest

from rebill.documents.electronic.reading import Said, read
from tests.api import Api, Rejected
from tests.documents.checking import SYNTAXES
from tests.papers.parties import changed, company
from tests.papers.sent import buyer, electronic, printed, seller, sold
from tests.projects import Project
from tests.taxes import code

HOURLY = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S25"}
GERMAN: dict[str, Any] = {
    "name": "Köln Möbel GmbH",
    "vatNumber": "DE136695976",
    "address": {"street": "Domstr. 1", "postalCode": "50667", "city": "Köln", "country": "DE"},
    "bankAccounts": [{"iban": "DE02 1203 0000 0000 2020 51"}],
}
DANISH: dict[str, Any] = {
    "name": "Havn ApS",
    "currency": "EUR",
    "taxRegistrationNumber": "DK12345674",
    "address": {"street": "Havnegade 1", "postalCode": "1058", "city": "København K", "country": "DK"},
}


def said(api: Api, number: str) -> Said:
    """What both files of a document say, which pass every rule."""
    found = []
    for syntax in SYNTAXES:
        file = electronic(api, number, syntax.value)
        assert [one["rule"] for one in file["problems"] if one["severity"] == "FATAL"] == [], number
        assert file["valid"]
        found.append(read(file["xml"].encode(), syntax))
    assert found[0] == found[1]
    return found[0]


def figures(number: str, net: str, tax: str, total: str, *preceding: str) -> Said:
    return Said(number, Decimal(net), Decimal(tax), Decimal(total), preceding)


def texts(api: Api, number: str, name: str) -> list[str]:
    """What stands in the elements of a name in the UBL file."""
    return re.findall(rf"<cbc:{name}\b[^>]*>([^<]*)</cbc:{name}>", electronic(api, number)["xml"])


def test_6_4_a_credit_with_fees_is_above_zero_and_its_fees_are_allowances(api: Api) -> None:
    seller(api, taxRounding="LINE")
    customer = buyer(api)
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[
            {
                "product": {"number": api.product("249.90", tax="0")},
                "quantity": "8",
                "discountPercent": "12.5",
                "taxCode": "S25",
            }
        ],
    )
    order = {"number": made["order"]["number"]}
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order=order)
    invoice = api.post_orders(order)[0]["invoice"]
    handling = {"description": "Handling", "category": "PERCENT", "value": "-10", "taxCode": "S25"}
    freight = {"description": "Freight", "category": "FIXED", "value": "49", "taxCode": "S25"}
    line = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "3", "charges": [handling]}
    back = api.returned(lines=[line], charges=[freight])
    api.receive(api.arrive(back, (1, "3")))
    note = api.credit(back)["invoice"]["number"]
    assert said(api, note) == figures(note, "541.39", "135.35", "676.74", invoice["number"])
    assert texts(api, note, "AllowanceTotalAmount") == ["114.60"]
    assert texts(api, note, "LineExtensionAmount") == ["655.99", "655.99"]
    assert "93.71" in texts(api, note, "Amount")
    page = printed(api, note, "HTML")["content"]
    for figure in ("655.99", "-65.60", "-49.00", "541.39", "135.35", "676.74"):
        assert figure in page
    assert "-655.99" not in page
    assert "-676.74" not in page


def test_6_6_hours_corrected_are_one_line_of_the_difference(api: Api) -> None:
    seller(api)
    project = Project.of(api, HOURLY, customer=buyer(api))
    invoice = project.billed("10", "200")
    draft = project.bill(project.correct(invoice), quantity="7")
    note = project.confirm(draft)["number"]
    assert said(api, note) == figures(note, "600.00", "150.00", "750.00", invoice["number"])
    assert texts(api, note, "CreditedQuantity") == ["3"]
    page = printed(api, note, "HTML")["content"]
    for figure in ("2,000.00", "1,400.00", "-600.00"):
        assert figure in page


def test_6_8_advances_are_taxed_deducted_and_named(api: Api) -> None:
    seller(api)
    advance = {"description": "Advance", "amount": "1000", "taxCode": "S25"}
    project = Project.of(api, HOURLY, customer=buyer(api), retainers=[advance])
    billed = project.retained()["number"]
    assert said(api, billed) == figures(billed, "1000.00", "250.00", "1250.00")
    assert electronic(api, billed)["typeCode"] == "386"
    project.work("10", "200")
    applied = {"retainer": project.retainer["id"], "amount": "600"}
    invoice = project.confirm(project.draft(retainers=[applied]))
    assert said(api, invoice["number"]) == figures(invoice["number"], "1400.00", "350.00", "1750.00", billed)
    assert electronic(api, invoice["number"])["typeCode"] == "380"
    assert texts(api, invoice["number"], "InvoicedQuantity") == ["10", "-1"]


def test_6_9_what_is_sold_and_taken_back_at_once_is_a_credit_note_of_zero(api: Api) -> None:
    seller(api)
    customer = buyer(api)
    first = sold(api, customer, (("100", "2", "S25"),))
    back = api.return_order((first["lines"][0]["id"], "1"))
    api.receive(api.arrive(back, (1, "1")))
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[{"product": {"number": api.product("100", tax="0")}, "quantity": "1", "taxCode": "S25"}],
    )
    order = {"number": made["order"]["number"]}
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order=order)
    mixed = {"summaryUpdate": "INVOICE_ACCOUNT", "mixOrderTypes": True}
    items = api.post_orders({"number": back["number"]}, order, **mixed)
    (number,) = {one["invoice"]["number"] for one in items}
    assert said(api, number) == figures(number, "0.00", "0.00", "0.00", first["number"])
    assert electronic(api, number)["typeCode"] == "381"
    assert sorted(texts(api, number, "CreditedQuantity")) == ["-1", "1"]


def test_6_10_into_another_state_and_what_the_posting_is_refused_with_where_it_is_required(api: Api) -> None:
    company(api, **GERMAN, taxRounding="RATE")
    code(api, "IC", "0", "INTRA_COMMUNITY")
    customer = buyer(api, **DANISH, taxCode="IC")
    number = sold(api, customer, (("80", "10", "IC"),))["number"]
    assert said(api, number) == figures(number, "800.00", "0.00", "800.00")
    xml = electronic(api, number)["xml"]
    for part in (
        "<cbc:TaxExemptionReasonCode>VATEX-EU-IC</cbc:TaxExemptionReasonCode>",
        "<cbc:ActualDeliveryDate>2026-08-20</cbc:ActualDeliveryDate>",
        "<cbc:IdentificationCode>DK</cbc:IdentificationCode>",
    ):
        assert part in xml

    changed(api, customer, taxRegistrationNumber="", requireElectronicDocument=True)
    contract = api.contract(customer)
    api.work(contract, "1", "80", taxCode="IC")
    draft = api.draft(contract)
    with pytest.raises(Rejected) as found:
        api.confirm(draft)
    assert [(one["code"], one["path"]) for one in found.value.problems] == [
        ("ELECTRONIC_DOCUMENT_INVALID", ["electronicDocument", "BR-IC-02"])
    ]
    (problem,) = found.value.problems
    assert "Havn ApS" in problem["message"]
    assert "updateCustomer" in problem["remedy"]
    changed(api, customer, taxRegistrationNumber="DK12345674")
    assert api.confirm(draft)["invoice"]["number"]


@pytest.mark.parametrize(("country", "kind"), [("DE", "384"), ("DK", "380")])
def test_6_11_corrected_upwards_in_germany_and_out_of_it(api: Api, country: str, kind: str) -> None:
    company(api, **GERMAN, taxRounding="RATE")
    code(api, "S19", "19")
    address = {"street": "Markt 1", "postalCode": "50667", "city": "Köln", "country": country}
    customer = buyer(api, name="Markt", currency="EUR", address=address)
    project = Project.of(api, HOURLY | {"taxCode": "S19"}, customer=customer)
    invoice = project.billed("10", "200")
    upwards = project.confirm(project.bill(project.correct(invoice), quantity="12"))["number"]
    assert said(api, upwards) == figures(upwards, "400.00", "76.00", "476.00", invoice["number"])
    assert electronic(api, upwards)["typeCode"] == kind
