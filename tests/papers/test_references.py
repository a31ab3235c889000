"""Which earlier documents a document names, what it is to the law, and the numbers of others (documents 3.1, 3.3, 5)."""

from typing import Any

import pytest

from tests.access.test_history import changes, history
from tests.api import Api, Rejected
from tests.papers.test_copies import papers


def named(found: dict[str, Any]) -> list[str]:
    return [one["number"] for one in found["precedingInvoices"]]


@pytest.mark.both_engines
def test_an_advance_is_a_prepayment_and_whatever_deducts_it_names_it(api: Api) -> None:
    contract = api.contract()
    retainer = {"description": "Advance", "amount": "1000", "invoiceDate": "2026-08-01"}
    made = "... on RetainerSuccess { retainer { id } }"
    key = api.do("createRetainer", made, contract={"id": contract["id"]}, retainer=retainer)["retainer"]["id"]
    api.do("markReadyToInvoice", "... on MarkReadyToInvoiceSuccess { replayed }", retainers=[key])
    draft = api.draft(contract)
    assert papers(api, draft["id"])["documentKind"] == "PREPAYMENT_INVOICE"
    advance = api.confirm(draft)["invoice"]
    assert papers(api, advance["id"])["documentKind"] == "PREPAYMENT_INVOICE"
    api.work(contract, "10", "200")
    applied = [{"retainer": key, "amount": "600"}]
    answer = "... on DraftInvoiceSuccess { invoice { id } }"
    bill = api.do("createInvoice", answer, contract={"id": contract["id"]}, retainers=applied)["invoice"]
    assert named(papers(api, bill["id"])) == [advance["number"]]
    invoice = api.confirm(bill)["invoice"]
    found = papers(api, invoice["id"])
    assert (found["documentKind"], named(found)) == ("INVOICE", [advance["number"]])
    correction = api.correct(invoice)
    corrected = api.confirm(correction)["invoice"]
    assert named(papers(api, corrected["id"])) == [invoice["number"], advance["number"]]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_credit_note_by_hand_names_the_invoices_that_its_order_names(api: Api) -> None:
    customer = api.customer()
    product = api.product("100")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "2"})
    line = {"product": {"number": product}, "unitPrice": "100", "quantity": "1"}
    by_hand = {"customer": {"number": customer}, "lines": [line]}
    order = api.returned(**by_hand, precedingInvoices=[{"number": invoice["number"]}] * 2)
    api.arrive(order, (1, "1"))
    api.receive(order)
    assert named(papers(api, api.credit(order)["invoice"]["id"])) == [invoice["number"]]
    other = {"customer": {"number": api.customer()}, "lines": [line]}
    with pytest.raises(Rejected) as refused:
        api.returned(**other, precedingInvoices=[{"number": invoice["number"]}, {"number": "INV-9"}])
    told = [(one["code"], ".".join(one["path"])) for one in refused.value.problems]
    assert told == [("INVALID_INPUT", "precedingInvoices.0"), ("NOT_FOUND", "precedingInvoices.1.number")]
    canceled = api.do(
        "cancelInvoice",
        "... on CancelInvoiceSuccess { invoice { id } plan { documentKind billTo { name } } }",
        invoice={"number": invoice["number"]},
        reason="wrong",
    )
    found = papers(api, canceled["invoice"]["id"])
    assert (found["documentKind"], named(found)) == ("CREDIT_NOTE", [invoice["number"]])
    assert canceled["plan"] == {"documentKind": "CREDIT_NOTE", "billTo": {"name": "Nor"}}


def test_a_document_has_one_number_with_each_system_and_keeps_it(api: Api) -> None:
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("1")}, "quantity": "1"})
    answer = "... on DraftInvoiceSuccess { invoice { externalReferences { system value } } }"

    def noted(system: str, value: str) -> list[dict[str, str]]:
        ref = {"number": invoice["number"]}
        done = api.do("recordExternalReference", answer, invoice=ref, system=system, value=value)
        found: list[dict[str, str]] = done["invoice"]["externalReferences"]
        return found

    first = {"system": "KSEF", "value": "123"}
    assert noted(**first) == [first]
    assert changes(history(api)[-1], invoice["id"]) == {"externalReferences": ("", "KSEF 123")}
    assert noted(**first) == [first]
    assert changes(history(api)[-1]) == {}
    assert noted("PEPPOL", "9") == [first, {"system": "PEPPOL", "value": "9"}]
    with pytest.raises(Rejected, match="INVALID_STATUS_TRANSITION: KSEF knows INV-000001 as 123 already"):
        noted("KSEF", "124")
    contract = api.contract()
    api.work(contract, "1", "1")
    draft = {"id": api.draft(contract)["id"]}
    with pytest.raises(Rejected, match="INVOICE_NOT_CONFIRMED"):
        api.do("recordExternalReference", answer, invoice=draft, system="KSEF", value="1")
