"""What a detail of a draft adds to its invoice, and what it leaves of what was billed before."""

from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import BillingType, DetailKind, TransactionClass
from ...amounts import ZERO, share
from .facts import Draft, DraftDetail, LedgerRow
from .goods_facts import Goods

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
    """Whether a correction leaves everything as it was billed; that is its price and its text, too, but of nothing."""
    before = detail.billed_before
    if before is None:
        return False
    if detail.goods is not None and detail.quantity == before.quantity == ZERO:
        return True  # all of it came back in the meantime
    if detail.kind in PRICED and _terms(detail) != (before.unit_price, before.description, *_rates(detail.goods)):
        return False
    return (detail.quantity, detail.amount, detail.tax_amount) == (before.quantity, before.amount, before.tax_amount)


def _terms(detail: DraftDetail) -> tuple[Decimal | str | None, ...]:
    return detail.unit_price, detail.description, detail.discount_percent, detail.tax_rate


def _rates(goods: Goods | None) -> tuple[Decimal | None, Decimal | None]:
    """The discount and the tax rate of goods as they stand; work has none."""
    return (None, None) if goods is None else (goods.discount_percent, goods.tax_rate)


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
