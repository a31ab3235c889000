"""Which rows of the ledger to list, and what to sort them by."""

from dataclasses import dataclass, field

from ...models import tables
from ...models.vocabulary import AdjustmentStatus, BillingStatus, BillingType, TransactionClass, TransactionType
from ...posting.commands import DateRange, InvoiceRef, OrderRef, about
from ..expressions import open_unbilled
from ..reading.references import key_condition
from ..reading.sorting import ACCOUNTED_UP, SortDirection
from .conditions import Conditions, any_of, between


@dataclass(kw_only=True)
class ActualFilter:
    """Which rows of the ledger to list."""

    transaction_type: list[TransactionType] | None = field(default=None, metadata=about("Sides of the ledger."))
    transaction_class: list[TransactionClass] | None = field(default=None, metadata=about("Kinds of transactions."))
    billing_type: list[BillingType] | None = field(default=None, metadata=about("Chargeable or not."))
    billing_status: list[BillingStatus] | None = field(default=None, metadata=about("Billing statuses."))
    adjustment_status: list[AdjustmentStatus] | None = field(default=None, metadata=about("Adjustment statuses."))
    open: bool | None = field(
        default=None, metadata=about("On: unbilled sales that are neither reversed nor reversals. Off: all others.")
    )
    order: OrderRef | None = field(default=None, metadata=about("Rows of this order."))
    invoice: InvoiceRef | None = field(default=None, metadata=about("Rows that posting this invoice wrote."))
    transaction_date: DateRange | None = field(default=None, metadata=about("When the work was done."))
    accounting_date: DateRange | None = field(default=None, metadata=about("The period that billed rows count in."))
    sequence_after: int | None = field(default=None, metadata=about("Rows after this position in the ledger."))

    def conditions(self) -> Conditions:
        """Conditions on the ledger."""
        table = tables.actual
        names = ("transaction_type", "transaction_class", "billing_type", "billing_status", "adjustment_status")
        found = any_of(table, self, *names)
        if self.open is not None:
            is_open = open_unbilled()
            found.append(is_open if self.open else ~is_open)
        if self.order is not None:
            found.append(table.c.order_id.in_(key_condition(tables.order, self.order)))
        if self.invoice is not None:
            found.append(table.c.invoice_id.in_(key_condition(tables.invoice, self.invoice)))
        if self.transaction_date is not None:
            found.extend(between(table.c.transaction_date, self.transaction_date.from_, self.transaction_date.to))
        if (days := self.accounting_date) is not None and (counted := between(ACCOUNTED_UP, days.from_, days.to)):
            found.extend((table.c.accounting_date.is_not(None), *counted))
        if self.sequence_after is not None:
            found.append(table.c.id > self.sequence_after)
        return tuple(found)


@dataclass(kw_only=True)
class ActualSort:
    """What to sort the ledger by."""

    sequence: SortDirection | None = field(default=None, metadata=about("Position in the ledger."))
    transaction_date: SortDirection | None = field(default=None, metadata=about("When the work was done."))
    amount: SortDirection | None = field(default=None, metadata=about("The amount."))
    accounting_date: SortDirection | None = field(
        default=None, metadata=about("The period that billed rows count in; other rows last.")
    )
