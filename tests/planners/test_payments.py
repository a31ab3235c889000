"""What closes open amounts besides postings: payments, and matching documents by hand (returns 3.8)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.models.vocabulary import InvoiceStatus
from rebill.posting.planners.accounts import AccountDocument
from rebill.posting.planners.payments import plan_payment, plan_settlement
from tests.planners.sales.trade import TODAY, Trade, booked

INVOICE = AccountDocument(1, "INV-1", InvoiceStatus.CONFIRMED, 1, "NOK", TODAY, Decimal(1250), Decimal(1000))
CREDIT = AccountDocument(2, "CN-1", InvoiceStatus.CONFIRMED, 1, "NOK", TODAY, Decimal(-500), Decimal(-200))


def test_the_payment_that_closes_an_invoice_marks_it_paid() -> None:
    trade = Trade()
    trade.sold((trade.product("100"), "10"))
    part = trade.pay(1, "1000")
    assert booked(part.entries) == ["Cr RECEIVABLES 1000.00", "Dr BANK 1000.00"]
    assert (trade.open_amount(1), trade.book.one("Invoice", 1).status) == (250, InvoiceStatus.CONFIRMED)
    trade.pay(1, "249.99")
    assert (trade.open_amount(1), trade.book.one("Invoice", 1).status) == (Decimal("0.01"), InvoiceStatus.CONFIRMED)
    last = trade.pay(1, "0.01")
    assert [(one.debit_id, one.credit_id) for one in last.settlements] == [(1, None)]
    assert (trade.open_amount(1), trade.book.one("Invoice", 1).status) == (0, InvoiceStatus.PAID)
    assert trade.book.one("Customer", 1).balance == 0


def test_money_paid_back_on_a_credit_note_is_a_negative_payment() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("100"), "10"))
    trade.pay(1, "1250")
    note = trade.credited(line, "4")
    assert [one.code for one in note.warnings] == ["ORIGINAL_ALREADY_PAID"]
    back = trade.pay(2, "500")
    assert (booked(back.entries), back.payment and back.payment.amount) == (
        ["Cr BANK 500.00", "Dr RECEIVABLES 500.00"],
        -500,
    )
    assert [(one.debit_id, one.credit_id) for one in back.settlements] == [(None, 2)]
    assert (trade.open_amount(2), trade.book.one("Customer", 1).balance) == (0, 0)


@pytest.mark.parametrize(
    ("case", "amount", "settled"),
    [("all that can be", None, 250), ("a part", "100", 100)],
)
def test_an_invoice_and_a_credit_note_are_matched_by_hand(case: str, amount: str | None, settled: int) -> None:
    plan = plan_settlement(INVOICE, CREDIT, None if amount is None else Decimal(amount), None, TODAY)
    assert not isinstance(plan, tuple)
    assert [(one.debit_id, one.credit_id, one.amount) for one in plan.settlements] == [(1, 2, settled)], case
    assert [(one.key, one.after) for one in plan.changes] == [(1, 1000 + settled), (2, -200 - settled)]
    assert (plan.entries, plan.balances) == ((), ())


@pytest.mark.parametrize(
    ("case", "amount", "changes", "problems"),
    [
        ("more than is open", "250.01", {}, [("INVALID_INPUT", "amount")]),
        ("nothing", "0", {}, [("INVALID_INPUT", "amount")]),
        ("half a cent", "0.005", {}, [("INVALID_INPUT", "amount")]),
        ("closed already", "1", {"settled_amount": Decimal(1250)}, [("INVALID_STATUS_TRANSITION", "invoice")]),
    ],
)
def test_a_payment_that_is_refused(
    case: str, amount: str, changes: dict[str, Decimal], problems: list[tuple[str, str]]
) -> None:
    answer = plan_payment(replace(INVOICE, **changes), Decimal(amount), TODAY, None)
    assert isinstance(answer, tuple), case
    assert [(one.code, ".".join(one.path)) for one in answer] == problems


@pytest.mark.parametrize(
    ("case", "changes", "problems"),
    [
        (
            "another currency and customer",
            {"currency": "EUR", "customer_id": 2},
            ["CURRENCY_MISMATCH", "INVALID_INPUT"],
        ),
        ("two invoices", {"total_amount": Decimal(5)}, ["INVALID_INPUT"]),
        ("a closed one", {"settled_amount": Decimal(-500)}, ["INVALID_STATUS_TRANSITION"]),
    ],
)
def test_documents_that_are_not_matched(case: str, changes: dict[str, object], problems: list[str]) -> None:
    answer = plan_settlement(INVOICE, replace(CREDIT, **changes), None, None, TODAY)
    assert isinstance(answer, tuple), case
    assert ([one.code for one in answer], {one.path for one in answer}) == (problems, {("creditNote",)})
