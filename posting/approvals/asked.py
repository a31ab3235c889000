"""What is asked to be approved: a posting planned as its plan query plans it, without drawing, locking or writing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from ...models.identity import encode
from ..canceling.cancellations import cancel_invoice
from ..command.transaction import Transaction
from ..commands import (
    CancelInvoice,
    Command,
    ConfirmInvoice,
    ConfirmInvoices,
    CorrectInvoices,
    PostingInput,
    PostInvoices,
    PostReturnInvoice,
)
from ..history.followed import camel
from ..ledger.approved import ToApprove, of_record
from ..plan import Plan
from ..problems import Refused
from ..projects.drafts.confirmation import confirm_invoice
from ..returns.credit_notes import post_return_invoice
from ..runs.signing import (
    SignedRun,
    confirmation_run,
    correction_run,
    order_run,
)

C = TypeVar("C", bound=Command)
PASSED_OVER: Mapping[str, None] = {"idempotency_key": None, "expected_plan": None}
OF_ONE_CALL: Mapping[str, None] = {**PASSED_OVER, "expected_version": None}  # the same effect has another version


@dataclass(frozen=True)
class Asked:
    """A posting and what it would write: of each document its plan, with the hash that it was planned with."""

    posting: ToApprove
    subjects: tuple[str, ...]
    plan_hash: str
    plans: tuple[tuple[str, Plan], ...]


def lasting(posting: PostingInput) -> PostingInput:
    """A posting without what holds for one call of it alone."""
    name, command = _chosen(posting)
    values: dict[str, Any] = {name: _without(command, OF_ONE_CALL)}  # of the type that it has
    return replace(posting, **values)


def plan_posting(transaction: Transaction, posting: PostingInput) -> Asked:
    """What a posting would write now; refused with that posting's problems, at their places below `posting`."""
    name, command = _chosen(posting)
    try:
        return _PLANNED[type(command)](replace(transaction, posting=False), _without(command, PASSED_OVER))
    except Refused as refused:
        below = [replace(one, path=("posting", camel(name), *one.path)) for one in refused.problems]
        raise Refused(below) from None


def _chosen(posting: PostingInput) -> tuple[str, Command]:
    """Which of the postings is given, and its input."""
    given: list[tuple[str, Command | None]] = [(one.name, getattr(posting, one.name)) for one in fields(posting)]
    ((name, command),) = [(name, one) for name, one in given if one is not None]
    return name, command


def _without(command: C, values: Mapping[str, None]) -> C:
    known = {one.name for one in fields(command)}
    return replace(command, **{name: value for name, value in values.items() if name in known})


def _return_invoice(transaction: Transaction, command: PostReturnInvoice) -> Asked:
    made = post_return_invoice(transaction, command)
    return _of_one(
        of_record("postReturnInvoice", "ReturnOrder", made.order), encode("ReturnOrder", made.order), made.plan
    )


def _confirmation(transaction: Transaction, command: ConfirmInvoice) -> Asked:
    made = confirm_invoice(transaction, command).plan
    assert isinstance(made, Plan), "what is only looked at is never repeated"
    assert made.draft_id is not None, "a draft is confirmed"
    return _of_one(of_record("confirmInvoice", "Invoice", made.draft_id), encode("Invoice", made.draft_id), made)


def _cancellation(transaction: Transaction, command: CancelInvoice) -> Asked:
    made = cancel_invoice(transaction, command)
    return _of_one(of_record("cancelInvoice", "Invoice", made.canceled), encode("Invoice", made.canceled), made.plan)


def _of_one(posting: ToApprove, subject: str, plan: object) -> Asked:
    assert isinstance(plan, Plan), "what is only looked at is never repeated"
    return Asked(posting, (subject,), plan.hash, ((plan.hash, plan),))


def _of_run(run: SignedRun) -> Asked:
    return Asked(run.posting, run.subjects, run.plan_hash, run.documents)


def _orders(transaction: Transaction, command: PostInvoices) -> Asked:
    return _of_run(order_run(transaction, command))


def _drafts(transaction: Transaction, command: ConfirmInvoices) -> Asked:
    return _of_run(confirmation_run(transaction, command))


def _corrections(transaction: Transaction, command: CorrectInvoices) -> Asked:
    return _of_run(correction_run(transaction, command))


_PLANNED: dict[type[Command], Callable[[Transaction, Any], Asked]] = {
    PostReturnInvoice: _return_invoice,
    ConfirmInvoice: _confirmation,
    CancelInvoice: _cancellation,
    PostInvoices: _orders,
    ConfirmInvoices: _drafts,
    CorrectInvoices: _corrections,
}
