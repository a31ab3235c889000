"""Laws of the connections between rows of the ledger (project-invoicing 1.9, L20)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import BillingMethod, ConnectionRole, TransactionClass, TransactionType
from ..rules.first_confirmation import FIRST_CONFIRMATIONS
from ..rules.grammar import UNBILLED as UNBILLED_SOURCE
from .law import ACTUAL, BILLED, OF_WORK, UNBILLED, Law, rows_of

LINK, DETAIL, LINE = tables.actual_connection, tables.invoice_line_detail, tables.contract_line
OTHER = ACTUAL.alias("other")
IS_NEW = and_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.invoice_id.is_not(None))


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
    returned = and_(OF_WORK, UNBILLED, IS_NEW, ACTUAL.c.invoice_line_detail_id.in_(of_corrections))
    spent = (OTHER.c.transaction_type == TransactionType.BILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    broken = _unless(returned, 1, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    statement = "Every unbilled row that a correction of work writes replaces one billed row, which is reversed."
    return Law("L20 replacing", statement, rows_of(ACTUAL, returned), broken)


def _succeeding() -> Law:
    opened = and_(UNBILLED, IS_NEW, ACTUAL.c.transaction_class == TransactionClass.RETAINER)
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
        f"{scenario.key}.{row.name}"
        for scenario in FIRST_CONFIRMATIONS
        for row in scenario.rows
        if row.replaces == UNBILLED_SOURCE
    ]
    anew = ACTUAL.c.rule.in_(edited)
    spent = (OTHER.c.transaction_type == TransactionType.UNBILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    broken = _unless(anew, 1, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    statement = "What a first draft has changed replaces the unbilled sales as they were approved, which are reversed."
    return Law("1.9 edited work", statement, rows_of(ACTUAL, anew), broken)


LAWS: tuple[Law, ...] = (_reversing(), _billing(), _replacing(), _succeeding(), _editing())
