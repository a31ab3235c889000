"""What can be done with contracts and drafts besides the worked examples: every step forth, and the way back."""

from typing import Any

import pytest

from tests.api import VOUCHER, Api, Rejected, booked
from tests.projects import Project, ledger_table
from tests.tables import table

RETAINERS = [{"description": "First", "amount": "300"}, {"description": "Second", "amount": "900"}]
TIME = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
BUILD = {"name": "Build", "billingMethod": "FIXED_PRICE", "milestones": [{"name": "Done", "amount": "5000"}]}


def everything(api: Api) -> Project:
    """A contract with work, a milestone, a product and two retainers, all ready to invoice."""
    product = {"name": "Cables", "type": "PRODUCT_BASED", "product": {"number": api.product("40")}, "quantity": "3"}
    project = Project.of(api, TIME, BUILD, product, retainers=RETAINERS)
    project.work("10", "100")
    retainers = [one["id"] for one in project.contract["retainers"]]
    milestone = project.contract["lines"][1]["milestones"][0]["id"]
    project.ready(milestones=[milestone], retainers=retainers, contractLines=[project.lines[2]])
    return project


def statuses(project: Project) -> list[str]:
    """Where work, milestone, product and retainers stand."""
    contract = project.contract
    (work,) = [one for one in project.api.ledger() if one["rule"] == "entry.unbilled"]
    found = [work["billingStatus"], contract["lines"][1]["milestones"][0]["invoiceStatus"]]
    found += [contract["lines"][2]["billingStatus"]]
    return [*found, *[one["invoiceStatus"] for one in contract["retainers"]]]


@pytest.mark.both_engines
def test_one_draft_bills_everything_that_is_ready_and_deleting_it_gives_everything_back(api: Api) -> None:
    project = everything(api)
    draft = project.draft()
    kinds = [(one["kind"], one["amount"]) for one in draft["details"]["nodes"]]
    assert kinds == [
        ("TRANSACTION", "1000.00"),
        ("MILESTONE", "5000.00"),
        ("PRODUCT", "120.00"),
        ("RETAINER", "300.00"),
        ("RETAINER", "900.00"),
    ]
    lines = [(one["description"], one["netAmount"]) for one in draft["lines"]]
    assert lines == [
        ("Work", "1000.00"),
        ("Build", "5000.00"),
        ("Cables", "120.00"),
        ("Retainers and advances", "1200.00"),
    ]
    assert (draft["totalAmount"], statuses(project)) == ("7320.00", ["CUSTOMER_INVOICE_CREATED"] * 5)
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert statuses(project) == ["READY_TO_INVOICE"] * 5
    project.confirm(project.draft())
    assert (statuses(project), api.broken_laws()) == (["CUSTOMER_INVOICE_POSTED"] * 5, [])


def test_details_are_taken_off_a_draft_and_the_lines_that_they_leave_empty_go_with_them(api: Api) -> None:
    project = everything(api)
    draft = project.draft()
    unwanted = [one["id"] for one in draft["details"]["nodes"] if one["kind"] in ("PRODUCT", "RETAINER", "MILESTONE")]
    draft = project.change(draft, removeInvoiceLineDetails={"details": unwanted})
    assert [one["description"] for one in draft["lines"]] == ["Work", "Build"]
    assert (draft["totalAmount"], draft["version"]) == ("1000.00", 2)
    assert statuses(project) == ["CUSTOMER_INVOICE_CREATED", *["READY_TO_INVOICE"] * 4]
    assert project.change(draft, refreshInvoice={})["totalAmount"] == "7320.00"
    assert api.broken_laws() == []


def test_a_draft_is_refreshed_with_what_has_become_ready_since(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100")
    draft = project.draft()
    with pytest.raises(Rejected) as refused:
        project.change(draft, refreshInvoice={})
    assert refused.value.codes == ["NO_CHARGEABLE_TRANSACTIONS"]
    project.work("2", "100")
    project.work("4", "100", readyToInvoice=False)
    project.work("8", "100", transactionDate="2026-09-02")
    assert project.change(draft, refreshInvoice={})["totalAmount"] == "300.00"


def test_a_draft_in_review_is_edited_confirmed_and_comes_back(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100")
    draft = project.change(project.draft(), markInvoiceInReview={})
    assert (draft["status"], draft["version"]) == ("IN_REVIEW", 2)
    assert project.bill(draft, quantity="8")["status"] == "IN_REVIEW"
    assert project.change(draft, markInvoiceInReview={"inReview": False})["status"] == "DRAFT"
    project.change(draft, markInvoiceInReview={})
    invoice = project.confirm(draft)
    assert (invoice["status"], invoice["totalAmount"]) == ("CONFIRMED", "800.00")
    with pytest.raises(Rejected) as refused:
        project.change(invoice, markInvoiceInReview={})
    assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]


BILLABLE = [
    (
        "6",
        """
        1 cost     time  8   400.00  0.00  -  -
        2 US       time  6   600.00  9.00  -  ready  of 1
        3 US free  time  2   200.00  0.00  -  ready  of 1
        """,
    ),
    (
        "9.5",
        """
        1 cost  time  8     400.00  0.00  -  -
        2 US    time  9.5   950.00  9.00  -  ready  of 1
        """,
    ),
]


@pytest.mark.parametrize(("billable", "rows"), BILLABLE, ids=["below", "above"])
def test_billable_hours_below_or_above_the_hours_worked(api: Api, billable: str, rows: str) -> None:
    project = Project.of(api)
    project.work("8", "100", unitCost="50", billableQuantity=billable, taxAmount="9")
    assert ledger_table(api) == table(rows)
    project.confirm(project.draft())
    assert api.broken_laws() == []


def test_nothing_billable_is_approved_as_free_of_charge(api: Api) -> None:
    project = Project.of(api)
    project.work("8", "100", billableQuantity="0")
    assert ledger_table(api, after=1) == table("2 US free time 8 800.00 0.00 - ready of 1")


def with_retainers(api: Api) -> Project:
    """A contract whose two retainers of 300 and 900 are billed."""
    project = Project.of(api, retainers=RETAINERS)
    project.ready(retainers=[one["id"] for one in project.contract["retainers"]])
    project.confirm(project.draft())
    return project


def used(draft: dict[str, Any]) -> list[str]:
    """What a draft applies."""
    return [one["amount"] for one in draft["details"]["nodes"] if one["kind"] == "APPLIED_RETAINER"]


def test_retainers_are_applied_by_default_oldest_first_as_far_as_there_is_something_to_charge(api: Api) -> None:
    project = with_retainers(api)
    project.work("7", "100")
    project.work("1", "50", billingType="NON_CHARGEABLE")
    draft = project.draft()
    assert (used(draft), draft["totalAmount"]) == (["-300.00", "-400.00"], "0.00")
    assert [one["availableAmount"] for one in project.contract["retainers"]] == ["300.00", "900.00"]
    project.confirm(draft)
    assert [one["availableAmount"] for one in project.contract["retainers"]] == ["0.00", "500.00"]
    assert api.broken_laws() == []


def test_retainers_are_applied_by_hand_lowered_on_the_draft_or_not_at_all(api: Api) -> None:
    project = with_retainers(api)
    project.work("7", "100")
    second = project.contract["retainers"][1]["id"]
    draft = project.draft(retainers=[{"retainer": second, "amount": "250"}])
    assert (used(draft), draft["totalAmount"]) == (["-250.00"], "450.00")
    lowered = project.bill(draft, 1, amount="0")
    assert (used(lowered), lowered["totalAmount"]) == (["0.00"], "700.00")
    assert project.confirm(lowered)["totalAmount"] == "700.00"
    project.work("1", "100")
    assert used(project.draft(applyRetainers=False)) == []
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_retainer_on_two_drafts_is_applied_once(api: Api) -> None:
    project = with_retainers(api)
    second = project.contract["retainers"][1]["id"]
    drafts = []
    for _ in range(2):
        project.work("10", "100")
        drafts.append(project.draft(retainers=[{"retainer": second, "amount": "900"}]))
    project.confirm(drafts[0])
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        project.confirm(drafts[1])
    assert (refused.value.codes, refused.value.problems[0]["path"]) == (
        ["RETAINER_AMOUNT_EXCEEDS_AVAILABLE"],
        ["details", "1", "amount"],
    )
    assert api.fingerprint() == before


def test_a_retainer_is_no_revenue_until_it_is_applied(api: Api) -> None:
    project = with_retainers(api)
    project.work("10", "100", taxAmount="250")
    project.confirm(project.draft())
    vouchers = api.run(f"{{ invoices(orderBy: {{createdAt: ASC}}) {{ nodes {{ voucher {{ {VOUCHER} }} }} }} }}")
    assert [booked(one["voucher"]) for one in vouchers["invoices"]["nodes"]] == [
        ["Cr ADVANCES 1200.00", "Dr RECEIVABLES 1200.00"],
        ["Cr REVENUE 1000.00", "Cr SALES_TAX 250.00", "Dr ADVANCES 1000.00", "Dr RECEIVABLES 250.00"],
    ]


def test_a_retainer_is_added_to_a_contract_that_is_under_way(api: Api) -> None:
    project = Project.of(api)
    shown = "... on RetainerSuccess { retainer { amount invoiceStatus } contract { retainers { id } } }"
    values = {"contract": {"id": project.key}, "retainer": {"description": "More", "amount": "70"}}
    made = api.do("createRetainer", shown, **values)
    assert made["retainer"] == {"amount": "70.00", "invoiceStatus": "NOT_READY"}
    assert project.retained()["totalAmount"] == "70.00"


def two_invoices(api: Api) -> tuple[Project, dict[str, Any], dict[str, Any]]:
    """Two confirmed invoices of a contract, the first with two details."""
    project = Project.of(api)
    project.work("10", "100")
    first = project.billed("5", "40", transactionClass="MATERIAL")
    return project, first, project.billed("1", "500", transactionClass="FEE")


def test_a_correction_is_appended_to_a_draft_and_taken_off_it_again(api: Api) -> None:
    project, first, second = two_invoices(api)
    project.work("1", "90")
    draft = project.draft()
    assert draft["hasCorrections"] is False
    draft = project.correct(first, details=[first["details"]["nodes"][1]["id"]], addTo=draft["id"])
    draft = project.correct(second, addTo=draft["id"])
    assert (draft["hasCorrections"], draft["version"], len(draft["corrects"])) == (True, 3, 2)
    assert (draft["totalAmount"], draft["correctedTotal"], draft["previousTotal"]) == ("-610.00", "0.00", "700.00")
    material = next(one for one in draft["details"]["nodes"] if one["transactionClass"] == "MATERIAL")
    draft = project.change(draft, removeInvoiceLineDetails={"details": [material["id"]]})
    assert ([one["number"] for one in draft["corrects"]], draft["totalAmount"]) == ([second["number"]], "-410.00")
    fee = next(one for one in draft["details"]["nodes"] if one["correction"])
    draft = project.change(draft, removeInvoiceLineDetails={"details": [fee["id"]]})
    assert (draft["hasCorrections"], draft["correctedTotal"], draft["totalAmount"]) == (False, None, "90.00")
    assert project.correct(first)["skipped"] == []
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_draft_that_mixes_first_time_details_and_corrections_is_confirmed_as_a_whole(api: Api) -> None:
    project, first, _ = two_invoices(api)
    project.work("1", "90")
    draft = project.correct(first, addTo=project.draft()["id"])
    assert project.confirm(draft)["totalAmount"] == "-1110.00"
    assert [one["amount"] for one in project.contract["retainers"]] == []
    assert (project.contract["billedAmount"], project.contract["backlogAmount"]) == ("590.00", "1200.00")
    assert api.broken_laws() == []


def test_details_are_locked_one_by_one_and_the_refusal_names_the_draft(api: Api) -> None:
    project, first, _ = two_invoices(api)
    time, material = [one["id"] for one in first["details"]["nodes"]]
    draft = project.correct(first, details=[time])
    with pytest.raises(Rejected) as refused:
        project.correct(first, details=[time])
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]
    assert "on the draft invoice for Nor on PC-000001 of 2026-09-01" in refused.value.problems[0]["message"]
    other = project.correct(first)
    assert (other["skipped"], len(other["details"]["nodes"])) == (["CORRECTION_IN_PROGRESS"], 1)
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert project.correct(first, details=[time])["details"]["nodes"][0]["previousQuantity"] == "10"
    assert material != time


@pytest.mark.both_engines
def test_a_correction_is_corrected_again_and_again(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100")
    for quantity in ("5", "12", "3", "3.5"):
        invoice = project.confirm(project.bill(project.correct(invoice), quantity=quantity))
    assert (project.contract["billedAmount"], api.broken_laws()) == ("350.00", [])
    chain = "effective { totalAmount chain { number } details { quantity } }"
    found = api.run(f'{{ invoice(ref: {{number: "INV-000001"}}) {{ {chain} }} }}')["invoice"]["effective"]
    assert (found["totalAmount"], len(found["chain"]), found["details"]) == ("350.00", 5, [{"quantity": "3.5"}])


def test_a_paid_invoice_is_corrected_and_marking_it_paid_twice_is_refused(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100")
    paid = project.change(invoice, markInvoicePaid={})
    assert paid["status"] == "PAID"
    with pytest.raises(Rejected) as refused:
        project.change(invoice, markInvoicePaid={})
    assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]
    assert project.confirm(project.correct(invoice))["totalAmount"] == "-1000.00"
    opened = api.run("query($k: ID!) { node(id: $k) { ... on Invoice { status openAmount } } }", k=invoice["id"])[
        "node"
    ]
    assert opened == {"status": "PAID", "openAmount": "0.00"}


def test_products_are_skipped_where_the_rest_is_corrected_and_refused_where_they_are_named(api: Api) -> None:
    project = everything(api)
    invoice = project.confirm(project.draft())
    draft = project.correct(invoice)
    assert (draft["skipped"], draft["totalAmount"]) == (["PRODUCT_LINE_NOT_CORRECTABLE"], "-7200.00")
    product = next(one for one in invoice["details"]["nodes"] if one["kind"] == "PRODUCT")
    with pytest.raises(Rejected) as refused:
        project.correct(invoice, details=[product["id"]])
    assert (refused.value.codes, refused.value.problems[0]["path"]) == (
        ["PRODUCT_LINE_NOT_CORRECTABLE"],
        ["details", "0"],
    )
    project.confirm(draft)
    with pytest.raises(Rejected) as refused:
        project.correct(invoice)
    assert refused.value.codes == ["NOTHING_TO_CORRECT"]
    assert api.broken_laws() == []


def test_what_can_be_corrected_is_said_detail_by_detail(api: Api) -> None:
    project = with_retainers(api)
    project.work("7", "100")
    invoice = project.confirm(project.draft())
    fields = "canCorrect details { canCorrect fullCreditOnly maxAmount detail { kind } blockers { code } }"
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Invoice {{ correctionOptions {{ {fields} }} }} }} }}"
    options = api.run(query, k=invoice["id"])["node"]["correctionOptions"]
    assert options["canCorrect"] is True
    assert [(one["detail"]["kind"], one["maxAmount"]) for one in options["details"]] == [
        ("TRANSACTION", None),
        ("APPLIED_RETAINER", "300.00"),
        ("APPLIED_RETAINER", "900.00"),
    ]


@pytest.mark.both_engines
def test_milestones_and_work_are_shared_to_the_last_cent(api: Api) -> None:
    payers = [api.customer() for _ in range(3)]
    shares = [
        {"customer": {"number": number}, "percent": percent, "takesRounding": number == payers[1]}
        for number, percent in zip(payers, ("33.33", "33.33", "33.34"), strict=True)
    ]
    project = Project.of(api, TIME, BUILD, customer=payers[0], customers=shares)
    amounts = [one["amount"] for one in project.contract["lines"][1]["milestones"]]
    assert amounts == ["1666.50", "1666.50", "1667.00"]
    project.work("1", "0.05")
    assert [(one["quantity"], one["amount"]) for one in api.ledger()[1:]] == [
        ("0.3333", "0.02"),
        ("0.3333", "0.01"),
        ("0.3334", "0.02"),
    ]
    totals = [project.confirm(project.draft(customer={"number": one}))["totalAmount"] for one in payers]
    assert (totals, api.broken_laws()) == (["0.02", "0.01", "0.02"], [])


LIMITS = "... on ProjectContractSuccess { contract { id } }"


def limits(api: Api, project: Project) -> list[str]:
    """Where work stands against the limits."""
    rows = api.run("{ actuals(filter: {transactionType: [UNBILLED_SALES]}) { nodes { notToExceedStatus } } }")
    return [one["notToExceedStatus"] for one in rows["actuals"]["nodes"]]


def test_work_is_checked_against_the_limits_of_its_line_and_contract(api: Api) -> None:
    project = Project.of(api, TIME | {"notToExceedLimit": "1000"}, notToExceedLimit="5000")
    project.work("6", "100", readyToInvoice=False)
    project.work("5", "100", readyToInvoice=False)
    project.work("9", "100", billingType="NON_CHARGEABLE")
    project.work("4", "100")
    assert limits(api, project) == ["COMMITTED", "FAILED", "NOT_APPLICABLE", "COMMITTED"]
    failed = api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"][1]["id"]
    with pytest.raises(Rejected) as refused:
        project.ready(actuals=[failed])
    assert (refused.value.codes, refused.value.problems[0]["path"]) == (["NTE_FAILED"], ["actuals", "0"])
    values = {"contract": {"id": project.key}, "contractLine": project.lines[0], "limit": "1500"}
    api.do("setNotToExceedLimit", LIMITS, **values)
    assert limits(api, project) == ["NOT_EVALUATED", "NOT_EVALUATED", "NOT_APPLICABLE", "NOT_EVALUATED"]
    with pytest.raises(Rejected) as refused:
        project.ready(actuals=[failed])
    assert refused.value.codes == ["NTE_NOT_EVALUATED"]
    api.do("evaluateNotToExceed", LIMITS, contract={"id": project.key})
    assert limits(api, project) == ["COMMITTED", "COMMITTED", "NOT_APPLICABLE", "COMMITTED"]
    project.ready(actuals=[failed])


def test_nothing_is_billed_beyond_a_limit_by_draft_correction_or_hand(api: Api) -> None:
    project = Project.of(api, notToExceedLimit="1000")
    project.work("9", "100")
    draft = project.draft()
    raised = project.bill(draft, quantity="10.01")
    for attempt in (lambda: project.confirm(raised), lambda: plan(api, raised)):
        with pytest.raises(Rejected) as refused:
            attempt()
        assert (refused.value.codes, refused.value.problems[0]["path"]) == (
            ["NTE_FAILED"],
            ["details", "0", "quantity"],
        )
    invoice = project.confirm(project.bill(draft, quantity="10"))
    corrective = project.bill(project.correct(invoice), quantity="10.5")
    with pytest.raises(Rejected) as refused:
        project.confirm(corrective)
    assert refused.value.codes == ["NTE_FAILED"]
    project.confirm(project.bill(corrective, quantity="4"))
    assert limits(api, project)[-1] == "COMMITTED"
    assert api.broken_laws() == []


def plan(api: Api, draft: dict[str, Any]) -> dict[str, Any]:
    """The plan of a confirmation, or `Rejected`."""
    query = (
        "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { ... on PostingPlan { hash } "
        "... on Rejection { problems { code message path remedy } } } }"
    )
    found: dict[str, Any] = api.run(query, i={"invoice": {"id": draft["id"]}})["planInvoiceConfirmation"]
    if "problems" in found:
        raise Rejected(found["problems"])
    return found


def test_a_lowered_limit_holds_back_what_is_on_a_draft(api: Api) -> None:
    project = Project.of(api, notToExceedLimit="1000")
    project.work("9", "100")
    draft = project.draft()
    api.do("setNotToExceedLimit", LIMITS, contract={"id": project.key}, limit="500")
    with pytest.raises(Rejected) as refused:
        project.confirm(draft)
    assert refused.value.codes == ["NTE_NOT_EVALUATED"]
    api.do("evaluateNotToExceed", LIMITS, contract={"id": project.key})
    with pytest.raises(Rejected) as refused:
        project.confirm(draft)
    assert refused.value.codes == ["NTE_FAILED"]
    api.do("setNotToExceedLimit", LIMITS, contract={"id": project.key})
    assert project.confirm(draft)["totalAmount"] == "900.00"


def withdraw(api: Api, *rows: dict[str, Any]) -> None:
    """Withdraw work by its unbilled rows."""
    api.do("cancelEntries", "... on EntryJournalSuccess { actuals { id } }", actuals=[one["id"] for one in rows])


@pytest.mark.both_engines
def test_work_is_withdrawn_with_its_cost_and_its_free_part(api: Api) -> None:
    project = Project.of(api)
    rows = project.work("8", "100", unitCost="50", billableQuantity="6")
    withdraw(api, rows[1])
    assert ledger_table(api) == table("""
        1 cost     time  8   400.00  0.00  adjusted      -
        2 US       time  6   600.00  0.00  adjusted      canceled  of 1
        3 US free  time  2   200.00  0.00  adjusted      canceled  of 1
        4 US       time -6  -600.00  0.00  unadjustable  canceled  reverses 2
        5 US free  time -2  -200.00  0.00  unadjustable  canceled  reverses 3
        6 cost     time -8  -400.00  0.00  unadjustable  -         reverses 1
        """)
    with pytest.raises(Rejected) as refused:
        withdraw(api, rows[1])
    assert refused.value.codes == ["INVALID_STATUS_TRANSITION"]
    assert api.broken_laws() == []


def test_work_that_is_on_an_invoice_is_withdrawn_once_it_is_credited_in_full(api: Api) -> None:
    project = Project.of(api)
    (_, row) = project.work("10", "100")
    draft = project.draft()
    with pytest.raises(Rejected) as refused:
        withdraw(api, row)
    assert refused.value.codes == ["INVOICED_ENTRY_LOCKED"]
    invoice = project.confirm(draft)
    with pytest.raises(Rejected) as refused:
        withdraw(api, row)
    assert refused.value.codes == ["INVOICED_ENTRY_LOCKED"]
    lowered = project.confirm(project.bill(project.correct(invoice), quantity="4"))
    remainder = api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"][0]
    with pytest.raises(Rejected) as refused:
        withdraw(api, remainder)
    assert refused.value.codes == ["INVOICED_ENTRY_LOCKED"]
    project.confirm(project.correct(lowered))
    withdraw(api, remainder)
    assert (project.contract["backlogAmount"], api.broken_laws()) == ("0.00", [])


def test_a_refund_waits_for_an_invoice_and_pays_back_what_is_left(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}])
    project.retained()
    project.work("4", "100")
    project.confirm(project.draft())
    marked = "... on MarkReadyToRefundSuccess { retainers { refundStatus } }"
    api.do("markReadyToRefund", marked, retainers=[project.retainer["id"]])
    project.work("1", "100")
    draft = project.draft()
    assert [(one["kind"], one["amount"]) for one in draft["details"]["nodes"]] == [
        ("TRANSACTION", "100.00"),
        ("RETAINER_REFUND", "-600.00"),
    ]
    project.confirm(draft)
    assert (project.retainer["refundedAmount"], project.retainer["availableAmount"]) == ("600.00", "0.00")
    assert api.broken_laws() == []


def test_a_plan_names_every_status_that_moves_and_is_what_is_then_written(api: Api) -> None:
    project = everything(api)
    draft = project.draft()
    shown = "hash totalAmount statusChanges { subject field from to } actuals { rule quantity amount reverses { sequence } }"
    query = f"query($i: ConfirmInvoiceInput!) {{ planInvoiceConfirmation(input: $i) {{ ... on PostingPlan {{ {shown} }} }} }}"
    planned = api.run(query, i={"invoice": {"id": draft["id"]}})["planInvoiceConfirmation"]
    names = {one["subject"]: one for one in planned["statusChanges"]}
    found = api.run("query($k: [ID!]!) { nodes(ids: $k) { __typename id } }", k=list(names))["nodes"]
    moved = {(one["__typename"], names[one["id"]]["field"], names[one["id"]]["to"]) for one in found}
    posted = "CUSTOMER_INVOICE_POSTED"
    assert moved == {
        ("Invoice", "status", "CONFIRMED"),
        ("Actual", "billingStatus", posted),
        ("Milestone", "invoiceStatus", posted),
        ("Retainer", "invoiceStatus", posted),
        ("ContractLine", "billingStatus", posted),
    }
    before = len(api.ledger())
    invoice = project.confirm(draft, expectedPlan=planned["hash"])
    written = [(one["rule"], one["quantity"], one["amount"]) for one in api.ledger(after=before)]
    assert written == [(one["rule"], one["quantity"], one["amount"]) for one in planned["actuals"]]
    assert invoice["totalAmount"] == planned["totalAmount"]
