"""A run of orders before it is started: what each document would be, and which orders are left out (returns 3.12).

Every document is planned as it will be once those before it are posted, on one snapshot and without a lock, so that a
plan shows what a run would do and writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from sqlalchemy import select

from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import PostingItemStatus, ProblemCode
from ..command.records import OrderRow
from ..command.transaction import Transaction
from ..commands import PostInvoices, PostReturnInvoice
from ..plan import Plan
from ..planners.sales.carried_forward import CarriedForward
from ..problems import Problem, refuse
from .requests import document_request
from .selection import chosen_orders, posting_request, shared_documents
from .summary_documents import load_orders, plan_document, plan_summary_document

MOST_PLANNED = 1000  # orders


@dataclass(frozen=True)
class ReadyDocument:
    """A document that the run would post, and its orders; `place` is its place among the documents of the run."""

    place: int
    orders: tuple[int, ...]
    plan: Plan

    @cached_property
    def hash(self) -> str:
        """Of its plan, in which earlier documents of the run stand under their places."""
        return self.plan.hash


@dataclass(frozen=True)
class LeftOut:
    """An order that would be SKIPPED, or would contain errors, and why."""

    order: int
    status: PostingItemStatus
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class RunPlan:
    """What a run would do. `documents` are the orders of each of its documents, those that are SKIPPED included."""

    documents: tuple[tuple[int, ...], ...]
    ready: tuple[ReadyDocument, ...]
    left_out: tuple[LeftOut, ...]
    numbers: Mapping[int, str]  # of the orders, by key


def plan_run(transaction: Transaction, command: PostInvoices) -> RunPlan:
    """What `postInvoices` would do with the same input; refused where the input is, or takes too many orders.

    Whatever `stop_on_first_error` says, every document is looked at: one that cannot be posted is no part of the run
    that posts a plan, so that nothing stops at it.
    """
    request = _request(transaction, command)
    orders = _chosen(transaction, command)
    together = shared_documents(transaction, list(orders), command)
    if not together:
        return RunPlan((), (), (), {})
    loaded = load_orders(transaction, list(orders.values()), request)
    plan_orders = partial(plan_summary_document, transaction, loaded)
    carried = CarriedForward()
    documents: list[tuple[int, ...]] = []
    ready: list[ReadyDocument] = []
    left_out: list[LeftOut] = []
    for keys in together:
        place, selected = len(documents), command.select is not None
        document = [orders[key] for key in keys]
        plan, told, carried = plan_document(plan_orders, document, carried, place, selected=selected)
        if plan is not None:
            ready.append(ReadyDocument(place, tuple(key for key in keys if key not in told), plan))
        left_out.extend(LeftOut(key, *told[key]) for key in keys if key in told)
        blocked = {key for key, (status, _) in told.items() if status is PostingItemStatus.CONTAINS_ERRORS}
        if blocked != set(keys):
            documents.append(tuple(key for key in keys if key not in blocked))
    numbers = {key: order.number for key, order in orders.items()}
    return RunPlan(tuple(documents), tuple(ready), tuple(left_out), numbers)


def _request(transaction: Transaction, command: PostInvoices) -> PostReturnInvoice:
    """How each document of the run would be posted; refused where the run would be, or selects only when it starts."""
    request = posting_request(transaction, command)
    if request.late is not None:
        raise refuse(ProblemCode.INVALID_INPUT, "late-plan", "lateSelection")
    return document_request(request)


def _chosen(transaction: Transaction, command: PostInvoices) -> dict[int, OrderRow]:
    """The orders that the run would take, by key, in the order of numbering."""
    keys = chosen_orders(transaction, command)
    if len(keys) > MOST_PLANNED:
        raise refuse(ProblemCode.BULK_LIMIT, "plan", "select", limit=MOST_PLANNED, given=len(keys))
    table = tables.order
    rows = read_all(transaction.connection, select(table).where(table.c.id.in_(keys)), OrderRow)
    found = {row.id: row for row in rows}
    return {key: found[key] for key in keys}
