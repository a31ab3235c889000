"""The live row of lines of goods, and what returns took of them: as statements over a selection of lines."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, null, or_, select, type_coerce

from ...models import tables
from ...models.among import among
from ...models.rows import read_pairs
from ...models.vocabulary import DetailKind, TaxRounding, TransactionType
from ..rules.names import RowName

DETAIL, LINE, INVOICE, ACTUAL = tables.invoice_line_detail, tables.invoice_line, tables.invoice, tables.actual
FIRST, LATER, CREDIT = DETAIL.alias("first"), DETAIL.alias("later"), LINE.alias("credit")
MEMBER, STOOD = DETAIL.alias("member"), ACTUAL.alias("stood")  # of a chain; and what a restored row stands in for
SINCE = func.coalesce(ACTUAL.c.stands_for_id, ACTUAL.c.id)
OF_CHAIN = or_(  # each by its index
    MEMBER.c.first_detail_id == FIRST.c.id, and_(MEMBER.c.id == FIRST.c.id, MEMBER.c.first_detail_id.is_(None))
)
PIECES, AMOUNT = DETAIL.c.quantity.type, DETAIL.c.tax_amount.type
COPY, RETURNED, SOLD = tables.document_copy, tables.return_order_line, LINE.alias("sold")
IS_LIVE = and_(
    ACTUAL.c.transaction_type == TransactionType.BILLED_SALES,
    ACTUAL.c.reverses_id.is_(None),
    ACTUAL.c.reversed_by_id.is_(None),
    ACTUAL.c.rule.not_like(f"%.{RowName.RETURNED_PART}"),
)


def first_lines(connection: Connection, lines: Collection[int]) -> dict[int, int]:
    """The first line of the chain of each line that a posted correction has written (putting-right 2.2.3)."""
    statement = (
        select(DETAIL.c.invoice_line_id, FIRST.c.invoice_line_id.label("first_line_id"))
        .join(FIRST, FIRST.c.id == DETAIL.c.first_detail_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(
            among(connection, DETAIL.c.invoice_line_id, list(lines)),
            DETAIL.c.kind == DetailKind.PRODUCT,
            INVOICE.c.posted_at.is_not(None),
        )
    )
    return dict(read_pairs(connection, statement, int, int)) if lines else {}


def live_of(lines: Select[Any]) -> Select[Any]:
    """The live row of each of the lines that was corrected or never was, with the terms of its detail.

    One that a cancellation restored counts as the one that it stands in for, `since` when that was written.
    """
    return (
        select(
            FIRST.c.invoice_line_id.label("line_id"),
            ACTUAL.c.id,
            SINCE.label("since"),
            ACTUAL.c.quantity,
            ACTUAL.c.unit_price,
            ACTUAL.c.amount,
            ACTUAL.c.tax_amount,
            ACTUAL.c.currency,
            DETAIL.c.discount_percent,
            DETAIL.c.tax_rate,
            DETAIL.c.tax_code_id,
            DETAIL.c.supplied_on,
            DETAIL.c.correction.label("corrected"),
        )
        .select_from(FIRST)
        .join(MEMBER, OF_CHAIN)
        .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == MEMBER.c.id)
        .outerjoin(STOOD, STOOD.c.id == ACTUAL.c.stands_for_id)
        .join(DETAIL, DETAIL.c.id == func.coalesce(STOOD.c.invoice_line_detail_id, MEMBER.c.id))
        .where(FIRST.c.invoice_line_id.in_(lines), FIRST.c.kind == DetailKind.PRODUCT, IS_LIVE)
    )


def taken_of(lines: Select[Any]) -> Select[Any]:
    """What each credit note's line took of the lines, and takes since it was corrected itself: `TakenRow`."""
    lines_taking = (CREDIT.c.credits_line_id.in_(lines), CREDIT.c.return_order_line_id.is_not(None))
    takings = (
        select(
            CREDIT.c.credits_line_id,
            CREDIT.c.id.label("line_id"),
            ACTUAL.c.id.label("row_id"),
            type_coerce(-DETAIL.c.quantity, PIECES).label("pieces"),
            _booked(DETAIL.c.tax_amount).label("tax_amount"),
        )
        .select_from(CREDIT)
        .join(DETAIL, DETAIL.c.invoice_line_id == CREDIT.c.id)
        .join(ACTUAL, ACTUAL.c.invoice_line_id == CREDIT.c.id)
        .join(RETURNED, RETURNED.c.id == CREDIT.c.return_order_line_id)
        .join(SOLD, SOLD.c.id == CREDIT.c.credits_line_id)
        .outerjoin(COPY, COPY.c.invoice_id == SOLD.c.invoice_id)
        .where(*lines_taking, DETAIL.c.kind == DetailKind.PRODUCT, ACTUAL.c.invoice_line_detail_id == DETAIL.c.id)
    )
    row = select(func.min(ACTUAL.c.id)).where(ACTUAL.c.invoice_line_detail_id == LATER.c.id).scalar_subquery()
    pieces = type_coerce(-LATER.c.quantity, PIECES)
    corrections = (
        select(CREDIT.c.credits_line_id, CREDIT.c.id, row, pieces, _booked(LATER.c.tax_amount))
        .select_from(CREDIT)
        .join(DETAIL, DETAIL.c.invoice_line_id == CREDIT.c.id)
        .join(LATER, LATER.c.first_detail_id == DETAIL.c.id)
        .join(INVOICE, INVOICE.c.id == LATER.c.invoice_id)
        .join(RETURNED, RETURNED.c.id == CREDIT.c.return_order_line_id)
        .join(SOLD, SOLD.c.id == CREDIT.c.credits_line_id)
        .outerjoin(COPY, COPY.c.invoice_id == SOLD.c.invoice_id)
        .where(*lines_taking, DETAIL.c.kind == DetailKind.PRODUCT, INVOICE.c.posted_at.is_not(None))
        .where(row.is_not(None))  # goods that were sent back without credit have none, canceled or not
    )
    both = takings.union_all(corrections).subquery()
    return select(both)


def _booked(tax: ColumnElement[Any]) -> ColumnElement[Any]:
    """The tax of a credit of what was rounded by rate, at the price of the sale; else it follows from the pieces."""
    is_booked = and_(RETURNED.c.price_entered.is_(False), COPY.c.tax_rounding == TaxRounding.RATE)
    return case((is_booked, type_coerce(-tax, AMOUNT)), else_=null())
