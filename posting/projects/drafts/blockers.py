"""What is in the way of correcting a detail, and what to do instead."""

from ....models.vocabulary import AdjustmentStatus, DetailKind, ProblemCode
from ...goods.standing import KINDS
from ...planners.projects import facts
from ...planners.projects.goods_facts import Goods
from ...planners.projects.goods_problems import nothing_stands
from ...problems import Problem
from .records import LastRow, PostedDetail


def goods_blocker(detail: PostedDetail, row: facts.LedgerRow, goods: Goods | None, *, is_named: bool) -> Problem | None:
    """What is in the way of correcting goods: nothing of them is left, or they stand on a project invoice."""
    if detail.kind is DetailKind.PRODUCT and row.contract_line_id is not None and not is_named:
        return Problem(
            ProblemCode.PRODUCT_LINE_NOT_CORRECTABLE,
            f"“{detail.description}” is a product-based line; products are not corrected among the details.",
            remedy="Use correctInvoice with lines for price, tax or text; createReturnOrder with invoiceLine for goods "
            "that came back or were not delivered (CREDIT_ONLY).",
        )
    if goods is not None and nothing_stands(goods):
        message = f"Nothing of {goods.name} is left to correct: all of it has been returned."
        return Problem(ProblemCode.NOTHING_TO_CORRECT, message, remedy="Correct the credit notes that took it back.")
    return None


def blocker_of(
    detail: PostedDetail,
    row: facts.LedgerRow | None,
    drafts: dict[int, str],
    latest: dict[int, LastRow],
    refunded: set[int],
) -> Problem | None:
    """What of the ledger is in the way of correcting a detail: a draft, a correction, a refund; or it bills nothing."""
    name = f"“{detail.description}”"
    if row is None:
        message = f"{name} bills nothing on this invoice."
        return Problem(ProblemCode.NOTHING_TO_CORRECT, message, remedy="Leave it out.")
    if row.adjustment_status is AdjustmentStatus.IN_PROCESS:
        message = f"{name} is already being corrected on the {drafts[row.id]}."
        remedy = "Confirm that draft with confirmInvoice, or delete it with deleteInvoice."
        return Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, (), remedy)
    if row.adjustment_status is AdjustmentStatus.ADJUSTED:
        last = latest[detail.first_detail_id or detail.id]
        return _taken_back(name, last) if detail.kind in KINDS else _corrected(name, last)
    if row.retainer_id in refunded and detail.kind is not DetailKind.RETAINER_REFUND:
        message = f"{name} is a retainer that has been refunded."
        return Problem(ProblemCode.RETAINER_REFUNDED, message, (), "Correct the invoice that refunded it first.")
    return None


def _taken_back(name: str, last: LastRow) -> Problem:
    """Of goods and charges that were corrected: what is corrected to nothing is raised again where it was done."""
    message = f"{name} has already been corrected by {last.number}."
    if last.reverses_id is None:
        return Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), f"Correct {last.number} instead.")
    message = f"{name} has already been corrected: {last.number} took back all of it."
    remedy = "Bill it anew with an order."
    return Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), remedy)


def _corrected(name: str, last: LastRow) -> Problem:
    """What to do instead: correct the invoice that bills it now, or bill anew what was credited."""
    if last.reverses_id is None:
        message = f"{name} has already been corrected by {last.number}."
        return Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), f"Correct {last.number} instead.")
    message = f"{name} has already been corrected: {last.number} credited it in full."
    remedy = "Bill it anew: mark what came back as ready with markReadyToInvoice, then createInvoice."
    return Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, (), remedy)
