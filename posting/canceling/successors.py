"""What has been built on a document besides its rows in the ledger (putting-right 4.3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, union

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import BillingStatus, DetailKind, DispositionAction, ReturnLineStatus
from ..command.names import draft_names
from ..planners.canceling.facts import Successor
from ..sales.canceled import is_void
from ..saying import Phrase
from .records import NamedRow

LINE, DETAIL, INVOICE, ACTUAL = tables.invoice_line, tables.invoice_line_detail, tables.invoice, tables.actual
RETURNED, ORDER, CODE = tables.return_order_line, tables.order, tables.disposition_code
FIRST, FIRST_LINE, LATER = DETAIL.alias("first"), LINE.alias("first_line"), DETAIL.alias("later")
CREDIT, MILESTONE = LINE.alias("credit"), tables.milestone


def first_lines_of(invoice_id: int) -> Select[Any]:
    """The first lines of the chains of goods that a document is about, and the sale's lines that these credit."""
    return (
        select(FIRST_LINE.c.id, FIRST_LINE.c.credits_line_id, FIRST_LINE.c.invoice_id)
        .join(FIRST, FIRST.c.invoice_line_id == FIRST_LINE.c.id)
        .join(DETAIL, func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id) == FIRST.c.id)
        .where(DETAIL.c.invoice_id == invoice_id, DETAIL.c.kind == DetailKind.PRODUCT)
    )


def successors_of(connection: Connection, invoice_id: int, posted_at: datetime) -> tuple[Successor, ...]:
    """Later documents and open orders, each once."""
    chains = first_lines_of(invoice_id).subquery("chains")
    found: dict[str, datetime] = {}
    for statement in _statements(chains, invoice_id, posted_at):
        for row in read_all(connection, statement, NamedRow):
            found[row.name] = max(row.since, found.get(row.name, row.since))
    return tuple(Successor(name, since) for name, since in found.items())


def _statements(chains: Any, invoice_id: int, posted_at: datetime) -> Iterator[Select[Any]]:
    document = select(INVOICE.c.number.label("name"), INVOICE.c.posted_at.label("since"))
    counts = and_(INVOICE.c.posted_at.is_not(None), INVOICE.c.id != invoice_id, ~is_void(INVOICE.c.id))
    mine = select(func.max(ACTUAL.c.id)).where(ACTUAL.c.invoice_id == invoice_id).scalar_subquery()
    # credit notes of returns of what the document sold, or corrected; a line that was sent back has no row of its own
    yield (
        document.join(CREDIT, CREDIT.c.invoice_id == INVOICE.c.id)
        .join(ACTUAL, ACTUAL.c.invoice_id == INVOICE.c.id)
        .where(CREDIT.c.credits_line_id.in_(select(chains.c.id)), CREDIT.c.return_order_line_id.is_not(None))
        .where(counts, ACTUAL.c.id > mine)
    )
    # corrections of the sale's line that a credit note credits
    yield (
        document.join(LATER, LATER.c.invoice_id == INVOICE.c.id)
        .join(FIRST, FIRST.c.id == LATER.c.first_detail_id)
        .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == LATER.c.id)
        .where(FIRST.c.invoice_line_id.in_(select(chains.c.credits_line_id)), FIRST.c.kind == DetailKind.PRODUCT)
        .where(counts, ACTUAL.c.id > mine)
    )
    yield _open_returns(chains, invoice_id, posted_at)
    # milestones that the document credited, and that are billed again
    credited = select(DETAIL.c.milestone_id).where(
        DETAIL.c.invoice_id == invoice_id, DETAIL.c.kind == DetailKind.MILESTONE, DETAIL.c.correction.is_(True)
    )
    again = and_(LATER.c.milestone_id.in_(credited), LATER.c.quantity != 0, LATER.c.kind == DetailKind.MILESTONE)
    billed = select(ACTUAL.c.invoice_line_detail_id).where(
        ACTUAL.c.milestone_id.in_(credited), ACTUAL.c.reversed_by_id.is_(None), ACTUAL.c.reverses_id.is_(None)
    )
    yield document.join(LATER, LATER.c.invoice_id == INVOICE.c.id).where(again, counts, LATER.c.id.in_(billed))
    # whatever went on with its retainers: where nothing of one was left open, no row of the document tells
    retainers = select(DETAIL.c.retainer_id).where(DETAIL.c.invoice_id == invoice_id, DETAIL.c.retainer_id.is_not(None))
    yield (
        document.select_from(INVOICE)
        .join(ACTUAL, ACTUAL.c.invoice_id == INVOICE.c.id)
        .where(ACTUAL.c.retainer_id.in_(retainers), counts, ACTUAL.c.id > mine)
    )


def _open_returns(chains: Any, invoice_id: int, posted_at: datetime) -> Select[Any]:
    """Return orders of what the document sold, or corrected before, that are still to be credited."""
    waiting = RETURNED.c.expected_quantity - RETURNED.c.released_quantity - RETURNED.c.invoiced_quantity
    done = (ReturnLineStatus.CANCELED, ReturnLineStatus.INVOICED)
    return (
        select(ORDER.c.number.label("name"), ORDER.c.created_at.label("since"))
        .join(RETURNED, RETURNED.c.order_id == ORDER.c.id)
        .join(chains, chains.c.id == RETURNED.c.original_invoice_line_id)
        .where(RETURNED.c.return_status.not_in(done), waiting > 0)
        .where(or_(chains.c.invoice_id == invoice_id, ORDER.c.created_at > posted_at))
    )


def claims_of(connection: Connection, lines: Sequence[int]) -> list[NamedRow]:
    """Return orders that claim pieces of lines, of which there would be too few."""
    sent_back = select(CODE.c.id).where(CODE.c.action == DispositionAction.RETURN_TO_CUSTOMER)
    kept = and_(RETURNED.c.return_status == ReturnLineStatus.INVOICED, RETURNED.c.disposition_code_id.in_(sent_back))
    statement = (
        select(ORDER.c.number.label("name"), ORDER.c.created_at.label("since"))
        .join(RETURNED, RETURNED.c.order_id == ORDER.c.id)
        .where(among(connection, RETURNED.c.original_invoice_line_id, lines))
        .where(
            RETURNED.c.return_status != ReturnLineStatus.CANCELED, or_(RETURNED.c.disposition_code_id.is_(None), ~kept)
        )
    )
    return read_all(connection, statement.order_by(ORDER.c.id), NamedRow) if lines else []


def drafts_on(connection: Connection, invoice_id: int, held: Sequence[int]) -> dict[int, Phrase]:
    """The drafts that hold rows of the document, or milestones, products or retainers that it is about, by key."""
    other = DETAIL.alias("other")
    status = select(MILESTONE.c.invoice_status).where(MILESTONE.c.id == other.c.milestone_id).scalar_subquery()
    created = select(other.c.milestone_id).where(
        other.c.invoice_id == invoice_id,
        other.c.kind == DetailKind.MILESTONE,
        status == BillingStatus.CUSTOMER_INVOICE_CREATED,
    )
    retainers = select(other.c.retainer_id).where(other.c.invoice_id == invoice_id, other.c.kind == DetailKind.RETAINER)
    holding = (
        among(connection, DETAIL.c.id, held),
        DETAIL.c.milestone_id.in_(created),
        DETAIL.c.retainer_id.in_(retainers),
    )
    on_draft = (
        select(DETAIL.c.invoice_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(INVOICE.c.posted_at.is_(None))
    )
    drafts = select(union(*(on_draft.where(one) for one in holding)).subquery())
    return draft_names(connection, sorted(read_all(connection, drafts, int)))
