"""What of confirmed invoices can be corrected: every detail, the row that billed it, and what is in the way."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from ....models import tables
from ....models.among import among
from ....models.given_keys import given_keys, is_given
from ....models.ready import ReadyRows
from ....models.rows import columns_of, read_all, read_pairs
from ....models.vocabulary import (
    AdjustmentStatus,
    InvoiceStatus,
    ProblemCode,
    RefundStatus,
    TransactionClass,
    TransactionType,
)
from ...command.lookup import CHUNK
from ...command.names import draft_names
from ...command.records import InvoiceRow
from ...goods.standing import goods_of
from ...planners.projects import facts
from ...planners.projects.goods_facts import Goods
from ...problems import Problem, Refused, problem, refuse
from ...rules.first_confirmation import WRITE_OFF_BILLED
from ...rules.names import RowName
from ...sales.canceled import Pair, canceled_problem, pairs_of
from ...saying import Phrase
from .blockers import blocker_of, goods_blocker
from .records import LastRow, PostedDetail

ACTUAL, INVOICE, DETAIL = tables.actual, tables.invoice, tables.invoice_line_detail
BILLED = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
NOT_WAIVED = and_(ACTUAL.c.rule.not_like(f"%.{WRITE_OFF_BILLED}"), ACTUAL.c.rule.not_like(f"%.{RowName.RETURNED_PART}"))
INVOICES = given_keys("invoices")
BILLING = (
    select(*columns_of(ACTUAL, facts.LedgerRow))
    .where(is_given(ACTUAL.c.invoice_id, INVOICES), BILLED, ACTUAL.c.reverses_id.is_(None), NOT_WAIVED)
    .order_by(ACTUAL.c.id)
)
ROWS, LOCKED_ROWS = (ReadyRows(one, facts.LedgerRow) for one in (BILLING, BILLING.with_for_update(key_share=True)))
DETAILS = ReadyRows(
    select(*columns_of(DETAIL, PostedDetail)).where(is_given(DETAIL.c.invoice_id, INVOICES)).order_by(DETAIL.c.id),
    PostedDetail,
)


ELSEWHERE = {  # by whether it is of the sales side: what is not used up, but corrected somewhere else
    False: {ProblemCode.CORRECTION_IN_PROGRESS},
    True: {ProblemCode.CORRECTION_IN_PROGRESS, ProblemCode.DETAIL_ALREADY_CORRECTED},
}


class Billed(NamedTuple):
    """A detail of a posted invoice, the row that billed it (None where it bills nothing), and what is in the way."""

    detail: PostedDetail
    row: facts.LedgerRow | None
    blocker: Problem | None
    goods: Goods | None = None

    @property
    def standing(self) -> facts.LedgerRow | None:
        """The row with the figures that stand of it."""
        if self.row is None or self.goods is None:
            return self.row
        quantity, amount, tax_amount, _ = self.goods.standing
        return self.row._replace(quantity=quantity, amount=amount, tax_amount=tax_amount)


def refuse_uncorrectable(invoice: InvoiceRow, name: Phrase, void: Pair | None) -> None:
    """Refuse drafts, and what is canceled or cancels; `name` is what messages call the document."""
    if invoice.posted_at is None:
        raise refuse(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            "draft" if invoice.status is InvoiceStatus.DRAFT else "in-review",
            "invoice",
            name=name,
            state=invoice.status,
            needed="CONFIRMED, PAID",
        )
    if void is not None:
        raise Refused([canceled_problem(void, invoice.id, "invoice")])


def billed_details(
    connection: Connection, invoices: Sequence[int], *, lock: bool, lines: Set[int] = frozenset()
) -> dict[int, list[Billed]]:
    """Every detail of posted documents with the row that billed it and what blocks its correction, by document.

    Products of project invoices are corrected where their `lines` are named (putting-right 2.1.4).
    """
    given = {"invoices": invoices}
    found = (LOCKED_ROWS if lock else ROWS).read(connection, given)
    of_details = [row.invoice_line_detail_id for row in found]
    stand_ins, void = _stand_ins(connection, found, lock=lock), pairs_of(connection, invoices)
    found = [stand_ins.get(row.id, row) for row in found]
    rows = dict(zip(of_details, found, strict=True))
    drafts, refunded = drafts_holding(connection, found), _refunded(connection, found)
    latest = (
        _latest(connection, invoices)
        if any(row.adjustment_status is AdjustmentStatus.ADJUSTED for row in found)
        else {}
    )
    goods = goods_of(connection, {key: row for key, row in rows.items() if key is not None and is_live_goods(row)})
    billed: dict[int, list[Billed]] = {invoice: [] for invoice in invoices}
    for detail in DETAILS.read(connection, given):
        row = rows.get(detail.id)
        blocker = blocker_of(detail, row, drafts, latest, refunded)
        if detail.invoice_id in void:
            blocker = canceled_problem(void[detail.invoice_id], detail.invoice_id)
        if blocker is None and row is not None:
            blocker = goods_blocker(detail, row, goods.get(detail.id), is_named=detail.invoice_line_id in lines)
        billed[detail.invoice_id].append(Billed(detail, row, blocker, goods.get(detail.id)))
    return billed


def _stand_ins(connection: Connection, rows: Sequence[facts.LedgerRow], *, lock: bool) -> dict[int, facts.LedgerRow]:
    """What cancellations of corrections put in the place of rows: these can be corrected again (putting-right 4.5)."""
    adjusted = [row.id for row in rows if row.adjustment_status is AdjustmentStatus.ADJUSTED]
    if not adjusted:
        return {}
    restored = select(*columns_of(ACTUAL, facts.LedgerRow)).where(
        among(connection, ACTUAL.c.stands_for_id, adjusted), BILLED, ACTUAL.c.reversed_by_id.is_(None)
    )
    chosen = restored.with_for_update(key_share=True) if lock else restored
    return {row.since: row for row in read_all(connection, chosen, facts.LedgerRow)}


def is_live_goods(row: facts.LedgerRow) -> bool:
    """Whether a row is of goods or of a charge of the sales side, and stands."""
    of_sales = row.contract_line_id is None and row.transaction_class is TransactionClass.FEE
    return row.reversed_by_id is None and (row.transaction_class is TransactionClass.PRODUCT or of_sales)


def drafts_holding(connection: Connection, rows: Sequence[facts.LedgerRow]) -> dict[int, Phrase]:
    """By row, what the draft is called that corrects it."""
    held = [row.draft_detail_id for row in rows if row.adjustment_status is AdjustmentStatus.IN_PROCESS]
    found: dict[int, int] = {}
    for start in range(0, len(held), CHUNK):
        statement = select(DETAIL.c.source_actual_id, DETAIL.c.invoice_id)
        chosen = statement.where(DETAIL.c.id.in_(held[start : start + CHUNK]))
        found |= read_pairs(connection, chosen, int, int)
    names = draft_names(connection, sorted(set(found.values())))
    return {key: names[invoice_id] for key, invoice_id in found.items()}


def _latest(connection: Connection, invoices: Sequence[int]) -> dict[int, LastRow]:
    """By first detail, the last billed row of its chain: it stands, or it is the reversal of a full credit."""
    chain = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    chains = select(chain).where(DETAIL.c.invoice_id.in_(invoices))
    # the first details and those behind them, apart: no index knows the chain of a detail
    members = select(DETAIL.c.id).where(DETAIL.c.id.in_(chains))
    members_behind = select(DETAIL.c.id).where(DETAIL.c.first_detail_id.in_(chains))
    last = (
        select(chain.label("first"), func.max(ACTUAL.c.id).label("row"))
        .join(ACTUAL, ACTUAL.c.invoice_line_detail_id == DETAIL.c.id)
        .where(BILLED, NOT_WAIVED, DETAIL.c.id.in_(members.union(members_behind)))
        .group_by(chain)
        .subquery()
    )
    stood = ACTUAL.alias("stood")
    statement = (
        select(last.c.first, INVOICE.c.number, ACTUAL.c.reverses_id)
        .join(ACTUAL, ACTUAL.c.id == last.c.row)
        .outerjoin(stood, stood.c.id == ACTUAL.c.stands_for_id)
        .join(INVOICE, INVOICE.c.id == func.coalesce(stood.c.invoice_id, ACTUAL.c.invoice_id))
    )
    return {row.first: row for row in read_all(connection, statement, LastRow)}


def _refunded(connection: Connection, rows: Sequence[facts.LedgerRow]) -> set[int]:
    """The retainers among `rows` that have been refunded."""
    table, keys = tables.retainer, sorted({row.retainer_id for row in rows if row.retainer_id is not None})
    if not keys:
        return set()
    refunded = select(table.c.id).where(
        among(connection, table.c.id, keys), table.c.refund_status == RefundStatus.REFUNDED
    )
    return set(read_all(connection, refunded, int))


def nothing_left(invoice: InvoiceRow, billed: list[Billed]) -> Refused:
    """The refusal where no detail can be corrected: held by drafts, or used up; products never count.

    Of a document of the sales side nothing is left only where all is returned; what was corrected is named.
    """
    blockers = [
        one.blocker
        for one in billed
        if one.row is not None
        and one.blocker is not None
        and one.blocker.code is not ProblemCode.PRODUCT_LINE_NOT_CORRECTABLE
    ]
    told = [one for one in blockers if one.code in ELSEWHERE[invoice.contract_id is None]]
    if told and (invoice.contract_id is None or len(told) == len(blockers)):
        return Refused(dict.fromkeys(replace(one, path=("invoice",)) for one in told))
    products = [one.blocker for one in billed if one.row is not None and one.blocker is not None and not blockers]
    variant = _way_on(invoice, blockers, products)
    nothing = problem(ProblemCode.NOTHING_TO_CORRECT, variant, ("invoice",), document=invoice.number)
    return Refused([replace(nothing, because=tuple(blockers or products))])


def _way_on(invoice: InvoiceRow, blockers: Sequence[Problem], products: Sequence[Problem]) -> str:
    """What to do where nothing is left: products of project invoices have a way of their own."""
    if blockers:
        return "corrected"
    if products:
        return "products"
    return "order-taken-back" if invoice.contract_id is None else "draft-taken-back"
