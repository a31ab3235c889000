"""A run of orders before it is started: what each document would be, and which orders are left out (returns 3.12).

Every document is planned as it will be once those before it are posted, on one snapshot and without a lock, so that a
plan shows what a run would do and writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from ...models import tables
from ...models.vocabulary import PostingItemStatus, ProblemCode, QuantitySelection
from ..commands import OrderRef, PostInvoices, PostReturnInvoice
from ..plan import Plan
from ..planners.ahead import Ahead
from ..problems import Problem, refuse
from .groups import GroupRefused, after_refusal, plan_group
from .lookup import Found
from .run_selection import chosen_orders, shared_documents
from .transaction import Transaction

MOST_PLANNED = 1000  # orders


@dataclass(frozen=True)
class ReadyDocument:
    """A document that a run would post; `place` is its place among the documents of the run."""

    place: int
    orders: tuple[int, ...]
    plan: Plan

    @cached_property
    def hash(self) -> str:
        """Of its plan, with the earlier documents of the run under their places."""
        return self.plan.hash


@dataclass(frozen=True)
class LeftOut:
    """An order that would be SKIPPED, or would contain errors, and why."""

    order: int
    status: PostingItemStatus
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class RunPlan:
    """What a run would do. `documents` are the orders of each document: of the ready ones, and those SKIPPED."""

    documents: tuple[tuple[int, ...], ...]
    ready: tuple[ReadyDocument, ...]
    left_out: tuple[LeftOut, ...]
    numbers: Mapping[int, str]  # of the orders, by key


def plan_run(transaction: Transaction, command: PostInvoices) -> RunPlan:
    """What `postInvoices` would do with the same input; refused where the input is, or takes too many orders."""
    keys = chosen_orders(transaction, command)
    if len(keys) > MOST_PLANNED:
        raise refuse(
            ProblemCode.BULK_LIMIT,
            f"A plan takes at most {MOST_PLANNED} orders; this selection finds {len(keys)}.",
            "select",
            remedy="Narrow the selection by type, customer or createdOn, or run it without a plan.",
        )
    orders = _orders(transaction, keys)
    numbers = {key: orders[key].number for key in keys}
    request = PostReturnInvoice(
        order=OrderRef(),
        quantity=command.quantity or QuantitySelection.PACKING_SLIP,
        invoice_date=command.invoice_date,
        settlement=command.settlement,
    )
    ahead = Ahead()
    documents: list[tuple[int, ...]] = []
    ready: list[ReadyDocument] = []
    left_out: list[LeftOut] = []
    for document in shared_documents(transaction, keys, command):
        plan, told = _plan_document(
            transaction,
            [orders[key] for key in document],
            request,
            ahead,
            len(documents),
            selected=command.select is not None,
        )
        if plan is not None:
            ready.append(ReadyDocument(len(documents), tuple(key for key in document if key not in told), plan))
        left_out.extend(LeftOut(key, *told[key]) for key in document if key in told)
        kept = tuple(key for key in document if key not in told or told[key][0] is PostingItemStatus.SKIPPED)
        if kept:
            documents.append(kept)
    return RunPlan(tuple(documents), tuple(ready), tuple(left_out), numbers)


Told = dict[int, tuple[PostingItemStatus, tuple[Problem, ...]]]


def _plan_document(
    transaction: Transaction,
    orders: Sequence[Found],
    request: PostReturnInvoice,
    ahead: Ahead,
    place: int,
    *,
    selected: bool,
) -> tuple[Plan | None, Told]:
    """The plan of a document, None where nothing of it is posted, and what the orders left out of it are told."""
    told: Told = {}
    while left := [order for order in orders if order.id not in told]:
        try:
            plan, credits = plan_group(transaction, left, request, ahead)
        except GroupRefused as refused:
            told |= after_refusal({one.id: one.number for one in left}, refused.problems, selected=selected)
        else:
            ahead.add(plan, credits, place)
            return plan, told
    return None, told


def _orders(transaction: Transaction, keys: Sequence[int]) -> dict[int, Found]:
    table = tables.order
    return {row.id: row for row in transaction.connection.execute(select(table).where(table.c.id.in_(keys)))}
