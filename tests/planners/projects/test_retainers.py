"""Retainers billed, applied, corrected and refunded: every worked example, the ledger as a text table.

Named after the examples (project-invoicing F9–F11, C12, C13, 6.8), and what is refused of retainers (5).
"""

import pytest

from rebill.models.vocabulary import BillingStatus, RefundStatus
from tests.planners.laws.ledger import broken
from tests.planners.projects.contract import Contract
from tests.planners.sales.trade import booked
from tests.tables import table


def stand(contract: Contract) -> tuple[int, int, int]:
    """What of the first retainer is billed, used and refunded."""
    one = contract.book.one("Retainer", 1)
    return one.billed_amount, one.used_amount, one.refunded_amount


def applied(contract: Contract, amount: str) -> int:
    """An invoice of a fee of 1000 that applies so much of the retainer."""
    contract.work("1", "1000", "FEE")
    invoice = contract.draft(r1=amount)
    contract.confirm(invoice)
    return invoice


def test_f9_retainer_billed() -> None:
    contract = Contract.of()
    contract.retained()
    assert contract.ledger() == table("""
        1 BS  retainer  1   1000.00  0.00  -  posted
        2 US  retainer -1  -1000.00  0.00  -  ready
        """)
    assert stand(contract) == (1000, 0, 0)
    assert contract.book.one("Retainer", 1).invoice_status is BillingStatus.CUSTOMER_INVOICE_POSTED


def test_f10_retainer_applied_in_part() -> None:
    contract = Contract.of()
    contract.retained()
    invoice = applied(contract, "600")
    assert contract.book.one("Invoice", invoice).total_amount == 400
    assert contract.ledger(after=1) == table("""
        2 US  retainer -1  -1000.00  0.00  -             posted
        3 US  fee       1   1000.00  0.00  -             posted
        4 US  fee      -1  -1000.00  0.00  unadjustable  posted  reverses 3
        5 BS  fee       1   1000.00  0.00  -             posted  bills 3
        6 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        7 BS  retainer -1   -600.00  0.00  -             posted  bills 2
        8 US  retainer -1   -400.00  0.00  -             ready   replaces 2
        """)
    assert stand(contract) == (1000, 600, 0)


def test_f11_retainer_applied_in_full() -> None:
    contract = Contract.of()
    contract.retained()
    invoice = applied(contract, "1000")
    assert contract.book.one("Invoice", invoice).total_amount == 0
    assert contract.ledger(after=5) == table("""
        6 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        7 BS  retainer -1  -1000.00  0.00  -             posted  bills 2
        """)


def test_c12_retainer_amount_lowered_before_it_is_used() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.retained())
    contract.bill(draft, amount="800")
    plan = contract.confirm(draft)
    assert (plan.total_amount, plan.reversed_existing) == (-200, ((2, 0), (1, 1)))
    assert booked(plan.entries) == ["Cr RECEIVABLES 200.00", "Dr ADVANCES 200.00"]
    assert contract.ledger() == table("""
        1 BS  retainer  1   1000.00  0.00  adjusted      posted
        2 US  retainer -1  -1000.00  0.00  adjusted      posted
        3 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        4 BS  retainer -1  -1000.00  0.00  unadjustable  posted  reverses 1
        5 BS  retainer  1    800.00  0.00  -             posted  replaces 1
        6 US  retainer -1   -800.00  0.00  -             ready   replaces 2
        """)
    assert stand(contract) == (800, 0, 0)


def test_c12_retainer_credited_to_zero_can_be_billed_again() -> None:
    contract = Contract.of()
    contract.confirm(contract.correct(contract.retained()))
    assert contract.ledger(after=2) == table("""
        3 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        4 BS  retainer -1  -1000.00  0.00  unadjustable  posted  reverses 1
        """)
    assert contract.book.one("Retainer", 1).invoice_status is BillingStatus.READY_TO_INVOICE
    assert contract.confirm(contract.draft()).total_amount == 1000
    assert stand(contract) == (1000, 0, 0)


def test_c12_retainer_of_which_600_is_used_lowered_to_800() -> None:
    contract = Contract.of()
    billed = contract.retained()
    applied(contract, "600")
    draft = contract.correct(billed)
    contract.bill(draft, amount="800")
    contract.confirm(draft)
    assert contract.ledger(after=7) == table("""
         8 US  retainer -1   -400.00  0.00  adjusted      posted  replaces 2
         9 US  retainer  1    400.00  0.00  unadjustable  posted  reverses 8
        10 BS  retainer -1  -1000.00  0.00  unadjustable  posted  reverses 1
        11 BS  retainer  1    800.00  0.00  -             posted  replaces 1
        12 US  retainer -1   -200.00  0.00  -             ready   replaces 8
        """)


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
def test_correction_of_an_applied_retainer(case: str, first: str, corrected: str, total: str, rows: str) -> None:
    contract = Contract.of()
    contract.retained()
    draft = contract.correct(applied(contract, first), 1)
    last = len(contract.book.all("Actual"))
    contract.bill(draft, amount=corrected)
    assert f"{contract.confirm(draft).total_amount:.2f}" == total
    assert contract.ledger(after=last) == table(rows)
    assert stand(contract)[1] == int(corrected)


def test_c13_leftover_partly_used_elsewhere() -> None:
    contract = Contract.of()
    contract.retained()
    invoice = applied(contract, "600")
    applied(contract, "300")
    last = len(contract.book.all("Actual"))
    draft = contract.correct(invoice, 1)
    contract.bill(draft, amount="400")
    contract.confirm(draft)
    assert contract.ledger(after=last) == table("""
        15 US  retainer  1   100.00  0.00  unadjustable  posted  reverses 14
        16 BS  retainer  1   600.00  0.00  unadjustable  posted  reverses 7
        17 BS  retainer -1  -400.00  0.00  -             posted  replaces 7
        18 US  retainer -1  -300.00  0.00  -             ready   replaces 14
        """)


def test_c13_several_corrections_of_one_retainer_settle_it_once() -> None:
    contract = Contract.of()
    contract.retained()
    first, second = applied(contract, "600"), applied(contract, "300")
    last = len(contract.book.all("Actual"))
    draft = contract.correct(first, 1)
    contract.correct(second, 1, add_to=draft)
    contract.bill(draft, 0, amount="200")
    contract.bill(draft, 1, amount="500")
    assert contract.confirm(draft).total_amount == 200
    assert contract.ledger(after=last) == table("""
        15 US  retainer  1   100.00  0.00  unadjustable  posted  reverses 14
        16 BS  retainer  1   600.00  0.00  unadjustable  posted  reverses 7
        17 BS  retainer -1  -200.00  0.00  -             posted  replaces 7
        18 BS  retainer  1   300.00  0.00  unadjustable  posted  reverses 13
        19 BS  retainer -1  -500.00  0.00  -             posted  replaces 13
        20 US  retainer -1  -300.00  0.00  -             ready   replaces 14
        """)


def test_rows_of_several_retainers_on_one_invoice_stand_one_after_another() -> None:
    contract = Contract.of()
    contract.retained()
    contract.retained("500")
    contract.work("1", "1000", "FEE")
    plan = contract.confirm(contract.draft(r1="600", r2="400"))
    assert [row.position for row in plan.actuals] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert broken(contract.book) == []


def test_6_8_what_is_left_of_a_retainer_is_refunded_and_the_refund_corrected() -> None:
    contract = Contract.of()
    contract.retained()
    contract.to_refund(1)
    refund = contract.draft()
    assert contract.confirm(refund).total_amount == -1000
    assert stand(contract) == (1000, 0, 1000)
    assert contract.book.one("Retainer", 1).refund_status is RefundStatus.REFUNDED
    assert contract.confirm(contract.correct(refund)).total_amount == 1000
    assert contract.book.one("Retainer", 1).refund_status is None
    assert contract.ledger(after=2) == table("""
        3 US  retainer  1   1000.00  0.00  unadjustable  posted  reverses 2
        4 BS  retainer -1  -1000.00  0.00  adjusted      posted  bills 2
        5 BS  retainer  1   1000.00  0.00  unadjustable  posted  reverses 4
        6 US  retainer -1  -1000.00  0.00  -             ready
        """)


def test_a_retainer_does_not_count_as_revenue_until_it_is_applied() -> None:
    contract = Contract.of()
    invoice = contract.retained()
    contract.work("1", "1000", "FEE", tax="250")
    applied_to = contract.draft(r1="600")
    contract.confirm(applied_to)
    vouchers = [
        {entry.posting_type.value: int(entry.amount) for entry in one.entries} for one in contract.book.all("Voucher")
    ]
    assert vouchers == [
        {"RECEIVABLES": 1000, "ADVANCES": -1000},
        {"RECEIVABLES": 650, "REVENUE": -1000, "ADVANCES": 600, "SALES_TAX": -250},
    ]
    assert (invoice, applied_to) == (1, 2)


# ---------------------------------------------------------------- what is refused
def test_a_retainer_cannot_be_corrected_below_what_is_applied() -> None:
    contract = Contract.of()
    billed = contract.retained()
    applied(contract, "600")
    draft = contract.correct(billed)
    contract.bill(draft, amount="599.99")
    assert contract.problems(draft) == [("RETAINER_BELOW_USED", "details.0.amount")]
    contract.bill(draft, amount="600")
    assert contract.confirm(draft).total_amount == -400


def test_no_more_of_a_retainer_is_applied_than_there_is() -> None:
    contract = Contract.of()
    contract.retained()
    contract.work("1", "2000", "FEE")
    draft = contract.draft(r1="1000.01")
    assert contract.problems(draft) == [("RETAINER_AMOUNT_EXCEEDS_AVAILABLE", "details.1.amount")]
    contract.bill(draft, 1, amount="1000")
    assert contract.confirm(draft).total_amount == 1000


def test_no_more_is_applied_than_the_draft_charges() -> None:
    contract = Contract.of()
    contract.retained()
    contract.work("1", "500", "FEE")
    contract.work("1", "500", "FEE", billing="NON_CHARGEABLE")
    draft = contract.draft(r1="501")
    assert contract.problems(draft) == [("APPLIED_EXCEEDS_CHARGEABLE", "details")]


def test_a_refunded_retainer_is_neither_corrected_nor_applied() -> None:
    contract = Contract.of()
    billed = contract.retained()
    contract.to_refund(1)
    contract.confirm(contract.draft())
    correction = contract.correct(billed)
    contract.work("1", "1000", "FEE")
    applying = contract.draft(r1="100")
    assert contract.problems(correction) == [("RETAINER_REFUNDED", "details.0")]
    assert contract.problems(applying) == [("RETAINER_REFUNDED", "details.1")]


@pytest.mark.parametrize(
    ("case", "applied_meanwhile", "code"),
    [
        ("the refund is too much", "100", "RETAINER_AMOUNT_EXCEEDS_AVAILABLE"),
        ("the refund is too little", "-100", "INVALID_STATUS_TRANSITION"),
    ],
)
def test_a_refund_pays_back_exactly_what_is_left(case: str, applied_meanwhile: str, code: str) -> None:
    contract = Contract.of()
    contract.retained()
    if applied_meanwhile == "-100":
        used = applied(contract, "100")
    contract.to_refund(1)
    refund = contract.draft()
    if applied_meanwhile == "100":
        applied(contract, "100")
    else:
        contract.confirm(contract.correct(used, 1))
    assert [problem[0] for problem in contract.problems(refund)] == [code], case
