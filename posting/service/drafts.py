"""Draft project invoices: drafting from the backlog, changing details, deleting. Drafts write no actuals (L15)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, delete, insert, select, update

from ...models import tables
from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    DocumentType,
    InvoiceStatus,
    OrderType,
    ProblemCode,
    TransactionType,
)
from ..amounts import ZERO
from ..commands import CreateInvoice, DeleteInvoice, InvoiceRef, UpdateInvoiceLineDetails
from ..planners import facts
from ..planners.confirmation import open_remainder_warnings, value_problems
from ..problems import refuse
from .checks import Checks
from .detail_values import changed_detail
from .documents import warning_documents
from .draft_totals import refresh_totals
from .drafts_loading import invoice_name, ledger_row, load_draft
from .lookup import Found, find_invoice, find_order, keys_of, require_type
from .postings import check_version
from .transaction import Result, Transaction

DETAIL, ACTUAL, INVOICE, LINE = tables.invoice_line_detail, tables.actual, tables.invoice, tables.invoice_line


def create_invoice(transaction: Transaction, command: CreateInvoice) -> Result:
    """Draft an invoice from what is ready on a contract up to the cut-off date."""
    contract = find_order(transaction.connection, command.contract, "contract")
    require_type(contract, OrderType.PROJECT_CONTRACT, "contract")
    cut_off = min(command.cut_off_date or transaction.today, transaction.today)
    sources = _ready_rows(transaction, contract, cut_off)
    if not any(row.billing_type is BillingType.CHARGEABLE for row in sources):
        raise refuse(
            ProblemCode.NO_CHARGEABLE_TRANSACTIONS,
            f"Contract {contract.number} has nothing chargeable that is ready to invoice up to {cut_off}.",
            "contract",
            remedy="Mark unbilled sales as ready with markReadyToInvoice.",
        )
    invoice_id = insert_draft(transaction, contract, has_corrections=False, reason=None)
    lines = insert_draft_lines(transaction, invoice_id, contract.id)
    details = [
        {
            "invoice_id": invoice_id,
            "invoice_line_id": lines[row.contract_line_id],
            "kind": DetailKind.TRANSACTION,
            "transaction_class": row.transaction_class,
            "billing_type": row.billing_type,
            "description": row.description,
            "start_date": row.transaction_date,
            "quantity": row.quantity,
            "unit_price": row.unit_price,
            "amount": row.amount,
            "tax_amount": row.tax_amount,
            "extended_amount": row.amount + row.tax_amount,
            "invoice_amount": row.amount,
            "invoice_tax_amount": row.tax_amount,
            "correction": False,
            "source_actual_id": row.id,
        }
        for row in sources
    ]
    keys = insert_details(transaction, details)
    hold(transaction, sources, keys, "billing_status", BillingStatus.CUSTOMER_INVOICE_CREATED)
    refresh_totals(transaction.connection, invoice_id)
    return {"invoice": invoice_id, "warnings": []}


def _ready_rows(transaction: Transaction, contract: Found, cut_off: date) -> list[facts.LedgerRow]:
    statement = (
        select(ACTUAL)
        .where(
            ACTUAL.c.order_id == contract.id,
            ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES,
            ACTUAL.c.billing_status == BillingStatus.READY_TO_INVOICE,
            ACTUAL.c.transaction_date <= cut_off,
        )
        .order_by(ACTUAL.c.id)
        .with_for_update()
    )
    return [ledger_row(row) for row in transaction.connection.execute(statement)]


def insert_draft(transaction: Transaction, contract: Found, *, has_corrections: bool, reason: str | None) -> int:
    """A new empty draft of a contract."""
    connection = transaction.connection
    invoice_id = connection.execute(
        insert(INVOICE)
        .values(
            document_type=DocumentType.INVOICE,
            status=InvoiceStatus.DRAFT,
            version=1,
            contract_id=contract.id,
            customer_id=contract.customer_id,
            currency=contract.currency,
            created_at=transaction.now,
            net_amount=ZERO,
            tax_amount=ZERO,
            total_amount=ZERO,
            has_corrections=has_corrections,
            reason=reason,
        )
        .returning(INVOICE.c.id)
    ).scalar_one()
    connection.execute(insert(tables.invoice_order).values(invoice_id=invoice_id, order_id=contract.id))
    return int(invoice_id)


def insert_draft_lines(transaction: Transaction, invoice_id: int, contract_id: int) -> dict[int | None, int]:
    """One line for each line of the contract; their keys by that of the contract line."""
    table = tables.contract_line
    rows = transaction.connection.execute(
        select(table).where(table.c.order_id == contract_id).order_by(table.c.line_number)
    ).all()
    parameters = [
        {
            "invoice_id": invoice_id,
            "line_number": row.line_number,
            "description": row.name,
            "contract_line_id": row.id,
            "net_amount": ZERO,
            "tax_amount": ZERO,
            "total_amount": ZERO,
        }
        for row in rows
    ]
    statement = insert(LINE).returning(LINE.c.id, sort_by_parameter_order=True)
    keys = transaction.connection.execute(statement, parameters).scalars()
    return {row.id: key for row, key in zip(rows, keys, strict=True)}


def insert_details(transaction: Transaction, details: Sequence[dict[str, object]]) -> list[int]:
    """Insert details and return their keys in the same order."""
    statement = insert(DETAIL).returning(DETAIL.c.id, sort_by_parameter_order=True)
    return list(transaction.connection.execute(statement, list(details)).scalars())


def hold(transaction: Transaction, rows: Sequence[facts.LedgerRow], details: list[int], field: str, value: str) -> None:
    """Let the draft's details hold the ledger rows that they bill or correct."""
    statement = (
        update(ACTUAL).where(ACTUAL.c.id == bindparam("key")).values({field: value, "draft_detail_id": bindparam("by")})
    )
    parameters = [{"key": row.id, "by": detail} for row, detail in zip(rows, details, strict=True)]
    transaction.connection.execute(statement, parameters)


def update_invoice_line_details(transaction: Transaction, command: UpdateInvoiceLineDetails) -> Result:
    """Change quantity or tax of details of a draft; refuses wrong values at once."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    checks = Checks()
    checks.not_empty("details", command.details, 20_000, "details")
    checks.done()
    draft = load_draft(transaction.connection, invoice)
    details = {detail.id: detail for detail in draft.details}
    keys = keys_of([wanted.detail for wanted in command.details], "InvoiceLineDetail", "invoice line detail", "details")
    changed: dict[int, facts.DraftDetail] = {}
    for index, (key, wanted) in enumerate(zip(keys, command.details, strict=True)):
        path = ("details", str(index))
        if key not in details:
            checks.fail(ProblemCode.NOT_FOUND, f"{draft.name} has no such detail.", *path, "detail")
            continue
        changed[key] = changed_detail(details[key], wanted, draft.places, checks, path)
        checks.problems.extend(value_problems(changed[key], *path))
    checks.done()
    store_details(transaction, list(changed.values()))
    _touch(transaction, invoice)
    refresh_totals(transaction.connection, invoice.id)
    after = load_draft(transaction.connection, invoice)
    return {"invoice": invoice.id, "warnings": warning_documents(open_remainder_warnings(after))}


def store_details(transaction: Transaction, details: Sequence[facts.DraftDetail]) -> None:
    """Write changed values of details."""
    names = ("quantity", "amount", "tax_amount", "extended_amount", "invoice_amount", "invoice_tax_amount")
    statement = (
        update(DETAIL)
        .where(DETAIL.c.id == bindparam("key"))
        .values({name: bindparam(f"new_{name}", type_=DETAIL.c[name].type) for name in names})
    )
    parameters = []
    for one in details:
        before = (one.source.amount, one.source.tax_amount) if one.correction else (ZERO, ZERO)
        parameters.append(
            {
                "key": one.id,
                "new_quantity": one.quantity,
                "new_amount": one.amount,
                "new_tax_amount": one.tax_amount,
                "new_extended_amount": one.amount + one.tax_amount,
                "new_invoice_amount": one.amount - before[0],
                "new_invoice_tax_amount": one.tax_amount - before[1],
            }
        )
    transaction.connection.execute(statement, parameters)


def find_draft(transaction: Transaction, ref: InvoiceRef, expected_version: int | None) -> Found:
    """The draft that `ref` names, locked; refuses confirmed invoices and old versions."""
    invoice = find_invoice(transaction.connection, ref, "invoice")
    if invoice.status != InvoiceStatus.DRAFT:
        raise refuse(
            ProblemCode.INVOICE_READ_ONLY,
            f"{invoice_name(invoice)} is {invoice.status} and can no longer be changed; it must be a DRAFT.",
            "invoice",
            remedy="Draft a corrective invoice with correctInvoice.",
        )
    check_version(invoice, expected_version)
    return invoice


def _touch(transaction: Transaction, invoice: Found) -> None:
    transaction.connection.execute(
        update(INVOICE).where(INVOICE.c.id == invoice.id).values(version=invoice.version + 1)
    )


def delete_invoice(transaction: Transaction, command: DeleteInvoice) -> Result:
    """Delete a draft; what it billed is ready again, what it corrected is free again."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    connection = transaction.connection
    held = select(DETAIL.c.id).where(DETAIL.c.invoice_id == invoice.id)
    connection.execute(
        update(ACTUAL)
        .where(ACTUAL.c.draft_detail_id.in_(held), ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES)
        .values(billing_status=BillingStatus.READY_TO_INVOICE, draft_detail_id=None)
    )
    connection.execute(
        update(ACTUAL)
        .where(ACTUAL.c.draft_detail_id.in_(held), ACTUAL.c.adjustment_status == AdjustmentStatus.IN_PROCESS)
        .values(adjustment_status=None, draft_detail_id=None)
    )
    for table in (DETAIL, LINE, tables.invoice_order, tables.invoice_correction):
        connection.execute(delete(table).where(table.c.invoice_id == invoice.id))
    connection.execute(delete(INVOICE).where(INVOICE.c.id == invoice.id))
    return {"deleted": invoice.id}
