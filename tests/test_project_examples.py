"""Every worked example of project invoicing, named after it; the whole ledger stands as a text table.

A row is: position, side, class, quantity, amount, tax, adjustment status, billing status, connections.
"""

from typing import Any

import pytest

from tests.api import Api
from tests.projects import Project, ledger_table
from tests.tables import table

RETAINER = [{"description": "Advance", "amount": "1000"}]
FIXED = {"name": "Build", "billingMethod": "FIXED_PRICE"}
MILESTONE = FIXED | {"milestones": [{"name": "Done", "amount": "5000", "taxAmount": "1000"}]}

FIRST = [
    (
        "F1 time as approved",
        "TIME",
        "10",
        "100",
        {},
        "1000.00",
        """
        1 cost   time  10      0.00  0.00  -             -
        2 US     time  10   1000.00  0.00  -             posted  of 1
        3 US     time -10  -1000.00  0.00  unadjustable  posted  reverses 2
        4 BS     time  10   1000.00  0.00  -             posted  bills 2
        """,
    ),
    (
        "F2 time lowered from 10 to 8",
        "TIME",
        "10",
        "100",
        {"quantity": "8"},
        "800.00",
        """
        1 cost     time  10      0.00  0.00  -             -
        2 US       time  10   1000.00  0.00  adjusted      posted  of 1
        3 US       time -10  -1000.00  0.00  unadjustable  posted  reverses 2
        4 US       time   8    800.00  0.00  -             posted  replaces 2
        5 US       time  -8   -800.00  0.00  unadjustable  posted  reverses 4
        6 BS       time   8    800.00  0.00  -             posted  bills 4
        7 US free  time   2    200.00  0.00  -             posted  replaces 2
        8 US free  time  -2   -200.00  0.00  unadjustable  posted  reverses 7
        9 BS free  time   2    200.00  0.00  -             posted  bills 7
        """,
    ),
    (
        "F3 time raised from 10 to 12",
        "TIME",
        "10",
        "100",
        {"quantity": "12"},
        "1200.00",
        """
        1 cost  time  10      0.00  0.00  -             -
        2 US    time  10   1000.00  0.00  adjusted      posted  of 1
        3 US    time -10  -1000.00  0.00  unadjustable  posted  reverses 2
        4 US    time  12   1200.00  0.00  -             posted  replaces 2
        5 US    time -12  -1200.00  0.00  unadjustable  posted  reverses 4
        6 BS    time  12   1200.00  0.00  -             posted  bills 4
        """,
    ),
    (
        "F4 fee",
        "FEE",
        "1",
        "500",
        {},
        "500.00",
        """
        1 US  fee  1   500.00  0.00  -             posted
        2 US  fee -1  -500.00  0.00  unadjustable  posted  reverses 1
        3 BS  fee  1   500.00  0.00  -             posted  bills 1
        """,
    ),
    (
        "F4 fee lowered to 0.6, the rest given up",
        "FEE",
        "1",
        "500",
        {"quantity": "0.6"},
        "300.00",
        """
        1 US  fee    1   500.00  0.00  adjusted      posted
        2 US  fee   -1  -500.00  0.00  unadjustable  posted  reverses 1
        3 US  fee  0.6   300.00  0.00  -             posted  replaces 1
        4 US  fee -0.6  -300.00  0.00  unadjustable  posted  reverses 3
        5 BS  fee  0.6   300.00  0.00  -             posted  bills 3
        """,
    ),
    (
        "F5 billing type changed, quantity kept",
        "FEE",
        "1",
        "500",
        {"billingType": "COMPLIMENTARY"},
        "0.00",
        """
        1 US       fee  1   500.00  0.00  adjusted      posted
        2 US       fee -1  -500.00  0.00  unadjustable  posted  reverses 1
        3 US gift  fee  1   500.00  0.00  -             posted  replaces 1
        4 US gift  fee -1  -500.00  0.00  unadjustable  posted  reverses 3
        5 BS gift  fee  1   500.00  0.00  -             posted  bills 3
        """,
    ),
]


@pytest.mark.parametrize(
    ("case", "kind", "quantity", "price", "edit", "total", "rows"), FIRST, ids=[c[0] for c in FIRST]
)
def test_first_confirmation(
    api: Api, case: str, kind: str, quantity: str, price: str, edit: dict[str, str], total: str, rows: str
) -> None:
    project = Project.of(api)
    project.work(quantity, price, transactionClass=kind)
    draft = project.draft()
    if edit:
        draft = project.bill(draft, **edit)
    assert draft["totalAmount"] == total
    assert project.confirm(draft)["totalAmount"] == total
    assert ledger_table(api) == table(rows)
    assert api.broken_laws() == []


def test_f2_tax_typed_on_the_draft_lands_on_the_chargeable_rows_alone(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100", transactionClass="FEE", taxAmount="200")
    project.confirm(project.bill(project.draft(), taxAmount="250"))
    assert ledger_table(api) == table("""
        1 US  fee  10   1000.00   200.00  -             posted
        2 US  fee -10  -1000.00  -200.00  unadjustable  posted  reverses 1
        3 BS  fee  10   1000.00   250.00  -             posted  bills 1
        """)


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


def test_f9_retainer_billed(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    assert project.retained()["totalAmount"] == "1000.00"
    assert ledger_table(api) == table("""
        1 BS  retainer  1   1000.00  0.00  -  posted
        2 US  retainer -1  -1000.00  0.00  -  ready
        """)
    assert (project.retainer["availableAmount"], project.retainer["invoiceStatus"]) == (
        "1000.00",
        "CUSTOMER_INVOICE_POSTED",
    )
    assert api.broken_laws() == []


def applied(project: Project, amount: str) -> dict[str, Any]:
    """An invoice of ten hours at 100 that applies so much of the retainer."""
    project.work("1", "1000", transactionClass="FEE")
    return project.confirm(project.draft(retainers=[{"retainer": project.retainer["id"], "amount": amount}]))


def test_f10_retainer_applied_in_part(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    assert applied(project, "600")["totalAmount"] == "400.00"
    assert ledger_table(api, after=1) == table("""
        2 US  retainer -1  -1000.00  0.00  -             posted
        3 US  fee       1   1000.00  0.00  -             posted
        4 US  fee      -1  -1000.00  0.00  unadjustable  posted  reverses 3
        5 BS  fee       1   1000.00  0.00  -             posted  bills 3
        6 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        7 BS  retainer -1   -600.00  0.00  -             posted  bills 2
        8 US  retainer -1   -400.00  0.00  -             ready   replaces 2
        """)
    assert (project.retainer["usedAmount"], project.retainer["availableAmount"]) == ("600.00", "400.00")
    assert api.broken_laws() == []


def test_f11_retainer_applied_in_full(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    assert applied(project, "1000")["totalAmount"] == "0.00"
    assert ledger_table(api, after=5) == table("""
        6 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        7 BS  retainer -1  -1000.00  0.00  -             posted  bills 2
        """)
    assert api.broken_laws() == []


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


CORRECTED = [
    (
        "C1 time in full",
        "TIME",
        "10",
        "100",
        None,
        "-1000.00",
        """
        5 BS  time -10  -1000.00  0.00  unadjustable  posted     reverses 4
        6 US  time  10   1000.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "C2 time in part",
        "TIME",
        "10",
        "100",
        "8",
        "-200.00",
        """
        5 BS  time -10  -1000.00  0.00  unadjustable  posted     reverses 4
        6 US  time   8    800.00  0.00  -             posted     replaces 4
        7 US  time  -8   -800.00  0.00  unadjustable  posted     reverses 6
        8 BS  time   8    800.00  0.00  -             posted     bills 6
        9 US  time   2    200.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "C3 expense in full",
        "EXPENSE",
        "1",
        "250",
        None,
        "-250.00",
        """
        5 BS  expense -1  -250.00  0.00  unadjustable  posted     reverses 4
        6 US  expense  1   250.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "C4 expense in part",
        "EXPENSE",
        "1",
        "250",
        "0.4",
        "-150.00",
        """
        5 BS  expense  -1  -250.00  0.00  unadjustable  posted     reverses 4
        6 US  expense 0.4   100.00  0.00  -             posted     replaces 4
        7 US  expense -0.4 -100.00  0.00  unadjustable  posted     reverses 6
        8 BS  expense 0.4   100.00  0.00  -             posted     bills 6
        9 US  expense 0.6   150.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "C5 material in full",
        "MATERIAL",
        "5",
        "40",
        None,
        "-200.00",
        """
        5 BS  material -5  -200.00  0.00  unadjustable  posted     reverses 4
        6 US  material  5   200.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "C6 material in part",
        "MATERIAL",
        "5",
        "40",
        "3",
        "-80.00",
        """
        5 BS  material -5  -200.00  0.00  unadjustable  posted     reverses 4
        6 US  material  3   120.00  0.00  -             posted     replaces 4
        7 US  material -3  -120.00  0.00  unadjustable  posted     reverses 6
        8 BS  material  3   120.00  0.00  -             posted     bills 6
        9 US  material  2    80.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "C7 fee in full",
        "FEE",
        "1",
        "500",
        None,
        "-500.00",
        """
        4 BS  fee -1  -500.00  0.00  unadjustable  posted     reverses 3
        5 US  fee  1   500.00  0.00  -             not-ready  replaces 3
        """,
    ),
    (
        "C8 fee in part, the rest given up",
        "FEE",
        "1",
        "500",
        "0.6",
        "-200.00",
        """
        4 BS  fee   -1  -500.00  0.00  unadjustable  posted  reverses 3
        5 US  fee  0.6   300.00  0.00  -             posted  replaces 3
        6 US  fee -0.6  -300.00  0.00  unadjustable  posted  reverses 5
        7 BS  fee  0.6   300.00  0.00  -             posted  bills 5
        """,
    ),
    (
        "C8 one per cent of a fee left",
        "FEE",
        "1",
        "500",
        "0.01",
        "-495.00",
        """
        4 BS  fee    -1  -500.00  0.00  unadjustable  posted  reverses 3
        5 US  fee  0.01     5.00  0.00  -             posted  replaces 3
        6 US  fee -0.01    -5.00  0.00  unadjustable  posted  reverses 5
        7 BS  fee  0.01     5.00  0.00  -             posted  bills 5
        """,
    ),
    (
        "3.3 time upwards",
        "TIME",
        "10",
        "100",
        "12",
        "200.00",
        """
        5 BS  time -10  -1000.00  0.00  unadjustable  posted  reverses 4
        6 US  time  12   1200.00  0.00  -             posted  replaces 4
        7 US  time -12  -1200.00  0.00  unadjustable  posted  reverses 6
        8 BS  time  12   1200.00  0.00  -             posted  bills 6
        """,
    ),
    (
        "3.4 a negative original in part",
        "TIME",
        "-10",
        "100",
        "-8",
        "200.00",
        """
        5 BS  time  10   1000.00  0.00  unadjustable  posted     reverses 4
        6 US  time  -8   -800.00  0.00  -             posted     replaces 4
        7 US  time   8    800.00  0.00  unadjustable  posted     reverses 6
        8 BS  time  -8   -800.00  0.00  -             posted     bills 6
        9 US  time  -2   -200.00  0.00  -             not-ready  replaces 4
        """,
    ),
    (
        "2.5 a price of zero",
        "TIME",
        "10",
        "0",
        "8",
        "0.00",
        """
        5 BS  time -10  0.00  0.00  unadjustable  posted     reverses 4
        6 US  time   8  0.00  0.00  -             posted     replaces 4
        7 US  time  -8  0.00  0.00  unadjustable  posted     reverses 6
        8 BS  time   8  0.00  0.00  -             posted     bills 6
        9 US  time   2  0.00  0.00  -             not-ready  replaces 4
        """,
    ),
]


@pytest.mark.parametrize(
    ("case", "kind", "quantity", "price", "corrected", "total", "rows"), CORRECTED, ids=[c[0] for c in CORRECTED]
)
def test_correction(
    api: Api, case: str, kind: str, quantity: str, price: str, corrected: str | None, total: str, rows: str
) -> None:
    project = Project.of(api)
    invoice = project.billed(quantity, price, transactionClass=kind)
    last = len(api.ledger())
    draft = project.correct(invoice)
    if corrected is not None:
        draft = project.bill(draft, quantity=corrected)
    assert project.confirm(draft)["totalAmount"] == total
    assert ledger_table(api, after=last) == table(rows)
    assert api.ledger()[last - 1]["adjustmentStatus"] == "ADJUSTED"
    assert api.broken_laws() == []


def test_3_4_tax_alone_is_corrected(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100", transactionClass="FEE", taxAmount="200")
    draft = project.bill(project.correct(invoice), quantity="10", taxAmount="250")
    assert project.confirm(draft)["totalAmount"] == "50.00"
    assert ledger_table(api, after=3) == table("""
        4 BS  fee -10  -1000.00  -200.00  unadjustable  posted  reverses 3
        5 US  fee  10   1000.00   250.00  -             posted  replaces 3
        6 US  fee -10  -1000.00  -250.00  unadjustable  posted  reverses 5
        7 BS  fee  10   1000.00   250.00  -             posted  bills 5
        """)


def test_3_4_what_was_not_charged_keeps_its_billing_type_and_moves_no_totals(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "50", transactionClass="FEE")
    invoice = project.billed("10", "100", transactionClass="FEE", billingType="NON_CHARGEABLE")
    free = next(one for one in invoice["details"]["nodes"] if one["billingType"] == "NON_CHARGEABLE")
    draft = project.correct(invoice, details=[free["id"]])
    assert draft["totalAmount"] == "0.00"
    assert project.confirm(draft)["totalAmount"] == "0.00"
    assert ledger_table(api, after=6) == table("""
        7 BS free  fee -10  -1000.00  0.00  unadjustable  posted     reverses 6
        8 US free  fee  10   1000.00  0.00  -             not-ready  replaces 6
        """)
    assert api.broken_laws() == []


def test_3_4_a_manual_detail_on_a_fixed_price_line_is_corrected_without_unbilled_sales(api: Api) -> None:
    project = Project.of(api, MILESTONE)
    project.ready(milestones=[project.milestone["id"]])
    draft = project.change(project.draft(), addInvoiceLineDetails=manual(project, 0))
    invoice = project.confirm(draft)
    by_hand = next(one for one in invoice["details"]["nodes"] if one["transactionClass"] == "FEE")
    lowered = project.bill(project.correct(invoice, details=[by_hand["id"]]), quantity="0.5")
    corrected = project.confirm(lowered)
    project.confirm(project.correct(corrected))
    assert ledger_table(api, after=1) == table("""
        2 BS  fee    1   300.00  0.00  adjusted      posted
        3 BS  fee   -1  -300.00  0.00  unadjustable  posted  reverses 2
        4 BS  fee  0.5   150.00  0.00  adjusted      posted  replaces 2
        5 BS  fee -0.5  -150.00  0.00  unadjustable  posted  reverses 4
        """)
    assert api.broken_laws() == []


def test_c12_retainer_amount_lowered_before_it_is_used(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    draft = project.bill(project.correct(project.retained()), amount="800")
    assert project.confirm(draft)["totalAmount"] == "-200.00"
    assert ledger_table(api) == table("""
        1 BS  retainer  1   1000.00  0.00  adjusted      posted
        2 US  retainer -1  -1000.00  0.00  adjusted      posted
        3 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        4 BS  retainer -1  -1000.00  0.00  unadjustable  posted  reverses 1
        5 BS  retainer  1    800.00  0.00  -             posted  replaces 1
        6 US  retainer -1   -800.00  0.00  -             ready   replaces 2
        """)
    assert (project.retainer["amount"], project.retainer["availableAmount"]) == ("800.00", "800.00")
    assert api.broken_laws() == []


def test_c12_retainer_credited_to_zero_can_be_billed_again(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.confirm(project.correct(project.retained()))
    assert ledger_table(api, after=2) == table("""
        3 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        4 BS  retainer -1  -1000.00  0.00  unadjustable  posted  reverses 1
        """)
    retainer = project.retainer
    assert (retainer["amount"], retainer["availableAmount"], retainer["invoiceStatus"]) == (
        "1000.00",
        "0.00",
        "READY_TO_INVOICE",
    )
    assert project.confirm(project.draft())["totalAmount"] == "1000.00"
    assert project.retainer["availableAmount"] == "1000.00"
    assert api.broken_laws() == []


def test_c12_retainer_of_which_600_is_used_lowered_to_800(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    billed = project.retained()
    applied(project, "600")
    project.confirm(project.bill(project.correct(billed), amount="800"))
    assert ledger_table(api, after=7) == table("""
         8 US  retainer -1   -400.00  0.00  adjusted      posted  replaces 2
         9 US  retainer  1    400.00  0.00  unadjustable  posted  reverses 8
        10 BS  retainer -1  -1000.00  0.00  unadjustable  posted  reverses 1
        11 BS  retainer  1    800.00  0.00  -             posted  replaces 1
        12 US  retainer -1   -200.00  0.00  -             ready   replaces 8
        """)
    assert api.broken_laws() == []


RECONCILED = [
    (
        "C13 600 to 400",
        "600",
        "400",
        "200.00",
        """
         9 US  retainer  1    400.00  0.00  unadjustable  posted  reverses 8
        10 BS  retainer  1    600.00  0.00  unadjustable  posted  reverses 7
        11 BS  retainer -1   -400.00  0.00  -             posted  replaces 7
        12 US  retainer -1   -600.00  0.00  -             ready   replaces 8
        """,
    ),
    (
        "C13 600 to nothing",
        "600",
        "0",
        "600.00",
        """
         9 US  retainer  1    400.00  0.00  unadjustable  posted  reverses 8
        10 BS  retainer  1    600.00  0.00  unadjustable  posted  reverses 7
        11 US  retainer -1  -1000.00  0.00  -             ready   replaces 8
        """,
    ),
    (
        "C13 600 up to all of it",
        "600",
        "1000",
        "-400.00",
        """
         9 US  retainer  1    400.00  0.00  unadjustable  posted  reverses 8
        10 BS  retainer  1    600.00  0.00  unadjustable  posted  reverses 7
        11 BS  retainer -1  -1000.00  0.00  -             posted  replaces 7
        """,
    ),
    (
        "C13 all of it to 700",
        "1000",
        "700",
        "300.00",
        """
        8 BS  retainer  1   1000.00  0.00  unadjustable  posted  reverses 7
        9 BS  retainer -1   -700.00  0.00  -             posted  replaces 7
        10 US retainer -1   -300.00  0.00  -             ready
        """,
    ),
]


@pytest.mark.parametrize(("case", "first", "corrected", "total", "rows"), RECONCILED, ids=[c[0] for c in RECONCILED])
def test_correction_of_an_applied_retainer(
    api: Api, case: str, first: str, corrected: str, total: str, rows: str
) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    invoice = applied(project, first)
    last = len(api.ledger())
    of_retainer = next(one for one in invoice["details"]["nodes"] if one["kind"] == "APPLIED_RETAINER")
    draft = project.bill(project.correct(invoice, details=[of_retainer["id"]]), amount=corrected)
    assert project.confirm(draft)["totalAmount"] == total
    assert ledger_table(api, after=last) == table(rows)
    assert project.retainer["usedAmount"] == f"{corrected}.00"
    assert api.broken_laws() == []


def test_c13_leftover_partly_used_elsewhere(api: Api) -> None:
    project = Project.of(api, retainers=RETAINER)
    project.retained()
    invoice = applied(project, "600")
    applied(project, "300")
    last = len(api.ledger())
    of_retainer = next(one for one in invoice["details"]["nodes"] if one["kind"] == "APPLIED_RETAINER")
    draft = project.bill(project.correct(invoice, details=[of_retainer["id"]]), amount="400")
    project.confirm(draft)
    assert ledger_table(api, after=last) == table("""
        15 US  retainer  1   100.00  0.00  unadjustable  posted  reverses 14
        16 BS  retainer  1   600.00  0.00  unadjustable  posted  reverses 7
        17 BS  retainer -1  -400.00  0.00  -             posted  replaces 7
        18 US  retainer -1  -300.00  0.00  -             ready   replaces 14
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
