"""Documents of a posting run: posting them, or writing down why not, in a transaction with the statuses of their items.

Several share a transaction, and with it its statements. What brings the transaction down leaves nothing behind, and
each of them is tried by itself then.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog
from sqlalchemy import Connection, func, select, update

from ...models import bulk, tables
from ...models.bulk import Statement
from ...models.database import Unavailable
from ...models.given_keys import given_keys, is_given
from ...models.identity import encode
from ...models.rows import read_all, read_one
from ...models.vocabulary import PostingItemStatus, PostingRunKind, PostingRunStatus, ProblemCode, Scope
from ..command.acting import key_since
from ..command.caller import Caller
from ..command.transaction import Service, Transaction
from ..commands import ConfirmInvoice, InvoiceRef
from ..history.entries import of_document
from ..history.following import keeping
from ..history.notes import Notes, Part, together
from ..history.writing import append
from ..ledger.approved import OfRun
from ..problems import Problem, Problems, Refused, kept_problem, problem
from ..projects.drafts.confirmation import confirm_invoice
from .corrections.posted import post_corrections
from .orders_posted import Outcome, post_orders
from .records import ItemRow, NumberedItem, RunRow
from .summary_documents import DocumentRefused, after_refusal

RUN, ITEM, CORRECTED = tables.posting_run, tables.posting_run_item, tables.invoice
NOT_SIGNED = ""  # the hash of no plan
TRIES, PAUSE_SECONDS = 5, 0.5  # while the database is away, or a row is locked
TOLD = ("status", "invoice_id", "problems")  # of an item, when it is known what became of it
CREDIT = frozenset({Scope.CREDIT})
OF_KIND = {  # the duties of which one is needed to go on
    PostingRunKind.POST_INVOICES: CREDIT | {Scope.INVOICE},
    PostingRunKind.CONFIRM_INVOICES: CREDIT | {Scope.INVOICE},
    PostingRunKind.CORRECT_INVOICES: CREDIT,
}
OPERATIONS = {
    PostingRunKind.POST_INVOICES: "postInvoices",
    PostingRunKind.CONFIRM_INVOICES: "confirmInvoices",
    PostingRunKind.CORRECT_INVOICES: "correctInvoices",
}
COUNTS = {
    PostingItemStatus.EXECUTED: "posted",
    PostingItemStatus.SKIPPED: "skipped",
    PostingItemStatus.CONTAINS_ERRORS: "failed",
    PostingItemStatus.WAITING: "waiting",
}


def execute_documents(
    service: Service, run: RunRow, documents: Sequence[int], stopping: Callable[[], bool] = lambda: False
) -> int | None:
    """Post documents in one transaction, or write down why not; the last of them, or None where the run does not go on.

    Those behind the last go on waiting.

    Orders of a selection that are not ready are SKIPPED, and the others of their document are posted without them.
    Raises `Unavailable` where the database cannot be used, or a row stays locked: the documents go on waiting.
    """
    lost = 0
    while True:
        try:
            return service.database.run_write(partial(_tried, service, run, documents), shared=False)
        except Unavailable:
            if lost == TRIES or stopping():
                raise
            lost += 1  # perhaps as it was committed: if it was, none of its items waits any more
            time.sleep(PAUSE_SECONDS * lost)
        except Exception as error:  # whatever it is, it must not stop or spoil the other documents; it is logged
            if len(documents) > 1:
                return _one_by_one(service, run, documents, stopping)
            (document,) = documents
            refused = error.problems if isinstance(error, DocumentRefused) else _internal(service, run.id, document)
            return service.database.run_write(partial(_noted, service, run, document, refused))


def _one_by_one(service: Service, run: RunRow, documents: Sequence[int], stopping: Callable[[], bool]) -> int | None:
    """Post documents each in a transaction of its own, since one of them, nobody knows which, brings down all.

    None, too, where it is left because of `stopping`.
    """
    goes_on = all(
        not stopping() and execute_documents(service, run, [document], stopping) is not None for document in documents
    )
    return documents[-1] if goes_on else None


def _tried(service: Service, run: RunRow, documents: Sequence[int], connection: Connection) -> int | None:
    """Post the documents; the last of them. Raises what brings all of them down."""
    standing = _standing(connection, run.id)
    if standing.status is not PostingRunStatus.EXECUTING:
        return None
    items = _waiting(connection, run.id, documents)
    if not items:
        return documents[-1]
    assert run.asked.invoice_date is not None, "a run that has started has a date"
    now = service.clock.now()
    caller = service.acting_for(connection, run, has_key_since=standing.has_key_since)
    if not caller.may(OF_KIND[run.kind]):
        raise DocumentRefused({_key(one): (_gone(caller, run),) for one in items})
    transaction = Transaction(connection, now, run.asked.invoice_date, caller=caller)
    with keeping(connection) as notes:
        outcomes = _posted(transaction, run, items)
    beside = _settled(service, connection, run, outcomes)
    service.tell(transaction, OPERATIONS[run.kind], _parts(notes), run=run.id, beside=beside)
    is_whole = len(outcomes) == len(items)
    return documents[-1] if is_whole else outcomes[-1][0].document


def _posted(transaction: Transaction, run: RunRow, items: Sequence[NumberedItem]) -> list[Outcome]:
    """What becomes of items, each of whose documents is posted or refused."""
    if run.kind is PostingRunKind.CONFIRM_INVOICES:
        done = PostingItemStatus.EXECUTED
        return [(one, done, _confirmed(transaction, run, one), ()) for one in items]
    if run.kind is PostingRunKind.CORRECT_INVOICES:
        return post_corrections(transaction, run, items)
    return post_orders(transaction, run, items)


def _parts(notes: Notes) -> list[Part]:
    """What each plan that was written did; of one by itself all that was noted, its draft and others' with it."""
    plans = notes.parts[1:]
    return [of_document(together(notes.parts) if len(plans) == 1 else plan) for plan in plans]


def _gone(caller: Caller, run: RunRow) -> Problem:
    """What documents are told of a run whose actor may post nothing of it any more."""
    return problem(ProblemCode.FORBIDDEN, "run", ("id",), scope=min(OF_KIND[run.kind]), who=caller.name)


def _noted(
    service: Service, run: RunRow, document: int, problems: Mapping[int, Problems], connection: Connection
) -> int | None:
    """Write down why the document was not posted; the document, or None if the run does not go on."""
    if _standing(connection, run.id).status is not PostingRunStatus.EXECUTING:
        return None
    items = _waiting(connection, run.id, [document])
    told = _told(run, items, problems)
    beside = _settled(
        service, connection, run, [(item, status, item.invoice_id, found) for item, status, found in told]
    )
    append(connection, service.clock.now(), [], beside)
    return document


def _internal(service: Service, run_id: int, document: int) -> dict[int, Problems]:
    """What a document says that failed for a reason of our own; the reason itself is logged, not told."""
    error_id = uuid.uuid4().hex[:12]
    structlog.get_logger().exception("document of a posting run failed", error_id=error_id, run=run_id)
    with service.database.read() as connection:
        of_document = select(ITEM).where(ITEM.c.run_id == run_id, ITEM.c.document == document)
        items = read_all(connection, of_document, ItemRow)
    bug = replace(problem(ProblemCode.INTERNAL_ERROR, "bug", id=error_id), retryable=True)
    return {_key(item): (bug,) for item in items}


def _told(
    run: RunRow, items: Sequence[NumberedItem], problems: Mapping[int, Problems]
) -> list[tuple[NumberedItem, PostingItemStatus, Problems]]:
    """What items are told after their document was refused: left out where not ready, else failed with the others."""
    numbers = {_key(item): item.number or "" for item in items}
    told = after_refusal(numbers, problems, selected=run.asked.selected)
    return [(item, *told[_key(item)]) for item in items if _key(item) in told]


def _key(item: ItemRow) -> int:
    """The order, draft or posted invoice of an item; a draft that has been deleted is nobody else's."""
    return item.corrects_id or item.order_id or item.invoice_id or -item.id


@dataclass(frozen=True)
class Standing:
    """How a run stands just now, and whether a key was made since it was set up."""

    status: PostingRunStatus
    has_key_since: bool


def _standing(connection: Connection, run_id: int) -> Standing:
    since = key_since(RUN.c.created_at).label("has_key_since")
    return read_one(connection, select(RUN.c.status, since).where(RUN.c.id == run_id), Standing)


def _waiting(connection: Connection, run_id: int, documents: Sequence[int]) -> list[NumberedItem]:
    """The items of documents that wait, locked."""
    number = func.coalesce(tables.order.c.number, CORRECTED.c.number).label("number")
    statement = (
        select(ITEM, number)
        .outerjoin(tables.order, tables.order.c.id == ITEM.c.order_id)
        .outerjoin(CORRECTED, CORRECTED.c.id == ITEM.c.corrects_id)
        .where(ITEM.c.run_id == run_id, is_given(ITEM.c.document, given_keys("documents")))
        .where(ITEM.c.status == PostingItemStatus.WAITING)
        .order_by(ITEM.c.document, ITEM.c.position)
        .params(documents=documents)
    )
    return read_all(connection, statement.with_for_update(of=ITEM), NumberedItem)


def _confirmed(transaction: Transaction, run: RunRow, item: NumberedItem) -> int:
    if item.invoice_id is None:
        deleted = problem(
            ProblemCode.NOT_FOUND, "draft-deleted", ("invoices",), type="Invoice", given=item.number or ""
        )
        raise DocumentRefused({_key(item): (deleted,)})
    ref = InvoiceRef(id=encode("Invoice", item.invoice_id))
    command = ConfirmInvoice(invoice=ref, settlement=run.asked.settlement)
    signed_as = None if run.approval_id is None else item.plan_hash or NOT_SIGNED
    of_run = OfRun(OPERATIONS[run.kind], ("invoices",), run.approval_id, signed_as)
    try:
        confirmed = confirm_invoice(transaction, command, of_run=of_run).invoice
    except Refused as refused:
        raise DocumentRefused({_key(item): refused.problems}) from None
    assert confirmed is not None, "a confirmation has a document"
    return confirmed


def _settled(service: Service, connection: Connection, run: RunRow, outcomes: Sequence[Outcome]) -> Statement | None:
    """Count what became of items, end a run that stops at it, and write it down with the items.

    On PostgreSQL that is a statement to go along with another one.
    """
    if not outcomes:
        return None
    counts = Counter(COUNTS[status] for _, status, _, _ in outcomes)
    values: dict[str, object] = {name: RUN.c[name] + more for name, more in counts.items()}
    values["waiting"] = RUN.c.waiting - len(outcomes)
    failed = any(status is PostingItemStatus.CONTAINS_ERRORS for _, status, _, _ in outcomes)
    if failed and run.asked.stop_on_first_error:
        values |= {"status": PostingRunStatus.ERROR, "ended_at": service.clock.now()}  # at once, whoever executes it
    connection.execute(update(RUN).where(RUN.c.id == run.id).values(values))
    rows = [(item.id, status, found, [kept_problem(one) for one in why]) for item, status, found, why in outcomes]
    if connection.dialect.name == "postgresql":
        return bulk.update_of(connection.dialect, ITEM, TOLD, rows, compared=False)
    bulk.give(connection, ITEM, TOLD, rows)
    return None
