"""The header of a draft: its dates and its reason, each as entered until it is entered anew (putting-right 6.3)."""

from sqlalchemy import update

from ...checks import Checks
from ...command.results import DraftResult
from ...command.transaction import Transaction
from ...commands import UpdateInvoice
from .drafts import find_draft
from .lines import INVOICE

COLUMNS = ("invoice_date", "document_date", "due_date", "reason")


def update_invoice(transaction: Transaction, command: UpdateInvoice) -> DraftResult:
    """Change the header of a draft; whether its dates go together is looked at where it is planned and confirmed."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    values = {name: value for name in COLUMNS if (value := getattr(command, name)) is not None}
    checks = Checks()
    if not values:
        checks.invalid("no-header-change", "invoice")
    checks.done()
    changed = update(INVOICE).where(INVOICE.c.id == invoice.id).values(**values, version=invoice.version + 1)
    transaction.connection.execute(changed)
    return DraftResult(invoice.id)
