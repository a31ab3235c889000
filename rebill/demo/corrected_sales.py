"""A sales invoice with a wrong price, put right."""

from decimal import Decimal

from ..models.identity import encode
from ..models.vocabulary import CorrectionStart
from ..posting import commands
from ..posting.projects.drafts import changes, confirmation, corrections
from .entering import Demo


def enter_corrected_sales(demo: Demo) -> None:
    """CN-000004 bills the 20 cables of INV-000002 at 36.00 instead of 40.00."""
    (invoice,) = demo.keys("invoice", number="INV-000002")
    _, cables = demo.keys("invoice_line", invoice_id=invoice)
    correction = commands.CorrectInvoice(
        invoice=commands.InvoiceRef(number="INV-000002"),
        lines=[encode("InvoiceLine", cables)],
        start_from=CorrectionStart.BILLED,
        reason="36.00 was agreed",
    )
    draft = demo.do(correction, corrections.correct_invoice).invoice
    ref = commands.InvoiceRef(id=encode("Invoice", draft))
    (detail,) = demo.keys("invoice_line_detail", invoice_id=draft)
    agreed = commands.DetailUpdateInput(detail=encode("InvoiceLineDetail", detail), unit_price=Decimal(36))
    demo.do(commands.UpdateInvoiceLineDetails(invoice=ref, details=[agreed]), changes.update_invoice_line_details)
    demo.do(commands.ConfirmInvoice(invoice=ref), confirmation.confirm_invoice)
    demo.clock.next_day()
