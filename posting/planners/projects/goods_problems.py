"""What is wrong with the right values of goods and charges (putting-right 2.1)."""

from collections.abc import Iterator
from decimal import Decimal

from ....models.vocabulary import ProblemCode
from ...amounts import ZERO, rounded
from ...canonical import plain
from ...problems import Problem, problem
from .draft_values import left_as_billed
from .facts import Draft, DraftDetail
from .goods_facts import Goods, GoodsSide
from .goods_values import most_credited, moves_pieces_back

Path = tuple[str, ...]


def goods_problems(detail: DraftDetail, goods: Goods, places: int, path: Path) -> list[Problem]:
    """Every blocker in the values of one detail, whatever else the draft holds."""
    if goods.side is GoodsSide.CHARGE:
        return list(_sign(detail, (*path, "amount"), "amount"))
    wrong = [*_sign(detail, (*path, "quantity"), "quantity"), *_tax(detail, path)]
    return wrong or [*_quantity(detail, goods, (*path, "quantity")), *_share(detail, goods, places, path)]


def _sign(detail: DraftDetail, path: Path, what: str) -> Iterator[Problem]:
    """Zero, or the sign of what was billed: what is not a sale is entered as the credit that it is."""
    assert detail.source is not None, "a correction corrects something"
    if detail.quantity == 0 or (detail.quantity > 0) == (detail.source.quantity > 0):
        return
    sign = "positive" if detail.source.quantity > 0 else "negative"
    entered = detail.quantity if what == "quantity" else detail.amount
    values = {"description": detail.description, "given": plain(entered)}
    yield problem(ProblemCode.QUANTITY_SIGN, f"billed-{sign}-{what}", path, **values)


def _tax(detail: DraftDetail, path: Path) -> Iterator[Problem]:
    """Nothing bears no tax; where there is a rate it follows."""
    if detail.quantity == 0 and detail.tax_amount != 0:
        yield problem(
            ProblemCode.TAX_WITHOUT_QUANTITY,
            "zero-quantity",
            (*path, "taxAmount"),
            description=detail.description,
            given=plain(detail.tax_amount),
        )


def _quantity(detail: DraftDetail, goods: Goods, path: Path) -> Iterator[Problem]:
    """No more than was billed in the first place, and no less than return orders claim."""
    entered = abs(detail.quantity)
    if goods.most is not None and entered > goods.most:
        verb = "sold" if goods.side is GoodsSide.SALE else "credited"
        yield problem(
            ProblemCode.CORRECTION_EXCEEDS_BILLED,
            f"{verb}-less-returns" if goods.sold != goods.most else verb,
            path,
            name=goods.name,
            billed=plain(goods.sold),
            returned=plain(goods.sold - goods.most),
            given=plain(entered),
            available=plain(goods.most),
        )
    if goods.side is GoodsSide.CREDIT and entered != abs(goods.standing.quantity):
        yield from _moved_on(goods, entered - abs(goods.standing.quantity), path)
    if goods.side is GoodsSide.SALE and entered < goods.claimed:
        yield problem(
            ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
            "claimed",
            path,
            available=plain(goods.claimed),
            name=goods.name,
            documents=", ".join(goods.claimed_by),
            given=plain(entered),
        )


def _moved_on(goods: Goods, more: Decimal, path: Path) -> Iterator[Problem]:
    """Pieces of a credit note move only where the sale's line was not corrected since, and they are still there."""
    if goods.successors:
        yield problem(
            ProblemCode.INVOICE_HAS_SUCCESSORS,
            "corrected-since",
            path,
            name=goods.name,
            documents=", ".join(goods.successors),
        )
    if goods.returnable is not None and more > goods.returnable:
        yield problem(
            ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
            "returnable",
            path,
            available=plain(goods.returnable),
            name=goods.name,
            given=plain(more),
            limit=plain(abs(goods.standing.quantity) + goods.returnable),
        )


def _share(detail: DraftDetail, goods: Goods, places: int, path: Path) -> Iterator[Problem]:
    """A credit note credits no more than it took of the sale."""
    most = most_credited(goods, detail.quantity, places)
    if most is None or not detail.quantity:
        return
    pieces, net, tax = plain(abs(detail.quantity)), rounded(abs(detail.amount), places), abs(detail.tax_amount)
    if net > most.net:
        yield problem(
            ProblemCode.RETURN_PRICE_EXCEEDS_BILLED,
            "share",
            (*path, "unitPrice"),
            name=goods.name,
            available=most.net,
            pieces=pieces,
            given=net,
        )
    elif tax > most.tax_amount and (detail.quantity, detail.tax_amount) != (
        goods.standing.quantity,
        goods.standing.tax_amount,
    ):
        yield problem(
            ProblemCode.RETURN_PRICE_EXCEEDS_BILLED,
            "tax-share",
            (*path, "taxRate"),
            name=goods.name,
            available=most.tax_amount,
            pieces=pieces,
            given=rounded(tax, places),
        )


def joint_goods_problems(draft: Draft) -> Iterator[Problem]:
    """Pieces of a credit note stay while the same draft corrects the sale that they were taken of."""
    sales = {
        one.goods.sale_line_id
        for one in draft.details
        if one.goods is not None and one.goods.side is GoodsSide.SALE and not left_as_billed(one)
    }
    for place, one in enumerate(draft.details):
        if one.goods is not None and one.goods.sale_line_id in sales and moves_pieces_back(one):
            yield problem(
                ProblemCode.INVOICE_HAS_SUCCESSORS,
                "same-draft",
                ("details", str(place), "quantity"),
                name=one.goods.name,
                on=draft.name,
            )


def nothing_stands(goods: Goods) -> bool:
    """Whether all of it has been returned or corrected away."""
    return goods.standing.quantity == ZERO
