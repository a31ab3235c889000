"""The door: whatever a command wants written in the books passes here, be it posted, or only looked at.

A plan is checked against what has to hold besides it (period, customer, accounts, chronology), then against the plan
that the caller expects, and then it is written, whole. A transaction that only looks gets as far as the last step, by
the same way: so every command that posts has a preview and a hash.
"""

from dataclasses import dataclass
from datetime import date

from ...models.money import minor_unit
from ...models.vocabulary import ProblemCode
from ..amounts import rounded
from ..canonical import how_many
from ..command.records import InvoiceRow
from ..command.transaction import Transaction
from ..plan import Plan
from ..problems import Problem, Problems, Refused, refuse
from .readiness import block_problems, chronology_problems, period_problems
from .vouchers import missing_accounts
from .writer import Written, write


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
class Posted:
    """A plan, and the keys of what was written; None where the command only looked."""

    plan: Plan
    written: Written | None

    @property
    def invoice_id(self) -> int | None:
        """The key of the document that was posted."""
        return None if self.written is None else self.written.invoice_id

    @property
    def actual_ids(self) -> tuple[int, ...]:
        """The keys of the ledger rows that were written."""
        if self.written is None:
            return ()
        return tuple(range(self.written.first_actual, self.written.first_actual + len(self.plan.actuals)))


def post(
    transaction: Transaction,
    planned: Plan | Problems,
    conditions: Conditions,
    expected: str | None = None,
) -> Posted:
    """Write a plan, if everything else holds, too; raises `Refused` with every blocker.

    `expected` is the hash of the plan that the caller was shown.
    """
    plan = ready(transaction, planned, conditions, lock=transaction.posting)
    check_expected(plan, expected)
    return enter(transaction, plan)


def ready(transaction: Transaction, planned: Plan | Problems, conditions: Conditions, *, lock: bool) -> Plan:
    """The plan, if everything else holds, too; raises `Refused` with every blocker.

    With `lock` nothing that was looked at changes before the transaction ends.
    """
    connection = transaction.connection
    problems = conditions_unmet(transaction, conditions, lock=lock)
    if isinstance(planned, tuple):
        raise Refused([*problems, *planned])
    problems += missing_accounts(connection, (entry for one in planned.vouchers for entry in one.entries))
    problems += chronology_problems(connection, planned, lock=lock)
    if problems:
        raise Refused(problems)
    return planned


def conditions_unmet(transaction: Transaction, conditions: Conditions, *, lock: bool) -> list[Problem]:
    """A problem for each condition that does not hold."""
    connection, day, customer_id = transaction.connection, conditions.day, conditions.customer_id
    problems = [] if day is None else period_problems(connection, day, conditions.day_path, lock=lock)
    if customer_id is not None:
        path, only_all = conditions.customer_path, conditions.only_all
        held = lock and not only_all  # goods leave while the account is busy
        problems += block_problems(connection, customer_id, path, only_all=only_all, lock=held)
    return problems


def enter(transaction: Transaction, plan: Plan) -> Posted:
    """Enter a plan that is ready in the books; where the transaction only looks, nothing is written."""
    return Posted(plan, write(transaction, plan) if transaction.posting else None)


def check_version(invoice: InvoiceRow, expected: int | None) -> None:
    """Refuse where the draft has moved on since the caller saw it."""
    if expected is not None and invoice.version != expected:
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            f"The draft has moved on: its version is {invoice.version}, not {expected}.",
            "expectedVersion",
            remedy="Read the invoice again and repeat the call with its present version.",
        )


def check_expected(plan: Plan, expected: str | None) -> None:
    """Refuse where the plan is no longer the one that the caller was shown."""
    if expected is not None and plan.hash != expected:
        raise refuse(
            ProblemCode.PLAN_OUTDATED,
            f"The plan has changed: it now totals {total_of(plan)} in {how_many(len(plan.lines), 'line')} "
            f"dated {plan.invoice_date}, with hash {plan.hash}.",
            "expectedPlan",
            remedy="Ask for the plan again, look at it, and pass its hash.",
        )


def total_of(plan: Plan) -> str:
    """The total of a document with its currency, as messages say it."""
    return f"{rounded(plan.total_amount, minor_unit(plan.in_currency))} {plan.in_currency}"
