"""What the lines of sales orders and their documents must come to, row by row, for the laws of `sales_amounts`."""

from collections.abc import Iterator
from decimal import Decimal

from ..amounts import ZERO, allocated, gross, line_net, share, tax_on
from .walk import Row, at_some_places

Figures = tuple[Decimal, Decimal, Decimal]  # net, tax and discount


def is_its_net(row: Row) -> bool:
    """Whether a sales order line's net amount follows from its quantity, price and discount."""

    def holds(places: int) -> bool:
        return bool(row.net_amount == line_net(row.quantity, row.unit_price, row.discount_percent, places))

    return at_some_places(row.currency, holds)


def comes_to_the_whole(row: Row) -> bool:
    """Whether what stands of a sale that is invoiced in full is its net, tax and discount."""
    told = (row.net_amount, row.tax_amount, row.discount_amount)

    def holds(places: int) -> bool:
        off = gross(row.quantity, row.unit_price, places) - row.sold_net
        return _is_told(row, told, (row.sold_net, tax_on(row.sold_net, row.tax_rate, places), off))

    return at_some_places(row.currency, holds)


def with_quantity_before(lines: Iterator[Row]) -> Iterator[tuple[Row, Decimal]]:
    """Lines, each with the quantity that earlier lines of the same sale, or credits of the same line, took."""
    current, before = None, ZERO
    for line in lines:
        key = (line.sales_order_line_id, line.row_id)
        if key != current:
            current, before = key, ZERO
        yield line, before
        before += line.quantity or ZERO


def has_its_figures(line: tuple[Row, Decimal]) -> bool:
    """Whether an invoice line's figures follow from its sale or what it credits, after the quantity taken before."""
    row, before = line
    told = (row.net_amount, row.tax_amount, row.discount_amount)
    return at_some_places(row.currency, lambda places: _is_told(row, told, _figures(row, before, places)))


def _is_told(row: Row, told: Figures, figures: Figures) -> bool:
    """Where tax was rounded by rate, it follows from what is taxed alike, not from the line alone (documents 2.4)."""
    return told == figures or bool(row.by_rate and (told[0], told[2]) == (figures[0], figures[2]))


def _figures(row: Row, before: Decimal, places: int) -> Figures:
    if row.sales_order_line_id is not None and row.sold:
        wholes = (
            row.sold_net,
            tax_on(row.sold_net, row.tax_rate, places),
            gross(row.sold, row.unit_price, places) - row.sold_net,
        )
        return _parts(wholes, before, row.quantity, row.sold, places)
    if row.credits_line_id is not None and row.original:
        wholes = (row.original_net, row.original_tax, _discount(row, places))
        taken = _parts(wholes, -before, -row.quantity, row.original, places)
        net, tax, discount = taken if row.unit_price == row.original_price else _lowered(row, taken, places)
        return -net, -tax, -discount
    net = line_net(row.quantity, row.unit_price, row.discount_percent, places)
    return net, tax_on(net, row.tax_rate, places), gross(row.quantity, row.unit_price, places) - net


def _parts(wholes: Figures, before: Decimal, part: Decimal, whole: Decimal, places: int) -> Figures:
    if part == whole and before == ZERO:
        return wholes
    net, tax, discount = (allocated(one, before, part, whole, places) for one in wholes)
    return net, tax, discount


def _discount(row: Row, places: int) -> Decimal:
    """What was taken off the row that a credit took of; of a correction what its price comes to without."""
    if not row.correction:
        return Decimal(row.original_discount)
    return gross(row.original, row.original_price, places) - Decimal(row.original_net)


def _lowered(row: Row, taken: Figures, places: int) -> Figures:
    """What is credited at a lower price of what was taken; the difference is kept (putting-right 7.2)."""
    most, most_tax, most_off = taken
    net = min(line_net(-row.quantity, row.unit_price, row.discount_percent, places), most)
    of_entered = most_tax if net == most else share(most_tax, net, most, places)
    tax = of_entered if row.tax_rate is None or net == most else min(tax_on(net, row.tax_rate, places), most_tax)
    return net, tax, min(gross(-row.quantity, row.unit_price, places) - net, most_off)
