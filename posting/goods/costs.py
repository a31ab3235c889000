"""Which pieces of a sale gave back their cost, and how much: when they came back, were credited without, or given up.

A correction of a credit note takes the cost of its own pieces back again, so that it is added up as it was booked: what
is given back next makes up for the cent that this may leave.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, literal, or_, select, type_coerce, union

from ...models import tables
from ...models.vocabulary import DetailKind, DispositionAction
from ..amounts import ZERO, share
from .records import CostedRow

RETURNED, CODE, MOVED = tables.return_order_line, tables.disposition_code, tables.packing_slip_line
LINE, DETAIL, INVOICE = tables.invoice_line, tables.invoice_line_detail, tables.invoice
FIRST, FIRST_LINE, CREDIT = DETAIL.alias("first"), LINE.alias("first_line"), LINE.alias("credit")
# looked up by its key: PostgreSQL would rather begin with the codes, and read all lines that returns have
ACTION = select(CODE.c.action).where(CODE.c.id == RETURNED.c.disposition_code_id).scalar_subquery()
PIECES, COST = DETAIL.c.quantity.type, LINE.c.cost_amount.type


class Costed(NamedTuple):
    """Pieces whose cost was given back, and that cost; and of pieces that lie here and are credited no longer."""

    pieces: Decimal
    cost_amount: Decimal
    lying: Decimal = ZERO
    lying_cost: Decimal = ZERO

    def ahead(self, cost: Decimal, sold: Decimal, places: int) -> Decimal:
        """By how much that is more than their part of the `cost` of all that was `sold`."""
        if self.pieces > sold:
            return ZERO
        return self.cost_amount - (share(cost, self.pieces, sold, places) if sold else ZERO)

    def left_lying(self, cost: Decimal, sold: Decimal) -> tuple[Decimal, Decimal]:
        """Pieces that can come back once more, and their cost: less those that did."""
        if self.pieces <= sold:
            return self.lying, self.lying_cost
        return self.lying - (self.pieces - sold), self.lying_cost - (self.cost_amount - cost)


def costed_of(lines: Select[Any]) -> Select[Any]:
    """What each document gave back of the cost of the lines: `CostedRow`."""
    arrived = (
        select(
            RETURNED.c.original_invoice_line_id.label("line_id"),
            type_coerce(-MOVED.c.quantity, PIECES).label("pieces"),
            MOVED.c.cost_amount.label("cost_amount"),
            literal(0).label("is_lying"),
        )
        .join(MOVED, MOVED.c.return_order_line_id == RETURNED.c.id)
        .where(RETURNED.c.original_invoice_line_id.in_(lines), ACTION != DispositionAction.RETURN_TO_CUSTOMER)
    )
    without_goods = (
        select(LINE.c.credits_line_id, type_coerce(-LINE.c.quantity, PIECES), type_coerce(-LINE.c.cost_amount, COST))
        .add_columns(literal(0))
        .join(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
        .where(LINE.c.credits_line_id.in_(lines), ACTION == DispositionAction.CREDIT_ONLY)
    )
    without_arrival = CODE.c.action == DispositionAction.CREDIT_ONLY  # else the goods stay here
    sale = func.coalesce(FIRST_LINE.c.credits_line_id, FIRST_LINE.c.id)
    corrected = (
        select(
            sale,
            type_coerce(DETAIL.c.previous_quantity - DETAIL.c.quantity, PIECES),
            type_coerce(-LINE.c.cost_amount, COST),
            case((and_(RETURNED.c.id.is_not(None), CODE.c.action != DispositionAction.CREDIT_ONLY), 1), else_=0),
        )
        .select_from(FIRST_LINE)
        .outerjoin(RETURNED, RETURNED.c.id == FIRST_LINE.c.return_order_line_id)
        .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
        .join(FIRST, FIRST.c.invoice_line_id == FIRST_LINE.c.id)
        .join(DETAIL, DETAIL.c.first_detail_id == FIRST.c.id)
        .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(or_(INVOICE.c.cancels_id.is_distinct_from(FIRST_LINE.c.invoice_id), without_arrival))
        .where(FIRST_LINE.c.id.in_(union(lines, select(CREDIT.c.id).where(CREDIT.c.credits_line_id.in_(lines)))))
        .where(FIRST.c.kind == DetailKind.PRODUCT, INVOICE.c.posted_at.is_not(None))
    )
    return select(arrived.union_all(without_goods, corrected).subquery())


def costed_by_line(rows: Iterable[CostedRow]) -> dict[int, Costed]:
    """What was given back by line; nothing of what is not there."""
    found: dict[int, Costed] = defaultdict(lambda: Costed(ZERO, ZERO))
    for row in rows:
        pieces, cost, lying, lying_cost = found[row.line_id]
        found[row.line_id] = (
            Costed(pieces, cost, lying - row.pieces, lying_cost - row.cost_amount)
            if row.is_lying
            else Costed(pieces + row.pieces, cost + row.cost_amount, lying, lying_cost)
        )
    return found
