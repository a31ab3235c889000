"""Writes what moves on customers' accounts: balances, payments, and what is matched with what."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from ...models import tables
from ...models.together import Together
from ..plan import BalanceChange
from .keyed import Keyed

PAYMENT_COLUMNS = ("id", "invoice_id", "customer_id", "date", "amount", "reference")
SETTLEMENT_COLUMNS = (
    "id",
    "date",
    "amount",
    "payment_id",
    "debit_invoice_id",
    "credit_invoice_id",
    "releases_id",
    "reason",
    "write_off_limit",
)


def change_balances(together: Together, balances: Sequence[BalanceChange]) -> None:
    """Move balances of customers, who are locked."""
    moved: dict[int, Decimal] = defaultdict(Decimal)
    for one in balances:
        moved[one.customer_id] += one.amount
    together.add(tables.customer, "balance", list(moved.items()))


def write_payments(together: Together, written: Sequence[Keyed]) -> None:
    """Write the payments of plans that have one."""
    paid = [(one.payment_id, one.plan.payment, one.plan.day) for one in written]
    rows = [
        (key, payment.invoice_id, payment.customer_id, day, payment.amount, payment.reference)
        for key, payment, day in paid
        if payment is not None
    ]
    together.append(tables.payment, PAYMENT_COLUMNS, rows)


def write_settlements(together: Together, written: Sequence[Keyed]) -> None:
    """Write what plans settle: their document, their payment or a rest with open documents, or two of these; or not."""
    rows = [
        (
            key,
            match.day or one.plan.day,
            match.amount,
            one.payment_id,
            one.invoice_id if match.debit_id is None else match.debit_id,
            one.invoice_id if match.credit_id is None else match.credit_id,
            match.releases,
            match.reason,
            match.write_off_limit,
        )
        for one in written
        for key, match in zip(one.settlement_ids, one.plan.settlements, strict=True)
    ]
    together.append(tables.settlement, SETTLEMENT_COLUMNS, rows)
