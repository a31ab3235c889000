"""The command that changes the header of a draft."""

from dataclasses import dataclass, field
from datetime import date

from .base import Command, InvoiceRef, about
from .texts import REASON


@dataclass(kw_only=True)
class UpdateInvoice(Command):
    """A date stays as entered until it is entered anew; the due date doesn't move with the invoice date."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    invoice_date: date | None = field(
        default=None, metadata=about("The accounting date that confirming takes when it is given none.")
    )
    document_date: date | None = field(
        default=None, metadata=about("The date on the document; the invoice date when left out.")
    )
    due_date: date | None = field(
        default=None, metadata=about("Instead of what the terms of payment give; not before the invoice date.")
    )
    reason: str | None = field(default=None, metadata=about("Why it is corrected; at most 500 characters.", REASON))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )
