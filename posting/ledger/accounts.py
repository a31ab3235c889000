"""Writes what moves on customers' accounts: balances, payments, and what is matched with what."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from ...models import tables
from ...models.together import Together
from ..plan import BalanceChange, Plan

PAYMENT_COLUMNS = ("id", "invoice_id", "customer_id", "date", "amount", "reference")
SETTLEMENT_COLUMNS = ("date", "amount", "payment_id", "debit_invoice_id", "credit_invoice_id")


def change_balances(together: Together, balances: Sequence[BalanceChange]) -> None:
    """Move balances of customers, who are locked."""
    moved: dict[int, Decimal] = defaultdict(Decimal)
    for one in balances:
        moved[one.customer_id] += one.amount
    together.add(tables.customer, "balance", list(moved.items()))


def write_payment(together: Together, plan: Plan, payment_id: int | None) -> None:
    """Write the plan's payment, if it has one."""
    payment = plan.payment
    if payment is not None:
        row = (payment_id, payment.invoice_id, payment.customer_id, plan.day, payment.amount, payment.reference)
        together.append(tables.payment, PAYMENT_COLUMNS, [row])


def write_settlements(together: Together, plan: Plan, invoice_id: int | None, payment_id: int | None) -> None:
    """Match what the plan settles: its document or its payment with open documents, or two of these."""
    rows = [
        (
            plan.day,
            one.amount,
            payment_id,
            invoice_id if one.debit_id is None else one.debit_id,
            invoice_id if one.credit_id is None else one.credit_id,
        )
        for one in plan.settlements
    ]
    together.append(tables.settlement, SETTLEMENT_COLUMNS, rows)
