"""Laws of retainers, milestones and products, and of what drafts hold (project-invoicing 4)."""

from decimal import Decimal

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    ContractLineType,
    DetailKind,
    OrderType,
    RefundStatus,
    TransactionClass,
)
from ..amounts import ZERO
from .law import ACTUAL, BILLED, INVOICE, ORDER, STANDS, UNBILLED, Law, rows_of, sum_of

DETAIL, RETAINER, MILESTONE, LINE = (
    tables.invoice_line_detail,
    tables.retainer,
    tables.milestone,
    tables.contract_line,
)
POSTED_STATUS = BillingStatus.CUSTOMER_INVOICE_POSTED
WAITING = (BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_CREATED)


def _retainers() -> Law:
    mine = ACTUAL.c.retainer_id == RETAINER.c.id
    billed = select(sum_of(ACTUAL.c.amount)).where(mine, BILLED).scalar_subquery()
    unbilled = select(sum_of(-ACTUAL.c.amount)).where(mine, UNBILLED).scalar_subquery()
    open_rows = select(func.count()).where(mine, UNBILLED, STANDS).scalar_subquery()
    available = RETAINER.c.billed_amount - RETAINER.c.used_amount - RETAINER.c.refunded_amount
    broken = select(RETAINER.c.id).where(
        or_(
            available < ZERO,
            RETAINER.c.used_amount < ZERO,
            RETAINER.c.refunded_amount < ZERO,
            billed != available,
            unbilled != available,
            open_rows != case((available > ZERO, 1), else_=0),
            (RETAINER.c.billed_amount != ZERO) != (RETAINER.c.invoice_status == POSTED_STATUS),
            (RETAINER.c.refunded_amount != ZERO)
            != RETAINER.c.refund_status.is_not_distinct_from(RefundStatus.REFUNDED),
            and_(RETAINER.c.refunded_amount != ZERO, available != ZERO),
        )
    )
    statement = "What is billed of a retainer, less what is applied and refunded, is what is open of it, in one row."
    return Law("L8 retainers", statement, rows_of(RETAINER), broken)


def _retainer_parts() -> Law:
    def standing(kind: DetailKind, amount: ColumnElement[Decimal]) -> ScalarSelect[Decimal]:
        of_kind = select(DETAIL.c.id).where(DETAIL.c.kind == kind)
        rows = (ACTUAL.c.retainer_id == RETAINER.c.id, BILLED, STANDS, ACTUAL.c.invoice_line_detail_id.in_(of_kind))
        found: ScalarSelect[Decimal] = select(sum_of(amount)).where(*rows).scalar_subquery()
        return found

    broken = select(RETAINER.c.id).where(
        or_(
            RETAINER.c.billed_amount != standing(DetailKind.RETAINER, ACTUAL.c.amount),
            RETAINER.c.used_amount != standing(DetailKind.APPLIED_RETAINER, -ACTUAL.c.amount),
            RETAINER.c.refunded_amount != standing(DetailKind.RETAINER_REFUND, -ACTUAL.c.amount),
        )
    )
    statement = "What a retainer says it was billed, applied and refunded for is what stands in the ledger."
    return Law("L8 retainer parts", statement, rows_of(RETAINER), broken)


def _milestones() -> Law:
    mine = ACTUAL.c.milestone_id == MILESTONE.c.id
    billed = select(sum_of(ACTUAL.c.amount)).where(mine, BILLED).scalar_subquery()
    standing = select(func.count()).where(mine, BILLED, STANDS).scalar_subquery()
    unbilled = select(ACTUAL.c.id).where(mine, UNBILLED).exists()
    is_posted = MILESTONE.c.invoice_status == POSTED_STATUS
    broken = select(MILESTONE.c.id).where(
        or_(
            unbilled,
            billed != case((is_posted, MILESTONE.c.amount), else_=ZERO),
            standing != case((is_posted, 1), else_=0),
        )
    )
    statement = "A posted milestone is billed once, at its amount, another one not at all; neither has unbilled sales."
    return Law("L9 milestones", statement, rows_of(MILESTONE), broken)


def _products() -> Law:
    mine = and_(ACTUAL.c.contract_line_id == LINE.c.id, ACTUAL.c.transaction_class == TransactionClass.PRODUCT)
    rows = select(func.count()).where(mine).scalar_subquery()
    spent = select(ACTUAL.c.id).where(mine, or_(~STANDS, ~BILLED)).exists()
    is_product = LINE.c.type == ContractLineType.PRODUCT_BASED
    is_posted = LINE.c.billing_status == POSTED_STATUS
    broken = select(LINE.c.id).where(is_product, or_(spent, rows != case((is_posted, 1), else_=0)))
    statement = "A posted product-based line has one billed row, which is never reversed."
    return Law("L10 products", statement, rows_of(LINE, is_product), broken)


def _billable() -> Law:
    waiting = and_(ACTUAL.c.adjustment_status.is_(None), ACTUAL.c.billing_status.in_(WAITING))
    broken = select(ACTUAL.c.id).where(UNBILLED, or_(and_(STANDS, ~waiting), and_(~STANDS, waiting)))
    statement = "Unbilled sales are open exactly where nothing has reversed them and they wait for an invoice."
    return Law("L14 billable set", statement, rows_of(ACTUAL, UNBILLED), broken)


def _holds() -> Law:
    held = ACTUAL.c.draft_detail_id.is_not(None)
    holder = (
        select(DETAIL.c.id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(DETAIL.c.id == ACTUAL.c.draft_detail_id, DETAIL.c.source_actual_id == ACTUAL.c.id)
        .where(INVOICE.c.posted_at.is_(None))
    )
    on_draft = or_(
        ACTUAL.c.adjustment_status.is_not_distinct_from(AdjustmentStatus.IN_PROCESS),
        ACTUAL.c.billing_status.is_not_distinct_from(BillingStatus.CUSTOMER_INVOICE_CREATED),
    )
    broken = select(ACTUAL.c.id).where(or_(on_draft != held, and_(held, ~holder.exists())))
    statement = "A row is marked as being on a draft exactly where a detail of a draft holds it."
    return Law("L15 holds of drafts", statement, rows_of(ACTUAL), broken)


def _currencies() -> Law:
    contract = ORDER.c.type == OrderType.PROJECT_CONTRACT
    broken = (
        select(ACTUAL.c.id)
        .join(ORDER, ORDER.c.id == ACTUAL.c.order_id)
        .where(contract, ACTUAL.c.currency != ORDER.c.currency)
    )
    return Law("L18 currency", "All rows of a contract are in its currency.", rows_of(ACTUAL), broken)


LAWS: tuple[Law, ...] = (
    _retainers(),
    _retainer_parts(),
    _milestones(),
    _products(),
    _billable(),
    _holds(),
    _currencies(),
)
