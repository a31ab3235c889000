"""Holding lines of goods, so that nobody takes pieces of them back while they are corrected, nor the other way."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, union

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.rows import read_all

LINE, DETAIL, INVOICE = tables.invoice_line, tables.invoice_line_detail, tables.invoice
FIRST = DETAIL.alias("first")
OF_INVOICE = DETAIL.c.invoice_id == bindparam("invoice", type_=DETAIL.c.invoice_id.type)
FIRST_LINES = select(FIRST.c.invoice_line_id).join(
    DETAIL, FIRST.c.id == func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
)
CREDITS = LINE.alias("credit_line")


def _sold(documents: ColumnElement[bool]) -> Select[int]:
    """The lines sold that credit notes credit, whose lines the documents bill."""
    credited = CREDITS.c.id.in_(FIRST_LINES.where(documents)), CREDITS.c.credits_line_id.is_not(None)
    return select(CREDITS.c.credits_line_id).where(*credited)


def _held(documents: ColumnElement[bool]) -> Select[int]:
    """Locks the lines of goods that the documents bill, and those sold, in the order of their keys."""
    lines = union(FIRST_LINES.where(documents), _sold(documents))  # rather than two conditions, which no index serves
    chosen = select(LINE.c.id).where(LINE.c.id.in_(lines), LINE.c.product_id.is_not(None))
    return chosen.order_by(LINE.c.id).with_for_update(key_share=True)


OF_SEVERAL = is_given(DETAIL.c.invoice_id, given_keys("invoices"))
SOLD_LINES = _sold(OF_INVOICE)
LINES_HELD, LINES_OF_SEVERAL_HELD = _held(OF_INVOICE), _held(OF_SEVERAL)


def hold_lines(connection: Connection, invoice_id: int) -> None:
    """Lock the lines that sold, or credited, what a document bills of goods, in the order of their keys."""
    if connection.dialect.name == "postgresql":
        connection.execute(LINES_HELD, {"invoice": invoice_id}).all()


def drafts_of(lines: Select[Any]) -> Select[Any]:
    """Which of the lines are corrected on which drafts."""
    return (
        select(FIRST.c.invoice_line_id.label("line_id"), DETAIL.c.invoice_id)
        .join(DETAIL, DETAIL.c.first_detail_id == FIRST.c.id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(FIRST.c.invoice_line_id.in_(lines), INVOICE.c.posted_at.is_(None))
    )


def drafts_beside(connection: Connection, invoice_id: int) -> list[int]:
    """Drafts that correct sales of which a document corrects the credit notes: more or less of them stands then."""
    drafts = drafts_of(SOLD_LINES).subquery()
    statement = select(drafts.c.invoice_id).distinct().order_by(drafts.c.invoice_id)
    return read_all(connection, statement, int, {"invoice": invoice_id})


def held_drafts_of(lines: Select[Any]) -> Select[int]:
    """Locks those drafts, in the order of their keys: whoever confirms one has it before its lines, too."""
    drafts = drafts_of(lines).subquery()
    return (
        select(INVOICE.c.id)
        .where(INVOICE.c.id.in_(select(drafts.c.invoice_id)))
        .order_by(INVOICE.c.id)
        .with_for_update(key_share=True)
    )


DRAFTS_BESIDE_HELD, DRAFTS_BESIDE_SEVERAL_HELD = held_drafts_of(SOLD_LINES), held_drafts_of(_sold(OF_SEVERAL))
