"""Carrying a posting run on: document by document, in order, each in a transaction of its own.

Whatever stops a run in the middle, nothing is posted twice and nothing is forgotten: an item's status is committed with
its document, and whoever goes on with the run next begins with the first item that still waits. Several processes may
execute one run at once; each document is locked by the one that tries it.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.vocabulary import RUNS_GOING_ON, PostingItemStatus, PostingRunStatus
from ..command.lookup import Found
from ..command.transaction import Service, Transaction
from .document_execution import execute_document
from .selection import late_documents

RUN, ITEM = tables.posting_run, tables.posting_run_item
CHUNK = 50  # documents
INSERTED = 1000  # items a statement
START = -1


def unfinished(service: Service) -> list[int]:
    """The runs that wait to be taken up, are under way somewhere, or were left by a process that died; oldest first."""
    with service.database.read() as connection:
        going_on = select(RUN.c.id).where(RUN.c.status.in_(RUNS_GOING_ON))
        return list(connection.scalars(going_on.order_by(RUN.c.id)))


def execute_run(service: Service, run_id: int, stopping: Callable[[], bool] = lambda: False) -> None:
    """Carry a run on to its end, or until `stopping`, which is asked before each document."""
    after: int | None = START
    while after is not None:
        after = execute_chunk(service, run_id, after, stopping)


def execute_chunk(
    service: Service, run_id: int, after: int = START, stopping: Callable[[], bool] = lambda: False
) -> int | None:
    """Try the next documents behind `after`; the last one tried, or None when there is nothing to go on with.

    A run that is left because of `stopping` stays EXECUTING.
    """
    run = _taken_up(service, run_id)
    if run is None:
        return None
    documents = _next(service, run_id, after)
    for document in documents:
        if stopping():
            return None
        if execute_document(service, run, document, stopping) is None:
            return None  # canceled or stopped
    if documents:
        return documents[-1]
    return None if _finish(service, run_id) else START


def _taken_up(service: Service, run_id: int) -> Found | None:
    """The run, EXECUTING; None where it no longer goes on. A late selection is made at the first time."""
    with service.database.read() as connection:
        run = connection.execute(select(RUN).where(RUN.c.id == run_id)).one_or_none()
    if run is None or run.status not in RUNS_GOING_ON:
        return None
    if run.status == PostingRunStatus.EXECUTING:
        return run

    def begin(connection: Connection) -> Found:
        waiting = connection.execute(select(RUN).where(RUN.c.id == run_id).with_for_update()).one()
        if waiting.status == PostingRunStatus.WAITING:
            now = service.clock.now()
            values: dict[str, object] = {"status": PostingRunStatus.EXECUTING, "started_at": waiting.started_at or now}
            if waiting.started_at is None and waiting.request.get("late"):
                transaction = Transaction(connection, now, service.clock.today())
                values |= _selected(transaction, waiting)
            connection.execute(update(RUN).where(RUN.c.id == run_id).values(values))
        return connection.execute(select(RUN).where(RUN.c.id == run_id)).one()

    begun = service.database.run_write(begin)
    return begun if begun.status == PostingRunStatus.EXECUTING else None


def _selected(transaction: Transaction, run: Found) -> dict[str, object]:
    """Write down what a late selection finds; what the run then knows of itself."""
    request = dict(run.request)
    request["invoice_date"] = request["invoice_date"] or transaction.today.isoformat()
    total = add_items(transaction.connection, run.id, "order_id", late_documents(transaction, request))
    return {"request": request, "total": total, "waiting": total}


def add_items(connection: Connection, run_id: int, column: str, documents: Sequence[Sequence[int]]) -> int:
    """Write down the orders or drafts of a run, by document, all WAITING; how many there are."""
    keys = [(document, key) for document, of_document in enumerate(documents) for key in of_document]
    waiting = {"run_id": run_id, "status": PostingItemStatus.WAITING, "problems": []}
    for start in range(0, len(keys), INSERTED):
        part = enumerate(keys[start : start + INSERTED], start)
        rows = [{**waiting, "position": place, "document": document, column: key} for place, (document, key) in part]
        connection.execute(insert(ITEM), rows)
    return len(keys)


def _next(service: Service, run_id: int, after: int) -> list[int]:
    waiting = (ITEM.c.run_id == run_id, ITEM.c.document > after, ITEM.c.status == PostingItemStatus.WAITING)
    statement = select(ITEM.c.document).where(*waiting).distinct().order_by(ITEM.c.document).limit(CHUNK)
    with service.database.read() as connection:
        return list(connection.scalars(statement))


def _finish(service: Service, run_id: int) -> bool:
    """End a run that is EXECUTING; False where something of it waits again, so that it cannot have ENDED."""

    def work(connection: Connection) -> bool:
        run = connection.execute(select(RUN).where(RUN.c.id == run_id).with_for_update()).one()
        if run.status != PostingRunStatus.EXECUTING:
            return True
        if run.waiting:
            return False
        ended = {"status": PostingRunStatus.ENDED, "ended_at": service.clock.now()}
        connection.execute(update(RUN).where(RUN.c.id == run_id).values(ended))
        return True

    return service.database.run_write(work)
