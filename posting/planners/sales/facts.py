"""What the planners of the sales side need to know, as plain frozen values; the service loads them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ....models.vocabulary import (
    ChargeCategory,
    DispositionAction,
    OrderStatus,
    OrderType,
    ReturnLineStatus,
    ReturnStatus,
    TaxRounding,
)
from ...planned.packing_slips import SoldLine
from ...taxes.codes import Code, Taxed
from ...taxes.credits import Original
from ...taxes.spreading import Spread
from ..dates import Earlier
from ..settlements import OpenItem


@dataclass(frozen=True)
class OriginalLine:
    """A posted invoice line that goods are returned from, as it stands after corrections.

    Quantity, amounts and terms are those of its live row, `credited` what credit notes have taken of that:
    quantities are positive. `sold` are its pieces as they were sold, whose cost is `cost_amount`, `costed` those of
    them that gave it back (putting-right 1.3). A product on a project invoice has no tax rate, because its tax was
    entered as an amount, and its sale `bears_cost` nowhere. Where credit notes were corrected, the net, tax and
    discount that were taken are `ahead` of what the pieces come to, or behind, by a cent, and the cost by
    `cost_ahead`: what is taken next makes up for it.
    """

    id: int
    invoice_id: int
    quantity: Decimal
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal
    sold: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal | None
    costed: Decimal
    actual_id: int
    root_id: int
    invoice_number: str
    invoice_date: date
    bears_cost: bool = True
    credited: Decimal = Decimal(0)
    cost_ahead: Decimal = Decimal(0)
    lying: tuple[Decimal, Decimal] = (Decimal(0),) * 2  # pieces that came back and are credited no longer; their cost
    ahead: tuple[Decimal, Decimal, Decimal] = (Decimal(0),) * 3
    taxed: Taxed | None = None  # by its tax code; None where its rate is bare
    group: Original | None = None  # of its document, where that was rounded by rate and it stands as it was sold

    @property
    def document(self) -> Earlier:
        """The invoice that it is a line of."""
        return Earlier(self.invoice_id, self.invoice_number, self.invoice_date)


@dataclass(frozen=True)
class Charge:
    """A charge of a return order or of one of its lines; `posted` once it stands on a document."""

    id: int
    description: str
    category: ChargeCategory
    value: Decimal
    tax_rate: Decimal
    posted: bool
    code: Code | None = None  # in place of the rate, which is then that of the day of the document


@dataclass(frozen=True)
class ReturnLine:
    """A line of a return order, with the invoice line that it returns; None where it was entered by hand.

    Its own price counts where it was entered, or nothing is linked. `slip_cost` is the cost that its packing slip took
    back; `cleared` whether the slip's voucher put it on the clearing account.
    """

    id: int
    line_number: int
    status: ReturnLineStatus
    action: DispositionAction | None
    expected: Decimal
    registered: Decimal
    received: Decimal
    invoiced: Decimal
    released: Decimal
    product_id: int
    description: str
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    original: OriginalLine | None
    price_entered: bool = False
    sales_line_id: int | None = None
    slip_cost: Decimal = Decimal(0)
    cleared: bool = True
    moved_on: date | None = None  # the date of its packing slip
    charges: tuple[Charge, ...] = ()
    replacement: SoldLine | None = None
    code: Code | None = None  # of a line by hand, in place of its rate, which is then that of its day of supply


@dataclass(frozen=True)
class ReturnOrder:
    """A return order with its lines, for crediting."""

    id: int
    number: str
    return_status: ReturnStatus
    status: OrderStatus
    customer_id: int
    currency: str
    places: int
    lines: tuple[ReturnLine, ...]
    documents: tuple[str, ...]  # numbers of the documents posted so far
    charges: tuple[Charge, ...] = ()
    terms_days: int = 0
    open_items: tuple[OpenItem, ...] = ()
    drafts: tuple[int, ...] = ()  # that correct what it returns from
    rounding: TaxRounding = TaxRounding.LINE
    spread: Spread = field(default_factory=dict)  # of its document, before it


@dataclass(frozen=True)
class SalesLine:
    """A line of a sales order, for invoicing."""

    id: int
    line_number: int
    product_id: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    net_amount: Decimal
    delivered: Decimal
    invoiced: Decimal
    moved_on: date | None = None  # the date of its last packing slip
    billed: tuple[Decimal, ...] | None = None  # net, tax, discount and cost that stand, where an invoice was canceled
    code: Code | None = None  # in place of the rate


@dataclass(frozen=True)
class SalesOrder:
    """A sales order with its lines, for invoicing."""

    id: int
    number: str
    type: OrderType
    status: OrderStatus
    customer_id: int
    currency: str
    places: int
    lines: tuple[SalesLine, ...]
    documents: tuple[str, ...]
    terms_days: int = 0
    open_items: tuple[OpenItem, ...] = ()
    rounding: TaxRounding = TaxRounding.LINE
    spread: Spread = field(default_factory=dict)  # of its document, before it
