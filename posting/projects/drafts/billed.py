"""What of confirmed invoices can be corrected: every detail, the row that billed it, and what is in the way."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ....models import tables
from ....models.given_keys import given_keys, is_given
from ....models.ready import ReadyRows
from ....models.rows import columns_of, read_all, read_pairs
from ....models.vocabulary import (
    AdjustmentStatus,
    DetailKind,
    InvoiceStatus,
    ProblemCode,
    RefundStatus,
    TransactionType,
)
from ...command.lookup import CHUNK
from ...command.names import draft_names
from ...command.records import InvoiceRow
from ...planners.projects import facts
from ...problems import Problem, Refused, refuse
from ...rules.first_confirmation import WRITE_OFF_BILLED
from .records import LastRow, PostedDetail

ACTUAL, INVOICE, DETAIL = tables.actual, tables.invoice, tables.invoice_line_detail
BILLED = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
NOT_WAIVED = ACTUAL.c.rule.not_like(f"%.{WRITE_OFF_BILLED}")
INVOICES = given_keys("invoices")
BILLING = (
    select(*columns_of(ACTUAL, facts.LedgerRow))
    .where(is_given(ACTUAL.c.invoice_id, INVOICES), BILLED, ACTUAL.c.reverses_id.is_(None), NOT_WAIVED)
    .order_by(ACTUAL.c.id)
)
ROWS, LOCKED_ROWS = (ReadyRows(one, facts.LedgerRow) for one in (BILLING, BILLING.with_for_update(key_share=True)))
DETAILS = ReadyRows(
    select(*columns_of(DETAIL, PostedDetail)).where(is_given(DETAIL.c.invoice_id, INVOICES)).order_by(DETAIL.c.id),
    PostedDetail,
)


class Billed(NamedTuple):
    """A detail of a posted invoice, the row that billed it (None where it bills nothing), and what is in the way."""

    detail: PostedDetail
    row: facts.LedgerRow | None
    blocker: Problem | None


def refuse_uncorrectable(invoice: InvoiceRow, name: str) -> None:
    """Refuse drafts and documents of the sales side; `name` is what messages call it."""
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


def _status(invoice: InvoiceRow) -> str:
    return "a DRAFT" if invoice.status is InvoiceStatus.DRAFT else str(invoice.status)


def billed_details(connection: Connection, invoices: Sequence[int], *, lock: bool) -> dict[int, list[Billed]]:
    """Every detail of confirmed invoices with the row that billed it and what blocks its correction, by invoice."""
    given = {"invoices": invoices}
    found = (LOCKED_ROWS if lock else ROWS).read(connection, given)
    rows = {row.invoice_line_detail_id: row for row in found}
    drafts, refunded = _drafts(connection, found), _refunded(connection, found)
    latest = (
        _latest(connection, invoices)
        if any(row.adjustment_status is AdjustmentStatus.ADJUSTED for row in found)
        else {}
    )
    billed: dict[int, list[Billed]] = {invoice: [] for invoice in invoices}
    for detail in DETAILS.read(connection, given):
        billed[detail.invoice_id].append(_billed(detail, rows.get(detail.id), drafts, latest, refunded))
    return billed


def _drafts(connection: Connection, rows: Sequence[facts.LedgerRow]) -> dict[int, str]:
    """By row, what the draft is called that corrects it."""
    held = [row.draft_detail_id for row in rows if row.adjustment_status is AdjustmentStatus.IN_PROCESS]
    found: dict[int, int] = {}
    for start in range(0, len(held), CHUNK):
        statement = select(DETAIL.c.source_actual_id, DETAIL.c.invoice_id)
        chosen = statement.where(DETAIL.c.id.in_(held[start : start + CHUNK]))
        found |= read_pairs(connection, chosen, int, int)
    names = draft_names(connection, sorted(set(found.values())))
    return {key: names[invoice_id] for key, invoice_id in found.items()}


def _latest(connection: Connection, invoices: Sequence[int]) -> dict[int, LastRow]:
    """By first detail, the last billed row of its chain: it stands, or it is the reversal of a full credit."""
    chain = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    chains = select(chain).where(DETAIL.c.invoice_id.in_(invoices))
    # the first details and those behind them, apart: no index knows the chain of a detail
    members = select(DETAIL.c.id).where(DETAIL.c.id.in_(chains))
    members_behind = select(DETAIL.c.id).where(DETAIL.c.first_detail_id.in_(chains))
    last = (
        select(chain.label("first"), func.max(ACTUAL.c.id).label("row"))
        .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == DETAIL.c.id)
        .where(BILLED, NOT_WAIVED, DETAIL.c.id.in_(members.union(members_behind)))
        .group_by(chain)
        .subquery()
    )
    statement = (
        select(last.c.first, INVOICE.c.number, ACTUAL.c.reverses_id)
        .join(ACTUAL, ACTUAL.c.id == last.c.row)
        .join(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
    )
    return {row.first: row for row in read_all(connection, statement, LastRow)}


def _refunded(connection: Connection, rows: Sequence[facts.LedgerRow]) -> set[int]:
    """The retainers among `rows` that have been refunded."""
    table, keys = tables.retainer, {row.retainer_id for row in rows if row.retainer_id is not None}
    if not keys:
        return set()
    refunded = select(table.c.id).where(table.c.id.in_(keys), table.c.refund_status == RefundStatus.REFUNDED)
    return set(read_all(connection, refunded, int))


def _billed(
    detail: PostedDetail,
    row: facts.LedgerRow | None,
    drafts: dict[int, str],
    latest: dict[int, LastRow],
    refunded: set[int],
) -> Billed:
    name = f"“{detail.description}”"
    if row is None:
        message = f"{name} bills nothing on this invoice."
        return Billed(detail, None, Problem(ProblemCode.NOTHING_TO_CORRECT, message, remedy="Leave it out."))
    blocker = None
    if detail.kind is DetailKind.PRODUCT:
        message = f"{name} is a product-based line; products cannot be corrected."
        blocker = Problem(
            ProblemCode.PRODUCT_LINE_NOT_CORRECTABLE,
            message,
            remedy="Use correctInvoice with lines for price, tax or text; createReturnOrder with invoiceLine for goods "
            "that came back or were not delivered (CREDIT_ONLY).",
        )
    elif row.adjustment_status is AdjustmentStatus.IN_PROCESS:
        message = f"{name} is already being corrected on the {drafts[row.id]}."
        remedy = "Confirm that draft with confirmInvoice, or delete it with deleteInvoice."
        blocker = Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, (), remedy)
    elif row.adjustment_status is AdjustmentStatus.ADJUSTED:
        blocker = _corrected(name, latest[detail.first_detail_id or detail.id])
    elif row.retainer_id in refunded and detail.kind is not DetailKind.RETAINER_REFUND:
        message = f"{name} is a retainer that has been refunded."
        blocker = Problem(ProblemCode.RETAINER_REFUNDED, message, (), "Correct the invoice that refunded it first.")
    return Billed(detail, row, blocker)


def _corrected(name: str, last: LastRow) -> Problem:
    """What to do instead: correct the invoice that bills it now, or bill anew what was credited."""
    if last.reverses_id is None:
        message = f"{name} has already been corrected by {last.number}."
        return Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), f"Correct {last.number} instead.")
    message = f"{name} has already been corrected: {last.number} credited it in full."
    remedy = "Bill it anew: mark what came back as ready with markReadyToInvoice, then createInvoice."
    return Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), remedy)


def nothing_left(invoice: InvoiceRow, billed: list[Billed]) -> Refused:
    """The refusal where no detail can be corrected: held by drafts, or used up; products never count."""
    blockers = [
        one.blocker
        for one in billed
        if one.row is not None and one.blocker is not None and one.detail.kind is not DetailKind.PRODUCT
    ]
    held = [one for one in blockers if one.code is ProblemCode.CORRECTION_IN_PROGRESS]
    if held and len(held) == len(blockers):
        messages = list(dict.fromkeys(one.message for one in held))
        return Refused(
            Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, ("invoice",), held[0].remedy) for message in messages
        )
    reasons = " ".join(one.message for one in blockers)
    return refuse(
        ProblemCode.NOTHING_TO_CORRECT,
        f"Invoice {invoice.number} has nothing left to correct. {reasons}".strip(),
        "invoice",
        remedy="Look at correctedBy for the invoices that corrected it." if blockers else None,
    )
