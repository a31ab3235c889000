"""The account table: who is debited and who is credited by each posting, and with which figure (returns 3.7).

Accounts are named by their posting type; the posting profile says which account that is. A figure on the other side of
zero stands on the other side of the voucher: an advance paid back, the payment of a credit note.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ...models.vocabulary import DispositionAction, PostingType


class Side(Enum):
    """The side of a voucher, and the sign that entries on it are stored with."""

    DEBIT = 1
    CREDIT = -1


class Figure(Enum):
    """What an entry amounts to."""

    NET = "net"
    TAX = "tax"
    CHARGES = "charges"
    CHARGE_TAX = "tax on the charges"
    ADVANCES = "retainers"
    COST = "cost"
    PAYMENT = "payment"
    REST = "rest"


@dataclass(frozen=True)
class VoucherRow:
    """One entry of a voucher: the sum of its figures on one side of one account."""

    side: Side
    account: PostingType
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class VoucherRule:
    """What a posting enters, in the order of writing."""

    label: str
    text: str
    source: str
    rows: tuple[VoucherRow, ...]


@dataclass(frozen=True, kw_only=True)
class GoodsBack:
    """What becomes of goods that come back, by the action of their disposition code.

    `on_hand` is what a unit adds to the stock. `slip` is None where there is no packing slip. Of the cost part of the
    invoice's voucher `cleared` holds where the packing slip was posted in the ledger, `direct` where it was not.
    """

    actions: tuple[DispositionAction, ...]
    on_hand: int
    slip: tuple[VoucherRow, ...] | None
    cleared: tuple[VoucherRow, ...]
    direct: tuple[VoucherRow, ...]


def debit(account: PostingType, *figures: Figure) -> VoucherRow:
    """Dr account."""
    return VoucherRow(Side.DEBIT, account, figures)


def credit(account: PostingType, *figures: Figure) -> VoucherRow:
    """Cr account."""
    return VoucherRow(Side.CREDIT, account, figures)


def cost(debited: PostingType, credited: PostingType) -> tuple[VoucherRow, VoucherRow]:
    """Dr one account, Cr the other, at cost."""
    return debit(debited, Figure.COST), credit(credited, Figure.COST)


ACCOUNTS: Mapping[PostingType, str] = {
    PostingType.RECEIVABLES: "what the customer owes (AR)",
    PostingType.REVENUE: "sales without tax, discounts taken off (REV)",
    PostingType.SALES_TAX: "tax on sales (VAT)",
    PostingType.FEES: "charges of return orders (FEE)",
    PostingType.INVENTORY: "goods on stock (INV)",
    PostingType.COST_OF_GOODS_SOLD: "cost of the goods that are invoiced (COGS)",
    PostingType.RETURNS_RECEIVED: "goods received back and not credited yet (CLR)",
    PostingType.SCRAP: "loss of goods that are thrown away, or credited without coming back (SCRAP)",
    PostingType.GOODS_DELIVERED: "goods delivered and not invoiced yet",
    PostingType.ADVANCES: "retainers invoiced and not used yet",
    PostingType.BANK: "payments",
    PostingType.WRITE_OFF: "small rests given up (WOFF)",
}

INVENTORY, SCRAP, CLEARING = PostingType.INVENTORY, PostingType.SCRAP, PostingType.RETURNS_RECEIVED
COST_OF_GOODS = PostingType.COST_OF_GOODS_SOLD

GOODS_BACK: tuple[GoodsBack, ...] = (
    GoodsBack(
        actions=(DispositionAction.CREDIT, DispositionAction.REPLACE_AND_CREDIT),
        on_hand=1,
        slip=cost(INVENTORY, CLEARING),
        cleared=cost(CLEARING, COST_OF_GOODS),
        direct=cost(INVENTORY, COST_OF_GOODS),
    ),
    GoodsBack(
        actions=(DispositionAction.SCRAP, DispositionAction.REPLACE_AND_SCRAP),
        on_hand=0,
        slip=cost(SCRAP, CLEARING),
        cleared=cost(CLEARING, COST_OF_GOODS),
        direct=cost(SCRAP, COST_OF_GOODS),
    ),
    GoodsBack(
        actions=(DispositionAction.RETURN_TO_CUSTOMER,),
        on_hand=0,
        slip=(*cost(INVENTORY, CLEARING), *cost(CLEARING, INVENTORY)),  # in and out, net zero
        cleared=(),
        direct=(),
    ),
    GoodsBack(
        actions=(DispositionAction.CREDIT_ONLY,),
        on_hand=0,
        slip=None,
        cleared=cost(SCRAP, COST_OF_GOODS),
        direct=cost(SCRAP, COST_OF_GOODS),
    ),
)
GOODS_BACK_BY_ACTION: Mapping[DispositionAction, GoodsBack] = {
    action: goods for goods in GOODS_BACK for action in goods.actions
}
SCRAPPED = frozenset({DispositionAction.SCRAP, DispositionAction.REPLACE_AND_SCRAP})  # on arrival
REPLACED = frozenset({DispositionAction.REPLACE_AND_CREDIT, DispositionAction.REPLACE_AND_SCRAP})

CREDIT_NOTE = VoucherRule(
    label="Credit note: customer part",
    text="For every credited line Dr REVENUE net, Dr SALES_TAX, Cr RECEIVABLES; charges Cr FEES, and their tax reduces "
    "the SALES_TAX debited. The cost part of each line follows. As a credit correction (storno) the entries of lines "
    "stand on the sale's own side with negative sign; those of charges do not.",
    source="returns 3.7",
    rows=(
        credit(PostingType.RECEIVABLES, Figure.NET, Figure.TAX),
        debit(PostingType.RECEIVABLES, Figure.CHARGES, Figure.CHARGE_TAX),
        debit(PostingType.REVENUE, Figure.NET),
        credit(PostingType.FEES, Figure.CHARGES),
        debit(PostingType.SALES_TAX, Figure.TAX),
        credit(PostingType.SALES_TAX, Figure.CHARGE_TAX),
    ),
)
DELIVERY = VoucherRule(
    label="Packing slip of a sales order",
    text="What is delivered leaves the stock and waits to be invoiced.",
    source="returns 2.3, 3.7",
    rows=cost(PostingType.GOODS_DELIVERED, PostingType.INVENTORY),
)
SALES_INVOICE = VoucherRule(
    label="Invoice of a sales order",
    text="The customer owes net and tax; what was delivered becomes the cost of goods sold.",
    source="returns 3.3, 3.7",
    rows=(
        debit(PostingType.RECEIVABLES, Figure.NET, Figure.TAX),
        credit(PostingType.REVENUE, Figure.NET),
        credit(PostingType.SALES_TAX, Figure.TAX),
        *cost(PostingType.COST_OF_GOODS_SOLD, PostingType.GOODS_DELIVERED),
    ),
)
PROJECT_INVOICE = VoucherRule(
    label="Project invoice, and correction of any document",
    text="The customer owes what the invoice adds, or is credited it. A retainer, billed, applied or refunded, is no "
    "revenue until the work that it pays for is billed. Of a correction all figures are differences; charges of return "
    "orders have an account of their own.",
    source="project-invoicing 2.3, putting-right 2.3",
    rows=(
        debit(PostingType.RECEIVABLES, Figure.NET, Figure.ADVANCES, Figure.CHARGES, Figure.TAX),
        credit(PostingType.REVENUE, Figure.NET),
        credit(PostingType.ADVANCES, Figure.ADVANCES),
        credit(PostingType.FEES, Figure.CHARGES),
        credit(PostingType.SALES_TAX, Figure.TAX),
    ),
)
GIVEN_UP = VoucherRule(
    label="Correction of a sale: cost part",
    text="Pieces that were billed and never delivered are lost; raised again, they are cost of goods sold again. A "
    "price moves no cost.",
    source="putting-right 2.3",
    rows=cost(SCRAP, COST_OF_GOODS),
)
PAYMENT = VoucherRule(
    label="Payment",
    text="What the customer pays; money paid back on a credit note is a negative payment.",
    source="returns 3.8",
    rows=(debit(PostingType.BANK, Figure.PAYMENT), credit(PostingType.RECEIVABLES, Figure.PAYMENT)),
)
WRITE_OFF = VoucherRule(
    label="Small rest given up",
    text="What the customer no longer owes, or no longer claims: then it is below zero. No tax is touched. What is "
    "released, a payment or a rest given up, is entered once more with the opposite sign.",
    source="putting-right 5.14",
    rows=(debit(PostingType.WRITE_OFF, Figure.REST), credit(PostingType.RECEIVABLES, Figure.REST)),
)

VOUCHERS: tuple[VoucherRule, ...] = (
    CREDIT_NOTE,
    DELIVERY,
    SALES_INVOICE,
    PROJECT_INVOICE,
    GIVEN_UP,
    PAYMENT,
    WRITE_OFF,
)
