"""One document of a posting run: posting it, or writing down why not, in a transaction with the status of its items."""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import structlog
from sqlalchemy import Connection, bindparam, select, update

from ...models import tables
from ...models.database import Unavailable
from ...models.identity import encode
from ...models.rows import read_all, read_value
from ...models.vocabulary import PostingItemStatus, PostingRunKind, PostingRunStatus, ProblemCode
from ..command.records import OrderRow
from ..command.transaction import Service, Transaction
from ..commands import ConfirmInvoice, InvoiceRef
from ..ledger.post import enter
from ..problems import Problem, Problems, Refused, kept_problem
from ..projects.drafts.confirmation import confirm_invoice
from .records import ItemRow, NumberedItem, RunRow
from .requests import document_request
from .reviewed import plan_as_reviewed
from .summary_documents import DocumentRefused, after_refusal

RUN, ITEM = tables.posting_run, tables.posting_run_item
Outcome = tuple[ItemRow, PostingItemStatus, int | None, Sequence[Problem]]
TRIES, PAUSE_SECONDS = 5, 0.5  # while the database is away, or a row is locked
COUNTS = {
    PostingItemStatus.EXECUTED: "posted",
    PostingItemStatus.SKIPPED: "skipped",
    PostingItemStatus.CONTAINS_ERRORS: "failed",
    PostingItemStatus.WAITING: "waiting",
}


def execute_document(
    service: Service, run: RunRow, document: int, stopping: Callable[[], bool] = lambda: False
) -> set[PostingItemStatus] | None:
    """Post one document, or write down why not; what became of its items, None where the run no longer goes on.

    Orders of a selection that are not ready are SKIPPED, and the others of their document are tried without them.
    Raises `Unavailable` where the database cannot be used, or a row stays locked: the document goes on waiting.
    """

    seen: set[PostingItemStatus] = set()
    lost = 0
    while True:
        try:
            posted = service.database.run_write(partial(_tried, service, run, document), shared=False)
        except Unavailable:
            if lost == TRIES or stopping():
                raise
            lost += 1  # perhaps as it was committed: if it was, none of its items waits any more
            time.sleep(PAUSE_SECONDS * lost)
        except Exception as error:  # whatever it is, it must not stop or spoil the other documents; it is logged
            refused = error.problems if isinstance(error, DocumentRefused) else _internal(service, run.id, document)
            noted = service.database.run_write(partial(_noted, service, run, document, refused))
            if noted != {PostingItemStatus.SKIPPED}:
                return None if noted is None else seen | noted
            seen |= noted
        else:
            return None if posted is None else seen | posted


def _tried(service: Service, run: RunRow, document: int, connection: Connection) -> set[PostingItemStatus] | None:
    """Post the document; raises what it is refused with."""
    items = _waiting(connection, run.id, document)
    if not items:
        return None if items is None else set()
    transaction = Transaction(connection, service.clock.now(), service.clock.today())
    documents = _post(transaction, run, items)
    _settled(connection, run.id, [(one, PostingItemStatus.EXECUTED, documents.get(_key(one)), ()) for one in items])
    return {PostingItemStatus.EXECUTED}


def _noted(
    service: Service, run: RunRow, document: int, problems: Mapping[int, Problems], connection: Connection
) -> set[PostingItemStatus] | None:
    """Write down why the document was not posted."""
    items = _waiting(connection, run.id, document)
    if items is None:
        return None
    told = _told(run, items, problems)
    _settled(connection, run.id, [(item, status, item.invoice_id, found) for item, status, found in told])
    statuses = {status for _, status, _ in told}
    if PostingItemStatus.CONTAINS_ERRORS in statuses and run.asked.stop_on_first_error:
        stopped = {"status": PostingRunStatus.ERROR, "ended_at": service.clock.now()}  # at once, whoever executes it
        connection.execute(update(RUN).where(RUN.c.id == run.id).values(stopped))
    return statuses


def _internal(service: Service, run_id: int, document: int) -> dict[int, Problems]:
    """What a document says that failed for a reason of our own; the reason itself is logged, not told."""
    error_id = uuid.uuid4().hex[:12]
    structlog.get_logger().exception("document of a posting run failed", error_id=error_id, run=run_id)
    with service.database.read() as connection:
        of_document = select(ITEM).where(ITEM.c.run_id == run_id, ITEM.c.document == document)
        items = read_all(connection, of_document, ItemRow)
    remedy = "Resume the run; if it fails again, tell whoever runs the server this id."
    problem = Problem(ProblemCode.INTERNAL_ERROR, f"Internal error (id {error_id}).", (), remedy, retryable=True)
    return {_key(item): (problem,) for item in items}


def _told(
    run: RunRow, items: Sequence[NumberedItem], problems: Mapping[int, Problems]
) -> list[tuple[NumberedItem, PostingItemStatus, Problems]]:
    """What items are told after their document was refused: left out where not ready, else failed with the others."""
    numbers = {_key(item): item.number or "" for item in items}
    told = after_refusal(numbers, problems, selected=run.asked.selected)
    return [(item, *told[_key(item)]) for item in items if _key(item) in told]


def _key(item: ItemRow) -> int:
    """The order or draft of an item; a draft that has been deleted is nobody else's."""
    return item.order_id or item.invoice_id or -item.id


def _waiting(connection: Connection, run_id: int, document: int) -> list[NumberedItem] | None:
    """The items of a document that wait, locked; None if the run does not go on."""
    status = read_value(connection, select(RUN.c.status).where(RUN.c.id == run_id), PostingRunStatus)
    if status is not PostingRunStatus.EXECUTING:
        return None
    statement = (
        select(ITEM, tables.order.c.number)
        .outerjoin(tables.order, tables.order.c.id == ITEM.c.order_id)
        .where(ITEM.c.run_id == run_id, ITEM.c.document == document, ITEM.c.status == PostingItemStatus.WAITING)
        .order_by(ITEM.c.position)
    )
    return read_all(connection, statement.with_for_update(of=ITEM), NumberedItem)


def _post(transaction: Transaction, run: RunRow, items: Sequence[ItemRow]) -> dict[int, int]:
    """Post orders or a draft exactly as their own mutations would: their documents; raises `DocumentRefused`."""
    asked = run.asked
    assert asked.invoice_date is not None, "a run that has started has a date"
    if run.kind is PostingRunKind.CONFIRM_INVOICES:
        return {_key(item): _confirmed(transaction, item, asked.invoice_date) for item in items}
    table, keys = tables.order, [item.order_id for item in items if item.order_id is not None]
    locked = select(table).where(table.c.id.in_(keys)).order_by(table.c.id).with_for_update(key_share=True)
    orders = {row.id: row for row in read_all(transaction.connection, locked, OrderRow)}
    request = document_request(asked)
    try:
        plan = plan_as_reviewed(transaction, items, [orders[key] for key in keys], request)
        invoice_id = enter(transaction, plan).invoice_id
    except Refused as refused:
        raise DocumentRefused(dict.fromkeys(keys, refused.problems)) from None
    return {} if invoice_id is None else dict.fromkeys(plan.order_ids, invoice_id)


def _confirmed(transaction: Transaction, item: ItemRow, day: date) -> int:
    if item.invoice_id is None:
        problem = Problem(ProblemCode.NOT_FOUND, "The draft has been deleted.", ("invoices",))
        raise DocumentRefused({_key(item): (problem,)})
    command = ConfirmInvoice(invoice=InvoiceRef(id=encode("Invoice", item.invoice_id)), invoice_date=day)
    try:
        confirmed = confirm_invoice(transaction, command, by_run=True).invoice
    except Refused as refused:
        raise DocumentRefused({_key(item): refused.problems}) from None
    assert confirmed is not None, "a confirmation has a document"
    return confirmed


def _settled(connection: Connection, run_id: int, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of items, and count it."""
    named = ITEM.update().where(ITEM.c.id == bindparam("of_item"))
    values = [
        {
            "of_item": item.id,
            "status": status,
            "invoice_id": invoice_id,
            "problems": [kept_problem(one) for one in problems],
        }
        for item, status, invoice_id, problems in outcomes
    ]
    if values:
        connection.execute(named, values)
        counts = Counter(COUNTS[status] for _, status, _, _ in outcomes)
        counted = {name: RUN.c[name] + more for name, more in counts.items()} | {"waiting": RUN.c.waiting - len(values)}
        connection.execute(update(RUN).where(RUN.c.id == run_id).values(counted))
