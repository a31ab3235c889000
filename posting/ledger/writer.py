"""The one writer: writes exactly what stands in plans, set by set, and is the only code that writes the books.

Each changed column is moved only from the value that the plan was made with; where a row has moved on in spite of its
lock the whole posting is refused. Order of locks: order or draft, contract and retainers of a draft, original lines,
customer, the row of the parameters, the series of documents where their numbers follow the calendar, replacement order
and the series SALES_ORDER, products, and the series: LEDGER and those of the packing slips, the document and the
vouchers by name. These are drawn when everything else is there, and held for the writing alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import bindparam, select

from ...models import tables
from ...models.several import Part, Several
from ...models.together import Together
from ..command.transaction import Transaction
from ..history.documents import note_posted
from ..plan import Plan
from ..planned.changes import Change
from .accounts import change_balances, write_payments, write_settlements
from .actuals import append_actuals, append_links
from .compare_and_set import apply
from .copies import write_copies
from .details import write_details
from .documents import number_documents, write_documents
from .keyed import Keyed, keyed
from .packing_slips import move_goods, write_packing_slips
from .records import AccountRow
from .required_files import keep_required
from .taken_off import take_off
from .vouchers import write_vouchers

ACTUAL = tables.actual
BEFORE = Part(select(ACTUAL.c.recorded_at).where(ACTUAL.c.id == bindparam("before", type_=ACTUAL.c.id.type)), datetime)
ACCOUNTS = Part(select(tables.posting_account), AccountRow)
AFTER_DRAWING = Several(BEFORE, ACCOUNTS)


@dataclass(frozen=True)
class Written:
    """The keys of what was written; ledger row `position` of the plan has the key `first_actual` + `position`."""

    invoice_id: int | None
    first_actual: int
    packing_slip_ids: tuple[int, ...]
    payment_id: int | None
    settlement_ids: tuple[int, ...] = ()


def write(transaction: Transaction, plan: Plan) -> Written:
    """Write the whole effect of `plan`, ready to be committed."""
    (written,) = write_all(transaction, [plan])
    return written


def write_all(transaction: Transaction, plans: Sequence[Plan]) -> list[Written]:
    """Write the whole effect of several plans, in as many statements as that of one; numbered in their order.

    A plan may move what one before it has moved. Whatever fails, all of it fails.
    """
    together = Together(transaction.connection)
    move_goods(transaction, [slip for plan in plans for slip in plan.slips])
    for plan in plans:
        if plan.draft_id is not None and plan.taken_off:
            take_off(transaction.connection, plan.draft_id, plan.taken_off)
    written = keyed(transaction.connection, plans)
    first = min((one.first_actual for one in written if one.plan.actuals), default=0)
    found = AFTER_DRAWING.read(transaction.connection, {"before": first - 1})
    # never before the row that stands before them: positions and instants rise together
    recorded_at = max([transaction.now, *found.rows(BEFORE)])
    write_packing_slips(together, written, transaction.caller.actor_id)
    write_documents(transaction, together, written)
    write_details(together, written)
    append_actuals(together, written, recorded_at, transaction.caller.actor_id)
    append_links(together, written)
    change_balances(together, [change for plan in plans for change in plan.balances])
    write_payments(together, written, transaction.caller.actor_id)
    write_settlements(together, written)
    write_vouchers(together, written, {row.posting_type: row for row in found.rows(ACCOUNTS)})
    apply(together, _changes(written))
    write_copies(together, written)
    number_documents(transaction, together, written)
    together.send()
    keep_required(transaction, written)
    for one in written:
        _note(transaction, one)
    return [
        Written(
            one.invoice_id, one.first_actual, tuple(key for key, _ in one.slips), one.payment_id, one.settlement_ids
        )
        for one in written
    ]


def _note(transaction: Transaction, one: Keyed) -> None:
    """Have the history tell of a plan that was written."""
    first, count = one.first_actual, len(one.plan.actuals)
    posted = {
        "Actual": range(first, first + count),
        "PackingSlip": [key for key, _ in one.slips],
        "Payment": [] if one.payment_id is None else [one.payment_id],
        "Settlement": one.settlement_ids,
    }
    document = None if one.plan.document_type is None else one.invoice_id
    slips = (change for slip in one.plan.slips for change in slip.changes)
    changes = chain(slips, _changes([one]), _of_draft(one, transaction.now))
    note_posted(transaction.connection, document, one.plan.currency, posted.items(), changes)


def _of_draft(one: Keyed, now: datetime) -> Iterator[Change]:
    """What a draft has from now on that it had not."""
    plan = one.plan
    if plan.draft_id is None:
        return
    yield Change("Invoice", plan.draft_id, "number", None, one.number)
    yield Change("Invoice", plan.draft_id, "invoice_date", None, plan.invoice_date)
    yield Change("Invoice", plan.draft_id, "document_date", None, plan.document_date)
    yield Change("Invoice", plan.draft_id, "due_date", None, plan.due_date)
    yield Change("Invoice", plan.draft_id, "posted_at", None, now)


def _changes(written: Sequence[Keyed]) -> Iterator[Change]:
    """What plans change of existing rows; ledger rows that are reversed, each with the row that does it."""
    for one in written:
        yield from one.plan.changes
        for existing, position in one.plan.reversed_existing:
            yield Change("Actual", existing, "reversed_by_id", None, one.first_actual + position)
