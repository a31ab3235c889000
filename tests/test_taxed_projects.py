"""Tax codes of projects through the API: hours, wrong rates, advances and typed tax (documents 6.6–6.8, 6.12)."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.projects import Project, ledger_table
from tests.taxes import ROW, rows
from tests.test_tax_codes import tax_code

HOURLY = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S25"}
CODED = (
    "netAmount taxAmount totalAmount lines { taxCode { code } } voucher { entries { account debit credit } } "
    "details(first: 20) { nodes { id quantity amount taxAmount invoiceAmount invoiceTaxAmount taxRate "
    "taxCode { code } previousTaxCode { code } previousTaxAmount editable { field } } }"
)


@pytest.fixture
def project(api: Api) -> Project:
    """Hours at 25 per cent, and a code of 15 besides."""
    tax_code(api, "S25")
    tax_code(api, "S15", rates=[{"from": "2020-01-01", "rate": "15"}], account="2702")
    return Project.of(api, HOURLY)


def coded(project: Project, document: dict[str, Any]) -> dict[str, Any]:
    """A document with what it is taxed as."""
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Invoice {{ {CODED} }} }} }}"
    found: dict[str, Any] = project.api.run(query, k=document["id"])["node"]
    return found


def totals(document: dict[str, Any]) -> tuple[str, str, str]:
    """Net, tax and total."""
    return document["netAmount"], document["taxAmount"], document["totalAmount"]


def refused(project: Project, draft: dict[str, Any], **values: Any) -> list[tuple[str, list[str]]]:
    """What speaks against values of a draft's first detail."""
    with pytest.raises(Rejected) as caught:
        project.bill(draft, **values)
    return [(one["code"], one["path"]) for one in caught.value.problems]


def test_hours_corrected_without_typing_any_tax(project: Project) -> None:
    draft = project.draft() if project.work("10", "200") else {}
    (detail,) = coded(project, draft)["details"]["nodes"]
    assert (detail["taxAmount"], detail["taxRate"], detail["taxCode"]) == ("500.00", "25", {"code": "S25"})
    assert {"field": "TAX_CODE"} in detail["editable"]
    invoice = project.confirm(draft)
    assert totals(invoice) == ("2000.00", "500.00", "2500.00")
    correction = project.bill(project.correct(invoice), quantity="7")
    (detail,) = coded(project, correction)["details"]["nodes"]
    assert (detail["amount"], detail["taxAmount"]) == ("1400.00", "350.00")
    assert (detail["invoiceAmount"], detail["invoiceTaxAmount"]) == ("-600.00", "-150.00")
    assert totals(project.confirm(correction)) == ("-600.00", "-150.00", "-750.00")
    assert project.api.broken_laws() == []


def test_the_wrong_rate_is_corrected_by_the_code_alone(project: Project) -> None:
    invoice = project.billed("10", "200")
    correction = project.bill(project.correct(invoice), quantity="10", taxCode="S15")
    (detail,) = coded(project, correction)["details"]["nodes"]
    assert (detail["previousTaxAmount"], detail["taxAmount"], detail["taxRate"]) == ("500.00", "300.00", "15")
    assert (detail["previousTaxCode"]["code"], detail["taxCode"]["code"]) == ("S25", "S15")
    confirmed = project.confirm(correction)
    assert totals(confirmed) == ("0.00", "-200.00", "-200.00")
    entries = [(one["account"], one["debit"], one["credit"]) for one in coded(project, confirmed)["voucher"]["entries"]]
    assert ("2702", "0.00", "300.00") in entries
    assert coded(project, confirmed)["lines"] == [{"taxCode": {"code": "S15"}}]
    assert project.api.broken_laws() == []


def test_a_correction_that_names_the_code_it_had_changes_nothing(project: Project) -> None:
    invoice = project.billed("10", "200")
    correction = project.bill(project.correct(invoice), quantity="10", taxCode="S25")
    with pytest.raises(Rejected) as caught:
        project.confirm(correction)
    assert [one["code"] for one in caught.value.problems] == ["NO_CHANGES"]


def test_typed_tax_is_taken_within_five_minor_units_and_ever_without_a_code(project: Project) -> None:
    project.work("5", "200")
    draft = project.draft()
    assert refused(project, draft, taxAmount="250.06") == [("TAX_AMOUNT_MISMATCH", ["details", "0", "taxAmount"])]
    assert project.bill(draft, taxAmount="250.05")["taxAmount"] == "250.05"
    assert refused(project, draft, taxAmount="150.00") == [("TAX_AMOUNT_MISMATCH", ["details", "0", "taxAmount"])]
    assert project.bill(draft, taxAmount="150.00", taxCode="S15")["taxAmount"] == "150.00"
    assert project.bill(draft, quantity="4")["taxAmount"] == "120.00"  # typed until quantity or price change
    assert project.bill(draft, taxCode="", taxAmount="62.50")["taxAmount"] == "62.50"
    assert refused(project, draft, taxCode="S99") == [("NOT_FOUND", ["details", "0", "taxCode"])]
    assert totals(project.confirm(draft)) == ("800.00", "62.50", "862.50")


def test_an_advance_is_taxed_when_it_is_billed_and_its_tax_is_deducted_with_it(api: Api) -> None:
    tax_code(api, "S25")
    advance = {"description": "Advance", "amount": "1000", "taxCode": "S25"}
    project = Project.of(api, HOURLY, retainers=[advance])
    project.ready(retainers=[project.retainer["id"]])
    billed = project.confirm(project.draft())
    assert totals(billed) == ("1000.00", "250.00", "1250.00")
    project.work("10", "200")
    before = len(api.ledger())
    applied = {"retainer": project.retainer["id"], "amount": "600"}
    invoice = project.confirm(project.draft(retainers=[applied]))
    assert totals(invoice) == ("1400.00", "350.00", "1750.00")
    assert [one.split(" ", 1)[1] for one in ledger_table(api, before).splitlines()[-3:]] == [
        "US retainer 1 1000.00 250.00 unadjustable posted reverses 2",
        "BS retainer -1 -600.00 -150.00 - posted bills 2",
        "US retainer -1 -400.00 -100.00 - ready replaces 2",
    ]
    assert available_tax(project) == "100.00"
    draft = project.correct(invoice, startFrom="BILLED")
    place = next(at for at, one in enumerate(draft["details"]["nodes"]) if one["retainer"])
    assert fixed(project, draft, place) == ["INVALID_STATUS_TRANSITION"]
    corrected = project.bill(draft, place, amount="400")
    assert corrected["details"]["nodes"][place]["taxAmount"] == "-100.00"
    assert totals(project.confirm(corrected)) == ("200.00", "50.00", "250.00")
    assert available_tax(project) == "150.00"
    assert api.broken_laws() == []


def fixed(project: Project, draft: dict[str, Any], place: int) -> list[str]:
    """What speaks against another code of an advance."""
    with pytest.raises(Rejected) as caught:
        project.bill(draft, place, taxCode="")
    return [one["code"] for one in caught.value.problems]


def available_tax(project: Project) -> str:
    """The tax of the first retainer that is not deducted yet."""
    query = "query($k: ID!) { node(id: $k) { ... on Retainer { availableTaxAmount } } }"
    found: str = project.api.run(query, k=project.retainer["id"])["node"]["availableTaxAmount"]
    return found


def test_thirds_of_an_advance_leave_no_rest_and_are_taken_back_to_the_cent(api: Api) -> None:
    tax_code(api, "S25")
    project = Project.of(api, HOURLY, retainers=[{"description": "Advance", "amount": "333.33", "taxCode": "S25"}])
    project.retained()
    taxes, invoices = [], []
    for _ in range(3):
        project.work("1", "200")
        applied = {"retainer": project.retainer["id"], "amount": "111.11"}
        invoices.append(project.confirm(project.draft(retainers=[applied])))
        taxes += [one["taxAmount"] for one in invoices[-1]["details"]["nodes"] if one["retainer"]]
    assert taxes == ["-27.78", "-27.77", "-27.78"]
    assert available_tax(project) == "0.00"
    canceled = "... on CancelInvoiceSuccess { invoice { netAmount taxAmount } }"
    for one in reversed(invoices):
        api.do("cancelInvoice", canceled, invoice={"id": one["id"]}, reason="Wrong")
    assert available_tax(project) == "83.33"
    assert api.broken_laws() == []


def test_an_advance_that_is_corrected_down_and_up_again_bears_the_tax_of_its_amount(api: Api) -> None:
    tax_code(api, "S25")
    project = Project.of(api, HOURLY, retainers=[{"description": "Advance", "amount": "333.33", "taxCode": "S25"}])
    invoice = project.retained()
    for amount, tax in (("0.01", "0.00"), ("100.01", "25.00"), ("333.33", "83.33")):
        invoice = project.confirm(project.bill(project.correct(invoice), amount=amount))
        assert available_tax(project) == tax
    assert api.broken_laws() == []


def test_an_advance_is_lowered_on_the_draft_that_lowers_what_was_deducted_of_it(api: Api) -> None:
    tax_code(api, "S25")
    project = Project.of(api, HOURLY, retainers=[{"description": "Advance", "amount": "1000", "taxCode": "S25"}])
    billed = project.retained()
    project.work("10", "200")
    deducted = project.confirm(project.draft(retainers=[{"retainer": project.retainer["id"], "amount": "600"}]))
    draft = project.correct(billed)
    details = [one["id"] for one in deducted["details"]["nodes"] if one["retainer"]]
    draft = project.correct(deducted, details=details, addTo=draft["id"])
    for place, amount in enumerate(("400", "400")):
        draft = project.bill(draft, place, amount=amount)
    assert [one["taxAmount"] for one in draft["details"]["nodes"]] == ["100.00", "-100.00"]
    assert totals(project.confirm(draft)) == ("-400.00", "-100.00", "-500.00")
    assert available_tax(project) == "0.00"
    assert api.broken_laws() == []


def test_an_advance_that_was_billed_without_a_code_is_given_none_later(api: Api) -> None:
    tax_code(api, "S25")
    project = Project.of(api, HOURLY, retainers=[{"description": "Advance", "amount": "100"}])
    draft = project.correct(project.retained(), startFrom="BILLED")
    with pytest.raises(Rejected) as caught:
        project.bill(draft, taxCode="S25")
    (problem,) = caught.value.problems
    assert problem["code"] == "INVALID_STATUS_TRANSITION"
    assert "was billed without a tax code; it cannot be S25 any more" in problem["message"]


def test_a_draft_shows_no_tax_of_what_nobody_has_touched(project: Project) -> None:
    project.work("1", "100")
    project.work("1", "100", taxCode="S15")
    draft = project.correct(project.confirm(project.draft()), startFrom="BILLED")
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Invoice {{ taxes {{ {ROW} }} }} }} }}"
    shown = []
    for step in (lambda: draft, lambda: project.bill(draft, 0, quantity="2"), lambda: project.confirm(draft)):
        shown.append(rows(project.api.run(query, k=step()["id"])["node"]["taxes"]))
    assert shown == [["S25 25: 0.00 0.00", "S15 15: 0.00 0.00"], *[["S25 25: 100.00 25.00"]] * 2]
