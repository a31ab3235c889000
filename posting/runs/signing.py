"""Runs as requests for approval know them: what is asked for as a whole, and signed as a whole (access 4.4).

A run that is signed is one of exactly its plan: no document of it is posted but as it was planned.
"""

import hashlib
from dataclasses import dataclass, fields, replace

from sqlalchemy import select

from ...models import tables
from ...models.among import among
from ...models.identity import encode
from ...models.rows import read_pairs
from ..canonical import canonical
from ..command.idempotency import input_hash
from ..command.transaction import Transaction
from ..commands import Command, ConfirmInvoice, ConfirmInvoices, CorrectInvoices, InvoiceRef, PostInvoices
from ..history.followed import ORDERS
from ..ledger.approved import ToApprove, approval_for, use_up
from ..plan import Plan
from ..problems import Problems, Refused, refuse_if_any
from ..projects.drafts.confirmation import confirm_invoice
from .corrections.plan_hash import correction_hash
from .corrections.plans import CorrectionPlan, plan_corrections
from .plan_hash import run_hash
from .plans import RunPlan, plan_run
from .selection import chosen_drafts

ORDER = tables.order
LEFT_OUT = {"idempotency_key": None, "expected_plan": None, "reason": ""}  # of what makes two runs the same
Path = tuple[str, ...]


@dataclass(frozen=True)
class SignedRun:
    """A run: its documents, each with the hash that it was planned with, and where the input has what it is made of."""

    posting: ToApprove
    subjects: tuple[str, ...]
    plan_hash: str
    documents: tuple[tuple[str, Plan], ...]
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class ConfirmationPlan:
    """The drafts of a run: those that would be confirmed, with their plans, and what is wrong with the others."""

    ready: tuple[tuple[int, Plan], ...]
    refused: tuple[tuple[int, Problems], ...]
    places: dict[int, int]

    @property
    def hash(self) -> str:
        """Of all that would be done, in its order."""
        ready = tuple((key, plan.hash) for key, plan in self.ready)
        refused = tuple((key, tuple(one.code for one in problems)) for key, problems in self.refused)
        return hashlib.sha256(canonical((ready, refused)).encode()).hexdigest()


def order_run(transaction: Transaction, command: PostInvoices) -> SignedRun:
    """A run of orders, planned; refused where nothing of it can be posted."""
    plan = plan_run(transaction, command)
    if not plan.ready:
        refuse_if_any(problem for one in plan.left_out for problem in one.problems)
    return signed_orders(transaction, command, plan)


def signed_orders(transaction: Transaction, command: PostInvoices, plan: RunPlan) -> SignedRun:
    """A run of orders whose plan is known."""
    path: Path = ("select",) if command.orders is None else ("orders",)
    places = {} if command.orders is None else {key: place for place, key in enumerate(plan.numbers)}
    keys = [key for one in plan.ready for key in one.orders]
    typed = select(ORDER.c.id, ORDER.c.type).where(among(transaction.connection, ORDER.c.id, keys))
    types = dict(read_pairs(transaction.connection, typed, int, str))
    return SignedRun(
        _run_posting(command, path),
        tuple(encode(ORDERS[types[key]], key) for key in keys),
        run_hash(plan),
        tuple((one.hash, one.plan) for one in plan.ready),
        tuple((*path, str(places[one.orders[0]])) if places else path for one in plan.ready),
    )


def plan_confirmations(transaction: Transaction, command: ConfirmInvoices) -> ConfirmationPlan:
    """What confirming drafts one by one would write, each as it stands now."""
    looking = replace(transaction, posting=False)
    ready: list[tuple[int, Plan]] = []
    refused: list[tuple[int, Problems]] = []
    keys = chosen_drafts(looking, command)
    for key in keys:
        one = ConfirmInvoice(invoice=InvoiceRef(id=encode("Invoice", key)), settlement=command.settlement)
        try:
            plan = confirm_invoice(looking, one).plan
        except Refused as found:
            refused.append((key, found.problems))
        else:
            assert isinstance(plan, Plan), "what is only looked at is never repeated"
            ready.append((key, plan))
    return ConfirmationPlan(tuple(ready), tuple(refused), {key: place for place, key in enumerate(keys)})


def confirmation_run(transaction: Transaction, command: ConfirmInvoices) -> SignedRun:
    """A run of drafts, planned; refused where none of them can be confirmed."""
    plan = plan_confirmations(transaction, command)
    if not plan.ready:
        refuse_if_any(problem for _, problems in plan.refused for problem in problems)
    return signed_drafts(command, plan)


def signed_drafts(command: ConfirmInvoices, plan: ConfirmationPlan) -> SignedRun:
    """A run of drafts whose plan is known."""
    return SignedRun(
        _run_posting(command, ("invoices",)),
        tuple(encode("Invoice", key) for key, _ in plan.ready),
        plan.hash,
        tuple((one.hash, one) for _, one in plan.ready),
        tuple(("invoices", str(plan.places[key])) for key, _ in plan.ready),
    )


def correction_run(transaction: Transaction, command: CorrectInvoices) -> SignedRun:
    """A run of corrections, planned; refused where nothing is to be corrected."""
    plan = plan_corrections(transaction, command, keep_plans=True)
    if not plan.documents:
        refuse_if_any(problem for one in plan.invoices for problem in one.problems)
    return signed_corrections(command, plan)


def signed_corrections(command: CorrectInvoices, plan: CorrectionPlan) -> SignedRun:
    """A run of corrections whose plans were kept."""
    kept = [(one.hash, one.plan) for one in plan.documents if one.plan is not None]
    return SignedRun(
        _run_posting(command, ("where",)),
        tuple(encode("Invoice", key) for one in plan.documents for key in one.invoices),
        correction_hash(plan),
        tuple(kept),
        tuple(("where",) for _ in kept),
    )


def sign(transaction: Transaction, run: SignedRun) -> int | None:
    """The approval that a run starts under, used up by that; None where it needs none and has none.

    Raises `Refused` where it lacks, or is for something else.
    """
    plans = [plan for _, plan in run.documents]
    signed = approval_for(transaction, run.posting, plans, run.plan_hash, run.paths)
    if signed is None:
        return None
    use_up(transaction, signed)
    return signed.approval


def run_posting(command: Command) -> str:
    """What makes two calls ones for the same run: the mutation and its input, but for keys, reason and plan."""
    known = {one.name for one in fields(command)}
    return input_hash(replace(command, **{name: value for name, value in LEFT_OUT.items() if name in known}))


def _run_posting(command: Command, path: Path) -> ToApprove:
    name = type(command).__name__
    return ToApprove(name[:1].lower() + name[1:], run_posting(command), path)
