"""Rows of the project side, as its handlers read them (`models.rows`)."""

from dataclasses import dataclass
from decimal import Decimal

from ...models.vocabulary import (
    BillingMethod,
    BillingStatus,
    ContractLineType,
    NotToExceedStatus,
    RefundStatus,
    TransactionClass,
    TransactionType,
)


@dataclass(frozen=True)
class ContractLineRow:
    """A line of a contract; one that sells a product has a quantity, a price and a status of its own."""

    id: int
    line_number: int
    name: str
    type: ContractLineType
    billing_method: BillingMethod | None
    product_id: int | None
    quantity: Decimal | None
    unit_price: Decimal | None
    billing_status: BillingStatus | None


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone."""

    id: int
    name: str
    invoice_status: BillingStatus


@dataclass(frozen=True)
class RetainerRow:
    """A retainer, and what it has been billed, applied and refunded for."""

    id: int
    description: str
    invoice_status: BillingStatus
    refund_status: RefundStatus | None
    billed_amount: Decimal
    used_amount: Decimal
    refunded_amount: Decimal
    tax_code_id: int | None
    tax_rate: Decimal | None
    billed_tax_amount: Decimal
    used_tax_amount: Decimal
    refunded_tax_amount: Decimal


@dataclass(frozen=True)
class SalesRow:
    """A row of the ledger that may be billed."""

    id: int
    transaction_type: TransactionType
    transaction_class: TransactionClass
    description: str
    billing_status: BillingStatus | None
    not_to_exceed_status: NotToExceedStatus | None


@dataclass(frozen=True)
class WorkLine:
    """A line of a contract, and whose it is."""

    id: int
    order_id: int
    name: str
    type: ContractLineType
    billing_method: BillingMethod | None
    customer_id: int
    currency: str


@dataclass(frozen=True)
class LimitedContract:
    """A contract, and the limit of all its work."""

    number: str
    not_to_exceed_limit: Decimal | None


@dataclass(frozen=True)
class LimitedLine:
    """A line of a contract that has a limit."""

    id: int
    line_number: int
    not_to_exceed_limit: Decimal


@dataclass(frozen=True)
class ContractWithLimit(LimitedContract):
    """The same with its key."""

    id: int


@dataclass(frozen=True)
class LineOfContract(LimitedLine):
    """The same with its contract."""

    order_id: int


@dataclass(frozen=True)
class OpenWork:
    """A row of open work, and the line that it was booked on."""

    id: int
    contract_line_id: int | None
    amount: Decimal


@dataclass(frozen=True)
class TakenUp:
    """What work on a line of a contract comes to."""

    order_id: int
    contract_line_id: int | None
    total: Decimal


@dataclass(frozen=True)
class DraftedRefund:
    """A refund of a retainer that is on a draft."""

    retainer_id: int
    description: str
    invoice_id: int
