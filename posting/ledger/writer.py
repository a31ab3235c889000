"""The one writer: commits exactly what stands in a plan, set by set.

Each changed column is moved only from the value that the plan was made with; where a row has moved on in spite of its
lock the whole posting is refused. Order of locks: order or draft, contract and retainers of a draft, original lines,
customer, replacement order and the series SALES_ORDER, products, and the series PACKING_SLIP, LEDGER, that of the
document, VOUCHER.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, insert, select, update

from ...models import bulk, tables
from ...models.vocabulary import DocumentType, InvoiceStatus
from ..command.transaction import Transaction
from ..plan import Change, Link, Plan, PlannedActual, PlannedCharge, PlannedLine
from .compare_and_set import apply
from .packing_slips import write_goods
from .series import draw, draw_number
from .vouchers import write_voucher

SERIES = {DocumentType.INVOICE: "INVOICE", DocumentType.CREDIT_NOTE: "CREDIT_NOTE"}


def write(transaction: Transaction, plan: Plan) -> int | None:
    """Commit-ready effect of `plan`; returns the key of the posted document, None where there is none."""
    slips = [(write_goods(transaction, slip), slip) for slip in plan.slips]
    invoice_id = None if plan.document_type is None else _write_document(transaction, plan)
    if invoice_id is None:
        apply(transaction.connection, plan.changes)
    for slip_id, slip in slips:
        write_voucher(transaction, slip.entries, slip.date, plan.currency, packing_slip_id=slip_id)
    if invoice_id is not None and plan.invoice_date is not None:
        write_voucher(transaction, plan.entries, plan.invoice_date, plan.currency, invoice_id=invoice_id)
    return invoice_id


def _write_document(transaction: Transaction, plan: Plan) -> int:
    connection = transaction.connection
    invoice_id = plan.draft_id if plan.draft_id is not None else _insert_document(transaction, plan)
    line_ids = {} if plan.draft_id is not None else _insert_lines(connection, invoice_id, plan.lines)
    _insert_charges(connection, invoice_id, plan.charges, line_ids)
    customer = tables.customer
    connection.execute(
        update(customer).where(customer.c.id == plan.customer_id).values(balance=customer.c.balance + plan.total_amount)
    )
    first = draw(transaction, "LEDGER", len(plan.actuals))
    reversals = [
        Change("Actual", existing, "reversed_by_id", None, first + position)
        for existing, position in plan.reversed_existing
    ]
    apply(connection, (*plan.changes, *reversals))
    insert_actuals(transaction, plan.actuals, first, plan.currency, plan.customer_id, invoice_id, line_ids)
    insert_links(connection, plan.links, first)
    _insert_settlements(connection, plan, invoice_id)
    _stamp(transaction, plan, invoice_id)
    return invoice_id


def _insert_charges(
    connection: Connection, invoice_id: int, charges: Sequence[PlannedCharge], line_ids: dict[int, int]
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


def _insert_settlements(connection: Connection, plan: Plan, invoice_id: int) -> None:
    mine, other = "credit_invoice_id", "debit_invoice_id"
    if plan.total_amount > 0:
        mine, other = other, mine
    parameters = [
        {"date": plan.invoice_date, "amount": one.amount, mine: invoice_id, other: one.invoice_id}
        for one in plan.settlements
    ]
    if parameters:
        connection.execute(insert(tables.settlement), parameters)


def _insert_document(transaction: Transaction, plan: Plan) -> int:
    connection = transaction.connection
    invoice_id = connection.execute(
        insert(tables.invoice)
        .values(
            document_type=plan.document_type,
            status=InvoiceStatus.CONFIRMED,
            version=1,
            customer_id=plan.customer_id,
            currency=plan.currency,
            created_at=transaction.now,
            net_amount=plan.net_amount,
            tax_amount=plan.tax_amount,
            total_amount=plan.total_amount,
            has_corrections=False,
        )
        .returning(tables.invoice.c.id)
    ).scalar_one()
    orders = [{"invoice_id": invoice_id, "order_id": order_id} for order_id in plan.order_ids]
    connection.execute(insert(tables.invoice_order), orders)
    if plan.corrects:
        corrects = [{"invoice_id": invoice_id, "corrects_id": other} for other in plan.corrects]
        connection.execute(insert(tables.invoice_correction), corrects)
    return int(invoice_id)


def _insert_lines(connection: Connection, invoice_id: int, lines: Sequence[PlannedLine]) -> dict[int, int]:
    """Insert the document's lines; their keys by place in the plan."""
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
    return dict(enumerate(connection.execute(statement, parameters).scalars()))


def insert_actuals(
    transaction: Transaction,
    actuals: Sequence[PlannedActual],
    first: int,
    currency: str,
    customer_id: int,
    invoice_id: int | None,
    line_ids: dict[int, int],
) -> None:
    """Append planned rows to the ledger; row `position` gets the key `first` + `position`."""
    recorded_at = _recorded_at(transaction, first)
    parameters = [
        {
            "id": first + row.position,
            "transaction_type": row.transaction_type,
            "transaction_class": row.transaction_class,
            "billing_type": row.billing_type,
            "description": row.description,
            "transaction_date": row.transaction_date,
            "recorded_at": recorded_at,
            "quantity": row.quantity,
            "unit_price": row.unit_price,
            "amount": row.amount,
            "tax_amount": row.tax_amount,
            "currency": currency,
            "customer_id": customer_id,
            "order_id": row.order_id,
            "contract_line_id": row.contract_line_id,
            "invoice_id": invoice_id,
            "invoice_line_id": None if row.document_line is None else line_ids[row.document_line],
            "invoice_line_detail_id": row.detail_id,
            "reverses_id": row.reverses if row.reverses_position is None else first + row.reverses_position,
            "root_id": row.root if row.root_position is None else first + row.root_position,
            "rule": row.rule,
            "billing_status": row.billing_status,
            "adjustment_status": row.adjustment_status,
            "reversed_by_id": None if row.reversed_by_position is None else first + row.reversed_by_position,
            "draft_detail_id": None,
            "milestone_id": row.milestone_id,
            "retainer_id": row.retainer_id,
            "not_to_exceed_status": row.not_to_exceed_status,
        }
        for row in actuals
    ]
    _append(transaction.connection, tables.actual, parameters)


def _recorded_at(transaction: Transaction, first: int) -> datetime:
    """Now, but never before the row that stands before `first`: positions and instants rise together."""
    table = tables.actual
    before = transaction.connection.scalar(select(table.c.recorded_at).where(table.c.id == first - 1))
    return transaction.now if before is None else max(transaction.now, before)


def insert_links(connection: Connection, links: Sequence[Link], first: int) -> None:
    """Append the connections of planned rows."""
    parameters = [
        {
            "actual_id": first + link.position,
            "role": link.role,
            "other_id": link.other if link.other_position is None else first + link.other_position,
            "other_role": link.other_role,
        }
        for link in links
    ]
    _append(connection, tables.actual_connection, parameters)


def _append(connection: Connection, table: Table, parameters: Sequence[Mapping[str, object]]) -> None:
    if parameters:
        bulk.append(connection, table, tuple(parameters[0]), (tuple(row.values()) for row in parameters))


def _stamp(transaction: Transaction, plan: Plan, invoice_id: int) -> None:
    """Number and date the document: from here on the database refuses to change it."""
    assert plan.document_type is not None, "a plan without a document is not written as one"
    number = draw_number(transaction, SERIES[plan.document_type])
    invoice = tables.invoice
    transaction.connection.execute(
        update(invoice)
        .where(invoice.c.id == invoice_id)
        .values(
            number=number,
            document_type=plan.document_type,
            invoice_date=plan.invoice_date,
            document_date=plan.document_date,
            due_date=plan.due_date,
            settled_amount=plan.settled_amount,
            posted_at=transaction.now,
        )
    )
