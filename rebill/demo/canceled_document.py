"""An invoice that should not have been posted, taken back as a whole."""

from ..posting import commands
from ..posting.canceling import cancellations
from .entering import Demo


def enter_canceled_document(demo: Demo) -> None:
    """CN-000005 takes back INV-000013, the 40 % of Fjellheim Sport, whose work can be billed again."""
    ref = commands.InvoiceRef(number="INV-000013")
    command = commands.CancelInvoice(invoice=ref, reason="Fjellheim Sport is to be billed in March")
    demo.do(command, cancellations.cancel_invoice)
    demo.clock.next_day()
