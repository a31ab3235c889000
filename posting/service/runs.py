"""Posting runs: many documents at once, one transaction each.

A run is written down first, with everything that it is to post as WAITING items. Then each item is posted in a
transaction of its own, in which its status and the run's counts move too: whatever stops the run in the middle, nothing
is posted twice and nothing is forgotten, and `resumePostingRun` goes on with what is left.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.identity import GlobalId, encode
from ...models.vocabulary import (
    PostingItemStatus,
    PostingRunKind,
    PostingRunStatus,
    ProblemCode,
    QuantitySelection,
    SettlementMode,
)
from ..commands import ConfirmInvoice, ConfirmInvoices, InvoiceRef, OrderRef, PostInvoices, PostReturnInvoice
from ..problems import Problem, Refused, refuse
from .groups import GroupRefused, group_failed, plan_group
from .lookup import Found, key_of
from .postings import confirm_invoice
from .run_selection import chosen_drafts, chosen_orders, shared_documents
from .scheduled import refuse_scheduled
from .transaction import Result, Service, Transaction
from .writer import write

RUN, ITEM = tables.posting_run, tables.posting_run_item
NOT_READY = frozenset(  # leaves an order of a selection out
    {
        ProblemCode.RETURN_LINE_NOT_RECEIVED,
        ProblemCode.RETURN_ORDER_NOT_OPEN,
        ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP,
        ProblemCode.NOTHING_TO_POST,
        ProblemCode.ALREADY_INVOICED,
        ProblemCode.ORDER_CANCELED,
    }
)
COUNTS = {
    PostingItemStatus.EXECUTED: "posted",
    PostingItemStatus.SKIPPED: "skipped",
    PostingItemStatus.CONTAINS_ERRORS: "failed",
    PostingItemStatus.WAITING: "waiting",
}


def start_posting(transaction: Transaction, command: PostInvoices) -> Result:
    """Write down a run of sales and return orders; nothing is posted yet."""
    orders = chosen_orders(transaction, command)
    documents = shared_documents(transaction, orders, command)
    request: Result = {
        "quantity": command.quantity or QuantitySelection.PACKING_SLIP,
        "settlement": command.settlement or SettlementMode.ORIGINAL_INVOICE,
        "invoice_date": (command.invoice_date or transaction.today).isoformat(),
        "stop_on_first_error": command.stop_on_first_error is True,
        "selected": command.select is not None,
    }
    return {"run": _start(transaction, PostingRunKind.POST_INVOICES, request, "order_id", documents)}


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
            statuses = _carry_out(service, run, document)
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


def _carry_out(service: Service, run: Found, document: int) -> set[PostingItemStatus] | None:
    """Post one document, or write down why not; what became of its items, None where the run no longer goes on.

    Orders of a selection that are not ready are SKIPPED, and the others of their document are tried without them.
    """

    def post(connection: Connection) -> set[PostingItemStatus] | None:
        items = _waiting(connection, run.id, document)
        if not items:
            return None if items is None else set()
        transaction = Transaction(connection, service.clock.now(), service.clock.today())
        documents = _post(transaction, run, items)
        for item in items:
            _settled(connection, run.id, item, PostingItemStatus.EXECUTED, documents.get(_key(item)), ())
        return {PostingItemStatus.EXECUTED}

    def note(connection: Connection, problems: dict[int, tuple[Problem, ...]]) -> set[PostingItemStatus] | None:
        items = _waiting(connection, run.id, document)
        if items is None:
            return None
        told = _told(run, items, problems)
        for item, status, found in told:
            _settled(connection, run.id, item, status, item.invoice_id, found)
        return {status for _, status, _ in told}

    seen: set[PostingItemStatus] = set()
    while True:
        try:
            posted = service.database.run_write(post)
        except Exception as error:
            refused = error.problems if isinstance(error, GroupRefused) else _internal(service, run.id, document)
            noted = service.database.run_write(partial(note, problems=refused))
            if noted != {PostingItemStatus.SKIPPED}:
                return None if noted is None else seen | noted
            seen |= noted
        else:
            return None if posted is None else seen | posted


def _internal(service: Service, run_id: int, document: int) -> dict[int, tuple[Problem, ...]]:
    """What a document says that failed for a reason of our own; the reason itself is logged, not told."""
    error_id = uuid.uuid4().hex[:12]
    structlog.get_logger().exception("document of a posting run failed", error_id=error_id, run=run_id)
    with service.database.read() as connection:
        of_document = select(ITEM).where(ITEM.c.run_id == run_id, ITEM.c.document == document)
        items = connection.execute(of_document).all()
    remedy = "Resume the run; if it fails again, tell whoever runs the server this id."
    problem = Problem(ProblemCode.INTERNAL_ERROR, f"Internal error (id {error_id}).", (), remedy, retryable=True)
    return {_key(item): (problem,) for item in items}


def _told(
    run: Found, items: Sequence[Found], problems: dict[int, tuple[Problem, ...]]
) -> list[tuple[Found, PostingItemStatus, tuple[Problem, ...]]]:
    """What items are told after their document was refused: left out where not ready, else failed with the others."""
    selected = run.request.get("selected")
    not_ready = {key for key, found in problems.items() if selected and any(one.code in NOT_READY for one in found)}
    failed = problems.keys() - not_ready
    others = tuple(item for item in items if _key(item) in failed)
    told = []
    for item in items:
        if _key(item) in not_ready:
            told.append((item, PostingItemStatus.SKIPPED, problems[_key(item)]))
        elif failed:
            mine = problems.get(_key(item)) or (group_failed(item, others),)
            told.append((item, PostingItemStatus.CONTAINS_ERRORS, mine))
    return told


def _key(item: Found) -> int:
    """The order or draft of an item; a draft that has been deleted is nobody else's."""
    return int(item.order_id or item.invoice_id or -item.id)


def _waiting(connection: Connection, run_id: int, document: int) -> Sequence[Found] | None:
    """The items of a document that wait, locked; None if the run does not go on."""
    if connection.scalar(select(RUN.c.status).where(RUN.c.id == run_id)) != PostingRunStatus.EXECUTING:
        return None
    statement = (
        select(ITEM, tables.order.c.number)
        .outerjoin(tables.order, tables.order.c.id == ITEM.c.order_id)
        .where(ITEM.c.run_id == run_id, ITEM.c.document == document, ITEM.c.status == PostingItemStatus.WAITING)
        .order_by(ITEM.c.position)
    )
    return connection.execute(statement.with_for_update(of=ITEM)).all()


def _post(transaction: Transaction, run: Found, items: Sequence[Found]) -> dict[int, int]:
    """Post orders or a draft exactly as their own mutations would: their documents; raises `GroupRefused`."""
    day = date.fromisoformat(run.request["invoice_date"])
    if run.kind == PostingRunKind.CONFIRM_INVOICES:
        return {_key(item): _confirmed(transaction, item, day) for item in items}
    table, keys = tables.order, [item.order_id for item in items]
    locked = select(table).where(table.c.id.in_(keys)).order_by(table.c.id).with_for_update(key_share=True)
    orders = {row.id: row for row in transaction.connection.execute(locked)}
    request = PostReturnInvoice(
        order=OrderRef(),
        quantity=QuantitySelection(run.request["quantity"]),
        invoice_date=day,
        settlement=SettlementMode(run.request["settlement"]),
    )
    try:
        plan = plan_group(transaction, [orders[key] for key in keys], request)
        invoice_id = write(transaction, plan)
    except Refused as refused:
        raise GroupRefused(dict.fromkeys(keys, refused.problems)) from None
    return {} if invoice_id is None else dict.fromkeys(plan.order_ids, invoice_id)


def _confirmed(transaction: Transaction, item: Found, day: date) -> int:
    if item.invoice_id is None:
        problem = Problem(ProblemCode.NOT_FOUND, "The draft has been deleted.", ("invoices",))
        raise GroupRefused({_key(item): (problem,)})
    command = ConfirmInvoice(invoice=InvoiceRef(id=encode("Invoice", item.invoice_id)), invoice_date=day)
    try:
        confirmed: Any = confirm_invoice(transaction, command, by_run=True)["invoice"]
    except Refused as refused:
        raise GroupRefused({_key(item): refused.problems}) from None
    return int(confirmed)


def _settled(
    connection: Connection,
    run_id: int,
    item: Found,
    status: PostingItemStatus,
    invoice_id: int | None,
    problems: Sequence[Problem],
) -> None:
    """Write down what became of an item, and count it."""
    values = {"status": status, "invoice_id": invoice_id, "problems": [problem_document(one) for one in problems]}
    connection.execute(update(ITEM).where(ITEM.c.id == item.id).values(values))
    count = COUNTS[status]
    counted = {count: RUN.c[count] + 1, "waiting": RUN.c.waiting - 1}
    connection.execute(update(RUN).where(RUN.c.id == run_id).values(counted))


def problem_document(problem: Problem) -> Result:
    """A problem as plain JSON values."""
    return {
        "code": problem.code,
        "message": problem.message,
        "path": list(problem.path),
        "retryable": problem.retryable,
        "remedy": problem.remedy,
    }
