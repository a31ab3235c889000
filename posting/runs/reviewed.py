"""Runs of a plan that somebody has looked at: started as they were shown, and never posting anything else.

What the run writes down of the plan is a hash for each of its documents. When the turn of a document comes, it is
planned anew under its locks, and posted only if it still comes to the very same plan; whatever has happened since is
left to whoever looks at it again.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Update, bindparam, select, update

from ...models import tables
from ...models.among import among
from ...models.money import minor_unit
from ...models.rows import read_pairs
from ...models.vocabulary import PostingItemStatus, ProblemCode
from ..amounts import rounded
from ..command.records import OrderRow
from ..command.transaction import Transaction
from ..commands import PostInvoices
from ..plan import Plan
from ..planners.sales.carried_forward import CarriedForward, Credits, as_planned
from ..problems import Problem, kept_problem, problem
from .plan_hash import check_expected_run
from .plans import RunPlan, plan_run
from .records import ItemRow
from .summary_documents import DocumentRefused, Loaded, plan_summary_document

RUN, ITEM = tables.posting_run, tables.posting_run_item


def as_reviewed(transaction: Transaction, command: PostInvoices) -> RunPlan:
    """The plan of a run, refused with PLAN_OUTDATED where it is not the expected one."""
    plan = plan_run(transaction, command)
    if command.expected_plan is not None:
        check_expected_run(transaction.connection, plan, command.expected_plan)
    return plan


def keep_plan(transaction: Transaction, run_id: int, plan: RunPlan) -> None:
    """Write down, on the items of a run of `plan.documents`, what each document is to be and what is SKIPPED."""
    hashes = {key: one.hash for one in plan.ready for key in one.orders}
    positions = {key: place for place, key in enumerate(key for document in plan.documents for key in document)}
    item = _item(run_id)
    keep_hashes(transaction, run_id, {positions[key]: hashed for key, hashed in hashes.items()})
    skipped = [
        {"at": positions[one.order], "why": [kept_problem(problem) for problem in one.problems]}
        for one in plan.left_out
        if one.status is PostingItemStatus.SKIPPED
    ]
    if skipped:
        left_out = item.values(status=PostingItemStatus.SKIPPED, problems=bindparam("why", type_=ITEM.c.problems.type))
        transaction.connection.execute(left_out, skipped)
        counts = {"skipped": len(skipped), "waiting": RUN.c.waiting - len(skipped)}
        transaction.connection.execute(update(RUN).where(RUN.c.id == run_id).values(counts))


def keep_hashes(transaction: Transaction, run_id: int, hashes: Mapping[int, str]) -> None:
    """Write down the hashes of documents' plans, by the places of their items."""
    planned = [{"at": place, "hash": hashed} for place, hashed in hashes.items()]
    if planned:
        transaction.connection.execute(_item(run_id).values(plan_hash=bindparam("hash")), planned)


def _item(run_id: int) -> Update:
    return update(ITEM).where(ITEM.c.run_id == run_id, ITEM.c.position == bindparam("at"))


def plan_as_reviewed(
    transaction: Transaction,
    item: ItemRow,
    loaded: Loaded,
    orders: Sequence[OrderRow],
    carried: CarriedForward,
) -> tuple[Plan, Credits]:
    """The plan of a document of a run, one of whose items is `item`, and what it credits.

    Raises `DocumentRefused`, too, where it was reviewed as another one.
    """
    reviewed = item.plan_hash if loaded.approval is None else item.plan_hash or ""  # what was signed is planned
    try:
        plan, credits = plan_summary_document(transaction, loaded, orders, carried)
    except DocumentRefused as refused:
        if reviewed is None:
            raise
        outdated = _outdated(reviewed)
        raise DocumentRefused({one.id: (outdated, *refused.problems.get(one.id, ())) for one in orders}) from None
    now = plan.hash if reviewed is None else as_planned(plan, _places(transaction, item.run_id, plan)).hash
    if reviewed is not None and now != reviewed:
        outdated = document_outdated("orders", reviewed, now, plan)
        raise DocumentRefused({one.id: (outdated,) for one in orders})
    return plan, credits


def _places(transaction: Transaction, run_id: int, plan: Plan) -> Mapping[int, int]:
    """The place in the run of each document, posted by it, that the plan settles; by the document's key."""
    settled = [one.invoice_id for one in plan.settlements]
    if not settled:
        return {}
    chosen = among(transaction.connection, ITEM.c.invoice_id, settled)
    mine = select(ITEM.c.invoice_id, ITEM.c.document).where(ITEM.c.run_id == run_id, chosen)
    return dict(read_pairs(transaction.connection, mine, int, int))


def _outdated(reviewed: str) -> Problem:
    values = {"expected": reviewed, "current": ""}
    return problem(ProblemCode.PLAN_OUTDATED, "orders-not-posted", ("expectedPlan",), **values)


def document_outdated(kind: str, reviewed: str, now: str, plan: Plan) -> Problem:
    """What is told of a document that would be another one than was looked at."""
    return problem(
        ProblemCode.PLAN_OUTDATED,
        f"{kind}-document",
        ("expectedPlan",),
        expected=reviewed,
        current=now,
        total=rounded(plan.total_amount, minor_unit(plan.in_currency)),
        currency=plan.in_currency,
        count=len(plan.lines),
    )
