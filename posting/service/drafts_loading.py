"""Loads draft project invoices with the ledger rows behind their details."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.identity import encode
from ...models.money import minor_unit
from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    InvoiceStatus,
    ProblemCode,
    TransactionClass,
    TransactionType,
)
from ..amounts import ZERO
from ..commands import InvoiceRef
from ..planners import facts
from ..problems import refuse
from .lookup import Found, find_invoice

CHUNK = 5000  # keys in one IN list


def invoice_name(invoice: Found) -> str:
    """How messages call an invoice: by number, or by id while it is a draft."""
    return f"Invoice {invoice.number}" if invoice.number else f"Draft invoice {encode('Invoice', invoice.id)}"


def find_project_invoice(connection: Connection, ref: InvoiceRef, *, lock: bool) -> Found:
    """The project invoice that `ref` names; sales documents are posted, never drafted, so there is nothing to do."""
    invoice = find_invoice(connection, ref, "invoice", lock=lock)
    if invoice.contract_id is None:
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            f"{invoice_name(invoice)} is a posted document of a sales or return order, not a project invoice.",
            "invoice",
            remedy="To take goods back, create a return order with createReturnOrder.",
        )
    return invoice


def ledger_row(row: Found) -> facts.LedgerRow:
    """A row of the actual table as a fact."""
    return facts.LedgerRow(
        id=row.id,
        transaction_type=TransactionType(row.transaction_type),
        transaction_class=TransactionClass(row.transaction_class),
        billing_type=BillingType(row.billing_type),
        description=row.description,
        transaction_date=row.transaction_date,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        tax_amount=row.tax_amount,
        order_id=row.order_id,
        contract_line_id=row.contract_line_id,
        root_id=row.root_id,
        billing_status=None if row.billing_status is None else BillingStatus(row.billing_status),
        adjustment_status=None if row.adjustment_status is None else AdjustmentStatus(row.adjustment_status),
        reversed_by_id=row.reversed_by_id,
        draft_detail_id=row.draft_detail_id,
    )


def load_draft(connection: Connection, invoice: Found) -> facts.Draft:
    """A project invoice with its details, in their order, and the rows that they bill or correct."""
    detail, actual, link = tables.invoice_line_detail, tables.actual, tables.invoice_correction
    rows = connection.execute(select(detail).where(detail.c.invoice_id == invoice.id).order_by(detail.c.id)).all()
    sources: dict[int, facts.LedgerRow] = {}
    for start in range(0, len(rows), CHUNK):
        keys = [row.source_actual_id for row in rows[start : start + CHUNK]]
        found = connection.execute(select(actual).where(actual.c.id.in_(keys)))
        sources |= {row.id: ledger_row(row) for row in found}
    open_remainders = _open_remainders(connection, [sources[r.source_actual_id].root_id for r in rows if r.correction])
    corrects = connection.scalars(
        select(link.c.corrects_id).where(link.c.invoice_id == invoice.id).order_by(link.c.corrects_id)
    )
    customer = tables.customer
    terms = connection.scalars(select(customer.c.payment_terms_days).where(customer.c.id == invoice.customer_id)).one()
    return facts.Draft(
        id=invoice.id,
        name=invoice_name(invoice),
        status=InvoiceStatus(invoice.status),
        version=invoice.version,
        contract_id=invoice.contract_id,
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        places=minor_unit(invoice.currency),
        corrects=tuple(corrects),
        terms_days=terms,
        details=tuple(
            facts.DraftDetail(
                id=row.id,
                billing_type=BillingType(row.billing_type),
                quantity=row.quantity,
                unit_price=row.unit_price,
                amount=row.amount,
                tax_amount=row.tax_amount,
                correction=row.correction,
                source=sources[row.source_actual_id],
                open_remainder=open_remainders.get(sources[row.source_actual_id].root_id, ZERO),
            )
            for row in rows
        ),
    )


def _open_remainders(connection: Connection, roots: list[int]) -> dict[int, Decimal]:
    """Quantity of open unbilled sales by root."""
    actual = tables.actual
    found: dict[int, Decimal] = defaultdict(Decimal)
    for start in range(0, len(roots), CHUNK):
        statement = select(actual.c.root_id, actual.c.quantity).where(
            actual.c.root_id.in_(roots[start : start + CHUNK]),
            actual.c.transaction_type == TransactionType.UNBILLED_SALES,
            actual.c.reverses_id.is_(None),
            actual.c.reversed_by_id.is_(None),
        )
        for root, quantity in connection.execute(statement):
            found[root] += quantity
    return found
