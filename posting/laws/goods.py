"""Laws of goods and charges that are corrected (putting-right 11: P1, P3); `standing` has what is left of sales.

That stock and packing slips stay (P5) the laws of stock say: it is what packing slips moved, and corrections have none.
"""

from typing import Any

from sqlalchemy import and_, case, func, or_, select, union_all

from ...models import tables
from ...models.vocabulary import BillingType, DetailKind
from ..amounts import ZERO
from ..rules.cancellations import CANCELLATION
from ..rules.goods_corrections import GOODS_CORRECTIONS
from .law import ACTUAL, BILLED, INVOICE, LINE, POSTED, STANDS, Law, or_zero, rows_of, sum_of

DETAIL, CHARGE, ENTERED = tables.invoice_line_detail, tables.invoice_charge, tables.return_charge
GOODS = DETAIL.c.kind.in_([DetailKind.PRODUCT, DetailKind.CHARGE])
FIRST_ID = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
CORRECTING = [rule for scenario in (*GOODS_CORRECTIONS, CANCELLATION) for rule in scenario.rules.values()]
OF_SALES = INVOICE.c.contract_id.is_(None)
RATE = func.coalesce(CHARGE.c.tax_rate, ENTERED.c.tax_rate).label("tax_rate")


def _flag(condition: Any) -> Any:
    return case((condition, 1), else_=0)


def _lines() -> Law:
    """A line that is no correction has one detail with its figures; a charge has one, too."""
    figures = {"quantity": "quantity", "unit_price": "unit_price", "amount": "net_amount", "tax_amount": "tax_amount"}
    figures |= {name: name for name in ("description", "discount_percent", "tax_rate", "tax_code_id")}
    mine = and_(DETAIL.c.invoice_line_id == LINE.c.id, DETAIL.c.kind == DetailKind.PRODUCT)
    differs = or_(
        DETAIL.c.billing_type != BillingType.CHARGEABLE,
        *(DETAIL.c[one].is_distinct_from(LINE.c[other]) for one, other in figures.items()),
    )
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
    """Added up by text and rate, since a charge does not say which detail is its own."""
    amounts = ("amount", "tax_amount")
    charges = select(CHARGE.c.invoice_id, CHARGE.c.description, RATE, *(CHARGE.c[one] for one in amounts)).join(
        ENTERED, ENTERED.c.id == CHARGE.c.return_charge_id
    )
    details = select(
        DETAIL.c.invoice_id, DETAIL.c.description, DETAIL.c.tax_rate, *(-DETAIL.c[one] for one in amounts)
    ).where(
        DETAIL.c.kind == DetailKind.CHARGE,
        DETAIL.c.correction.is_(False),
        DETAIL.c.billing_type == BillingType.CHARGEABLE,
    )
    both = union_all(charges, details).subquery()
    uneven = (
        select(both.c.invoice_id)
        .group_by(both.c.invoice_id, both.c.description, both.c.tax_rate)
        .having(or_(*(sum_of(both.c[one]) != ZERO for one in amounts)))
    )
    statement = "The charges of a document have details of the same texts, tax rates and amounts."
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


LAWS: tuple[Law, ...] = (_lines(), _charges(), _chains(), _live(), _totals())
