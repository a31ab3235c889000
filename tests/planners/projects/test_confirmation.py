"""Confirming project invoices: every worked example of first confirmations and corrections, the ledger as a text table.

Each is named after its example (project-invoicing 3.1, 3.2, 3.3, 3.4). A row is: position, side, class, quantity,
amount, tax, adjustment status, billing status, connections.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.models.vocabulary import BillingStatus, BillingType, DocumentType
from rebill.posting.plan import Plan
from rebill.posting.planners.projects.confirmation import plan_confirmation
from tests.planners.projects.contract import FIXED, INVOICED_ON, TIME, Contract
from tests.tables import table

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
        {"billing_type": "COMPLIMENTARY"},
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
    case: str, kind: str, quantity: str, price: str, edit: dict[str, str], total: str, rows: str
) -> None:
    contract = Contract.of()
    contract.work(quantity, price, kind)
    draft = contract.draft()
    if edit:
        contract.bill(draft, **edit)
    assert f"{contract.confirm(draft).total_amount:.2f}" == total
    assert contract.ledger() == table(rows)


def test_f2_tax_typed_on_the_draft_lands_on_the_chargeable_rows_alone() -> None:
    contract = Contract.of()
    contract.work("10", "100", "FEE", tax="200")
    draft = contract.draft()
    contract.bill(draft, tax_amount="250")
    contract.confirm(draft)
    assert contract.ledger() == table("""
        1 US  fee  10   1000.00   200.00  -             posted
        2 US  fee -10  -1000.00  -200.00  unadjustable  posted  reverses 1
        3 BS  fee  10   1000.00   250.00  -             posted  bills 1
        """)


def test_f2_what_is_written_off_in_full_bears_no_tax() -> None:
    contract = Contract.of()
    contract.work("10", "100", "FEE", tax="200")
    contract.work("1", "1", "FEE")
    draft = contract.draft()
    contract.bill(draft, quantity="0", tax_amount="0")
    assert contract.confirm(draft).total_amount == 1
    assert contract.ledger(after=2) == table("""
        3 US       fee -10  -1000.00  -200.00  unadjustable  posted  reverses 1
        4 US free  fee  10   1000.00     0.00  -             posted  replaces 1
        5 US free  fee -10  -1000.00     0.00  unadjustable  posted  reverses 4
        6 BS free  fee  10   1000.00     0.00  -             posted  bills 4
        7 US       fee  -1     -1.00     0.00  unadjustable  posted  reverses 2
        8 BS       fee   1      1.00     0.00  -             posted  bills 2
        """)


def test_f6_manual_detail_on_a_time_and_material_line_and_on_a_fixed_price_one() -> None:
    contract = Contract.of(TIME, FIXED)
    contract.work("1", "100", "FEE")
    draft = contract.draft()
    contract.by_hand(draft, "1", "300")
    contract.by_hand(draft, "1", "300", tax="75", line=2)
    assert contract.confirm(draft).total_amount == 775
    assert contract.ledger(after=3) == table("""
        4 US  fee  1   300.00   0.00  -             posted
        5 US  fee -1  -300.00   0.00  unadjustable  posted  reverses 4
        6 BS  fee  1   300.00   0.00  -             posted  bills 4
        7 BS  fee  1   300.00  75.00  -             posted
        """)


def test_f7_and_c9_a_milestone_of_5000_billed_credited_and_billed_again() -> None:
    contract = Contract.of(FIXED)
    milestone = contract.milestone("5000", tax="1000")

    def status() -> BillingStatus:
        return contract.book.one("Milestone", milestone).invoice_status

    first = contract.draft()
    assert status() is BillingStatus.CUSTOMER_INVOICE_CREATED
    assert contract.confirm(first).total_amount == 6000
    assert status() is BillingStatus.CUSTOMER_INVOICE_POSTED
    assert contract.confirm(contract.correct(first)).total_amount == -6000
    assert status() is BillingStatus.READY_TO_INVOICE
    assert contract.confirm(contract.draft()).total_amount == 6000
    assert contract.ledger() == table("""
        1 BS  milestone  1   5000.00   1000.00  adjusted      posted
        2 BS  milestone -1  -5000.00  -1000.00  unadjustable  posted  reverses 1
        3 BS  milestone  1   5000.00   1000.00  -             posted
        """)


def test_f8_product_line() -> None:
    product = {"method": None, "description": "Cables", "billing_status": BillingStatus.READY_TO_INVOICE}
    contract = Contract.of(product | {"quantity": 3, "unit_price": 40, "amount": 120, "tax_amount": 30})
    assert contract.confirm(contract.draft()).total_amount == 150
    assert contract.book.one("ContractLine", 1).billing_status is BillingStatus.CUSTOMER_INVOICE_POSTED
    assert contract.ledger() == table("1 BS product 3 120.00 30.00 - posted")


def test_f12_each_customer_is_billed_its_own_share() -> None:
    contract = Contract.of()
    contract.work("6", "100", "FEE")
    contract.work("4", "100", "FEE", customer=2)
    plans = [contract.confirm(contract.draft(customer)) for customer in (1, 2)]
    assert [(one.customer_id, one.total_amount) for one in plans] == [(1, 600), (2, 400)]
    credit = contract.confirm(contract.correct(2))
    assert (credit.customer_id, credit.total_amount) == (2, -400)


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
    ("case", "kind", "quantity", "price", "quantity_now", "total", "rows"), CORRECTED, ids=[c[0] for c in CORRECTED]
)
def test_correction(
    case: str, kind: str, quantity: str, price: str, quantity_now: str | None, total: str, rows: str
) -> None:
    contract = Contract.of()
    invoice = contract.billed(quantity, price, kind)
    last = len(contract.book.all("Actual"))
    draft = contract.correct(invoice)
    if quantity_now is not None:
        contract.bill(draft, quantity=quantity_now)
    assert f"{contract.confirm(draft).total_amount:.2f}" == total
    assert contract.ledger(after=last) == table(rows)
    assert contract.book.one("Actual", last).adjustment_status == "ADJUSTED"


def test_3_4_tax_alone_is_corrected() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("10", "100", "FEE", tax="200"))
    contract.bill(draft, quantity="10", tax_amount="250")
    assert contract.confirm(draft).total_amount == 50
    assert contract.ledger(after=3) == table("""
        4 BS  fee -10  -1000.00  -200.00  unadjustable  posted  reverses 3
        5 US  fee  10   1000.00   250.00  -             posted  replaces 3
        6 US  fee -10  -1000.00  -250.00  unadjustable  posted  reverses 5
        7 BS  fee  10   1000.00   250.00  -             posted  bills 5
        """)


def test_3_4_the_tax_is_as_entered_and_what_goes_back_takes_its_share() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("10", "100", tax="200"))
    contract.bill(draft, quantity="8", tax_amount="160")
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount) == (-200, -40)
    assert contract.ledger(after=7) == table("""
        8 BS time 8 800.00 160.00 - posted bills 6
        9 US time 2 200.00  40.00 - not-ready replaces 4
        """)


def test_3_4_a_full_credit_gives_back_the_whole_tax() -> None:
    contract = Contract.of()
    credit = contract.confirm(contract.correct(contract.billed("3", "33.333333", "FEE", tax="24.99")))
    assert str(credit.total_amount) == "-124.99"
    assert contract.ledger(after=4) == table("5 US fee 3 100.00 24.99 - not-ready replaces 3")


def test_3_4_what_was_not_charged_keeps_its_billing_type_and_moves_no_totals() -> None:
    contract = Contract.of()
    contract.work("1", "50", "FEE")
    contract.work("10", "100", "FEE", billing="NON_CHARGEABLE")
    invoice = contract.draft()
    contract.confirm(invoice)
    assert contract.confirm(contract.correct(invoice, 1)).total_amount == 0
    assert contract.ledger(after=6) == table("""
        7 BS free  fee -10  -1000.00  0.00  unadjustable  posted     reverses 6
        8 US free  fee  10   1000.00  0.00  -             not-ready  replaces 6
        """)


def test_3_4_a_manual_detail_on_a_fixed_price_line_is_corrected_without_unbilled_sales() -> None:
    contract = Contract.of(FIXED)
    contract.milestone("5000")
    invoice = contract.draft()
    contract.by_hand(invoice, "1", "300")
    contract.confirm(invoice)
    lowered = contract.correct(invoice, 1)
    contract.bill(lowered, quantity="0.5")
    contract.confirm(lowered)
    contract.confirm(contract.correct(lowered))
    assert contract.ledger(after=1) == table("""
        2 BS  fee    1   300.00  0.00  adjusted      posted
        3 BS  fee   -1  -300.00  0.00  unadjustable  posted  reverses 2
        4 BS  fee  0.5   150.00  0.00  adjusted      posted  replaces 2
        5 BS  fee -0.5  -150.00  0.00  unadjustable  posted  reverses 4
        """)


def test_the_sign_of_the_total_names_the_document_and_an_invoice_is_due_after_the_terms() -> None:
    contract = Contract.of()
    contract.work("10", "100")
    invoice = contract.draft()
    first = contract.confirm(invoice)
    assert (first.document_type, str(first.due_date)) == (DocumentType.INVOICE, "2026-10-01")
    second = contract.confirm(contract.correct(invoice))
    assert (second.document_type, second.due_date, second.corrects) == (
        DocumentType.CREDIT_NOTE,
        INVOICED_ON,
        (invoice,),
    )


def test_what_is_put_back_is_like_what_it_reverses_and_the_billing_type_stays_whatever_the_detail_says_now() -> None:
    contract = Contract.of()
    draft = contract.facts(contract.correct(contract.billed("10", "100")))
    (detail,) = draft.details
    entered = {"quantity": Decimal(8), "unit_price": Decimal(50), "amount": Decimal(400)}
    lowered = detail._replace(description="Less work", billing_type=BillingType.COMPLIMENTARY, **entered)
    plan = plan_confirmation(replace(draft, details=(lowered,)), INVOICED_ON)
    assert isinstance(plan, Plan)
    told = {(one.reverses is not None, one.description, one.unit_price) for one in plan.actuals}
    assert told == {(True, "Work", 100), (False, "Less work", 50), (False, "Work", 100)}
    assert {one.billing_type for one in plan.actuals} == {BillingType.CHARGEABLE}
