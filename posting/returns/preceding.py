"""Invoices that a return order's credit notes must name although its lines do not lead to them (documents 3.3)."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, insert, select

from ...models import tables
from ...models.rows import read_value
from ...models.vocabulary import ProblemCode
from ..checks import Checks
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.records import CustomerRow
from ..commands import InvoiceRef

COPY, LINE = tables.document_copy, tables.invoice_line
MOST = 100


def preceding_invoices(
    connection: Connection, named: Sequence[InvoiceRef] | None, customer: CustomerRow | None, checks: Checks
) -> list[int]:
    """The keys of the named invoices, each once: posted ones of the customer."""
    checks.at_most("invoices", named or (), MOST, "precedingInvoices")
    found = dict[int, None]()
    for place, ref in enumerate(named or ()):
        path = ("precedingInvoices", str(place))
        invoice = checks.attempt(partial(find_invoice, connection, ref, *path, lock=False))
        if invoice is None:
            continue
        if invoice.posted_at is None:
            name = invoice_name(connection, invoice)
            checks.fail(
                ProblemCode.INVOICE_NOT_CONFIRMED,
                "not-known",
                *path,
                name=name,
                state=invoice.status,
                needed="CONFIRMED",
            )
        elif customer is not None and invoice.customer_id != customer.id:
            checks.invalid("preceding-of-another", *path, document=invoice.number, customer=customer.number)
        found[invoice.id] = None
    return list(found)


def name_preceding(connection: Connection, order_id: int, invoices: Sequence[int]) -> None:
    """Have the credit notes of a return order name invoices."""
    if invoices:
        rows = [{"order_id": order_id, "invoice_id": key, "position": at} for at, key in enumerate(invoices, 1)]
        connection.execute(insert(tables.return_preceding), rows)


def purchase_order_of(connection: Connection, line_id: int | None, invoices: Sequence[int]) -> str | None:
    """The buyer's order number of the first invoice that a return order is about (documents 1.3)."""
    if line_id is not None:
        of_line = select(COPY.c.purchase_order_number).join(LINE, LINE.c.invoice_id == COPY.c.invoice_id)
        return read_value(connection, of_line.where(LINE.c.id == line_id), str)
    if not invoices:
        return None
    of_invoice = select(COPY.c.purchase_order_number).where(COPY.c.invoice_id == invoices[0])
    return read_value(connection, of_invoice, str)
