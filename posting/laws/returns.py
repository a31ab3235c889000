"""Laws of return orders and stock (returns 6)."""

from sqlalchemy import and_, func, literal, or_, select

from ...models import tables
from ...models.vocabulary import DispositionAction, ReturnLineStatus
from ..amounts import ZERO
from ..service.loading_sales import claimed_quantity
from .law import LINE, ORDER, PIECES, Law, rows_of, sum_of

RETURNED, SLIP_LINE, CODE, PRODUCT = (
    tables.return_order_line,
    tables.packing_slip_line,
    tables.disposition_code,
    tables.product,
)


def _returned_quantities() -> Law:
    claimed = func.coalesce(claimed_quantity(LINE.c.id), literal(ZERO, PIECES), type_=PIECES)
    credit = LINE.alias("credit")
    credited = select(sum_of(-credit.c.quantity, PIECES)).where(credit.c.credits_line_id == LINE.c.id).scalar_subquery()
    sold = LINE.c.sales_order_line_id.is_not(None)
    broken = select(LINE.c.id).where(sold, or_(claimed > LINE.c.quantity, credited > claimed))
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
    closed = RETURNED.c.return_status == ReturnLineStatus.INVOICED
    of_order = RETURNED.c.order_id == ORDER.c.id
    waiting = select(RETURNED.c.id).where(of_order, live, ~closed).exists()
    any_live = select(RETURNED.c.id).where(of_order, live).exists()
    returns = ORDER.c.type == "RETURN_ORDER"
    is_closed = ORDER.c.return_status == "CLOSED"
    broken = select(ORDER.c.number).where(
        returns, or_(is_closed != and_(any_live, ~waiting), is_closed != (ORDER.c.status == "INVOICED"))
    )
    statement = "A return order is CLOSED, and INVOICED, exactly where every live line is credited."
    return Law("returns 5 header", statement, rows_of(ORDER, returns), broken)


def _clearing() -> Law:
    cost = select(sum_of(SLIP_LINE.c.cost_amount)).where(SLIP_LINE.c.return_order_line_id == RETURNED.c.id)
    credited = select(sum_of(-LINE.c.cost_amount)).where(LINE.c.return_order_line_id == RETURNED.c.id)
    physical = select(CODE.c.id).where(CODE.c.action != DispositionAction.CREDIT_ONLY)
    closed = and_(
        RETURNED.c.return_status == ReturnLineStatus.INVOICED,
        RETURNED.c.released_quantity == ZERO,
        RETURNED.c.disposition_code_id.in_(physical),
    )
    broken = select(RETURNED.c.id).where(closed, cost.scalar_subquery() != credited.scalar_subquery())
    statement = (
        "A credited return line takes exactly the cost off the clearing account that its packing slip put there."
    )
    return Law("returns CLR clearing", statement, rows_of(RETURNED, closed), broken)


def _stock() -> Law:
    moved = select(sum_of(SLIP_LINE.c.on_hand_change, PIECES)).where(SLIP_LINE.c.product_id == PRODUCT.c.id)
    broken = select(PRODUCT.c.number).where(moved.scalar_subquery() != PRODUCT.c.on_hand)
    return Law("returns 13 on hand", "Stock is what packing slips have moved.", rows_of(PRODUCT), broken)


LAWS: tuple[Law, ...] = (
    _returned_quantities(),
    _return_lines(),
    _return_headers(),
    _clearing(),
    _stock(),
)
