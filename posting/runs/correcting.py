"""Starting a correction run: what it finds is written down, invoice by invoice, and nothing is posted yet.

An expected plan is looked at before the transaction begins; no document is posted but as it was planned, and what was
blocked is not tried. Without one, each document is looked at when its turn comes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import insert

from ...models import tables
from ...models.vocabulary import CorrectionGrouping, PostingItemStatus, PostingRunKind, SettlementMode
from ..command.results import RunResult
from ..command.transaction import Outcome, Service, Transaction
from ..commands import CorrectInvoices
from ..ledger.policies import is_guarded
from ..problems import Problems, kept_problem
from .corrections.asked import correction_request
from .corrections.details import selected_details
from .corrections.documents import changes
from .corrections.groups import grouped, in_parts
from .corrections.plan_hash import check_expected_corrections
from .corrections.plans import CorrectionPlan, plan_corrections
from .corrections.selection import conditions_of
from .corrections.sought import sought
from .execution import INSERTED
from .requests import CorrectionRequest, RunRequest
from .runs import insert_run
from .signing import sign, signed_corrections

ITEM = tables.posting_run_item


@dataclass(frozen=True)
class CorrectionItem:
    """An invoice of a run, by key, with the place of its document; and what its plan says of it."""

    invoice: int
    document: int
    plan_hash: str | None = None
    problems: Problems = ()


@dataclass(frozen=True)
class Correcting:
    """What a run is to do: its request, and its items in the order of posting."""

    request: CorrectionRequest
    items: tuple[CorrectionItem, ...]
    plan: CorrectionPlan | None = None  # where it may have to be signed


def correct_invoices(service: Service, command: CorrectInvoices) -> Outcome[RunResult]:
    """Write down a run of corrections, once per idempotency key; what it finds is looked for before."""
    return service.execute(command, partial(start_correcting, found=service.prepare(command, looked_for)))


def looked_for(transaction: Transaction, command: CorrectInvoices) -> Correcting:
    """What the run is to do; refused with PLAN_OUTDATED where that is not what was expected."""
    if command.expected_plan is None:
        request, guarded = correction_request(transaction, command), is_guarded(transaction.connection)
        signed = plan_corrections(transaction, command, keep_plans=True) if guarded else None
        return Correcting(request, tuple(_to_change(transaction, command, request)), signed)
    plan = plan_corrections(transaction, command, keep_plans=is_guarded(transaction.connection))
    check_expected_corrections(transaction.connection, plan, command.expected_plan)
    return Correcting(plan.request, tuple(_as_planned(plan)), plan)


def _signed(
    transaction: Transaction, command: CorrectInvoices, found: Correcting
) -> tuple[int | None, CorrectionPlan | None]:
    """The approval that the run starts under, and the plan that it is for; refused where it needs one it has not."""
    plan = found.plan
    if not is_guarded(transaction.connection):
        return None, plan
    if plan is None or any(one.plan is None for one in plan.documents):  # nobody had to have anything approved then
        plan = plan_corrections(replace(transaction, posting=False), command, keep_plans=True)
    return sign(transaction, signed_corrections(transaction, command, plan)), plan


def start_correcting(transaction: Transaction, command: CorrectInvoices, found: Correcting | None = None) -> RunResult:
    """Write down a run; what it finds is looked for anew where it is not given."""
    correcting = found or looked_for(transaction, command)
    approval, plan = _signed(transaction, command, correcting)
    if approval is not None and plan is not None and command.expected_plan is None:
        correcting = replace(correcting, items=tuple(_as_planned(plan)))
    asked = RunRequest(
        invoice_date=command.invoice_date or transaction.today,
        is_dated=command.invoice_date is not None,
        stop_on_first_error=command.stop_on_first_error is True,
        settlement=command.settlement or SettlementMode.ORIGINAL_INVOICE,
        selected=command.where.invoices is None,
        is_reviewed=command.expected_plan is not None,
        correction=correcting.request,
    )
    left_out = PostingItemStatus.SKIPPED if asked.selected else PostingItemStatus.CONTAINS_ERRORS
    statuses = [left_out if one.problems else PostingItemStatus.WAITING for one in correcting.items]
    counts = Counter(statuses)
    is_over = not counts[PostingItemStatus.WAITING]
    kind = PostingRunKind.CORRECT_INVOICES
    run_id = insert_run(transaction, kind, asked, counts, is_over=is_over, approval_id=approval)
    rows = [
        {
            "run_id": run_id,
            "position": place,
            "document": one.document,
            "status": status,
            "corrects_id": one.invoice,
            "plan_hash": one.plan_hash,
            "problems": [kept_problem(problem) for problem in one.problems],
        }
        for place, (one, status) in enumerate(zip(correcting.items, statuses, strict=True))
    ]
    for start in range(0, len(rows), INSERTED):
        transaction.connection.execute(insert(ITEM), rows[start : start + INSERTED])
    return RunResult(run_id)


def _to_change(
    transaction: Transaction, command: CorrectInvoices, request: CorrectionRequest
) -> Iterator[CorrectionItem]:
    """The invoices of which the rule changes anything, or that are canceled, each with the place of its document."""
    connection, place = transaction.connection, 0
    found = sought(connection, request.where)
    for part in in_parts(grouped(found.invoices, command.combine or CorrectionGrouping.INVOICE)):
        of_part = conditions_of(connection, request.where, [one.id for group in part for one in group])
        selected = selected_details(connection, of_part, request.rule, lock=False)
        for group in part:
            wanted = [one.id for one in group if one.id in found.canceled or changes(selected.get(one.id, ()))]
            yield from (CorrectionItem(key, place) for key in wanted)
            place += bool(wanted)


def _as_planned(plan: CorrectionPlan) -> Iterator[CorrectionItem]:
    """The invoices that would be corrected or are blocked; those stand behind all documents."""
    hashes = [one.hash for one in plan.documents]
    behind: Sequence[int] = range(len(hashes), len(hashes) + len(plan.invoices))
    for place, one in zip(behind, plan.invoices, strict=True):
        if one.document is not None:
            yield CorrectionItem(one.invoice.id, one.document, hashes[one.document])
        elif one.problems:
            yield CorrectionItem(one.invoice.id, place, None, one.problems)
