"""Laws of the amounts of sales documents: lines and credits follow from what was agreed (returns 3.3, 3.4).

An order line is quantity times price less discount. An invoice line is its part of that, cumulative, so that all parts
add up to the whole; a credit is its part of the invoice line in the same way, or worked out from its price where it is
linked to none. What the goods cost is held to the vouchers instead (`vouchers`).
"""

from typing import Any

from sqlalchemy import Connection, Select, Table, and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import DetailKind, ReturnLineStatus
from ..amounts import ZERO
from .law import INVOICE, LINE, ORDER, PIECES, Found, Law, added, is_by_rate, is_canceled, or_zero, rows_of, sum_of
from .sales_figures import comes_to_the_whole, has_its_figures, is_its_net, with_quantity_before
from .taken import taken_rows
from .walk import breaking, key_of, rows, unlike

SOLD, RETURNED = tables.sales_order_line, tables.return_order_line
ORIGINAL, DETAIL = LINE.alias("original"), tables.invoice_line_detail


def _order_lines() -> Law:
    def broken(connection: Connection) -> Found:
        of_order = (SOLD.c.id, SOLD.c.quantity, SOLD.c.unit_price, SOLD.c.discount_percent, SOLD.c.net_amount)
        statement = select(*of_order, ORDER.c.currency).join(ORDER, ORDER.c.id == SOLD.c.order_id)
        inexact = unlike(connection, SOLD.c.net_amount, SOLD.c.quantity, SOLD.c.unit_price)
        doubtful = statement.where(or_(inexact, SOLD.c.discount_percent != ZERO))
        return breaking(rows(connection, doubtful), is_its_net, key_of)

    statement = "The net amount of a sales order line is its quantity times its price less its discount, rounded."
    return Law("returns 3.3 order lines", statement, rows_of(SOLD), broken)


def _same_terms() -> Law:
    """What an invoice line sells is what its order says, and what it credits is what it credits of."""
    kept = ("product_id", "unit_price", "discount_percent", "tax_code_id")
    sold = or_(*(LINE.c[name].is_distinct_from(SOLD.c[name]) for name in kept), _has_other_rate(SOLD))
    by_hand, taken = LINE.c.credits_line_id.is_(None), taken_rows()
    linked = and_(~by_hand, LINE.c.quantity != ZERO)  # what goes back to the customer takes nothing
    other = or_(
        LINE.c.product_id.is_distinct_from(RETURNED.c.product_id),
        LINE.c.credits_line_id.is_distinct_from(RETURNED.c.original_invoice_line_id),
        and_(by_hand, or_(LINE.c.discount_percent != RETURNED.c.discount_percent, _has_other_rate(RETURNED))),
        and_(linked, LINE.c.discount_percent != or_zero(taken.c.discount_percent, PIECES)),
        and_(linked, LINE.c.tax_rate.is_distinct_from(taken.c.tax_rate)),
        LINE.c.unit_price > taken.c.unit_price,
    )
    latest = (
        select(LINE.c.return_order_line_id.label("key"), func.max(LINE.c.id).label("id"))
        .where(LINE.c.return_order_line_id.is_not(None))
        .group_by(LINE.c.return_order_line_id)
        .subquery()
    )
    entered = or_(RETURNED.c.price_entered, by_hand)
    closed = and_(latest.c.id == LINE.c.id, RETURNED.c.return_status == ReturnLineStatus.INVOICED)
    price = case((entered, RETURNED.c.unit_price), else_=func.coalesce(taken.c.unit_price, LINE.c.unit_price))
    returned = or_(other, and_(closed, LINE.c.unit_price != price))
    of_sales = LINE.c.contract_line_id.is_(None)
    broken = (
        select(LINE.c.id)
        .outerjoin(SOLD, SOLD.c.id == LINE.c.sales_order_line_id)
        .outerjoin(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
        .outerjoin(taken, taken.c.key == LINE.c.id)
        .outerjoin(latest, latest.c.key == LINE.c.return_order_line_id)
        .where(
            or_(
                and_(LINE.c.sales_order_line_id.is_not(None), or_(sold, LINE.c.quantity <= ZERO)),
                and_(LINE.c.return_order_line_id.is_not(None), or_(returned, LINE.c.quantity > ZERO)),
                and_(LINE.c.sales_order_line_id.is_not(None), LINE.c.return_order_line_id.is_not(None)),
            )
        )
    )
    statement = (
        "A line that sells has the product, price, discount and tax rate of its order line; one that credits has the "
        "product of its return line, the discount and tax rate that stood of the line that it credits, and a price "
        "that is no higher: that which was entered, where it was credited last."
    )
    return Law("returns 3.3 terms", statement, rows_of(LINE, of_sales), broken)


def _has_other_rate(order_line: Table) -> Any:
    """Whether a line has another rate than its order says; that of a tax code is of the day of supply."""
    return and_(order_line.c.tax_code_id.is_(None), LINE.c.tax_rate.is_distinct_from(order_line.c.tax_rate))


def _invoiced_quantities() -> Law:
    counts = ~is_canceled(LINE.c.invoice_id)
    billed = added(LINE.c.sales_order_line_id, counts, kind=LINE.c.quantity.type, quantity=LINE.c.quantity)
    broken = (
        select(SOLD.c.id)
        .outerjoin(billed, billed.c.key == SOLD.c.id)
        .where(
            or_(
                or_zero(billed.c.quantity, LINE.c.quantity.type) != SOLD.c.invoiced_quantity,
                SOLD.c.invoiced_quantity > SOLD.c.quantity,
            )
        )
    )
    statement = (
        "What is invoiced of a sales order line is what its invoice lines total, but for canceled ones, and no more "
        "than was sold."
    )
    return Law("returns 3.3 invoiced", statement, rows_of(SOLD), broken)


def _lines() -> Law:
    of_line = [LINE.c[name] for name in ("id", "sales_order_line_id", "credits_line_id", "quantity", "unit_price")]
    of_line += [LINE.c[name] for name in ("discount_percent", "tax_rate", "net_amount", "tax_amount")]
    of_line += [LINE.c.discount_amount]
    billed = or_(LINE.c.sales_order_line_id.is_not(None), LINE.c.return_order_line_id.is_not(None))
    first, later, credit = DETAIL.alias("first"), DETAIL.alias("later"), LINE.alias("credit")
    lowered = (
        select(credit.c.credits_line_id.label("key"))
        .join(first, first.c.invoice_line_id == credit.c.id)
        .join(later, later.c.first_detail_id == first.c.id)
        .where(first.c.kind == DetailKind.PRODUCT, credit.c.credits_line_id.is_not(None))
        .distinct()
        .subquery()
    )
    taken = taken_rows()
    statement = (
        select(
            *of_line,
            INVOICE.c.currency,
            SOLD.c.quantity.label("sold"),
            SOLD.c.net_amount.label("sold_net"),
            taken.c.row_id,
            taken.c.correction,
            taken.c.quantity.label("original"),
            taken.c.unit_price.label("original_price"),
            taken.c.amount.label("original_net"),
            taken.c.tax_amount.label("original_tax"),
            ORIGINAL.c.discount_amount.label("original_discount"),
            or_(  # what was billed with a project is prorated line by line
                and_(ORIGINAL.c.id.is_(None), is_by_rate(LINE.c.invoice_id)),
                and_(ORIGINAL.c.sales_order_line_id.is_not(None), is_by_rate(ORIGINAL.c.invoice_id)),
            ).label("by_rate"),
        )
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .outerjoin(SOLD, SOLD.c.id == LINE.c.sales_order_line_id)
        .outerjoin(ORIGINAL, ORIGINAL.c.id == LINE.c.credits_line_id)
        .outerjoin(taken, taken.c.key == LINE.c.id)
        .outerjoin(lowered, lowered.c.key == LINE.c.credits_line_id)
        .where(billed, lowered.c.key.is_(None))  # what took less than its line says leaves more to the next
        .where(or_(LINE.c.sales_order_line_id.is_(None), LINE.c.sales_order_line_id.not_in(_canceled_sales())))
        .order_by(LINE.c.sales_order_line_id, taken.c.row_id, LINE.c.id)
    )

    def broken(connection: Connection) -> Found:
        lines = with_quantity_before(rows(connection, statement))
        return breaking(lines, has_its_figures, lambda one: key_of(one[0]))

    text = (
        "Net, tax and discount of a line follow from quantity, price, discount and tax rate, each part of a sale "
        "taking what keeps the parts together exact; a credit takes its part of what stood of the line that it "
        "credits, and at a lower price credits less of it."
    )
    return Law("returns 3.4 line amounts", text, rows_of(LINE, billed), broken)


def _canceled_sales() -> Select[int]:
    """Order lines of which an invoice was canceled: what is billed again takes what keeps the others exact with it."""
    again = LINE.alias("again")
    return select(again.c.sales_order_line_id).where(
        again.c.sales_order_line_id.is_not(None), is_canceled(again.c.invoice_id)
    )


def _billed_again() -> Law:
    """The order of documents no longer says what each of them took, but together they come to the whole."""
    standing = (
        select(
            LINE.c.sales_order_line_id.label("key"),
            sum_of(LINE.c.quantity, PIECES).label("quantity"),
            *(sum_of(LINE.c[name]).label(name) for name in ("net_amount", "tax_amount", "discount_amount")),
            func.max(case((or_(is_by_rate(LINE.c.invoice_id), LINE.c.tax_code_id.is_not(None)), 1), else_=0)).label(
                "by_rate"
            ),
        )
        .where(LINE.c.sales_order_line_id.in_(_canceled_sales()), ~is_canceled(LINE.c.invoice_id))
        .group_by(LINE.c.sales_order_line_id)
        .subquery()
    )
    statement = (
        select(standing, SOLD.c.id, SOLD.c.unit_price, SOLD.c.tax_rate, SOLD.c.net_amount.label("sold_net"))
        .add_columns(ORDER.c.currency)
        .join(SOLD, SOLD.c.id == standing.c.key)
        .join(ORDER, ORDER.c.id == SOLD.c.order_id)
        .where(standing.c.quantity == SOLD.c.quantity)
    )

    def broken(connection: Connection) -> Found:
        return breaking(rows(connection, statement), comes_to_the_whole, key_of)

    text = (
        "Where an invoice of an order line was canceled, and all of it is billed again, its invoices come to the whole."
    )
    looked_at = rows_of(SOLD, SOLD.c.id.in_(_canceled_sales()))
    return Law("returns 3.3 billed again", text, looked_at, broken)


LAWS: tuple[Law, ...] = (_order_lines(), _same_terms(), _invoiced_quantities(), _lines(), _billed_again())
