"""Which rows an export takes, by date, customer and status, as far as a kind has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from ..models import tables
from ..models.texts import as_key
from ..posting.commands import DateRange
from ..resolvers.filters import Condition, between, on_days
from ..resolvers.reading.catalogue import declared
from ..resolvers.reading.declarations import Parent
from ..resolvers.reading.renderings import Member, Plain
from ..resolvers.reading.sources import expression
from .columns import stored_field


class BadSelection(Exception):
    """What was asked for does not fit the kind; the message is one line."""


@dataclass(frozen=True)
class Selection:
    """What an export is limited to, the days included; nothing where all is left out."""

    since: date | None = None
    until: date | None = None
    customer: str | None = None
    statuses: Sequence[str] = ()


@dataclass(frozen=True)
class Filters:
    """The fields of the API that a kind can be limited by; None where it cannot."""

    type_name: str
    dated: str | None = None
    status: str | None = None
    customer: str | None = None


_orders = Filters("Order", "createdAt", "status", "customer")
_invoices = Filters("Invoice", "invoiceDate", "status", "customer")
FILTERS = {
    "customers": Filters("Customer"),
    "products": Filters("Product"),
    "orders": _orders,
    "order-lines": _orders,
    "contract-lines": _orders,
    "invoices": _invoices,
    "invoice-lines": _invoices,
    "actuals": Filters("Actual", "transactionDate", "billingStatus", "customer"),
    "vouchers": Filters("Voucher", "date"),
    "approvals": Filters("Approval", "requestedAt"),
    "history": Filters("HistoryEntry", "at"),
    "keys": Filters("ApiKey", "createdAt"),
}


def conditions(connection: Connection, kind: str, wanted: Selection) -> list[Condition]:
    """The conditions of a selection; raises `BadSelection` for what the kind has not, and for unknown customers."""
    filters = FILTERS[kind]
    found: list[Condition] = []
    if wanted.since is not None or wanted.until is not None:
        found += _dated(kind, filters, wanted.since, wanted.until)
    if wanted.customer is not None:
        found.append(_of_customer(connection, kind, filters, wanted.customer))
    if wanted.statuses:
        found.append(_in_statuses(kind, filters, wanted.statuses))
    return found


def _dated(kind: str, filters: Filters, since: date | None, until: date | None) -> list[Condition]:
    if filters.dated is None:
        raise BadSelection(f"{kind} have no date: --from and --to cannot limit them")
    if since is not None and until is not None and since > until:
        raise BadSelection(f"--from {since} is after --to {until}")
    stored = stored_field(filters.type_name, filters.dated)
    column = expression(stored.source)
    if stored.rendering is Plain.INSTANT:
        return on_days(column, DateRange(from_=since, to=until))
    return between(column, since, until)


def _of_customer(connection: Connection, kind: str, filters: Filters, number: str) -> Condition:
    if filters.customer is None:
        raise BadSelection(f"{kind} cannot be limited by --customer")
    key = connection.scalar(select(tables.customer.c.id).where(tables.customer.c.number == as_key(number)))
    if key is None:
        raise BadSelection(f"there is no customer {number}")
    parent = declared(filters.type_name, filters.customer)
    assert isinstance(parent, Parent), f"{filters.type_name}.{filters.customer} leads to no record"
    found: Condition = parent.key == key
    return found


def _in_statuses(kind: str, filters: Filters, statuses: Sequence[str]) -> Condition:
    if filters.status is None:
        raise BadSelection(f"{kind} have no status: --status cannot limit them")
    stored = stored_field(filters.type_name, filters.status)
    assert isinstance(stored.rendering, Member), f"{filters.type_name}.{filters.status} is no member of an enum"
    members = stored.rendering.kind.__members__
    for one in statuses:
        if one not in members:
            raise BadSelection(f"{one} is not a status of {kind}; there are {', '.join(members)}")
    return expression(stored.source).in_(statuses)
