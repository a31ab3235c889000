"""The door: whatever a command wants written in the books passes here, be it posted, or only looked at.

A plan is checked against what has to hold besides it (period, customer, accounts, chronology), then against the plan
that the caller expects, and then it is written, whole. A transaction that only looks gets as far as the last step, by
the same way: so every command that posts has a preview and a hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from ...models.money import minor_unit
from ...models.vocabulary import ProblemCode
from ..amounts import rounded
from ..command.records import InvoiceRow
from ..command.transaction import Transaction
from ..plan import Plan
from ..problems import Problems, Refused, refuse, refuse_if_any
from .addressed import addressed
from .approved import OfRun, ToApprove, is_signed, signed_for, written_under
from .readiness import chronology_problems, conditions_unmet, missing_accounts, period_problems
from .required_files import unmet, with_warning
from .rights import missing
from .settings import Conditions, Settings, read_settings
from .writer import Written, write, write_all


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
    settings: Settings | None = None,
    to_approve: ToApprove | OfRun | None = None,
) -> Posted:
    """Write a plan, if everything else holds, too; raises `Refused` with every blocker.

    `expected` is the hash of the plan that the caller was shown. `settings` are what has been read under `conditions`.
    What policies may ask to have approved says what it is `to_approve`.
    """
    plan = ready(transaction, planned, conditions, lock=transaction.posting, settings=settings)
    check_expected(plan, expected)
    if transaction.posting:
        refuse_if_any(missing(transaction, plan, conditions.customer_path))
    is_guarded = settings is not None and settings.is_guarded
    if to_approve is None or not transaction.posting or not (is_guarded or is_signed(to_approve)):
        return enter(transaction, plan)
    signed = signed_for(transaction, plan, to_approve)
    posted = enter(transaction, plan)
    if signed is not None:
        written_under(transaction, signed, [] if posted.invoice_id is None else [posted.invoice_id])
    return posted


def ready(
    transaction: Transaction,
    planned: Plan | Problems,
    conditions: Conditions,
    *,
    lock: bool,
    settings: Settings | None = None,
    warns: bool = True,
) -> Plan:
    """The plan, if everything else holds, too; raises `Refused` with every blocker.

    With `lock` nothing that was looked at changes before the transaction ends. While a run is planned or
    posted nobody `warns` that a document could not be sent: the rules would take longer than all the rest.
    """
    if settings is None and _depends_on_nothing(planned, conditions):
        return planned
    known = read_settings(transaction, conditions, lock=lock) if settings is None else settings
    problems = conditions_unmet(known, conditions)
    if not isinstance(planned, Plan):
        raise Refused([*problems, *planned])
    entries = (entry for one in planned.vouchers for entry in one.entries)
    problems += missing_accounts(known, {entry.posting_type for entry in entries if entry.account is None})
    for day in sorted({one.day for one in planned.settlements if one.entries and one.day} - {conditions.day}):
        on_it = replace(conditions, day=day)  # what was written off later is taken back on its own day
        problems += period_problems(read_settings(transaction, on_it, lock=False), day, conditions.day_path)
    problems += chronology_problems(transaction.connection, known, planned, lock=lock)
    plan = planned if planned.document_type is None else addressed(planned, known)
    problems += unmet(transaction.connection, plan)
    if problems:
        raise Refused(problems)
    return with_warning(transaction.connection, plan) if warns and transaction.is_heard else plan


def _depends_on_nothing(planned: Plan | Problems, conditions: Conditions) -> TypeGuard[Plan]:
    """Whether a plan can be written however the books are set up."""
    is_plain = isinstance(planned, Plan) and planned.document_type is None and not planned.vouchers
    return is_plain and conditions == Conditions()


def enter(transaction: Transaction, plan: Plan) -> Posted:
    """Enter a plan that is ready in the books; where the transaction only looks, nothing is written."""
    return Posted(plan, write(transaction, plan) if transaction.posting else None)


def enter_all(transaction: Transaction, plans: Sequence[Plan]) -> list[Posted]:
    """Enter several plans that are ready, each on what the ones before it leave behind."""
    if not transaction.posting:
        return [Posted(plan, None) for plan in plans]
    return [Posted(plan, one) for plan, one in zip(plans, write_all(transaction, plans), strict=True)]


def check_version(invoice: InvoiceRow, expected: int | None) -> None:
    """Refuse where the draft has moved on since the caller saw it."""
    if expected is not None and invoice.version != expected:
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            "draft-moved",
            "expectedVersion",
            current=invoice.version,
            expected=expected,
        )


def check_expected(plan: Plan, expected: str | None) -> None:
    """Refuse where the plan is no longer the one that the caller was shown."""
    if expected is not None and plan.hash != expected:
        papers = plan.papers
        seller = None if papers is None else papers.seller
        raise refuse(
            ProblemCode.PLAN_OUTDATED,
            "plan" if papers is None else "document" if seller is None else "document-of-seller",
            "expectedPlan",
            buyer=None if papers is None else papers.bill_to.name,
            seller=None if seller is None else seller.name,
            expected=expected,
            current=plan.hash,
            total=rounded(plan.total_amount, minor_unit(plan.in_currency)),
            currency=plan.in_currency,
            count=len(plan.lines),
            date=str(plan.invoice_date),
        )


def total_of(plan: Plan) -> str:
    """The total of a document with its currency, as messages say it."""
    return f"{rounded(plan.total_amount, minor_unit(plan.in_currency))} {plan.in_currency}"
