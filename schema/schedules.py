"""Recurring posting runs."""

from datetime import date, datetime

import strawberry

from ..models import tables
from ..models.vocabulary import OrderType, QuantitySelection, SettlementMode, SummaryUpdate
from ..resolvers.computed.next_runs import next_run_at
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import computed, connected, kept, parent, stored
from ..resolvers.reading.renderings import Member, Members, Plain
from .nodes import Connection, Node
from .parties import Customer
from .runs import PostingRun

SCHEDULE = tables.run_schedule
INVOICED = (OrderType.SALES_ORDER, OrderType.RETURN_ORDER)


@strawberry.type(description="A selection of orders that is posted again and again.")
class RunSchedule(Node):
    """A schedule of posting runs."""

    name: str = stored(SCHEDULE.c.name, "What it is called.")
    cron: str = stored(SCHEDULE.c.cron, "When it runs: minute, hour, day of month, month, day of week.")
    time_zone: str = stored(SCHEDULE.c.time_zone, "The time zone of cron.")
    enabled: bool = stored(SCHEDULE.c.enabled, "Whether it is switched on.")
    created_at: datetime = stored(SCHEDULE.c.created_at, "When it was made.")
    next_run_at: datetime | None = computed(
        "When it starts its next run, to within ten seconds; null while it is off.", SCHEDULE.c.id, resolver=next_run_at
    )
    types: list[OrderType] = kept(
        SCHEDULE.c.request, ("late", "type"), Members(OrderType, INVOICED), "Which orders it takes."
    )
    customer: Customer | None = parent(SCHEDULE.c.customer_id, "Customer", "Whose orders; null for everybody's.")
    created_from: date | None = kept(
        SCHEDULE.c.request, ("late", "from"), Plain.DAY, "Only orders created on this day or later."
    )
    created_to: date | None = kept(
        SCHEDULE.c.request, ("late", "to"), Plain.DAY, "Only orders created on this day or before."
    )
    quantity: QuantitySelection = kept(
        SCHEDULE.c.request, ("quantity",), Member(QuantitySelection), "Which quantity of each line is invoiced."
    )
    summary_update: SummaryUpdate = kept(
        SCHEDULE.c.request,
        ("late", "summary_update"),
        Member(SummaryUpdate),
        "Whether orders of one customer share a document.",
    )
    mix_order_types: bool = kept(
        SCHEDULE.c.request,
        ("late", "mix_order_types"),
        Plain.SWITCH,
        "Whether sales and return lines share a document.",
    )
    settlement: SettlementMode = kept(
        SCHEDULE.c.request, ("settlement",), Member(SettlementMode), "What each document is matched with at once."
    )
    stop_on_first_error: bool = kept(
        SCHEDULE.c.request, ("stop_on_first_error",), Plain.SWITCH, "Whether a run stops at its first error."
    )
    runs: Connection[PostingRun] = connected(
        SCHEDULE.c.id, "PostingRun", tables.posting_run.c.schedule_id, "The runs that it has started, oldest first."
    )


catalogue(RunSchedule, table=tables.run_schedule)
