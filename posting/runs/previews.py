"""The plan of a run as plain JSON values: what `planRun` answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ...models.vocabulary import PostingItemStatus
from ..amounts import ZERO
from ..command.transaction import Result, Transaction
from ..commands import PostInvoices
from ..ledger.results import plan_document, problem_document
from ..plan import PlannedSettlement, plain
from ..planners.sales.carried_forward import place_of
from .plan_hash import run_hash
from .plans import LeftOut, ReadyDocument, RunPlan
from .reviewed import as_reviewed


@dataclass
class Total:
    """What the documents of a customer in a currency come to."""

    documents: int = 0
    net: Decimal = ZERO
    tax: Decimal = ZERO


def preview_run(transaction: Transaction, command: PostInvoices) -> Result:
    """What `post_invoices` would post, skip and leave out; writes nothing and uses up no number and no key."""
    plan = as_reviewed(transaction, command)
    skipped = [one for one in plan.left_out if one.status is PostingItemStatus.SKIPPED]
    blocked = [one for one in plan.left_out if one.status is PostingItemStatus.CONTAINS_ERRORS]
    return {
        "run_plan": {
            "hash": run_hash(plan),
            "total": len(plan.numbers),
            "ready": len(plan.numbers) - len(plan.left_out),
            "skipped": len(skipped),
            "blocked": len(blocked),
            "totals": _totals(plan.ready),
            "documents": _documents(plan),
            "skipped_orders": [_left_out(one) for one in skipped],
            "blocked_orders": [_left_out(one) for one in blocked],
        }
    }


def _documents(plan: RunPlan) -> list[Result]:
    positions = {one.place: position for position, one in enumerate(plan.ready)}
    return [
        plan_document(one.plan)
        | {
            "position": position,
            "orders": list(one.orders),
            "customer": one.plan.customer_id,
            "settlements": [_settlement(settled, positions) for settled in one.plan.settlements],
        }
        for position, one in enumerate(plan.ready)
    ]


def _settlement(settled: PlannedSettlement, positions: dict[int, int]) -> Result:
    """Another document, or the position in the plan of one that is yet to be posted."""
    place = place_of(settled.invoice_id)
    invoice, position = (settled.invoice_id, None) if place is None else (None, positions[place])
    return {"invoice": invoice, "position": position, "amount": plain(settled.amount)}


def _left_out(one: LeftOut) -> Result:
    return {"order": one.order, "problems": [problem_document(problem) for problem in one.problems]}


def _totals(ready: Iterable[ReadyDocument]) -> list[Result]:
    """By customer, the oldest first, and currency; orders that close without a document add nothing."""
    found: dict[tuple[int, str], Total] = {}
    for one in ready:
        total = found.setdefault((one.plan.customer_id, one.plan.currency), Total())
        total.documents += one.plan.document_type is not None
        total.net += one.plan.net_amount
        total.tax += one.plan.tax_amount
    return [
        {
            "customer": customer,
            "currency": currency,
            "documents": total.documents,
            "net_amount": plain(total.net),
            "tax_amount": plain(total.tax),
            "total_amount": plain(total.net + total.tax),
        }
        for (customer, currency), total in sorted(found.items())
    ]
