"""Posting runs: many documents at once, one transaction each.

A run is written down first, with everything that it is to post as WAITING items. Then each item is posted in a
transaction of its own, in which its status and the run's counts move too: whatever stops the run in the middle, nothing
is posted twice and nothing is forgotten, and `resumePostingRun` goes on with what is left.
"""

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.identity import GlobalId
from ...models.vocabulary import (
    PostingItemStatus,
    PostingRunKind,
    PostingRunStatus,
    ProblemCode,
    QuantitySelection,
    SettlementMode,
)
from ..commands import ConfirmInvoices, PostInvoices
from ..problems import refuse
from .lookup import key_of
from .reviewed_runs import as_reviewed, keep_plan
from .run_documents import carry_out
from .run_plans import RunPlan
from .run_selection import chosen_drafts, chosen_orders, shared_documents
from .scheduled import refuse_scheduled
from .transaction import Outcome, Result, Service, Transaction

RUN, ITEM = tables.posting_run, tables.posting_run_item


def post_invoices(service: Service, command: PostInvoices) -> Outcome:
    """Write down a run of sales and return orders, once per idempotency key; nothing is posted yet.

    With an expected plan it is a run of exactly that plan, which is looked at before the transaction begins: whatever
    happens in between, no document is posted but as it was planned.
    """
    if command.expected_plan is None:
        return service.carry_out(command, start_posting)
    plan = service.prepare(command, as_reviewed)
    return service.carry_out(command, partial(_start_reviewed, plan=plan))


def start_posting(transaction: Transaction, command: PostInvoices) -> Result:
    """Write down a run that was not planned."""
    assert command.expected_plan is None, "a plan is not left unlooked at"
    documents = shared_documents(transaction, chosen_orders(transaction, command), command)
    request = _posting_request(transaction, command) | {"selected": command.select is not None}
    return {"run": _start(transaction, PostingRunKind.POST_INVOICES, request, "order_id", documents)}


def _start_reviewed(transaction: Transaction, command: PostInvoices, plan: RunPlan | None) -> Result:
    """Write down a run of a plan; it selects nothing, so that an order that is no longer ready fails."""
    plan = as_reviewed(transaction, command) if plan is None else plan
    request = _posting_request(transaction, command) | {"selected": False}
    run_id = _start(transaction, PostingRunKind.POST_INVOICES, request, "order_id", plan.documents)
    keep_plan(transaction, run_id, plan)
    return {"run": run_id}


def _posting_request(transaction: Transaction, command: PostInvoices) -> Result:
    return {
        "quantity": command.quantity or QuantitySelection.PACKING_SLIP,
        "settlement": command.settlement or SettlementMode.ORIGINAL_INVOICE,
        "invoice_date": (command.invoice_date or transaction.today).isoformat(),
        "stop_on_first_error": command.stop_on_first_error is True,
    }


def confirm_invoices(service: Service, command: ConfirmInvoices) -> Outcome:
    """Write down a run of drafts, once per idempotency key."""
    return service.carry_out(command, start_confirming)


def start_confirming(transaction: Transaction, command: ConfirmInvoices) -> Result:
    """Write down a run of drafts; each is locked against changes until it has been tried."""
    drafts = chosen_drafts(transaction, command)
    request: Result = {
        "invoice_date": transaction.today.isoformat(),
        "stop_on_first_error": command.stop_on_first_error is True,
    }
    documents = [[draft] for draft in drafts]
    return {"run": _start(transaction, PostingRunKind.CONFIRM_INVOICES, request, "invoice_id", documents)}


def _start(
    transaction: Transaction, kind: PostingRunKind, request: Result, column: str, documents: Sequence[Sequence[int]]
) -> int:
    keys = [(document, key) for document, of_document in enumerate(documents) for key in of_document]
    connection, now = transaction.connection, transaction.now
    ended = {} if keys else {"ended_at": now}
    statement = insert(RUN).values(
        status=PostingRunStatus.EXECUTING if keys else PostingRunStatus.ENDED,
        created_at=now,
        started_at=now,
        total=len(keys),
        posted=0,
        skipped=0,
        failed=0,
        waiting=len(keys),
        kind=kind,
        request=request,
        **ended,
    )
    run_id = connection.execute(statement.returning(RUN.c.id)).scalar_one()
    waiting = {"run_id": run_id, "status": PostingItemStatus.WAITING, "problems": []}
    items = [
        {**waiting, "position": place, "document": document, column: key} for place, (document, key) in enumerate(keys)
    ]
    if items:
        connection.execute(insert(ITEM), items)
    return int(run_id)


def resume(service: Service, global_id: GlobalId) -> int:
    """Take up what is WAITING or CONTAINS_ERRORS of a run that has stopped; the key of the run."""
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")

    def work(connection: Connection) -> None:
        run = connection.execute(select(RUN).where(RUN.c.id == key).with_for_update()).one_or_none()
        if run is None:
            raise refuse(ProblemCode.NOT_FOUND, f"There is no posting run {global_id}.", "id")
        if run.status == PostingRunStatus.CANCELED:
            message = "The posting run is CANCELED; it can no longer be resumed."
            raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, message, "id", remedy="Start a new run.")
        if not run.request:
            message = "The posting run is of an older version, which did not keep what it was asked for."
            raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, message, "id", remedy="Start a new run.")
        if run.status == PostingRunStatus.EXECUTING:
            return  # under way, or left behind: it is only carried on
        _refuse_taken(connection, key)
        failed = (ITEM.c.run_id == key, ITEM.c.status == PostingItemStatus.CONTAINS_ERRORS)
        again = {"status": PostingItemStatus.WAITING, "problems": []}
        connection.execute(update(ITEM).where(*failed).values(again))
        if run.waiting + run.failed:
            counts = {"waiting": run.waiting + run.failed, "failed": 0}
            values = {"status": PostingRunStatus.EXECUTING, "ended_at": None, **counts}
            connection.execute(update(RUN).where(RUN.c.id == key).values(values))

    service.database.run_write(work)
    carry_on(service, key)
    return key


def _refuse_taken(connection: Connection, run_id: int) -> None:
    """Refuse where another run that goes on is to confirm a draft of this one; drafts are locked by key."""
    invoice, again = tables.invoice, (PostingItemStatus.WAITING, PostingItemStatus.CONTAINS_ERRORS)
    mine = select(ITEM.c.invoice_id).where(ITEM.c.run_id == run_id, ITEM.c.status.in_(again))
    drafts = select(invoice).where(invoice.c.id.in_(mine), invoice.c.posted_at.is_(None)).order_by(invoice.c.id)
    for draft in connection.execute(drafts.with_for_update(key_share=True)).all():
        refuse_scheduled(connection, draft, "id")


def cancel(service: Service, global_id: GlobalId) -> int:
    """Give up what is WAITING of a run; the key of the run."""
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")

    def work(connection: Connection) -> None:
        run = connection.execute(select(RUN).where(RUN.c.id == key).with_for_update()).one_or_none()
        if run is None:
            raise refuse(ProblemCode.NOT_FOUND, f"There is no posting run {global_id}.", "id")
        if run.status in (PostingRunStatus.ENDED, PostingRunStatus.CANCELED):
            message = f"The posting run is {run.status}; there is nothing to cancel."
            raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, message, "id")
        values = {"status": PostingRunStatus.CANCELED, "ended_at": service.clock.now()}
        connection.execute(update(RUN).where(RUN.c.id == key).values(values))

    service.database.run_write(work)
    return key


def unfinished(service: Service) -> list[int]:
    """The runs that are EXECUTING: under way somewhere, or left by a process that died."""
    with service.database.read() as connection:
        executing = select(RUN.c.id).where(RUN.c.status == PostingRunStatus.EXECUTING)
        return list(connection.scalars(executing.order_by(RUN.c.id)))


def carry_on(service: Service, run_id: int, stopping: Callable[[], bool] = lambda: False) -> None:
    """Post every document of a run that is EXECUTING, in order; each in a transaction of its own.

    Several processes may carry on one run: each document is locked by the one that tries it. `stopping` is asked before
    each; a run that is left there stays EXECUTING.
    """
    while True:
        with service.database.read() as connection:
            run = connection.execute(select(RUN).where(RUN.c.id == run_id)).one()
            waiting = select(ITEM.c.document).where(ITEM.c.run_id == run_id, ITEM.c.status == PostingItemStatus.WAITING)
            documents = list(connection.scalars(waiting.distinct().order_by(ITEM.c.document)))
        for document in documents:
            if stopping():
                return
            statuses = carry_out(service, run, document)
            if statuses is None:
                return  # canceled or stopped meanwhile
            if PostingItemStatus.CONTAINS_ERRORS in statuses and run.request.get("stop_on_first_error"):
                _finish(service, run_id, PostingRunStatus.ERROR)
                return
        if _finish(service, run_id, PostingRunStatus.ENDED):
            return


def _finish(service: Service, run_id: int, status: PostingRunStatus) -> bool:
    """End a run that is EXECUTING; False where something of it waits again, so that it cannot have ENDED."""

    def work(connection: Connection) -> bool:
        run = connection.execute(select(RUN).where(RUN.c.id == run_id).with_for_update()).one()
        if run.status != PostingRunStatus.EXECUTING:
            return True
        if status is PostingRunStatus.ENDED and run.waiting:
            return False
        ended = {"status": status, "ended_at": service.clock.now()}
        connection.execute(update(RUN).where(RUN.c.id == run_id).values(ended))
        return True

    return service.database.run_write(work)
