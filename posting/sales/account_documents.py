"""Posted documents on their customers' accounts, held for whoever settles something of them."""

from sqlalchemy import bindparam, select

from ...models import tables
from ...models.holding import in_turn
from ...models.rows import read_one
from ...models.vocabulary import ProblemCode
from ..checks import Checks
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.transaction import Transaction
from ..commands import InvoiceRef
from ..ledger.settings import CUSTOMER_HELD, PARAMETERS_HELD
from ..planners.accounts import AccountDocument

INVOICE = tables.invoice
NAMED = INVOICE.c.id == bindparam("invoice", type_=INVOICE.c.id.type)
DOCUMENT = select(INVOICE).where(NAMED)
INVOICE_HELD = select(INVOICE.c.id).where(NAMED).with_for_update(key_share=True)
HOLD = in_turn(CUSTOMER_HELD, INVOICE_HELD, PARAMETERS_HELD)


def posted_document(transaction: Transaction, ref: InvoiceRef, checks: Checks, path: str) -> AccountDocument | None:
    """The posted document, held as `held_document` does; None, and a problem is collected, where there is none."""
    connection = transaction.connection
    found = checks.attempt(lambda: find_invoice(connection, ref, path, lock=False))
    if found is None:
        return None
    if found.posted_at is None:
        checks.fail(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            "not-on-account",
            path,
            name=invoice_name(connection, found),
            state=found.status,
            needed="CONFIRMED",
        )
        return None
    return held_document(transaction, found.id, found.customer_id)


def held_document(transaction: Transaction, invoice: int, customer: int) -> AccountDocument:
    """A posted document; its customer is locked, which whoever settles anything of that account does first."""
    connection = transaction.connection
    if transaction.posting and connection.dialect.name == "postgresql":
        connection.execute(HOLD, {"customer": customer, "invoice": invoice}).all()
    return read_one(connection, DOCUMENT, AccountDocument, {"invoice": invoice})
