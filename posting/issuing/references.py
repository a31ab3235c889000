"""The number under which an authority or a network knows a posted document (documents 5)."""

from sqlalchemy import insert, select

from ...models import tables
from ...models.rows import read_value
from ...models.vocabulary import ProblemCode
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.results import DraftResult
from ..command.transaction import Transaction
from ..commands import RecordExternalReference
from ..history.notes import note_list
from ..problems import refuse

REFERENCE = tables.external_reference


def record_external_reference(transaction: Transaction, command: RecordExternalReference) -> DraftResult:
    """Note a number; the same again changes nothing, and another one of the same system is refused."""
    connection = transaction.connection
    invoice = find_invoice(connection, command.invoice, "invoice", lock=transaction.posting)
    if invoice.posted_at is None:
        raise refuse(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            "not-known",
            "invoice",
            name=invoice_name(connection, invoice),
            state=invoice.status,
            needed="CONFIRMED",
        )
    of_system = (REFERENCE.c.invoice_id == invoice.id) & (REFERENCE.c.system == command.system)
    known = read_value(connection, select(REFERENCE.c.value).where(of_system), str)
    if known is None:
        values = {"system": command.system, "value": command.value, "recorded_at": transaction.now}
        connection.execute(insert(REFERENCE).values(invoice_id=invoice.id, **values))
        note_list(connection, "Invoice", invoice.id, "externalReferences", "", f"{command.system} {command.value}")
    elif known != command.value:
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "external-reference",
            "value",
            system=command.system,
            document=invoice.number,
            state=known,
            needed=command.value,
        )
    return DraftResult(invoice.id)
