"""Laws of what a correction of goods writes: its lines, and the rows of its details (putting-right 2.3)."""

from sqlalchemy import and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import DetailKind
from ..amounts import ZERO
from ..rules.goods_corrections import GOODS_CORRECTIONS
from .law import ACTUAL, INVOICE, LINE, PIECES, POSTED, Law, rows_of, sum_of

DETAIL = tables.invoice_line_detail
ORIGINAL, SOLD = DETAIL.alias("original"), LINE.alias("sold")
REVERSAL = tables.actual.alias("reversal")
CORRECTING = [rule for scenario in GOODS_CORRECTIONS for rule in scenario.rules.values()]  # P7 has cancellations


def _lines() -> Law:
    """Each line of a correction has one detail, and corrects the line of the one before."""
    corrections = and_(INVOICE.c.contract_id.is_(None), POSTED, INVOICE.c.has_corrections.is_(True))
    of_goods = DETAIL.c.kind == DetailKind.PRODUCT
    differs = or_(
        *(DETAIL.c[name].is_distinct_from(LINE.c[name]) for name in ("description", "unit_price", "tax_rate")),
        LINE.c.discount_percent != func.coalesce(DETAIL.c.discount_percent, ZERO, type_=LINE.c.discount_percent.type),
        LINE.c.quantity != DETAIL.c.quantity - DETAIL.c.previous_quantity,
        LINE.c.net_amount != DETAIL.c.invoice_amount,
        LINE.c.tax_amount != DETAIL.c.invoice_tax_amount,
        LINE.c.credits_line_id.is_distinct_from(case((of_goods, SOLD.c.id))),
        LINE.c.product_id.is_distinct_from(case((of_goods, SOLD.c.product_id))),
    )
    lines = select(LINE.c.id).join(INVOICE, INVOICE.c.id == LINE.c.invoice_id).where(corrections)
    broken = (
        lines.outerjoin(DETAIL, and_(DETAIL.c.invoice_line_id == LINE.c.id, DETAIL.c.correction))
        .outerjoin(ORIGINAL, ORIGINAL.c.id == DETAIL.c.original_detail_id)
        .outerjoin(SOLD, SOLD.c.id == ORIGINAL.c.invoice_line_id)
        .group_by(LINE.c.id)
        .having(or_(func.count(DETAIL.c.id) != 1, func.max(case((differs, 1), else_=0)) == 1))
    )
    statement = (
        "Every line of a correction of goods has one detail, with its text and terms, and differs by what that says "
        "from the line that it corrects."
    )
    looked_at = select(func.count()).select_from(lines.subquery())
    return Law("putting-right 2.3 line = correction", statement, looked_at, broken)


def _rows() -> Law:
    of_detail = ACTUAL.c.rule.in_(CORRECTING)
    apart = ACTUAL.c.rule.like("%.returned_part")
    unlike = or_(
        ACTUAL.c.transaction_date != REVERSAL.c.transaction_date,
        and_(apart, or_(*(ACTUAL.c[one] != REVERSAL.c[one] for one in ("description", "unit_price")))),
    )
    broken = (
        select(DETAIL.c.id)
        .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == DETAIL.c.id)
        .outerjoin(
            REVERSAL, and_(REVERSAL.c.invoice_line_detail_id == DETAIL.c.id, REVERSAL.c.reverses_id.is_not(None))
        )
        .where(of_detail)
        .group_by(DETAIL.c.id, DETAIL.c.quantity, DETAIL.c.previous_quantity)
        .having(
            or_(
                sum_of(ACTUAL.c.quantity, PIECES) != DETAIL.c.quantity - DETAIL.c.previous_quantity,
                func.max(case((unlike, 1), else_=0)) == 1,
            )
        )
    )
    statement = (
        "The rows of a detail that corrects goods come to the pieces that it differs by, on the date of the row that "
        "they reverse; what had come back has the price and text of that."
    )
    return Law("putting-right 2.3 rows", statement, rows_of(ACTUAL, of_detail), broken)


LAWS: tuple[Law, ...] = (_lines(), _rows())
