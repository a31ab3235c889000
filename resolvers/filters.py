"""Filters, sorts and references of the lists, and the SQL conditions that they mean.

The classes are GraphQL inputs as well: the schema layer publishes them. A list in a filter means "any of"; separate
fields are joined by "and".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select

from ..models import tables
from ..models.exact import ExactDecimal
from ..models.money import is_known
from ..models.texts import canonical, folded
from ..models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DocumentType,
    InvoiceStatus,
    OrderStatus,
    OrderType,
    ReturnLineStatus,
    ReturnStatus,
    TransactionClass,
    TransactionType,
)
from ..posting.amounts import PRECISION
from ..posting.commands import CustomerRef, DateRange, InvoiceRef, OrderRef, about
from .errors import bad_value
from .reading.keyset import SortKey
from .references import key_condition

Condition = ColumnElement[bool]
LONGEST_SEARCH = 200


class SortDirection(StrEnum):
    """Up or down."""

    ASC = "ASC"
    DESC = "DESC"


@dataclass(kw_only=True)
class DecimalRange:
    """From one value to another, both included; either may be left out."""

    min: Decimal | None = field(default=None, metadata=about("The smallest value."))
    max: Decimal | None = field(default=None, metadata=about("The largest value."))


@dataclass(kw_only=True)
class OrderFilter:
    """Which orders to list."""

    type: list[OrderType] | None = field(default=None, metadata=about("Order types."))
    status: list[OrderStatus] | None = field(default=None, metadata=about("Order statuses."))
    return_status: list[ReturnStatus] | None = field(
        default=None, metadata=about("Return statuses; return orders that are CREATED are listed only through this.")
    )
    return_line_status: list[ReturnLineStatus] | None = field(
        default=None, metadata=about("Return orders with at least one line in one of these statuses.")
    )
    customer: CustomerRef | None = field(default=None, metadata=about("Orders of this customer."))
    created_on: DateRange | None = field(default=None, metadata=about("When the order was created."))
    search: str | None = field(default=None, metadata=about("Part of the number, RMA number or contract name."))


@dataclass(kw_only=True)
class InvoiceFilter:
    """Which invoices to list."""

    status: list[InvoiceStatus] | None = field(default=None, metadata=about("Invoice statuses."))
    document_type: list[DocumentType] | None = field(default=None, metadata=about("Invoices or credit notes."))
    has_corrections: bool | None = field(default=None, metadata=about("Whether the invoice corrects another."))
    order_type: list[OrderType] | None = field(default=None, metadata=about("Types of the orders invoiced."))
    customer: CustomerRef | None = field(default=None, metadata=about("Invoices of this customer."))
    order: OrderRef | None = field(default=None, metadata=about("Invoices of this order."))
    invoice_date: DateRange | None = field(default=None, metadata=about("The accounting date."))
    total_amount: DecimalRange | None = field(default=None, metadata=about("The total, tax included, signed."))
    search: str | None = field(default=None, metadata=about("Part of the number or of the customer's name."))


@dataclass(kw_only=True)
class ActualFilter:
    """Which rows of the ledger to list."""

    transaction_type: list[TransactionType] | None = field(default=None, metadata=about("Sides of the ledger."))
    transaction_class: list[TransactionClass] | None = field(default=None, metadata=about("Kinds of transactions."))
    billing_type: list[BillingType] | None = field(default=None, metadata=about("Chargeable or not."))
    billing_status: list[BillingStatus] | None = field(default=None, metadata=about("Billing statuses."))
    adjustment_status: list[AdjustmentStatus] | None = field(default=None, metadata=about("Adjustment statuses."))
    open: bool | None = field(
        default=None, metadata=about("On: unbilled sales that are neither reversed nor reversals. Off: all others.")
    )
    order: OrderRef | None = field(default=None, metadata=about("Rows of this order."))
    invoice: InvoiceRef | None = field(default=None, metadata=about("Rows that posting this invoice wrote."))
    transaction_date: DateRange | None = field(default=None, metadata=about("When the work was done."))
    sequence_after: int | None = field(default=None, metadata=about("Rows after this position in the ledger."))


@dataclass(kw_only=True)
class CustomerFilter:
    """Which customers to list."""

    search: str | None = field(default=None, metadata=about("Part of the number or name."))
    currency: list[str] | None = field(default=None, metadata=about("Currency codes."))


@dataclass(kw_only=True)
class ProductFilter:
    """Which products to list."""

    search: str | None = field(default=None, metadata=about("Part of the number or name."))


@dataclass(kw_only=True)
class OrderSort:
    """What to sort orders by."""

    created_at: SortDirection | None = field(default=None, metadata=about("When they were created."))
    number: SortDirection | None = field(default=None, metadata=about("Their number."))


@dataclass(kw_only=True)
class InvoiceSort:
    """What to sort invoices by; drafts have no number, date or posting instant and sort as the smallest."""

    invoice_date: SortDirection | None = field(default=None, metadata=about("The accounting date."))
    posted_at: SortDirection | None = field(default=None, metadata=about("When they were posted."))
    number: SortDirection | None = field(default=None, metadata=about("Their number."))
    total_amount: SortDirection | None = field(default=None, metadata=about("The total."))
    created_at: SortDirection | None = field(default=None, metadata=about("When they were created."))


@dataclass(kw_only=True)
class ActualSort:
    """What to sort the ledger by."""

    sequence: SortDirection | None = field(default=None, metadata=about("Position in the ledger."))
    transaction_date: SortDirection | None = field(default=None, metadata=about("When the work was done."))
    amount: SortDirection | None = field(default=None, metadata=about("The amount."))


def sort_keys(table: Table, sorts: Sequence[object] | None) -> tuple[SortKey, ...]:
    """The sort keys that `…Sort` inputs mean; `sequence` is the ledger's key."""
    keys = []
    for one in sorts or ():
        for name, direction in vars(one).items():
            if direction is not None:
                column = table.c["id" if name == "sequence" else name]
                keys.append(SortKey(column, direction is SortDirection.DESC))
    return tuple(keys)


def order_conditions(wanted: OrderFilter | None) -> tuple[Condition, ...]:
    """Conditions on orders; return orders that are still CREATED are hidden unless asked for (returns 1.5)."""
    table, wanted = tables.order, wanted or OrderFilter()
    found = _any_of(table, wanted, "type", "status", "return_status")
    if not wanted.return_status:
        found.append(or_(table.c.return_status.is_(None), table.c.return_status != ReturnStatus.CREATED))
    if wanted.return_line_status:
        line = tables.return_order_line
        found.append(table.c.id.in_(select(line.c.order_id).where(line.c.return_status.in_(wanted.return_line_status))))
    if wanted.customer is not None:
        found.append(table.c.customer_id.in_(key_condition(tables.customer, wanted.customer)))
    if wanted.created_on is not None:
        found.extend(on_days(table.c.created_at, wanted.created_on))
    if (text := _searched(wanted.search)) is not None:
        found.append(_contains(text, _lower(table.c.number), _lower(table.c.rma_number), table.c.folded_name))
    return tuple(found)


def invoice_conditions(wanted: InvoiceFilter | None) -> tuple[Condition, ...]:
    """Conditions on invoices."""
    table, link, wanted = tables.invoice, tables.invoice_order, wanted or InvoiceFilter()
    found = _any_of(table, wanted, "status", "document_type")
    if wanted.has_corrections is not None:
        found.append(table.c.has_corrections.is_(wanted.has_corrections))
    if wanted.customer is not None:
        found.append(table.c.customer_id.in_(key_condition(tables.customer, wanted.customer)))
    if wanted.order is not None:
        orders = key_condition(tables.order, wanted.order)
        found.append(table.c.id.in_(select(link.c.invoice_id).where(link.c.order_id.in_(orders))))
    if wanted.order_type:
        typed = select(link.c.invoice_id).join(tables.order, tables.order.c.id == link.c.order_id)
        found.append(table.c.id.in_(typed.where(tables.order.c.type.in_(wanted.order_type))))
    if wanted.invoice_date is not None:
        found.extend(between(table.c.invoice_date, wanted.invoice_date.from_, wanted.invoice_date.to))
    if wanted.total_amount is not None:
        found.extend(between(table.c.total_amount, wanted.total_amount.min, wanted.total_amount.max))
    if (text := _searched(wanted.search)) is not None:
        named = select(tables.customer.c.id).where(_contains(text, tables.customer.c.folded_name))
        found.append(or_(_contains(text, _lower(table.c.number)), table.c.customer_id.in_(named)))
    return tuple(found)


def actual_conditions(wanted: ActualFilter | None) -> tuple[Condition, ...]:
    """Conditions on the ledger."""
    table, wanted = tables.actual, wanted or ActualFilter()
    names = ("transaction_type", "transaction_class", "billing_type", "billing_status", "adjustment_status")
    found = _any_of(table, wanted, *names)
    if wanted.open is not None:
        is_open = open_unbilled()
        found.append(is_open if wanted.open else ~is_open)
    if wanted.order is not None:
        found.append(table.c.order_id.in_(key_condition(tables.order, wanted.order)))
    if wanted.invoice is not None:
        found.append(table.c.invoice_id.in_(key_condition(tables.invoice, wanted.invoice)))
    if wanted.transaction_date is not None:
        found.extend(between(table.c.transaction_date, wanted.transaction_date.from_, wanted.transaction_date.to))
    if wanted.sequence_after is not None:
        found.append(table.c.id > wanted.sequence_after)
    return tuple(found)


def open_unbilled() -> Condition:
    """Open unbilled sales: neither reversed nor a reversal (project-invoicing L14)."""
    table = tables.actual
    return (
        (table.c.transaction_type == TransactionType.UNBILLED_SALES)
        & table.c.reverses_id.is_(None)
        & table.c.reversed_by_id.is_(None)
    )


def party_conditions(table: Table, wanted: CustomerFilter | ProductFilter | None) -> tuple[Condition, ...]:
    """Conditions on customers or products."""
    found: list[Condition] = []
    if wanted is not None and (text := _searched(wanted.search)) is not None:
        found.append(_contains(text, table.c.folded_number, table.c.folded_name))
    if isinstance(wanted, CustomerFilter) and wanted.currency:
        found.append(table.c.currency.in_(_currencies(wanted.currency)))
    return tuple(found)


def _any_of(table: Table, wanted: object, *names: str) -> list[Condition]:
    """Conditions by lists of a filter; an empty one filters nothing (access 6.8)."""
    return [table.c[name].in_(dict.fromkeys(values)) for name in names if (values := getattr(wanted, name))]


def _searched(text: str | None) -> str | None:
    """What to search for, as the folded columns hold it; None where nothing is left to search for."""
    if text is not None and len(text) > LONGEST_SEARCH:
        message = f"search has at most {LONGEST_SEARCH} characters, not {len(text)}."
        raise bad_value(message, "filter", "search", limit=LONGEST_SEARCH, given=len(text))
    return folded(text or "") or None


def _contains(text: str, *columns: ColumnElement[str]) -> Condition:
    return or_(*[column.contains(text, autoescape=True) for column in columns])


def _lower(number: ColumnElement[str]) -> ColumnElement[str]:
    """Folded numbers of our own series, which are ASCII, so that both engines lower them alike."""
    return func.lower(number)


def _currencies(codes: Sequence[str]) -> set[str]:
    """The codes to list; refused where records are surely in none of that name."""
    found = {canonical(code) for code in codes}
    for place, code in enumerate(map(canonical, codes)):
        if not is_known(code):
            capitals = code.upper()
            hint = f"write {capitals}" if is_known(capitals) else "give a code like NOK"
            message = f"filter.currency: {code[:20]!r} is not an ISO 4217 currency code; {hint}."
            raise bad_value(message, "filter", "currency", str(place), given=code[:100])
    return found


def between(column: ColumnElement[Any], low: object, high: object) -> list[Condition]:
    """Conditions that a value is from `low` to `high`, both included; None is no bound.

    A bound that is finer than its column, or beyond all that it holds, means what it means to a number.
    """
    found: list[Condition] = []
    if isinstance(low, Decimal) and isinstance(column.type, ExactDecimal):
        low = _at_places(low, column.type, ROUND_CEILING)
    if isinstance(high, Decimal) and isinstance(column.type, ExactDecimal):
        high = _at_places(high, column.type, ROUND_FLOOR)
    if low is not None:
        found.append(column >= low)
    if high is not None:
        found.append(column <= high)
    return found


def _at_places(bound: Decimal, kind: ExactDecimal, rounding: str) -> Decimal:
    """The nearest bound that a column can be compared with; nothing in a book is as large as the largest of them."""
    if abs(bound) >= kind.largest:
        return kind.largest.copy_sign(bound)
    with localcontext() as context:
        context.prec = PRECISION
        return bound.quantize(Decimal(1).scaleb(-kind.places), rounding=rounding)


def on_days(column: ColumnElement[datetime], days: DateRange) -> list[Condition]:
    """Conditions that an instant lies on these days, in UTC."""
    start = None if days.from_ is None else datetime.combine(days.from_, time.min, UTC)
    found = between(column, start, None)
    if days.to is not None and days.to < date.max:
        found.append(column < datetime.combine(days.to + timedelta(days=1), time.min, UTC))
    return found
