"""The details that a run selects, loaded for many invoices at once: as they stand, and as the rule has them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ....models import tables
from ....models.money import minor_unit
from ....models.rows import columns_of, read_all, read_pairs
from ....models.vocabulary import AdjustmentStatus, BillingMethod
from ...checks import Checks
from ...goods.records import NOTHING_AHEAD, Ahead
from ...goods.standing import goods_of
from ...ledger.tax_codes import read_taxes
from ...planners.projects.correction_rules import CorrectionRule, right_values
from ...planners.projects.draft_problems import value_problems
from ...planners.projects.draft_values import unchanged
from ...planners.projects.facts import DraftDetail, LedgerRow
from ...planners.projects.goods_facts import Goods
from ...planners.projects.goods_problems import nothing_stands
from ...problems import Problem, Problems
from ...projects.drafts.billed import Billed, drafts_holding, is_live_goods
from ...projects.drafts.blockers import blocker_of
from ...projects.drafts.coded import Taxing
from ...projects.drafts.details import changed_detail
from ...projects.drafts.records import PostedDetail
from .selection import ACTUAL, DETAIL, FIRST, FIRST_LINE, Conditions, standing

SOLD, CONTRACT_LINE = tables.invoice_line.alias("sold_line"), tables.contract_line
PATH = "change"


class Origin(NamedTuple):
    """Where a detail comes from: its family, and how its contract line is billed."""

    id: int
    family: int | None
    billing_method: BillingMethod | None


class Selected(NamedTuple):
    """A detail that a run selects: what billed it, what is right of it, and what is in the way.

    `right` is None where it is right already, or the rule does not reach it.
    """

    billed: Billed
    right: DraftDetail | None
    problems: Problems


ORIGIN = (
    DETAIL.c.id,
    func.coalesce(SOLD.c.invoice_id, FIRST.c.invoice_id).label("family"),
    CONTRACT_LINE.c.billing_method,
)


def selected_details(
    connection: Connection, conditions: Conditions, rule: CorrectionRule, *, lock: bool, ahead: Ahead = NOTHING_AHEAD
) -> dict[int, list[Selected]]:
    """What is selected, by invoice, in the order of its details; what nothing stands of is left out.

    As it will be once what is `ahead` of it is posted.
    """
    statement = standing(select(*columns_of(ACTUAL, LedgerRow))).where(*conditions).order_by(ACTUAL.c.id)
    rows = read_all(connection, statement.with_for_update(key_share=True, of=ACTUAL) if lock else statement, LedgerRow)
    by_detail = _by_detail(connection, rows, conditions)
    goods = goods_of(connection, {key: row for key, row in by_detail.items() if is_live_goods(row)}, ahead)
    drafts, origins = drafts_holding(connection, rows), _origins(connection, conditions)
    codes = read_taxes(connection).codes if rows else {}
    found: dict[int, list[Selected]] = defaultdict(list)
    for detail in _details(connection, conditions):
        row, of_goods, origin = by_detail.get(detail.id), goods.get(detail.id), origins.get(detail.id)
        if row is not None and origin is not None and (of_goods is None or not nothing_stands(of_goods)):
            billed = Billed(detail, row, blocker_of(detail, row, drafts, {}, set()), of_goods)
            taxing = Taxing(codes, row.transaction_date)
            before = begun(detail, row, of_goods, origin)
            found[detail.invoice_id].append(_selected(billed, before, rule, taxing, row.currency))
    return dict(found)


def _by_detail(connection: Connection, rows: Sequence[LedgerRow], mine: Conditions) -> dict[int, LedgerRow]:
    """The row that bills each detail: its own, or what a cancellation put in the place of that."""
    own = {row.id: row.invoice_line_detail_id for row in rows}
    if any(row.stands_for_id is not None for row in rows):
        own |= read_pairs(connection, standing(select(ACTUAL.c.id, DETAIL.c.id)).where(*mine), int, int)
    return {key: row for row in rows if (key := own[row.id]) is not None}


def _details(connection: Connection, mine: Conditions) -> list[PostedDetail]:
    statement = standing(select(*columns_of(DETAIL, PostedDetail))).where(*mine).order_by(DETAIL.c.id)
    return read_all(connection, statement, PostedDetail)


def _origins(connection: Connection, mine: Conditions) -> dict[int, Origin]:
    statement = (
        standing(select(*ORIGIN))
        .outerjoin(SOLD, SOLD.c.id == FIRST_LINE.c.credits_line_id)
        .outerjoin(CONTRACT_LINE, CONTRACT_LINE.c.id == ACTUAL.c.contract_line_id)
        .where(*mine)
    )
    return {row.id: row for row in read_all(connection, statement, Origin)}


def _selected(billed: Billed, before: DraftDetail, rule: CorrectionRule, taxing: Taxing, currency: str) -> Selected:
    right, problems = _right(before, rule, taxing, minor_unit(currency))
    in_the_way = [one for one in (billed.blocker, *problems) if one is not None]
    return Selected(billed, right, tuple(replace(one, path=(PATH,)) for one in in_the_way))


def begun(detail: PostedDetail, row: LedgerRow, goods: Goods | None, origin: Origin) -> DraftDetail:
    """The detail on a draft that begins with what stands, under the key of what it corrects."""
    quantity, amount, tax_amount = (row.quantity, row.amount, row.tax_amount) if goods is None else goods.standing[:3]
    return DraftDetail(
        id=detail.id,
        kind=detail.kind,
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        description=detail.description,
        start_date=detail.start_date,
        quantity=quantity,
        unit_price=row.unit_price,
        amount=amount,
        tax_amount=tax_amount,
        correction=True,
        source=row._replace(draft_detail_id=detail.id, adjustment_status=AdjustmentStatus.IN_PROCESS),
        contract_line_id=row.contract_line_id,
        fixed_price=origin.billing_method is BillingMethod.FIXED_PRICE,
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        usual_tax=row.tax_amount,
        starts_billed=True,
        corrected_invoice_id=detail.invoice_id,
        discount_percent=detail.discount_percent,
        tax_rate=detail.tax_rate,
        goods=goods,
        line_id=detail.id,
        family=origin.family,
        tax_code_id=detail.tax_code_id,
        supplied_on=detail.supplied_on,
    )


def _right(
    before: DraftDetail, rule: CorrectionRule, taxing: Taxing, places: int
) -> tuple[DraftDetail | None, Sequence[Problem]]:
    """The detail as the rule has it, None where that changes nothing; and what is wrong with its values."""
    wanted = right_values(before, rule, places)
    if wanted is None:
        return None, ()
    checks = Checks()
    after = changed_detail(before, wanted, places, taxing, checks, (PATH,))
    if checks.problems:
        return after, checks.problems
    if unchanged(after):
        return None, ()
    return after, value_problems(after, places, PATH)
