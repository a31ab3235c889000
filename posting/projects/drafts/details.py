"""New values of a detail: which may be changed, and the amount that follows from them (project-invoicing 2.2, 2.3)."""

from collections.abc import Mapping, Set
from decimal import Decimal

from ....models.vocabulary import BillingType, DetailKind, ProblemCode
from ...amounts import LARGEST_AMOUNT, ZERO, gross
from ...checks import Checks
from ...commands import DetailUpdateInput
from ...planners.projects.draft_taxes import line_tax
from ...planners.projects.editing import accepted_fields, takes_code
from ...planners.projects.facts import DraftDetail
from .coded import Taxing, has_fixed_code, recoded
from .goods_details import goods_detail

API_NAMES = {
    "quantity": "quantity",
    "amount": "amount",
    "tax_amount": "taxAmount",
    "billing_type": "billingType",
    "description": "description",
    "unit_price": "unitPrice",
    "discount_percent": "discountPercent",
    "tax_rate": "taxRate",
    "tax_code": "taxCode",
}


def changed_detail(
    detail: DraftDetail,
    wanted: DetailUpdateInput,
    places: int,
    taxing: Taxing,
    checks: Checks,
    path: tuple[str, ...],
) -> DraftDetail:
    """`detail` with the wanted values; what is wrong with their form goes to `checks`.

    The tax of what has a code follows from it, unless it is entered; that of advances follows the whole draft.
    """
    given = {name for name in API_NAMES if getattr(wanted, name) is not None}
    if not given:
        checks.invalid("nothing-to-change", *path)
    editable = {one.value.lower() for one in accepted_fields(detail)}
    if takes_code(detail) and (taxing.codes or wanted.tax_code is not None):
        editable.add("tax_code")
    if has_fixed_code(detail):
        given.discard("tax_code")  # which is refused in words of its own
    for name in sorted(given - editable):
        at, values = (*path, API_NAMES[name]), _locked(detail, name, editable)
        checks.fail(ProblemCode.FIELD_NOT_EDITABLE, _way_out(detail), *at, **values)
    if given - editable:
        return detail
    coded = recoded(detail, wanted, taxing, checks, path)
    if detail.goods is not None:
        return goods_detail(coded, detail.goods, wanted, places, checks, path)
    if detail.retainer_id is not None:
        return _with_amount(coded, wanted.amount, places, checks, path)
    if detail.kind is DetailKind.MILESTONE and detail.correction:
        return _milestone(detail, wanted)
    changed = _transaction(coded, wanted, places, checks, path)
    return changed if changed.tax_code_id is None else _taxed(detail, changed, wanted, places)


def _taxed(before: DraftDetail, changed: DraftDetail, wanted: DetailUpdateInput, places: int) -> DraftDetail:
    """What is entered is kept until quantity, price, code or billing type change without another (documents 2.6)."""
    if wanted.tax_amount is not None:
        return changed._replace(tax_entered=True)
    if _terms(before) == _terms(changed):
        return changed
    reckoned = changed._replace(tax_entered=False)
    return reckoned._replace(tax_amount=line_tax(reckoned, places))


def _terms(detail: DraftDetail) -> tuple[object, ...]:
    return detail.quantity, detail.unit_price, detail.tax_code_id, detail.tax_rate, detail.billing_type


def _locked(detail: DraftDetail, name: str, editable: Set[str]) -> Mapping[str, str | bool | None]:
    """What a message about a field that cannot be changed speaks of."""
    can = ", ".join(API_NAMES[one] for one in API_NAMES if one in editable)
    return {
        "description": detail.description,
        "field": API_NAMES[name],
        "kind": detail.kind,
        "corrected": detail.correction,
        "editable": can if can and detail.kind is not DetailKind.MILESTONE else None,
    }


def _way_out(detail: DraftDetail) -> str:
    """The variant that tells what to do instead."""
    if detail.goods is not None:
        return "goods"
    return "correction" if detail.correction else "first-time"


def _with_amount(
    detail: DraftDetail, amount: Decimal | None, places: int, checks: Checks, path: tuple[str, ...]
) -> DraftDetail:
    """A retainer with another amount; applied ones are entered without their sign."""
    if amount is None:
        return detail
    checks.amount("An amount", amount, places, *path, "amount")
    if amount < 0:
        checks.invalid("amount-without-sign", *path, "amount")
    sign = Decimal(1 if detail.kind is DetailKind.RETAINER else -1)
    return detail._replace(quantity=sign if amount else ZERO, unit_price=amount, amount=sign * amount + ZERO)


def _milestone(detail: DraftDetail, wanted: DetailUpdateInput) -> DraftDetail:
    """A corrected milestone: quantity zero is all that it takes to credit it."""
    known = detail._replace(quantity=ZERO, amount=ZERO, tax_amount=ZERO) if wanted.quantity == 0 else detail
    return known._replace(
        quantity=known.quantity if wanted.quantity is None else wanted.quantity,
        amount=known.amount if wanted.amount is None else wanted.amount,
        tax_amount=known.tax_amount if wanted.tax_amount is None else wanted.tax_amount,
    )


def _transaction(
    detail: DraftDetail, wanted: DetailUpdateInput, places: int, checks: Checks, path: tuple[str, ...]
) -> DraftDetail:
    quantity = detail.quantity if wanted.quantity is None else wanted.quantity
    price = detail.unit_price if wanted.unit_price is None else wanted.unit_price
    known = len(checks.problems)
    checks.not_negative("A unit price", price, *path, "unitPrice")
    is_priced = len(checks.problems) == known
    billing_type = wanted.billing_type or detail.billing_type
    tax = _tax(detail, wanted, billing_type, places, checks, path)
    if not checks.number("A quantity", quantity, *path, "quantity") or not is_priced:
        return detail
    amount = amount_of(detail, quantity, price, places)
    if abs(amount) >= LARGEST_AMOUNT:
        checks.invalid("detail-too-large", *path, "quantity", limit=LARGEST_AMOUNT)
    return detail._replace(
        quantity=quantity,
        unit_price=price,
        amount=amount,
        tax_amount=tax,
        billing_type=billing_type,
        description=wanted.description or detail.description,
    )


def _tax(
    detail: DraftDetail,
    wanted: DetailUpdateInput,
    billing_type: BillingType,
    places: int,
    checks: Checks,
    path: tuple[str, ...],
) -> Decimal:
    """The tax that a detail then has; what is not charged bears none."""
    at = (*path, "taxAmount")
    tax = detail.tax_amount if wanted.tax_amount is None else wanted.tax_amount
    free = billing_type is not BillingType.CHARGEABLE
    if billing_type is not detail.billing_type and wanted.tax_amount is None:
        tax = ZERO if free else detail.usual_tax
    if free and wanted.tax_amount:
        checks.invalid("no-tax", *at, given=billing_type)
    checks.amount("A tax amount", tax, places, *at)
    positive = detail.source is None or detail.source.quantity > 0
    if tax != 0 and (tax > 0) != positive:
        checks.invalid("tax-sign-billed", *at)
    if tax != 0 and detail.kind is DetailKind.MILESTONE and detail.amount == 0:
        checks.invalid("milestone-without-tax", *at)
    return tax


def amount_of(detail: DraftDetail, quantity: Decimal, price: Decimal, places: int) -> Decimal:
    """Quantity times price; the earlier amount exactly, never rounded anew, where both are the earlier ones."""
    known = detail if detail.source is None else detail.source
    if (quantity, price) == (known.quantity, known.unit_price):
        return known.amount
    return gross(quantity, price, places)
