"""The one writer: commits exactly what stands in a plan, set by set.

Each changed column is moved only from the value that the plan was made with; where a row has moved on in spite of its
lock the whole posting is refused. Order of locks: order or draft, original lines, customer, ledger, document series.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, bindparam, insert, update

from ...models import tables
from ...models.vocabulary import DocumentType, InvoiceStatus, ProblemCode
from ..plan import Change, Link, Plan, PlannedActual, PlannedLine, Value
from ..problems import refuse
from .series import draw, draw_number
from .transaction import Transaction

SUBJECTS: dict[str, Table] = {
    "Invoice": tables.invoice,
    "SalesOrder": tables.order,
    "ReturnOrder": tables.order,
    "SalesOrderLine": tables.sales_order_line,
    "ReturnOrderLine": tables.return_order_line,
    "Actual": tables.actual,
}
SERIES = {DocumentType.INVOICE: "INVOICE", DocumentType.CREDIT_NOTE: "CREDIT_NOTE"}


def write(transaction: Transaction, plan: Plan) -> int:
    """Commit-ready effect of `plan`; returns the key of the posted invoice."""
    connection = transaction.connection
    invoice_id = plan.draft_id if plan.draft_id is not None else _insert_document(transaction, plan)
    line_ids = {} if plan.draft_id is not None else _insert_lines(connection, invoice_id, plan.lines)
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
    _stamp(transaction, plan, invoice_id)
    return invoice_id


def apply(connection: Connection, changes: Iterable[Change]) -> None:
    """Move columns from their old to their new values, one statement per set of columns."""
    rows: dict[tuple[str, int], dict[str, tuple[Value, Value]]] = defaultdict(dict)
    for change in changes:
        rows[change.subject, change.key][change.field] = (change.before, change.after)
    batches: dict[tuple[str, tuple[str, ...]], list[dict[str, Value]]] = defaultdict(list)
    for (subject, key), columns in rows.items():
        values: dict[str, Value] = {"key": key}
        for name, (before, after) in columns.items():
            values |= {f"before_{name}": before, f"after_{name}": after}
        batches[subject, tuple(columns)].append(values)
    for (subject, names), parameters in batches.items():
        _move(connection, subject, names, parameters)


def _move(connection: Connection, subject: str, names: Sequence[str], parameters: list[dict[str, Value]]) -> None:
    table = SUBJECTS[subject]
    statement = (
        update(table)
        .where(table.c.id == bindparam("key"))
        .values({name: bindparam(f"after_{name}", type_=table.c[name].type) for name in names})
    )
    for name in names:
        statement = statement.where(
            table.c[name].is_not_distinct_from(bindparam(f"before_{name}", type_=table.c[name].type))
        )
    moved = connection.execute(statement, parameters).rowcount
    if moved != len(parameters):
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            f"{len(parameters) - moved} {subject} record(s) changed while this was being posted.",
            remedy="Read the records again and repeat the call.",
        )


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
    parameters = [
        {
            "id": first + row.position,
            "transaction_type": row.transaction_type,
            "transaction_class": row.transaction_class,
            "billing_type": row.billing_type,
            "description": row.description,
            "transaction_date": row.transaction_date,
            "recorded_at": transaction.now,
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
        }
        for row in actuals
    ]
    if parameters:
        transaction.connection.execute(insert(tables.actual), parameters)


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
    if parameters:
        connection.execute(insert(tables.actual_connection), parameters)


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
            posted_at=transaction.now,
        )
    )
