"""Releasing a settlement, whole (putting-right 5.4)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import InvoiceStatus, PostingType
from rebill.posting.plan import Plan
from rebill.posting.planned.vouchers import Entry
from rebill.posting.planners.accounts import AccountDocument
from rebill.posting.planners.releases import ReleaseRequest, Settled, plan_release
from tests.planners.sales.trade import TODAY, booked

INVOICE = AccountDocument(1, "INV-1", InvoiceStatus.PAID, 1, "NOK", TODAY, Decimal(1250), Decimal(1250))
CREDIT = AccountDocument(2, "CN-1", InvoiceStatus.CONFIRMED, 1, "NOK", TODAY, Decimal(-500), Decimal(-250))
DOCUMENTS = {1: INVOICE, 2: CREDIT}
MATCH = Settled(7, TODAY, Decimal(250), 1, 2, None, None, None, None)
PAID = (
    Entry(PostingType.BANK, Decimal(250), account="1920", account_name="Bank"),
    Entry(PostingType.RECEIVABLES, Decimal(-250), account="1500", account_name="Accounts receivable"),
)
PAYMENT = replace(MATCH, credit_invoice_id=None, payment_id=9, reference="Bank 18", entries=PAID)
ASKED = ReleaseRequest("The wrong one", None, TODAY)


def released(settled: Settled) -> Plan:
    """The plan of a release."""
    plan = plan_release(settled, DOCUMENTS, ASKED)
    assert isinstance(plan, Plan)
    return plan


def test_a_match_opens_both_and_posts_nothing() -> None:
    plan = released(MATCH)
    assert [(one.key, one.field, one.after) for one in plan.changes] == [
        (1, "settled_amount", 1000),
        (1, "status", InvoiceStatus.CONFIRMED),
        (2, "settled_amount", 0),
    ]
    assert (plan.vouchers, plan.balances, plan.payment) == ((), (), None)
    (back,) = plan.settlements
    assert (back.amount, back.releases, back.reason) == (-250, 7, "The wrong one")


def test_a_payment_is_taken_back_on_the_accounts_that_it_was_posted_to() -> None:
    plan = released(PAYMENT)
    assert booked(plan.entries) == ["Cr BANK 250.00", "Dr RECEIVABLES 250.00"]
    assert [one.account for one in plan.entries] == ["1920", "1500"]
    assert plan.payment is not None
    assert (plan.payment.amount, plan.payment.reference, plan.balances[0].amount) == (-250, "Bank 18", 250)


@pytest.mark.parametrize(
    ("case", "settled", "request_", "told"),
    [
        ("twice", replace(MATCH, released_on=TODAY), ASKED, [("SETTLEMENT_RELEASED", "settlement")]),
        ("a release", replace(MATCH, releases_id=3, amount=Decimal(-250)), ASKED, [("SETTLEMENT_RELEASED", "settlement")]),
        ("too early", MATCH, replace(ASKED, given=date(2026, 8, 31)), [("INVALID_INPUT", "date")]),
    ],
)  # fmt: skip
def test_what_is_not_released(
    case: str, settled: Settled, request_: ReleaseRequest, told: list[tuple[str, str]]
) -> None:
    answer = plan_release(settled, DOCUMENTS, request_)
    assert isinstance(answer, tuple), case
    assert [(one.code, ".".join(one.path)) for one in answer] == told
