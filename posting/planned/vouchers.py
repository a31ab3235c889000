"""The vouchers of a plan: balanced, each owned by what it is of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ...models.vocabulary import PostingType


@dataclass(frozen=True)
class Entry:
    """A line of a voucher: a debit is positive, a credit negative. A correction shows in the other column, negated.

    What takes another entry back names its account, as it was then; others are posted as the profile says.
    """

    posting_type: PostingType
    amount: Decimal
    is_correction: bool = False
    account: str | None = None
    account_name: str | None = None


class VoucherOwner(StrEnum):
    """What a voucher is of: the column of the table that holds its owner's key."""

    PACKING_SLIP = "packing_slip_id"
    DOCUMENT = "invoice_id"
    PAYMENT = "payment_id"
    SETTLEMENT = "settlement_id"


@dataclass(frozen=True)
class PlannedVoucher:
    """A balanced voucher; `position` is its owner's place among the packing slips, or the settlements, or 0."""

    owner: VoucherOwner
    position: int
    date: date
    currency: str
    entries: tuple[Entry, ...]
