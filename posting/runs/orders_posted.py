"""Documents of a run of orders that are posted together, in one transaction: loaded, planned and written as sets.

Each is planned on what the ones before it leave behind, as they are for `planRun`, and numbered behind them: so the
books are what they would be had each been posted by itself. What is wrong with one keeps none of the others back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from sqlalchemy import select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.rows import read_all
from ...models.vocabulary import PostingItemStatus
from ..command.records import OrderRow
from ..command.transaction import Transaction
from ..ledger.approved import posted_under
from ..ledger.post import enter_all
from ..plan import Plan
from ..planners.sales.carried_forward import CarriedForward, place_of
from ..problems import Problems, Refused
from ..projects.drafts.following import follow
from .records import NumberedItem, RunRow
from .requests import document_request
from .reviewed import plan_as_reviewed
from .summary_documents import DocumentRefused, Loaded, Told, load_orders, plan_document

ORDER = tables.order
WANTED = is_given(ORDER.c.id, given_keys("orders"))
LOCKED = select(ORDER).where(WANTED).order_by(ORDER.c.id).with_for_update(key_share=True)
Outcome = tuple[NumberedItem, PostingItemStatus, int | None, Problems]


@dataclass(frozen=True)
class _Planned:
    """A document of the run: its items, its plan, and what those are told that are left out of it."""

    items: Sequence[NumberedItem]
    plan: Plan | None
    told: Told


def post_orders(transaction: Transaction, run: RunRow, items: Sequence[NumberedItem]) -> list[Outcome]:
    """Post the documents that `items` are of, as many as can be together: what became of the items of these.

    Raises `DocumentRefused` where something has moved in spite of its lock; then nothing is posted.
    """
    wanted = [one.order_id for one in items if one.order_id is not None]
    orders = {row.id: row for row in read_all(transaction.connection, LOCKED.params(orders=wanted), OrderRow)}
    loaded = load_orders(transaction, list(orders.values()), document_request(run.asked))
    loaded = replace(loaded, approval=run.approval_id)
    planned = list(_planned(transaction, run, items, orders, loaded))
    plans = [one.plan for one in planned if one.plan is not None]
    try:
        posted = enter_all(transaction, plans)
    except Refused as refused:
        raise DocumentRefused(dict.fromkeys(wanted, refused.problems)) from None
    if run.approval_id is not None:
        hashes = [one.items[0].plan_hash or "" for one in planned if one.plan is not None]
        written = [(one.invoice_id, hashed) for one, hashed in zip(posted, hashes, strict=True)]
        posted_under(transaction, run.approval_id, [(key, hashed) for key, hashed in written if key is not None])
    follow(transaction, {draft for one in loaded.returned.values() for draft in one.drafts})
    outcomes: list[Outcome] = []
    documents_of = iter(posted)
    for one in planned:
        documents: dict[int, int | None] = {}
        if one.plan is not None:
            documents = dict.fromkeys(one.plan.order_ids, next(documents_of).invoice_id)
        outcomes += [_outcome(item, documents, one.told) for item in one.items]
    return outcomes


def _planned(
    transaction: Transaction, run: RunRow, items: Sequence[NumberedItem], orders: dict[int, OrderRow], loaded: Loaded
) -> Iterator[_Planned]:
    """The documents, up to the one that the run stops at, or that has to see those before it posted."""
    carried = CarriedForward()
    for place, of_document in groupby(items, key=lambda item: item.document):
        mine = list(of_document)
        of_orders = [orders[one.order_id] for one in mine if one.order_id is not None]
        plan_orders = partial(plan_as_reviewed, transaction, mine[0], loaded)
        plan, told, carried = plan_document(plan_orders, of_orders, carried, place, selected=run.asked.selected)
        if plan is not None and any(place_of(one.invoice_id) is not None for one in plan.settlements):
            return  # it is settled with a document that has no key yet
        yield _Planned(mine, plan, told)
        failed = any(status is PostingItemStatus.CONTAINS_ERRORS for status, _ in told.values())
        if failed and run.asked.stop_on_first_error:
            return


def _outcome(item: NumberedItem, documents: dict[int, int | None], told: Told) -> Outcome:
    order = item.order_id or 0
    if order in told:
        status, problems = told[order]
        return item, status, item.invoice_id, problems
    return item, PostingItemStatus.EXECUTED, documents.get(order), ()
