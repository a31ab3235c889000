"""The taxes of drafts, worked out as they would be by now: plan and confirmation have the last word (documents 2.4)."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from ....models import tables
from ....models.rows import read_all
from ....models.vocabulary import TaxRounding
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...planners.projects.draft_taxes import with_taxes
from ...planners.projects.facts import Draft, DraftDetail
from ...planners.projects.retainers import RETAINED
from .goods_lines import store_details
from .loading import load_details
from .totals import refresh_totals

INVOICE, DETAIL = tables.invoice, tables.invoice_line_detail


def refresh_taxes(transaction: Transaction, invoice_id: int) -> None:
    """Work out all taxes of a draft that has tax codes, and its totals; what has none is not even read."""
    connection = transaction.connection
    (invoice,) = read_all(connection, select(INVOICE).where(INVOICE.c.id == invoice_id), InvoiceRow)
    before = load_details(connection, invoice, None)
    store_taxes(connection, before, with_taxes(before, invoice.invoice_date or transaction.today))


def store_taxes(connection: Connection, before: Draft, after: Draft) -> None:
    """Write the details whose taxes have moved, and what the draft then comes to."""
    moved = [one for was, one in zip(before.details, after.details, strict=True) if one != was]
    if moved:
        store_details(connection, moved)
        refresh_totals(connection, after.id)


def is_joint(draft: Draft, details: Iterable[DraftDetail]) -> bool:
    """Whether the taxes of details depend on others of their draft: rounded by rate, or of advances."""
    by_rate = draft.rounding is TaxRounding.RATE
    return any(one.tax_code_id is not None and (by_rate or one.kind in RETAINED) for one in details)
