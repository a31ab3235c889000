"""What a statement of account says: what was open before, each movement, what is open after (documents 4.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..models.vocabulary import Language
from .parties import Account, Party


class MovementKind(StrEnum):
    """What moves an account, in the words of its statement."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"
    CORRECTED_INVOICE = "CORRECTED_INVOICE"
    PREPAYMENT_INVOICE = "PREPAYMENT_INVOICE"
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    WRITE_OFF = "WRITE_OFF"


@dataclass(frozen=True)
class Movement:
    """A document or payment, by `day`, then by `number`. Debit or credit is zero; `balance` is what is then open."""

    day: date
    number: str
    kind: MovementKind
    debit: Decimal
    credit: Decimal
    balance: Decimal
    text: str | None = None  # such as the number that a payment was made to


@dataclass(frozen=True)
class OpenItem:
    """A document that is not settled: its total, and what of it is open, signed as the account is."""

    number: str
    day: date
    total: Decimal
    open_amount: Decimal
    due_date: date | None = None


@dataclass(frozen=True)
class Statement:
    """A customer's account from the first day to the last; opening + debits - credits = closing."""

    customer: Party
    from_day: date
    to_day: date
    opening: Decimal
    closing: Decimal
    movements: tuple[Movement, ...]
    open_items: tuple[OpenItem, ...]
    currency: str
    places: int
    language: Language
    seller: Party | None = None
    account: Account | None = None
    logo: bytes | None = None
