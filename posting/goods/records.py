"""Rows of goods, and of what has become of them, as they are read (`models.rows`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.vocabulary import DetailKind, DispositionAction


@dataclass(frozen=True)
class ChainRow:
    """A detail of goods or of a charge, and the first detail of its chain with its line."""

    id: int
    first_id: int
    kind: DetailKind
    line_id: int
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    tax_code_id: int | None
    first_line_id: int
    line_number: int
    description: str
    product_id: int | None
    sold: Decimal
    cost_amount: Decimal
    discount_amount: Decimal
    return_order_line_id: int | None
    credits_line_id: int | None
    number: str | None
    first_row_id: int | None


@dataclass(frozen=True)
class AwayRow:
    """By how many pieces the corrections of a chain changed what was billed first."""

    first_detail_id: int
    pieces: Decimal


@dataclass(frozen=True)
class TakenRow:
    """Pieces, above zero, that a credit note's line took of another, or takes since it was corrected; and the row.

    The tax as it was credited where that does not follow from the pieces: of a document that was rounded by rate.
    """

    credits_line_id: int
    line_id: int
    row_id: int
    pieces: Decimal
    tax_amount: Decimal | None = None


@dataclass(frozen=True)
class ClaimRow:
    """Pieces that an open return order is still to credit."""

    line_id: int
    number: str
    pieces: Decimal


@dataclass(frozen=True)
class CostedRow:
    """Pieces of a line whose cost a document gave back, and that cost; below zero where it was taken back again."""

    line_id: int
    pieces: Decimal
    cost_amount: Decimal
    is_lying: int  # 1 where goods that came back are credited no longer, or again


@dataclass(frozen=True)
class CreditedRow:
    """A line of a return order that a credit note credits, and what its packing slip did with the cost."""

    id: int
    invoiced_quantity: Decimal
    released_quantity: Decimal
    action: DispositionAction | None
    slip_id: int | None
    voucher_id: int | None


@dataclass(frozen=True)
class LiveRow:
    """The row of a line of goods that stands; `corrected` where a correction wrote it."""

    line_id: int
    id: int
    since: int
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    currency: str
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    tax_code_id: int | None
    supplied_on: date | None
    corrected: bool


@dataclass(frozen=True)
class HeldRow:
    """A line of goods that a draft corrects."""

    line_id: int
    invoice_id: int


@dataclass(frozen=True)
class SuccessorRow:
    """A row that a correction of a sale's line wrote, and the number of its document."""

    line_id: int
    row_id: int
    number: str | None


@dataclass(frozen=True)
class SoldRow:
    """A line of a sale that a credit note credits, and what is claimed and given up of it."""

    id: int
    quantity: Decimal
    claimed: Decimal | None
    given_up: Decimal | None


@dataclass(frozen=True)
class TookRow:
    """The row of a sale that a row of a credit note took pieces of."""

    actual_id: int
    row_id: int
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class Ahead:
    """Rows that planned documents are going to write; their keys in the ledger are above all others."""

    taken: tuple[TakenRow, ...] = ()
    costed: tuple[CostedRow, ...] = ()
    successors: tuple[SuccessorRow, ...] = ()

    def __add__(self, other: "Ahead") -> "Ahead":
        """With those of a later document; successors are told latest first."""
        return Ahead(self.taken + other.taken, self.costed + other.costed, other.successors + self.successors)


NOTHING_AHEAD = Ahead()
