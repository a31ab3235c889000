"""Laws of the connections between rows of the ledger (project-invoicing 1.9, L20)."""

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import BillingMethod, ConnectionRole, TransactionClass, TransactionType
from ..rules.first_confirmation import FIRST_CONFIRMATIONS
from ..rules.grammar import UNBILLED as UNBILLED_SOURCE
from .law import ACTUAL, BILLED, OF_WORK, UNBILLED, Law, rows_of

LINK, DETAIL, LINE = tables.actual_connection, tables.invoice_line_detail, tables.contract_line
OTHER = ACTUAL.alias("other")
IS_NEW = and_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.invoice_id.is_not(None))


def _links(role: ConnectionRole, other_role: ConnectionRole, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many connections of a kind a row has with rows that meet the conditions."""
    return (
        select(func.count())
        .select_from(LINK)
        .join(OTHER, OTHER.c.id == LINK.c.other_id)
        .where(LINK.c.actual_id == ACTUAL.c.id, LINK.c.role == role, LINK.c.other_role == other_role, *conditions)
        .scalar_subquery()
    )


def _reversing() -> Law:
    reversal = ACTUAL.c.reverses_id.is_not(None)
    linked = _links(ConnectionRole.REVERSING, ConnectionRole.ORIGINAL, OTHER.c.id == ACTUAL.c.reverses_id)
    every = _links(ConnectionRole.REVERSING, ConnectionRole.ORIGINAL)
    broken = select(ACTUAL.c.id).where(reversal, or_(linked != 1, every != 1))
    statement = "Every reversal has one Reversing/Original connection: to the row that it reverses."
    return Law("L20 reversing", statement, rows_of(ACTUAL, reversal), broken)


def _billing() -> Law:
    by_time = select(LINE.c.id).where(LINE.c.billing_method == BillingMethod.TIME_AND_MATERIAL)
    billed = and_(BILLED, OF_WORK, IS_NEW, ACTUAL.c.contract_line_id.in_(by_time))
    spent = (OTHER.c.transaction_type == TransactionType.UNBILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    linked = _links(ConnectionRole.BILLED_SALES, ConnectionRole.UNBILLED_SALES, *spent)
    broken = select(ACTUAL.c.id).where(billed, linked != 1)
    statement = "Every billed row of work by time and material bills one unbilled row, which is reversed."
    return Law("L20 billing", statement, rows_of(ACTUAL, billed), broken)


def _replacing() -> Law:
    of_corrections = select(DETAIL.c.id).where(DETAIL.c.correction.is_(True))
    returned = and_(OF_WORK, UNBILLED, IS_NEW, ACTUAL.c.invoice_line_detail_id.in_(of_corrections))
    spent = (OTHER.c.transaction_type == TransactionType.BILLED_SALES, OTHER.c.reversed_by_id.is_not(None))
    linked = _links(ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    broken = select(ACTUAL.c.id).where(returned, linked != 1)
    statement = "Every unbilled row that a correction of work writes replaces one billed row, which is reversed."
    return Law("L20 replacing", statement, rows_of(ACTUAL, returned), broken)


def _succeeding() -> Law:
    opened = and_(UNBILLED, IS_NEW, ACTUAL.c.transaction_class == TransactionClass.RETAINER)
    before = ACTUAL.alias("before")
    there_was_one = (
        select(before.c.id)
        .where(before.c.invoice_id == ACTUAL.c.invoice_id, before.c.retainer_id == ACTUAL.c.retainer_id)
        .where(before.c.transaction_type == TransactionType.UNBILLED_SALES, before.c.reverses_id.is_not(None))
        .exists()
    )
    spent = (OTHER.c.retainer_id == ACTUAL.c.retainer_id, OTHER.c.reversed_by_id.is_not(None))
    linked = _links(ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    broken = select(ACTUAL.c.id).where(opened, linked != case((there_was_one, 1), else_=0))
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
    linked = _links(ConnectionRole.REPLACING, ConnectionRole.ORIGINAL, *spent)
    broken = select(ACTUAL.c.id).where(anew, linked != 1)
    statement = "What a first draft has changed replaces the unbilled sales as they were approved, which are reversed."
    return Law("1.9 edited work", statement, rows_of(ACTUAL, anew), broken)


LAWS: tuple[Law, ...] = (_reversing(), _billing(), _replacing(), _succeeding(), _editing())
