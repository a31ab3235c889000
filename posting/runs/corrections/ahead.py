"""What planned documents of a run will have moved of goods: a sale's pieces by its credit notes, and the other way.

A credit note that credits less gives pieces back to its sale, which then stands with more. A sale that is corrected
leaves the pieces of its credit notes where they are (putting-right 2.3). Nothing else of goods is touched by a document
that corrects others.
"""

from collections.abc import Iterator, Sequence

from ....models.vocabulary import DispositionAction
from ...goods.records import NOTHING_AHEAD, Ahead, CostedRow, SuccessorRow, TakenRow
from ...planners.projects.facts import Draft, DraftDetail
from ...planners.projects.goods_facts import Goods, GoodsSide
from ...planners.projects.goods_values import line_cost, moves_pieces_back
from ...planners.sales.carried_forward import Tally, provisional_key
from .details import Selected


def moved_by(draft: Draft, place: int) -> dict[int, Ahead]:
    """What the document of a draft at its place of the run moves, by family."""
    found: dict[int, Ahead] = {}
    for detail in draft.details:
        if detail.goods is not None and detail.family is not None:
            for one in _moved(detail, detail.goods, draft, provisional_key(place)):
                found[detail.family] = found.get(detail.family, NOTHING_AHEAD) + one
    return found


def _moved(detail: DraftDetail, goods: Goods, draft: Draft, row: int) -> Iterator[Ahead]:
    if goods.sale_line_id is None:
        return
    if goods.side is GoodsSide.SALE:
        called = str(draft.name)
        name = f"{called[0].lower()}{called[1:]}"
        yield Ahead(successors=(SuccessorRow(goods.sale_line_id, row, name),))
    elif moves_pieces_back(detail):
        pieces, cost = goods.standing.quantity - detail.quantity, -line_cost(detail, goods, draft.places)
        lies_here = goods.return_line is not None and goods.action is not DispositionAction.CREDIT_ONLY
        yield Ahead(
            taken=(TakenRow(goods.sale_line_id, goods.first_line_id, row, -detail.quantity),),
            costed=(CostedRow(goods.sale_line_id, pieces, cost, int(lies_here)),),
        )


def ahead_of(details: Sequence[Selected], moved: Tally[int, Ahead]) -> Ahead:
    """What has been moved of the goods that are selected, if that matters to them."""
    rights = [one.right for one in details if one.right is not None and one.right.goods is not None]
    found = NOTHING_AHEAD
    for family in sorted({one.family for one in rights if one.family is not None}):
        found += moved.of(family, NOTHING_AHEAD)
    corrected = {one.line_id for one in found.successors}
    waits = any(
        one.goods is not None and one.goods.sale_line_id in corrected and moves_pieces_back(one) for one in rights
    )
    return found if found.taken or waits else NOTHING_AHEAD
