"""Drafting corrections of posted documents: users enter what is right (project-invoicing 2.4, putting-right 2.1)."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select, update

from ....models import tables
from ....models.identity import GlobalId
from ....models.rows import read_all, read_value
from ....models.vocabulary import CorrectionStart, DetailKind, ProblemCode
from ....models.wording import ENGLISH, Language
from ... import saying
from ...amounts import ZERO
from ...checks import Checks
from ...command.lookup import find_invoice, key_of, known_keys
from ...command.names import invoice_name
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...commands import CorrectInvoice, InvoiceRef
from ...goods.holding import hold_lines
from ...planned.warnings import Warned
from ...planners.projects import facts
from ...problems import refuse
from ...sales.canceled import pairs_of
from ...saying import Params
from .billed import Billed, billed_details, nothing_left, refuse_uncorrectable
from .goods_lines import store_goods
from .lines import NewDetail, Whom, insert_details, insert_draft
from .loading import load_details
from .records import PostedDetail
from .scheduled import refuse_scheduled
from .totals import refresh_totals

INVOICE, LINKS, OF_ORDER = tables.invoice, tables.invoice_correction, tables.invoice_order
DETAIL = tables.invoice_line_detail


@dataclass(frozen=True)
class SkippedDetail:
    """A detail that was left out, and why."""

    detail: int
    code: ProblemCode
    variant: str
    params: Params

    def told(self, language: Language = ENGLISH) -> str:
        """The message in a language."""
        return saying.message(self.code, self.variant, self.params, language)


@dataclass(frozen=True)
class CorrectionResult:
    """A corrective draft."""

    invoice: int
    skipped: tuple[SkippedDetail, ...] = ()
    warnings: tuple[Warned, ...] = ()


def correct_invoice(transaction: Transaction, command: CorrectInvoice) -> CorrectionResult:
    """Draft a correction; refuses with every blocker when details or lines are named, else skips what is blocked.

    Its details begin at zero or, if the caller says so, with what stands billed (putting-right 2.1).
    """
    connection = transaction.connection
    draft = None if command.add_to is None else _draft_to_add_to(transaction, command.invoice, command.add_to)
    invoice = find_invoice(connection, command.invoice, "invoice")
    void = pairs_of(connection, [invoice.id]).get(invoice.id)
    refuse_uncorrectable(invoice, invoice_name(connection, invoice), void)
    hold_lines(connection, invoice.id)
    lines = _lines_named(connection, invoice, command)
    billed = billed_details(connection, [invoice.id], lock=True, lines=frozenset(lines))[invoice.id]
    if command.details is not None or command.lines is not None:
        billed = _named(invoice, billed, command, lines)
    free = [one for one in billed if one.blocker is None]
    if not free:
        raise nothing_left(invoice, billed)
    draft_id = _insert_correction(transaction, invoice, free, command, draft)
    skipped = (
        SkippedDetail(one.detail.id, one.blocker.code, one.blocker.variant, one.blocker.params)
        for one in billed
        if one.blocker is not None
    )
    return CorrectionResult(draft_id, tuple(skipped))


def _draft_to_add_to(transaction: Transaction, named: InvoiceRef, add_to: GlobalId) -> InvoiceRow:
    """The draft that the correction is appended to, locked: of the same customer, and contract or currency."""
    corrected = find_invoice(transaction.connection, named, "invoice", lock=False)
    key_of(add_to, {"Invoice"}, "invoice", "addTo")
    draft = find_invoice(transaction.connection, InvoiceRef(id=add_to), "addTo")
    if draft.posted_at is not None:
        raise refuse(
            ProblemCode.INVOICE_READ_ONLY,
            "read-only-add",
            "addTo",
            document=draft.number,
            state=draft.status,
            needed="DRAFT",
        )
    if _shared(draft) != _shared(corrected):
        name, other = (invoice_name(transaction.connection, one) for one in (draft, corrected))
        variant = "other-contract" if draft.contract_id or corrected.contract_id else "other-currency"
        raise refuse(ProblemCode.INVALID_INPUT, variant, "addTo", name=name, with_=other)
    refuse_scheduled(transaction.connection, draft, "addTo")
    return draft


def _shared(invoice: InvoiceRow) -> tuple[int | None, int, str]:
    """What all documents that a draft corrects have in common."""
    return invoice.contract_id, invoice.customer_id, invoice.currency


def _lines_named(connection: Connection, invoice: InvoiceRow, command: CorrectInvoice) -> dict[int, str]:
    """The lines of goods that the caller named, by key, each with its place; refused with every one that is wrong."""
    if command.lines is None:
        return {}
    checks = Checks()
    checks.not_empty("lines", command.lines, 20_000, "lines")
    checks.done()
    keys = known_keys(command.lines, "InvoiceLine", "invoice line", checks, "lines")
    of_goods = select(DETAIL.c.invoice_line_id).where(
        DETAIL.c.invoice_id == invoice.id, DETAIL.c.kind == DetailKind.PRODUCT
    )
    known = set(read_all(connection, of_goods, int))
    for place, key in enumerate(keys):
        if key is not None and key not in known:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-invoice-line",
                "lines",
                str(place),
                document=invoice.number,
                type="InvoiceLine",
                given=command.lines[place],
            )
    checks.done()
    return {key: str(place) for place, key in enumerate(keys) if key is not None}


def _named(invoice: InvoiceRow, billed: list[Billed], command: CorrectInvoice, lines: dict[int, str]) -> list[Billed]:
    """The details that the caller named, by themselves or by their lines; all or nothing."""
    checks = Checks()
    if command.details is not None:
        checks.not_empty("details", command.details, 20_000, "details")
        checks.done()
    by_key = {one.detail.id: one for one in billed}
    keys = known_keys(command.details or [], "InvoiceLineDetail", "invoice line detail", checks, "details")
    for index, key in enumerate(keys):
        if key is not None and key not in by_key:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-invoice-detail",
                "details",
                str(index),
                document=invoice.number,
                type="InvoiceLineDetail",
                given=(command.details or [])[index],
            )
    paths = {key: ("details", str(index)) for index, key in enumerate(keys) if key in by_key}
    goods = (one for one in billed if one.detail.kind is DetailKind.PRODUCT and one.detail.invoice_line_id in lines)
    paths |= {one.detail.id: ("lines", lines[one.detail.invoice_line_id]) for one in goods}
    for key, path in paths.items():
        if (blocker := by_key[key].blocker) is not None:
            checks.problems.append(replace(blocker, path=path))
    checks.done()
    return [one for one in billed if one.detail.id in paths]


def _insert_correction(
    transaction: Transaction, invoice: InvoiceRow, free: list[Billed], command: CorrectInvoice, draft: InvoiceRow | None
) -> int:
    connection, reason = transaction.connection, command.reason
    draft_id = (
        insert_draft(transaction, Whom(*_shared(invoice)), has_corrections=True, reason=reason)
        if draft is None
        else _reopened(transaction, draft, reason)
    )
    _link(connection, draft_id, invoice, free)
    begun = begun_as_billed if command.start_from is CorrectionStart.BILLED else _credited
    insert_details(transaction, draft_id, invoice.contract_id, [begun(one, one.row) for one in free if one.row])
    if invoice.contract_id is None:
        made = read_all(connection, select(INVOICE).where(INVOICE.c.id == draft_id), InvoiceRow)[0]
        store_goods(connection, load_details(connection, made, None).details)
    refresh_totals(connection, draft_id)
    return draft_id


def _link(connection: Connection, draft_id: int, invoice: InvoiceRow, free: list[Billed]) -> None:
    """Say which document the draft corrects, and the orders whose lines it is about."""
    known = select(LINKS.c.corrects_id).where(LINKS.c.invoice_id == draft_id, LINKS.c.corrects_id == invoice.id)
    if read_value(connection, known, int) is None:
        connection.execute(insert(LINKS).values(invoice_id=draft_id, corrects_id=invoice.id))
    billed = {one.row.order_id for one in free if one.row is not None}
    orders = set(read_all(connection, select(OF_ORDER.c.order_id).where(OF_ORDER.c.invoice_id == draft_id), int))
    for order_id in sorted(billed - orders):
        connection.execute(insert(OF_ORDER).values(invoice_id=draft_id, order_id=order_id))


def _reopened(transaction: Transaction, draft: InvoiceRow, reason: str | None) -> int:
    """The draft, which from now on holds corrections."""
    values = {"has_corrections": True, "version": draft.version + 1, "reason": reason or draft.reason}
    transaction.connection.execute(update(INVOICE).where(INVOICE.c.id == draft.id).values(values))
    return draft.id


def begun_as_billed(one: Billed, row: facts.LedgerRow) -> NewDetail:
    """A correction that begins with what stands."""
    standing = one.standing or row
    return _credited(one, row)._replace(
        quantity=standing.quantity, amount=standing.amount, tax_amount=standing.tax_amount, starts_billed=True
    )


def _credited(one: Billed, row: facts.LedgerRow) -> NewDetail:
    """A correction that credits everything until something is entered."""
    detail: PostedDetail = one.detail
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
        standing=one.standing,
        discount_percent=detail.discount_percent,
        tax_rate=detail.tax_rate,
        tax_code_id=detail.tax_code_id,
        supplied_on=detail.supplied_on,
        previous_tax=(detail.tax_code_id, detail.tax_rate),
    )
