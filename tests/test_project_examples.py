"""Worked examples of project invoicing through the whole API, one a family, with the ledger as a text table.

Every example is in the planners' own tests (`tests.planners.projects`); here is that what a planner decides is what the
server writes and shows. A row is: position, side, class, quantity, amount, tax, adjustment, billing status, connections.
"""

from typing import Any

from tests.api import Api
from tests.projects import Project, ledger_table
from tests.tables import table

RETAINER = [{"description": "Advance", "amount": "1000"}]
FIXED = {"name": "Build", "billingMethod": "FIXED_PRICE"}
MILESTONE = FIXED | {"milestones": [{"name": "Done", "amount": "5000", "taxAmount": "1000"}]}


def test_f2_and_c2_time_lowered_on_its_first_draft_then_corrected_in_part(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100", taxAmount="200")
    draft = project.bill(project.draft(), quantity="8", taxAmount="160")
    assert (draft["totalAmount"], project.confirm(draft)["totalAmount"]) == ("960.00", "960.00")
    assert ledger_table(api) == table("""
        1 cost     time  10      0.00     0.00  -             -
        2 US       time  10   1000.00   200.00  adjusted      posted  of 1
        3 US       time -10  -1000.00  -200.00  unadjustable  posted  reverses 2
        4 US       time   8    800.00   160.00  -             posted  replaces 2
        5 US       time  -8   -800.00  -160.00  unadjustable  posted  reverses 4
        6 BS       time   8    800.00   160.00  -             posted  bills 4
        7 US free  time   2    200.00     0.00  -             posted  replaces 2
        8 US free  time  -2   -200.00     0.00  unadjustable  posted  reverses 7
        9 BS free  time   2    200.00     0.00  -             posted  bills 7
        """)
    corrective = project.bill(project.correct(draft), quantity="6", taxAmount="120")
    credit = project.confirm(corrective)
    assert (credit["documentType"], credit["netAmount"], credit["taxAmount"]) == ("CREDIT_NOTE", "-200.00", "-40.00")
    assert ledger_table(api, after=9) == table("""
        10 BS  time -8  -800.00  -160.00  unadjustable  posted     reverses 6
        11 US  time  6   600.00   120.00  -             posted     replaces 6
        12 US  time -6  -600.00  -120.00  unadjustable  posted     reverses 11
        13 BS  time  6   600.00   120.00  -             posted     bills 11
        14 US  time  2   200.00    40.00  -             not-ready  replaces 6
        """)
    assert api.broken_laws() == []


def manual(project: Project, line: int, **values: str) -> dict[str, Any]:
    """A detail entered by hand: one fee of 300."""
    one = {
        "contractLine": project.lines[line],
        "transactionClass": "FEE",
        "description": "Express",
        "quantity": "1",
        "unitPrice": "300",
    } | values
    return {"details": [one]}


def test_f6_manual_detail_on_a_time_and_material_line_and_on_a_fixed_price_one(api: Api) -> None:
    project = Project.of(api, {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}, FIXED)
    project.work("1", "100", transactionClass="FEE")
    draft = project.change(project.draft(), addInvoiceLineDetails=manual(project, 0))
    draft = project.change(draft, addInvoiceLineDetails=manual(project, 1, taxAmount="75"))
    assert project.confirm(draft)["totalAmount"] == "775.00"
    assert ledger_table(api, after=3) == table("""
        4 US  fee  1   300.00   0.00  -             posted
        5 US  fee -1  -300.00   0.00  unadjustable  posted  reverses 4
        6 BS  fee  1   300.00   0.00  -             posted  bills 4
        7 BS  fee  1   300.00  75.00  -             posted
        """)
    assert api.broken_laws() == []


def test_f7_and_c9_a_milestone_of_5000_billed_credited_and_billed_again(api: Api) -> None:
    project = Project.of(api, MILESTONE)
    assert project.contract["lines"][0]["amount"] == "5000.00"
    project.ready(milestones=[project.milestone["id"]])
    draft = project.draft()
    assert project.milestone["invoiceStatus"] == "CUSTOMER_INVOICE_CREATED"
    invoice = project.confirm(draft)
    assert (invoice["totalAmount"], project.milestone["invoiceStatus"]) == ("6000.00", "CUSTOMER_INVOICE_POSTED")
    credit = project.confirm(project.correct(invoice))
    assert (credit["totalAmount"], project.milestone["invoiceStatus"]) == ("-6000.00", "READY_TO_INVOICE")
    assert project.confirm(project.draft())["totalAmount"] == "6000.00"
    assert ledger_table(api) == table("""
        1 BS  milestone  1   5000.00   1000.00  adjusted      posted
        2 BS  milestone -1  -5000.00  -1000.00  unadjustable  posted  reverses 1
        3 BS  milestone  1   5000.00   1000.00  -             posted
        """)
    assert api.broken_laws() == []


def test_f8_product_line(api: Api) -> None:
    product = api.product("40", name="Cable")
    line = {
        "name": "Cables",
        "type": "PRODUCT_BASED",
        "product": {"number": product},
        "quantity": "3",
        "taxAmount": "30",
    }
    project = Project.of(api, line)
    assert project.contract["lines"][0]["billingStatus"] == "NOT_READY"
    project.ready(contractLines=project.lines)
    draft = project.draft()
    assert project.contract["lines"][0]["billingStatus"] == "CUSTOMER_INVOICE_CREATED"
    assert project.confirm(draft)["totalAmount"] == "150.00"
    assert project.contract["lines"][0]["billingStatus"] == "CUSTOMER_INVOICE_POSTED"
    assert ledger_table(api) == table("1 BS product 3 120.00 30.00 - posted")
    assert api.broken_laws() == []


def applied(project: Project, amount: str) -> dict[str, Any]:
    """An invoice of ten hours at 100 that applies so much of the retainer."""
    project.work("1", "1000", transactionClass="FEE")
    return project.confirm(project.draft(retainers=[{"retainer": project.retainer["id"], "amount": amount}]))


def test_f12_two_customers_share_the_work_60_to_40(api: Api) -> None:
    payer, other = api.customer(), api.customer()
    shares = [{"customer": {"number": payer}, "percent": "60"}, {"customer": {"number": other}, "percent": "40"}]
    project = Project.of(api, customer=payer, customers=shares)
    project.work("10", "100")
    first = project.confirm(project.draft())
    second = project.confirm(project.draft(customer={"number": other}))
    assert [(one["customer"]["number"], one["totalAmount"]) for one in (first, second)] == [
        (payer, "600.00"),
        (other, "400.00"),
    ]
    credit = project.confirm(project.correct(second))
    assert (credit["customer"]["number"], credit["totalAmount"]) == (other, "-400.00")
    assert ledger_table(api) == table("""
        1 cost  time 10     0.00  0.00  -             -
        2 US    time  6   600.00  0.00  -             posted     of 1
        3 US    time  4   400.00  0.00  -             posted     of 1
        4 US    time -6  -600.00  0.00  unadjustable  posted     reverses 2
        5 BS    time  6   600.00  0.00  -             posted     bills 2
        6 US    time -4  -400.00  0.00  unadjustable  posted     reverses 3
        7 BS    time  4   400.00  0.00  adjusted      posted     bills 3
        8 BS    time -4  -400.00  0.00  unadjustable  posted     reverses 7
        9 US    time  4   400.00  0.00  -             not-ready  replaces 7
        """)
    assert api.broken_laws() == []


def test_c13_several_corrections_of_one_retainer_settle_it_once(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    first, second = applied(project, "600"), applied(project, "300")
    last = len(api.ledger())
    draft = project.correct(first, details=[first["details"]["nodes"][1]["id"]])
    draft = project.correct(second, details=[second["details"]["nodes"][1]["id"]], addTo=draft["id"])
    draft = project.bill(draft, 0, amount="200")
    draft = project.bill(draft, 1, amount="500")
    assert project.confirm(draft)["totalAmount"] == "200.00"
    assert ledger_table(api, after=last) == table("""
        15 US  retainer  1   100.00  0.00  unadjustable  posted  reverses 14
        16 BS  retainer  1   600.00  0.00  unadjustable  posted  reverses 7
        17 BS  retainer -1  -200.00  0.00  -             posted  replaces 7
        18 BS  retainer  1   300.00  0.00  unadjustable  posted  reverses 13
        19 BS  retainer -1  -500.00  0.00  -             posted  replaces 13
        20 US  retainer -1  -300.00  0.00  -             ready   replaces 14
        """)
    assert api.broken_laws() == []


def test_6_8_what_is_left_of_a_retainer_is_refunded_and_the_refund_corrected(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    marked = "... on MarkReadyToRefundSuccess { retainers { refundStatus } }"
    api.do("markReadyToRefund", marked, retainers=[project.retainer["id"]])
    refund = project.confirm(project.draft())
    assert (refund["documentType"], refund["totalAmount"]) == ("CREDIT_NOTE", "-1000.00")
    assert (project.retainer["refundStatus"], project.retainer["availableAmount"]) == ("REFUNDED", "0.00")
    undone = project.confirm(project.correct(refund))
    assert (undone["totalAmount"], project.retainer["refundStatus"]) == ("1000.00", None)
    assert ledger_table(api, after=2) == table("""
        3 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        4 BS  retainer -1  -1000.00  0.00  adjusted      posted  bills 2
        5 BS  retainer  1   1000.00  0.00  unadjustable  posted  reverses 4
        6 US  retainer -1  -1000.00  0.00  -             ready
        """)
    assert api.broken_laws() == []


def test_3_6_end_to_end(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)

    def stand() -> tuple[str, str, str]:
        contract = project.contract
        return contract["billedAmount"], contract["backlogAmount"], project.retainer["availableAmount"]

    project.work("10", "100")
    project.ready(actuals=[api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"][0]["id"]])
    assert stand() == ("0.00", "1000.00", "0.00")
    worked = api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"][0]["id"]
    project.ready(actuals=[worked], ready=False)
    assert project.retained()["totalAmount"] == "1000.00"
    assert stand() == ("1000.00", "1000.00", "1000.00")
    project.ready(actuals=[worked])
    second = project.confirm(project.draft(retainers=[{"retainer": project.retainer["id"], "amount": "600"}]))
    assert (second["totalAmount"], stand()) == ("400.00", ("1400.00", "0.00", "400.00"))
    first_correction = project.correct(second)
    first_correction = project.bill(first_correction, 0, quantity="8")
    first_correction = project.confirm(project.bill(first_correction, 1, amount="400"))
    assert (first_correction["totalAmount"], stand()) == ("0.00", ("1400.00", "200.00", "600.00"))
    last_correction = project.confirm(project.correct(first_correction))
    assert (last_correction["totalAmount"], stand()) == ("-400.00", ("1000.00", "1000.00", "1000.00"))
    assert api.broken_laws() == []
