"""Writes the document of a plan: header, lines and charges first, its number and dates last."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, update

from ...models import tables
from ...models.rows import read_all, read_one
from ...models.vocabulary import DocumentType, InvoiceStatus
from ..command.transaction import Transaction
from ..plan import Plan, PlannedCharge, PlannedLine
from .series import draw_number

SERIES = {DocumentType.INVOICE: "INVOICE", DocumentType.CREDIT_NOTE: "CREDIT_NOTE"}


def write_document(transaction: Transaction, plan: Plan) -> tuple[int, Mapping[int, int]]:
    """The key of the document, which is the plan's draft or new, and those of its new lines by place."""
    connection = transaction.connection
    if plan.draft_id is not None:
        invoice_id, line_ids = plan.draft_id, dict[int, int]()
    else:
        invoice_id = _insert_header(transaction, plan)
        line_ids = _insert_lines(connection, invoice_id, plan.lines)
    _insert_charges(connection, invoice_id, plan.charges, line_ids)
    return invoice_id, line_ids


def number_document(transaction: Transaction, plan: Plan, invoice_id: int) -> None:
    """Number and date the document: from here on the database refuses to change it."""
    assert plan.document_type is not None, "a plan without a document is not written as one"
    invoice = tables.invoice
    values = {
        "number": draw_number(transaction, SERIES[plan.document_type]),
        "document_type": plan.document_type,
        "invoice_date": plan.invoice_date,
        "document_date": plan.document_date,
        "due_date": plan.due_date,
        "settled_amount": plan.settled_amount,
        "posted_at": transaction.now,
    }
    transaction.connection.execute(update(invoice).where(invoice.c.id == invoice_id).values(values))


def _insert_header(transaction: Transaction, plan: Plan) -> int:
    connection = transaction.connection
    values = {
        "document_type": plan.document_type,
        "status": InvoiceStatus.CONFIRMED,
        "version": 1,
        "customer_id": plan.customer_id,
        "currency": plan.currency,
        "created_at": transaction.now,
        "net_amount": plan.net_amount,
        "tax_amount": plan.tax_amount,
        "total_amount": plan.total_amount,
        "has_corrections": False,
    }
    statement = insert(tables.invoice).values(values).returning(tables.invoice.c.id)
    invoice_id = read_one(connection, statement, int)
    orders = [{"invoice_id": invoice_id, "order_id": order_id} for order_id in plan.order_ids]
    connection.execute(insert(tables.invoice_order), orders)
    if plan.corrects:
        corrects = [{"invoice_id": invoice_id, "corrects_id": other} for other in plan.corrects]
        connection.execute(insert(tables.invoice_correction), corrects)
    return invoice_id


def _insert_lines(connection: Connection, invoice_id: int, lines: Sequence[PlannedLine]) -> dict[int, int]:
    """The keys of the document's lines by place."""
    parameters = [
        {
            "invoice_id": invoice_id,
            "line_number": line.line_number,
            "description": line.description,
            "product_id": line.product_id,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "discount_percent": line.discount_percent,
            "tax_rate": line.tax_rate,
            "net_amount": line.net_amount,
            "tax_amount": line.tax_amount,
            "total_amount": line.net_amount + line.tax_amount,
            "discount_amount": line.discount_amount,
            "cost_amount": line.cost_amount,
            "sales_order_line_id": line.sales_order_line_id,
            "return_order_line_id": line.return_order_line_id,
            "credits_line_id": line.credits_line_id,
        }
        for line in lines
    ]
    statement = insert(tables.invoice_line).returning(tables.invoice_line.c.id, sort_by_parameter_order=True)
    return dict(enumerate(read_all(connection, statement, int, parameters)))


def _insert_charges(
    connection: Connection, invoice_id: int, charges: Sequence[PlannedCharge], line_ids: Mapping[int, int]
) -> None:
    parameters = [
        {
            "invoice_id": invoice_id,
            "invoice_line_id": None if charge.document_line is None else line_ids[charge.document_line],
            "return_charge_id": charge.return_charge_id,
            "description": charge.description,
            "amount": charge.amount,
            "tax_amount": charge.tax_amount,
        }
        for charge in charges
    ]
    if parameters:
        connection.execute(insert(tables.invoice_charge), parameters)
