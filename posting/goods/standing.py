"""What stands of goods and charges: the live row of a chain, less what returns took of it since (putting-right 1.3).

Takings are in pieces, cumulative over the live row, so that no cent is lost when the last piece goes. Whether a return
took of the live row, or of one before it, its position in the ledger says.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import Connection

from ...models.money import minor_unit
from ...models.several import Found
from ...models.vocabulary import DetailKind
from ..amounts import ZERO, gross, share
from ..planners.projects.facts import LedgerRow
from ..planners.projects.goods_facts import Goods, GoodsSide, ReturnLineMoves, Share, Standing
from ..saying import phrase
from .costs import Costed, costed_by_line
from .queries import AWAY, CHAINS, CLAIMS, COSTED, CREDITED, GOODS, SOLD, SUCCESSORS, TAKEN, TOOK
from .records import NOTHING_AHEAD, Ahead, ChainRow, CreditedRow, TakenRow
from .takings import Amounts, Takings, Whole, pieces_taken, rest_of_row, takings_of_row

KINDS = frozenset({DetailKind.PRODUCT, DetailKind.CHARGE})


def goods_of(connection: Connection, live: Mapping[int, LedgerRow], ahead: Ahead = NOTHING_AHEAD) -> dict[int, Goods]:
    """By detail, the facts of goods and charges; `live` are their rows of billed sales that stand, by detail.

    As they will be once what is `ahead` of them is posted.
    """
    if not live:
        return {}
    known = _Known(GOODS.read(connection, {"details": sorted(live)}), ahead)
    return {row.id: known.goods(row, live[row.id]) for row in known.chains}


class _Known:
    """What was read, by the keys that it is looked up by."""

    def __init__(self, found: Found, ahead: Ahead) -> None:
        self.chains = found.rows(CHAINS)
        self._away = {row.first_detail_id: row.pieces for row in found.rows(AWAY)}
        self._taken: dict[int, list[TakenRow]] = defaultdict(list)
        for one in (*found.rows(TAKEN), *ahead.taken):
            self._taken[one.credits_line_id].append(one)
        self._takings: dict[int, Takings] = {}  # by the row of the sale
        self._claims: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
        for claim in found.rows(CLAIMS):
            self._claims[claim.line_id].append((claim.number, claim.pieces))
        self._costed = costed_by_line((*found.rows(COSTED), *ahead.costed))
        self._credited = {row.id: row for row in found.rows(CREDITED)}
        self._successors = (*ahead.successors, *found.rows(SUCCESSORS))
        self._sold = {row.id: row for row in found.rows(SOLD)}
        self._took = {row.actual_id: row for row in found.rows(TOOK)}

    def goods(self, row: ChainRow, live: LedgerRow) -> Goods:
        """The facts of one detail."""
        side = _side(row)
        taken = self._taken[row.first_line_id] if side is GoodsSide.SALE else []
        claims = self._claims[row.first_line_id] if side is GoodsSide.SALE else []
        sold = abs(row.sold)
        away = max(ZERO, sold - abs(row.sold + self._away.get(row.first_id, ZERO)))
        places = minor_unit(live.currency)
        costed = self._costed[row.first_line_id] if side is GoodsSide.SALE else _given_back(row, away, places)
        credited = self._credited.get(row.return_order_line_id or 0)
        is_free = side is GoodsSide.CREDIT and row.credits_line_id is None  # entered by hand
        whole = Standing(live.quantity, live.amount, live.tax_amount, _discount(row, places))
        of_live = takings_of_row(taken, Whole(live.since, whole.quantity, Amounts(*whole[1:])), places).together
        part = Standing(of_live.pieces, *of_live.amounts)
        return Goods(
            side=side,
            name=phrase("line", line=row.line_number, description=row.description, document=row.number),
            standing=Standing(*(one - other for one, other in zip(whole, part, strict=True))),
            taken=part,
            unit_price=live.unit_price,
            discount_percent=row.discount_percent,
            tax_rate=row.tax_rate,
            tax_code_id=row.tax_code_id,
            most=None if is_free else sold - pieces_taken(taken),
            sold=sold,
            claimed=sum((pieces for _, pieces in claims), ZERO),
            claimed_by=tuple(number for number, pieces in claims if pieces),
            cost_amount=abs(row.cost_amount) if side is not GoodsSide.CHARGE else ZERO,
            costed=costed.pieces,
            cost_ahead=costed.ahead(abs(row.cost_amount), sold, places),
            action=None if credited is None else credited.action,
            cleared=_is_cleared(credited),
            share=None if is_free or side is not GoodsSide.CREDIT else self._share(row, places),
            successors=self._built_on(row) if side is GoodsSide.CREDIT else (),
            returnable=self._returnable(row) if side is GoodsSide.CREDIT and not is_free else None,
            return_line=_moves(credited) if side is GoodsSide.CREDIT else None,
            line_id=row.line_id,
            first_line_id=row.first_line_id,
            sale_line_id=row.first_line_id if side is GoodsSide.SALE else row.credits_line_id,
            product_id=row.product_id if side is not GoodsSide.CHARGE else None,
        )

    def _share(self, row: ChainRow, places: int) -> Share:
        """What a credit note's line took of the sale, however much less it credits of it, and could take at most."""
        took = self._took.get(row.first_row_id or 0)
        assert took is not None, "a line that credits another is linked to the row that it took of"
        whole = Whole(took.row_id, took.quantity, Amounts(took.amount, took.tax_amount, ZERO))
        takings = self._takings_of(row.credits_line_id or 0, whole, places)
        mine, rest = takings.held[row.first_line_id], rest_of_row(takings.together, whole)
        return Share(
            *mine.first_amounts[:2],
            took.unit_price,
            mine.amounts.net + rest.net,
            mine.amounts.tax_amount + rest.tax_amount,
        )

    def _takings_of(self, line_id: int, whole: Whole, places: int) -> Takings:
        """Once for all credit notes that took of the same row."""
        if whole.row_id not in self._takings:
            self._takings[whole.row_id] = takings_of_row(self._taken[line_id], whole, places)
        return self._takings[whole.row_id]

    def _built_on(self, row: ChainRow) -> tuple[str, ...]:
        """The documents that corrected the sale's line after it was credited, latest first."""
        later = (
            one.number
            for one in self._successors
            if one.line_id == row.credits_line_id and one.row_id > (row.first_row_id or 0) and one.number is not None
        )
        return tuple(dict.fromkeys(later))

    def _returnable(self, row: ChainRow) -> Decimal:
        """What can still be returned of the sale's line."""
        sold = self._sold[row.credits_line_id or 0]
        return sold.quantity - (sold.claimed or ZERO) - (sold.given_up or ZERO)


def _side(row: ChainRow) -> GoodsSide:
    if row.kind is DetailKind.CHARGE:
        return GoodsSide.CHARGE
    return GoodsSide.SALE if row.return_order_line_id is None else GoodsSide.CREDIT


def _given_back(row: ChainRow, away: Decimal, places: int) -> Costed:
    """Pieces that a credit note's line no longer credits, with their part of its cost."""
    return Costed(away, share(abs(row.cost_amount), away, abs(row.sold), places) if away else ZERO)


def _discount(row: ChainRow, places: int) -> Decimal:
    """What was taken off the live row: as its line has it, or of a correction what its price comes to without."""
    if row.id == row.first_id:
        return row.discount_amount
    return gross(row.quantity, row.unit_price, places) - row.amount


def _is_cleared(credited: CreditedRow | None) -> bool:
    """Whether the packing slip put the cost on the clearing account; what has none never came."""
    return credited is None or credited.slip_id is None or credited.voucher_id is not None


def _moves(credited: CreditedRow | None) -> ReturnLineMoves | None:
    if credited is None:
        return None
    return ReturnLineMoves(credited.id, credited.invoiced_quantity, credited.released_quantity)
