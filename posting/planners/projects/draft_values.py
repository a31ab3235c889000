"""What a detail of a draft adds to its invoice."""

from decimal import Decimal

from ....models.vocabulary import BillingType
from ...amounts import ZERO
from .facts import DraftDetail


def charged(detail: DraftDetail) -> bool:
    """Whether the detail counts in the invoice's totals."""
    return detail.billing_type is BillingType.CHARGEABLE


def invoice_amount(detail: DraftDetail) -> Decimal:
    """What the detail adds to the invoice: of a correction the difference to what was billed before."""
    return detail.amount - (ZERO if detail.billed_before is None else detail.billed_before.amount)


def invoice_tax(detail: DraftDetail) -> Decimal:
    """The tax that the detail adds to the invoice."""
    return detail.tax_amount - (ZERO if detail.billed_before is None else detail.billed_before.tax_amount)


def unchanged(detail: DraftDetail) -> bool:
    """Whether a correction leaves everything as it was billed."""
    before = detail.billed_before
    if before is None:
        return False
    return (detail.quantity, detail.amount, detail.tax_amount) == (before.quantity, before.amount, before.tax_amount)
