"""What happens between drafting and confirming: drafts deleted, marks taken away, clocks set back, limits moved."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.projects import DRAFT, Project, ledger_table
from tests.tables import table

RETAINER = [{"description": "Advance", "amount": "1000"}]
TIME = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
MARKED = "... on MarkReadyToRefundSuccess { retainers { refundStatus } }"
DELETED = "... on DeleteInvoiceSuccess { deletedId }"


def delete(api: Api, draft: dict[str, Any]) -> None:
    """Delete a draft."""
    api.do("deleteInvoice", DELETED, invoice={"id": draft["id"]})


def test_the_id_of_a_deleted_draft_never_becomes_that_of_another(api: Api) -> None:
    first, second = Project.of(api), Project.of(api)
    first.work("1", "100")
    second.work("1", "200")
    gone = first.draft()
    delete(api, gone)
    draft = second.draft()
    assert (draft["id"] != gone["id"], draft["details"]["nodes"][0]["id"] != gone["details"]["nodes"][0]["id"]) == (
        True,
        True,
    )
    with pytest.raises(Rejected) as refused:
        first.confirm(gone)
    assert refused.value.codes == ["NOT_FOUND"]


def test_a_key_whose_draft_has_been_deleted_is_not_answered_with_another(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100")
    values = {"contract": {"id": project.key}, "idempotencyKey": "k"}
    drafted = f"... on DraftInvoiceSuccess {{ replayed invoice {{ {DRAFT} }} }}"
    delete(api, api.do("createInvoice", drafted, **values)["invoice"])
    with pytest.raises(Rejected) as refused:
        api.do("createInvoice", drafted, **values)
    assert (refused.value.codes, refused.value.problems[0]["path"]) == (["NOT_FOUND"], ["idempotencyKey"])


def refunding(api: Api, used: str) -> tuple[Project, dict[str, Any]]:
    """A retainer of 1000 of which so much is used, marked to be refunded; the invoice that used it."""
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    project.work(used, "1")
    invoice = project.confirm(project.draft())
    api.do("markReadyToRefund", MARKED, retainers=[project.retainer["id"]])
    return project, invoice


def test_a_refund_pays_back_all_that_is_left_or_is_drafted_anew(api: Api) -> None:
    project, invoice = refunding(api, "400")
    refund = project.draft()
    project.confirm(project.correct(invoice))
    with pytest.raises(Rejected) as refused:
        project.confirm(refund)
    assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]
    stale = refund["details"]["nodes"][0]["id"]
    emptied = project.change(refund, removeInvoiceLineDetails={"details": [stale]})
    refreshed = project.change(emptied, refreshInvoice={})
    assert refreshed["totalAmount"] == "-1000.00"
    project.confirm(refreshed)
    assert (project.retainer["availableAmount"], api.broken_laws()) == ("0.00", [])


def test_a_refund_on_a_draft_keeps_its_mark(api: Api) -> None:
    project, _ = refunding(api, "400")
    draft = project.draft()
    retainers = [project.retainer["id"]]
    with pytest.raises(Rejected) as refused:
        api.do("markReadyToRefund", MARKED, retainers=retainers, ready=False)
    assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]
    assert "draft invoice for Nor on PC-000001" in refused.value.problems[0]["message"]
    delete(api, draft)
    taken = api.do("markReadyToRefund", MARKED, retainers=retainers, ready=False)
    assert taken["retainers"] == [{"refundStatus": None}]


def test_a_refund_leaves_what_its_own_draft_applies(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    project.work("400", "1")
    draft = project.draft()
    api.do("markReadyToRefund", MARKED, retainers=[project.retainer["id"]])
    refreshed = project.change(draft, refreshInvoice={})
    assert [one["amount"] for one in refreshed["details"]["nodes"]] == ["400.00", "-400.00", "-600.00"]
    project.confirm(refreshed)
    assert (project.retainer["availableAmount"], api.broken_laws()) == ("0.00", [])


def test_an_invoice_stands_as_the_ledger_has_it_even_where_a_clock_was_set_back(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100")
    eight = project.confirm(project.bill(project.correct(invoice), quantity="8"))
    api.clock.instant -= timedelta(minutes=10)
    five = project.confirm(project.bill(project.correct(eight), quantity="5"))
    query = "query($k: ID!) { node(id: $k) { ... on Invoice { effective { netAmount chain { number } } } } }"
    found = api.run(query, k=invoice["id"])["node"]["effective"]
    assert found == {"netAmount": "500.00", "chain": [{"number": one["number"]} for one in (invoice, eight, five)]}
    instants = api.run("{ actuals(first: 100) { nodes { recordedAt } } }")["actuals"]["nodes"]
    assert instants == sorted(instants, key=lambda one: one["recordedAt"])


def test_a_detail_corrected_long_ago_leads_to_the_invoice_that_bills_it_now(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100")
    eight = project.confirm(project.bill(project.correct(invoice), quantity="8"))
    five = project.confirm(project.bill(project.correct(eight), quantity="5"))
    detail = invoice["details"]["nodes"][0]["id"]
    with pytest.raises(Rejected) as refused:
        project.correct(invoice, details=[detail])
    assert refused.value.problems[0]["remedy"] == f"Correct {five['number']} instead."
    project.confirm(project.correct(five))
    with pytest.raises(Rejected) as refused:
        project.correct(invoice, details=[detail])
    assert refused.value.codes == ["DETAIL_ALREADY_CORRECTED"]
    assert "credited it in full" in refused.value.problems[0]["message"]


def test_an_invoice_whose_other_lines_are_on_a_draft_is_in_progress_products_or_not(api: Api) -> None:
    product = {"name": "Cables", "type": "PRODUCT_BASED", "product": {"number": api.product("40")}}
    project = Project.of(api, TIME, product)
    project.ready(contractLines=[project.lines[1]])
    invoice = project.billed("10", "100")
    project.correct(invoice)
    with pytest.raises(Rejected) as refused:
        project.correct(invoice)
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]


def test_the_limit_of_one_line_does_not_hold_up_another(api: Api) -> None:
    project = Project.of(api, TIME | {"notToExceedLimit": "1000"}, TIME | {"notToExceedLimit": "1000"})
    project.work("5", "100")
    draft = project.draft()
    shown = "... on ProjectContractSuccess { contract { id } }"
    values = {"contract": {"id": project.key}, "contractLine": project.lines[1], "limit": "10"}
    api.do("setNotToExceedLimit", shown, **values)
    assert project.confirm(draft)["totalAmount"] == "500.00"


def test_tax_goes_with_the_charge_and_comes_back_with_it(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100", taxAmount="250")
    draft = project.bill(project.draft(), billingType="COMPLIMENTARY")
    assert [draft["details"]["nodes"][0]["taxAmount"], draft["totalAmount"]] == ["0.00", "0.00"]
    assert project.bill(draft, billingType="CHARGEABLE")["totalAmount"] == "1250.00"


def test_what_is_not_charged_is_billed_without_tax(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100", transactionClass="FEE")
    project.work("1", "50", transactionClass="FEE", billingType="NON_CHARGEABLE", taxAmount="5")
    project.confirm(project.draft())
    billed = [(one["amount"], one["taxAmount"]) for one in api.ledger() if one["transactionType"] == "BILLED_SALES"]
    assert billed == [("100.00", "0.00"), ("50.00", "0.00")]


def test_work_that_was_lowered_at_first_is_withdrawn_but_for_what_was_waived(api: Api) -> None:
    project = Project.of(api)
    rows = project.work("10", "100", unitCost="50")
    invoice = project.confirm(project.bill(project.draft(), quantity="8"))
    project.confirm(project.correct(invoice))
    returned = api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"][0]["id"]
    api.do("cancelEntries", "... on EntryJournalSuccess { actuals { id } }", actuals=[returned])
    assert ledger_table(api, after=10) == table("""
        11 US    time   8   800.00  0.00  adjusted      canceled  replaces 6
        12 US    time  -8  -800.00  0.00  unadjustable  canceled  reverses 11
        13 cost  time -10  -500.00  0.00  unadjustable  -         reverses 1
        14 cost  time   2   100.00  0.00  -             -         replaces 1
        """)
    parts = "{ approved { quantity } writtenOff { quantity } withdrawn { quantity } }"
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Actual {{ conservation {parts} }} }} }}"
    found = api.run(query, k=rows[1]["id"])["node"]["conservation"]
    assert found == {"approved": {"quantity": "10"}, "writtenOff": {"quantity": "2"}, "withdrawn": {"quantity": "8"}}
    assert api.broken_laws() == []


def test_a_sum_too_small_to_be_shared_is_refused(api: Api) -> None:
    payers = [api.customer() for _ in range(4)]
    shares = [
        {"customer": {"number": number}, "percent": percent, "takesRounding": percent == "10"}
        for number, percent in zip(payers, ("30", "30", "30", "10"), strict=True)
    ]
    project = Project.of(api, customer=payers[0], customers=shares)
    with pytest.raises(Rejected) as refused:
        project.work("1", "0.02")
    assert refused.value.codes == ["INVALID_INPUT"]
    milestones = [{"name": "Done", "amount": "0.02"}]
    line = {"name": "Build", "billingMethod": "FIXED_PRICE", "milestones": milestones}
    with pytest.raises(Rejected) as refused:
        Project.of(api, line, customer=payers[0], customers=shares)
    assert refused.value.problems[0]["path"] == ["lines", "0", "milestones", "0", "amount"]
