"""What carries runs on is there while there is something to do, and at no other time."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.command.transaction import Service
from rebill.posting.runs.requests import RunRequest, as_stored
from rebill.process import durable, duties
from rebill.process.worker import Worker
from tests.api import Api, StillClock
from tests.length import PATIENCE_SECONDS
from tests.test_killed_runs import begun

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

SCHEDULES = [
    ("0 12 * * *", True, "comes at this moment"),
    ("* * * * *", True, "comes each minute"),
    ("59 11 * * *", False, "is over by a minute"),
    ("1 12 * * *", False, "comes in a minute"),
    ("0 0 1 1 *", False, "comes once a year"),
]


def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE_SECONDS, "waited too long"
        time.sleep(0.05)


def ended(api: Api) -> int:
    """How many runs have ended."""
    run = tables.posting_run
    with api.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(run).where(run.c.status == "ENDED")) or 0


def test_the_library_is_begun_for_a_run_ended_after_it_and_begun_again_for_the_next(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    launch, destroy = durable.launch, durable.destroy
    monkeypatch.setattr(durable, "launch", lambda *given: (told.append("begun"), launch(*given)))
    monkeypatch.setattr(durable, "destroy", lambda seconds: (told.append("ended"), destroy(seconds)))
    monkeypatch.setattr("rebill.process.worker.IDLE_SECONDS", 0)
    worker = Worker(api.database)
    worker.start()
    try:
        until(lambda: worker.is_alive)
        assert told == []
        for runs in (1, 2):
            begun(api, 3)
            until(lambda runs=runs: ended(api) == runs)  # type: ignore[misc]  # mypy guesses no type of a default
            until(lambda runs=runs: told == ["begun", "ended"] * runs)  # type: ignore[misc]
        assert worker.is_alive
    finally:
        worker.stop()
    assert told == ["begun", "ended"] * 2


@pytest.mark.parametrize(("cron", "is_near", "what"), SCHEDULES, ids=[what for *_, what in SCHEDULES])
def test_a_schedule_is_something_to_do_when_it_comes_near(api: Api, cron: str, is_near: bool, what: str) -> None:
    values = {"name": what, "time_zone": "UTC", "enabled": True, "created_at": api.clock.now(), "request": {}}
    with api.database.write() as connection:
        connection.execute(insert(tables.run_schedule).values(**values, cron=cron))
    found = duties.ask(Service(api.database, StillClock()))
    assert (found.any, found.runs, list(found.schedules.values())) == (is_near, [], [(cron, "UTC", 1)])


def test_a_schedule_that_came_while_nobody_looked_is_made_up_for_once(api: Api) -> None:
    """As on a machine that slept. One that was changed meanwhile is somebody else's, who was awake."""
    service, run = Service(api.database, api.clock), tables.posting_run
    values = {"time_zone": "UTC", "enabled": True, "created_at": api.clock.now(), "request": as_stored(RunRequest())}
    crons = {"each half hour": "*/30 * * * *", "once, tonight": "0 23 * * *", "changed": "15 * * * *"}
    with api.database.write() as connection:
        for name, cron in crons.items():
            connection.execute(insert(tables.run_schedule).values(**values, name=name, cron=cron))
    before = duties.ask(service, duties.ask(service))
    with api.database.write() as connection:
        connection.execute(text("UPDATE run_schedule SET cron = '20 * * * *' WHERE name = 'changed'"))
    slept = StillClock(api.clock.now() + timedelta(hours=1, seconds=5))
    for _ in range(2):
        found = duties.ask(Service(api.database, slept), before)
    with api.database.read() as connection:
        came = connection.execute(select(run.c.schedule_id, run.c.scheduled_for).order_by(run.c.id)).all()
    noon = api.clock.now()
    assert [(key, when - noon) for key, when in came] == [(1, timedelta(minutes=30)), (1, timedelta(hours=1))]
    assert (len(found.runs), found.any) == (2, True)


def test_a_worker_remembers_when_it_looked_last(sqlite_database: Database) -> None:
    worker, clock = Worker(sqlite_database), StillClock()
    values = {"name": "each hour", "time_zone": "UTC", "enabled": True, "created_at": clock.now(), "cron": "0 * * * *"}
    with sqlite_database.write() as connection:
        connection.execute(insert(tables.run_schedule).values(**values, request=as_stored(RunRequest())))
    found = []
    for hours in (0.5, 3.25, 3.25):
        worker.service = Service(sqlite_database, StillClock(clock.now() + timedelta(hours=hours)))
        found.append(len(worker._duties().runs))
    assert found == [0, 3, 3]


def test_what_somebody_left_of_the_library_is_something_to_do(database: Database) -> None:
    service = Service(database, StillClock())
    assert not duties.ask(service).any
    duties.make_room(database)
    name = duties.NAMES[database.dialect]
    with database.write() as connection:
        connection.execute(text(f"CREATE TABLE {name} (status VARCHAR)"))
        connection.execute(text(f"INSERT INTO {name} VALUES ('SUCCESS')"))
    assert not duties.ask(service).any
    with database.write() as connection:
        connection.execute(text(f"INSERT INTO {name} VALUES ('PENDING')"))
    assert duties.ask(service).any
