"""What a cancellation does on the customer's account: releases first, then the document itself (putting-right 4.9)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import BillingType, InvoiceStatus, SettlementMode
from rebill.posting.planners.canceling.facts import Posted
from rebill.posting.planners.canceling.money import Account, settled_anew
from rebill.posting.planners.releases import Settled
from tests.planners.canceling.facts import account, detail, item, voucher
from tests.planners.canceling.posted import CREDIT, MATCH, ON_BOTH_SIDES, SALE
from tests.planners.sales.trade import TODAY, booked

OF_ITS_OWN, ALL, NONE = SettlementMode.ORIGINAL_INVOICE, SettlementMode.AUTOMATIC, SettlementMode.NONE
GIFT = detail(7, ("1", "100", "0"), billing_type=BillingType.COMPLIMENTARY)
PAID = Decimal("1249.97")
LATER = date(2026, 9, 20)


def anew(document: Posted, mode: SettlementMode = OF_ITS_OWN) -> Account:
    """What moves."""
    return settled_anew(document, mode, TODAY, "Wrong")


def settlements(moves: Account) -> list[tuple[Decimal, int | None, int | None]]:
    """What is matched or released: amount and both sides."""
    return [(one.amount, one.debit_id, one.credit_id) for one in moves.settlements]


def changes(moves: Account) -> list[tuple[object, ...]]:
    """How documents move."""
    return [(one.key, one.field, one.before, one.after) for one in moves.changes]


def paid(amount: str) -> Posted:
    """The sale, so much of it paid."""
    one = account(1, "INV-000101", "1250", amount)
    payment = Settled(6, TODAY, Decimal(amount), 1, None, 9, None, None, None)
    return replace(SALE, settled=(payment,), accounts={1: one}, items=(item(one),))


@pytest.mark.parametrize("mode", [OF_ITS_OWN, ALL, NONE])
def test_example_10_7_the_match_is_released_and_both_documents_close_each_other_in_every_mode(
    mode: SettlementMode,
) -> None:
    moves = anew(CREDIT, mode)
    assert settlements(moves) == [(-375, 1, 2), (375, None, 2)]
    assert changes(moves) == [
        (1, "settled_amount", 375, 0),
        (2, "settled_amount", -375, 0),
        (2, "settled_amount", 0, -375),
    ]
    assert (moves.settlements[0].releases, moves.settlements[0].reason, moves.balances) == (7, "Wrong", ())


def test_the_other_side_of_a_match_is_no_longer_paid() -> None:
    sides = {**ON_BOTH_SIDES, 1: replace(account(1, "INV-000101", "1250", "1250"), status=InvoiceStatus.PAID)}
    halves = (replace(MATCH, amount=Decimal(300)), replace(MATCH, id=8, amount=Decimal(75)))
    moves = changes(anew(replace(CREDIT, accounts=sides, settled=halves)))
    assert [one for one in moves if one[0] == 1] == [
        (1, "settled_amount", 1250, 950),
        (1, "status", "PAID", "CONFIRMED"),
        (1, "settled_amount", 950, 875),
    ]


def test_a_release_is_not_dated_before_what_it_releases() -> None:
    later = replace(CREDIT, settled=(replace(MATCH, date=LATER),))
    assert [one.day for one in anew(later).settlements] == [LATER, None]


def test_a_payment_stays_and_the_rest_alone_is_matched() -> None:
    moves = anew(paid("1000"))
    assert settlements(moves) == [(250, 1, None)]
    assert changes(moves) == [(1, "settled_amount", 1000, 1250)]
    assert settlements(anew(paid("1250"))) == []


def test_what_was_written_off_is_taken_back_with_its_voucher_and_the_balance() -> None:
    rest = Settled(7, TODAY, Decimal("0.03"), 1, None, None, None, None, None, voucher(WRITE_OFF=3, RECEIVABLES=-3))
    closed = replace(account(1, "INV-000101", "1250", "1250"), status=InvoiceStatus.PAID)
    both = (*paid("1249.97").settled, rest)
    moves = anew(replace(SALE, settled=both, accounts={1: closed}, items=(item(closed),)))
    assert settlements(moves) == [(Decimal("-0.03"), 1, None), (Decimal("0.03"), 1, None)]
    assert booked(moves.settlements[0].entries) == ["Cr WRITE_OFF 3.00", "Dr RECEIVABLES 3.00"]
    assert [one.account for one in moves.settlements[0].entries] == ["of WRITE_OFF", "of RECEIVABLES"]
    assert [(one.customer_id, one.amount) for one in moves.balances] == [(1, Decimal("0.03"))]
    assert [one[1:] for one in changes(moves)] == [("settled_amount", *one) for one in ((1250, PAID), (PAID, 1250))]


def test_a_credit_that_nobody_claimed_is_owed_again() -> None:
    moves = anew(replace(CREDIT, settled=(replace(MATCH, debit_invoice_id=None),)))
    assert settlements(moves) == [(-375, None, 2), (375, None, 2)]
    assert [one.amount for one in moves.balances] == [-375]


@pytest.mark.parametrize(
    ("mode", "others"),
    [(OF_ITS_OWN, [(150, 22, None)]), (ALL, [(200, 21, None)]), (NONE, [])],
)
def test_what_is_left_is_matched_as_any_other_document_up_to_what_is_left_of_each_share(
    mode: SettlementMode, others: list[tuple[int, int, None]]
) -> None:
    """Of 500.00 in two families 200.00 was paid: what is matched with the document itself is of the first."""
    own = account(1, "INV-000103", "500", "200")
    documents = (item(account(21, "INV-000101", "1000")), item(account(22, "INV-000102", "150"), 2))
    document = replace(
        paid("200"),
        net_amount=Decimal(400),
        tax_amount=Decimal(100),
        details=(detail(5, ("10", "240", "60")), detail(6, ("10", "160", "40"), family=2), GIFT),
        accounts={1: own},
        items=(item(own), *documents),
    )
    moves = anew(document, mode)
    assert settlements(moves) == [(300, 1, None), *others]
    assert changes(moves)[1:] == [(key, "settled_amount", 0, amount) for amount, key, _ in others]
