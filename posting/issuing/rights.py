"""Who may send a posted document out: whoever may post such a one (access 2.5)."""

from collections.abc import Mapping

from sqlalchemy import exists, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import DocumentType, Scope
from ..command.records import InvoiceRow
from ..command.transaction import Transaction
from ..ledger.rights import forbidden
from ..problems import Problem

INVOICE, LINE, CORRECTION = tables.invoice, tables.invoice_line, tables.invoice_correction
OF_IT = LINE.c.invoice_id == INVOICE.c.id
RETURNED = exists().where(OF_IT, LINE.c.return_order_line_id.is_not(None))
SOLD = exists().where(OF_IT, LINE.c.return_order_line_id.is_(None), LINE.c.sales_order_line_id.is_not(None))
CORRECTS = exists().where(CORRECTION.c.invoice_id == INVOICE.c.id)
CREDITS = (INVOICE.c.document_type == DocumentType.CREDIT_NOTE) | CORRECTS | RETURNED


def forbidden_documents(transaction: Transaction, documents: Mapping[int, InvoiceRow], *path: str) -> list[Problem]:
    """A problem for each duty that the caller lacks, at the document's place in a list."""
    caller, keys = transaction.caller, sorted({one.id for one in documents.values()})
    if {Scope.CREDIT, Scope.INVOICE} <= caller.scopes:
        return []
    connection = transaction.connection
    statement = select(INVOICE.c.id).where(among(connection, INVOICE.c.id, keys))
    credits = set(read_all(connection, statement.where(CREDITS), int))
    mixed = set(read_all(connection, statement.where(RETURNED, SOLD), int))
    found = []
    for place, document in documents.items():
        duties = {Scope.CREDIT} if document.id in credits else {Scope.INVOICE}
        duties |= {Scope.INVOICE} if document.id in mixed else set()
        lacks = [one for one in Scope if one in duties - caller.scopes]
        found += [forbidden(caller, one, document.number or "", *path, str(place)) for one in lacks]
    return found
