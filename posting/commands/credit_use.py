"""What becomes of a credit that is more than what was open (putting-right 5.3)."""

from dataclasses import dataclass, field
from decimal import Decimal

from .base import InvoiceRef, about


@dataclass(kw_only=True)
class CreditApplyInput:
    """An amount for one invoice."""

    invoice: InvoiceRef = field(metadata=about("An open invoice of the same customer and currency."))
    amount: Decimal = field(metadata=about("At most what is open of it."))


@dataclass(kw_only=True)
class CreditUseInput:
    """The parts of a credit that settlement leaves over; they add up to it."""

    refund: Decimal | None = field(
        default=None,
        metadata=about("Paid back to the customer: a payment of this amount is recorded with the posting."),
    )
    keep: Decimal | None = field(
        default=None, metadata=about("Left on the customer's account; what the other parts leave when not given.")
    )
    apply: list[CreditApplyInput] | None = field(
        default=None, metadata=about("Matched with other open invoices of the customer.")
    )
