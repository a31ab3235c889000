"""Rows of project invoices, drafts and posted ones, as they are read (`models.rows`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import BillingMethod, BillingType, DetailKind, TransactionClass


@dataclass(frozen=True)
class Parties:
    """What a draft has of its customer and its contract, or the first order that it corrects."""

    payment_terms_days: int
    name: str
    number: str


class DraftDetailRow(NamedTuple):
    """A detail of a draft, with its contract line's method, the tax of its milestone and the invoice it corrects."""

    id: int
    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    start_date: date | None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    correction: bool
    original_detail_id: int | None
    source_actual_id: int | None
    milestone_id: int | None
    retainer_id: int | None
    contract_line_id: int | None
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    invoice_line_id: int
    starts_billed: bool
    billing_method: BillingMethod | None
    planned_tax: Decimal | None
    corrected_invoice_id: int | None
    family: int | None
    tax_code_id: int | None
    supplied_on: date | None
    tax_entered: bool


@dataclass(frozen=True)
class DraftLine:
    """A line of a draft, and the contract line that it bills."""

    id: int
    contract_line_id: int | None


@dataclass(frozen=True)
class ReadyMilestone:
    """A milestone to bill."""

    id: int
    contract_line_id: int
    name: str
    date: date | None
    amount: Decimal
    tax_amount: Decimal
    tax_code_id: int | None
    tax_entered: bool


@dataclass(frozen=True)
class ReadyProduct:
    """A product-based line to bill."""

    id: int
    name: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    tax_code_id: int | None
    tax_entered: bool


@dataclass(frozen=True)
class ReadyRetainer:
    """A retainer to bill."""

    id: int
    description: str
    contract_amount: Decimal
    invoice_date: date | None
    tax_code_id: int | None


class PostedDetail(NamedTuple):
    """A detail of a posted invoice; `first_detail_id` begins its chain, None where it does so itself."""

    id: int
    invoice_id: int
    kind: DetailKind
    description: str
    start_date: date | None
    first_detail_id: int | None
    retainer_id: int | None
    invoice_line_id: int
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    tax_code_id: int | None
    supplied_on: date | None


@dataclass(frozen=True)
class LastRow:
    """The last billed row of a chain of details, and the number of its document."""

    first: int
    number: str
    reverses_id: int | None


@dataclass(frozen=True)
class LineSums:
    """What the details of a line come to, with and without tax, and how many of them are corrections."""

    invoice_line_id: int
    net: Decimal
    tax: Decimal
    corrected: Decimal
    previous: Decimal
    corrections: int
    tax_code_id: int | None  # of all that is charged


class RaisedDetail(NamedTuple):
    """A correction upwards at its place in the draft, and what is left open of its lineage."""

    place: int
    description: str
    previous_quantity: Decimal
    quantity: Decimal
    left: Decimal
