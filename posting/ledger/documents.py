"""Writes the document of a plan: header, lines and charges first, its number and dates last."""

from collections.abc import Sequence

from ...models import tables
from ...models.together import Together
from ...models.vocabulary import DocumentType, InvoiceStatus
from ..command.transaction import Transaction
from ..plan import Plan, PlannedCharge, PlannedLine

SERIES = {DocumentType.INVOICE: "INVOICE", DocumentType.CREDIT_NOTE: "CREDIT_NOTE"}
HEADER_COLUMNS = (
    "id",
    "document_type",
    "status",
    "version",
    "customer_id",
    "currency",
    "created_at",
    "net_amount",
    "tax_amount",
    "total_amount",
    "has_corrections",
    "settled_amount",
)
NUMBERED_COLUMNS = (
    "number",
    "document_type",
    "invoice_date",
    "document_date",
    "due_date",
    "settled_amount",
    "posted_at",
)
LINE_COLUMNS = (
    "id",
    "invoice_id",
    "line_number",
    "description",
    "product_id",
    "quantity",
    "unit_price",
    "discount_percent",
    "tax_rate",
    "net_amount",
    "tax_amount",
    "total_amount",
    "discount_amount",
    "cost_amount",
    "sales_order_line_id",
    "return_order_line_id",
    "credits_line_id",
)
CHARGE_COLUMNS = ("invoice_id", "invoice_line_id", "return_charge_id", "description", "amount", "tax_amount")


def write_document(
    transaction: Transaction, together: Together, plan: Plan, invoice_id: int, line_ids: Sequence[int]
) -> None:
    """Write the document, which is the plan's draft or new; `line_ids` are the keys of its new lines by place."""
    if plan.draft_id is None:
        _insert_header(transaction, together, plan, invoice_id)
        rows = [_line_row(key, invoice_id, line) for key, line in zip(line_ids, plan.lines, strict=True)]
        together.append(tables.invoice_line, LINE_COLUMNS, rows)
    charges = [_charge_row(invoice_id, charge, line_ids) for charge in plan.charges]
    together.append(tables.invoice_charge, CHARGE_COLUMNS, charges)


def number_document(transaction: Transaction, together: Together, plan: Plan, invoice_id: int, number: str) -> None:
    """Number and date the document: from here on the database refuses to change it."""
    dates = (plan.invoice_date, plan.document_date, plan.due_date)
    row = (invoice_id, number, plan.document_type, *dates, plan.settled_amount, transaction.now)
    together.change(tables.invoice, NUMBERED_COLUMNS, row)


def _insert_header(transaction: Transaction, together: Together, plan: Plan, invoice_id: int) -> None:
    amounts = (plan.net_amount, plan.tax_amount, plan.total_amount)
    what = (plan.document_type, InvoiceStatus.CONFIRMED, 1, plan.customer_id, plan.currency, transaction.now)
    together.append(tables.invoice, HEADER_COLUMNS, [(invoice_id, *what, *amounts, False, 0)])
    orders = [(invoice_id, order_id) for order_id in plan.order_ids]
    together.append(tables.invoice_order, ("invoice_id", "order_id"), orders)
    corrects = [(invoice_id, other) for other in plan.corrects]
    together.append(tables.invoice_correction, ("invoice_id", "corrects_id"), corrects)


def _line_row(key: int, invoice_id: int, line: PlannedLine) -> tuple[object, ...]:
    return (
        key,
        invoice_id,
        line.line_number,
        line.description,
        line.product_id,
        line.quantity,
        line.unit_price,
        line.discount_percent,
        line.tax_rate,
        line.net_amount,
        line.tax_amount,
        line.net_amount + line.tax_amount,
        line.discount_amount,
        line.cost_amount,
        line.sales_order_line_id,
        line.return_order_line_id,
        line.credits_line_id,
    )


def _charge_row(invoice_id: int, charge: PlannedCharge, line_ids: Sequence[int]) -> tuple[object, ...]:
    line = None if charge.document_line is None else line_ids[charge.document_line]
    return invoice_id, line, charge.return_charge_id, charge.description, charge.amount, charge.tax_amount
