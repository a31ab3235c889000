"""What is wrong with the right values of goods and charges (putting-right 2.1)."""

from collections.abc import Iterator
from decimal import Decimal

from ....models.vocabulary import ProblemCode
from ...amounts import ZERO, rounded
from ...canonical import plain
from ...problems import Problem
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
    yield Problem(
        ProblemCode.QUANTITY_SIGN,
        f"“{detail.description}” was billed with a {sign} {what}: the right {what} must be zero or {sign}, not "
        f"{plain(entered)}.",
        path,
        f"Enter the {what} that is right, with the sign of the document; zero takes it back.",
    )


def _tax(detail: DraftDetail, path: Path) -> Iterator[Problem]:
    """Nothing bears no tax; where there is a rate it follows."""
    if detail.quantity == 0 and detail.tax_amount != 0:
        yield Problem(
            ProblemCode.TAX_WITHOUT_QUANTITY,
            f"“{detail.description}” has quantity 0 and cannot carry a tax of {plain(detail.tax_amount)}.",
            (*path, "taxAmount"),
            "Set taxAmount to 0, or enter the quantity that should be billed.",
        )


def _quantity(detail: DraftDetail, goods: Goods, path: Path) -> Iterator[Problem]:
    """No more than was billed in the first place, and no less than return orders claim."""
    entered = abs(detail.quantity)
    if goods.most is not None and entered > goods.most:
        verb = "sold" if goods.side is GoodsSide.SALE else "credited"
        taken = f", of which returns took {plain(goods.sold - goods.most)}" if goods.sold != goods.most else ""
        yield Problem(
            ProblemCode.CORRECTION_EXCEEDS_BILLED,
            f"{goods.name} {verb} {plain(goods.sold)}{taken}; the right quantity cannot be {plain(entered)}.",
            path,
            f"Enter at most {plain(goods.most)}; bill further goods with an order.",
        )
    if goods.side is GoodsSide.CREDIT and entered != abs(goods.standing.quantity):
        yield from _moved_on(goods, entered - abs(goods.standing.quantity), path)
    if goods.side is GoodsSide.SALE and entered < goods.claimed:
        yield Problem(
            ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
            f"{plain(goods.claimed)} of {goods.name} are on {', '.join(goods.claimed_by)} and not credited yet; "
            f"{plain(entered)} would be less than that.",
            path,
            f"Enter at least {plain(goods.claimed)}, or cancel the return order with cancelReturnOrder.",
        )


def _moved_on(goods: Goods, more: Decimal, path: Path) -> Iterator[Problem]:
    """Pieces of a credit note move only where the sale's line was not corrected since, and they are still there."""
    if goods.successors:
        yield Problem(
            ProblemCode.INVOICE_HAS_SUCCESSORS,
            f"{goods.name} credits a line that {', '.join(goods.successors)} corrected afterwards; its quantity stays.",
            path,
            "Cancel those first, or correct with correctInvoice what is left.",
        )
    if goods.returnable is not None and more > goods.returnable:
        yield Problem(
            ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
            f"{plain(goods.returnable)} can still be returned of what {goods.name} credits; {plain(more)} more is too "
            "much.",
            path,
            f"Enter at most {plain(abs(goods.standing.quantity) + goods.returnable)}.",
        )


def _share(detail: DraftDetail, goods: Goods, places: int, path: Path) -> Iterator[Problem]:
    """A credit note credits no more than it took of the sale."""
    most = most_credited(goods, detail.quantity, places)
    if most is None or not detail.quantity:
        return
    pieces, net, tax = plain(abs(detail.quantity)), rounded(abs(detail.amount), places), abs(detail.tax_amount)
    if net > most.net:
        yield Problem(
            ProblemCode.RETURN_PRICE_EXCEEDS_BILLED,
            f"{goods.name} took {most.net} of the sale for {pieces}; it cannot credit {net}.",
            (*path, "unitPrice"),
            f"Enter a price that comes to at most {most.net}; raise the price of the sale with correctInvoice first.",
        )
    elif tax > most.tax_amount and (detail.quantity, detail.tax_amount) != (
        goods.standing.quantity,
        goods.standing.tax_amount,
    ):
        yield Problem(
            ProblemCode.RETURN_PRICE_EXCEEDS_BILLED,
            f"{goods.name} took {most.tax_amount} tax of the sale for {pieces}; it cannot credit "
            f"{rounded(tax, places)}.",
            (*path, "taxRate"),
            f"Enter a rate that comes to at most {most.tax_amount}; raise the rate of the sale with correctInvoice.",
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
            yield Problem(
                ProblemCode.INVOICE_HAS_SUCCESSORS,
                f"{one.goods.name} credits a line that {draft.name} corrects, too; its quantity stays as it is there.",
                ("details", str(place), "quantity"),
                "Take one of the two off with removeInvoiceLineDetails, and correct it after the other is confirmed.",
            )


def nothing_stands(goods: Goods) -> bool:
    """Whether all of it has been returned or corrected away."""
    return goods.standing.quantity == ZERO
