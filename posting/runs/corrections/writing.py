"""Posting the document of some invoices as a user would: drafted with what stands, changed, and confirmed.

All in the transaction that was given, so that nothing is left of a draft that cannot be confirmed.
"""

from datetime import date

from sqlalchemy import Connection, insert, select

from ....models import tables
from ....models.identity import encode
from ....models.rows import read_one
from ....models.vocabulary import SettlementMode
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...commands import ConfirmInvoice, InvoiceRef
from ...planners.projects.facts import Draft, DraftDetail
from ...projects.drafts.confirmation import confirm_invoice
from ...projects.drafts.corrections import begun_as_billed
from ...projects.drafts.goods_lines import store_goods
from ...projects.drafts.lines import NewDetail, Whom, insert_details, insert_draft
from ...projects.drafts.loading import load_details
from ...projects.drafts.totals import refresh_totals
from .details import Selected
from .documents import OF_INVOICES, PlannedDocument

INVOICE, LINKS, OF_ORDER = tables.invoice, tables.invoice_correction, tables.invoice_order


def write_correction(
    transaction: Transaction,
    document: PlannedDocument,
    selected: OF_INVOICES,
    reason: str,
    day: date | None,
    mode: SettlementMode,
) -> int:
    """Post a planned document; its key. Raises `Refused` where something has moved in spite of its lock."""
    draft = _drafted(transaction, document, selected, reason)
    ref = InvoiceRef(id=encode("Invoice", draft))
    confirmed = confirm_invoice(transaction, ConfirmInvoice(invoice=ref, invoice_date=day, settlement=mode)).invoice
    assert confirmed is not None, "a confirmation has a document"
    return confirmed


def _drafted(transaction: Transaction, document: PlannedDocument, selected: OF_INVOICES, reason: str) -> int:
    connection, planned = transaction.connection, document.draft
    whom = Whom(planned.contract_id, planned.customer_id, planned.currency)
    draft_id = insert_draft(transaction, whom, has_corrections=True, reason=reason)
    _link(connection, draft_id, planned)
    by_key = {one.billed.detail.id: one for each in document.invoices for one in selected[each.id]}
    details = [_entered(by_key[right.id], right) for right in planned.details]
    insert_details(transaction, draft_id, planned.contract_id, details)
    if planned.contract_id is None:
        made = read_one(connection, select(INVOICE).where(INVOICE.c.id == draft_id), InvoiceRow)
        store_goods(connection, load_details(connection, made, None).details)
    refresh_totals(connection, draft_id)
    return draft_id


def _link(connection: Connection, draft_id: int, planned: Draft) -> None:
    """Say which documents the draft corrects, and on the sales side the orders whose lines it is about."""
    connection.execute(insert(LINKS), [{"invoice_id": draft_id, "corrects_id": key} for key in planned.corrects])
    if planned.contract_id is None:
        orders = sorted({one.source.order_id for one in planned.details if one.source is not None})
        connection.execute(insert(OF_ORDER), [{"invoice_id": draft_id, "order_id": key} for key in orders])


def _entered(one: Selected, right: DraftDetail) -> NewDetail:
    """A detail begun as billed, with what is right entered."""
    assert one.billed.row is not None, "what stands is billed by a row"
    return begun_as_billed(one.billed, one.billed.row)._replace(
        quantity=right.quantity,
        unit_price=right.unit_price,
        amount=right.amount,
        tax_amount=right.tax_amount,
        discount_percent=right.discount_percent,
        tax_rate=right.tax_rate,
    )
