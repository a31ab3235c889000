"""What a document is made from, in Rebill's own signs: the rows of a posted document, of a draft, or of a plan.

Whoever has a document fills these in; `terms_of` makes of them the business terms that every rendering shows. Amounts
and quantities are signed as in the books: what is owed to the customer is negative. Nothing here is worked out anew.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..models.vocabulary import DetailKind, DocumentKind, Language, TaxCategory, TransactionClass
from .parties import Account, Delivery, Party


@dataclass(frozen=True)
class TaxedAs:
    """What a line is taxed as; category and rate are None where nobody knows them (a bare zero, typed tax)."""

    code: str | None = None
    category: TaxCategory | None = None
    rate: Decimal | None = None


@dataclass(frozen=True)
class FactLine:
    """What one position bills: a sales or return line, a chargeable detail, or a product line of a project.

    `billed_before` is what a correction corrects; None where the line stands for itself. `net_amount` and `tax_amount`
    are what should be billed, so that the document's part is the difference from what was billed before.
    """

    description: str
    quantity: Decimal
    unit_price: Decimal
    net_amount: Decimal
    tax_amount: Decimal
    taxed: TaxedAs
    discount_percent: Decimal = Decimal(0)
    unit: str | None = None  # of its product, as entered; None: by `transaction_class` (documents 3.6)
    product_number: str | None = None
    day: date | None = None  # of the work or the expense (BT-134)
    kind: DetailKind | None = None  # of a detail of a project
    transaction_class: TransactionClass | None = None
    advance: str | None = None  # of an applied or refunded retainer: the number of the document that billed it
    billed_before: "FactLine | None" = None


@dataclass(frozen=True)
class FactCharge:
    """A charge of the document or of one of its lines; positive where the customer owes it.

    `billed_before` is what a correction corrects, as on lines.
    """

    description: str
    amount: Decimal
    tax_amount: Decimal
    taxed: TaxedAs
    billed_before: "FactCharge | None" = None


@dataclass(frozen=True)
class FactTax:
    """A row of the breakdown, signed (documents 2.9)."""

    taxed: TaxedAs
    base: Decimal
    amount: Decimal
    exemption_reason: str | None = None
    exemption_reason_code: str | None = None


@dataclass(frozen=True)
class Preceding:
    """An earlier document that this one must name (BG-3)."""

    number: str
    day: date
    is_credited: bool = True  # False: its advance is deducted, or it is named by hand
    is_whole: bool = False  # nothing of it is left: this document takes the whole of it back
    ksef_number: str | None = None  # as it was noted (documents 5)
    buyer_number: str | None = None  # the VAT number that it was billed to, as entered then


@dataclass(frozen=True)
class DocumentFacts:
    """A document in Rebill's own figures.

    `number` is None on plans and drafts, which are shown as PRO-FORMA. `today` are the names of terms that were filled
    from today's record because the copy has none (documents 1.4), such as "seller" or "billTo.address".
    """

    kind: DocumentKind
    number: str | None
    currency: str
    invoice_date: date
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    bill_to: Party
    lines: tuple[FactLine, ...]
    taxes: tuple[FactTax, ...]
    language: Language
    due_date: date | None = None
    terms_days: int | None = None
    seller: Party | None = None
    ship_to: Delivery | None = None
    account: Account | None = None
    charges: tuple[FactCharge, ...] = ()
    preceding: tuple[Preceding, ...] = ()
    corrects: bool = False  # it corrects a confirmed invoice (a return's credit note only credits)
    deducts: bool = False  # it deducts an advance
    came_back: bool = False  # its orders are returns, also where it takes back that they were credited
    buyer_reference: str | None = None
    purchase_order_number: str | None = None
    contract_number: str | None = None
    sales_order_number: str | None = None  # where there is just one
    packing_slip_number: str | None = None  # where there is just one
    reason: str | None = None
    return_reason: str | None = None  # of the return orders that it credits
    work_from: date | None = None
    work_to: date | None = None
    logo: bytes | None = None
    posted_at: str | None = None  # ISO instant, the time stamp of what is rendered; None on plans and drafts
    today: tuple[str, ...] = field(default=())
