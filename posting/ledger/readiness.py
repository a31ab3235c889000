"""What has to hold besides the plan itself: an open period, a customer that may be invoiced, accounts, chronology."""

from datetime import date

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.rows import read_one_or_none, read_pairs, read_value
from ...models.vocabulary import CustomerBlock, DocumentType, FiscalPeriodStatus, ProblemCode
from ..plan import Plan
from ..problems import Problem
from .records import PeriodRow


def period_problems(connection: Connection, day: date, *path: str, lock: bool) -> list[Problem]:
    """A problem where `day` is not in an open period (returns 3.5); days are open until a first period is set."""
    period, parameters = tables.fiscal_period, tables.parameters
    if lock:  # setFiscalPeriod holds this row alone, so that no period changes or comes into being meanwhile
        connection.execute(select(parameters.c.id).with_for_update(read=True)).all()
    statement = select(period).where(period.c.from_date <= day, period.c.to_date >= day)
    found = read_one_or_none(connection, statement, PeriodRow)
    if found is not None and found.status is FiscalPeriodStatus.OPEN:
        return []
    if found is not None:
        state = f"The fiscal period {found.from_date} to {found.to_date} is {found.status}; it must be OPEN"
    elif read_value(connection, select(period.c.id).limit(1), int) is None:
        return []
    else:
        state = "There is no fiscal period for this date"
    message = f"Nothing can be posted on {day}. {state}."
    return [Problem(ProblemCode.PERIOD_NOT_OPEN, message, path, "Choose a date in an open period, or setFiscalPeriod.")]


def block_problems(
    connection: Connection, customer_id: int, path: str, *, only_all: bool = False, lock: bool = False
) -> list[Problem]:
    """A problem where the customer is blocked for invoicing; with `only_all`, where it is blocked for everything."""
    customer = tables.customer
    statement = select(customer.c.number, customer.c.blocked).where(customer.c.id == customer_id)
    asked = statement.with_for_update(key_share=True) if lock else statement
    ((number, block),) = read_pairs(connection, asked, str, CustomerBlock)
    return blocked(number, block, path, only_all=only_all)


def blocked(number: str, block: CustomerBlock, path: str, *, only_all: bool = False) -> list[Problem]:
    """A problem where customer `number`, whose block is known, is blocked for invoicing or for everything."""
    if block is CustomerBlock.NO or (only_all and block is CustomerBlock.INVOICE):
        return []
    message = f"Customer {number} is blocked ({block}); it must not be."
    return [Problem(ProblemCode.CUSTOMER_BLOCKED, message, (path,), "Lift the block with updateCustomer.")]


def chronology_problems(connection: Connection, plan: Plan, *, lock: bool) -> list[Problem]:
    """Where numbers must follow the calendar (returns 3.5): a problem with a date before the last one of the series."""
    parameters, invoice, series = tables.parameters, tables.invoice, tables.number_series
    enforced = select(parameters.c.enforce_chronological_numbers)
    if plan.document_type is None or not read_value(connection, enforced, bool):
        return []
    if lock:  # nobody draws a number of a document in between
        connection.execute(select(series.c.next).where(series.c.name == "LEDGER").with_for_update(key_share=True)).all()
    posted = (invoice.c.document_type == plan.document_type, invoice.c.posted_at.is_not(None))
    latest = read_value(connection, select(func.max(invoice.c.invoice_date)).where(*posted), date)
    if latest is None or plan.invoice_date is None or plan.invoice_date >= latest:
        return []
    name = "invoice" if plan.document_type is DocumentType.INVOICE else "credit note"
    message = f"The last {name} is dated {latest}; one dated {plan.invoice_date} would break the order of numbers."
    return [Problem(ProblemCode.DATE_BREAKS_CHRONOLOGY, message, ("invoiceDate",), f"Choose {latest} or later.")]
