"""New values of a detail, and the amount that follows from them (project-invoicing 2.3)."""

from dataclasses import replace
from decimal import Decimal

from ..amounts import LARGEST_AMOUNT, gross
from ..commands import DetailUpdateInput
from ..planners.facts import DraftDetail
from .checks import Checks


def changed_detail(
    detail: DraftDetail, wanted: DetailUpdateInput, places: int, checks: Checks, path: tuple[str, ...]
) -> DraftDetail:
    """`detail` with the wanted quantity and tax; what is wrong with their form goes to `checks`."""
    if wanted.quantity is None and wanted.tax_amount is None:
        checks.invalid("Nothing is to be changed.", *path, remedy="Give a quantity, a taxAmount or both.")
    quantity = detail.quantity if wanted.quantity is None else wanted.quantity
    tax = detail.tax_amount if wanted.tax_amount is None else wanted.tax_amount
    checks.amount("A tax amount", tax, places, *path, "taxAmount")
    if tax != 0 and (tax > 0) != (detail.source.quantity > 0):
        checks.invalid("A tax amount has the sign of the quantity billed.", *path, "taxAmount")
    if not checks.number("A quantity", quantity, *path, "quantity"):
        return detail
    amount = amount_of(detail, quantity, places)
    if abs(amount) >= LARGEST_AMOUNT:
        checks.invalid(f"A detail's amount must be below {LARGEST_AMOUNT:,f}.", *path, "quantity")
    return replace(detail, quantity=quantity, amount=amount, tax_amount=tax)


def amount_of(detail: DraftDetail, quantity: Decimal, places: int) -> Decimal:
    """Quantity times price; the earlier amount exactly, never rounded anew, where the quantity is the earlier one."""
    if quantity == detail.source.quantity:
        return detail.source.amount
    return gross(quantity, detail.unit_price, places)
