"""Which values of a draft's detail can be entered, and between what bounds (project-invoicing 2.2, 2.3, access 6.7).

What can be changed stands here once: for whoever shows a form, and for the update that refuses the rest. Bounds are of
the field alone; what depends on other fields, or on the whole draft, is looked at by the update, the plan and the
confirmation.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import DetailField, DetailKind
from ...amounts import ZERO
from .facts import DraftDetail, Retainer
from .goods_facts import Goods, GoodsSide

SCALE = 6  # decimal places of a quantity, a price and a per cent
HUNDRED = Decimal(100)
F = DetailField
FORM = (  # the order in which a form has them
    F.QUANTITY,
    F.UNIT_PRICE,
    F.DISCOUNT_PERCENT,
    F.AMOUNT,
    F.TAX_AMOUNT,
    F.TAX_RATE,
    F.TAX_CODE,
    F.BILLING_TYPE,
    F.DESCRIPTION,
)
Fields = frozenset[DetailField]
NONE: Fields = frozenset()
TERMS = frozenset({F.QUANTITY, F.UNIT_PRICE, F.DISCOUNT_PERCENT, F.DESCRIPTION})
BY_KIND: dict[tuple[DetailKind, bool], Fields] = {  # and whether it is a correction
    (DetailKind.TRANSACTION, False): frozenset({F.QUANTITY, F.TAX_AMOUNT, F.BILLING_TYPE, F.DESCRIPTION}),
    (DetailKind.TRANSACTION, True): frozenset({F.QUANTITY, F.UNIT_PRICE, F.TAX_AMOUNT, F.DESCRIPTION}),
    (DetailKind.MILESTONE, False): frozenset({F.TAX_AMOUNT, F.BILLING_TYPE, F.DESCRIPTION}),
    (DetailKind.RETAINER, True): frozenset({F.AMOUNT}),
    (DetailKind.APPLIED_RETAINER, False): frozenset({F.AMOUNT}),
    (DetailKind.APPLIED_RETAINER, True): frozenset({F.AMOUNT}),
}
CODED = frozenset(  # that a tax code can be entered for: what is billed by itself, and corrections but of milestones
    {
        (DetailKind.TRANSACTION, False),
        (DetailKind.TRANSACTION, True),
        (DetailKind.MILESTONE, False),
        (DetailKind.RETAINER, False),
    }
)
WHOLE_MILESTONE = frozenset({F.QUANTITY, F.AMOUNT, F.TAX_AMOUNT})  # zero, or refused with a code of its own


class Editable(NamedTuple):
    """A field that can be changed, with its smallest and largest value and the decimal places it may have."""

    field: DetailField
    smallest: Decimal | None = None
    largest: Decimal | None = None
    scale: int | None = None


def editable_fields(detail: DraftDetail) -> Fields:
    """The fields of a detail that can be changed; the price of fixed-price work stays (putting-right 3.1)."""
    if detail.goods is not None:
        return _of_goods(detail, detail.goods)
    if detail.correction and detail.kind is DetailKind.MILESTONE:
        return frozenset({F.QUANTITY}) if detail.starts_billed else NONE  # zero from the beginning
    if detail.correction and detail.kind is DetailKind.RETAINER_REFUND:
        return frozenset({F.AMOUNT}) if detail.starts_billed else NONE  # likewise
    found = BY_KIND.get((detail.kind, detail.correction), NONE)
    return found - {F.UNIT_PRICE} if detail.fixed_price else found


def accepted_fields(detail: DraftDetail) -> Fields:
    """The fields that an update looks at: of a corrected milestone more than can be changed, to say why they cannot."""
    if detail.goods is None and detail.correction and detail.kind is DetailKind.MILESTONE:
        return WHOLE_MILESTONE
    return editable_fields(detail)


def takes_code(detail: DraftDetail) -> bool:
    """Whether a tax code can be entered; that of an advance is fixed once it is billed (documents 2.7)."""
    return detail.goods is not None or (detail.kind, detail.correction) in CODED


def editable(
    detail: DraftDetail, places: int, retainer: Retainer | None, *, with_codes: bool = False
) -> Iterator[Editable]:
    """The fields of a detail that can be changed, each with its bounds; `retainer` is the one that it is about.

    A tax code can be entered where there are any.
    """
    fields = editable_fields(detail)
    if with_codes and takes_code(detail):
        fields |= {F.TAX_CODE}
    for field in FORM:
        if field in fields:
            yield _bounded(field, detail, places, retainer)


def _of_goods(detail: DraftDetail, goods: Goods) -> Fields:
    """Goods of project invoices have no tax rate, so that their tax is entered."""
    if goods.side is GoodsSide.CHARGE:
        return frozenset({F.AMOUNT, F.TAX_RATE})
    return TERMS | {F.TAX_AMOUNT if detail.tax_rate is None else F.TAX_RATE}


def _bounded(field: DetailField, detail: DraftDetail, places: int, retainer: Retainer | None) -> Editable:
    match field:
        case F.QUANTITY:
            is_whole = detail.kind is DetailKind.MILESTONE
            smallest, largest = (ZERO, ZERO) if is_whole else _signed(detail)
            return Editable(field, smallest, largest, SCALE)
        case F.TAX_AMOUNT:
            return Editable(field, *_signed(detail), places)
        case F.AMOUNT:
            return Editable(field, *_amounts(detail, retainer), places)
        case F.UNIT_PRICE | F.TAX_RATE:
            return Editable(field, ZERO, None, SCALE)
        case F.DISCOUNT_PERCENT:
            return Editable(field, ZERO, HUNDRED, SCALE)
        case _:
            return Editable(field)


def _signed(detail: DraftDetail) -> tuple[Decimal | None, Decimal | None]:
    """What has the sign of what is billed or corrected, or is nothing."""
    is_positive = detail.source is None or detail.source.quantity > 0
    return (ZERO, None) if is_positive else (None, ZERO)


def _amounts(detail: DraftDetail, retainer: Retainer | None) -> tuple[Decimal | None, Decimal | None]:
    """Amounts of retainers are entered without their sign, and so is what is taken back of a refund: all of it."""
    if detail.kind is DetailKind.CHARGE:
        return _signed(detail)
    if detail.kind is DetailKind.RETAINER_REFUND:
        return ZERO, ZERO
    if retainer is None or detail.kind is DetailKind.RETAINER:
        return (ZERO if retainer is None else retainer.used), None
    applied = ZERO if detail.billed_before is None else -detail.billed_before.amount
    return ZERO, retainer.available + applied
