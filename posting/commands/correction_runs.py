"""Commands of correction runs: the same correction for many invoices (putting-right 8)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.vocabulary import CorrectionGrouping, SettlementMode, TransactionClass
from .base import Command, CustomerRef, DateRange, InvoiceRef, OrderRef, ProductRef, about
from .texts import DESCRIPTION, NEEDED_REASON, RUN_PLAN_HASH, EmptyList


@dataclass(kw_only=True)
class BilledSelection:
    """What stands billed and meets every field given; at least one is."""

    invoices: list[InvoiceRef] | None = field(
        default=None, metadata=about("On these invoices or their corrections.", empty=EmptyList.REFUSED)
    )
    customer: CustomerRef | None = field(default=None, metadata=about("Billed to this customer."))
    order: OrderRef | None = field(default=None, metadata=about("On this order or contract."))
    product: ProductRef | None = field(default=None, metadata=about("Goods of this product."))
    transaction_class: list[TransactionClass] | None = field(
        default=None, metadata=about("Of these kinds; goods are PRODUCT.", empty=EmptyList.REFUSED)
    )
    description: str | None = field(
        default=None,
        metadata=about("With exactly this text, in any case: a role, a category, a product.", DESCRIPTION),
    )
    unit_price: Decimal | None = field(default=None, metadata=about("Billed at this price."))
    tax_rate: Decimal | None = field(default=None, metadata=about("Billed at this tax rate, per cent; goods alone."))
    transaction_date: DateRange | None = field(
        default=None, metadata=about("When the work was done; the invoice date for goods.")
    )
    invoice_date: DateRange | None = field(default=None, metadata=about("The date of the invoice that bills it now."))


@dataclass(kw_only=True)
class CorrectionRuleInput:
    """What is right."""

    unit_price: Decimal | None = field(default=None, metadata=about("This price."))
    price_factor: Decimal | None = field(
        default=None, metadata=about("The billed price times this: 0.95 is five per cent less.")
    )
    tax_rate: Decimal | None = field(default=None, metadata=about("This tax rate, per cent."))
    credit_in_full: bool | None = field(
        default=None, metadata=about("Nothing: credited in full. Only true is allowed.")
    )


@dataclass(kw_only=True)
class CorrectInvoices(Command):
    """The same correction for many invoices: a selection, what is right for it, and how to post."""

    where: BilledSelection = field(metadata=about("Which billed lines and details."))
    change: CorrectionRuleInput = field(metadata=about("What is right for them."))
    reason: str = field(metadata=about("Why; it stands on every document.", NEEDED_REASON))
    combine: CorrectionGrouping | None = field(
        default=CorrectionGrouping.INVOICE,
        metadata=about("One document for each invoice, or for each customer and currency."),
    )
    invoice_date: date | None = field(
        default=None,
        metadata=about(
            "The date of every document; today when left out, or in each the date of what it corrects where that is "
            "later."
        ),
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE,
        metadata=about("What each document is matched with on the customer's account."),
    )
    stop_on_first_error: bool | None = field(
        default=False, metadata=about("On: what comes after the first failure stays WAITING.")
    )
    expected_plan: str | None = field(
        default=None,
        metadata=about(
            "The hash of planCorrections with the same input: exactly what it showed is posted, or PLAN_OUTDATED says "
            "what changed.",
            RUN_PLAN_HASH,
        ),
    )
