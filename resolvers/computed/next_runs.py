"""When recurring runs come next."""

from datetime import datetime

from sqlalchemy import select

from ...models import tables
from ...posting.runs.schedules import next_time
from ..context import Info
from ..reading.rows import Row


def next_run_at(root: Row, info: Info) -> datetime | None:
    """When a schedule starts its next run; None while it is switched off."""
    batch = root.batch
    return batch.once(("next_run_at",), lambda: _answers(info, [row.key for row in batch.rows]))[root.key]


def _answers(info: Info, keys: list[int]) -> dict[int, datetime | None]:
    schedule, now = tables.run_schedule, info.context.clock.now()
    found = info.context.connection.execute(select(schedule).where(schedule.c.id.in_(keys)))
    return {row.id: next_time(row.cron, row.time_zone, now) if row.enabled else None for row in found}
