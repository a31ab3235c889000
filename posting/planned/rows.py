"""Ledger rows to be, and their connections: with what is there by key, with each other by position."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    NotToExceedStatus,
    TransactionClass,
    TransactionType,
)
from ..rules.names import Rule


class PlannedActual(NamedTuple):
    """A ledger row to be. Of `reverses` and `reverses_position` at most one is set; likewise of the two roots.

    `document_line` and `document_charge` are places among those that the plan adds; `detail_id` is one of its draft.
    """

    position: int
    transaction_type: TransactionType
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    transaction_date: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    rule: Rule
    order_id: int
    customer_id: int
    currency: str
    contract_line_id: int | None = None
    detail_id: int | None = None
    document_line: int | None = None
    reverses: int | None = None
    reverses_position: int | None = None
    reversed_by_position: int | None = None
    root: int | None = None
    root_position: int | None = None
    billing_status: BillingStatus | None = None
    adjustment_status: AdjustmentStatus | None = None
    milestone_id: int | None = None
    retainer_id: int | None = None
    not_to_exceed_status: NotToExceedStatus | None = None
    document_charge: int | None = None
    document_detail: int | None = None  # its place among the details of a cancellation
    stands_for: int | None = None  # the row that it stands in for, of before any cancellation
    tax_code_id: int | None = None
    tax_rate: Decimal | None = None  # of its tax code


class Link(NamedTuple):
    """A connection from a planned row to an existing actual (`other`) or another planned row (`other_position`)."""

    position: int
    role: ConnectionRole
    other: int | None
    other_position: int | None
    other_role: ConnectionRole
