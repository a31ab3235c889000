"""Laws of return orders and stock (returns 6)."""

from sqlalchemy import Subquery, and_, case, false, func, literal, or_, select

from ...models import tables
from ...models.vocabulary import DetailKind, DispositionAction, ReturnLineStatus
from ..amounts import ZERO
from ..goods.away import given_up_quantities
from ..returns.claims import SELLS_GOODS, claimed_quantities
from ..rules.vouchers import SCRAPPED
from .law import LINE, ORDER, PIECES, Law, added, counted, is_canceled, or_zero, rows_of, sum_of

SOLD, RETURNED, SLIP_LINE, CODE, PRODUCT = (
    tables.sales_order_line,
    tables.return_order_line,
    tables.packing_slip_line,
    tables.disposition_code,
    tables.product,
)
DETAIL = tables.invoice_line_detail


def _returned_quantities() -> Law:
    claims = claimed_quantities().subquery()
    credit = LINE.alias("credit")
    returned = credit.c.return_order_line_id.is_not(None)
    away, lowered = given_up_quantities().subquery(), given_up_quantities().subquery("lowered")
    credited_pieces = -credit.c.quantity + or_zero(lowered.c.quantity, PIECES)
    credits = (
        select(credit.c.credits_line_id.label("key"), sum_of(credited_pieces, PIECES).label("quantity"))
        .outerjoin(lowered, lowered.c.invoice_line_id == credit.c.id)
        .where(returned, credit.c.credits_line_id.is_not(None))
        .group_by(credit.c.credits_line_id)
        .subquery()
    )
    claimed, credited = or_zero(claims.c.quantity, PIECES), or_zero(credits.c.quantity, PIECES)
    left = LINE.c.quantity - or_zero(away.c.quantity, PIECES)
    sold = and_(SELLS_GOODS, LINE.c.quantity > ZERO)
    broken = (
        select(LINE.c.id)
        .outerjoin(claims, claims.c.original_invoice_line_id == LINE.c.id)
        .outerjoin(credits, credits.c.key == LINE.c.id)
        .outerjoin(away, away.c.invoice_line_id == LINE.c.id)
        .where(sold, or_(claimed > left, credited > claimed))
    )
    statement = (
        "No more of an invoice line is returned than it sold, less what corrections gave up, and no more credited than "
        "returned."
    )
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


def _left_to_credit() -> Law:
    line = RETURNED.c
    done = line.return_status.in_([ReturnLineStatus.INVOICED, ReturnLineStatus.CANCELED])
    broken = select(line.id).where(~done, line.invoiced_quantity + line.released_quantity >= line.expected_quantity)
    statement = "Of a return line that is neither INVOICED nor CANCELED something is left to credit."
    return Law("putting-right 4.8 left to credit", statement, rows_of(RETURNED, ~done), broken)


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
    restored = _restored()
    physical = select(CODE.c.id).where(CODE.c.action != DispositionAction.CREDIT_ONLY)
    closed = and_(RETURNED.c.return_status == ReturnLineStatus.INVOICED, RETURNED.c.disposition_code_id.in_(physical))
    slip = or_zero(cost.c.amount)
    left = slip - or_zero(credited.c.amount) + or_zero(restored.c.amount)
    lies_here = RETURNED.c.received_quantity > RETURNED.c.invoiced_quantity
    broken = (
        select(RETURNED.c.id)
        .outerjoin(cost, cost.c.key == RETURNED.c.id)
        .outerjoin(credited, credited.c.key == RETURNED.c.id)
        .outerjoin(restored, restored.c.key == RETURNED.c.id)
        .where(closed, or_(and_(~lies_here, left != ZERO), left < ZERO, left > slip))
    )
    statement = (
        "A credited return line takes exactly the cost off the clearing account that its packing slip put there; of "
        "pieces that are no longer credited, and lie here, the cost is there again."
    )
    return Law("returns CLR clearing", statement, rows_of(RETURNED, closed), broken)


def _restored() -> Subquery:
    """By return line, the cost that corrections of its credit notes put back."""
    first, credit = DETAIL.alias("first"), LINE.alias("credit")
    return (
        select(credit.c.return_order_line_id.label("key"), sum_of(LINE.c.cost_amount).label("amount"))
        .select_from(LINE)
        .join(DETAIL, DETAIL.c.invoice_line_id == LINE.c.id)
        .join(first, first.c.id == DETAIL.c.first_detail_id)
        .join(credit, credit.c.id == first.c.invoice_line_id)
        .where(DETAIL.c.kind == DetailKind.PRODUCT, credit.c.return_order_line_id.is_not(None))
        .group_by(credit.c.return_order_line_id)
        .subquery()
    )


def _credited_quantities() -> Law:
    """What a return line says is credited is what its credit notes say, less what was corrected of them."""
    lowered = given_up_quantities().subquery("lowered")
    credited = (
        select(
            LINE.c.return_order_line_id.label("key"),
            sum_of(-LINE.c.quantity + or_zero(lowered.c.quantity, PIECES), PIECES).label("quantity"),
        )
        .outerjoin(lowered, lowered.c.invoice_line_id == LINE.c.id)
        .where(LINE.c.return_order_line_id.is_not(None))
        .group_by(LINE.c.return_order_line_id)
        .subquery()
    )
    kept = select(CODE.c.id).where(CODE.c.action == DispositionAction.RETURN_TO_CUSTOMER)
    linked = and_(
        RETURNED.c.original_invoice_line_id.is_not(None),
        or_(RETURNED.c.disposition_code_id.is_(None), RETURNED.c.disposition_code_id.not_in(kept)),
    )
    broken = (
        select(RETURNED.c.id)
        .outerjoin(credited, credited.c.key == RETURNED.c.id)
        .where(linked, or_zero(credited.c.quantity, PIECES) != RETURNED.c.invoiced_quantity)
    )
    statement = "What is credited of a return line is what its credit notes credit, less what corrections took back."
    return Law("putting-right 2.3 credited pieces", statement, rows_of(RETURNED, linked), broken)


def _parts() -> Law:
    """Goods may go back to the customer, and be given up, without a document; credits by hand have no limit."""
    lowered = given_up_quantities().subquery("lowered")
    taken_back = or_zero(lowered.c.quantity, PIECES)
    posted = (
        select(
            LINE.c.return_order_line_id.label("key"),
            sum_of(LINE.c.returned_quantity + taken_back, PIECES).label("returned"),
            sum_of(LINE.c.released_quantity - taken_back, PIECES).label("released"),
            func.count(lowered.c.invoice_line_id).label("corrected"),
        )
        .outerjoin(lowered, lowered.c.invoice_line_id == LINE.c.id)
        .where(LINE.c.return_order_line_id.is_not(None), ~is_canceled(LINE.c.invoice_id))
        .group_by(LINE.c.return_order_line_id)
        .subquery()
    )
    sent_back = select(CODE.c.id).where(CODE.c.action == DispositionAction.RETURN_TO_CUSTOMER)
    kept = func.coalesce(RETURNED.c.disposition_code_id.in_(sent_back), false())
    limited = or_(RETURNED.c.original_invoice_line_id.is_not(None), func.coalesce(posted.c.corrected, 0) == 0)
    pairs = (
        (RETURNED.c.invoiced_quantity, or_zero(posted.c.returned, PIECES)),
        (RETURNED.c.released_quantity, or_zero(posted.c.released, PIECES)),
    )
    uneven = [or_(of_line < of_documents, and_(~kept, of_line > of_documents)) for of_line, of_documents in pairs]
    broken = select(RETURNED.c.id).outerjoin(posted, posted.c.key == RETURNED.c.id).where(limited, or_(*uneven))
    statement = (
        "What a return line credits and gives up is what its documents that count took and gave up of it; what went "
        "back to the customer without a document comes on top."
    )
    return Law("putting-right 4.8 parts", statement, rows_of(RETURNED), broken)


def _stock() -> Law:
    moved = added(SLIP_LINE.c.product_id, kind=PIECES, quantity=SLIP_LINE.c.on_hand_change)
    broken = (
        select(PRODUCT.c.number)
        .outerjoin(moved, moved.c.key == PRODUCT.c.id)
        .where(or_zero(moved.c.quantity, PIECES) != PRODUCT.c.on_hand)
    )
    return Law("returns 13 on hand", "Stock is what packing slips have moved.", rows_of(PRODUCT), broken)


def _slip_lines() -> Law:
    """Goods sent out before version 2 may have gone without a packing slip, never with more than one says."""
    line, slip = SLIP_LINE.c, tables.packing_slip
    kept = line.action.in_([DispositionAction.RETURN_TO_CUSTOMER, *sorted(SCRAPPED)])
    came = case((kept, literal(ZERO, PIECES)), else_=-line.quantity)
    sent = and_(SOLD.c.id.is_not(None), RETURNED.c.id.is_(None), line.quantity > ZERO, line.action.is_(None))
    taken = and_(RETURNED.c.id.is_not(None), SOLD.c.id.is_(None), line.quantity < ZERO)
    of_sold, of_returned = SOLD.c.product_id, RETURNED.c.product_id
    broken = (
        select(line.id)
        .join(slip, slip.c.id == line.packing_slip_id)
        .outerjoin(SOLD, SOLD.c.id == line.sales_order_line_id)
        .outerjoin(RETURNED, RETURNED.c.id == line.return_order_line_id)
        .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
        .where(
            or_(
                ~or_(sent, taken),
                and_(
                    sent,
                    or_(line.on_hand_change != -line.quantity, line.product_id.is_distinct_from(of_sold)),
                ),
                and_(sent, slip.c.order_id != SOLD.c.order_id),
                and_(taken, or_(line.on_hand_change != came, line.product_id.is_distinct_from(of_returned))),
                and_(taken, slip.c.order_id != RETURNED.c.order_id),
                and_(taken, line.action.is_distinct_from(CODE.c.action)),
            )
        )
    )
    statement = "A line of a packing slip moves the product of its order's line, into or out of stock as its code says."
    return Law("returns 1.10 slip lines", statement, rows_of(SLIP_LINE), broken)


def _moved_quantities() -> Law:
    sent = added(SLIP_LINE.c.sales_order_line_id, kind=PIECES, quantity=SLIP_LINE.c.quantity)
    broken = (
        select(SOLD.c.id)
        .outerjoin(sent, sent.c.key == SOLD.c.id)
        .where(
            or_(
                or_zero(sent.c.quantity, PIECES) > SOLD.c.delivered_quantity,
                SOLD.c.delivered_quantity > SOLD.c.quantity,
                SOLD.c.invoiced_quantity > SOLD.c.delivered_quantity,
            )
        )
    )
    statement = "No more is invoiced of a sales order line than was delivered, and no more delivered than was sold."
    return Law("returns 2.3 delivered", statement, rows_of(SOLD), broken)


def _received_quantities() -> Law:
    came = added(SLIP_LINE.c.return_order_line_id, kind=PIECES, quantity=-SLIP_LINE.c.quantity)
    broken = (
        select(RETURNED.c.id)
        .outerjoin(came, came.c.key == RETURNED.c.id)
        .where(or_zero(came.c.quantity, PIECES) != RETURNED.c.received_quantity)
    )
    statement = "What is received of a return line is what packing slips took back of it."
    return Law("returns 1.10 received", statement, rows_of(RETURNED), broken)


LAWS: tuple[Law, ...] = (
    _returned_quantities(),
    _return_lines(),
    _left_to_credit(),
    _return_headers(),
    _credited_quantities(),
    _parts(),
    _clearing(),
    _stock(),
    _slip_lines(),
    _moved_quantities(),
    _received_quantities(),
)
