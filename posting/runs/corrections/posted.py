"""A document of a correction run whose turn has come: planned anew under its locks, and posted, or told why not."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from ....models import tables
from ....models.among import among
from ....models.given_keys import given_keys, is_given
from ....models.holding import in_turn
from ....models.rows import read_pairs
from ....models.vocabulary import PostingItemStatus, ProblemCode
from ...command.transaction import Transaction
from ...goods.holding import DRAFTS_BESIDE_SEVERAL_HELD, LINES_OF_SEVERAL_HELD
from ...ledger.approved import OfRun, Signed, posted_under, signed_for
from ...ledger.settings import PARAMETERS_HELD
from ...plan import Plan
from ...planners.sales.carried_forward import as_planned
from ...problems import Problems, Refused, problem
from ..records import NumberedItem, RunRow
from ..reviewed import document_outdated
from ..summary_documents import DocumentRefused
from .around import Around, load_around
from .carried import Carried
from .details import selected_details
from .documents import GroupPlan, group_failed, plan_group
from .selection import INVOICE, conditions_of, found_invoices
from .sought import with_canceled
from .writing import write_correction

ORDER, CUSTOMER, ITEM = tables.order, tables.customer, tables.posting_run_item
_CHOSEN = is_given(INVOICE.c.id, given_keys("invoices"))
_CONTRACTS, _CUSTOMERS = (select(INVOICE.c[name]).where(_CHOSEN) for name in ("contract_id", "customer_id"))
HOLD = in_turn(  # what a confirmation holds besides its draft, in its order
    select(ORDER.c.id).where(ORDER.c.id.in_(_CONTRACTS)).order_by(ORDER.c.id).with_for_update(key_share=True),
    DRAFTS_BESIDE_SEVERAL_HELD,  # which follow what becomes of credit notes, and have their lines after themselves
    LINES_OF_SEVERAL_HELD,
    select(CUSTOMER.c.id).where(CUSTOMER.c.id.in_(_CUSTOMERS)).order_by(CUSTOMER.c.id).with_for_update(key_share=True),
    PARAMETERS_HELD,
)
Outcome = tuple[NumberedItem, PostingItemStatus, int | None, Problems]
NOTHING_TO_CHANGE = problem(ProblemCode.NO_CHANGES, "nothing-left", ("where",))


def post_corrections(transaction: Transaction, run: RunRow, items: Sequence[NumberedItem]) -> list[Outcome]:
    """Post the document that `items` are of; what became of each. Raises `DocumentRefused` where it cannot be posted.

    Invoices that are blocked are passed over, and the others of their document are posted without them.
    """
    connection, asked = transaction.connection, run.asked
    assert asked.correction is not None, "a correction run knows what it corrects"
    keys = [item.corrects_id for item in items if item.corrects_id is not None]
    if connection.dialect.name == "postgresql":
        connection.execute(HOLD, {"invoices": keys}).all()
    conditions = conditions_of(connection, asked.correction.where, keys)
    found = with_canceled(connection, asked.correction.where, found_invoices(connection, conditions), keys)
    selected = selected_details(connection, conditions, asked.correction.rule, lock=True)
    if not selected and not found.canceled:
        return _outcomes(items, run, GroupPlan(None, {}, {}, frozenset()), None)
    day = asked.invoice_date if asked.is_dated else None
    around = load_around(transaction, [found.invoices], selected, asked.settlement, day, asked.correction.reason)
    planned = plan_group(connection, found.invoices, selected, around, Carried(), found.canceled)
    if asked.is_reviewed or run.approval_id is not None:
        _check_reviewed(connection, items, planned)
    posted = None
    if planned.failed:
        raise DocumentRefused(dict(planned.problems))
    if planned.document is not None:
        try:
            signed = _signed(transaction, run, around, planned.document.plan)
            posted = write_correction(transaction, planned.document, selected, around, asked.correction.reason)
        except Refused as refused:
            raise DocumentRefused({one.id: refused.problems for one in planned.document.invoices}) from None
        if signed is not None:
            posted_under(transaction, signed.approval, [(posted, items[0].plan_hash or signed.plan_hash)])
    return list(_outcomes(items, run, planned, posted))


def _signed(transaction: Transaction, run: RunRow, around: Around, plan: Plan) -> Signed | None:
    """What the document is posted under; it was compared with what was signed already."""
    assert plan.invoice_date is not None, "a document is dated"
    settings = around.settings[plan.invoice_date][plan.of_customer]
    if not settings.is_guarded and run.approval_id is None:
        return None
    return signed_for(transaction, plan, OfRun("correctInvoices", ("where",), run.approval_id))


def _outcomes(items: Sequence[NumberedItem], run: RunRow, planned: GroupPlan, posted: int | None) -> list[Outcome]:
    """What became of each invoice: blocked ones that were named contain errors, others are passed over."""
    corrected = {one.id for one in planned.document.invoices} if planned.document is not None else set()
    blocked = PostingItemStatus.SKIPPED if run.asked.selected else PostingItemStatus.CONTAINS_ERRORS
    outcomes: list[Outcome] = []
    for item in items:
        key = item.corrects_id or 0
        if key in corrected:
            outcomes.append((item, PostingItemStatus.EXECUTED, posted, ()))
        elif key in planned.problems:
            outcomes.append((item, blocked, None, planned.problems[key]))
        else:
            outcomes.append((item, PostingItemStatus.SKIPPED, None, (NOTHING_TO_CHANGE,)))
    return outcomes


def _check_reviewed(connection: Connection, items: Sequence[NumberedItem], planned: GroupPlan) -> None:
    """Refuse a document that somebody was shown otherwise, with what its invoices are told."""
    keys = [item.corrects_id or 0 for item in items]
    document = planned.document
    if document is None or len(document.invoices) < len(keys):
        raise DocumentRefused(_outdated(items, planned))
    places = _places(connection, items[0].run_id, [one.invoice_id for one in document.plan.settlements])
    reviewed, now = items[0].plan_hash, as_planned(document.plan, places).hash
    if now != reviewed:
        outdated = document_outdated("corrections", reviewed or "", now, document.plan)
        raise DocumentRefused(dict.fromkeys(keys, (outdated,)))


def _outdated(items: Sequence[NumberedItem], planned: GroupPlan) -> dict[int, Problems]:
    """Which invoices can no longer be corrected as planned, and what the others of their document are told."""
    fine = set() if planned.document is None else {one.id for one in planned.document.invoices}
    numbers = {item.corrects_id or 0: item.number or "" for item in items}
    others = ", ".join(number for key, number in numbers.items() if key not in fine)
    values = {"expected": items[0].plan_hash or "", "current": ""}
    outdated = problem(ProblemCode.PLAN_OUTDATED, "corrections-not-posted", ("expectedPlan",), **values)
    return {
        key: (group_failed(number, others),) if key in fine else (outdated, *planned.problems.get(key, ()))
        for key, number in numbers.items()
    }


def _places(connection: Connection, run_id: int, settled: Sequence[int]) -> Mapping[int, int]:
    """The place in the run of each document, posted by it, that a plan settles; by the document's key."""
    if not settled:
        return {}
    mine = select(ITEM.c.invoice_id, ITEM.c.document).where(
        ITEM.c.run_id == run_id, among(connection, ITEM.c.invoice_id, settled)
    )
    return dict(read_pairs(connection, mine, int, int))
