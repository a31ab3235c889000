"""Commands of recurring runs: a selection of orders that is posted again and again."""

from dataclasses import dataclass, field

from ...models.identity import GlobalId
from ...models.vocabulary import QuantitySelection, SettlementMode, SummaryUpdate
from .base import WHY, Command, about
from .runs import OrderSelection
from .texts import CRON, REASON, SCHEDULE_NAME, TIME_ZONE


@dataclass(kw_only=True)
class CreateRunSchedule(Command):
    """Posts what a selection finds, again and again."""

    name: str = field(metadata=about("What it is called; each name once.", SCHEDULE_NAME))
    cron: str = field(
        metadata=about("When: minute, hour, day of month, month, day of week; e.g. 0 6 * * MON-FRI, or @daily.", CRON)
    )
    time_zone: str | None = field(default="UTC", metadata=about("The time zone of cron, e.g. Europe/Oslo.", TIME_ZONE))
    enabled: bool | None = field(default=True, metadata=about("Off: it starts nothing until it is switched on."))
    select: OrderSelection = field(metadata=about("What each run takes; evaluated when the run starts."))
    quantity: QuantitySelection | None = field(
        default=QuantitySelection.PACKING_SLIP, metadata=about("Which quantity of each line is invoiced.")
    )
    summary_update: SummaryUpdate | None = field(
        default=SummaryUpdate.NONE, metadata=about("Whether orders of one customer share a document.")
    )
    mix_order_types: bool | None = field(
        default=False, metadata=about("On: sales and return lines of one customer share a document, too.")
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE, metadata=about("What each document is matched with at once.")
    )
    stop_on_first_error: bool | None = field(
        default=False, metadata=about("On: the orders after the first one that fails stay WAITING.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class UpdateRunSchedule(Command):
    """Changes when a schedule runs, switches it on or off; what is left out stays. What it selects never changes."""

    schedule: GlobalId = field(metadata=about("The schedule."))
    name: str | None = field(default=None, metadata=about("What it is called from now on.", SCHEDULE_NAME))
    cron: str | None = field(default=None, metadata=about("When it runs from now on.", CRON))
    time_zone: str | None = field(default=None, metadata=about("The time zone of cron from now on.", TIME_ZONE))
    enabled: bool | None = field(default=None, metadata=about("Switches it on or off."))
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
