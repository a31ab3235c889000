"""Runs as requests for approval know them: what is asked for as a whole, and signed as a whole (access 4.4).

A run that is signed is one of exactly its plan: no document of it is posted but as it was planned.
"""

import hashlib
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from sqlalchemy import Connection, select

from ...models import tables
from ...models.among import among
from ...models.identity import encode
from ...models.rows import read_pairs
from ..canonical import canonical
from ..command.asked import input_hash
from ..command.lookup import find_customer, find_invoice, find_order, find_product
from ..command.transaction import Transaction
from ..commands import (
    Command,
    ConfirmInvoice,
    ConfirmInvoices,
    CorrectInvoices,
    CustomerRef,
    InvoiceRef,
    OrderRef,
    PostInvoices,
    ProductRef,
)
from ..history.entries import operation_of
from ..history.followed import ORDERS
from ..ledger.approved import ToApprove, approval_for, use_up
from ..plan import Plan
from ..problems import Problems, Refused, refuse_if_any
from ..projects.drafts.confirmation import confirm_invoice
from .corrections.plan_hash import correction_hash
from .corrections.plans import CorrectionPlan, plan_corrections
from .marks import said
from .named_drafts import chosen_drafts
from .plan_hash import run_hash
from .plans import RunPlan, plan_run

ORDER = tables.order
LEFT_OUT = {"idempotency_key": None, "expected_plan": None, "reason": ""}  # of what makes two runs the same
Path = tuple[str, ...]
V = TypeVar("V")


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
        refused = tuple((key, tuple(code for code, _ in said(problems))) for key, problems in self.refused)
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
        _run_posting(transaction.connection, command, path),
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
    return signed_drafts(transaction, command, plan)


def signed_drafts(transaction: Transaction, command: ConfirmInvoices, plan: ConfirmationPlan) -> SignedRun:
    """A run of drafts whose plan is known."""
    return SignedRun(
        _run_posting(transaction.connection, command, ("invoices",)),
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
    return signed_corrections(transaction, command, plan)


def signed_corrections(transaction: Transaction, command: CorrectInvoices, plan: CorrectionPlan) -> SignedRun:
    """A run of corrections whose plans were kept."""
    kept = [(one.hash, one.plan) for one in plan.documents if one.plan is not None]
    return SignedRun(
        _run_posting(transaction.connection, command, ("where",)),
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


def _run_posting(connection: Connection, command: Command, path: Path) -> ToApprove:
    """What makes two calls ones for the same run: the mutation and its input, but for keys, reason and plan."""
    known = {one.name for one in fields(command)}
    meant = replace(command, **{name: value for name, value in LEFT_OUT.items() if name in known})
    return ToApprove(operation_of(command), input_hash(_by_ids(connection, meant)), path)


def _by_ids(connection: Connection, value: V) -> V:
    """An input that names every record by its id, however it was named."""
    found: object = value
    if isinstance(value, OrderRef) and value.id is None:
        order = find_order(connection, value, lock=False)
        found = OrderRef(id=encode(ORDERS[order.type], order.id))
    elif isinstance(value, InvoiceRef) and value.id is None:
        found = InvoiceRef(id=encode("Invoice", find_invoice(connection, value, lock=False).id))
    elif isinstance(value, CustomerRef) and value.id is None:
        found = CustomerRef(id=encode("Customer", find_customer(connection, value).id))
    elif isinstance(value, ProductRef) and value.id is None:
        found = ProductRef(id=encode("Product", find_product(connection, value).id))
    elif isinstance(value, list):
        found = [_by_ids(connection, one) for one in value]
    elif is_dataclass(value) and not isinstance(value, type):
        found = replace(value, **{one.name: _by_ids(connection, getattr(value, one.name)) for one in fields(value)})
    return found  # type: ignore[return-value]  # of the same type
