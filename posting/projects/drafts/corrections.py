"""Drafting a corrective invoice: every quantity zero, the user enters what to bill (project-invoicing 2.4)."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from ....models import tables
from ....models.identity import GlobalId, encode
from ....models.rows import read_value
from ....models.vocabulary import CorrectionStart, ProblemCode
from ...amounts import ZERO
from ...checks import Checks
from ...command.lookup import find_invoice, find_order, key_of, known_keys
from ...command.names import invoice_name
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...commands import CorrectInvoice, InvoiceRef, OrderRef
from ...plan import Warned
from ...planners.projects import facts
from ...problems import refuse
from .billed import Billed, billed_details, nothing_left, refuse_uncorrectable
from .lines import NewDetail, insert_details, insert_draft
from .loading import contract_of, find_project_invoice
from .records import PostedDetail
from .scheduled import refuse_scheduled
from .totals import refresh_totals

INVOICE, LINKS = tables.invoice, tables.invoice_correction


@dataclass(frozen=True)
class SkippedDetail:
    """A detail that was left out, and why."""

    detail: int
    code: ProblemCode
    message: str


@dataclass(frozen=True)
class CorrectionResult:
    """A corrective draft."""

    invoice: int
    skipped: tuple[SkippedDetail, ...] = ()
    warnings: tuple[Warned, ...] = ()


def correct_invoice(transaction: Transaction, command: CorrectInvoice) -> CorrectionResult:
    """Draft a corrective invoice; refuses with every blocker when details are named, else skips what is blocked.

    Its details begin at zero or, if the caller says so, with what stands billed (putting-right 2.1).
    """
    connection = transaction.connection
    draft = None if command.add_to is None else _draft_to_add_to(transaction, command.invoice, command.add_to)
    invoice = find_invoice(connection, command.invoice, "invoice")
    refuse_uncorrectable(invoice, invoice_name(connection, invoice))
    billed = billed_details(connection, [invoice.id], lock=True)[invoice.id]
    if command.details is not None:
        billed = _named(invoice, billed, command)
    free = [one for one in billed if one.blocker is None]
    if not free:
        raise nothing_left(invoice, billed)
    draft_id = _insert_correction(transaction, invoice, free, command, draft)
    skipped = (
        SkippedDetail(one.detail.id, one.blocker.code, one.blocker.message) for one in billed if one.blocker is not None
    )
    return CorrectionResult(draft_id, tuple(skipped))


def _draft_to_add_to(transaction: Transaction, named: InvoiceRef, add_to: GlobalId) -> InvoiceRow:
    """The draft that the correction is appended to, locked; it bills the same contract to the same customer."""
    corrected = find_invoice(transaction.connection, named, "invoice", lock=False)
    key_of(add_to, {"Invoice"}, "invoice", "addTo")
    draft = find_project_invoice(transaction.connection, InvoiceRef(id=add_to), "addTo", lock=True)
    if draft.posted_at is not None:
        raise refuse(
            ProblemCode.INVOICE_READ_ONLY,
            f"Invoice {draft.number} is {draft.status} and can no longer be added to; it must be a DRAFT.",
            "addTo",
            remedy="Leave addTo out: correctInvoice then makes a new draft.",
        )
    if (draft.contract_id, draft.customer_id) != (corrected.contract_id, corrected.customer_id):
        names = [invoice_name(transaction.connection, one) for one in (draft, corrected)]
        raise refuse(
            ProblemCode.INVALID_INPUT,
            f"{names[0]} and {names[1]} bill different contracts or customers.",
            "addTo",
            remedy="Leave addTo out: correctInvoice then makes a new draft.",
        )
    refuse_scheduled(transaction.connection, draft, "addTo")
    return draft


def _named(invoice: InvoiceRow, billed: list[Billed], command: CorrectInvoice) -> list[Billed]:
    """The details that the caller named; all or nothing."""
    assert command.details is not None
    checks = Checks()
    checks.not_empty("details", command.details, 20_000, "details")
    checks.done()
    by_key = {one.detail.id: one for one in billed}
    keys = known_keys(command.details, "InvoiceLineDetail", "invoice line detail", checks, "details")
    for index, key in enumerate(keys):
        if key is None:
            continue
        found = by_key.get(key)
        if found is None:
            message = f"Invoice {invoice.number} has no such detail."
            checks.fail(ProblemCode.NOT_FOUND, message, "details", str(index))
        elif found.blocker is not None:
            blocker = found.blocker
            checks.fail(blocker.code, blocker.message, "details", str(index), remedy=blocker.remedy)
    checks.done()
    return [by_key[key] for key in keys if key is not None]


def _insert_correction(
    transaction: Transaction, invoice: InvoiceRow, free: list[Billed], command: CorrectInvoice, draft: InvoiceRow | None
) -> int:
    connection, reason = transaction.connection, command.reason
    contract = find_order(
        connection, OrderRef(id=encode("ProjectContract", contract_of(invoice))), "invoice", lock=False
    )
    draft_id = (
        insert_draft(transaction, contract, invoice.customer_id, has_corrections=True, reason=reason)
        if draft is None
        else _reopened(transaction, draft, reason)
    )
    known = select(LINKS.c.corrects_id).where(LINKS.c.invoice_id == draft_id, LINKS.c.corrects_id == invoice.id)
    if read_value(connection, known, int) is None:
        connection.execute(insert(LINKS).values(invoice_id=draft_id, corrects_id=invoice.id))
    correction = _as_billed if command.start_from is CorrectionStart.BILLED else _credited
    insert_details(transaction, draft_id, contract.id, [correction(one.detail, one.row) for one in free if one.row])
    refresh_totals(connection, draft_id)
    return draft_id


def _reopened(transaction: Transaction, draft: InvoiceRow, reason: str | None) -> int:
    """The draft, which from now on holds corrections."""
    values = {"has_corrections": True, "version": draft.version + 1, "reason": reason or draft.reason}
    transaction.connection.execute(update(INVOICE).where(INVOICE.c.id == draft.id).values(values))
    return draft.id


def _as_billed(detail: PostedDetail, row: facts.LedgerRow) -> NewDetail:
    """A correction that begins with what stands."""
    return _credited(detail, row)._replace(
        quantity=row.quantity, amount=row.amount, tax_amount=row.tax_amount, starts_billed=True
    )


def _credited(detail: PostedDetail, row: facts.LedgerRow) -> NewDetail:
    """A correction that credits everything until something is entered."""
    return NewDetail(
        kind=detail.kind,
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
