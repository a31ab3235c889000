"""A customer's account from one day to another, out of documents, payments and what was written off (documents 4.2).

What was open before the first day is taken from the balance that is kept, less whatever moved it since: so a statement
of the last month reads the last month, however old the account is.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, and_, case, exists, func, literal, or_, select

from ...documents.statements import Movement, MovementKind, OpenItem
from ...models import tables
from ...models.money import minor_unit
from ...models.rows import read_all, read_one
from ..amounts import ZERO, rounded

INVOICE, PAYMENT, SETTLEMENT, COPY = tables.invoice, tables.payment, tables.settlement, tables.document_copy
DEBIT, CREDIT, PAID = SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id, SETTLEMENT.c.payment_id
IS_WRITE_OFF = and_(PAID.is_(None), or_(DEBIT.is_(None), CREDIT.is_(None)))
MONEY = INVOICE.c.total_amount.type


class Account(NamedTuple):
    """What a statement shows besides the parties."""

    opening: Decimal
    closing: Decimal
    movements: tuple[Movement, ...]
    open_items: tuple[OpenItem, ...]


class Moved(NamedTuple):
    """What moved an account: a positive amount is owed by the customer; `text` is a payment's reference."""

    day: date
    number: str
    kind: str
    amount: Decimal
    text: str | None
    place: int


class Open(NamedTuple):
    """A document, and what of it was settled by a day."""

    number: str
    invoice_date: date
    due_date: date | None
    total_amount: Decimal
    settled: Decimal


class Owing(NamedTuple):
    """What a customer owes now, and in which currency."""

    balance: Decimal
    currency: str


def account_of_customer(connection: Connection, customer: int, first: date, last: date) -> Account:
    """The account of a customer from the first day to the last, which is no earlier."""
    kept = select(tables.customer.c.balance, tables.customer.c.currency).where(tables.customer.c.id == customer)
    owing = read_one(connection, kept, Owing)
    places = minor_unit(owing.currency)
    since = sorted(_moved(connection, customer, first), key=lambda one: (one.day, one.number, one.place))
    opening = owing.balance - sum((one.amount for one in since), ZERO)
    within = [one for one in since if one.day <= last]
    movements = tuple(_told(within, opening, places))
    closing = opening + sum((one.amount for one in within), ZERO)
    items = tuple(_open(connection, customer, last, places))
    return Account(rounded(opening, places), rounded(closing, places), movements, items)


def _moved(connection: Connection, customer: int, first: date) -> list[Moved]:
    """Whatever moved an account from a day on."""
    statements: tuple[Select[tuple[object, ...]], ...] = (
        select(
            INVOICE.c.invoice_date.label("day"),
            INVOICE.c.number,
            func.coalesce(COPY.c.kind, INVOICE.c.document_type).label("kind"),
            INVOICE.c.total_amount.label("amount"),
            literal(None, INVOICE.c.reason.type).label("text"),
            INVOICE.c.id.label("place"),
        )
        .outerjoin(COPY, COPY.c.invoice_id == INVOICE.c.id)
        .where(INVOICE.c.customer_id == customer, INVOICE.c.posted_at.is_not(None), INVOICE.c.invoice_date >= first),
        select(
            PAYMENT.c.date.label("day"),
            INVOICE.c.number,
            case((PAYMENT.c.amount < ZERO, MovementKind.REFUND.value), else_=MovementKind.PAYMENT.value).label("kind"),
            (-PAYMENT.c.amount).label("amount"),
            PAYMENT.c.reference.label("text"),
            PAYMENT.c.id.label("place"),
        )
        .join(INVOICE, INVOICE.c.id == PAYMENT.c.invoice_id)
        .where(PAYMENT.c.customer_id == customer, PAYMENT.c.date >= first),
        select(
            SETTLEMENT.c.date.label("day"),
            INVOICE.c.number,
            literal(MovementKind.WRITE_OFF.value).label("kind"),
            case((DEBIT.is_not(None), -SETTLEMENT.c.amount), else_=SETTLEMENT.c.amount).label("amount"),
            SETTLEMENT.c.reason.label("text"),
            SETTLEMENT.c.id.label("place"),
        )
        .join(INVOICE, INVOICE.c.id == func.coalesce(DEBIT, CREDIT))
        .where(INVOICE.c.customer_id == customer, IS_WRITE_OFF, SETTLEMENT.c.date >= first),
    )
    return [row for statement in statements for row in read_all(connection, statement, Moved)]


def _told(moved: Sequence[Moved], opening: Decimal, places: int) -> Iterator[Movement]:
    balance = opening
    for one in moved:
        balance += one.amount
        debit, credit = (one.amount, ZERO) if one.amount > 0 else (ZERO, -one.amount)
        debit, credit, shown = (rounded(value, places) for value in (debit, credit, balance))
        yield Movement(one.day, one.number, MovementKind(one.kind), debit, credit, shown, one.text)


def _open(connection: Connection, customer: int, last: date, places: int) -> Iterator[OpenItem]:
    """The documents that were not settled on the last day, by when they are due."""
    later = exists().where(or_(INVOICE.c.id == DEBIT, INVOICE.c.id == CREDIT), SETTLEMENT.c.date > last)
    statement = (
        select(
            INVOICE.c.number,
            INVOICE.c.invoice_date,
            INVOICE.c.due_date,
            INVOICE.c.total_amount,
            (_settled(DEBIT, last) - _settled(CREDIT, last)).label("settled"),
        )
        .where(INVOICE.c.customer_id == customer, INVOICE.c.posted_at.is_not(None), INVOICE.c.invoice_date <= last)
        .where(or_(INVOICE.c.settled_amount != INVOICE.c.total_amount, later))
        .order_by(INVOICE.c.due_date, INVOICE.c.id)
    )
    for row in read_all(connection, statement, Open):
        rest = row.total_amount - row.settled
        if rest != 0:
            total, rest = rounded(row.total_amount, places), rounded(rest, places)
            credit = row.total_amount < 0
            yield OpenItem(row.number, row.invoice_date, total, rest, None if credit else row.due_date)


def _settled(side: ColumnElement[int], last: date) -> ScalarSelect[Decimal]:
    """What was settled of a document up to a day, where it stands on a side."""
    total = func.coalesce(func.sum(SETTLEMENT.c.amount, type_=MONEY), literal(ZERO, MONEY), type_=MONEY)
    statement = select(total).where(side == INVOICE.c.id, SETTLEMENT.c.date <= last)
    return statement.correlate(INVOICE).scalar_subquery()
