"""Drafting a corrective invoice: every quantity zero, the user enters what to bill (project-invoicing 2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from ...models import tables
from ...models.identity import encode
from ...models.vocabulary import AdjustmentStatus, InvoiceStatus, OrderType, ProblemCode, TransactionType
from ..amounts import ZERO
from ..commands import CorrectInvoice, OrderRef
from ..planners import facts
from ..problems import Problem, Refused, refuse
from ..rules.first_confirmation import WRITE_OFF_BILLED
from .checks import Checks
from .draft_totals import refresh_totals
from .drafts import DETAIL, hold, insert_details, insert_draft, insert_draft_lines
from .drafts_loading import invoice_name, ledger_row
from .lookup import Found, find_invoice, find_order, keys_of, require_type
from .transaction import Result, Transaction

ACTUAL, INVOICE = tables.actual, tables.invoice


@dataclass(frozen=True)
class Billed:
    """A detail of a posted invoice, the row that billed it (None where it bills nothing), and what is in the way."""

    detail: Found
    row: facts.LedgerRow | None
    blocker: Problem | None


def correct_invoice(transaction: Transaction, command: CorrectInvoice) -> Result:
    """Draft a corrective invoice; refuses with every blocker when details are named, else skips what is blocked."""
    connection = transaction.connection
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
    draft_id = _insert_correction(transaction, invoice, free, command.reason)
    skipped = [
        {"detail": one.detail.id, "code": one.blocker.code, "message": one.blocker.message}
        for one in billed
        if one.blocker is not None
    ]
    return {"invoice": draft_id, "skipped": skipped, "warnings": []}


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
    if invoice.status == InvoiceStatus.DRAFT:
        raise refuse(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            f"{name} is a DRAFT; only a CONFIRMED invoice can be corrected.",
            "invoice",
            remedy="Change the draft itself with updateInvoiceLineDetails.",
        )


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
    found = connection.execute(statement.with_for_update() if lock else statement).all()
    rows = {row.invoice_line_detail_id: row for row in found}
    holders = _holders(connection, found)
    details = select(DETAIL).where(DETAIL.c.invoice_id.in_(invoices)).order_by(DETAIL.c.id)
    billed: dict[int, list[Billed]] = {invoice: [] for invoice in invoices}
    for detail in connection.execute(details):
        billed[detail.invoice_id].append(_billed(detail, rows.get(detail.id), holders))
    return billed


def _holders(connection: Connection, rows: Sequence[Found]) -> dict[int, str]:
    """How to call the draft that holds each row being corrected, and the invoice that corrected each spent one."""
    held = [row.draft_detail_id for row in rows if row.adjustment_status == AdjustmentStatus.IN_PROCESS]
    spent = [row.reversed_by_id for row in rows if row.adjustment_status == AdjustmentStatus.ADJUSTED]
    drafts = _pairs(connection, select(DETAIL.c.id, DETAIL.c.invoice_id).where(DETAIL.c.id.in_(held))) if held else {}
    corrected = select(ACTUAL.c.id, INVOICE.c.number).join(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
    numbers = _pairs(connection, corrected.where(ACTUAL.c.id.in_(spent))) if spent else {}
    names = {
        row.id: encode("Invoice", int(drafts[row.draft_detail_id])) for row in rows if row.draft_detail_id in drafts
    }
    return names | {row.id: str(numbers[row.reversed_by_id]) for row in rows if row.reversed_by_id in numbers}


def _pairs(connection: Connection, statement: Select[Any]) -> dict[int, Any]:
    return {row[0]: row[1] for row in connection.execute(statement)}


def _billed(detail: Found, row: Found | None, holders: dict[int, str]) -> Billed:
    name = f"“{detail.description}”"
    if row is None:
        message = f"{name} bills nothing on this invoice."
        return Billed(detail, None, Problem(ProblemCode.NOTHING_TO_CORRECT, message))
    blocker = None
    if row.adjustment_status == AdjustmentStatus.IN_PROCESS:
        message = f"{name} is already being corrected on draft invoice {holders[row.id]}."
        remedy = "Confirm that draft with confirmInvoice, or delete it with deleteInvoice."
        blocker = Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, (), remedy)
    elif row.adjustment_status == AdjustmentStatus.ADJUSTED:
        message = f"{name} has already been corrected by {holders[row.id]}."
        remedy = f"Correct {holders[row.id]} instead."
        blocker = Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), remedy)
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


def _insert_correction(transaction: Transaction, invoice: Found, free: list[Billed], reason: str | None) -> int:
    connection = transaction.connection
    contract = find_order(
        connection, OrderRef(id=encode("ProjectContract", invoice.contract_id)), "invoice", lock=False
    )
    require_type(contract, OrderType.PROJECT_CONTRACT, "invoice")
    draft_id = insert_draft(transaction, contract, has_corrections=True, reason=reason)
    connection.execute(insert(tables.invoice_correction).values(invoice_id=draft_id, corrects_id=invoice.id))
    lines = insert_draft_lines(transaction, draft_id, contract.id)
    rows = [one.row for one in free if one.row is not None]
    details = [
        _correction_detail(draft_id, lines[row.contract_line_id], one.detail, row)
        for one, row in zip(free, rows, strict=True)
    ]
    keys = insert_details(transaction, details)
    hold(transaction, rows, keys, "adjustment_status", AdjustmentStatus.IN_PROCESS)
    refresh_totals(connection, draft_id)
    return draft_id


def _correction_detail(draft_id: int, line_id: int, detail: Found, row: facts.LedgerRow) -> dict[str, object]:
    return {
        "invoice_id": draft_id,
        "invoice_line_id": line_id,
        "kind": detail.kind,
        "transaction_class": detail.transaction_class,
        "billing_type": row.billing_type,
        "description": detail.description,
        "start_date": detail.start_date,
        "quantity": ZERO,
        "unit_price": row.unit_price,
        "amount": ZERO,
        "tax_amount": ZERO,
        "extended_amount": ZERO,
        "invoice_amount": -row.amount,
        "invoice_tax_amount": -row.tax_amount,
        "correction": True,
        "original_detail_id": detail.id,
        "first_detail_id": detail.first_detail_id or detail.id,
        "previous_quantity": row.quantity,
        "previous_amount": row.amount,
        "previous_tax_amount": row.tax_amount,
        "source_actual_id": row.id,
    }
