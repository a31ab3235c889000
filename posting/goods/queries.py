"""What is read of goods that are corrected, all in one statement."""

from sqlalchemy import ColumnElement, and_, func, select, true, union_all

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.several import Part, Several
from ...models.vocabulary import ConnectionRole, DetailKind, DispositionAction, ReturnLineStatus
from ..sales.canceled import is_void
from .away import given_up_quantity
from .costs import costed_of
from .live import taken_of
from .records import (
    AwayRow,
    ChainRow,
    ClaimRow,
    CostedRow,
    CreditedRow,
    SoldRow,
    SuccessorRow,
    TakenRow,
    TookRow,
)

DETAIL, LINE, INVOICE, ACTUAL = tables.invoice_line_detail, tables.invoice_line, tables.invoice, tables.actual
LINK, SALE = tables.actual_connection, tables.actual.alias("sale")
RETURNED, CODE, ORDER = tables.return_order_line, tables.disposition_code, tables.order
MOVED, VOUCHER = tables.packing_slip_line, tables.voucher
FIRST, FIRST_LINE, LATER = DETAIL.alias("first"), LINE.alias("first_line"), DETAIL.alias("later")
DETAILS = given_keys("details")
MINE: ColumnElement[bool] = is_given(DETAIL.c.id, DETAILS)
FIRST_ID: ColumnElement[int] = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
FIRSTS = select(FIRST_ID).where(MINE)
FIRST_LINES = select(FIRST.c.invoice_line_id).join(DETAIL, FIRST.c.id == FIRST_ID).where(MINE)
IS_POSTED = INVOICE.c.posted_at.is_not(None)

_first_row = select(func.min(ACTUAL.c.id)).where(ACTUAL.c.invoice_line_detail_id == FIRST.c.id).scalar_subquery()
CHAINS = Part(
    select(
        DETAIL.c.id,
        FIRST_ID.label("first_id"),
        DETAIL.c.kind,
        DETAIL.c.invoice_line_id.label("line_id"),
        DETAIL.c.quantity,
        DETAIL.c.unit_price,
        DETAIL.c.amount,
        DETAIL.c.discount_percent,
        DETAIL.c.tax_rate,
        DETAIL.c.tax_code_id,
        FIRST.c.invoice_line_id.label("first_line_id"),
        FIRST_LINE.c.line_number,
        FIRST_LINE.c.description,
        FIRST_LINE.c.product_id,
        FIRST.c.quantity.label("sold"),
        FIRST_LINE.c.cost_amount,
        FIRST_LINE.c.discount_amount,
        FIRST_LINE.c.return_order_line_id,
        FIRST_LINE.c.credits_line_id,
        INVOICE.c.number,
        _first_row.label("first_row_id"),
    )
    .join(FIRST, FIRST.c.id == FIRST_ID)
    .join(FIRST_LINE, FIRST_LINE.c.id == FIRST.c.invoice_line_id)
    .join(INVOICE, INVOICE.c.id == FIRST.c.invoice_id)
    .where(MINE),
    ChainRow,
)
_pieces = LATER.c.quantity - LATER.c.previous_quantity
AWAY = Part(
    select(LATER.c.first_detail_id, func.sum(_pieces, type_=DETAIL.c.quantity.type).label("pieces"))
    .join(INVOICE, INVOICE.c.id == LATER.c.invoice_id)
    .where(LATER.c.first_detail_id.in_(FIRSTS), IS_POSTED)
    .group_by(LATER.c.first_detail_id),
    AwayRow,
)
_waiting = RETURNED.c.expected_quantity - RETURNED.c.released_quantity - RETURNED.c.invoiced_quantity
CLAIMS = Part(
    select(
        RETURNED.c.original_invoice_line_id.label("line_id"),
        ORDER.c.number,
        func.sum(_waiting, type_=RETURNED.c.expected_quantity.type).label("pieces"),
    )
    .join(ORDER, ORDER.c.id == RETURNED.c.order_id)
    .where(RETURNED.c.original_invoice_line_id.in_(FIRST_LINES))
    .where(RETURNED.c.return_status != ReturnLineStatus.CANCELED, RETURNED.c.return_status != ReturnLineStatus.INVOICED)
    .group_by(RETURNED.c.original_invoice_line_id, ORDER.c.number)
    .order_by(ORDER.c.number),
    ClaimRow,
)
COSTED = Part(costed_of(FIRST_LINES), CostedRow)
CREDITED = Part(
    select(
        RETURNED.c.id,
        RETURNED.c.invoiced_quantity,
        RETURNED.c.released_quantity,
        CODE.c.action,
        MOVED.c.packing_slip_id.label("slip_id"),
        VOUCHER.c.id.label("voucher_id"),
    )
    .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
    .outerjoin(MOVED, MOVED.c.return_order_line_id == RETURNED.c.id)
    .outerjoin(VOUCHER, VOUCHER.c.packing_slip_id == MOVED.c.packing_slip_id)
    .where(RETURNED.c.id.in_(select(LINE.c.return_order_line_id).where(LINE.c.id.in_(FIRST_LINES)))),
    CreditedRow,
)
CREDIT = LINE.alias("credit_line")
SOLD_LINES = select(CREDIT.c.credits_line_id).where(CREDIT.c.id.in_(FIRST_LINES))  # those that credit notes credit
TAKEN = Part(taken_of(select(union_all(FIRST_LINES, SOLD_LINES).subquery())), TakenRow)
SUCCESSORS = Part(
    select(FIRST.c.invoice_line_id.label("line_id"), ACTUAL.c.id.label("row_id"), INVOICE.c.number)
    .join(LATER, LATER.c.first_detail_id == FIRST.c.id)
    .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == LATER.c.id)
    .join(INVOICE, INVOICE.c.id == LATER.c.invoice_id)
    .where(FIRST.c.invoice_line_id.in_(SOLD_LINES), FIRST.c.kind == DetailKind.PRODUCT, ~is_void(INVOICE.c.id))
    .order_by(ACTUAL.c.id.desc()),
    SuccessorRow,
)
_sent_back = and_(
    RETURNED.c.return_status == ReturnLineStatus.INVOICED, CODE.c.action == DispositionAction.RETURN_TO_CUSTOMER
)
_claimed = (  # the other way round than `returns.claims`, which stands above
    select(func.sum(RETURNED.c.expected_quantity - RETURNED.c.released_quantity, type_=DETAIL.c.quantity.type))
    .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
    .where(RETURNED.c.original_invoice_line_id == LINE.c.id)
    .where(RETURNED.c.return_status != ReturnLineStatus.CANCELED, func.coalesce(~_sent_back, true()))
    .scalar_subquery()
)
SOLD = Part(
    select(LINE.c.id, LINE.c.quantity, _claimed.label("claimed"), given_up_quantity(LINE.c.id).label("given_up")).where(
        LINE.c.id.in_(SOLD_LINES)
    ),
    SoldRow,
)
TOOK = Part(  # the row of the sale that a credit note's line took of
    select(
        LINK.c.actual_id,
        func.coalesce(SALE.c.stands_for_id, SALE.c.id).label("row_id"),
        SALE.c.quantity,
        SALE.c.unit_price,
        SALE.c.amount,
        SALE.c.tax_amount,
    )
    .join(SALE, SALE.c.id == LINK.c.other_id)
    .join(ACTUAL, ACTUAL.c.id == LINK.c.actual_id)
    .where(ACTUAL.c.invoice_line_id.in_(FIRST_LINES))
    .where(LINK.c.role == ConnectionRole.BILLED_SALES, LINK.c.other_role == ConnectionRole.ORIGINAL),
    TookRow,
)
GOODS = Several(CHAINS, AWAY, TAKEN, CLAIMS, COSTED, CREDITED, SUCCESSORS, SOLD, TOOK)
