"""What a caller wants done with the rest of a credit, with the invoices that it names (putting-right 5.3)."""

from dataclasses import dataclass

from sqlalchemy import select

from ...models import tables
from ...models.rows import read_one
from ...models.vocabulary import ProblemCode
from ..amounts import ZERO
from ..checks import Checks
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.transaction import Transaction
from ..commands import CreditApplyInput, CreditUseInput
from ..plan import Plan
from ..planners.accounts import AccountDocument
from ..planners.credit_use import PATH, Applied, CreditUse, use_credit
from ..problems import Problems
from .canceled import pairs_of, settling_problem

INVOICE = tables.invoice


@dataclass(frozen=True)
class _Named:
    """The parts, and what is wrong with the invoices that they name."""

    use: CreditUse
    problems: Problems


def with_credit_use(
    transaction: Transaction, planned: Plan | Problems, given: CreditUseInput | None
) -> Plan | Problems:
    """A plan with what is left of its credit used as the caller says; or all that is wrong with both.

    Whoever posts holds the customer, so that nothing of the account moves meanwhile.
    """
    if given is None:
        return planned
    named = _named(transaction, given)
    if isinstance(planned, tuple):
        return (*planned, *named.problems)
    if named.problems:
        return named.problems
    return use_credit(planned, named.use)


def _named(transaction: Transaction, given: CreditUseInput) -> _Named:
    checks = Checks()
    applied = []
    for place, one in enumerate(given.apply or ()):
        document = _document(transaction, one, place, checks)
        if document is not None:
            applied.append(Applied(place, document, one.amount))
    use = CreditUse(ZERO if given.refund is None else given.refund, given.keep, tuple(applied))
    return _Named(use, tuple(checks.problems))


def _document(transaction: Transaction, one: CreditApplyInput, place: int, checks: Checks) -> AccountDocument | None:
    connection, path = transaction.connection, (PATH, "apply", str(place), "invoice")
    found = checks.attempt(lambda: find_invoice(connection, one.invoice, *path, lock=False))
    if found is None:
        return None
    if found.posted_at is None:
        checks.fail(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            "not-on-account",
            *path,
            name=invoice_name(connection, found),
            state=found.status,
            needed="CONFIRMED",
        )
        return None
    document = read_one(connection, select(INVOICE).where(INVOICE.c.id == found.id), AccountDocument)
    if (pair := pairs_of(connection, [found.id]).get(found.id)) is not None:
        checks.problems.append(settling_problem(pair, document, *path))
        return None
    return document
