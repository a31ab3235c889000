"""Laws of what stands of a line of a sale, after all corrections and returns of it (putting-right 11: P2, P4, P6)."""

from sqlalchemy import Connection, Subquery, and_, case, func, literal, or_, select, union_all

from ...models import tables
from ...models.vocabulary import DetailKind
from ..amounts import ZERO, share
from .law import ACTUAL, BILLED, INVOICE, LINE, PIECES, POSTED, STANDS, Found, Law, is_by_rate, or_zero, rows_of, sum_of
from .walk import Row, at_some_places, breaking, key_of, rows

DETAIL, RETURNED = tables.invoice_line_detail, tables.return_order_line
FIRST, FIRST_LINE = DETAIL.alias("first"), LINE.alias("first_line")
OF_SALES, SALES = INVOICE.c.contract_id.is_(None), LINE.c.sales_order_line_id.is_not(None)
NAMES = ("pieces", "net", "tax", "cost")


def _families() -> Subquery:
    """By line of a sale, what it and all that took of it come to.

    `kept` is above zero where less was credited than was taken, `lowered` where a credit note of it was corrected, and
    `waiting` where goods lie here that are not credited.
    """
    figures = (LINE.c.quantity, LINE.c.net_amount, LINE.c.tax_amount, LINE.c.cost_amount)
    named = (one.label(name) for one, name in zip(figures, NAMES, strict=True))
    nothing = (literal(0).label(name) for name in ("kept", "lowered", "waiting"))
    sold = select(LINE.c.id.label("key"), *named, *nothing).where(SALES)
    returned = (
        select(LINE.c.credits_line_id, *figures, case((RETURNED.c.price_entered, 1), else_=0), literal(0), literal(0))
        .join(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
        .where(LINE.c.credits_line_id.is_not(None))
    )
    waiting = select(
        RETURNED.c.original_invoice_line_id,
        *(literal(ZERO, one.type) for one in figures),
        literal(0),
        literal(0),
        case((RETURNED.c.received_quantity > RETURNED.c.invoiced_quantity, 1), else_=0),
    ).where(RETURNED.c.original_invoice_line_id.is_not(None))
    of_credit = case((FIRST_LINE.c.credits_line_id.is_not(None), 1), else_=0)
    corrected = (
        select(
            func.coalesce(FIRST_LINE.c.credits_line_id, FIRST_LINE.c.id),
            DETAIL.c.quantity - DETAIL.c.previous_quantity,
            DETAIL.c.invoice_amount,
            DETAIL.c.invoice_tax_amount,
            LINE.c.cost_amount,
            of_credit,
            of_credit,
            literal(0),
        )
        .select_from(DETAIL)
        .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
        .join(FIRST, FIRST.c.id == DETAIL.c.first_detail_id)
        .join(FIRST_LINE, FIRST_LINE.c.id == FIRST.c.invoice_line_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(POSTED, OF_SALES, DETAIL.c.kind == DetailKind.PRODUCT)
    )
    parts = union_all(sold, returned, waiting, corrected).subquery()
    return (
        select(
            parts.c.key,
            sum_of(parts.c.pieces, PIECES).label("pieces"),
            *(sum_of(parts.c[name]).label(name) for name in NAMES[1:]),
            *(func.max(parts.c[name]).label(name) for name in ("kept", "lowered", "waiting")),
        )
        .group_by(parts.c.key)
        .subquery()
    )


def _live() -> Subquery:
    """By line of a sale, the billed row of its chain that stands."""
    figures = (sum_of(ACTUAL.c[name]).label(name) for name in ("amount", "tax_amount"))
    return (
        select(FIRST.c.invoice_line_id.label("key"), sum_of(ACTUAL.c.quantity, PIECES).label("quantity"), *figures)
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .join(FIRST, FIRST.c.id == func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id))
        .where(BILLED, STANDS, ~ACTUAL.c.rule.like("%.returned_part"), DETAIL.c.kind == DetailKind.PRODUCT)
        .group_by(FIRST.c.invoice_line_id)
        .subquery("live")
    )


def _standing() -> Law:
    families, live = _families(), _live()
    by_line = ~is_by_rate(LINE.c.invoice_id)  # by rate tax stands of what is taxed alike together (documents 2.5)
    least = or_(*(families.c[name] < ZERO for name in NAMES if name != "tax"), and_(by_line, families.c.tax < ZERO))
    most = or_(
        families.c.pieces > or_zero(live.c.quantity, PIECES),
        and_(
            families.c.kept == 0,
            or_(
                families.c.net > or_zero(live.c.amount),
                and_(by_line, families.c.tax > or_zero(live.c.tax_amount)),
            ),
        ),
    )
    broken = (
        select(LINE.c.id)
        .join(families, families.c.key == LINE.c.id)
        .outerjoin(live, live.c.key == LINE.c.id)
        .where(SALES, or_(least, most))
    )
    statement = (
        "Of a line of a sale never less than nothing stands, neither pieces nor net, tax or cost, whatever was "
        "corrected and returned of it; and never more than its live row bills, but for what was kept of a lower credit."
    )
    return Law("P2 standing pieces", statement, rows_of(LINE, SALES), broken)


def _cents() -> Law:
    families = _families()
    left = or_(families.c.net != ZERO, and_(families.c.tax != ZERO, ~is_by_rate(LINE.c.invoice_id)))
    broken = (
        select(LINE.c.id)
        .join(families, families.c.key == LINE.c.id)
        .where(SALES, families.c.pieces == ZERO, families.c.kept == 0, left)
    )
    statement = (
        "All corrections and returns of a line of which nothing stands come to exactly what was sold; where a lower "
        "price was credited, or a credit note corrected, the difference was kept."
    )
    return Law("P4 to the cent", statement, rows_of(LINE, SALES), broken)


def _costs() -> Law:
    families = _families()
    figures = (LINE.c.id, LINE.c.quantity, LINE.c.cost_amount, families.c.pieces, families.c.cost, INVOICE.c.currency)
    statement = (
        select(*figures)
        .join(families, families.c.key == LINE.c.id)
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .where(SALES, families.c.lowered == 0, families.c.waiting == 0)
        .where(or_(families.c.pieces != LINE.c.quantity, families.c.cost != LINE.c.cost_amount))
    )

    def broken(connection: Connection) -> Found:
        return breaking(rows(connection, statement), _has_its_cost, key_of)

    text = (
        "The cost of goods sold of a line is that of the pieces that stand, to the cent; where goods lie here that are "
        "not credited, or a credit note was corrected, the clearing account says it."
    )
    return Law("P6 cost", text, rows_of(LINE, SALES), broken)


def _has_its_cost(line: Row) -> bool:
    gone = line.quantity - line.pieces
    return at_some_places(
        line.currency,
        lambda places: line.cost == line.cost_amount - share(line.cost_amount, gone, line.quantity, places),
    )


LAWS: tuple[Law, ...] = (_standing(), _cents(), _costs())
