"""The right values of goods and charges, and what correcting them moves besides the ledger (putting-right 2.1, 2.3)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...amounts import ZERO, allocated, gross, line_net, share, tax_on
from ...planned.changes import Change
from ...rules.vouchers import GIVEN_UP, Figure
from ..vouchers import Booked, booked, goods_back
from .facts import DraftDetail
from .goods_facts import Goods, GoodsSide, Share


def right_amounts(
    goods: Goods, quantity: Decimal, price: Decimal, discount: Decimal | None, rate: Decimal | None, places: int
) -> tuple[Decimal, Decimal]:
    """The right net and tax. Cents are kept: what is as it stands is not reckoned anew (putting-right 2.1.6)."""
    standing = goods.standing
    as_it_stands = (quantity, price, discount) == (standing.quantity, goods.unit_price, goods.discount_percent)
    net = standing.amount if as_it_stands else line_net(quantity, price, discount or ZERO, places)
    most = most_credited(goods, quantity, places)
    if most is not None and price <= most.unit_price and not as_it_stands:
        net = _within(net, most.net, places)
    if rate is None or (as_it_stands and rate == goods.tax_rate):
        return net, standing.tax_amount
    tax = tax_on(net, rate, places)
    return net, tax if most is None else _within(tax, most.tax_amount, places)


def most_credited(goods: Goods, quantity: Decimal, places: int) -> Share | None:
    """The most that so many pieces of a credit note can credit: their part of what it took of the sale."""
    took = goods.share
    if took is None:
        return None
    net, tax = (share(one, abs(quantity), goods.sold, places) for one in (took.net, took.tax_amount))
    if abs(quantity) > goods.sold:  # which is refused itself
        return took._replace(net=net, tax_amount=tax)
    return took._replace(net=min(net, took.most_net), tax_amount=min(tax, took.most_tax_amount))


def _within(credited: Decimal, most: Decimal, places: int) -> Decimal:
    """A credit, below zero, that is not above what was taken by a rounded cent alone."""
    above = -credited - most
    return -most + ZERO if ZERO < above <= Decimal(1).scaleb(-places) else credited


def discount_change(detail: DraftDetail, goods: Goods, places: int) -> Decimal:
    """What more is taken off quantity times price than stands; charges have no discount."""
    if goods.side is GoodsSide.CHARGE:
        return ZERO
    return gross(detail.quantity, detail.unit_price, places) - detail.amount - goods.standing.discount_amount


def given_up(detail: DraftDetail, goods: Goods) -> Decimal:
    """How many pieces a correction gives up; below zero where they are raised again.

    A credit by hand may be raised above what came back: what is more never lay anywhere, and moves nothing.
    """
    return min(abs(goods.standing.quantity), goods.sold) - min(abs(detail.quantity), goods.sold)


def moves_pieces_back(detail: DraftDetail) -> bool:
    """Whether a correction of a credit note changes how many pieces it took of the sale."""
    goods = detail.goods
    return goods is not None and goods.side is GoodsSide.CREDIT and given_up(detail, goods) != ZERO


def cost_given_up(detail: DraftDetail, goods: Goods, places: int) -> Decimal:
    """The cost of the pieces that a correction gives up: their share of that of the first line."""
    pieces = given_up(detail, goods)
    if goods.side is GoodsSide.CHARGE or not pieces or not goods.cost_amount:
        return ZERO
    return allocated(goods.cost_amount, goods.costed, pieces, goods.sold, places) - goods.cost_ahead


def cost_entries(detail: DraftDetail, goods: Goods, places: int) -> Booked:
    """How the cost moves: of a sale to the losses, of a credit note back to where it came from."""
    cost = cost_given_up(detail, goods, places)
    if not cost:
        return []
    if goods.side is GoodsSide.SALE:
        return booked(GIVEN_UP.rows, {Figure.COST: cost})
    back = goods_back(goods.action)
    return booked(back.cleared if goods.cleared else back.direct, {Figure.COST: -cost})


def line_cost(detail: DraftDetail, goods: Goods, places: int) -> Decimal:
    """The cost on the document's line: what it adds to the cost of goods sold."""
    cost = cost_given_up(detail, goods, places)
    return (-cost if goods.side is GoodsSide.SALE else cost) + ZERO


def goods_changes(details: Iterable[DraftDetail], places: int) -> Iterator[Change]:
    """What moves besides the ledger: the cost of each line, and what of a return line is credited.

    Pieces that are no longer credited can be returned again; the status of the line stays (putting-right 2.3).
    """
    for detail in details:
        goods = detail.goods
        if goods is None:
            continue
        if cost := line_cost(detail, goods, places):
            yield Change("InvoiceLine", detail.line_id, "cost_amount", ZERO, cost)
        if goods.return_line is not None and (pieces := given_up(detail, goods)):
            line = goods.return_line
            yield Change("ReturnOrderLine", line.id, "invoiced_quantity", line.invoiced, line.invoiced - pieces)
            yield Change("ReturnOrderLine", line.id, "released_quantity", line.released, line.released + pieces)
