"""Cancelling posted documents."""

from dataclasses import dataclass, field
from datetime import date

from ...models.vocabulary import SettlementMode
from .base import Command, InvoiceRef, about
from .credit_use import CreditUseInput
from .texts import NEEDED_REASON, PLAN_HASH


@dataclass(kw_only=True)
class CancelInvoice(Command):
    """The document to take back."""

    invoice: InvoiceRef = field(
        metadata=about("A posted invoice, credit note or correction on which nothing has been built.")
    )
    reason: str = field(metadata=about("Why; it stands on the document.", NEEDED_REASON))
    invoice_date: date | None = field(
        default=None,
        metadata=about("Today when left out, or the date of the canceled document where that is later."),
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE,
        metadata=about("What the new document is matched with; the canceled one first in any case."),
    )
    credit_use: CreditUseInput | None = field(
        default=None, metadata=about("What becomes of a credit that is more than what was open.")
    )
    expected_plan: str | None = field(
        default=None, metadata=about("The hash of planInvoiceCancellation: only that plan is then written.", PLAN_HASH)
    )
