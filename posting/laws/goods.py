"""Laws of goods and charges that are corrected (putting-right 11: P1 to P4, P6).

That stock and packing slips stay (P5) the laws of stock say: it is what packing slips moved, and corrections have none.
"""

from typing import Any

from sqlalchemy import Subquery, and_, case, func, literal, or_, select, union_all

from ...models import tables
from ...models.vocabulary import BillingType, DetailKind
from ..amounts import ZERO
from ..rules.cancellations import CANCELLATION
from ..rules.goods_corrections import GOODS_CORRECTIONS
from .law import ACTUAL, BILLED, INVOICE, LINE, PIECES, POSTED, STANDS, Law, or_zero, rows_of, sum_of

DETAIL, CHARGE, RETURNED = tables.invoice_line_detail, tables.invoice_charge, tables.return_order_line
GOODS = DETAIL.c.kind.in_([DetailKind.PRODUCT, DetailKind.CHARGE])
FIRST_ID = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
CORRECTING = [rule for scenario in (*GOODS_CORRECTIONS, CANCELLATION) for rule in scenario.rules.values()]
OF_SALES = INVOICE.c.contract_id.is_(None)


def _flag(condition: Any) -> Any:
    return case((condition, 1), else_=0)


def _lines() -> Law:
    """A line that is no correction has one detail with its figures; a charge has one, too."""
    figures = {"quantity": "quantity", "unit_price": "unit_price", "amount": "net_amount", "tax_amount": "tax_amount"}
    figures |= {name: name for name in ("description", "discount_percent", "tax_rate")}
    mine = and_(DETAIL.c.invoice_line_id == LINE.c.id, DETAIL.c.kind == DetailKind.PRODUCT)
    differs = or_(*(DETAIL.c[one].is_distinct_from(LINE.c[other]) for one, other in figures.items()))
    posted = and_(OF_SALES, POSTED, INVOICE.c.has_corrections.is_(False))
    broken = (
        select(LINE.c.id)
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .outerjoin(DETAIL, mine)
        .where(posted)
        .group_by(LINE.c.id)
        .having(or_(func.count(DETAIL.c.id) != 1, func.max(_flag(differs)) == 1))
    )
    looked_at = select(func.count()).select_from(LINE).join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
    statement = "Every posted line of goods has one detail, with its text, quantity, price, rates and amounts."
    return Law("putting-right 1.1 line = detail", statement, looked_at.where(posted), broken)


def _charges() -> Law:
    charges = select(CHARGE.c.invoice_id, CHARGE.c.amount, CHARGE.c.tax_amount)
    details = select(DETAIL.c.invoice_id, -DETAIL.c.amount, -DETAIL.c.tax_amount).where(
        DETAIL.c.kind == DetailKind.CHARGE, DETAIL.c.correction.is_(False)
    )
    both = union_all(charges, details).subquery()
    uneven = (
        select(both.c.invoice_id)
        .group_by(both.c.invoice_id)
        .having(or_(sum_of(both.c.amount) != ZERO, sum_of(both.c.tax_amount) != ZERO))
    )
    statement = "The charges of a document have details of the same amounts."
    return Law("putting-right 1.1 charge = detail", statement, rows_of(CHARGE), uneven)


def _chains() -> Law:
    """P1: what the chain billed, without returns, is what its documents say."""
    rows = (
        select(
            FIRST_ID.label("first"), sum_of(ACTUAL.c.amount).label("amount"), sum_of(ACTUAL.c.tax_amount).label("tax")
        )
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(BILLED, GOODS)
        .group_by(FIRST_ID)
        .subquery()
    )
    added = (
        select(
            FIRST_ID.label("first"),
            sum_of(DETAIL.c.invoice_amount).label("amount"),
            sum_of(DETAIL.c.invoice_tax_amount).label("tax"),
        )
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(POSTED, GOODS, DETAIL.c.billing_type == BillingType.CHARGEABLE)
        .group_by(FIRST_ID)
        .subquery()
    )
    broken = (
        select(added.c.first)
        .outerjoin(rows, rows.c.first == added.c.first)
        .where(or_(or_zero(rows.c.amount) != added.c.amount, or_zero(rows.c.tax) != added.c.tax))
    )
    statement = "The billed sales of goods and all their corrections, without returns, total what effective shows."
    return Law("P1 chain", statement, rows_of(DETAIL, GOODS), broken)


def _live() -> Law:
    """P1: one live row, or none where nothing is right any more."""
    latest = (
        select(FIRST_ID.label("first"), func.max(DETAIL.c.id).label("id"))
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(POSTED, GOODS)
        .group_by(FIRST_ID)
        .subquery()
    )
    apart = ACTUAL.c.rule.like("%.returned_part")
    standing = (
        select(ACTUAL.c.invoice_line_detail_id.label("key"), func.count().label("rows"))
        .where(BILLED, STANDS, ~apart, ACTUAL.c.invoice_line_detail_id.is_not(None))
        .group_by(ACTUAL.c.invoice_line_detail_id)
        .subquery()
    )
    broken = (
        select(latest.c.first)
        .join(DETAIL, DETAIL.c.id == latest.c.id)
        .outerjoin(standing, standing.c.key == DETAIL.c.id)
        .where(func.coalesce(standing.c.rows, 0) != _flag(DETAIL.c.quantity != ZERO))
    )
    statement = (
        "Of goods and their corrections exactly one billed row is live, that of the latest; none where it is zero."
    )
    return Law("P1 live row", statement, rows_of(DETAIL, GOODS), broken)


def _totals() -> Law:
    """P3: a correction of the sales side is what its details, and its rows, come to."""
    rows = (
        select(
            ACTUAL.c.invoice_id.label("key"),
            sum_of(ACTUAL.c.amount).label("net"),
            sum_of(ACTUAL.c.tax_amount).label("tax"),
        )
        .where(ACTUAL.c.rule.in_(CORRECTING))
        .group_by(ACTUAL.c.invoice_id)
        .subquery()
    )
    details = (
        select(
            DETAIL.c.invoice_id.label("key"),
            sum_of(DETAIL.c.invoice_amount).label("net"),
            sum_of(DETAIL.c.invoice_tax_amount).label("tax"),
        )
        .group_by(DETAIL.c.invoice_id)
        .subquery()
    )
    corrections = and_(OF_SALES, POSTED, INVOICE.c.has_corrections.is_(True))
    broken = (
        select(INVOICE.c.number)
        .outerjoin(rows, rows.c.key == INVOICE.c.id)
        .outerjoin(details, details.c.key == INVOICE.c.id)
        .where(
            corrections,
            or_(
                *(
                    or_zero(part.c[name]) != INVOICE.c[f"{name}_amount"]
                    for part in (rows, details)
                    for name in ("net", "tax")
                )
            ),
        )
    )
    statement = "A correction of sales documents totals what its details differ by, and what its billed rows come to."
    return Law("P3 correction", statement, rows_of(INVOICE, corrections), broken)


def _families() -> Subquery:
    """By line of a sale, what it and all that took of it come to; `kept` where less was credited than was taken."""
    first, first_line = DETAIL.alias("first"), LINE.alias("first_line")
    figures = (LINE.c.quantity, LINE.c.net_amount, LINE.c.tax_amount, LINE.c.cost_amount)
    names = ("pieces", "net", "tax", "cost")
    sold = select(
        LINE.c.id.label("key"),
        *(one.label(name) for one, name in zip(figures, names, strict=True)),
        literal(0).label("kept"),
    ).where(LINE.c.sales_order_line_id.is_not(None))
    returned = (
        select(LINE.c.credits_line_id, *figures, _flag(RETURNED.c.price_entered))
        .join(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
        .where(LINE.c.credits_line_id.is_not(None))
    )
    corrected = (
        select(
            func.coalesce(first_line.c.credits_line_id, first_line.c.id),
            DETAIL.c.quantity - DETAIL.c.previous_quantity,
            DETAIL.c.invoice_amount,
            DETAIL.c.invoice_tax_amount,
            LINE.c.cost_amount,
            _flag(first_line.c.credits_line_id.is_not(None)),
        )
        .select_from(DETAIL)
        .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
        .join(first, first.c.id == DETAIL.c.first_detail_id)
        .join(first_line, first_line.c.id == first.c.invoice_line_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(POSTED, OF_SALES, DETAIL.c.kind == DetailKind.PRODUCT)
    )
    parts = union_all(sold, returned, corrected).subquery()
    return (
        select(
            parts.c.key,
            sum_of(parts.c.pieces, PIECES).label("pieces"),
            *(sum_of(parts.c[name]).label(name) for name in names[1:]),
            func.max(parts.c.kept).label("kept"),
        )
        .group_by(parts.c.key)
        .subquery()
    )


def _ends() -> tuple[Law, Law, Law]:
    """P2, P4, P6: never less than nothing stands; where nothing does, no cent and no cost is left."""
    families, sales = _families(), LINE.c.sales_order_line_id.is_not(None)
    of_sales = select(LINE.c.id).join(families, families.c.key == LINE.c.id).where(sales)
    nothing = families.c.pieces == ZERO
    looked_at = rows_of(LINE, sales)
    cents = and_(families.c.kept == 0, or_(families.c.net != ZERO, families.c.tax != ZERO))
    figures = (families.c.pieces, families.c.net, families.c.tax, families.c.cost)
    return (
        Law(
            "P2 standing pieces",
            "Of a line of a sale never less than nothing stands, neither pieces nor net, tax or cost, whatever was "
            "corrected and returned of it.",
            looked_at,
            of_sales.where(or_(*(one < ZERO for one in figures))),
        ),
        Law(
            "P4 to the cent",
            "All corrections and returns of a line of which nothing stands come to exactly what was sold; where a "
            "lower price was credited, or a credit note corrected, the difference was kept.",
            looked_at,
            of_sales.where(nothing, cents),
        ),
        Law(
            "P6 cost",
            "The cost of a line of which nothing stands has been taken back to the cent.",
            looked_at,
            of_sales.where(nothing, families.c.cost != ZERO),
        ),
    )


LAWS: tuple[Law, ...] = (_lines(), _charges(), _chains(), _live(), _totals(), *_ends())
