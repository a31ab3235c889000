"""Giving up a small rest of a document (putting-right 5.5)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import InvoiceStatus
from rebill.posting.plan import Plan
from rebill.posting.planners.accounts import AccountDocument
from rebill.posting.planners.write_offs import Allowance, WriteOffRequest, plan_write_off
from tests.planners.sales.trade import TODAY, booked

REST = AccountDocument(1, "INV-1", InvoiceStatus.CONFIRMED, 1, "NOK", TODAY, Decimal(1250), Decimal("1249.97"))
CREDIT = replace(REST, number="CN-1", total_amount=Decimal(-10), settled_amount=Decimal(-9))
WHOLE = WriteOffRequest(None, "Not worth a letter", None, TODAY)
FIVE = Allowance(Decimal(5), Decimal(0))


@pytest.mark.parametrize(
    ("document", "entries", "balance"),
    [
        (REST, ["Cr RECEIVABLES 0.03", "Dr WRITE_OFF 0.03"], "-0.03"),
        (CREDIT, ["Cr WRITE_OFF 1.00", "Dr RECEIVABLES 1.00"], "1"),
    ],
    ids=["of an invoice", "of a credit"],
)
def test_a_rest_of_either_sign_is_given_up_without_tax(
    document: AccountDocument, entries: list[str], balance: str
) -> None:
    plan = plan_write_off(document, WHOLE, FIVE)
    assert isinstance(plan, Plan)
    assert (booked(plan.entries), plan.balances[0].amount) == (entries, Decimal(balance))
    assert plan.changes[-1].after is InvoiceStatus.PAID
    (settled,) = plan.settlements
    assert (settled.reason, settled.write_off_limit) == ("Not worth a letter", 5)


@pytest.mark.parametrize(
    ("case", "amount", "before", "told"),
    [
        ("more than the limit", "5.01", "0", [("WRITE_OFF_TOO_LARGE", "amount")]),
        ("more than is left of it", "3", "2.01", [("WRITE_OFF_TOO_LARGE", "amount")]),
        ("more than is open", "6.01", "0", [("INVALID_INPUT", "amount")]),
        ("nothing", "0", "0", [("INVALID_INPUT", "amount")]),
    ],
)
def test_what_is_not_given_up(case: str, amount: str, before: str, told: list[tuple[str, str]]) -> None:
    document = replace(REST, settled_amount=Decimal(1244))
    answer = plan_write_off(document, replace(WHOLE, amount=Decimal(amount)), Allowance(Decimal(5), Decimal(before)))
    assert isinstance(answer, tuple), case
    assert [(one.code, ".".join(one.path)) for one in answer] == told


def test_it_is_dated_today_or_as_the_document_where_that_is_later() -> None:
    later = replace(REST, invoice_date=date(2026, 9, 20))
    plan = plan_write_off(later, WHOLE, FIVE)
    assert isinstance(plan, Plan)
    assert plan.day == date(2026, 9, 20)
