"""A document that should not have been posted, taken back."""

from ..posting import commands
from ..posting.canceling import cancellations
from .entering import Demo


def enter_canceled_document(demo: Demo) -> None:
    """CN-000005 takes back INV-000007, the handling charge of a return of which nothing was credited."""
    ref = commands.InvoiceRef(number="INV-000007")
    command = commands.CancelInvoice(invoice=ref, reason="The charge was waived on the phone")
    demo.do(command, cancellations.cancel_invoice)
    demo.clock.next_day()
