"""Drafting a corrective invoice: every quantity zero, the user enters what to bill (project-invoicing 2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from ...models import tables
from ...models.identity import GlobalId, encode
from ...models.vocabulary import (
    AdjustmentStatus,
    DetailKind,
    InvoiceStatus,
    ProblemCode,
    RefundStatus,
    TransactionType,
)
from ..amounts import ZERO
from ..commands import CorrectInvoice, InvoiceRef, OrderRef
from ..planners import project_facts as facts
from ..problems import Problem, Refused, refuse
from ..rules.first_confirmation import WRITE_OFF_BILLED
from .checks import Checks
from .draft_lines import DETAIL, NewDetail, insert_details, insert_draft, lines_of
from .draft_totals import refresh_totals
from .drafts_loading import CHUNK, find_project_invoice, invoice_name, ledger_row
from .lookup import Found, find_invoice, find_order, keys_of
from .transaction import Result, Transaction

ACTUAL, INVOICE, LINKS = tables.actual, tables.invoice, tables.invoice_correction


@dataclass(frozen=True)
class Billed:
    """A detail of a posted invoice, the row that billed it (None where it bills nothing), and what is in the way."""

    detail: Found
    row: facts.LedgerRow | None
    blocker: Problem | None


def correct_invoice(transaction: Transaction, command: CorrectInvoice) -> Result:
    """Draft a corrective invoice; refuses with every blocker when details are named, else skips what is blocked."""
    connection = transaction.connection
    named = find_invoice(connection, command.invoice, "invoice", lock=False)
    draft = None if command.add_to is None else _draft_to_add_to(transaction, named, command.add_to)
    invoice = find_invoice(connection, command.invoice, "invoice")
    refuse_uncorrectable(invoice)
    if command.reason is not None:
        checks = Checks()
        checks.text("A reason", command.reason, "reason")
        checks.done()
    billed = billed_details(connection, [invoice.id], lock=True)[invoice.id]
    if command.details is not None:
        billed = _named(invoice, billed, command)
    free = [one for one in billed if one.blocker is None]
    if not free:
        raise nothing_left(invoice, billed)
    draft_id = _insert_correction(transaction, invoice, free, command.reason, draft)
    skipped = [
        {"detail": one.detail.id, "code": one.blocker.code, "message": one.blocker.message}
        for one in billed
        if one.blocker is not None
    ]
    return {"invoice": draft_id, "skipped": skipped, "warnings": []}


def _draft_to_add_to(transaction: Transaction, corrected: Found, add_to: GlobalId) -> Found:
    """The draft that the correction is appended to, locked; it bills the same contract to the same customer."""
    draft = find_project_invoice(transaction.connection, InvoiceRef(id=add_to), lock=True)
    if draft.posted_at is not None:
        raise refuse(
            ProblemCode.INVOICE_READ_ONLY,
            f"{invoice_name(draft)} is {draft.status} and can no longer be added to; it must be a DRAFT.",
            "addTo",
            remedy="Leave addTo out: correctInvoice then makes a new draft.",
        )
    if (draft.contract_id, draft.customer_id) != (corrected.contract_id, corrected.customer_id):
        raise refuse(
            ProblemCode.INVALID_INPUT,
            f"{invoice_name(draft)} and {invoice_name(corrected)} bill different contracts or customers.",
            "addTo",
            remedy="Leave addTo out: correctInvoice then makes a new draft.",
        )
    return draft


def refuse_uncorrectable(invoice: Found) -> None:
    """Refuse drafts and documents of the sales side."""
    name = invoice_name(invoice)
    if invoice.contract_id is None:
        raise refuse(
            ProblemCode.NOTHING_TO_CORRECT,
            f"{name} is a document of a sales or return order; only project invoices are corrected.",
            "invoice",
            remedy="To take goods back, create a return order with createReturnOrder.",
        )
    if invoice.posted_at is None:
        raise refuse(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            f"{name} is {_status(invoice)}; only a CONFIRMED or PAID invoice can be corrected.",
            "invoice",
            remedy="Change the draft itself with updateInvoiceLineDetails.",
        )


def _status(invoice: Found) -> str:
    return "a DRAFT" if invoice.status == InvoiceStatus.DRAFT else str(invoice.status)


def billed_details(connection: Connection, invoices: Sequence[int], *, lock: bool) -> dict[int, list[Billed]]:
    """Every detail of confirmed invoices with the row that billed it and what blocks its correction, by invoice."""
    statement = (
        select(ACTUAL)
        .where(
            ACTUAL.c.invoice_id.in_(invoices),
            ACTUAL.c.transaction_type == TransactionType.BILLED_SALES,
            ACTUAL.c.reverses_id.is_(None),
            ACTUAL.c.rule.not_like(f"%.{WRITE_OFF_BILLED}"),
        )
        .order_by(ACTUAL.c.id)
    )
    found = connection.execute(statement.with_for_update(key_share=True) if lock else statement).all()
    rows = {row.invoice_line_detail_id: row for row in found}
    holders, refunded = _holders(connection, found), _refunded(connection, found)
    details = select(DETAIL).where(DETAIL.c.invoice_id.in_(invoices)).order_by(DETAIL.c.id)
    billed: dict[int, list[Billed]] = {invoice: [] for invoice in invoices}
    for detail in connection.execute(details):
        billed[detail.invoice_id].append(_billed(detail, rows.get(detail.id), holders, refunded))
    return billed


def _holders(connection: Connection, rows: Sequence[Found]) -> dict[int, str]:
    """How to call the draft that holds each row being corrected, and the invoice that corrected each spent one."""
    held = [row.draft_detail_id for row in rows if row.adjustment_status == AdjustmentStatus.IN_PROCESS]
    spent = [row.reversed_by_id for row in rows if row.adjustment_status == AdjustmentStatus.ADJUSTED]
    drafts = _pairs(connection, select(DETAIL.c.id, DETAIL.c.invoice_id), DETAIL.c.id, held)
    corrected = select(ACTUAL.c.id, INVOICE.c.number).join(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
    numbers = _pairs(connection, corrected, ACTUAL.c.id, spent)
    names = {
        row.id: encode("Invoice", int(drafts[row.draft_detail_id])) for row in rows if row.draft_detail_id in drafts
    }
    return names | {row.id: str(numbers[row.reversed_by_id]) for row in rows if row.reversed_by_id in numbers}


def _pairs(
    connection: Connection, statement: Select[Any], column: ColumnElement[int], keys: Sequence[int]
) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(keys), CHUNK):
        chosen = statement.where(column.in_(keys[start : start + CHUNK]))
        found |= {row[0]: row[1] for row in connection.execute(chosen)}
    return found


def _refunded(connection: Connection, rows: Sequence[Found]) -> set[int]:
    """The retainers among `rows` that have been refunded."""
    table, keys = tables.retainer, {row.retainer_id for row in rows} - {None}
    if not keys:
        return set()
    refunded = select(table.c.id).where(table.c.id.in_(keys), table.c.refund_status == RefundStatus.REFUNDED)
    return set(connection.scalars(refunded))


def _billed(detail: Found, row: Found | None, holders: dict[int, str], refunded: set[int]) -> Billed:
    name = f"“{detail.description}”"
    if row is None:
        message = f"{name} bills nothing on this invoice."
        return Billed(detail, None, Problem(ProblemCode.NOTHING_TO_CORRECT, message))
    blocker = None
    if detail.kind == DetailKind.PRODUCT:
        message = f"{name} is a product-based line; products cannot be corrected."
        blocker = Problem(ProblemCode.PRODUCT_LINE_NOT_CORRECTABLE, message)
    elif row.adjustment_status == AdjustmentStatus.IN_PROCESS:
        message = f"{name} is already being corrected on draft invoice {holders[row.id]}."
        remedy = "Confirm that draft with confirmInvoice, or delete it with deleteInvoice."
        blocker = Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, (), remedy)
    elif row.adjustment_status == AdjustmentStatus.ADJUSTED:
        message = f"{name} has already been corrected by {holders[row.id]}."
        remedy = f"Correct {holders[row.id]} instead."
        blocker = Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), remedy)
    elif row.retainer_id in refunded and detail.kind != DetailKind.RETAINER_REFUND:
        message = f"{name} is a retainer that has been refunded."
        blocker = Problem(ProblemCode.RETAINER_REFUNDED, message, (), "Correct the invoice that refunded it first.")
    return Billed(detail, ledger_row(row), blocker)


def _named(invoice: Found, billed: list[Billed], command: CorrectInvoice) -> list[Billed]:
    """The details that the caller named; all or nothing."""
    assert command.details is not None
    checks = Checks()
    checks.not_empty("details", command.details, 20_000, "details")
    checks.done()
    by_key = {one.detail.id: one for one in billed}
    keys = keys_of(command.details, "InvoiceLineDetail", "invoice line detail", "details")
    for index, key in enumerate(keys):
        found = by_key.get(key)
        if found is None:
            message = f"{invoice_name(invoice)} has no such detail."
            checks.fail(ProblemCode.NOT_FOUND, message, "details", str(index))
        elif found.blocker is not None:
            blocker = found.blocker
            checks.fail(blocker.code, blocker.message, "details", str(index), remedy=blocker.remedy)
    checks.done()
    return [by_key[key] for key in keys]


def nothing_left(invoice: Found, billed: list[Billed]) -> Refused:
    """The refusal where no detail can be corrected: held by drafts, or used up."""
    blockers = [one.blocker for one in billed if one.row is not None and one.blocker is not None]
    held = [one for one in blockers if one.code is ProblemCode.CORRECTION_IN_PROGRESS]
    if held and len(held) == len(blockers):
        messages = list(dict.fromkeys(one.message for one in held))
        return Refused(
            Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, ("invoice",), held[0].remedy) for message in messages
        )
    reasons = " ".join(one.message for one in blockers)
    return refuse(
        ProblemCode.NOTHING_TO_CORRECT,
        f"{invoice_name(invoice)} has nothing left to correct. {reasons}".strip(),
        "invoice",
        remedy="Look at correctedBy for the invoices that corrected it." if blockers else None,
    )


def _insert_correction(
    transaction: Transaction, invoice: Found, free: list[Billed], reason: str | None, draft: Found | None
) -> int:
    connection = transaction.connection
    contract = find_order(
        connection, OrderRef(id=encode("ProjectContract", invoice.contract_id)), "invoice", lock=False
    )
    draft_id = (
        insert_draft(transaction, contract, invoice.customer_id, has_corrections=True, reason=reason)
        if draft is None
        else _reopened(transaction, draft, reason)
    )
    known = select(LINKS.c.corrects_id).where(LINKS.c.invoice_id == draft_id, LINKS.c.corrects_id == invoice.id)
    if connection.scalar(known) is None:
        connection.execute(insert(LINKS).values(invoice_id=draft_id, corrects_id=invoice.id))
    lines_of(transaction, draft_id, contract.id, ())
    rows = [one.row for one in free if one.row is not None]
    insert_details(transaction, draft_id, contract.id, [_correction(one.detail, one.row) for one in free if one.row])
    for start in range(0, len(rows), CHUNK):
        keys = [row.id for row in rows[start : start + CHUNK]]
        held = update(ACTUAL).where(ACTUAL.c.id.in_(keys))
        connection.execute(held.values(adjustment_status=AdjustmentStatus.IN_PROCESS))
    refresh_totals(connection, draft_id)
    return draft_id


def _reopened(transaction: Transaction, draft: Found, reason: str | None) -> int:
    """The draft, which from now on holds corrections."""
    values = {"has_corrections": True, "version": draft.version + 1, "reason": reason or draft.reason}
    transaction.connection.execute(update(INVOICE).where(INVOICE.c.id == draft.id).values(values))
    return int(draft.id)


def _correction(detail: Found, row: facts.LedgerRow) -> NewDetail:
    return NewDetail(
        kind=DetailKind(detail.kind),
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        description=detail.description,
        contract_line_id=row.contract_line_id,
        start_date=detail.start_date,
        quantity=ZERO,
        unit_price=row.unit_price,
        amount=ZERO,
        source=row,
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        original=detail,
    )
