"""What of an invoice can be corrected: the same look at its billed rows that correctInvoice takes."""

from decimal import Decimal

from sqlalchemy import select, type_coerce

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.ready import ReadyRows
from ...models.rows import columns_of, read_pairs
from ...models.vocabulary import DetailKind
from ...posting.command.names import draft_names
from ...posting.command.records import InvoiceRow
from ...posting.ledger.shown import correction_kinds
from ...posting.problems import Problem, Refused
from ...posting.projects.drafts.billed import Billed, billed_details, nothing_left, refuse_uncorrectable
from ...posting.sales.canceled import Pair, pairs_of
from ...posting.saying import Phrase, phrase
from ..context import Info
from ..reading.renderings import at_minor_unit, normalized
from ..reading.rows import Row, load_shown
from ..reading.selection import place

View = dict[str, object]
INVOICES = ReadyRows(
    select(*columns_of(tables.invoice, InvoiceRow)).where(is_given(tables.invoice.c.id, given_keys("keys"))), InvoiceRow
)


def correction_options(root: Row, info: Info) -> View:
    """Whether, and detail by detail, what can be corrected; worked out for the whole list at once."""
    return root.batch.once(("correction_options", *place(info)), lambda: _options(info, root))[root.key]


def _options(info: Info, root: Row) -> dict[int, View]:
    connection = info.context.connection
    keys = [row.key for row in root.batch.rows]
    invoices = INVOICES.read(connection, {"keys": keys})
    posted = [one.id for one in invoices if one.posted_at is not None]
    billed = billed_details(connection, posted, lock=False) if posted else {}
    void = pairs_of(connection, posted)
    details = [one.detail.id for found in billed.values() for one in found]
    rows = load_shown(info, "InvoiceLineDetail", details, ("details", "detail"))
    available = _available(info, [one for of_invoice in billed.values() for one in of_invoice])
    drafts = [one.id for one in invoices if one.number is None]
    names = draft_names(info.context.connection, drafts)
    kinds = correction_kinds(connection, {one.customer_id for one in invoices})
    found: dict[int, View] = {}
    for invoice in invoices:
        mine = billed.get(invoice.id, [])
        name = names.get(invoice.id) or phrase("invoice", document=str(invoice.number))
        blockers = _blockers(invoice, name, mine, void.get(invoice.id))
        options = [_option(one, rows.get(one.detail.id), available, invoice.currency) for one in mine]
        found[invoice.id] = {
            "can_correct": not blockers,
            "blockers": blockers,
            "details": options,
            "document_kinds": list(kinds[invoice.customer_id]),
        }
    return found


def _blockers(invoice: InvoiceRow, name: Phrase, billed: list[Billed], void: Pair | None) -> list[Problem]:
    try:
        refuse_uncorrectable(invoice, name, void)
    except Refused as refused:
        return list(refused.problems)
    if any(one.blocker is None for one in billed):
        return []
    return list(nothing_left(invoice, billed).problems)


def _available(info: Info, billed: list[Billed]) -> dict[int, Decimal]:
    """What is available of each retainer among the details."""
    table, keys = tables.retainer, {one.detail.retainer_id for one in billed if one.detail.retainer_id is not None}
    if not keys:
        return {}
    left = table.c.billed_amount - table.c.used_amount - table.c.refunded_amount
    statement = select(table.c.id, type_coerce(left, table.c.billed_amount.type)).where(table.c.id.in_(keys))
    return dict(read_pairs(info.context.connection, statement, int, Decimal))


def _option(one: Billed, row: Row | None, available: dict[int, Decimal], currency: str) -> View:
    """Milestones and refunds are credited whole; an applied retainer rises by what is available (C13).

    Of goods no more can be right than was billed first, less what returns took (putting-right 2.1.7).
    """
    most = None
    retainer_id = one.detail.retainer_id
    if one.detail.kind is DetailKind.APPLIED_RETAINER and one.row is not None and retainer_id is not None:
        most = available[retainer_id] - one.row.amount
    return {
        "detail": row,
        "can_correct": one.blocker is None,
        "full_credit_only": one.detail.kind in (DetailKind.MILESTONE, DetailKind.RETAINER_REFUND),
        "max_quantity": None if one.goods is None or one.goods.most is None else normalized(one.goods.most),
        "max_amount": None if most is None else at_minor_unit(most, currency),
        "blockers": [] if one.blocker is None else [one.blocker],
    }
