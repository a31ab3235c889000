"""Recurring posting runs."""

from datetime import date, datetime

import strawberry

from ..models import tables
from ..models.vocabulary import OrderType, QuantitySelection, SettlementMode, SummaryUpdate
from ..resolvers.computed.next_runs import next_run_at
from ..resolvers.lists import paged
from ..resolvers.reading.declarations import catalogue, computed, converted, stored
from ..resolvers.reading.pages import Below
from ..resolvers.reading.relations import parent
from .nodes import Connection, Node
from .parties import Customer
from .runs import PostingRun

S = tables.run_schedule.c


@strawberry.type(description="A selection of orders that is posted again and again.")
class RunSchedule(Node):
    """A schedule of posting runs."""

    name: str = stored(S.name, "What it is called.")
    cron: str = stored(S.cron, "When it runs: minute, hour, day of month, month, day of week.")
    time_zone: str = stored(S.time_zone, "The time zone of cron.")
    enabled: bool = stored(S.enabled, "Whether it is switched on.")
    created_at: datetime = stored(S.created_at, "When it was made.")
    next_run_at: datetime | None = computed(
        "When it starts its next run, to within ten seconds; null while it is off.", S.id, resolver=next_run_at
    )
    types: list[OrderType] = converted(
        S.request,
        lambda kept: [
            OrderType(one) for one in kept["late"]["type"] or (OrderType.SALES_ORDER, OrderType.RETURN_ORDER)
        ],
        "Which orders it takes.",
    )
    customer: Customer | None = parent(S.customer_id, "Customer", "Whose orders; null for everybody's.")
    created_from: date | None = converted(
        S.request, lambda kept: _day(kept["late"]["from"]), "Only orders created on this day or later."
    )
    created_to: date | None = converted(
        S.request, lambda kept: _day(kept["late"]["to"]), "Only orders created on this day or before."
    )
    quantity: QuantitySelection = converted(
        S.request, lambda kept: QuantitySelection(kept["quantity"]), "Which quantity of each line is invoiced."
    )
    summary_update: SummaryUpdate = converted(
        S.request,
        lambda kept: SummaryUpdate(kept["late"]["summary_update"]),
        "Whether orders of one customer share a document.",
    )
    mix_order_types: bool = converted(
        S.request, lambda kept: kept["late"]["mix_order_types"], "Whether sales and return lines share a document."
    )
    settlement: SettlementMode = converted(
        S.request, lambda kept: SettlementMode(kept["settlement"]), "What each document is matched with at once."
    )
    stop_on_first_error: bool = converted(
        S.request, lambda kept: kept["stop_on_first_error"], "Whether a run stops at its first error."
    )
    runs: Connection[PostingRun] = paged(
        S.id, "PostingRun", Below(tables.posting_run.c.schedule_id), "The runs that it has started, oldest first."
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


catalogue(RunSchedule, table=tables.run_schedule)
