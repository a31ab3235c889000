"""What has to hold besides the plan itself: an open period, a customer that may be invoiced, accounts, chronology."""

from collections.abc import Set
from datetime import date

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.rows import read_pairs, read_value
from ...models.vocabulary import CustomerBlock, DocumentType, FiscalPeriodStatus, PostingType, ProblemCode
from ..plan import Plan
from ..problems import Problem, problem
from .series import DOCUMENTS
from .settings import Conditions, Settings

SERIES = tables.number_series
NUMBERS_HELD = (
    select(SERIES.c.next).where(SERIES.c.name.in_(DOCUMENTS.values())).order_by(SERIES.c.name)
).with_for_update(key_share=True)


def conditions_unmet(settings: Settings, conditions: Conditions) -> list[Problem]:
    """A problem for each condition that does not hold by the settings that were read for it."""
    day, customer = conditions.day, settings.customer
    problems = [] if day is None else period_problems(settings, day, conditions.day_path)
    if customer is not None:
        path, only_all = conditions.customer_path, conditions.only_all
        problems += blocked(customer.number, customer.blocked, path, only_all=only_all)
    return problems


def period_problems(settings: Settings, day: date, *path: str) -> list[Problem]:
    """A problem where `day` is in a period that is not OPEN, or in none and before the end of a closed one.

    Closing a period locks the past, and setting one never locks the future (putting-right 6.4).
    """
    found, later = settings.period, settings.closed_later
    if found is not None and found.status is FiscalPeriodStatus.OPEN:
        return []
    shut = found or later
    if shut is None:
        return []
    variant = "in-period" if found is not None else "before-period"
    if shut.status is FiscalPeriodStatus.PERMANENTLY_CLOSED:
        variant += "-for-good"
    values = {"date": day, "state": shut.status, "from": shut.from_date, "to": shut.to_date}
    return [problem(ProblemCode.PERIOD_NOT_OPEN, variant, path, **values)]


def missing_accounts(settings: Settings, wanted: Set[PostingType]) -> list[Problem]:
    """A problem for each wanted posting type that the posting profile has no account for."""
    return [
        problem(
            ProblemCode.LEDGER_ACCOUNT_MISSING, "account", ("postingAccounts", posting_type), postingType=posting_type
        )
        for posting_type in sorted(wanted & settings.unset)
    ]


def block_problems(connection: Connection, customer_id: int, path: str) -> list[Problem]:
    """A problem where the customer is blocked for everything."""
    customer = tables.customer
    statement = select(customer.c.number, customer.c.blocked).where(customer.c.id == customer_id)
    ((number, block),) = read_pairs(connection, statement, str, CustomerBlock)
    return blocked(number, block, path, only_all=True)


def blocked(number: str, block: CustomerBlock, path: str, *, only_all: bool = False) -> list[Problem]:
    """A problem where customer `number`, whose block is known, is blocked for invoicing or for everything."""
    if block is CustomerBlock.NO or (only_all and block is CustomerBlock.INVOICE):
        return []
    return [problem(ProblemCode.CUSTOMER_BLOCKED, "customer", (path,), document=number, state=block)]


def chronology_problems(connection: Connection, settings: Settings, plan: Plan, *, lock: bool) -> list[Problem]:
    """Where numbers must follow the calendar (returns 3.5): a problem with a date before the last one of the series."""
    invoice = tables.invoice
    if plan.document_type is None or not settings.parameters.enforce_chronological_numbers:
        return []
    if lock:  # nobody numbers a document in between; whatever has none goes on
        connection.execute(NUMBERS_HELD).all()
    posted = (invoice.c.document_type == plan.document_type, invoice.c.posted_at.is_not(None))
    latest = read_value(connection, select(func.max(invoice.c.invoice_date)).where(*posted), date)
    return [] if plan.invoice_date is None else breaks_chronology(plan.document_type, plan.invoice_date, latest)


def breaks_chronology(kind: DocumentType, day: date, latest: date | None) -> list[Problem]:
    """A problem with a day before the `latest` one of a series."""
    if latest is None or day >= latest:
        return []
    values = {"type": kind, "given": day, "limit": latest}
    return [problem(ProblemCode.DATE_BREAKS_CHRONOLOGY, "later-document", ("invoiceDate",), **values)]
