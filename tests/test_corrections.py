"""Corrective project invoices through the API: warnings, what stands after all of them, drafts, and billing anew.

Which ledger rows a correction writes is proved by the planners' own tests (`tests.planners.projects`).
"""

import pytest

from tests.api import Api, Rejected


def eight_hours(api: Api) -> dict:
    """A contract with eight hours at 200, cost 100, on a draft; row 0 is the unbilled sales."""
    contract = api.contract()
    api.work(contract, "8", "200", unitCost="100")
    return api.draft(contract)


def test_an_increase_over_an_open_remainder_warns_by_update_and_confirmation(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100")
    draft = api.draft(contract)
    api.confirm(draft)
    lowered = api.correct(draft)
    api.bill(lowered, "5")
    api.confirm(lowered)
    raised = api.correct(lowered)
    assert [one["code"] for one in api.bill(raised, "12")["warnings"]] == ["OPEN_REMAINDER"]
    assert [one["code"] for one in api.confirm(raised)["warnings"]] == ["OPEN_REMAINDER"]
    amounts = api.run('{ order(ref: {number: "PC-000001"}) { ... on ProjectContract { billedAmount backlogAmount } } }')
    assert amounts["order"] == {"billedAmount": "1200.00", "backlogAmount": "500.00"}


def test_the_effective_invoice_shows_what_stands_after_every_correction(api: Api) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    corrective = api.correct(draft)
    api.bill(corrective, "6")
    api.confirm(corrective)
    effective = "totalAmount chain { number } details { quantity original { quantity } current { quantity } }"
    options = "correctionOptions { canCorrect blockers { code } }"
    query = f"query($r: InvoiceRef!) {{ invoice(ref: $r) {{ effective {{ {effective} }} {options} }} }}"
    found = api.run(query, r={"number": "INV-000001"})["invoice"]
    assert found["effective"] == {
        "totalAmount": "1200.00",
        "chain": [{"number": "INV-000001"}, {"number": "CN-000001"}],
        "details": [{"quantity": "6", "original": {"quantity": "8"}, "current": {"quantity": "6"}}],
    }
    assert found["correctionOptions"] == {"canCorrect": False, "blockers": [{"code": "NOTHING_TO_CORRECT"}]}


def test_a_draft_writes_no_actuals_and_deleting_it_frees_everything(api: Api) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    before = api.ledger()
    corrective = api.correct(draft)
    api.bill(corrective, "6")
    with pytest.raises(Rejected) as refused:
        api.correct(draft)
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": corrective["id"]})
    assert api.ledger() == before
    assert api.correct(draft)["status"] == "DRAFT"


def test_credited_work_can_be_billed_again(api: Api) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    api.confirm(api.correct(draft))
    (returned,) = [row for row in api.ledger() if row["rule"] == "time.full_credit.returned"]
    found = api.run("{ actuals(filter: {open: true}) { nodes { id sequence } } }")["actuals"]["nodes"]
    assert [one["sequence"] for one in found] == [returned["sequence"]]
    api.do("markReadyToInvoice", "... on MarkReadyToInvoiceSuccess { replayed }", actuals=[found[0]["id"]])
    contract = {"id": api.run('{ order(ref: {number: "PC-000001"}) { id } }')["order"]["id"]}
    assert api.confirm(api.draft(contract))["invoice"]["totalAmount"] == "1600.00"
    assert api.broken_laws() == []
