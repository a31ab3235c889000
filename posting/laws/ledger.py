"""Laws of the ledger of actuals and of project invoices (project-invoicing 6)."""

from sqlalchemy import Subquery, and_, case, func, literal, or_, select

from ...models import tables
from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    OrderType,
    TransactionClass,
    TransactionType,
)
from ..amounts import ZERO
from ..rules.first_confirmation import WRITE_OFF_BILLED
from ..rules.names import RowName
from .law import (
    ACTUAL,
    BILLED,
    INVOICE,
    MONEY,
    ORDER,
    PIECES,
    POSTED,
    UNBILLED,
    Law,
    counted,
    is_canceled,
    rows_of,
    sum_of,
)

DETAIL = tables.invoice_line_detail
NOT_WAIVED = and_(  # nor set apart for returns
    ACTUAL.c.rule.not_like(f"%.{WRITE_OFF_BILLED}"), ACTUAL.c.rule.not_like(f"%.{RowName.RETURNED_PART}")
)


def _reversals() -> Law:
    target = ACTUAL.alias("target")
    pairs = (
        (ACTUAL.c.transaction_type == target.c.transaction_type)
        & (ACTUAL.c.transaction_class == target.c.transaction_class)
        & (ACTUAL.c.billing_type == target.c.billing_type)
        & (ACTUAL.c.unit_price == target.c.unit_price)
        & (ACTUAL.c.order_id == target.c.order_id)
        & (ACTUAL.c.customer_id == target.c.customer_id)
        & (ACTUAL.c.quantity == -target.c.quantity)
        & (ACTUAL.c.amount == -target.c.amount)
        & (ACTUAL.c.tax_amount == -target.c.tax_amount)
        & (target.c.reversed_by_id == ACTUAL.c.id)
        & target.c.reverses_id.is_(None)
    )
    broken = select(ACTUAL.c.id).join(target, target.c.id == ACTUAL.c.reverses_id).where(~pairs)
    statement = "Every reversal negates one row of the same kind, price and contract, which no other row reverses."
    return Law("L1 reversal pairing", statement, rows_of(ACTUAL, ACTUAL.c.reverses_id.is_not(None)), broken)


def _contracts() -> Law:
    contract = ORDER.c.type == OrderType.PROJECT_CONTRACT
    invoiced = select(
        INVOICE.c.contract_id.label("order_id"), INVOICE.c.customer_id, INVOICE.c.total_amount.label("amount")
    ).where(INVOICE.c.contract_id.is_not(None), POSTED)
    billed = (
        select(ACTUAL.c.order_id, ACTUAL.c.customer_id, -(ACTUAL.c.amount + ACTUAL.c.tax_amount))
        .join(ORDER, ORDER.c.id == ACTUAL.c.order_id)
        .where(contract, BILLED, ACTUAL.c.billing_type == BillingType.CHARGEABLE)
    )
    both = invoiced.union_all(billed).subquery()
    uneven = select(both.c.order_id).group_by(both.c.order_id, both.c.customer_id).having(sum_of(both.c.amount) != ZERO)
    broken = select(ORDER.c.number).where(ORDER.c.id.in_(uneven))
    statement = "A customer's invoices of a contract total its chargeable billed sales, tax and reversals included."
    return Law("L4 contract total", statement, rows_of(ORDER, contract), broken)


def _outcomes() -> Law:
    """What was set apart for returns, and then canceled, is billed again beside them: see P1."""
    first, target = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id), ACTUAL.alias("target")
    apart = and_(ACTUAL.c.rule.like(f"%.{RowName.RETURNED_PART}"), ACTUAL.c.reversed_by_id.is_not(None))
    set_apart = select(first).join(ACTUAL, ACTUAL.c.invoice_line_detail_id == DETAIL.c.id).where(apart)
    waived = select(target.c.id).where(target.c.rule.like(f"%.{WRITE_OFF_BILLED}"))
    sums = (
        select(
            first.label("root"),
            sum_of(ACTUAL.c.amount).label("amount"),
            sum_of(ACTUAL.c.tax_amount).label("tax"),
            func.max(DETAIL.c.id).label("latest"),
        )
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(BILLED, NOT_WAIVED, or_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reverses_id.not_in(waived)))
        .where(first.not_in(set_apart))
        .group_by(first)
        .subquery()
    )
    entered = DETAIL.alias("entered")
    broken = (
        select(entered.c.id)
        .join(sums, sums.c.latest == entered.c.id)
        .where(or_(sums.c.amount != entered.c.amount, sums.c.tax != entered.c.tax_amount))
    )
    statement = "The billed sales of a detail and all its corrections total what was last entered."
    return Law("L5 correction outcome", statement, rows_of(DETAIL), broken)


def _backlog() -> Law:
    open_row = and_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reversed_by_id.is_(None))
    everything = sum_of(ACTUAL.c.amount + ACTUAL.c.tax_amount)
    of_open = sum_of(case((open_row, ACTUAL.c.amount + ACTUAL.c.tax_amount), else_=literal(ZERO, MONEY)))
    broken = select(ACTUAL.c.root_id).where(UNBILLED).group_by(ACTUAL.c.root_id).having(everything != of_open)
    statement = "Of every piece of work, all unbilled sales together total its open unbilled sales."
    return Law("L6 backlog", statement, rows_of(ACTUAL, UNBILLED), broken)


def _quantities() -> Law:
    """What was entered by hand is approved by nobody but its document: once that is canceled, nothing is left of it."""
    root, changes = ACTUAL.alias("root"), _changes()
    approved = case((is_canceled(root.c.invoice_id), literal(ZERO, PIECES)), else_=root.c.quantity)
    withdrawn = and_(UNBILLED, ACTUAL.c.billing_status == BillingStatus.CANCELED, ACTUAL.c.reverses_id.is_not(None))
    standing = (
        select(
            ACTUAL.c.root_id,
            sum_of(ACTUAL.c.quantity, PIECES).label("quantity"),
            sum_of(case((withdrawn, ACTUAL.c.quantity), else_=literal(ZERO, PIECES)), PIECES).label("withdrawn"),
        )
        .where(or_(BILLED, UNBILLED))
        .group_by(ACTUAL.c.root_id)
        .subquery()
    )
    changed = func.coalesce(changes.c.quantity, literal(ZERO, PIECES), type_=PIECES)
    is_root = and_(root.c.root_id == root.c.id, root.c.transaction_type == TransactionType.UNBILLED_SALES)
    broken = (
        select(root.c.id)
        .join(standing, standing.c.root_id == root.c.id)
        .outerjoin(changes, changes.c.root_id == root.c.id)
        .where(is_root, standing.c.quantity != approved + changed + standing.c.withdrawn)
    )
    statement = (
        "No piece of work is lost: billed and open total what was approved, or entered on an invoice that stands, more "
        "what was raised, less fees given up and what was withdrawn."
    )
    return Law("L7 quantities", statement, select(func.count()).select_from(root).where(is_root), broken)


def _changes() -> Subquery:
    """By root, how much confirmed details raised it, less the parts of fees that they gave up."""
    source = ACTUAL.alias("source")
    entered, before = func.abs(DETAIL.c.quantity), func.abs(source.c.quantity)
    given_up = and_(source.c.transaction_class == TransactionClass.FEE, entered < before, entered != ZERO)
    change = case((or_(entered > before, given_up), DETAIL.c.quantity - source.c.quantity), else_=literal(ZERO, PIECES))
    return (
        select(source.c.root_id, sum_of(change, PIECES).label("quantity"))
        .select_from(DETAIL)
        .join(source, source.c.id == DETAIL.c.source_actual_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(POSTED, INVOICE.c.cancels_id.is_(None), ~is_canceled(INVOICE.c.id))
        .group_by(source.c.root_id)
        .subquery()
    )


def _costs() -> Law:
    cost = ACTUAL.c.transaction_type == TransactionType.COST
    broken = select(ACTUAL.c.id).where(cost, or_(ACTUAL.c.invoice_id.is_not(None), ACTUAL.c.tax_amount != ZERO))
    statement = "Posting an invoice writes no cost rows, and cost bears no tax."
    return Law("L11 cost untouched", statement, rows_of(ACTUAL, cost), broken)


def _flags() -> Law:
    corrections = counted(DETAIL.c.invoice_id, DETAIL.c.correction.is_(True))
    broken = (
        select(INVOICE.c.id)
        .outerjoin(corrections, corrections.c.key == INVOICE.c.id)
        .where(INVOICE.c.has_corrections != corrections.c.key.is_not(None))
    )
    statement = "An invoice has corrections exactly where one of its details is a correction."
    return Law("L12 correction flag", statement, rows_of(INVOICE), broken)


def _live_rows() -> Law:
    first = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    live = and_(BILLED, ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reversed_by_id.is_(None))
    broken = (
        select(first)
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(live, NOT_WAIVED)
        .group_by(first)
        .having(func.count() > 1)
    )
    statement = "A billed detail and its corrections have at most one billed row that stands."
    return Law("L13 one live row", statement, rows_of(DETAIL), broken)


def _statuses() -> Law:
    is_reversal = ACTUAL.c.reverses_id.is_not(None)
    reversed_bill = and_(BILLED, ACTUAL.c.reversed_by_id.is_not(None))
    status = ACTUAL.c.adjustment_status
    broken = select(ACTUAL.c.id).where(
        or_(
            and_(is_reversal, status.is_distinct_from(AdjustmentStatus.UNADJUSTABLE)),
            and_(~is_reversal, status == AdjustmentStatus.UNADJUSTABLE),
            and_(reversed_bill, status.is_distinct_from(AdjustmentStatus.ADJUSTED)),
            and_(status == AdjustmentStatus.ADJUSTED, ACTUAL.c.reversed_by_id.is_(None)),
        )
    )
    statement = "Reversals are UNADJUSTABLE, reversed billed sales ADJUSTED, and nothing else is."
    return Law("L13 statuses", statement, rows_of(ACTUAL), broken)


def _positions() -> Law:
    series = tables.number_series
    last = select(func.coalesce(func.max(ACTUAL.c.id), 0)).scalar_subquery()
    rows = select(func.count()).select_from(ACTUAL).scalar_subquery()
    broken = select(series.c.next).where(series.c.name == "LEDGER", or_(last != rows, series.c.next != rows + 1))
    statement = "Positions in the ledger run from 1 without a gap, and the next is one more than the last."
    return Law("ledger gapless", statement, rows_of(ACTUAL), broken)


LAWS: tuple[Law, ...] = (
    _reversals(),
    _contracts(),
    _outcomes(),
    _backlog(),
    _quantities(),
    _costs(),
    _flags(),
    _live_rows(),
    _statuses(),
    _positions(),
)
