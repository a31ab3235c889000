"""Laws of return orders and stock (returns 6)."""

from sqlalchemy import and_, or_, select

from ...models import tables
from ...models.vocabulary import DispositionAction, ReturnLineStatus
from ..amounts import ZERO
from ..service.loading_sales import claimed_quantities
from .law import LINE, ORDER, PIECES, Law, added, counted, or_zero, rows_of

RETURNED, SLIP_LINE, CODE, PRODUCT = (
    tables.return_order_line,
    tables.packing_slip_line,
    tables.disposition_code,
    tables.product,
)


def _returned_quantities() -> Law:
    claims = claimed_quantities().subquery()
    credit = LINE.alias("credit")
    credits = added(credit.c.credits_line_id, kind=PIECES, quantity=-credit.c.quantity)
    claimed, credited = or_zero(claims.c.quantity, PIECES), or_zero(credits.c.quantity, PIECES)
    sold = LINE.c.sales_order_line_id.is_not(None)
    broken = (
        select(LINE.c.id)
        .outerjoin(claims, claims.c.original_invoice_line_id == LINE.c.id)
        .outerjoin(credits, credits.c.key == LINE.c.id)
        .where(sold, or_(claimed > LINE.c.quantity, credited > claimed))
    )
    statement = "No more of an invoice line is returned than it sold, and no more credited than returned."
    return Law("returns 1 quantities", statement, rows_of(LINE, sold), broken)


def _return_lines() -> Law:
    line = RETURNED.c
    credited = line.invoiced_quantity + line.released_quantity
    closed = line.return_status == ReturnLineStatus.INVOICED
    awaiting = line.return_status.in_([ReturnLineStatus.AWAITING, ReturnLineStatus.QUARANTINE])
    broken = select(line.id).where(
        or_(
            line.invoiced_quantity < ZERO,
            credited > line.expected_quantity,
            line.received_quantity > line.registered_quantity,
            line.registered_quantity > line.expected_quantity,
            and_(closed, credited != line.expected_quantity),
            and_(awaiting, line.registered_quantity != ZERO),
        )
    )
    statement = "Quantities of a return line never exceed those of the stage before, and match its status."
    return Law("returns 2, 4 stages", statement, rows_of(RETURNED), broken)


def _return_headers() -> Law:
    live = RETURNED.c.return_status != ReturnLineStatus.CANCELED
    waiting = counted(RETURNED.c.order_id, live, RETURNED.c.return_status != ReturnLineStatus.INVOICED)
    any_live = counted(RETURNED.c.order_id, live)
    returns = ORDER.c.type == "RETURN_ORDER"
    is_closed = ORDER.c.return_status == "CLOSED"
    is_done = and_(any_live.c.key.is_not(None), waiting.c.key.is_(None))
    broken = (
        select(ORDER.c.number)
        .outerjoin(waiting, waiting.c.key == ORDER.c.id)
        .outerjoin(any_live, any_live.c.key == ORDER.c.id)
        .where(returns, or_(is_closed != is_done, is_closed != (ORDER.c.status == "INVOICED")))
    )
    statement = "A return order is CLOSED, and INVOICED, exactly where every live line is credited."
    return Law("returns 5 header", statement, rows_of(ORDER, returns), broken)


def _clearing() -> Law:
    cost = added(SLIP_LINE.c.return_order_line_id, amount=SLIP_LINE.c.cost_amount)
    credited = added(LINE.c.return_order_line_id, amount=-LINE.c.cost_amount)
    physical = select(CODE.c.id).where(CODE.c.action != DispositionAction.CREDIT_ONLY)
    closed = and_(
        RETURNED.c.return_status == ReturnLineStatus.INVOICED,
        RETURNED.c.released_quantity == ZERO,
        RETURNED.c.disposition_code_id.in_(physical),
    )
    broken = (
        select(RETURNED.c.id)
        .outerjoin(cost, cost.c.key == RETURNED.c.id)
        .outerjoin(credited, credited.c.key == RETURNED.c.id)
        .where(closed, or_zero(cost.c.amount) != or_zero(credited.c.amount))
    )
    statement = (
        "A credited return line takes exactly the cost off the clearing account that its packing slip put there."
    )
    return Law("returns CLR clearing", statement, rows_of(RETURNED, closed), broken)


def _stock() -> Law:
    moved = added(SLIP_LINE.c.product_id, kind=PIECES, quantity=SLIP_LINE.c.on_hand_change)
    broken = (
        select(PRODUCT.c.number)
        .outerjoin(moved, moved.c.key == PRODUCT.c.id)
        .where(or_zero(moved.c.quantity, PIECES) != PRODUCT.c.on_hand)
    )
    return Law("returns 13 on hand", "Stock is what packing slips have moved.", rows_of(PRODUCT), broken)


LAWS: tuple[Law, ...] = (
    _returned_quantities(),
    _return_lines(),
    _return_headers(),
    _clearing(),
    _stock(),
)
