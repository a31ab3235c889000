"""An invoice as it stands now: its first invoice and every confirmed correction or credit note, put together."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from ..models import tables
from ..models.vocabulary import BillingType, InvoiceStatus
from ..posting.amounts import ZERO
from .context import Info
from .reading.declarations import at_minor_unit, normalized
from .reading.rows import Row, load_many
from .reading.selection import requested

INVOICE, LINE, DETAIL = tables.invoice, tables.invoice_line, tables.invoice_line_detail


def effective(root: Row, info: Info):  # type: ignore[no-untyped-def]  # noqa: ANN201 - typed by the attribute
    """The totals, the chain of documents and the details that stand."""
    invoice = info.context.connection.execute(select(INVOICE).where(INVOICE.c.id == root.key)).one()
    return _of_sales(info, invoice) if invoice.contract_id is None else _of_project(info, invoice)


def _result(
    info: Info,
    invoice: Any,
    net: Decimal,
    tax: Decimal,
    chain: list[int],
    details: list[dict[str, object]],  # noqa: ANN401
) -> dict[str, object]:
    return {
        "net_amount": at_minor_unit(net, invoice.currency),
        "tax_amount": at_minor_unit(tax, invoice.currency),
        "total_amount": at_minor_unit(net + tax, invoice.currency),
        "chain": load_many(info, "Invoice", chain, requested(info, ("chain",))),
        "details": details,
    }


def _of_sales(info: Info, invoice: Any) -> dict[str, object]:  # noqa: ANN401
    """An invoice with the credit notes of its lines; a credit note stands for the invoices that it credits."""
    connection = info.context.connection
    credited = select(LINE.c.credits_line_id).where(
        LINE.c.invoice_id == invoice.id, LINE.c.credits_line_id.is_not(None)
    )
    firsts = select(LINE.c.invoice_id).where(LINE.c.id.in_(credited))
    roots = list(dict.fromkeys(connection.scalars(firsts))) or [invoice.id]
    own = select(LINE.c.id).where(LINE.c.invoice_id.in_(roots))
    part = or_(LINE.c.invoice_id.in_(roots), LINE.c.credits_line_id.in_(own))
    rows = connection.execute(select(LINE.c.invoice_id, LINE.c.net_amount, LINE.c.tax_amount).where(part)).all()
    chain = sorted({row.invoice_id for row in rows})
    net = sum((row.net_amount for row in rows), ZERO)
    tax = sum((row.tax_amount for row in rows), ZERO)
    return _result(info, invoice, net, tax, chain, [])


def _of_project(info: Info, invoice: Any) -> dict[str, object]:  # noqa: ANN401
    """The first invoices' details, each as its latest confirmed correction left it."""
    connection = info.context.connection
    first: ColumnElement[int] = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    mine = select(first).where(DETAIL.c.invoice_id == invoice.id)
    first_invoices = select(DETAIL.c.invoice_id).where(DETAIL.c.id.in_(mine))
    roots = select(DETAIL.c.id).where(DETAIL.c.invoice_id.in_(first_invoices), DETAIL.c.first_detail_id.is_(None))
    statement = (
        select(DETAIL, first.label("root"), INVOICE.c.posted_at)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(or_(DETAIL.c.id.in_(roots), DETAIL.c.first_detail_id.in_(roots)))
        .where(or_(INVOICE.c.status != InvoiceStatus.DRAFT, DETAIL.c.first_detail_id.is_(None)))
        .order_by(INVOICE.c.posted_at, DETAIL.c.id)
    )
    current: dict[int, Any] = {}
    chain: dict[int, None] = {}
    for row in connection.execute(statement):
        current[row.root] = row
        chain[row.invoice_id] = None
    charged = [row for row in current.values() if row.billing_type == BillingType.CHARGEABLE]
    net = sum((row.amount for row in charged), ZERO)
    tax = sum((row.tax_amount for row in charged), ZERO)
    return _result(info, invoice, net, tax, list(chain), _details(info, invoice.currency, current))


def _details(info: Info, currency: str, current: dict[int, Any]) -> list[dict[str, object]]:
    keys = [*current, *(row.id for row in current.values())]
    names = requested(info, ("details", "original"), ("details", "current"))
    rows = {row.key: row for row in load_many(info, "InvoiceLineDetail", list(dict.fromkeys(keys)), names)}
    return [
        {
            "original": rows[root],
            "current": rows[row.id] if row.quantity else None,
            "quantity": normalized(row.quantity),
            "amount": at_minor_unit(row.amount, currency),
            "tax_amount": at_minor_unit(row.tax_amount, currency),
        }
        for root, row in sorted(current.items())
    ]
