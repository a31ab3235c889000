"""Laws of retainers, milestones and products, and of what drafts hold (project-invoicing 4)."""

from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from ...models import tables
from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    ContractLineType,
    DetailKind,
    OrderType,
    RefundStatus,
    TransactionClass,
    TransactionType,
)
from ..amounts import ZERO
from ..rules.cancellations import CANCELLATION
from ..rules.goods_corrections import SALE_CORRECTION
from ..rules.names import RowName
from .law import ACTUAL, BILLED, INVOICE, MONEY, ORDER, STANDS, UNBILLED, Law, or_none, or_zero, rows_of, sum_of

DETAIL, RETAINER, MILESTONE, LINE = (
    tables.invoice_line_detail,
    tables.retainer,
    tables.milestone,
    tables.contract_line,
)
POSTED_STATUS = BillingStatus.CUSTOMER_INVOICE_POSTED
WAITING = (BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_CREATED)


def _when(condition: ColumnElement[bool], amount: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
    return case((condition, amount), else_=literal(ZERO, MONEY))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _retainers() -> Law:
    rows = (
        select(
            ACTUAL.c.retainer_id.label("key"),
            sum_of(_when(BILLED, ACTUAL.c.amount)).label("billed"),
            sum_of(_when(UNBILLED, -ACTUAL.c.amount)).label("unbilled"),
            _how_many(UNBILLED & STANDS).label("open"),
        )
        .where(ACTUAL.c.retainer_id.is_not(None))
        .group_by(ACTUAL.c.retainer_id)
        .subquery()
    )
    available = RETAINER.c.billed_amount - RETAINER.c.used_amount - RETAINER.c.refunded_amount
    broken = (
        select(RETAINER.c.id)
        .outerjoin(rows, rows.c.key == RETAINER.c.id)
        .where(
            or_(
                available < ZERO,
                RETAINER.c.used_amount < ZERO,
                RETAINER.c.refunded_amount < ZERO,
                or_zero(rows.c.billed) != available,
                or_zero(rows.c.unbilled) != available,
                or_none(rows.c.open) != case((available > ZERO, 1), else_=0),
                (RETAINER.c.billed_amount != ZERO) != (RETAINER.c.invoice_status == POSTED_STATUS),
                (RETAINER.c.refunded_amount != ZERO)
                != RETAINER.c.refund_status.is_not_distinct_from(RefundStatus.REFUNDED),
                and_(RETAINER.c.refunded_amount != ZERO, available != ZERO),
            )
        )
    )
    statement = "What is billed of a retainer, less what is applied and refunded, is what is open of it, in one row."
    return Law("L8 retainers", statement, rows_of(RETAINER), broken)


def _retainer_parts() -> Law:
    def standing(kind: DetailKind, amount: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
        part: ColumnElement[Decimal] = sum_of(_when(DETAIL.c.kind == kind, amount))
        return part

    rows = (
        select(
            ACTUAL.c.retainer_id.label("key"),
            standing(DetailKind.RETAINER, ACTUAL.c.amount).label("billed"),
            standing(DetailKind.APPLIED_RETAINER, -ACTUAL.c.amount).label("used"),
            standing(DetailKind.RETAINER_REFUND, -ACTUAL.c.amount).label("refunded"),
        )
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(ACTUAL.c.retainer_id.is_not(None), BILLED, STANDS)
        .group_by(ACTUAL.c.retainer_id)
        .subquery()
    )
    broken = (
        select(RETAINER.c.id)
        .outerjoin(rows, rows.c.key == RETAINER.c.id)
        .where(
            or_(
                RETAINER.c.billed_amount != or_zero(rows.c.billed),
                RETAINER.c.used_amount != or_zero(rows.c.used),
                RETAINER.c.refunded_amount != or_zero(rows.c.refunded),
            )
        )
    )
    statement = "What a retainer says it was billed, applied and refunded for is what stands in the ledger."
    return Law("L8 retainer parts", statement, rows_of(RETAINER), broken)


def _milestones() -> Law:
    rows = (
        select(
            ACTUAL.c.milestone_id.label("key"),
            sum_of(_when(BILLED, ACTUAL.c.amount)).label("billed"),
            _how_many(BILLED & STANDS).label("standing"),
            _how_many(UNBILLED).label("unbilled"),
        )
        .where(ACTUAL.c.milestone_id.is_not(None))
        .group_by(ACTUAL.c.milestone_id)
        .subquery()
    )
    is_posted = MILESTONE.c.invoice_status == POSTED_STATUS
    broken = (
        select(MILESTONE.c.id)
        .outerjoin(rows, rows.c.key == MILESTONE.c.id)
        .where(
            or_(
                or_none(rows.c.unbilled) != 0,
                or_zero(rows.c.billed) != case((is_posted, MILESTONE.c.amount), else_=literal(ZERO, MONEY)),
                or_none(rows.c.standing) != case((is_posted, 1), else_=0),
            )
        )
    )
    statement = "A posted milestone is billed once, at its amount, another one not at all; neither has unbilled sales."
    return Law("L9 milestones", statement, rows_of(MILESTONE), broken)


def _products() -> Law:
    sold = ACTUAL.c.root_id == ACTUAL.c.id
    restored = and_(ACTUAL.c.rule == CANCELLATION.rules[RowName.RESTORED], ACTUAL.c.quantity > ZERO)  # not a credit
    corrected = ACTUAL.c.rule == SALE_CORRECTION.rules[RowName.CORRECTED]
    rows = (
        select(
            ACTUAL.c.contract_line_id.label("key"),
            _how_many(sold).label("rows"),
            _how_many(~BILLED).label("unbilled"),
            _how_many(and_(STANDS, or_(sold, corrected, restored))).label("live"),
        )
        .where(ACTUAL.c.transaction_class == TransactionClass.PRODUCT, ACTUAL.c.contract_line_id.is_not(None))
        .group_by(ACTUAL.c.contract_line_id)
        .subquery()
    )
    is_product = LINE.c.type == ContractLineType.PRODUCT_BASED
    is_posted = LINE.c.billing_status == POSTED_STATUS
    broken = (
        select(LINE.c.id)
        .outerjoin(rows, rows.c.key == LINE.c.id)
        .where(
            is_product,
            or_(
                or_none(rows.c.unbilled) != 0,
                or_none(rows.c.live) > case((is_posted, 1), else_=0),
                and_(is_posted, or_none(rows.c.rows) == 0),
            ),
        )
    )
    statement = "Of a posted product-based line, which was billed, at most one billed row is live; of another one none."
    return Law("L10 products", statement, rows_of(LINE, is_product), broken)


def _billable() -> Law:
    waiting = and_(ACTUAL.c.adjustment_status.is_(None), ACTUAL.c.billing_status.in_(WAITING))
    status = ACTUAL.c.billing_status
    broken = select(ACTUAL.c.id).where(
        or_(
            and_(UNBILLED, or_(and_(STANDS, ~waiting), and_(~STANDS, waiting))),
            and_(~STANDS, status.not_in([POSTED_STATUS, BillingStatus.CANCELED])),
            and_(BILLED, status != POSTED_STATUS),
            and_(ACTUAL.c.transaction_type == TransactionType.COST, STANDS, status.is_not(None)),
        )
    )
    statement = "Unbilled sales are open exactly where nothing has reversed them and they wait; billed is posted."
    return Law("L14 billable set", statement, rows_of(ACTUAL), broken)


def _holds() -> Law:
    held = ACTUAL.c.draft_detail_id.is_not(None)
    of_draft = (
        select(DETAIL.c.id, DETAIL.c.source_actual_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(INVOICE.c.posted_at.is_(None))
        .subquery()
    )
    mine = and_(of_draft.c.id == ACTUAL.c.draft_detail_id, of_draft.c.source_actual_id == ACTUAL.c.id)
    on_draft = or_(
        ACTUAL.c.adjustment_status.is_not_distinct_from(AdjustmentStatus.IN_PROCESS),
        ACTUAL.c.billing_status.is_not_distinct_from(BillingStatus.CUSTOMER_INVOICE_CREATED),
    )
    broken = (
        select(ACTUAL.c.id).outerjoin(of_draft, mine).where(or_(on_draft != held, and_(held, of_draft.c.id.is_(None))))
    )
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
