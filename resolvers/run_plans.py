"""Plans of runs, made ready for the API: the records that they name are loaded for the whole plan at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models.money import minor_unit
from ..models.vocabulary import PostingItemStatus
from ..posting.amounts import rounded
from ..posting.commands import PostInvoices
from ..posting.ledger.required_files import with_warning
from ..posting.planners.sales.carried_forward import place_of
from ..posting.runs.plan_hash import run_hash
from ..posting.runs.plans import ReadyDocument, RunPlan
from ..posting.runs.reviewed import as_reviewed
from ..posting.runs.totals import Total, totals
from .context import Info
from .mutations import Refusal, look
from .plans import PlanView, View
from .reading.rows import Row, load_many
from .reading.selection import requested

SETTLED = ("documents", "settlements", "invoice")
WARNED = ("documents", "warnings")
MOST_CHECKED = 100  # documents: the rules take tens of milliseconds for each, and a query has some seconds


@dataclass(frozen=True)
class DocumentView(PlanView):
    """A document that the run would post: its plan, its place in the order of numbering, and what it names."""

    position: int = 0
    orders: Sequence[Row | None] = ()
    customer: Row | None = None
    matched: Sequence[View] = ()

    @property
    def settlements(self) -> list[View]:
        """What is settled at once, also with documents that the run itself posts before."""
        return [one | two for one, two in zip(super().settlements, self.matched, strict=True)]


@dataclass(frozen=True)
class RunPlanView:
    """A plan of a run, with the records that it names."""

    plan: RunPlan
    totals: Sequence[View]
    documents: Sequence[DocumentView]
    skipped_orders: Sequence[View]
    blocked_orders: Sequence[View]

    @property
    def hash(self) -> str:
        """What `expectedPlan` takes."""
        return run_hash(self.plan)

    @property
    def total(self) -> int:
        """How many orders were looked at."""
        return len(self.plan.numbers)

    @property
    def ready(self) -> int:
        """How many would be posted."""
        return len(self.plan.numbers) - len(self.plan.left_out)

    @property
    def skipped(self) -> int:
        """How many are not ready."""
        return len(self.skipped_orders)

    @property
    def blocked(self) -> int:
        """How many would contain errors."""
        return len(self.blocked_orders)


def plan_run(info: Info, command: PostInvoices) -> Refusal | RunPlanView:
    """What a run would do, or why it is refused."""
    plan = look(info, command, as_reviewed)
    if isinstance(plan, Refusal):
        return plan
    orders, customers, settled = _records(info, plan)
    positions = {one.place: position for position, one in enumerate(plan.ready)}
    is_checked = len(plan.ready) <= MOST_CHECKED and bool(requested(info, WARNED))

    def document(position: int, one: ReadyDocument) -> DocumentView:
        return DocumentView(
            with_warning(info.context.connection, one.plan) if is_checked else one.plan,
            position=position,
            orders=[orders.get(key) for key in one.orders],
            customer=customers.get(one.plan.of_customer),
            matched=[_matched(each.invoice_id, positions, settled) for each in one.plan.settlements],
        )

    def left_out(status: PostingItemStatus) -> list[View]:
        chosen = (one for one in plan.left_out if one.status is status)
        return [{"order": orders.get(one.order), "problems": one.problems} for one in chosen]

    return RunPlanView(
        plan,
        [_total(one, customers) for one in totals(plan.ready)],
        [document(position, one) for position, one in enumerate(plan.ready)],
        left_out(PostingItemStatus.SKIPPED),
        left_out(PostingItemStatus.CONTAINS_ERRORS),
    )


def _records(info: Info, plan: RunPlan) -> tuple[dict[int, Row], dict[int, Row], dict[int, Row]]:
    """The orders, customers and settled documents that a plan names, as far as they are asked for; by key."""
    named = [*(key for one in plan.ready for key in one.orders), *(one.order for one in plan.left_out)]
    customers = [one.plan.of_customer for one in plan.ready]
    open_items = [each.invoice_id for one in plan.ready for each in one.plan.settlements]
    return (
        _loaded(info, "Order", named, ("documents", "orders"), ("skippedOrders", "order"), ("blockedOrders", "order")),
        _loaded(info, "Customer", customers, ("documents", "customer"), ("totals", "customer")),
        _loaded(info, "Invoice", (key for key in open_items if place_of(key) is None), SETTLED),
    )


def _matched(key: int, positions: dict[int, int], settled: dict[int, Row]) -> View:
    """Another document, or the position in the plan of one that is yet to be posted."""
    place = place_of(key)
    return {"invoice": settled.get(key), "position": None if place is None else positions[place]}


def _total(total: Total, customers: dict[int, Row]) -> View:
    places = minor_unit(total.currency)
    return {
        "customer": customers.get(total.customer),
        "currency": total.currency,
        "documents": total.documents,
        "net_amount": rounded(total.net_amount, places),
        "tax_amount": rounded(total.tax_amount, places),
        "total_amount": rounded(total.total_amount, places),
    }


def _loaded(info: Info, type_name: str, keys: Iterable[int], *paths: tuple[str, ...]) -> dict[int, Row]:
    """Records that fields of the plan show, by key; none where no client asks for them."""
    names = requested(info, *paths)
    wanted = list(dict.fromkeys(keys))
    return {row.key: row for row in load_many(info, type_name, wanted, names)} if names and wanted else {}
