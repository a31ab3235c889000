"""Posting the document of some invoices: drafted as a user would have it when all is entered, and confirmed.

All in the transaction that was given, so that nothing is left of a draft that cannot be confirmed. The draft is the one
that was planned, and what is entered in the books is its very plan, under the keys that the draft got.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from ....models import bulk, tables
from ....models.rows import read_all
from ...amounts import ZERO
from ...command.transaction import Transaction
from ...goods.holding import drafts_beside
from ...ledger.post import enter, ready
from ...ledger.settings import Conditions
from ...plan import Plan
from ...planned.changes import Change
from ...planners.projects.draft_values import charged, corrected_sums, invoice_amount, invoice_tax
from ...planners.projects.facts import Draft, DraftDetail
from ...planners.projects.goods_values import moves_pieces_back
from ...projects.drafts.corrections import begun_as_billed
from ...projects.drafts.following import follow
from ...projects.drafts.goods_lines import store_goods
from ...projects.drafts.lines import NewDetail, Whom, insert_details, insert_draft
from ...projects.drafts.totals import AMOUNTS
from .around import Around
from .details import Selected
from .documents import OF_INVOICES, PlannedDocument

INVOICE, LINKS, OF_ORDER = tables.invoice, tables.invoice_correction, tables.invoice_order
DETAIL, LINE = tables.invoice_line_detail, tables.invoice_line


class Drafted(NamedTuple):
    """A detail of the draft and its line, and the detail that it corrects."""

    id: int
    invoice_line_id: int
    original_detail_id: int


def write_correction(
    transaction: Transaction, document: PlannedDocument, selected: OF_INVOICES, around: Around, reason: str
) -> int:
    """Post a planned document; its key. Raises `Refused` where something has moved in spite of its lock."""
    draft_id, drafted = _drafted(transaction, document, selected, reason)
    plan = _under_keys(document.plan, draft_id, drafted)
    assert plan.invoice_date is not None, "a document is dated"
    conditions = Conditions(day=plan.invoice_date, customer_id=plan.of_customer, customer_path="where")
    settings = around.settings[plan.invoice_date][plan.of_customer]
    enter(transaction, ready(transaction, plan, conditions, lock=True, settings=settings, warns=False))
    if any(moves_pieces_back(one) for one in document.draft.details):
        follow(transaction, drafts_beside(transaction.connection, draft_id))
    return draft_id


def _drafted(
    transaction: Transaction, document: PlannedDocument, selected: OF_INVOICES, reason: str
) -> tuple[int, Mapping[int, Drafted]]:
    """The draft with all that is right entered: its key, and its details by what they correct."""
    connection, planned = transaction.connection, document.draft
    whom = Whom(planned.contract_id, planned.customer_id, planned.currency)
    draft_id = insert_draft(transaction, whom, has_corrections=True, reason=reason)
    _link(connection, draft_id, planned)
    by_key = {one.billed.detail.id: one for each in document.invoices for one in selected[each.id]}
    details = [_entered(by_key[right.id], right) for right in planned.details]
    insert_details(transaction, draft_id, planned.contract_id, details)
    mine = select(DETAIL.c.id, DETAIL.c.invoice_line_id, DETAIL.c.original_detail_id)
    rows = read_all(connection, mine.where(DETAIL.c.invoice_id == draft_id), Drafted)
    drafted = {row.original_detail_id: row for row in rows}
    _total(
        connection,
        draft_id,
        document,
        [one._replace(line_id=drafted[one.id].invoice_line_id) for one in planned.details],
    )
    return draft_id, drafted


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
        tax_code_id=right.tax_code_id,
        supplied_on=right.supplied_on,
        tax_entered=right.tax_entered,
    )


def _total(connection: Connection, draft_id: int, document: PlannedDocument, details: Sequence[DraftDetail]) -> None:
    """Write what the lines and the header come to."""
    store_goods(connection, details)
    net, tax = defaultdict[int, Decimal](Decimal), defaultdict[int, Decimal](Decimal)
    codes = defaultdict[int, set[int | None]](set)
    for one in details:
        net[one.line_id] += invoice_amount(one) if charged(one) else ZERO
        tax[one.line_id] += invoice_tax(one) if charged(one) else ZERO
        if charged(one):
            codes[one.line_id].add(one.tax_code_id)
    rows = ((key, net[key], tax[key], net[key] + tax[key], _only(codes[key])) for key in net)
    bulk.change(connection, LINE, (*AMOUNTS, "tax_code_id"), list(rows))
    corrected, previous = corrected_sums(document.draft.details)
    connection.execute(
        update(INVOICE)
        .where(INVOICE.c.id == draft_id)
        .values(
            net_amount=document.plan.net_amount,
            tax_amount=document.plan.tax_amount,
            total_amount=document.plan.total_amount,
            corrected_total=corrected,
            previous_total=previous,
        )
    )


def _only(codes: set[int | None]) -> int | None:
    """The one code of all; None where there are several, or none."""
    return next(iter(codes)) if len(codes) == 1 else None


def _under_keys(plan: Plan, draft_id: int, drafted: Mapping[int, Drafted]) -> Plan:
    """The plan of the draft, which was planned under the keys of what it corrects."""
    return replace(
        plan,
        draft_id=draft_id,
        actuals=tuple(
            row if row.detail_id is None else row._replace(detail_id=drafted[row.detail_id].id) for row in plan.actuals
        ),
        changes=tuple(_changed(one, draft_id, drafted) for one in plan.changes),
    )


def _changed(one: Change, draft_id: int, drafted: Mapping[int, Drafted]) -> Change:
    if one.subject == "Invoice" and one.key == 0:
        return one._replace(key=draft_id)
    if one.subject == "InvoiceLine":
        return one._replace(key=drafted[one.key].invoice_line_id)
    if one.subject == "Actual" and one.field == "draft_detail_id":
        assert isinstance(one.before, int), "a row is held by a detail"
        return one._replace(before=drafted[one.before].id)
    return one
