"""What documents copy of their parties when they are posted, and that nothing changes it since (documents 1.3, 6.13)."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.papers.parties import BRYGGE, FJORD, PARTY, changed, company, there

pytestmark = pytest.mark.both_engines
SHIP = "shipTo { name address { street city country } date }"
PAPERS = (
    f"number documentKind seller {{ {PARTY} }} billTo {{ {PARTY} }} {SHIP} buyerReference purchaseOrderNumber "
    "precedingInvoices { number } corrects { number }"
)


def papers(api: Api, invoice: str) -> dict[str, Any]:
    """The papers of a document."""
    query = f"query($i: ID!) {{ node(id: $i) {{ ... on Invoice {{ {PAPERS} }} }} }}"
    found: dict[str, Any] = api.run(query, i=invoice)["node"]
    return found


def bought(api: Api, customer: str, **said: Any) -> dict[str, Any]:
    """An invoice of goods whose order says something for its documents."""
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[{"product": {"number": api.product("499.50")}, "quantity": "2"}],
        **said,
    )
    order = {"number": made["order"]["number"]}
    slip = {"order": order, "date": "2026-08-20"}
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", **slip)
    found: dict[str, Any] = api.post_orders(order)[0]["invoice"]
    return found


def buyer(api: Api) -> str:
    """Brygge Handel AS, with a VAT number as people write it."""
    answer = "... on CustomerSuccess { customer { number } }"
    tax = {"taxRegistrationNumber": "123 456 785 MVA"}
    made = api.do("createCustomer", answer, currency="NOK", buyerReference="Kari", **BRYGGE, **tax)
    return str(made["customer"]["number"])


def test_a_document_keeps_the_parties_of_its_day_and_a_plan_of_before_is_out_of_date(api: Api) -> None:
    company(api, **FJORD)
    customer = buyer(api)
    place = {"street": "Kaien 1", "city": "Moss", "country": "NO"}
    invoice = bought(api, customer, purchaseOrderNumber="PO-7", deliveryAddress=place)
    before = papers(api, invoice["id"])
    assert before["documentKind"] == "INVOICE"
    assert there(before["seller"]) == {
        "name": "Fjord Kontor AS",
        "vatNumber": "NO987654325MVA",
        "address": FJORD["address"],
    }
    assert there(before["billTo"]) == {
        "name": "Brygge Handel AS",
        "number": customer,
        "vatNumber": "NO123456785MVA",
        "address": BRYGGE["address"],
    }
    assert there(before["shipTo"]) == {"address": place, "date": "2026-08-20"}
    assert (before["buyerReference"], before["purchaseOrderNumber"]) == ("Kari", "PO-7")

    order = api.return_order((invoice["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    shown = f"hash documentKind seller {{ {PARTY} }} billTo {{ {PARTY} }} {SHIP}"
    query = (
        f"query($i: PostReturnInvoiceInput!) {{ planReturnInvoice(input: $i) {{ ... on PostingPlan {{ {shown} }} }} }}"
    )
    plan = api.run(query, i={"order": {"id": order["id"]}})["planReturnInvoice"]
    assert plan["billTo"] == before["billTo"]
    changed(api, customer, name="Other AS")
    with pytest.raises(Rejected, match="sold by Fjord Kontor AS to Other AS"):
        api.credit(order, expectedPlan=plan["hash"])
    company(api, name="New AS")
    plan = api.run(query, i={"order": {"id": order["id"]}})["planReturnInvoice"]
    credit = papers(api, api.credit(order, expectedPlan=plan["hash"])["invoice"]["id"])
    assert (credit["seller"]["name"], credit["billTo"]["name"]) == ("New AS", "Other AS")
    assert {name: credit[name] for name in ("documentKind", "seller", "billTo", "shipTo")} == {
        name: plan[name] for name in ("documentKind", "seller", "billTo", "shipTo")
    }
    assert (credit["documentKind"], credit["purchaseOrderNumber"]) == ("CREDIT_NOTE", "PO-7")
    assert credit["precedingInvoices"] == credit["corrects"] == [{"number": invoice["number"]}]
    assert papers(api, invoice["id"]) == before


def test_without_a_company_a_document_names_the_buyer_alone(api: Api) -> None:
    found = papers(api, bought(api, api.customer())["id"])
    assert (found["seller"], found["buyerReference"], found["purchaseOrderNumber"]) == (None, None, None)
    assert there(found["billTo"]) == {"name": "Nor", "number": "C-000001"}
    assert there(found["shipTo"]) == {"date": "2026-08-20"}


def test_a_draft_shows_what_it_would_copy_and_a_correction_names_what_it_corrects(api: Api) -> None:
    company(api, **FJORD | {"address": {"country": "DE"}, "vatNumber": "136695976"})
    contract = api.contract()
    api.work(contract, "10", "200")
    draft = api.draft(contract)
    (customer,) = api.run("{ customers { nodes { number } } }")["customers"]["nodes"]
    changed(api, customer["number"], address={"country": "DE"}, buyerReference="Eva")
    shown = papers(api, draft["id"])
    assert (shown["seller"]["vatNumber"], shown["buyerReference"]) == ("DE136695976", "Eva")
    invoice = api.confirm(draft)["invoice"]
    posted = papers(api, invoice["id"])
    assert {**posted, "number": None} == shown
    assert posted["shipTo"]["date"] == "2026-08-31"
    options = "query($i: ID!) { node(id: $i) { ... on Invoice { correctionOptions { documentKinds } } } }"
    kinds = api.run(options, i=invoice["id"])["node"]["correctionOptions"]["documentKinds"]
    assert kinds == ["CORRECTED_INVOICE", "CREDIT_NOTE"]
    correction = api.correct(invoice)
    api.bill(correction, "12")
    as_draft = papers(api, correction["id"])
    upwards = papers(api, api.confirm(correction)["invoice"]["id"])
    assert {**upwards, "number": None} == as_draft
    assert upwards["documentKind"] == "CORRECTED_INVOICE"
    assert upwards["precedingInvoices"] == [{"number": invoice["number"]}]
