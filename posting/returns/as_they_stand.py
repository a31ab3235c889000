"""The invoice lines that return orders take goods back from, as they stand: corrected, and less what came back before.

Each is its live row, with the terms of that, and what credit notes have taken of it since (putting-right 1.3).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, union_all

from ...models import tables
from ...models.given_keys import is_given
from ...models.money import minor_unit
from ...models.several import Found, Part
from ...models.vocabulary import TransactionType
from ..amounts import ZERO, gross
from ..goods.costs import Costed, costed_by_line, costed_of
from ..goods.live import live_of, taken_of
from ..goods.records import CostedRow, LiveRow, TakenRow
from ..goods.takings import Amounts, Whole, ahead, takings_of_row
from ..planners.sales import facts
from ..sales.loading import ORDERS
from ..taxes.codes import Codes
from .billed_taxes import billed_taxes, groups_of, reasons_of, taxed_as_billed
from .records import LedgerKeys, SoldLineRow

RETURNED, LINE, ACTUAL, INVOICE = tables.return_order_line, tables.invoice_line, tables.actual, tables.invoice
DETAIL = tables.invoice_line_detail
IN_ORDERS = is_given(RETURNED.c.order_id, ORDERS)
ORIGINALS_OF = select(RETURNED.c.original_invoice_line_id).where(IN_ORDERS)
ORIGINALS = Part(
    select(LINE, INVOICE.c.number.label("invoice_number"), INVOICE.c.invoice_date, INVOICE.c.currency)
    .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
    .where(LINE.c.id.in_(ORIGINALS_OF))
    .order_by(LINE.c.id),
    SoldLineRow,
)
CREDITED = Part(taken_of(ORIGINALS_OF), TakenRow)
COSTED = Part(costed_of(ORIGINALS_OF), CostedRow)
OF_LINES = select(ACTUAL.c.invoice_line_id, ACTUAL.c.id, ACTUAL.c.root_id).where(
    ACTUAL.c.invoice_line_id.in_(ORIGINALS_OF)
)
LIVE = Part(live_of(ORIGINALS_OF), LiveRow)
OF_DETAILS = (  # on a project invoice the row of goods is that of their detail
    select(DETAIL.c.invoice_line_id, ACTUAL.c.id, ACTUAL.c.root_id)
    .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == DETAIL.c.id)
    .where(DETAIL.c.invoice_line_id.in_(ORIGINALS_OF), ACTUAL.c.transaction_type == TransactionType.BILLED_SALES)
)
BILLED = union_all(OF_LINES, OF_DETAILS).subquery()
BILLED_TAXES = billed_taxes(ORIGINALS_OF)
LEDGER = Part(select(BILLED.c.invoice_line_id, BILLED.c.id, BILLED.c.root_id), LedgerKeys)


def originals_as_they_stand(found: Found, codes: Codes) -> dict[int, facts.OriginalLine]:
    """The invoice lines that are returned, by key, as they stand (putting-right 1.3)."""
    live = {row.line_id: row for row in found.rows(LIVE)}
    credited: dict[int, list[TakenRow]] = defaultdict(list)
    for credit in found.rows(CREDITED):
        credited[credit.credits_line_id].append(credit)
    costed = costed_by_line(found.rows(COSTED))
    ledger = {row.invoice_line_id: row for row in found.rows(LEDGER)}
    groups, reasons = groups_of(found, BILLED_TAXES), reasons_of(found, BILLED_TAXES)
    found_lines = {}
    for row in found.rows(ORIGINALS):
        of_live = live.get(row.id)
        original = _original(row, of_live, ledger[row.id], costed[row.id])
        terms = row if of_live is None else of_live
        reason = reasons.get((row.invoice_id, terms.tax_code_id or 0))
        taxed = taxed_as_billed(row, terms.tax_code_id, terms.tax_rate, codes, reason)
        original = replace(original, taxed=taxed, group=groups.get(row.id))
        since = 0 if of_live is None else of_live.since
        found_lines[row.id] = _credited(original, since, credited[row.id], row.currency)
    return found_lines


def _credited(original: facts.OriginalLine, after: int, rows: Sequence[TakenRow], currency: str) -> facts.OriginalLine:
    """A line with what credit notes have taken of its live row, and how far that is ahead of their pieces."""
    amounts = Amounts(original.net_amount, original.tax_amount, original.discount_amount)
    whole, places = Whole(after, original.quantity, amounts), minor_unit(currency)
    taken = takings_of_row(rows, whole, places).together
    return replace(original, credited=taken.pieces, ahead=ahead(taken, whole, places))


def _original(row: SoldLineRow, live: LiveRow | None, ledger: LedgerKeys, costed: Costed) -> facts.OriginalLine:
    """A line as it stands; as it was sold where it was never corrected, or nothing of it is left."""
    original = facts.OriginalLine(
        id=row.id,
        invoice_id=row.invoice_id,
        quantity=row.quantity,
        net_amount=row.net_amount,
        tax_amount=row.tax_amount,
        discount_amount=row.discount_amount,
        cost_amount=row.cost_amount,
        sold=row.quantity,
        unit_price=row.unit_price,
        discount_percent=row.discount_percent or ZERO,
        tax_rate=row.tax_rate,
        costed=costed.pieces,
        lying=costed.left_lying(row.cost_amount, row.quantity),
        cost_ahead=costed.ahead(row.cost_amount, row.quantity, minor_unit(row.currency)),
        actual_id=ledger.id,
        root_id=ledger.root_id,
        invoice_number=row.invoice_number,
        invoice_date=row.invoice_date,
        bears_cost=row.sales_order_line_id is not None,
    )
    if live is None:
        return original
    return _as_corrected(original, live) if live.corrected else replace(original, actual_id=live.id)


def _as_corrected(original: facts.OriginalLine, live: LiveRow) -> facts.OriginalLine:
    """A line with the figures and terms of the row that a correction has put in its place (putting-right 3)."""
    return replace(
        original,
        quantity=live.quantity,
        net_amount=live.amount,
        tax_amount=live.tax_amount,
        discount_amount=gross(live.quantity, live.unit_price, minor_unit(live.currency)) - live.amount,
        unit_price=live.unit_price,
        discount_percent=live.discount_percent or ZERO,
        tax_rate=live.tax_rate,
        actual_id=live.id,
    )
