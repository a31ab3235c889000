"""What has to hold besides the plan itself: an open period, a customer that may be invoiced, accounts, chronology."""

from collections.abc import Set
from datetime import date

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.rows import read_pairs, read_value
from ...models.vocabulary import CustomerBlock, DocumentType, FiscalPeriodStatus, PostingType, ProblemCode
from ..plan import Plan
from ..problems import Problem
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
    if found is not None:
        if found.status is FiscalPeriodStatus.OPEN:
            return []
        state = f"The fiscal period {found.from_date} to {found.to_date} is {found.status}; it must be OPEN"
    elif later is not None:
        span = f"{later.from_date} to {later.to_date}"
        state = f"It is in no fiscal period, and before the end of {span}, which is {later.status}"
    else:
        return []
    message = f"Nothing can be posted on {day}. {state}."
    shut = found or later
    remedy = "Choose a date in an open period, or open one with setFiscalPeriod."
    if shut is not None and shut.status is FiscalPeriodStatus.PERMANENTLY_CLOSED:
        remedy = "Choose a date in an open period; this one is closed for good."
    return [Problem(ProblemCode.PERIOD_NOT_OPEN, message, path, remedy)]


def missing_accounts(settings: Settings, wanted: Set[PostingType]) -> list[Problem]:
    """A problem for each wanted posting type that the posting profile has no account for."""
    return [
        Problem(
            ProblemCode.LEDGER_ACCOUNT_MISSING,
            f"The posting profile has no account for {posting_type}, which this posting needs.",
            ("postingAccounts", posting_type),
            "Name one with setPostingAccount.",
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
    message = f"Customer {number} is blocked ({block}); it must not be."
    return [Problem(ProblemCode.CUSTOMER_BLOCKED, message, (path,), "Lift the block with updateCustomer.")]


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
    name = "invoice" if kind is DocumentType.INVOICE else "credit note"
    message = f"The last {name} is dated {latest}; one dated {day} would break the order of numbers."
    return [Problem(ProblemCode.DATE_BREAKS_CHRONOLOGY, message, ("invoiceDate",), f"Choose {latest} or later.")]
