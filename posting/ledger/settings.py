"""How the books are set up, as far as a posting depends on it: read once, in one statement, after its locks.

What has to hold besides a plan, what a credit note is like, which accounts there are, and what documents copy of their
parties stand in several tables. They are read under the last lock that comes before them, so that nothing of it is out
of date when the posting is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select

from ...models import tables
from ...models.holding import in_turn
from ...models.several import Found, Part, Several
from ...models.vocabulary import CLOSED_STATUSES, PostingType
from ..command.records import ParametersRow
from ..command.transaction import Transaction
from .counted import COUNTED, Counted
from .parties import (
    ADVANCES,
    COMPANY_NOW,
    CUSTOMERS_NOW,
    NAMED_BY_HAND,
    SAID,
    CompanyRow,
    CustomerRow,
    OrderSays,
)
from .policies import GUARDED
from .records import PeriodRow


@dataclass(frozen=True)
class Conditions:
    """What has to hold besides a plan: `day` is in an open period, and the customer is not blocked.

    `day_path` and `customer_path` are where the input has them. `only_all`: a block for invoices alone does not count.
    `orders` are what a document is about, `invoices` its draft, or the documents that it corrects or cancels.
    """

    day: date | None = None
    day_path: str = "invoiceDate"
    customer_id: int | None = None
    customer_path: str = "order"
    only_all: bool = False
    orders: tuple[int, ...] = ()
    invoices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Settings:
    """How the books are set up for a posting on a day, to a customer; None where it has none."""

    parameters: ParametersRow
    period: PeriodRow | None
    closed_later: PeriodRow | None  # the first closed period that ends after the day
    customer: CustomerRow | None
    unset: frozenset[PostingType]  # which the posting profile has no account for
    is_guarded: bool = False  # whether anything may need approval, or be approved
    company: CompanyRow | None = None  # the legal entity that sells, and what its documents copy besides
    said: Mapping[int, OrderSays] = field(default_factory=dict)  # by orders that documents are about
    by_hand: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # documents to be named, by return orders
    advances: Mapping[int, int] = field(default_factory=dict)  # the document that billed each retainer
    counted: tuple[Counted, ...] = ()  # the products that documents may name


PERIODS, CUSTOMERS, ACCOUNTS = tables.fiscal_period, tables.customer, tables.posting_account
DAY = bindparam("day", type_=PERIODS.c.from_date.type)
CUSTOMER = bindparam("customer", type_=CUSTOMERS.c.id.type)
PARAMETERS = Part(select(tables.parameters), ParametersRow)
PERIOD = Part(select(PERIODS).where(PERIODS.c.from_date <= DAY, PERIODS.c.to_date >= DAY), PeriodRow)
CLOSED_LATER = Part(
    select(PERIODS)
    .where(PERIODS.c.to_date > DAY, or_(*(PERIODS.c.status == one for one in CLOSED_STATUSES)))
    .order_by(PERIODS.c.from_date)
    .limit(1),
    PeriodRow,
)
UNSET = Part(select(ACCOUNTS.c.posting_type).where(ACCOUNTS.c.account.is_(None)), PostingType)
APPROVALS = Part(GUARDED, int)
PAPERS = (COMPANY_NOW, CUSTOMERS_NOW, SAID, NAMED_BY_HAND, ADVANCES, COUNTED)
SETTINGS = Several(PARAMETERS, PERIOD, CLOSED_LATER, UNSET, APPROVALS, *PAPERS)

CUSTOMER_HELD = select(CUSTOMERS.c.id).where(CUSTOMERS.c.id == CUSTOMER).with_for_update(key_share=True)
# What setFiscalPeriod has alone, so that no period changes or comes into being; only the series are locked after it.
PARAMETERS_HELD = select(tables.parameters.c.id).with_for_update(read=True)
HOLD = in_turn(CUSTOMER_HELD, PARAMETERS_HELD)


def read_settings(transaction: Transaction, conditions: Conditions, *, lock: bool) -> Settings:
    """The settings that a posting under `conditions` depends on; with `lock` they stand until the transaction ends.

    Where `CUSTOMER_HELD` and `PARAMETERS_HELD` are locked already, they stand without.
    """
    connection, day, customer = transaction.connection, conditions.day, conditions.customer_id
    if lock and connection.dialect.name == "postgresql" and (day is not None or customer is not None):
        held = None if conditions.only_all else customer  # goods leave while the account is busy
        connection.execute(HOLD, {"customer": held}).all()
    found = _found(connection, day, [] if customer is None else [customer], conditions.orders, conditions.invoices)
    return _settings(found, found.row_or_none(CUSTOMERS_NOW))


def _found(
    connection: Connection,
    day: date | None,
    customers: Sequence[int],
    orders: Sequence[int],
    invoices: Sequence[int],
) -> Found:
    given = {"day": day, "customers": customers, "orders": list(orders), "invoices": list(invoices)}
    return SETTINGS.read(connection, given)


def _settings(found: Found, customer: CustomerRow | None) -> Settings:
    by_hand: dict[int, tuple[int, ...]] = {}
    for one in found.rows(NAMED_BY_HAND):
        by_hand[one.key] = (*by_hand.get(one.key, ()), one.invoice_id)
    return Settings(
        parameters=found.row(PARAMETERS),
        period=found.row_or_none(PERIOD),
        closed_later=found.row_or_none(CLOSED_LATER),
        customer=customer,
        unset=frozenset(found.rows(UNSET)),
        is_guarded=bool(found.rows(APPROVALS)),
        company=found.row_or_none(COMPANY_NOW),
        said={one.id: one for one in found.rows(SAID)},
        by_hand=by_hand,
        advances={one.key: one.invoice_id for one in found.rows(ADVANCES)},
        counted=tuple(found.rows(COUNTED)),
    )


def on_day(
    transaction: Transaction, day: date | None, conditions: Conditions, settings: Settings
) -> tuple[Conditions, Settings]:
    """Conditions and their settings on the day that a document has come to be dated; what has to be locked is."""
    if day is None or day == conditions.day:
        return conditions, settings
    moved = replace(conditions, day=day)
    return moved, read_settings(transaction, moved, lock=False)


def read_settings_of(
    transaction: Transaction,
    day: date,
    customers: Iterable[int],
    orders: Sequence[int] = (),
    invoices: Sequence[int] = (),
) -> dict[int, Settings]:
    """The settings for postings on a day to each of several customers; what has to be locked is."""
    return _by_customer(_found(transaction.connection, day, sorted(customers), orders, invoices))


def settings_about(connection: Connection, customers: Iterable[int], drafts: Sequence[int]) -> dict[int, Settings]:
    """The settings that drafts would be posted under, whatever their day, by customer."""
    return _by_customer(_found(connection, None, sorted(customers), (), drafts))


def _by_customer(found: Found) -> dict[int, Settings]:
    shared = _settings(found, None)
    return {row.id: replace(shared, customer=row) for row in found.rows(CUSTOMERS_NOW)}
