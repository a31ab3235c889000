"""Laws of the tax of advances, and of the codes that corrections begin with (documents 2.6, 8)."""

from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, literal, or_, select

from ...models import tables
from ...models.vocabulary import DetailKind
from ..amounts import ZERO
from .law import ACTUAL, BILLED, MONEY, STANDS, UNBILLED, Law, or_zero, rows_of, sum_of

DETAIL, RETAINER = tables.invoice_line_detail, tables.retainer


def _advances() -> Law:
    """A retainer without a code has no tax anywhere, so that everything is zero."""

    def of_kind(kind: DetailKind, tax: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
        standing = and_(BILLED, STANDS, DETAIL.c.kind == kind)
        part: ColumnElement[Decimal] = sum_of(case((standing, tax), else_=literal(ZERO, MONEY)))
        return part

    billed, deducted = ACTUAL.c.tax_amount, -ACTUAL.c.tax_amount

    rows = (
        select(
            ACTUAL.c.retainer_id.label("key"),
            of_kind(DetailKind.RETAINER, billed).label("billed"),
            of_kind(DetailKind.APPLIED_RETAINER, deducted).label("used"),
            of_kind(DetailKind.RETAINER_REFUND, deducted).label("refunded"),
            sum_of(case((UNBILLED, deducted), else_=literal(ZERO, MONEY))).label("unbilled"),
        )
        .select_from(ACTUAL)
        .outerjoin(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(ACTUAL.c.retainer_id.is_not(None))
        .group_by(ACTUAL.c.retainer_id)
        .subquery()
    )
    available = RETAINER.c.billed_amount - RETAINER.c.used_amount - RETAINER.c.refunded_amount
    tax = RETAINER.c.billed_tax_amount - RETAINER.c.used_tax_amount - RETAINER.c.refunded_tax_amount
    broken = (
        select(RETAINER.c.id)
        .outerjoin(rows, rows.c.key == RETAINER.c.id)
        .where(
            or_(
                RETAINER.c.billed_tax_amount != or_zero(rows.c.billed),
                RETAINER.c.used_tax_amount != or_zero(rows.c.used),
                RETAINER.c.refunded_tax_amount != or_zero(rows.c.refunded),
                or_zero(rows.c.unbilled) != tax,
                tax < ZERO,
                and_(available == ZERO, tax != ZERO),
            )
        )
    )
    statement = "The tax billed with an advance is deducted, refunded or available, and used up with its amount."
    return Law("documents 6 advances", statement, rows_of(RETAINER), broken)


def _previous() -> Law:
    """The rate of a detail without a code, from before there were any, stands nowhere but with itself."""
    original = DETAIL.alias("original")
    codes, rates = ((DETAIL.c[f"previous_{name}"], original.c[name]) for name in ("tax_code_id", "tax_rate"))
    broken = (
        select(DETAIL.c.id)
        .outerjoin(original, original.c.id == DETAIL.c.original_detail_id)
        .where(
            or_(codes[0].is_distinct_from(codes[1]), and_(rates[0].is_not(None), rates[0].is_distinct_from(rates[1])))
        )
    )
    statement = "What a correction was taxed as before is what the detail is taxed as that it corrects."
    return Law("documents 2.6 previous code", statement, rows_of(DETAIL), broken)


LAWS: tuple[Law, ...] = (_advances(), _previous())
