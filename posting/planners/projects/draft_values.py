"""What a detail of a draft adds to its invoice, and what it leaves of what was billed before."""

from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import BillingType, DetailKind, TransactionClass
from ...amounts import ZERO, share
from .facts import Draft, DraftDetail, LedgerRow

PRICED = frozenset({DetailKind.TRANSACTION, DetailKind.PRODUCT, DetailKind.CHARGE})


class Figures(NamedTuple):
    """Quantity, amount and tax of a row before its sign."""

    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal


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
    """Whether a correction leaves everything as billed: price, text and tax code, too, but of what is nothing."""
    before = detail.billed_before
    if before is None:
        return False
    if detail.goods is not None and detail.quantity == before.quantity == ZERO:
        return True  # all of it came back in the meantime
    if detail.kind in PRICED and _terms(detail) != _terms_before(detail, before):
        return False
    return (detail.quantity, detail.amount, detail.tax_amount) == (before.quantity, before.amount, before.tax_amount)


def previous_tax(detail: DraftDetail) -> tuple[int | None, Decimal | None]:
    """The tax code and the rate that a correction's detail was billed with; work without a code has no rate."""
    if detail.goods is not None:
        return detail.goods.tax_code_id, detail.goods.tax_rate
    before = detail.billed_before
    return (None, None) if before is None else (before.tax_code_id, before.tax_rate)


def _terms(detail: DraftDetail) -> tuple[Decimal | str | int | None, ...]:
    return detail.unit_price, detail.description, detail.discount_percent, detail.tax_code_id, detail.tax_rate


def _terms_before(detail: DraftDetail, before: LedgerRow) -> tuple[Decimal | str | int | None, ...]:
    """The same as billed; work has no discount."""
    discount = None if detail.goods is None else detail.goods.discount_percent
    return before.unit_price, before.description, discount, *previous_tax(detail)


def left_as_billed(detail: DraftDetail) -> bool:
    """Whether confirming takes the detail off: it began with what stands, and stayed so (putting-right 2.1.2, 3.5).

    So does a milestone that was set to what it was billed at: its scenario can only credit it.
    """
    return unchanged(detail) and (detail.starts_billed or detail.kind is DetailKind.MILESTONE)


def repeats(draft: Draft) -> bool:
    """Whether only the customer's name or VAT number is put right; every line stays as billed (putting-right 6.6)."""
    return draft.renamed and all(map(unchanged, draft.details)) and any(one.kind in PRICED for one in draft.details)


def corrected_sums(details: tuple[DraftDetail, ...]) -> tuple[Decimal | None, Decimal | None]:
    """The header's corrected and previous totals over corrections, tax included; None where nothing is corrected."""
    pairs = [
        (charged(one), one.amount + one.tax_amount, before.amount + before.tax_amount)
        for one in details
        if (before := one.billed_before) is not None
    ]
    if not pairs:
        return None, None
    return sum((now for counts, now, _ in pairs if counts), ZERO), sum(
        (was for counts, _, was in pairs if counts), ZERO
    )


def remainder(before: LedgerRow, detail: DraftDetail, places: int) -> Figures:
    """What of the row behind a detail is not billed by it, at the price that the row has (putting-right 3.2).

    Where the price stays, the amounts are what the detail leaves; where it changes, what its quantity would leave.
    """
    left = before.quantity - detail.quantity
    if detail.unit_price == before.unit_price:
        tax = ZERO
        if detail.correction and left != 0:  # a write-off on a first draft carries no tax (project-invoicing F2)
            tax = share(before.tax_amount, left, before.quantity, places)
        return Figures(left, before.amount - detail.amount, tax)
    amount, tax = (
        whole - share(whole, detail.quantity, before.quantity, places) for whole in (before.amount, before.tax_amount)
    )
    return Figures(left, amount, tax)


def reopened(detail: DraftDetail, places: int) -> Decimal:
    """The amount that a correction puts back among the open work; parts of fees are given up (project-invoicing C8)."""
    before = detail.billed_before
    if before is None or detail.kind is not DetailKind.TRANSACTION or detail.fixed_price:
        return ZERO
    if abs(detail.quantity) >= abs(before.quantity):
        return ZERO
    if detail.transaction_class is TransactionClass.FEE and detail.quantity:
        return ZERO
    return remainder(before, detail, places).amount
