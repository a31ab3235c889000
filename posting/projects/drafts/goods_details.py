"""New values of goods and charges on a correction: what is right, never the difference (putting-right 2.1.5)."""

from decimal import Decimal

from ...amounts import LARGEST_AMOUNT, ZERO, tax_on
from ...checks import Checks
from ...commands import DetailUpdateInput
from ...planners.projects.facts import DraftDetail
from ...planners.projects.goods_facts import Goods, GoodsSide
from ...planners.projects.goods_values import right_amounts

Path = tuple[str, ...]


def goods_detail(
    detail: DraftDetail, goods: Goods, wanted: DetailUpdateInput, places: int, checks: Checks, path: Path
) -> DraftDetail:
    """`detail` with the wanted values; what is wrong with their form goes to `checks`."""
    known = len(checks.problems)
    rate = detail.tax_rate  # as it has been entered
    if rate is not None:
        checks.percent("A tax rate", rate, *path, "taxRate")
    if goods.side is GoodsSide.CHARGE:
        return _charge(detail, goods, wanted.amount, rate or ZERO, places, checks, path)
    quantity = detail.quantity if wanted.quantity is None else wanted.quantity
    price = detail.unit_price if wanted.unit_price is None else wanted.unit_price
    discount = detail.discount_percent if wanted.discount_percent is None else wanted.discount_percent
    checks.number("A quantity", quantity, *path, "quantity")
    checks.not_negative("A unit price", price, *path, "unitPrice")
    checks.percent("A discount", discount or ZERO, *path, "discountPercent")
    if len(checks.problems) > known:
        return detail
    net, tax = right_amounts(goods, quantity, price, discount, rate, places)
    if rate is None:
        tax = _entered_tax(detail, quantity, wanted.tax_amount, places, checks, path)
    if abs(net) >= LARGEST_AMOUNT:
        checks.invalid("detail-too-large", *path, "quantity", limit=LARGEST_AMOUNT)
    return detail._replace(
        quantity=quantity,
        unit_price=price,
        discount_percent=discount,
        tax_rate=rate,
        amount=net,
        tax_amount=tax,
        description=wanted.description or detail.description,
    )


def _charge(
    detail: DraftDetail, goods: Goods, wanted: Decimal | None, rate: Decimal, places: int, checks: Checks, path: Path
) -> DraftDetail:
    """A charge with its right amount, one piece or none, and the tax that follows from its rate."""
    amount = detail.amount if wanted is None else wanted
    checks.amount("An amount", amount, places, *path, "amount")
    as_it_stands = (amount, rate) == (goods.standing.amount, goods.tax_rate)
    return detail._replace(
        quantity=Decimal(0 if amount == 0 else 1 if amount > 0 else -1),
        unit_price=abs(amount),
        amount=amount,
        tax_rate=rate,
        tax_amount=goods.standing.tax_amount if as_it_stands else tax_on(amount, rate, places),
    )


def _entered_tax(
    detail: DraftDetail, quantity: Decimal, wanted: Decimal | None, places: int, checks: Checks, path: Path
) -> Decimal:
    """The tax of goods without a rate: as entered, with the sign of the quantity; none on nothing."""
    tax = detail.tax_amount if wanted is None else wanted
    at = (*path, "taxAmount")
    checks.amount("A tax amount", tax, places, *at)
    if tax != 0 and detail.source is not None and (tax > 0) != (detail.source.quantity > 0):
        checks.invalid("tax-sign-billed", *at)
    return ZERO if wanted is None and quantity == 0 else tax
