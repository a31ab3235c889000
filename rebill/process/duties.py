"""What there is for a worker to do, asked of the books themselves.

The library that carries runs on polls the database a dozen times a second, holds ten megabytes and takes a third of a
second to load. So it is loaded and begun only where something is to be done, and a server that nobody asks to post at
once costs next to nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from ..models.database import Database
from ..posting.command.transaction import Service
from ..posting.runs import execution, schedules

AHEAD = timedelta(seconds=30)  # of a schedule's time: it takes a second to begin, and five until schedules are read
BEHIND = timedelta(seconds=20)  # of it: several processes share it by coming up to ten seconds late
LEFT = "SELECT 1 FROM {} WHERE status IN ('PENDING', 'ENQUEUED', 'DELAYED') LIMIT 1"
MADE = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'workflow_status'",
    "postgresql": "SELECT count(to_regclass('dbos.workflow_status'))",
}
NAMES = {"sqlite": "workflow_status", "postgresql": "dbos.workflow_status"}


@dataclass(frozen=True)
class Duties:
    """The runs that have not ended, the schedules that are switched on, and whether anything is due; asked `at`."""

    runs: list[int]
    schedules: dict[str, tuple[str, str, int]]
    any: bool
    at: datetime | None = None


NOTHING = Duties([], {}, any=False)


def ask(service: Service, before: Duties = NOTHING) -> Duties:
    """What there is to do at this moment; `before` is what there was when this worker asked last."""
    now, in_force = service.clock.now(), schedules.in_force(service)
    if before.at is not None and before.at + AHEAD < now:
        _make_up(service, before.at, dict(before.schedules.items() & in_force.items()), now)
    runs, is_near = execution.unfinished(service), _near(now)
    due = bool(runs) or any(is_near(cron, zone) for cron, zone, _ in in_force.values())
    return Duties(runs, in_force, due or _is_something_left(service.database), now)


def _make_up(service: Service, since: datetime, in_force: dict[str, tuple[str, str, int]], now: datetime) -> None:
    """Write down the runs of schedules that came while nobody looked: the machine slept, or the database was away."""
    for cron, zone, key in in_force.values():
        when = schedules.next_time(cron, zone, since)
        while when is not None and when <= now:
            schedules.start_scheduled(service, key, when)
            when = schedules.next_time(cron, zone, when)


def _near(now: datetime) -> Callable[[str, str], bool]:
    def is_near(cron: str, zone: str) -> bool:
        comes = schedules.next_time(cron, zone, now - BEHIND)
        return comes is not None and comes <= now + AHEAD

    return is_near


def _is_something_left(database: Database) -> bool:
    """Whether a workflow was begun and has not ended: here, by another worker, or by one that died."""
    dialect = database.dialect
    with database.read() as connection:
        made = connection.execute(text(MADE[dialect])).scalar()
        return bool(made) and connection.execute(text(LEFT.format(NAMES[dialect]))).first() is not None


def make_room(database: Database) -> None:
    """Make the library's schema on PostgreSQL: a role that may not is told at once, and not by the first run."""
    if database.dialect == "sqlite":
        return
    with database.read() as connection:
        is_there = connection.execute(text("SELECT to_regnamespace('dbos')")).scalar() is not None
    if not is_there:
        database.run_write(_make_schema)


def _make_schema(connection: Connection) -> None:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS dbos"))
