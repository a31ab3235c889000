"""How the books are set up, as far as a posting depends on it: read once, in one statement, after its locks.

What has to hold besides a plan, what a credit note is like, and which accounts there are stand in five tables. They are
read under the last lock that comes before them, so that nothing of it is out of date when the posting is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, or_, select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.holding import in_turn
from ...models.rows import columns_of, read_all
from ...models.several import Part, Several
from ...models.vocabulary import CLOSED_STATUSES, CustomerBlock, PostingType
from ..command.records import ParametersRow
from ..command.transaction import Transaction
from .policies import GUARDED
from .records import PeriodRow


@dataclass(frozen=True)
class Conditions:
    """What has to hold besides a plan: `day` is in an open period, and the customer is not blocked.

    `day_path` and `customer_path` are where the input has them. `only_all`: a block for invoices alone does not count.
    """

    day: date | None = None
    day_path: str = "invoiceDate"
    customer_id: int | None = None
    customer_path: str = "order"
    only_all: bool = False


@dataclass(frozen=True)
class CustomerRow:
    """A customer as documents address it, and what it is blocked for."""

    id: int
    number: str
    name: str
    tax_registration_number: str | None
    payment_terms_days: int
    blocked: CustomerBlock


@dataclass(frozen=True)
class Settings:
    """How the books are set up for a posting on a day, to a customer; None where it has none."""

    parameters: ParametersRow
    period: PeriodRow | None
    closed_later: PeriodRow | None  # the first closed period that ends after the day
    customer: CustomerRow | None
    unset: frozenset[PostingType]  # which the posting profile has no account for
    is_guarded: bool = False  # whether anything may need approval, or be approved


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
FROM_CUSTOMERS = select(*columns_of(CUSTOMERS, CustomerRow))
CUSTOMER_NOW = Part(FROM_CUSTOMERS.where(CUSTOMERS.c.id == CUSTOMER), CustomerRow)
UNSET = Part(select(ACCOUNTS.c.posting_type).where(ACCOUNTS.c.account.is_(None)), PostingType)
APPROVALS = Part(GUARDED, int)
SETTINGS = Several(PARAMETERS, PERIOD, CLOSED_LATER, CUSTOMER_NOW, UNSET, APPROVALS)

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
    found = SETTINGS.read(connection, {"day": day, "customer": customer})
    return Settings(
        parameters=found.row(PARAMETERS),
        period=found.row_or_none(PERIOD),
        closed_later=found.row_or_none(CLOSED_LATER),
        customer=found.row_or_none(CUSTOMER_NOW),
        unset=frozenset(found.rows(UNSET)),
        is_guarded=bool(found.rows(APPROVALS)),
    )


def on_day(
    transaction: Transaction, day: date | None, conditions: Conditions, settings: Settings
) -> tuple[Conditions, Settings]:
    """Conditions and their settings on the day that a document has come to be dated; what has to be locked is."""
    if day is None or day == conditions.day:
        return conditions, settings
    moved = replace(conditions, day=day)
    return moved, read_settings(transaction, moved, lock=False)


def read_settings_of(transaction: Transaction, day: date, customers: Iterable[int]) -> dict[int, Settings]:
    """The settings for postings on a day to each of several customers; what has to be locked is."""
    shared = read_settings(transaction, Conditions(day=day), lock=False)
    chosen = FROM_CUSTOMERS.where(is_given(CUSTOMERS.c.id, given_keys("customers"))).params(customers=sorted(customers))
    return {row.id: replace(shared, customer=row) for row in read_all(transaction.connection, chosen, CustomerRow)}
