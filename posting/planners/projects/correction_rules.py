"""One rule for many details: what it says is right of each, begun with what stands (putting-right 8.1, 8.2)."""

from dataclasses import dataclass
from decimal import Decimal

from ....models.identity import GlobalId
from ....models.places import QUANTITY_PLACES
from ....models.vocabulary import DetailKind
from ...amounts import EXACT, ZERO, line_net, rounded, share, tax_on
from ...commands import DetailUpdateInput
from .facts import DraftDetail
from .goods_facts import GoodsSide

OF_RULE = GlobalId("")  # a rule names no detail


@dataclass(frozen=True)
class CorrectionRule:
    """What is right of all that is selected: exactly one of these."""

    unit_price: Decimal | None = None
    price_factor: Decimal | None = None
    tax_rate: Decimal | None = None
    credit_in_full: bool = False


def right_values(detail: DraftDetail, rule: CorrectionRule, places: int) -> DetailUpdateInput | None:
    """What is to be entered of a detail that begins as it stands; None where the rule does not reach it.

    Prices and tax rates are of goods and of work by time and material; what is credited in full can be a milestone or
    fixed-price work, too. Charges and retainers are never reached.
    """
    if rule.credit_in_full:
        return _nothing(detail)
    if not _is_priced(detail):
        return None
    if rule.tax_rate is not None:
        return _at_rate(detail, rule.tax_rate, places)
    return _at_price(detail, _price(detail.unit_price, rule), places)


def _nothing(detail: DraftDetail) -> DetailUpdateInput | None:
    if detail.goods is not None:
        is_charge = detail.goods.side is GoodsSide.CHARGE
        return None if is_charge else DetailUpdateInput(detail=OF_RULE, quantity=ZERO)
    if detail.kind is DetailKind.TRANSACTION:
        return DetailUpdateInput(detail=OF_RULE, quantity=ZERO, tax_amount=ZERO)
    return DetailUpdateInput(detail=OF_RULE, quantity=ZERO) if detail.kind is DetailKind.MILESTONE else None


def _is_priced(detail: DraftDetail) -> bool:
    if detail.goods is not None:
        return detail.goods.side is not GoodsSide.CHARGE
    return detail.kind is DetailKind.TRANSACTION and not detail.fixed_price


def _price(before: Decimal, rule: CorrectionRule) -> Decimal:
    if rule.unit_price is not None:
        return rule.unit_price
    assert rule.price_factor is not None, "a rule says something"
    return rounded(EXACT.multiply(before, rule.price_factor), QUANTITY_PLACES)


def _at_rate(detail: DraftDetail, rate: Decimal, places: int) -> DetailUpdateInput:
    """What has no tax rate of its own takes the tax that follows from this one; so does work, in place of its code."""
    if detail.goods is None and detail.tax_code_id is not None:
        if rate == detail.tax_rate:
            return DetailUpdateInput(detail=OF_RULE, unit_price=detail.unit_price)
        return DetailUpdateInput(detail=OF_RULE, tax_code="", tax_amount=tax_on(detail.amount, rate, places))
    if detail.tax_rate is not None:
        return DetailUpdateInput(detail=OF_RULE, tax_rate=rate)
    return DetailUpdateInput(detail=OF_RULE, tax_amount=tax_on(detail.amount, rate, places))


def _at_price(detail: DraftDetail, price: Decimal, places: int) -> DetailUpdateInput:
    """The tax of what has no rate goes with its amount."""
    if detail.tax_rate is not None:
        return DetailUpdateInput(detail=OF_RULE, unit_price=price)
    tax = detail.tax_amount
    if price != detail.unit_price and detail.amount:
        net = line_net(detail.quantity, price, detail.discount_percent or ZERO, places)
        tax = share(tax, net, detail.amount, places)
    return DetailUpdateInput(detail=OF_RULE, unit_price=price, tax_amount=tax)
