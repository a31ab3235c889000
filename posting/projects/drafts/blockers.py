"""What is in the way of correcting a detail, and what to do instead."""

from ....models.vocabulary import AdjustmentStatus, DetailKind, ProblemCode
from ...goods.standing import KINDS
from ...planners.projects import facts
from ...planners.projects.goods_facts import Goods
from ...planners.projects.goods_problems import nothing_stands
from ...problems import Problem, problem
from ...saying import Phrase
from .records import LastRow, PostedDetail


def goods_blocker(detail: PostedDetail, row: facts.LedgerRow, goods: Goods | None, *, is_named: bool) -> Problem | None:
    """What is in the way of correcting goods: nothing of them is left, or they stand on a project invoice."""
    if detail.kind is DetailKind.PRODUCT and row.contract_line_id is not None and not is_named:
        return problem(ProblemCode.PRODUCT_LINE_NOT_CORRECTABLE, "detail", description=detail.description)
    if goods is not None and nothing_stands(goods):
        return problem(ProblemCode.NOTHING_TO_CORRECT, "returned", name=goods.name)
    return None


def blocker_of(
    detail: PostedDetail,
    row: facts.LedgerRow | None,
    drafts: dict[int, Phrase],
    latest: dict[int, LastRow],
    refunded: set[int],
) -> Problem | None:
    """What of the ledger is in the way of correcting a detail: a draft, a correction, a refund; or it bills nothing."""
    name = detail.description
    if row is None:
        return problem(ProblemCode.NOTHING_TO_CORRECT, "bills-nothing", description=name)
    if row.adjustment_status is AdjustmentStatus.IN_PROCESS:
        return problem(ProblemCode.CORRECTION_IN_PROGRESS, "detail", description=name, name=drafts[row.id])
    if row.adjustment_status is AdjustmentStatus.ADJUSTED:
        last = latest[detail.first_detail_id or detail.id]
        return _taken_back(name, last) if detail.kind in KINDS else _corrected(name, last)
    if row.retainer_id in refunded and detail.kind is not DetailKind.RETAINER_REFUND:
        return problem(ProblemCode.RETAINER_REFUNDED, "detail", description=name)
    return None


def _taken_back(name: str, last: LastRow) -> Problem:
    """Of goods and charges that were corrected: what is corrected to nothing is raised again where it was done."""
    variant = "corrected" if last.reverses_id is None else "taken-back"
    return problem(ProblemCode.DETAIL_ALREADY_CORRECTED, variant, description=name, documents=last.number)


def _corrected(name: str, last: LastRow) -> Problem:
    """What to do instead: correct the invoice that bills it now, or bill anew what was credited."""
    variant = "corrected" if last.reverses_id is None else "credited"
    return problem(ProblemCode.DETAIL_ALREADY_CORRECTED, variant, description=name, documents=last.number)
