"""Which rows an export takes, by date, customer and status, as far as a kind has them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from ..models import tables as t
from ..models.texts import as_key
from ..models.vocabulary import BillingStatus, InvoiceStatus, OrderStatus
from ..posting.commands import DateRange
from ..resolvers.filters import Condition, between, on_days
from .columns import Expression

Dated = Callable[[DateRange], list[Condition]]


class BadSelection(Exception):
    """What was asked for does not fit the kind; the message is one line."""


@dataclass(frozen=True)
class Selection:
    """What an export is limited to, the days included; nothing where all is left out."""

    since: date | None = None
    until: date | None = None
    customer: str | None = None
    statuses: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Filters:
    """What a kind can be limited by."""

    dated: Dated | None = None
    customer_id: Expression | None = None
    status: tuple[Expression, type[StrEnum]] | None = None


def _of_days(column: Expression) -> Dated:
    return lambda days: between(column, days.from_, days.to)


_orders = Filters(
    lambda days: on_days(t.order.c.created_at, days), t.order.c.customer_id, (t.order.c.status, OrderStatus)
)
_invoices = Filters(_of_days(t.invoice.c.invoice_date), t.invoice.c.customer_id, (t.invoice.c.status, InvoiceStatus))
_actuals = Filters(
    _of_days(t.actual.c.transaction_date), t.actual.c.customer_id, (t.actual.c.billing_status, BillingStatus)
)
FILTERS = {
    "customers": Filters(),
    "products": Filters(),
    "orders": _orders,
    "order-lines": _orders,
    "contract-lines": _orders,
    "invoices": _invoices,
    "invoice-lines": _invoices,
    "actuals": _actuals,
    "vouchers": Filters(_of_days(t.voucher.c.date)),
}


def conditions(connection: Connection, kind: str, wanted: Selection) -> list[Condition]:
    """The conditions of a selection; raises `BadSelection` for what the kind has not, and for unknown customers."""
    filters = FILTERS[kind]
    found: list[Condition] = []
    if wanted.since is not None or wanted.until is not None:
        if filters.dated is None:
            raise BadSelection(f"{kind} have no date: --from and --to cannot limit them")
        if wanted.since is not None and wanted.until is not None and wanted.since > wanted.until:
            raise BadSelection(f"--from {wanted.since} is after --to {wanted.until}")
        found += filters.dated(DateRange(from_=wanted.since, to=wanted.until))
    if wanted.customer is not None:
        if filters.customer_id is None:
            raise BadSelection(f"{kind} cannot be limited by --customer")
        key = connection.scalar(select(t.customer.c.id).where(t.customer.c.number == as_key(wanted.customer)))
        if key is None:
            raise BadSelection(f"there is no customer {wanted.customer}")
        found.append(filters.customer_id == key)
    if wanted.statuses:
        if filters.status is None:
            raise BadSelection(f"{kind} have no status: --status cannot limit them")
        column, members = filters.status
        for one in wanted.statuses:
            if one not in members.__members__:
                raise BadSelection(f"{one} is not a status of {kind}; there are {', '.join(members.__members__)}")
        found.append(column.in_(wanted.statuses))
    return found
