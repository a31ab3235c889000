"""How what is settled of a document moves it on its customer's account (putting-right 5.7, 5.9)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import InvoiceStatus
from rebill.posting.checks import Checks
from rebill.posting.planners.accounts import AccountDocument, check_not_before, moved
from tests.planners.sales.trade import TODAY

CONFIRMED, PAID = InvoiceStatus.CONFIRMED, InvoiceStatus.PAID
INVOICE = AccountDocument(1, "INV-1", CONFIRMED, 1, "NOK", TODAY, Decimal(1250), Decimal(1000))


@pytest.mark.parametrize(
    ("case", "status", "signed", "pays", "after"),
    [
        ("a payment of a part", CONFIRMED, 100, True, [1100]),
        ("the payment that closes it", CONFIRMED, 250, True, [1250, PAID]),
        ("a match that closes it", CONFIRMED, 250, False, [1250]),
        ("a release of what was paid", PAID, -100, False, [900, CONFIRMED]),
    ],
)
def test_a_document_is_paid_only_with_nothing_open(
    case: str, status: InvoiceStatus, signed: int, pays: bool, after: list[object]
) -> None:
    changes = list(moved(replace(INVOICE, status=status), Decimal(signed), pays=pays))
    assert [one.after for one in changes] == after, case


def test_an_amount_has_the_sign_of_its_document() -> None:
    assert INVOICE.signed(Decimal(5)) == 5
    assert replace(INVOICE, total_amount=Decimal(-9)).signed(Decimal(5)) == -5


def test_a_date_that_is_too_early_is_told_with_the_first_that_is_not() -> None:
    checks = Checks()
    check_not_before("INV-1 is dated 2026-09-01", date(2026, 8, 31), TODAY, checks)
    check_not_before("INV-1 is dated 2026-09-01", TODAY, TODAY, checks)
    assert [(one.message, one.remedy) for one in checks.problems] == [
        ("INV-1 is dated 2026-09-01; 2026-08-31 is before that.", "Give 2026-09-01 or later.")
    ]
