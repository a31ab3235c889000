"""What cancelling a document needs to know, as plain frozen values; the service loads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import (
    BillingStatus,
    BillingType,
    DetailKind,
    DispositionAction,
    OrderStatus,
    ReturnLineStatus,
    ReturnStatus,
    TransactionClass,
)
from ...planned.vouchers import Entry
from ...saying import Phrase
from ...taxes.breakdown import TaxRow
from ..accounts import AccountDocument
from ..projects.facts import LedgerRow, Retainer
from ..releases import Settled
from ..settlements import OpenItem


class WrittenRow(NamedTuple):
    """A row that the document wrote, or the row that stands in for it since a later one was canceled."""

    row: LedgerRow
    detail_id: int | None


class ReversedRow(NamedTuple):
    """A row that the document reversed and did not write; `bills_id` is the unbilled row that it bills."""

    row: LedgerRow
    detail_id: int | None
    bills_id: int | None


class DocumentLine(NamedTuple):
    """A line of the document."""

    id: int
    line_number: int
    description: str
    product_id: int | None
    quantity: Decimal | None
    unit_price: Decimal | None
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal
    contract_line_id: int | None
    sales_order_line_id: int | None
    return_order_line_id: int | None
    returned_quantity: Decimal | None  # of the return line: what this one credits or sends back
    released_quantity: Decimal | None  # and gives up


class Terms(NamedTuple):
    """What a detail says of its price."""

    description: str
    unit_price: Decimal
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    tax_code_id: int | None = None


class DocumentDetail(NamedTuple):
    """A detail of the document; `terms_before` and the previous figures are those of what it corrected, if anything.

    `sold` is the quantity of the first detail of its chain, which stands on `first_line_id`; `return_line_id` is the
    return line that this one credits, and `family` the invoice that the chain belongs to.
    """

    id: int
    line_id: int
    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    terms: Terms
    terms_before: Terms
    start_date: date | None
    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal
    invoice_amount: Decimal
    invoice_tax_amount: Decimal
    correction: bool
    first_id: int
    before: tuple[Decimal, Decimal, Decimal]  # quantity, amount and tax; nothing where it was billed first
    milestone_id: int | None
    retainer_id: int | None
    sold: Decimal
    first_line_id: int
    return_line_id: int | None
    family: int
    supplied_on: date | None = None


class SoldLine(NamedTuple):
    """A line of a sales order that the document bills."""

    id: int
    invoiced: Decimal


class SoldOrder(NamedTuple):
    """A sales order that the document bills."""

    id: int
    status: OrderStatus


class CreditedLine(NamedTuple):
    """A line of a return order that the document credits, or whose credit it corrects."""

    id: int
    order_id: int
    status: ReturnLineStatus
    action: DispositionAction | None
    expected: Decimal
    invoiced: Decimal
    released: Decimal
    closed_on: date | None


class ReturnedOrder(NamedTuple):
    """A return order that the document credits, with what its live lines are and do."""

    id: int
    status: OrderStatus
    return_status: ReturnStatus
    lines: tuple[tuple[int, ReturnLineStatus, DispositionAction | None], ...]


class Status(NamedTuple):
    """A milestone or a product-based line, and how far it is billed."""

    id: int
    status: BillingStatus


class Successor(NamedTuple):
    """What builds on the document: another document, an order or a draft, as messages call it; `since` orders them."""

    name: str
    since: datetime


@dataclass(frozen=True)
class Posted:
    """A posted document with all that it did to the books, and what has been built on it."""

    id: int
    number: str
    invoice_date: date
    contract_id: int | None
    customer_id: int
    currency: str
    places: int
    net_amount: Decimal
    tax_amount: Decimal
    order_ids: tuple[int, ...]
    lines: tuple[DocumentLine, ...]
    details: tuple[DocumentDetail, ...]
    written: tuple[WrittenRow, ...]
    reversed: tuple[ReversedRow, ...]
    entries: tuple[Entry, ...]
    terms_days: int
    sold_lines: tuple[SoldLine, ...] = ()
    sold_orders: tuple[SoldOrder, ...] = ()
    credited_lines: tuple[CreditedLine, ...] = ()
    returned_orders: tuple[ReturnedOrder, ...] = ()
    charges: tuple[int, ...] = ()  # of return orders, that no other document bears
    milestones: tuple[Status, ...] = ()
    products: tuple[Status, ...] = ()
    retainers: tuple[Retainer, ...] = ()
    settled: tuple[Settled, ...] = ()  # what settles it, and was not released
    accounts: Mapping[int, AccountDocument] | None = None  # the documents on both sides of that, and itself
    items: tuple[OpenItem, ...] = ()  # that it may be matched with, besides itself
    successors: tuple[Successor, ...] = ()
    drafts: tuple[Phrase | str, ...] = ()
    taxes: tuple[TaxRow, ...] = ()  # its breakdown; none of documents from before there were any

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return self.net_amount + self.tax_amount
