"""The records that commands name, as far as their handlers need to know them: rows of their tables (`models.rows`)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ...models.vocabulary import CustomerBlock, DocumentType, InvoiceStatus, OrderStatus, OrderType, ReturnStatus


@dataclass(frozen=True)
class CustomerRow:
    """A customer."""

    id: int
    number: str
    name: str
    currency: str
    payment_terms_days: int
    blocked: CustomerBlock
    tax_code_id: int | None


@dataclass(frozen=True)
class ProductRow:
    """A product; prices and the cost are those of one unit, the tax rate in per cent."""

    id: int
    number: str
    name: str
    sales_price: Decimal
    cost_price: Decimal
    tax_rate: Decimal
    tax_code_id: int | None


@dataclass(frozen=True)
class OrderRow:
    """The header of a sales order, a return order or a project contract."""

    id: int
    type: OrderType
    number: str
    status: OrderStatus
    customer_id: int
    currency: str
    return_status: ReturnStatus | None
    reason_code: str | None
    deadline: date | None
    replaced_up_front: bool


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice or a credit note; a draft has no number yet, a document of the sales side no contract."""

    id: int
    number: str | None
    document_type: DocumentType
    status: InvoiceStatus
    version: int
    contract_id: int | None
    customer_id: int
    currency: str
    invoice_date: date | None
    document_date: date | None
    due_date: date | None
    created_at: datetime
    posted_at: datetime | None
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    settled_amount: Decimal
    reason: str | None
    cancels_id: int | None


@dataclass(frozen=True)
class ParametersRow:
    """How the legal entity posts."""

    return_validity_days: int
    reason_code_required: bool
    credit_correction: bool
    payment_terms_on_credit_notes: bool
    enforce_chronological_numbers: bool
    post_packing_slips_in_ledger: bool
    write_off_limit: Decimal
