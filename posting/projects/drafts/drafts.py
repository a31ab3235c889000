"""Draft project invoices: drafting what is ready, taking in more, giving it back. Drafts write no actuals (L15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, select, update

from ....models import tables
from ....models.rows import read_all, read_one, read_value
from ....models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    OrderType,
    ProblemCode,
    TransactionType,
)
from ...checks import Checks
from ...command.lookup import find_customer, find_invoice, find_order, known_keys, require_type
from ...command.names import invoice_name
from ...command.records import InvoiceRow, OrderRow
from ...command.results import DraftResult
from ...command.transaction import Transaction
from ...commands import CreateInvoice, DeleteInvoice, InvoiceRef, RefreshInvoice, RemoveInvoiceLineDetails
from ...ledger.post import check_version
from ...ledger.taken_off import take_off
from ...problems import refuse
from .lines import ACTUAL, DETAIL, INVOICE, LINE, NewDetail, Whom, insert_details, insert_draft, lines_of, touch
from .loading import contract_of
from .retainers import applied_details
from .scheduled import refuse_scheduled
from .sources import ready_details, take
from .taxes import refresh_taxes
from .totals import refresh_totals

LINKS, CUSTOMER = tables.invoice_correction, tables.customer


@dataclass(frozen=True)
class DeletedDraft:
    """A draft that is gone."""

    deleted: int


def create_invoice(transaction: Transaction, command: CreateInvoice) -> DraftResult:
    """Draft an invoice of one customer from what is ready on a contract up to the cut-off date."""
    connection = transaction.connection
    contract = find_order(connection, command.contract, "contract")
    require_type(contract, OrderType.PROJECT_CONTRACT, "contract")
    customer_id = _customer(transaction, contract, command)
    cut_off = _cut_off(transaction, command.cut_off_date)
    details = ready_details(transaction, contract, customer_id, cut_off)
    checks = Checks()
    if not any(one.billing_type is BillingType.CHARGEABLE for one in details):
        whose = read_one(connection, select(CUSTOMER.c.number).where(CUSTOMER.c.id == customer_id), str)
        checks.fail(
            ProblemCode.NO_CHARGEABLE_TRANSACTIONS,
            "contract",
            "contract",
            document=contract.number,
            customer=whose,
            date=cut_off,
        )
    applied = checks.attempt(lambda: applied_details(transaction, contract, customer_id, command, details))
    checks.done()
    whom = Whom(contract.id, customer_id, contract.currency)
    invoice_id = insert_draft(transaction, whom, has_corrections=False)
    _add(transaction, invoice_id, contract.id, [*details, *(applied or [])])
    return DraftResult(invoice_id)


def _customer(transaction: Transaction, contract: OrderRow, command: CreateInvoice) -> int:
    """Whose share is invoiced; refused where the customer has none."""
    if command.customer is None:
        return contract.customer_id
    customer = find_customer(transaction.connection, command.customer, "customer")
    table = tables.contract_customer
    shares = select(table.c.id).where(table.c.order_id == contract.id, table.c.customer_id == customer.id)
    if customer.id != contract.customer_id and read_value(transaction.connection, shares, int) is None:
        raise refuse(
            ProblemCode.INVALID_INPUT,
            "customer-without-share",
            "customer",
            customer=customer.number,
            document=contract.number,
        )
    return customer.id


def _cut_off(transaction: Transaction, wanted: date | None) -> date:
    return min(wanted or transaction.today, transaction.today)


def _add(transaction: Transaction, invoice_id: int, contract_id: int, details: Sequence[NewDetail]) -> None:
    lines_of(transaction, invoice_id, contract_id, ())
    take(transaction, details)
    insert_details(transaction, invoice_id, contract_id, details)
    refresh_totals(transaction.connection, invoice_id)
    if any(one.tax_code_id is not None for one in details):
        refresh_taxes(transaction, invoice_id)


def refresh_invoice(transaction: Transaction, command: RefreshInvoice) -> DraftResult:
    """Take into a draft what has become ready on its contract for its customer since."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    contract_of(invoice)
    of_draft = select(tables.order).where(tables.order.c.id == invoice.contract_id).with_for_update(key_share=True)
    contract = read_one(transaction.connection, of_draft, OrderRow)
    cut_off = _cut_off(transaction, command.cut_off_date)
    details = ready_details(transaction, contract, invoice.customer_id, cut_off, invoice.id)
    if not details:
        raise refuse(
            ProblemCode.NO_CHARGEABLE_TRANSACTIONS, "nothing-more", "invoice", document=contract.number, date=cut_off
        )
    _add(transaction, invoice.id, contract.id, details)
    touch(transaction, invoice)
    return DraftResult(invoice.id)


def find_draft(transaction: Transaction, ref: InvoiceRef, expected_version: int | None) -> InvoiceRow:
    """The draft that `ref` names, locked; refuses confirmed invoices and old versions."""
    invoice = find_invoice(transaction.connection, ref, "invoice")
    if invoice.posted_at is not None:
        raise refuse(
            ProblemCode.INVOICE_READ_ONLY,
            "read-only",
            "invoice",
            document=invoice.number,
            state=invoice.status,
            needed="DRAFT",
        )
    check_version(invoice, expected_version)
    refuse_scheduled(transaction.connection, invoice, "invoice")
    return invoice


def delete_invoice(transaction: Transaction, command: DeleteInvoice) -> DeletedDraft:
    """Delete a draft; what it billed is ready again, what it corrected is free again."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    connection = transaction.connection
    _release(transaction, DETAIL.c.invoice_id == invoice.id)
    tried = tables.posting_run_item  # what runs say of it stays, without the draft
    connection.execute(update(tried).where(tried.c.invoice_id == invoice.id).values(invoice_id=None))
    for table in (DETAIL, LINE, tables.invoice_order, LINKS):
        connection.execute(delete(table).where(table.c.invoice_id == invoice.id))
    connection.execute(delete(INVOICE).where(INVOICE.c.id == invoice.id))
    return DeletedDraft(invoice.id)


def remove_invoice_line_details(transaction: Transaction, command: RemoveInvoiceLineDetails) -> DraftResult:
    """Take details off a draft; what they billed is ready again, what they corrected is free again."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    connection = transaction.connection
    checks = Checks()
    checks.not_empty("details", command.details, 20_000, "details")
    checks.done()
    found = known_keys(command.details, "InvoiceLineDetail", "invoice line detail", checks, "details")
    mine = set(read_all(connection, select(DETAIL.c.id).where(DETAIL.c.invoice_id == invoice.id), int))
    for place, key in enumerate(found):
        if key is not None and key not in mine:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-detail",
                "details",
                str(place),
                name=invoice_name(transaction.connection, invoice),
                type="InvoiceLineDetail",
                given=command.details[place],
            )
    checks.done()
    keys = [key for key in found if key is not None]
    for start in range(0, len(keys), 5000):
        _release(transaction, DETAIL.c.id.in_(keys[start : start + 5000]))
    take_off(connection, invoice.id, keys)
    _flag_corrections(transaction, invoice)
    touch(transaction, invoice)
    refresh_totals(connection, invoice.id)
    coded = select(DETAIL.c.id).where(DETAIL.c.invoice_id == invoice.id, DETAIL.c.tax_code_id.is_not(None))
    if read_value(connection, coded.limit(1), int) is not None:
        refresh_taxes(transaction, invoice.id)
    return DraftResult(invoice.id)


def _flag_corrections(transaction: Transaction, invoice: InvoiceRow) -> None:
    """Say whether the draft still corrects anything."""
    connection = transaction.connection
    links = select(LINKS.c.corrects_id).where(LINKS.c.invoice_id == invoice.id).limit(1)
    corrects = read_value(connection, links, int)
    connection.execute(update(INVOICE).where(INVOICE.c.id == invoice.id).values(has_corrections=corrects is not None))


def _release(transaction: Transaction, chosen: ColumnElement[bool]) -> None:
    """Let go of what the chosen details hold."""
    connection, ready = transaction.connection, BillingStatus.READY_TO_INVOICE
    held = select(DETAIL.c.id).where(chosen)
    connection.execute(
        update(ACTUAL)
        .where(ACTUAL.c.draft_detail_id.in_(held), ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES)
        .values(billing_status=ready, draft_detail_id=None)
    )
    connection.execute(
        update(ACTUAL)
        .where(ACTUAL.c.draft_detail_id.in_(held), ACTUAL.c.adjustment_status == AdjustmentStatus.IN_PROCESS)
        .values(adjustment_status=None, draft_detail_id=None)
    )
    first = (chosen, DETAIL.c.correction.is_(False))
    of_kind = {
        DetailKind.MILESTONE: (tables.milestone, "invoice_status", select(DETAIL.c.milestone_id)),
        DetailKind.PRODUCT: (
            tables.contract_line,
            "billing_status",
            select(LINE.c.contract_line_id).join(DETAIL, DETAIL.c.invoice_line_id == LINE.c.id),
        ),
        DetailKind.RETAINER: (tables.retainer, "invoice_status", select(DETAIL.c.retainer_id)),
    }
    for kind, (table, column, sources) in of_kind.items():
        keys = sources.where(DETAIL.c.kind == kind, *first)
        connection.execute(update(table).where(table.c.id.in_(keys)).values({column: ready}))
