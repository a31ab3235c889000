"""Recurring runs: a saved selection, when it is made, and the runs it has started (returns 3.12)."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from croniter import CroniterError, croniter
from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.rows import read_all, read_one, read_one_or_none, read_value
from ...models.vocabulary import PostingRunKind, ProblemCode
from ..checks import Checks
from ..command.acting import kept_caller
from ..command.lookup import key_of
from ..command.transaction import Service, Transaction
from ..command.zones import zone_named
from ..commands import CreateRunSchedule, PostInvoices, UpdateRunSchedule
from ..problems import refuse
from .requests import as_asked, as_stored
from .runs import written
from .selection import posting_request

SCHEDULE, RUN = tables.run_schedule, tables.posting_run
MONTHS_AND_DAYS = re.compile(
    "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT|L"  # L is the last of a month
)
ALIASES = frozenset({"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"})


@dataclass(frozen=True)
class ScheduleRow:
    """A schedule of posting runs; `request` is what its runs are asked for, as plain values."""

    id: int
    cron: str
    time_zone: str
    enabled: bool
    request: dict[str, object]
    actor_id: int | None
    actor_scopes: list[str] | None
    created_at: datetime


@dataclass(frozen=True)
class ScheduleResult:
    """A schedule of posting runs."""

    schedule: int


def create_run_schedule(transaction: Transaction, command: CreateRunSchedule) -> ScheduleResult:
    """Keep a selection with the times at which it is posted."""
    late = PostInvoices(
        select=command.select,
        quantity=command.quantity,
        summary_update=command.summary_update,
        mix_order_types=command.mix_order_types,
        settlement=command.settlement,
        stop_on_first_error=command.stop_on_first_error,
        late_selection=True,
    )
    checks = Checks()
    request = checks.attempt(lambda: posting_request(transaction, late))
    zone = command.time_zone or "UTC"
    _check_name(transaction, checks, command.name)
    _check_times(transaction, checks, command.cron, zone)
    checks.done()
    assert request is not None
    assert request.late is not None
    values = {
        "name": command.name,
        "cron": command.cron,
        "time_zone": zone,
        "enabled": command.enabled is not False,
        "customer_id": request.late.customer,
        "created_at": transaction.now,
        "request": as_stored(request),
        **kept_caller(transaction.caller),
    }
    added = insert(SCHEDULE).values(values).returning(SCHEDULE.c.id)
    return ScheduleResult(read_one(transaction.connection, added, int))


def update_run_schedule(transaction: Transaction, command: UpdateRunSchedule) -> ScheduleResult:
    """Change when a schedule runs, or switch it on or off."""
    connection, key = transaction.connection, key_of(command.schedule, {"RunSchedule"}, "schedule", "schedule")
    found = read_one_or_none(connection, select(SCHEDULE).where(SCHEDULE.c.id == key).with_for_update(), ScheduleRow)
    if found is None:
        raise refuse(ProblemCode.NOT_FOUND, "id", "schedule", type="RunSchedule", given=command.schedule)
    given = {name: getattr(command, name) for name in ("name", "cron", "time_zone", "enabled")}
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        raise refuse(ProblemCode.INVALID_INPUT, "no-schedule-change")
    checks = Checks()
    if command.name is not None:
        _check_name(transaction, checks, command.name, but=key)
    if command.cron is not None or command.time_zone is not None:
        _check_times(transaction, checks, command.cron or found.cron, command.time_zone or found.time_zone)
    checks.done()
    values |= kept_caller(transaction.caller)  # it acts as whoever last set it up
    connection.execute(update(SCHEDULE).where(SCHEDULE.c.id == key).values(values))
    return ScheduleResult(key)


def _check_name(transaction: Transaction, checks: Checks, name: str, but: int = 0) -> None:
    same = select(SCHEDULE.c.id).where(SCHEDULE.c.name == name, SCHEDULE.c.id != but)
    if read_value(transaction.connection, same, int) is not None:
        checks.invalid("schedule-twice", "name", given=name)


def _check_times(transaction: Transaction, checks: Checks, cron: str, zone: str) -> None:
    zone_is_known = zone_named(zone) is not None
    if not zone_is_known:
        checks.invalid("time-zone", "timeZone", given=zone)
    words = re.findall("[A-Z]+", cron.upper())  # croniter takes more, such as R for a random time
    is_plain = all(map(MONTHS_AND_DAYS.fullmatch, words)) if len(cron.split()) == 5 else cron in ALIASES
    if not is_plain or not croniter.is_valid(cron):
        checks.invalid("cron", "cron", given=cron)
    elif zone_is_known and next_time(cron, zone, transaction.now) is None:
        checks.invalid("cron-never", "cron", given=cron)


def next_time(cron: str, zone: str, after: datetime) -> datetime | None:
    """When a schedule comes next, in UTC; None where it never does.

    >>> next_time("0 6 * * MON", "Europe/Oslo", datetime(2026, 9, 1, 12, 0, tzinfo=UTC)).isoformat()
    '2026-09-07T04:00:00+00:00'
    """
    try:
        following: datetime = croniter(cron, after.astimezone(ZoneInfo(zone))).get_next(datetime)
    except CroniterError:
        return None
    return following.astimezone(UTC)


def in_force(service: Service) -> dict[str, tuple[str, str, int]]:
    """The schedules that are switched on: cron, time zone and key by the name that the engine knows them by."""
    statement = select(SCHEDULE).where(SCHEDULE.c.enabled).order_by(SCHEDULE.c.id)
    with service.database.read() as connection:
        rows = read_all(connection, statement, ScheduleRow)
    return {f"schedule-{row.id}": (row.cron, row.time_zone, row.id) for row in rows}


def start_scheduled(service: Service, schedule: int, when: datetime) -> int | None:
    """Write down the run of a schedule at a time, once; its key, or None where it was switched off meanwhile."""

    def work(connection: Connection) -> int | None:
        found = read_one(connection, select(SCHEDULE).where(SCHEDULE.c.id == schedule), ScheduleRow)
        moment = when.astimezone(UTC)
        started = select(RUN.c.id).where(RUN.c.schedule_id == schedule, RUN.c.scheduled_for == moment)
        known = read_value(connection, started, int)
        if known is not None or not found.enabled:
            return known
        caller = service.acting_for(connection, found)
        transaction = replace(service, caller=caller).transaction(connection)
        kind = PostingRunKind.POST_INVOICES
        return written(transaction, kind, as_asked(found.request), schedule_id=schedule, scheduled_for=moment)

    return service.database.run_write(work)
