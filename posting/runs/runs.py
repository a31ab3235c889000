"""Posting runs: many documents at once, one transaction each.

A run is written down first, WAITING, with everything that it is to post; whoever carries runs on takes it up (see
`execution`). It can be canceled meanwhile, and taken up again where it stopped or failed.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.identity import GlobalId
from ...models.rows import read_all, read_one, read_one_or_none
from ...models.vocabulary import (
    RUNS_GOING_ON,
    Act,
    PostingItemStatus,
    PostingRunKind,
    PostingRunStatus,
    ProblemCode,
    SettlementMode,
)
from ..command.acting import kept_caller
from ..command.lookup import key_of
from ..command.records import InvoiceRow
from ..command.results import RunResult
from ..command.transaction import Outcome, Service, Transaction
from ..commands import ConfirmInvoices, PostInvoices
from ..history.notes import Part
from ..problems import refuse
from ..projects.drafts.scheduled import refuse_scheduled
from ..texts import in_one_form
from .document_execution import COUNTS
from .execution import add_items
from .plans import RunPlan
from .records import RunRow
from .requests import RunRequest, as_stored
from .reviewed import as_reviewed, keep_plan
from .selection import EITHER, chosen_drafts, chosen_orders, posting_request, shared_documents

RUN, ITEM = tables.posting_run, tables.posting_run_item
WAITING = PostingItemStatus.WAITING


def post_invoices(service: Service, command: PostInvoices) -> Outcome[RunResult]:
    """Write down a run of sales and return orders, once per idempotency key; nothing is posted yet.

    With an expected plan it is a run of exactly that plan, which is looked at before the transaction begins: whatever
    happens in between, no document is posted but as it was planned.
    """
    is_reviewed = in_one_form(command).command.expected_plan is not None
    plan = service.prepare(command, as_reviewed) if is_reviewed else None
    return service.execute(command, partial(start_posting, plan=plan))


def start_posting(transaction: Transaction, command: PostInvoices, plan: RunPlan | None = None) -> RunResult:
    """Write down a run: of the expected plan, where there is one; it is looked at anew where it is not given."""
    request = posting_request(transaction, command)
    if command.expected_plan is not None:
        if command.orders is not None and not transaction.caller.scopes >= EITHER:
            chosen_orders(transaction, command)  # which refuses those that the caller has no duty for
        return _start_reviewed(transaction, request, plan or as_reviewed(transaction, command))
    if request.late is not None:
        return RunResult(written(transaction, PostingRunKind.POST_INVOICES, request))
    documents = shared_documents(transaction, chosen_orders(transaction, command), command)
    return RunResult(written(transaction, PostingRunKind.POST_INVOICES, request, "order_id", documents))


def _start_reviewed(transaction: Transaction, request: RunRequest, plan: RunPlan) -> RunResult:
    """Write down a run of a plan; it selects nothing, so that an order that is no longer ready fails."""
    request = replace(request, selected=False)
    run_id = written(transaction, PostingRunKind.POST_INVOICES, request, "order_id", plan.documents)
    keep_plan(transaction, run_id, plan)
    return RunResult(run_id)


def start_confirming(transaction: Transaction, command: ConfirmInvoices) -> RunResult:
    """Write down a run of drafts; each is locked against changes until it has been tried."""
    drafts = chosen_drafts(transaction, command)
    request = RunRequest(
        transaction.today,
        stop_on_first_error=command.stop_on_first_error is True,
        settlement=command.settlement or SettlementMode.ORIGINAL_INVOICE,
    )
    documents = [[draft] for draft in drafts]
    return RunResult(written(transaction, PostingRunKind.CONFIRM_INVOICES, request, "invoice_id", documents))


def written(
    transaction: Transaction,
    kind: PostingRunKind,
    request: RunRequest,
    column: str = "order_id",
    documents: Sequence[Sequence[int]] | None = None,
    **scheduled: object,
) -> int:
    """Write a run down; without `documents` it selects them when it starts. A run of nothing has ENDED."""
    total = sum(map(len, documents or ()))
    is_over = documents is not None and not total
    run_id = insert_run(transaction, kind, request, Counter({WAITING: total}), is_over=is_over, **scheduled)
    add_items(transaction.connection, run_id, column, documents or ())
    return run_id


def insert_run(
    transaction: Transaction,
    kind: PostingRunKind,
    request: RunRequest,
    items: Counter[PostingItemStatus],
    *,
    is_over: bool,
    **scheduled: object,
) -> int:
    """Write a run down that has, or will have, so many items of each status; its key."""
    now = transaction.now
    ended = {"status": PostingRunStatus.ENDED, "started_at": now, "ended_at": now}
    statement = insert(RUN).values(
        created_at=now,
        total=items.total(),
        **{name: items[status] for status, name in COUNTS.items()},
        kind=kind,
        request=as_stored(request),
        **kept_caller(transaction.caller),
        **scheduled,
        **(ended if is_over else {"status": PostingRunStatus.WAITING}),
    )
    return read_one(transaction.connection, statement.returning(RUN.c.id), int)


def resume(service: Service, global_id: GlobalId) -> RunResult:
    """Let what is WAITING or CONTAINS_ERRORS of a run that has stopped wait to be tried."""
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")

    def work(connection: Connection) -> None:
        run = read_one_or_none(connection, select(RUN).where(RUN.c.id == key).with_for_update(), RunRow)
        if run is None:
            raise refuse(ProblemCode.NOT_FOUND, "id", "id", type="PostingRun", given=global_id)
        if run.status is PostingRunStatus.CANCELED:
            raise refuse(
                ProblemCode.INVALID_STATUS_TRANSITION, "run-canceled", "id", state=run.status, needed="FINISHED"
            )
        if not run.request:
            raise refuse(
                ProblemCode.INVALID_STATUS_TRANSITION, "run-of-before", "id", state=run.status, needed="RUNNING"
            )
        if run.status in RUNS_GOING_ON:
            return  # under way, or left behind: it is only carried on
        _refuse_taken(connection, key)
        failed = (ITEM.c.run_id == key, ITEM.c.status == PostingItemStatus.CONTAINS_ERRORS)
        again = {"status": PostingItemStatus.WAITING, "problems": []}
        connection.execute(update(ITEM).where(*failed).values(again))
        if run.waiting + run.failed:
            counts = {"waiting": run.waiting + run.failed, "failed": 0}
            theirs = kept_caller(service.caller)  # whoever takes it up again posts what is left
            values = {"status": PostingRunStatus.WAITING, "ended_at": None, **counts, **theirs}
            connection.execute(update(RUN).where(RUN.c.id == key).values(values))

    _told(service, work, "resumePostingRun", key)
    return RunResult(key)


def _told(service: Service, work: Callable[[Connection], None], operation: str, key: int) -> None:
    """Do something with a run, and have the history tell of it."""

    def act(connection: Connection) -> None:
        work(connection)
        part = Part()
        part.note(Act.CHANGED, "PostingRun", [key])
        service.tell(service.writing(connection), operation, [part])

    service.database.run_write(act)


def _refuse_taken(connection: Connection, run_id: int) -> None:
    """Refuse where another run that goes on is to confirm a draft of this one; drafts are locked by key."""
    invoice, again = tables.invoice, (PostingItemStatus.WAITING, PostingItemStatus.CONTAINS_ERRORS)
    mine = select(ITEM.c.invoice_id).where(ITEM.c.run_id == run_id, ITEM.c.status.in_(again))
    drafts = select(invoice).where(invoice.c.id.in_(mine), invoice.c.posted_at.is_(None)).order_by(invoice.c.id)
    for draft in read_all(connection, drafts.with_for_update(key_share=True), InvoiceRow):
        refuse_scheduled(connection, draft, "id")


def cancel(service: Service, global_id: GlobalId) -> RunResult:
    """Give up what is WAITING of a run."""
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")

    def work(connection: Connection) -> None:
        run = read_one_or_none(connection, select(RUN).where(RUN.c.id == key).with_for_update(), RunRow)
        if run is None:
            raise refuse(ProblemCode.NOT_FOUND, "id", "id", type="PostingRun", given=global_id)
        if run.status in (PostingRunStatus.ENDED, PostingRunStatus.CANCELED):
            raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, "run-over", "id", state=run.status, needed="RUNNING")
        values = {"status": PostingRunStatus.CANCELED, "ended_at": service.clock.now()}
        connection.execute(update(RUN).where(RUN.c.id == key).values(values))

    _told(service, work, "cancelPostingRun", key)
    return RunResult(key)
