"""Writes what moves on customers' accounts: balances, payments, and what is matched with what."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...models import tables
from ...models.together import Together
from ..planned.settlements import BalanceChange
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
    """Write the payments of plans that have one, or pay something of their document back."""
    rows = [(one.payment_id, *row) for one in written for row in _payment(one)]
    together.append(tables.payment, PAYMENT_COLUMNS, rows)


def _payment(one: Keyed) -> Iterator[tuple[object, ...]]:
    paid, refund = one.plan.payment, one.plan.refund
    if paid is not None:
        yield paid.invoice_id, paid.customer_id, one.plan.day, paid.amount, paid.reference
    elif refund is not None:
        yield one.invoice_id, one.plan.customer_id, one.plan.day, -refund.amount, None


def write_settlements(together: Together, written: Sequence[Keyed]) -> None:
    """Write what plans settle: their document, their payment or a rest with open documents, or two of these; or not."""
    rows = [(key, *row) for one in written for key, row in zip(one.settlement_ids, _settlements(one), strict=True)]
    together.append(tables.settlement, SETTLEMENT_COLUMNS, rows)


def _settlements(one: Keyed) -> Iterator[tuple[object, ...]]:
    """What is matched with what; of a document and its refund the match is not the payment's."""
    plan, own = one.plan, one.invoice_id
    payment = None if plan.payment is None else one.payment_id
    for match in plan.settlements:
        mine = own if match.is_of_plan else None
        sides = (mine if side is None else side for side in (match.debit_id, match.credit_id))
        yield (
            match.day or plan.day,
            match.amount,
            payment,
            *sides,
            match.releases,
            match.reason,
            match.write_off_limit,
        )
    if plan.refund is not None:
        yield plan.day, plan.refund.amount, one.payment_id, None, own, None, None, None
