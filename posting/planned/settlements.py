"""What is matched, paid or paid back with a plan, and what a customer's account changes by."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .vouchers import Entry


@dataclass(frozen=True)
class PlannedSettlement:
    """An amount of a debit matched with one of a credit, two documents by key; below zero where it is released.

    None stands for what the plan itself posts: its document, or where it has none its payment, or what it writes off.
    `day` is given where it is not the plan's: nothing is matched with a document before that is dated.
    """

    amount: Decimal
    debit_id: int | None
    credit_id: int | None
    day: date | None = None
    releases: int | None = None
    reason: str | None = None
    write_off_limit: Decimal | None = None  # as it is when something is written off
    entries: tuple[Entry, ...] = ()  # of its own voucher, where it takes a write-off back with a document

    @property
    def is_of_plan(self) -> bool:
        """Whether one of its sides is what the plan posts."""
        return self.releases is None and (self.debit_id is None or self.credit_id is None)

    @property
    def invoice_id(self) -> int:
        """The document that is there already; the debit where both are."""
        known = self.credit_id if self.debit_id is None else self.debit_id
        assert known is not None, "what a plan posts is matched with something that is there"
        return known


@dataclass(frozen=True)
class PlannedPayment:
    """Money that came in (positive) or was paid back (negative), taken off an open document."""

    invoice_id: int
    customer_id: int
    amount: Decimal
    reference: str | None


@dataclass(frozen=True)
class PlannedRefund:
    """What of the credit of the plan's document is paid back with it: an amount above zero, and its own voucher."""

    amount: Decimal
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class BalanceChange:
    """What a customer's account goes up by, or with a negative amount down."""

    customer_id: int
    amount: Decimal
