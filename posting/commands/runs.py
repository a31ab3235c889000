"""Commands of posting runs: many documents at once."""

from dataclasses import dataclass, field
from datetime import date

from ...models.vocabulary import OrderType, QuantitySelection, SettlementMode, SummaryUpdate
from .base import WHY, Command, CustomerRef, DateRange, InvoiceRef, OrderRef, about
from .texts import REASON, RUN_PLAN_HASH, EmptyList


@dataclass(kw_only=True)
class OrderSelection:
    """Which orders a run takes; what is left out does not limit it."""

    type: list[OrderType] | None = field(
        default=None, metadata=about("Sales orders, return orders, or both when left out.", empty=EmptyList.REFUSED)
    )
    customer: CustomerRef | None = field(default=None, metadata=about("Whose orders."))
    created_on: DateRange | None = field(default=None, metadata=about("When they were created."))
    received: bool | None = field(
        default=False,
        metadata=about("On: return orders of which no line is RECEIVED are left out, where they would be SKIPPED."),
    )


@dataclass(kw_only=True)
class PostInvoices(Command):
    """Invoices sales orders and return orders together, one document an order: the named ones or a selection."""

    orders: list[OrderRef] | None = field(
        default=None,
        metadata=about(
            "The orders, in the order in which documents are numbered; each once, at most 250.", empty=EmptyList.REFUSED
        ),
    )
    select: OrderSelection | None = field(
        default=None,
        metadata=about(
            "Instead of orders: whatever can be invoiced. A return order of which nothing is RECEIVED is SKIPPED."
        ),
    )
    quantity: QuantitySelection | None = field(
        default=QuantitySelection.PACKING_SLIP,
        metadata=about("Which quantity of each line is invoiced; DELIVER_NOW is for single orders."),
    )
    summary_update: SummaryUpdate | None = field(
        default=SummaryUpdate.NONE, metadata=about("Whether orders of one customer share a document.")
    )
    mix_order_types: bool | None = field(
        default=False,
        metadata=about("On: sales and return lines of one customer share a document, too; its sign names it."),
    )
    invoice_date: date | None = field(
        default=None,
        metadata=about(
            "The accounting date; today when left out, or in each document the date of what it credits where that is "
            "later."
        ),
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE, metadata=about("What each document is matched with at once.")
    )
    stop_on_first_error: bool | None = field(
        default=False,
        metadata=about("On: the orders after the first one that fails stay WAITING."),
    )
    late_selection: bool | None = field(
        default=False, metadata=about("On: the selection is made when the run starts, not when it is asked for.")
    )
    expected_plan: str | None = field(
        default=None,
        metadata=about(
            "The hash of planRun with the same input: exactly what it showed is posted, without the orders that were "
            "blocked, or PLAN_OUTDATED says what changed.",
            RUN_PLAN_HASH,
        ),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class ConfirmInvoices(Command):
    """Confirms drafts of project invoices, each by itself."""

    invoices: list[InvoiceRef] = field(metadata=about("The drafts, in the order of numbering; each once, at most 250."))
    stop_on_first_error: bool | None = field(
        default=False,
        metadata=about("On: the drafts after the first one that fails stay WAITING."),
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE,
        metadata=about("What each document is matched with on the customer's account."),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
