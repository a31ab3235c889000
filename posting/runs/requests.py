"""What a run keeps of what it was asked for: how it posts, and what it selects when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter

from ...models.vocabulary import OrderType, QuantitySelection, SettlementMode, SummaryUpdate, TransactionClass
from ..commands import OrderRef, PostReturnInvoice
from ..planners.projects.correction_rules import CorrectionRule


@dataclass(frozen=True)
class LateSelection:
    """What is selected when the run starts; days are those of an order's creation, `customer` is a key."""

    type: list[OrderType] | None
    customer: int | None
    from_: Annotated[date | None, Field(alias="from")]
    to: date | None
    summary_update: SummaryUpdate
    mix_order_types: bool
    received: bool = False


@dataclass(frozen=True)
class BilledWhere:
    """What of all that stands billed a correction run is about; records by their keys, None limits nothing."""

    invoices: list[int] | None = None
    customer: int | None = None
    order: int | None = None
    product: int | None = None
    transaction_class: list[TransactionClass] | None = None
    description: str | None = None
    unit_price: Decimal | None = None
    tax_rate: Decimal | None = None
    worked_from: date | None = None
    worked_to: date | None = None
    dated_from: date | None = None
    dated_to: date | None = None


@dataclass(frozen=True)
class CorrectionRequest:
    """What a correction run selects, and what is right for it."""

    where: BilledWhere
    rule: CorrectionRule
    reason: str


@dataclass(frozen=True)
class RunRequest:
    """How a run posts; without `invoice_date` on the day it starts. `selected` runs leave out what is not ready.

    Where nobody gave that date (`is_dated`), what is dated later by itself is dated so in the run, too.
    """

    invoice_date: date | None = None
    is_dated: bool = False
    stop_on_first_error: bool = False
    quantity: QuantitySelection = QuantitySelection.PACKING_SLIP
    settlement: SettlementMode = SettlementMode.ORIGINAL_INVOICE
    selected: bool = False
    late: LateSelection | None = None
    is_reviewed: bool = False  # of a correction run: nothing is posted that was not planned
    correction: CorrectionRequest | None = None


_ADAPTER = TypeAdapter(RunRequest)


def as_stored(request: RunRequest) -> dict[str, object]:
    """A request as the plain JSON values that a run keeps."""
    stored: dict[str, object] = _ADAPTER.dump_python(request, mode="json", by_alias=True)
    return stored


def as_asked(stored: Mapping[str, object]) -> RunRequest:
    """The request that `as_stored` made plain.

    >>> as_asked({"invoice_date": "2026-09-01", "stop_on_first_error": True}).invoice_date
    datetime.date(2026, 9, 1)
    """
    return _ADAPTER.validate_python(stored)


def document_request(request: RunRequest) -> PostReturnInvoice:
    """How each document of a run is posted; what is not dated is on the day of its transaction."""
    return PostReturnInvoice(
        order=OrderRef(),
        quantity=request.quantity,
        invoice_date=request.invoice_date if request.is_dated else None,
        settlement=request.settlement,
    )
