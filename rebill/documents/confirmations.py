"""What a return confirmation says: what may come back, until when, under which number and where to (documents 4.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..models.vocabulary import Language
from .parties import Address, Party


@dataclass(frozen=True)
class ExpectedLine:
    """What is expected back; `unit` as the product has it, `reason` in words. No amount: nothing is credited by it."""

    description: str
    quantity: Decimal
    unit: str
    unit_code: str | None = None  # UN/ECE rec. 20, where it is known: it has a word in each language
    product_number: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class AgreedCharge:
    """A charge as it was agreed; positive where the customer will owe it."""

    description: str
    amount: Decimal


@dataclass(frozen=True)
class ReturnConfirmation:
    """A return order, for the customer. `send_to` is the company's address; `day` is when the order was made."""

    order_number: str
    day: date
    customer: Party
    lines: tuple[ExpectedLine, ...]
    currency: str
    places: int
    language: Language
    rma_number: str | None = None
    deadline: date | None = None
    seller: Party | None = None
    send_to: Address | None = None
    reason: str | None = None
    charges: tuple[AgreedCharge, ...] = ()
    buyer_reference: str | None = None
    logo: bytes | None = None
