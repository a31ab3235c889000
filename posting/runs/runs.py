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
from ..ledger.policies import is_guarded
from ..problems import refuse
from ..projects.drafts.scheduled import refuse_scheduled
from ..texts import in_one_form
from .document_execution import COUNTS
from .execution import add_items
from .named_drafts import EITHER, chosen_drafts
from .plans import MOST_PLANNED, RunPlan, plan_run
from .records import RunRow
from .requests import RunRequest, as_stored
from .reviewed import as_reviewed, keep_hashes, keep_plan
from .selection import chosen_orders, posting_request, shared_documents
from .signing import plan_confirmations, sign, signed_drafts, signed_orders

RUN, ITEM = tables.posting_run, tables.posting_run_item
WAITING = PostingItemStatus.WAITING


def post_invoices(service: Service, command: PostInvoices) -> Outcome[RunResult]:
    """Write down a run of sales and return orders, once per idempotency key; nothing is posted yet.

    With an expected plan it is a run of exactly that plan, which is looked at before the transaction begins: whatever
    happens in between, no document is posted but as it was planned.
    """
    is_reviewed = in_one_form(command).command.expected_plan is not None
    plan = service.prepare(command, as_reviewed if is_reviewed else _as_guarded)
    return service.execute(command, partial(start_posting, plan=plan))


def _as_guarded(transaction: Transaction, command: PostInvoices) -> RunPlan | None:
    """The plan of a run where anything may need approval; None where nothing does, or it is too long to be signed."""
    if command.late_selection or not is_guarded(transaction.connection):
        return None
    looking = replace(transaction, posting=False)
    return None if len(chosen_orders(looking, command)) > MOST_PLANNED else plan_run(looking, command)


def start_posting(transaction: Transaction, command: PostInvoices, plan: RunPlan | None = None) -> RunResult:
    """Write down a run: of the expected plan, or of the one that was approved; looked at anew where it is not given.

    A late selection cannot be signed, nor one that is too long: of these each document is asked for its approval.
    """
    request = posting_request(transaction, command)
    if command.expected_plan is not None:
        if command.orders is not None and not transaction.caller.scopes >= EITHER:
            chosen_orders(transaction, command)  # which refuses those that the caller has no duty for
        expected = plan or as_reviewed(transaction, command)
        return _start_reviewed(transaction, request, expected, _signed(transaction, command, expected))
    if request.late is not None:
        return RunResult(written(transaction, PostingRunKind.POST_INVOICES, request))
    orders = chosen_orders(transaction, command)
    guarded = plan or _as_guarded(transaction, command)
    approval = None if guarded is None else _signed(transaction, command, guarded)
    if guarded is not None and approval is not None:
        return _start_reviewed(transaction, request, guarded, approval)
    documents = shared_documents(transaction, orders, command)
    return RunResult(written(transaction, PostingRunKind.POST_INVOICES, request, "order_id", documents))


def _signed(transaction: Transaction, command: PostInvoices, plan: RunPlan) -> int | None:
    """The approval that the run starts under; refused where it needs one that it has not."""
    if not is_guarded(transaction.connection):
        return None
    return sign(transaction, signed_orders(transaction, command, plan))


def _start_reviewed(transaction: Transaction, request: RunRequest, plan: RunPlan, approval: int | None) -> RunResult:
    """Write down a run of a plan; it selects nothing, so that an order that is no longer ready fails."""
    request = replace(request, selected=False)
    kind = PostingRunKind.POST_INVOICES
    run_id = written(transaction, kind, request, "order_id", plan.documents, approval_id=approval)
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
    documents, kind = [[draft] for draft in drafts], PostingRunKind.CONFIRM_INVOICES
    if not is_guarded(transaction.connection):
        return RunResult(written(transaction, kind, request, "invoice_id", documents))
    plan = plan_confirmations(transaction, command)
    approval = sign(transaction, signed_drafts(transaction, command, plan))
    run_id = written(transaction, kind, request, "invoice_id", documents, approval_id=approval)
    if approval is not None:
        keep_hashes(transaction, run_id, {plan.places[key]: one.hash for key, one in plan.ready})
    return RunResult(run_id)


def written(
    transaction: Transaction,
    kind: PostingRunKind,
    request: RunRequest,
    column: str = "order_id",
    documents: Sequence[Sequence[int]] | None = None,
    **more: object,
) -> int:
    """Write a run down; without `documents` it selects them when it starts. A run of nothing has ENDED."""
    total = sum(map(len, documents or ()))
    is_over = documents is not None and not total
    run_id = insert_run(transaction, kind, request, Counter({WAITING: total}), is_over=is_over, **more)
    add_items(transaction.connection, run_id, column, documents or ())
    return run_id


def insert_run(
    transaction: Transaction,
    kind: PostingRunKind,
    request: RunRequest,
    items: Counter[PostingItemStatus],
    *,
    is_over: bool,
    **more: object,
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
        **more,
        **(ended if is_over else {"status": PostingRunStatus.WAITING}),
    )
    return read_one(transaction.connection, statement.returning(RUN.c.id), int)


def resumable(connection: Connection, global_id: GlobalId) -> RunRow:
    """The run, locked, that can be taken up again; raises `Refused` where it cannot."""
    run = _held(connection, global_id)
    if run.status is PostingRunStatus.CANCELED:
        raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, "run-canceled", "id", state=run.status, needed="FINISHED")
    if not run.request:
        raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, "run-of-before", "id", state=run.status, needed="RUNNING")
    if run.status not in RUNS_GOING_ON:
        _refuse_taken(connection, run.id)
    return run


def resume(service: Service, global_id: GlobalId) -> RunResult:
    """Let what is WAITING or CONTAINS_ERRORS of a run that has stopped wait to be tried."""
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")

    def work(connection: Connection) -> None:
        run = resumable(connection, global_id)
        if run.status in RUNS_GOING_ON:
            return  # under way, or left behind: it is only carried on
        failed = (ITEM.c.run_id == key, ITEM.c.status == PostingItemStatus.CONTAINS_ERRORS)
        again = {"status": PostingItemStatus.WAITING, "problems": []}
        connection.execute(update(ITEM).where(*failed).values(again))
        if run.waiting + run.failed:
            counts = {"waiting": run.waiting + run.failed, "failed": 0}
            theirs = kept_caller(service.writing(connection).caller)  # whoever takes it up again posts what is left
            values = {"status": PostingRunStatus.WAITING, "ended_at": None, **counts, **theirs}
            connection.execute(update(RUN).where(RUN.c.id == key).values(values))

    _told(service, work, "resumePostingRun", key)
    return RunResult(key)


def _held(connection: Connection, global_id: GlobalId) -> RunRow:
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")
    run = read_one_or_none(connection, select(RUN).where(RUN.c.id == key).with_for_update(), RunRow)
    if run is None:
        raise refuse(ProblemCode.NOT_FOUND, "id", "id", type="PostingRun", given=global_id)
    return run


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


def cancelable(connection: Connection, global_id: GlobalId) -> RunRow:
    """The run, locked, of which something can be given up; raises `Refused` where it is over."""
    run = _held(connection, global_id)
    if run.status in (PostingRunStatus.ENDED, PostingRunStatus.CANCELED):
        raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, "run-over", "id", state=run.status, needed="RUNNING")
    return run


def cancel(service: Service, global_id: GlobalId) -> RunResult:
    """Give up what is WAITING of a run."""
    key = key_of(global_id, {"PostingRun"}, "posting run", "id")

    def work(connection: Connection) -> None:
        cancelable(connection, global_id)
        values = {"status": PostingRunStatus.CANCELED, "ended_at": service.clock.now()}
        connection.execute(update(RUN).where(RUN.c.id == key).values(values))

    _told(service, work, "cancelPostingRun", key)
    return RunResult(key)
