"""Carrying a posting run on: in the order of its documents, some of them in each transaction.

Whatever stops a run in the middle, nothing is posted twice and nothing is forgotten: an item's status is committed with
its document, and whoever goes on with the run next begins with the first item that still waits. Several processes may
execute one run at once; each document is locked by the one that tries it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.rows import read_all, read_one, read_one_or_none
from ...models.vocabulary import RUNS_GOING_ON, PostingItemStatus, PostingRunKind, PostingRunStatus
from ..command.transaction import Service, Transaction
from .document_execution import OF_KIND, execute_documents
from .records import RunRow
from .requests import as_stored
from .selection import late_documents

RUN, ITEM = tables.posting_run, tables.posting_run_item
CHUNK = 200  # documents
FIRST, MOST = 2, 50  # documents that share a transaction; how long they take is known after the first
SECONDS = {"sqlite": 0.1, "postgresql": 0.3}  # of a transaction, so that who waits for its locks is not kept for long
# SQLite works in this thread: its own time, since a busy machine is no reason for smaller transactions, which cost more
CLOCK = {"sqlite": time.thread_time, "postgresql": time.monotonic}
SHORTEST_SECONDS = 0.001
INSERTED = 1000  # items a statement
START = -1


def unfinished(service: Service) -> list[int]:
    """The runs that wait to be taken up, are under way somewhere, or were left by a process that died; oldest first."""
    with service.database.read() as connection:
        going_on = select(RUN.c.id).where(RUN.c.status.in_(RUNS_GOING_ON))
        return read_all(connection, going_on.order_by(RUN.c.id), int)


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
    if not documents:
        return None if _finish(service, run_id) else START
    clock, seconds = CLOCK[service.database.dialect], SECONDS[service.database.dialect]
    is_shared = run.kind is PostingRunKind.POST_INVOICES
    left, most = documents, FIRST if is_shared else 1
    while left:
        together = list(takewhile(lambda _: not stopping(), left[:most]))
        began = clock()
        last = execute_documents(service, run, together, stopping) if together else None
        if last is None or len(together) < len(left[:most]):
            return None  # canceled or stopped
        left = [document for document in left if document > last]
        if is_shared:
            most = next_size(len(together), clock() - began, seconds)
    return documents[-1]


def next_size(documents: int, seconds: float, wanted: float) -> int:
    """How many documents share the next transaction, where so many took so long, and so long is wanted.

    >>> next_size(8, 0.02, 0.1), next_size(8, 0.08, 0.1), next_size(8, 0.4, 0.1), next_size(1, 3, 0.1)
    (40, 10, 2, 1)
    """
    return max(1, min(MOST, int(documents * wanted / max(seconds, SHORTEST_SECONDS))))


def _taken_up(service: Service, run_id: int) -> RunRow | None:
    """The run, EXECUTING; None where it no longer goes on. A late selection is made at the first time."""
    with service.database.read() as connection:
        run = read_one_or_none(connection, select(RUN).where(RUN.c.id == run_id), RunRow)
    if run is None or run.status not in RUNS_GOING_ON:
        return None
    if run.status is PostingRunStatus.EXECUTING:
        return run

    def begin(connection: Connection) -> RunRow:
        waiting = read_one(connection, select(RUN).where(RUN.c.id == run_id).with_for_update(), RunRow)
        if waiting.status is PostingRunStatus.WAITING:
            now = service.clock.now()
            values: dict[str, object] = {"status": PostingRunStatus.EXECUTING, "started_at": waiting.started_at or now}
            if waiting.started_at is None and waiting.asked.late is not None:
                whose = service.acting_for(connection, waiting)
                transaction = replace(service, caller=whose).transaction(connection)
                values |= _selected(transaction, waiting)
            connection.execute(update(RUN).where(RUN.c.id == run_id).values(values))
        return read_one(connection, select(RUN).where(RUN.c.id == run_id), RunRow)

    begun = service.database.run_write(begin)
    return begun if begun.status is PostingRunStatus.EXECUTING else None


def _selected(transaction: Transaction, run: RunRow) -> dict[str, object]:
    """Write down what a late selection finds; what the run then knows of itself."""
    asked = run.asked
    documents = [] if asked.late is None else late_documents(transaction, asked.late, asked.quantity)
    total = add_items(transaction.connection, run.id, "order_id", documents)
    dated = replace(asked, invoice_date=asked.invoice_date or transaction.today)
    return {"request": as_stored(dated), "total": total, "waiting": total}


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
        return read_all(connection, statement, int)


def _finish(service: Service, run_id: int) -> bool:
    """End a run that is EXECUTING; False where something of it waits again, so that it cannot have ENDED."""

    def work(connection: Connection) -> bool:
        run = read_one(connection, select(RUN).where(RUN.c.id == run_id).with_for_update(), RunRow)
        if run.status is not PostingRunStatus.EXECUTING:
            return True
        if run.waiting:
            return False
        now = service.clock.now()
        can_go_on = service.acting_for(connection, run).may(OF_KIND[run.kind])
        status = PostingRunStatus.ENDED if can_go_on or not run.failed else PostingRunStatus.ERROR
        ended = {"status": status, "ended_at": now}
        connection.execute(update(RUN).where(RUN.c.id == run_id).values(ended))
        return True

    return service.database.run_write(work)
