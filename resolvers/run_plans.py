"""Plans of runs, made ready for the API: the records that they name are loaded for the whole plan at once."""

from collections.abc import Iterable
from typing import Any

from ..posting.commands import PostInvoices
from ..posting.runs.previews import preview_run
from .context import Info
from .mutations import Refusal, look
from .plans import plan_view, problem_view, typed
from .reading.rows import Row, load_many
from .reading.selection import requested

View = dict[str, Any]
SETTLED = ("documents", "settlements", "invoice")


def plan_run(info: Info, command: PostInvoices) -> Refusal | View:
    """What a run would do, or why it is refused."""
    answer = look(info, command, preview_run)
    if isinstance(answer, Refusal):
        return answer
    plan: View = answer["run_plan"]
    documents, left_out = plan["documents"], [*plan["skipped_orders"], *plan["blocked_orders"]]
    keys = [*(key for one in documents for key in one["orders"]), *(one["order"] for one in left_out)]
    orders = _loaded(
        info, "Order", keys, ("documents", "orders"), ("skippedOrders", "order"), ("blockedOrders", "order")
    )
    customers = _loaded(
        info, "Customer", (one["customer"] for one in plan["totals"]), ("documents", "customer"), ("totals", "customer")
    )
    settled = _loaded(info, "Invoice", (one["invoice"] for each in documents for one in each["settlements"]), SETTLED)
    return plan | {
        "totals": [
            typed(one, one["currency"]) | {"customer": customers.get(one["customer"])} for one in plan["totals"]
        ],
        "documents": [_document(one, orders, customers, settled) for one in documents],
        **{name: [_left_out(one, orders) for one in plan[name]] for name in ("skipped_orders", "blocked_orders")},
    }


def _document(document: View, orders: dict[int, Row], customers: dict[int, Row], settled: dict[int, Row]) -> View:
    view = plan_view(document)
    return view | {
        "orders": [orders.get(key) for key in document["orders"]],
        "customer": customers.get(document["customer"]),
        "settlements": [one | {"invoice": settled.get(one["invoice"])} for one in view["settlements"]],
    }


def _left_out(one: View, orders: dict[int, Row]) -> View:
    return {"order": orders.get(one["order"]), "problems": [problem_view(problem) for problem in one["problems"]]}


def _loaded(info: Info, type_name: str, keys: Iterable[int | None], *paths: tuple[str, ...]) -> dict[int, Row]:
    """Records that fields of the plan show, by key; none where no client asks for them."""
    names = requested(info, *paths)
    wanted = list(dict.fromkeys(key for key in keys if key is not None))
    return {row.key: row for row in load_many(info, type_name, wanted, names)} if names and wanted else {}
