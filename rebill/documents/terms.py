"""The business terms of a document (EN 16931: BT, BG): the one model that UBL, CII, PDF and HTML show.

Signs are those of the file: on a credit note (381) amounts are positive. Every figure stands here as it is shown; a
rendering computes nothing. Money has its currency's places, quantities and prices all of theirs.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..models.vocabulary import DocumentKind, Language, TaxCategory
from .listed import Correction, Entry
from .parties import Account, Delivery, Party

PRO_FORMA = "PRO-FORMA"
TYPE_CODES = {
    DocumentKind.INVOICE: "380",
    DocumentKind.CREDIT_NOTE: "381",
    DocumentKind.CORRECTED_INVOICE: "384",
    DocumentKind.PREPAYMENT_INVOICE: "386",
}
CATEGORY_CODES = {
    TaxCategory.STANDARD: "S",
    TaxCategory.ZERO: "Z",
    TaxCategory.EXEMPT: "E",
    TaxCategory.REVERSE_CHARGE: "AE",
    TaxCategory.INTRA_COMMUNITY: "K",
    TaxCategory.EXPORT: "G",
    TaxCategory.OUT_OF_SCOPE: "O",
}


def sign_of(kind: DocumentKind) -> int:
    """−1 on a credit note: its amounts are positive in files, though the books have them below zero (documents 3.2)."""
    return -1 if kind is DocumentKind.CREDIT_NOTE else 1


@dataclass(frozen=True)
class PrecedingDocument:
    """BG-3: BT-25, BT-26. `is_credited` where it is credited or corrected; else its advance is deducted, or it is named
    by hand. `buyer_number` is the VAT number that it was billed to.
    """

    number: str
    day: date
    is_credited: bool = True
    ksef_number: str | None = None
    buyer_number: str | None = None


@dataclass(frozen=True)
class Allowance:
    """An allowance or charge of a line (BG-27, BG-28): a positive amount and its reason."""

    amount: Decimal
    reason: str


@dataclass(frozen=True)
class DocumentCharge:
    """An allowance (BG-20) or charge (BG-21) of the document: a positive amount; `tax_code` for people."""

    is_charge: bool
    amount: Decimal
    reason: str
    category: TaxCategory | None
    rate: Decimal | None
    tax_code: str | None = None


@dataclass(frozen=True)
class Line:
    """BG-25. `unit_code` is UN/ECE rec. 20 (BT-130), `unit` what people call it; `quantity` bears the line's sign.

    `allowance` and `charge` make up for what quantity times price is off (documents 3.4). `discount_percent` and
    `tax_code` are for people.
    """

    id: int
    description: str
    quantity: Decimal
    unit_code: str
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    category: TaxCategory | None
    rate: Decimal | None
    tax_code: str | None = None
    discount_percent: Decimal = Decimal(0)
    product_number: str | None = None
    day: date | None = None
    allowance: Allowance | None = None
    charge: Allowance | None = None
    note: str | None = None  # BT-127: which of the two lines of a correction it is


@dataclass(frozen=True)
class TaxRow:
    """BG-23: one for each category and rate. `codes` are the tax codes in it, for people."""

    category: TaxCategory | None
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    exemption_reason: str | None = None
    exemption_reason_code: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document in business terms.

    `number` is PRO-FORMA where it is none. `credits_whole`: it takes the whole of one invoice back (its German title).
    `today` names what was filled from today's record (REBILL-10). `own_net`, `own_tax`, `own_total` are s times the
    books' figures, which BT-109, BT-110 and BT-112 must be (REBILL-05).
    """

    kind: DocumentKind
    number: str
    issue_date: date
    currency: str
    places: int
    seller: Party | None
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[TaxRow, ...]
    charges: tuple[DocumentCharge, ...]
    line_total: Decimal  # BT-106
    allowance_total: Decimal  # BT-107
    charge_total: Decimal  # BT-108
    net_total: Decimal  # BT-109
    tax_total: Decimal  # BT-110
    total: Decimal  # BT-112
    due: Decimal  # BT-115
    own_net: Decimal
    own_tax: Decimal
    own_total: Decimal
    language: Language
    due_date: date | None = None
    terms: str | None = None  # BT-20
    note: str | None = None  # BT-22
    buyer_reference: str | None = None
    purchase_order_number: str | None = None
    contract_number: str | None = None
    sales_order_number: str | None = None
    packing_slip_number: str | None = None
    preceding: tuple[PrecedingDocument, ...] = ()
    must_name: bool = False  # documents that come before it: it credits, corrects or deducts (REBILL-02)
    corrects: bool = False
    credits_whole: bool = False
    delivery: Delivery | None = None
    work_from: date | None = None  # BT-73
    work_to: date | None = None  # BT-74
    means_code: str | None = None  # BT-81
    remittance: str | None = None  # BT-83
    account: Account | None = None  # in files with BT-81 only
    corrections: tuple[Correction, ...] = ()
    entries: tuple[Entry, ...] = ()
    correction_reason: str | None = None  # why it corrects, or why it was sent back
    has_advances: bool = False  # that it bills, deducts, refunds or corrects
    repeats: bool = False  # the whole of what it corrects, because a party was wrong
    came_back: bool = False  # its slips are of goods that came back
    logo: bytes | None = None
    posted_at: str | None = None
    only_advances: bool = False  # every line bills an advance (REBILL-06)
    today: tuple[str, ...] = ()

    @property
    def type_code(self) -> str:
        """BT-3."""
        return TYPE_CODES[self.kind]

    @property
    def sign(self) -> int:
        """What the books' figures are multiplied by here, and have to be again where a format has their signs."""
        return sign_of(self.kind)

    @property
    def is_correction(self) -> bool:
        """Whether it corrects or credits, by whatever kind; without an advance it names what goods came back of."""
        credits = any(one.is_credited or not self.has_advances for one in self.preceding)
        return self.corrects or self.kind is DocumentKind.CREDIT_NOTE or credits

    @property
    def is_pro_forma(self) -> bool:
        """Whether it is a plan or a draft, which has no number."""
        return self.number == PRO_FORMA
