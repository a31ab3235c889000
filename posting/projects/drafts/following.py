"""Drafts follow what stands: returns go on while a line is corrected (putting-right 1.6).

What is as it stood becomes what stands now, and what was entered stays; plan and confirmation check it again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from ....models import bulk, tables
from ....models.among import among
from ....models.money import minor_unit
from ....models.rows import read_all
from ....models.vocabulary import DetailKind
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...planners.projects.facts import DraftDetail
from ...planners.projects.goods_values import right_amounts
from .goods_lines import store_details
from .lines import touch
from .loading import load_details
from .totals import refresh_totals

DETAIL, INVOICE = tables.invoice_line_detail, tables.invoice
PREVIOUS = ("previous_quantity", "previous_amount", "previous_tax_amount")


@dataclass(frozen=True)
class Previous:
    """What stood of a detail when it was last looked at."""

    id: int
    previous_quantity: Decimal
    previous_tax_amount: Decimal


def follow(transaction: Transaction, drafts: Collection[int]) -> None:
    """Bring the details of goods on drafts up to what stands of them now."""
    connection = transaction.connection
    chosen = select(INVOICE).where(among(connection, INVOICE.c.id, sorted(drafts))).order_by(INVOICE.c.id)
    for invoice in read_all(connection, chosen, InvoiceRow) if drafts else ():
        before = _previous(connection, invoice.id)
        details = [one for one in load_details(connection, invoice, list(before)).details if one.goods is not None]
        moved = [_followed(one, before[one.id], minor_unit(invoice.currency)) for one in details]
        store_details(connection, moved)
        standing = [(one.id, one.billed_before) for one in moved]
        rows = [(key, was.quantity, was.amount, was.tax_amount) for key, was in standing if was is not None]
        bulk.change(connection, DETAIL, PREVIOUS, rows)
        touch(transaction, invoice)
        refresh_totals(connection, invoice.id)


def _previous(connection: Connection, invoice_id: int) -> dict[int, Previous]:
    statement = select(DETAIL.c.id, DETAIL.c.previous_quantity, DETAIL.c.previous_tax_amount)
    of_goods = (DETAIL.c.invoice_id == invoice_id, DETAIL.c.correction.is_(True), DETAIL.c.kind == DetailKind.PRODUCT)
    return {row.id: row for row in read_all(connection, statement.where(*of_goods), Previous)}


def _followed(detail: DraftDetail, before: Previous, places: int) -> DraftDetail:
    assert detail.goods is not None, "only goods are returned"
    standing = detail.goods.standing
    quantity = standing.quantity if detail.quantity == before.previous_quantity else detail.quantity
    terms = (quantity, detail.unit_price, detail.discount_percent, detail.tax_rate)
    net, tax = right_amounts(detail.goods, *terms, places)
    if detail.tax_rate is None and detail.tax_amount != before.previous_tax_amount:
        tax = detail.tax_amount  # as it was entered
    return detail._replace(quantity=quantity, amount=net, tax_amount=tax)
