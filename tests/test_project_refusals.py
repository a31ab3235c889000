"""Refusals of the project side: every code, each with its path; nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from rebill.models.database import Database
from rebill.models.identity import encode
from tests.api import Api, Rejected
from tests.entered import entered_once
from tests.projects import Project
from tests.test_refusals import filled

TIME = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
BUILD = {"name": "Build", "billingMethod": "FIXED_PRICE"}
NEW = {"customer": {"number": "C-000001"}, "name": "P"}
ENTRY = {
    "contractLine": "<line>",
    "transactionClass": "TIME",
    "description": "x",
    "transactionDate": "2026-08-31",
    "quantity": "8",
    "unitPrice": "100",
}
MANUAL = {
    "contractLine": "<line>",
    "transactionClass": "FEE",
    "description": "x",
    "quantity": "1",
    "unitPrice": "5",
}


@pytest.fixture
def books(api: Api) -> Callable[[str], str]:
    """The books; ids by name."""
    ids = entered_once(api.database, enter_books)
    return lambda name: ids.get(name, name)


def enter_books(database: Database) -> dict[str, str]:
    """A confirmed invoice of every kind, a first-time draft and a corrective one, and a refunded retainer; ids by name."""
    api = Api(database)
    customer, other = api.customer(), api.customer()
    euros = api.customer("EUR")
    product = {"name": "Cables", "type": "PRODUCT_BASED", "product": {"number": api.product("40")}}
    build = BUILD | {"milestones": [{"name": "A", "amount": "500"}, {"name": "B", "amount": "700"}]}
    retainers = [{"description": name, "amount": "1000"} for name in ("Used", "Refunded", "Unbilled", "Whole")]
    shares = [{"customer": {"number": customer}, "percent": "50"}, {"customer": {"number": other}, "percent": "50"}]
    project = Project.of(api, TIME, build, product, customer=customer, retainers=retainers)
    shared = Project.of(api, customer=customer, customers=shares)
    shared.work("2", "100")
    shared_draft = shared.draft(customer={"number": other})
    used, refunded, unbilled, whole = [one["id"] for one in project.contract["retainers"]]
    milestones = [one["id"] for one in project.contract["lines"][1]["milestones"]]
    project.ready(retainers=[used, refunded, whole])
    billed = project.confirm(project.draft())
    marked = "... on MarkReadyToRefundSuccess { retainers { id } }"
    api.do("markReadyToRefund", marked, retainers=[refunded])
    project.confirm(project.draft())
    project.work("10", "100")
    project.ready(milestones=milestones[:1], contractLines=[project.lines[2]])
    applied = [{"retainer": used, "amount": "600"}]
    invoice = project.confirm(project.draft(retainers=applied))
    rows = project.work("4", "100")
    project.ready(milestones=milestones[1:])
    draft = project.draft(retainers=[{"retainer": used, "amount": "100"}])
    by_kind = {one["kind"]: one["id"] for one in invoice["details"]["nodes"]}
    chosen = [one["id"] for one in invoice["details"]["nodes"] if one["kind"] != "PRODUCT"]
    corrective = project.correct(invoice, details=chosen)
    retained = project.correct(billed, details=[billed["details"]["nodes"][0]["id"]])
    on = {f"<{one['kind'].lower()}>": one["id"] for one in draft["details"]["nodes"]}
    corrected = {f"<corrected {one['kind'].lower()}>": one["id"] for one in corrective["details"]["nodes"]}
    return {
        "<contract>": project.key,
        "<shared>": shared.key,
        "<line>": project.lines[0],
        "<fixed line>": project.lines[1],
        "<product line>": project.lines[2],
        "<used>": used,
        "<refunded>": refunded,
        "<unbilled>": unbilled,
        "<whole>": whole,
        "<billed>": billed["id"],
        "<billed refunded>": billed["details"]["nodes"][1]["id"],
        "<invoice>": invoice["id"],
        "<invoiced product>": by_kind["PRODUCT"],
        "<invoiced work>": by_kind["TRANSACTION"],
        "<draft>": draft["id"],
        "<shared draft>": shared_draft["id"],
        "<corrective>": corrective["id"],
        "<corrective retainer>": retained["id"],
        "<corrected retainer>": retained["details"]["nodes"][0]["id"],
        "<posted milestone>": milestones[0],
        "<drafted milestone>": milestones[1],
        "<row on draft>": rows[1]["id"],
        "<cost>": rows[0]["id"],
        "<euros>": euros,
        "<other>": other,
        "<open retainer row>": api.run(
            "{ actuals(filter: {open: true, transactionClass: [RETAINER]}) { nodes { id } } }"
        )["actuals"]["nodes"][0]["id"],
        **on,
        **corrected,
    }


def line(**values: Any) -> dict[str, Any]:
    """A contract with one line."""
    return NEW | {"lines": [TIME | values]}


def shares(*percents: tuple[str, str, bool | None]) -> dict[str, Any]:
    """A contract with shares."""
    customers = [
        {"customer": {"number": number}, "percent": percent, "takesRounding": takes}
        for number, percent, takes in percents
    ]
    return NEW | {"lines": [TIME], "customers": customers}


def entry(**values: Any) -> dict[str, Any]:
    """A journal of one entry."""
    return {"entries": [ENTRY | values]}


def edit(invoice: str, detail: str, **values: Any) -> dict[str, Any]:
    """New values of one detail."""
    return {"invoice": {"id": invoice}, "details": [{"detail": detail, **values}]}


def by_hand(invoice: str = "<draft>", **values: Any) -> dict[str, Any]:
    """A detail entered by hand."""
    return {"invoice": {"id": invoice}, "details": [MANUAL | values]}


def of(invoice: str, **values: Any) -> dict[str, Any]:
    """Something done to an invoice."""
    return {"invoice": {"id": invoice}, **values}


def apply(retainer: str, amount: str) -> dict[str, Any]:
    """A draft that applies a retainer by hand."""
    return {"contract": {"id": "<contract>"}, "retainers": [{"retainer": retainer, "amount": amount}]}


BUILT = {"milestones": [{"name": "A", "amount": "-1"}, {"name": " ", "amount": "0", "taxAmount": "5"}]}
CASES: list[tuple[str, str, dict[str, Any], list[tuple[str, list[str]]]]] = [
    # contracts
    ("milestones by time", "createProjectContract", line(milestones=[{"name": "A", "amount": "1"}]),
     [("INVALID_INPUT", ["lines", "0", "milestones"])]),
    ("wrong milestones", "createProjectContract", NEW | {"lines": [BUILD | BUILT]},
     [("INVALID_INPUT", ["lines", "0", "milestones", "0", "amount"]),
      ("INVALID_INPUT", ["lines", "0", "milestones", "1", "name"]),
      ("INVALID_INPUT", ["lines", "0", "milestones", "1", "taxAmount"])]),
    ("a product on project work", "createProjectContract", line(product={"number": "P-000001"}, quantity="1"),
     [("INVALID_INPUT", ["lines", "0", "product"]), ("INVALID_INPUT", ["lines", "0", "quantity"])]),
    ("a product line without a product", "createProjectContract",
     NEW | {"lines": [{"name": "x", "type": "PRODUCT_BASED", "billingMethod": "FIXED_PRICE"}]},
     [("INVALID_INPUT", ["lines", "0", "billingMethod"]), ("INVALID_INPUT", ["lines", "0", "product"])]),
    ("a limit on a fixed price", "createProjectContract", NEW | {"lines": [BUILD | {"notToExceedLimit": "-1"}]},
     [("INVALID_INPUT", ["lines", "0", "notToExceedLimit"])] * 2),
    ("a retainer of nothing", "createProjectContract",
     NEW | {"lines": [TIME], "retainers": [{"description": "x", "amount": "0"}]},
     [("INVALID_INPUT", ["retainers", "0", "amount"])]),
    ("shares that are not the whole", "createProjectContract",
     shares(("C-000001", "50", None), ("<other>", "49", None)), [("INVALID_INPUT", ["customers"])]),
    ("two customers who take the rounding", "createProjectContract",
     shares(("C-000001", "50", True), ("<other>", "50", True)), [("INVALID_INPUT", ["customers"])]),
    ("shares of others alone", "createProjectContract", shares(("<other>", "100", None)),
     [("INVALID_INPUT", ["customers"])]),
    ("a share in another currency", "createProjectContract",
     shares(("C-000001", "50", None), ("<euros>", "50", None)),
     [("CURRENCY_MISMATCH", ["customers", "1", "customer"])]),
    ("a retainer of a stranger", "createRetainer",
     {"contract": {"id": "<contract>"},
      "retainer": {"description": "x", "amount": "1", "customer": {"number": "<other>"}}},
     [("INVALID_INPUT", ["retainer", "customer"])]),
    ("a limit of a fixed-price line", "setNotToExceedLimit",
     {"contract": {"id": "<contract>"}, "contractLine": "<fixed line>", "limit": "5"},
     [("INVALID_INPUT", ["contractLine"])]),
    ("a limit of another contract's line", "setNotToExceedLimit",
     {"contract": {"id": "<shared>"}, "contractLine": "<line>", "limit": "-5"},
     [("INVALID_INPUT", ["limit"]), ("NOT_FOUND", ["contractLine"])]),
    # approved work
    ("work on a product line", "postEntryJournal", entry(contractLine="<product line>"),
     [("INVALID_INPUT", ["entries", "0", "contractLine"])]),
    ("several entries, each wrong", "postEntryJournal",
     {"entries": [ENTRY | {"contractLine": "junk"}, ENTRY | {"quantity": "0"}, ENTRY | {"description": " "}]},
     [("NOT_FOUND", ["entries", "0", "contractLine"]), ("INVALID_INPUT", ["entries", "1", "quantity"]),
      ("INVALID_INPUT", ["entries", "2", "description"])]),
    ("withdrawing what is on a draft", "cancelEntries", {"actuals": ["<row on draft>"]},
     [("INVOICED_ENTRY_LOCKED", ["actuals", "0"])]),
    ("withdrawing cost", "cancelEntries", {"actuals": ["<cost>"]}, [("INVALID_INPUT", ["actuals", "0"])]),
    # marks
    ("marking what is on a draft or posted", "markReadyToInvoice",
     {"actuals": ["<row on draft>"], "milestones": ["<posted milestone>", "<drafted milestone>"],
      "retainers": ["<used>"], "contractLines": ["<product line>", "<line>"]},
     [("SOURCE_NOT_BILLABLE", ["actuals", "0"]), ("SOURCE_NOT_BILLABLE", ["milestones", "0"]),
      ("SOURCE_NOT_BILLABLE", ["milestones", "1"]), ("SOURCE_NOT_BILLABLE", ["contractLines", "0"]),
      ("SOURCE_NOT_BILLABLE", ["contractLines", "1"]), ("SOURCE_NOT_BILLABLE", ["retainers", "0"])]),
    ("marking what is open of a retainer", "markReadyToInvoice", {"actuals": ["<open retainer row>"]},
     [("SOURCE_NOT_BILLABLE", ["actuals", "0"])]),
    ("refunding twice, or before billing", "markReadyToRefund", {"retainers": ["<refunded>", "<unbilled>"]},
     [("RETAINER_REFUNDED", ["retainers", "0"]), ("RETAINER_NOT_INVOICED", ["retainers", "1"])]),
    # drafting
    ("a customer without a share", "createInvoice",
     {"contract": {"id": "<contract>"}, "customer": {"number": "<other>"}}, [("INVALID_INPUT", ["customer"])]),
    ("nothing ready", "createInvoice", {"contract": {"id": "<contract>"}},
     [("NO_CHARGEABLE_TRANSACTIONS", ["contract"])]),
    ("a correction added to nothing", "correctInvoice", of("<billed>", addTo="junk"), [("NOT_FOUND", ["addTo"])]),
    ("a correction added to a confirmed invoice", "correctInvoice", of("<billed>", addTo="<invoice>"),
     [("INVOICE_READ_ONLY", ["addTo"])]),
    ("a correction added to another contract's draft", "correctInvoice", of("<billed>", addTo="<shared draft>"),
     [("INVALID_INPUT", ["addTo"])]),
    ("correcting a draft", "correctInvoice", of("<draft>"), [("INVOICE_NOT_CONFIRMED", ["invoice"])]),
    ("correcting a product", "correctInvoice", of("<invoice>", details=["<invoiced product>", "<invoiced work>"]),
     [("PRODUCT_LINE_NOT_CORRECTABLE", ["details", "0"]), ("CORRECTION_IN_PROGRESS", ["details", "1"])]),
    ("correcting a refunded retainer", "correctInvoice", of("<billed>", details=["<billed refunded>"]),
     [("RETAINER_REFUNDED", ["details", "0"])]),
    # first-time drafts
    ("the quantity of a milestone", "updateInvoiceLineDetails", edit("<draft>", "<milestone>", quantity="2"),
     [("FIELD_NOT_EDITABLE", ["details", "0", "quantity"])]),
    ("quantity and tax of a retainer", "updateInvoiceLineDetails",
     edit("<draft>", "<applied_retainer>", quantity="2", taxAmount="1"),
     [("FIELD_NOT_EDITABLE", ["details", "0", "quantity"]), ("FIELD_NOT_EDITABLE", ["details", "0", "taxAmount"])]),
    ("the amount of a transaction", "updateInvoiceLineDetails", edit("<draft>", "<transaction>", amount="2"),
     [("FIELD_NOT_EDITABLE", ["details", "0", "amount"])]),
    ("tax on what is free", "updateInvoiceLineDetails",
     edit("<draft>", "<transaction>", billingType="COMPLIMENTARY", taxAmount="2"),
     [("INVALID_INPUT", ["details", "0", "taxAmount"])]),
    ("more of a retainer than there is", "updateInvoiceLineDetails",
     edit("<draft>", "<applied_retainer>", amount="400.01"),
     [("RETAINER_AMOUNT_EXCEEDS_AVAILABLE", ["details", "0", "amount"])]),
    ("everything wrong with a draft at once", "updateInvoiceLineDetails",
     of("<draft>", details=[{"detail": "junk", "quantity": "1"}, {"detail": "<transaction>", "quantity": "-1"},
                            {"detail": "<applied_retainer>", "amount": "5000"}]),
     [("NOT_FOUND", ["details", "0", "detail"]), ("QUANTITY_SIGN", ["details", "1", "quantity"]),
      ("RETAINER_AMOUNT_EXCEEDS_AVAILABLE", ["details", "2", "amount"]),
      ("APPLIED_EXCEEDS_CHARGEABLE", ["details"])]),
    ("an amount with a sign", "updateInvoiceLineDetails", edit("<draft>", "<applied_retainer>", amount="-1"),
     [("INVALID_INPUT", ["details", "0", "amount"])]),
    ("by hand: odd values", "addInvoiceLineDetails",
     by_hand(quantity="0", unitPrice="-1", taxAmount="-1", transactionClass="MILESTONE"),
     [("INVALID_INPUT", ["details", "0", "quantity"]), ("INVALID_INPUT", ["details", "0", "unitPrice"]),
      ("INVALID_INPUT", ["details", "0", "taxAmount"]), ("INVALID_INPUT", ["details", "0", "transactionClass"])]),
    ("by hand: tax on what is free", "addInvoiceLineDetails", by_hand(billingType="COMPLIMENTARY", taxAmount="1"),
     [("INVALID_INPUT", ["details", "0", "taxAmount"])]),
    ("by hand: junk", "addInvoiceLineDetails", by_hand(contractLine="junk"),
     [("NOT_FOUND", ["details", "0", "contractLine"])]),
    ("by hand: a product line", "addInvoiceLineDetails", by_hand(contractLine="<product line>"),
     [("INVALID_INPUT", ["details", "0", "contractLine"])]),
    ("by hand: another contract", "addInvoiceLineDetails", by_hand("<shared draft>"),
     [("NOT_FOUND", ["details", "0", "contractLine"])]),
    ("a detail of another draft", "removeInvoiceLineDetails", of("<draft>", details=["<corrected milestone>"]),
     [("NOT_FOUND", ["details", "0"])]),
    ("an old version", "removeInvoiceLineDetails", of("<draft>", details=["<milestone>"], expectedVersion=9),
     [("CONCURRENT_UPDATE", ["expectedVersion"])]),
    # corrective drafts
    ("billing type of a correction", "updateInvoiceLineDetails",
     edit("<corrective>", "<corrected transaction>", billingType="COMPLIMENTARY"),
     [("FIELD_NOT_EDITABLE", ["details", "0", "billingType"])]),
    ("the price of a first-time detail", "updateInvoiceLineDetails", edit("<draft>", "<transaction>", unitPrice="2"),
     [("FIELD_NOT_EDITABLE", ["details", "0", "unitPrice"])]),
    ("a price below zero", "updateInvoiceLineDetails", edit("<corrective>", "<corrected transaction>", unitPrice="-1"),
     [("INVALID_INPUT", ["details", "0", "unitPrice"])]),
    ("a milestone in part", "updateInvoiceLineDetails",
     edit("<corrective>", "<corrected milestone>", amount="250"),
     [("MILESTONE_PARTIAL_CREDIT_UNSUPPORTED", ["details", "0"])]),
    ("a milestone's tax", "updateInvoiceLineDetails",
     edit("<corrective>", "<corrected milestone>", taxAmount="1"),
     [("MILESTONE_PARTIAL_CREDIT_UNSUPPORTED", ["details", "0"])]),
    ("an applied retainer beyond what is available", "updateInvoiceLineDetails",
     edit("<corrective>", "<corrected applied_retainer>", amount="1000.01"),
     [("RETAINER_AMOUNT_EXCEEDS_AVAILABLE", ["details", "0", "amount"])]),
    ("a retainer below what is applied", "updateInvoiceLineDetails",
     edit("<corrective retainer>", "<corrected retainer>", amount="599.99"),
     [("RETAINER_BELOW_USED", ["details", "0", "amount"])]),
    ("a retainer below what is applied, confirmed", "confirmInvoice", of("<corrective retainer>"),
     [("RETAINER_BELOW_USED", ["details", "0", "amount"])]),
    # statuses
    ("paid before confirmed", "markInvoicePaid", of("<draft>"), [("INVALID_STATUS_TRANSITION", ["invoice"])]),
    ("in review once confirmed", "markInvoiceInReview", of("<invoice>"),
     [("INVALID_STATUS_TRANSITION", ["invoice"])]),
    ("not in review", "markInvoiceInReview", of("<draft>", inReview=False),
     [("INVALID_STATUS_TRANSITION", ["invoice"])]),
    ("confirming twice", "confirmInvoice", of("<invoice>"), [("INVALID_STATUS_TRANSITION", ["invoice"])]),
    ("changing a confirmed invoice", "addInvoiceLineDetails", by_hand("<invoice>"),
     [("INVOICE_READ_ONLY", ["invoice"])]),
    ("refreshing a confirmed invoice", "refreshInvoice", of("<invoice>"), [("INVOICE_READ_ONLY", ["invoice"])]),
    ("removing from a confirmed invoice", "removeInvoiceLineDetails", of("<invoice>", details=["<invoiced work>"]),
     [("INVOICE_READ_ONLY", ["invoice"])]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "mutation", "values", "problems"), CASES, ids=[one[0] for one in CASES])
def test_what_is_wrong_is_refused_whole_and_nothing_is_written(
    api: Api,
    books: Callable[[str], str],
    case: str,
    mutation: str,
    values: dict[str, Any],
    problems: list[tuple[str, list[str]]],
) -> None:
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        api.do(mutation, "", **filled(values, books))
    assert [(one["code"], one["path"]) for one in refused.value.problems] == problems
    assert all(one["message"].endswith(".") for one in refused.value.problems)
    assert api.fingerprint() == before


APPLIED = [
    ("<unbilled>", "100", "RETAINER_NOT_INVOICED", ["retainers", "0", "retainer"]),
    ("<refunded>", "100", "RETAINER_REFUNDED", ["retainers", "0", "retainer"]),
    ("<used>", "400.01", "RETAINER_AMOUNT_EXCEEDS_AVAILABLE", ["retainers", "0", "amount"]),
    ("junk", "1", "NOT_FOUND", ["retainers", "0", "retainer"]),
    ("<whole>", "501", "APPLIED_EXCEEDS_CHARGEABLE", ["retainers"]),
    ("<whole>", "0", "INVALID_INPUT", ["retainers", "0", "amount"]),
    (encode("Retainer", 999), "1", "NOT_FOUND", ["retainers", "0", "retainer"]),
]


@pytest.mark.parametrize(("retainer", "amount", "code", "path"), APPLIED, ids=[one[2] for one in APPLIED])
def test_a_retainer_that_cannot_be_applied_is_refused_before_there_is_a_draft(
    api: Api, books: Callable[[str], str], retainer: str, amount: str, code: str, path: list[str]
) -> None:
    api.work({"lines": [{"id": books("<line>")}]}, "5", "100")
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        api.do("createInvoice", "", **filled(apply(retainer, amount), books))
    assert [(one["code"], one["path"]) for one in refused.value.problems] == [(code, path)]
    assert api.fingerprint() == before


def test_lowering_work_below_what_is_applied_to_it_is_refused_by_update_plan_and_confirmation(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}])
    project.retained()
    project.work("10", "100")
    draft = project.draft()
    with pytest.raises(Rejected) as refused:
        project.bill(draft, quantity="4")
    assert refused.value.codes == ["APPLIED_EXCEEDS_CHARGEABLE"]
    work = draft["details"]["nodes"][0]["id"]
    without = project.change(draft, removeInvoiceLineDetails={"details": [work]})
    with pytest.raises(Rejected) as refused:
        project.confirm(without)
    assert refused.value.codes == ["APPLIED_EXCEEDS_CHARGEABLE"]


def test_every_blocker_of_a_confirmation_is_told_at_once(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}], notToExceedLimit="2000")
    billed = project.retained()
    project.work("10", "100")
    invoice = project.confirm(project.draft())
    project.work("10", "100")
    draft = project.correct(billed, addTo=project.bill(project.draft(), quantity="11")["id"])
    api.do("setFiscalPeriod", "", **{"from": "2026-09-01", "to": "2026-09-30", "status": "CLOSED"})
    with pytest.raises(Rejected) as refused:
        project.confirm(draft)
    assert refused.value.codes == ["PERIOD_NOT_OPEN", "RETAINER_BELOW_USED", "NTE_FAILED"]
    assert invoice["status"] == "CONFIRMED"


def test_a_detail_whose_unbilled_sales_are_gone_is_refused(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100")
    draft = project.draft()
    with api.database.write() as connection:
        connection.execute(text("UPDATE actual SET draft_detail_id = NULL WHERE draft_detail_id IS NOT NULL"))
    with pytest.raises(Rejected) as refused:
        project.confirm(draft)
    assert refused.value.codes == ["MISSING_BACKING_ACTUAL"]
