"""Laws of the connections between rows of the ledger (project-invoicing 1.9, L20)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from ...models import tables
from ...models.vocabulary import BillingMethod, ConnectionRole, TransactionClass, TransactionType
from ..rules.cancellations import CANCELLATION
from ..rules.entries import APPROVAL
from ..rules.first_confirmation import FIRST_CONFIRMATIONS
from ..rules.grammar import UNBILLED as UNBILLED_SOURCE
from ..rules.names import RowName
from ..rules.returns import CREDIT
from .law import ACTUAL, BILLED, OF_WORK, UNBILLED, Law, rows_of

LINK, DETAIL, LINE = tables.actual_connection, tables.invoice_line_detail, tables.contract_line
OTHER = ACTUAL.alias("other")
IS_RESTORED = ACTUAL.c.rule == CANCELLATION.rules[RowName.RESTORED]
IS_NEW = and_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.invoice_id.is_not(None))
COPIED = (
    "transaction_type",
    "transaction_class",
    "billing_type",
    "description",
    "transaction_date",
    "quantity",
    "unit_price",
    "amount",
    "tax_amount",
    "order_id",
    "customer_id",
    "currency",
    "contract_line_id",
    "root_id",
    "milestone_id",
    "retainer_id",
)


def _unless(
    rows: ColumnElement[bool], wanted: object, role: ConnectionRole, other_role: ConnectionRole, *spent: Any
) -> Select[Any]:
    """Those of `rows` that have another number than `wanted` of such connections, or any with a row not `spent`."""
    linked = and_(LINK.c.actual_id == ACTUAL.c.id, LINK.c.role == role, LINK.c.other_role == other_role)
    meant = func.count(OTHER.c.id)
    return (
        select(ACTUAL.c.id)
        .outerjoin(LINK, linked)
        .outerjoin(OTHER, and_(OTHER.c.id == LINK.c.other_id, *spent))
        .where(rows)
        .group_by(ACTUAL.c.id)
        .having(or_(meant != wanted, func.count(LINK.c.id) != meant))
    )


def _reversing() -> Law:
    reversal = ACTUAL.c.reverses_id.is_not(None)
    broken = _unless(reversal, 1, ConnectionRole.REVERSING, ConnectionRole.ORIGINAL, OTHER.c.id == ACTUAL.c.reverses_id)
    statement = "Every reversal has one Reversing/Original connection: to the row that it reverses."
    return Law("L20 reversing", statement, rows_of(ACTUAL, reversal), broken)


def _billing() -> Law:
    by_time = select(LINE.c.id).where(LINE.c.billing_method == BillingMethod.TIME_AND_MATERIAL)
    billed = and_(BILLED, OF_WORK, IS_NEW, ACTUAL.c.contract_line_id.in_(by_time))
    spent = (OTHER.c.transaction_type == TransactionType.UNBILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    broken = _unless(billed, 1, ConnectionRole.BILLED_SALES, ConnectionRole.UNBILLED_SALES, *spent)
    statement = "Every billed row of work by time and material bills one unbilled row, which is reversed."
    return Law("L20 billing", statement, rows_of(ACTUAL, billed), broken)


def _replacing() -> Law:
    of_corrections = select(DETAIL.c.id).where(DETAIL.c.correction.is_(True))
    corrected = ACTUAL.c.invoice_line_detail_id.in_(of_corrections)
    returned = and_(OF_WORK, UNBILLED, IS_NEW, ~IS_RESTORED, corrected)
    spent = (OTHER.c.transaction_type == TransactionType.BILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    broken = _unless(returned, 1, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    statement = "Every unbilled row that a correction of work writes replaces one billed row, which is reversed."
    return Law("L20 replacing", statement, rows_of(ACTUAL, returned), broken)


def _restoring() -> Law:
    """It also stands in for that row, or for the one that this stood in for."""
    first = func.coalesce(OTHER.c.stands_for_id, OTHER.c.id)
    alike = [OTHER.c[name].is_not_distinct_from(ACTUAL.c[name]) for name in COPIED]
    spent = (OTHER.c.reversed_by_id.is_not(None), ACTUAL.c.stands_for_id == first, *alike)
    broken = _unless(IS_RESTORED, 1, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    others = select(ACTUAL.c.id).where(~IS_RESTORED, ACTUAL.c.stands_for_id.is_not(None))
    statement = (
        "What a cancellation restores replaces one reversed row, is like it, and stands in for it; no other does."
    )
    either = select(broken.union_all(others).subquery().c.id)
    return Law("L20 restoring", statement, rows_of(ACTUAL, IS_RESTORED), either)


def _succeeding() -> Law:
    opened = and_(UNBILLED, IS_NEW, ~IS_RESTORED, ACTUAL.c.transaction_class == TransactionClass.RETAINER)
    closed = ACTUAL.alias("closed")
    before = (
        select(closed.c.invoice_id, closed.c.retainer_id)
        .where(closed.c.transaction_type == TransactionType.UNBILLED_SALES, closed.c.reverses_id.is_not(None))
        .where(closed.c.retainer_id.is_not(None))
        .group_by(closed.c.invoice_id, closed.c.retainer_id)
        .subquery()
    )
    spent = (OTHER.c.retainer_id == ACTUAL.c.retainer_id, OTHER.c.reversed_by_id.is_not(None))
    wanted = case((func.max(before.c.retainer_id).is_not(None), 1), else_=0)
    broken = _unless(opened, wanted, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent).outerjoin(
        before, and_(before.c.invoice_id == ACTUAL.c.invoice_id, before.c.retainer_id == ACTUAL.c.retainer_id)
    )
    statement = "What is open of a retainer replaces what was open of it before."
    return Law("L20 succeeding", statement, rows_of(ACTUAL, opened), broken)


def _editing() -> Law:
    edited = [
        scenario.rules[row.name]
        for scenario in FIRST_CONFIRMATIONS
        for row in scenario.rows
        if row.replaces == UNBILLED_SOURCE
    ]
    anew = ACTUAL.c.rule.in_(edited)
    spent = (OTHER.c.transaction_type == TransactionType.UNBILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    broken = _unless(anew, 1, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    statement = "What a first draft has changed replaces the unbilled sales as they were approved, which are reversed."
    return Law("1.9 edited work", statement, rows_of(ACTUAL, anew), broken)


def _costs() -> Law:
    with_cost = and_(
        ACTUAL.c.rule == APPROVAL.rules[RowName.UNBILLED], ACTUAL.c.transaction_class != TransactionClass.FEE
    )
    alike = ("contract_line_id", "transaction_class", "transaction_date", "description")
    cost = (OTHER.c.transaction_type == TransactionType.COST, *(OTHER.c[name] == ACTUAL.c[name] for name in alike))
    broken = _unless(with_cost, 1, ConnectionRole.UNBILLED_SALES, ConnectionRole.COST, *cost)
    statement = "Approved work other than fees is connected with its cost: same contract line, class, date and text."
    return Law("K1 cost", statement, rows_of(ACTUAL, with_cost), broken)


def _credits() -> Law:
    line = tables.invoice_line
    of_linked = select(line.c.id).where(line.c.credits_line_id.is_not(None))
    credit = and_(ACTUAL.c.rule == CREDIT.rules[RowName.BILLED], ACTUAL.c.invoice_line_id.in_(of_linked))
    sold = (OTHER.c.transaction_type == TransactionType.BILLED_SALES, OTHER.c.root_id == ACTUAL.c.root_id)
    broken = _unless(credit, 1, ConnectionRole.BILLED_SALES, ConnectionRole.ORIGINAL, *sold)
    statement = "Every row that credits goods sold is connected with the row that billed them, in its lineage."
    return Law("returns 3.4 credited row", statement, rows_of(ACTUAL, credit), broken)


def _pairs() -> Law:
    """Both ends of a connection are what their roles say; the laws above say that none is missing."""
    row, roles, types = ACTUAL.c, ConnectionRole, TransactionType
    is_billed, other_billed = row.transaction_type == types.BILLED_SALES, OTHER.c.transaction_type == types.BILLED_SALES
    other_unbilled = OTHER.c.transaction_type == types.UNBILLED_SALES
    related = OTHER.c.root_id == row.root_id
    meant = (
        (roles.REVERSING, roles.ORIGINAL, row.reverses_id == OTHER.c.id),
        (
            roles.REPLACING,
            roles.ORIGINAL,
            and_(related, row.reverses_id.is_(None), OTHER.c.reversed_by_id.is_not(None)),
        ),
        (roles.BILLED_SALES, roles.UNBILLED_SALES, and_(is_billed, other_unbilled, related)),
        (roles.BILLED_SALES, roles.ORIGINAL, and_(is_billed, other_billed, related)),
        (
            roles.UNBILLED_SALES,
            roles.COST,
            and_(row.transaction_type == types.UNBILLED_SALES, OTHER.c.transaction_type == types.COST),
        ),
    )
    pairs = or_(*(and_(LINK.c.role == one, LINK.c.other_role == other, holds) for one, other, holds in meant))
    broken = (
        select(LINK.c.id)
        .outerjoin(ACTUAL, ACTUAL.c.id == LINK.c.actual_id)
        .outerjoin(OTHER, OTHER.c.id == LINK.c.other_id)
        .where(or_(func.coalesce(~pairs, true()), OTHER.c.id >= ACTUAL.c.id, OTHER.c.order_id.is_(None)))
    )
    statement = "A connection joins a row with an earlier one, and each of both ends is what its role there says."
    return Law("1.9 connections pair", statement, rows_of(LINK), broken)


LAWS: tuple[Law, ...] = (
    _reversing(),
    _billing(),
    _replacing(),
    _restoring(),
    _succeeding(),
    _editing(),
    _costs(),
    _credits(),
    _pairs(),
)
