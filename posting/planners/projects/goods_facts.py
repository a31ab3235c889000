"""What a correction of goods or of a charge needs to know, as plain frozen values; the service loads them."""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from ....models.vocabulary import DispositionAction
from ...saying import Phrase


class ReturnLineMoves(NamedTuple):
    """A line of a return order, with the quantities that move when less of it is credited."""

    id: int
    invoiced: Decimal
    released: Decimal


class GoodsSide(Enum):
    """What a detail of goods corrects."""

    SALE = "a line of a sales invoice, or a product line of a project invoice"
    CREDIT = "a line of a credit note"
    CHARGE = "a charge"


class Standing(NamedTuple):
    """What stands of goods or of a charge: the live row, less what returns took of it (putting-right 1.3)."""

    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal


class Share(NamedTuple):
    """What a credit note's line took of a sale when it was posted, and the price that stood then; without its sign.

    `most_net` and `most_tax_amount` are what it could take by now, with what nobody else has taken.
    """

    net: Decimal
    tax_amount: Decimal
    unit_price: Decimal
    most_net: Decimal
    most_tax_amount: Decimal


class Goods(NamedTuple):
    """What a correction of goods or of a charge needs to know besides the row that it corrects.

    Quantities but those of `standing` and `taken` are sizes, without the sign of a credit. `sold` are the pieces of
    the first line, sold or credited. `most` is the largest right quantity: `sold` less what returns took; None
    where it has no limit. `cost_amount` is the cost of the first line, `costed` how many of its pieces gave it
    back, `cost_ahead` by how much that was more than their part. `share` is what a credit note's line took of the
    sale, None where it took nothing, `successors` the documents that corrected the sale's line since, and
    `returnable` what can be returned of it besides.
    """

    side: GoodsSide
    name: Phrase | str
    standing: Standing
    taken: Standing
    unit_price: Decimal
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    most: Decimal | None = None
    sold: Decimal = Decimal(0)
    claimed: Decimal = Decimal(0)
    claimed_by: tuple[str, ...] = ()
    cost_amount: Decimal = Decimal(0)
    costed: Decimal = Decimal(0)
    cost_ahead: Decimal = Decimal(0)
    action: DispositionAction | None = None  # of a credit note's line
    cleared: bool = True  # whether its packing slip put the cost on the clearing account
    share: Share | None = None
    successors: tuple[str, ...] = ()
    returnable: Decimal | None = None
    return_line: ReturnLineMoves | None = None
    line_id: int = 0  # the line that is corrected
    first_line_id: int = 0  # the one that its chain began with
    sale_line_id: int | None = None  # the first line of the sale, which a credit note's line took of
    product_id: int | None = None
    tax_code_id: int | None = None
