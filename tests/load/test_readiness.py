"""/readyz tells the truth: whether the database can be written, is migrated, has a worker, and is not leaving."""

import asyncio
import time

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.process.app import create_app
from rebill.process.readiness import Looking, stands
from rebill.process.worker import Worker

pytestmark = pytest.mark.both_engines


def test_a_server_is_ready_where_it_can_write_and_the_look_leaves_nothing_behind(database: Database) -> None:
    for _ in range(2):
        assert stands(database) == ("ok", "ok")
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM idempotency_record")) == 0


def test_a_file_that_is_locked_is_known_to_be_migrated_all_the_same(sqlite_database: Database) -> None:
    with sqlite_database.write():
        assert stands(sqlite_database) == ("locked", "ok")


def test_a_database_of_another_version_is_told(sqlite_database: Database) -> None:
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'other'"))
    with TestClient(create_app(sqlite_database)) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["migrations"], answer.json()["database"]) == (503, "behind", "ok")


def test_a_worker_that_does_nothing_and_a_server_that_leaves_are_told(sqlite_database: Database) -> None:
    with TestClient(create_app(sqlite_database, worker=lambda: Worker(sqlite_database).state)) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["worker"]) == (503, "stopped")
    app = create_app(sqlite_database, worker=lambda: "ok")
    with TestClient(app) as client:
        assert client.get("/readyz").json()["ready"] is True
        asyncio.run(app.endpoint.drain())
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["draining"], answer.json()["worker"]) == (503, True, "ok")


def test_all_who_ask_at_once_get_one_look(sqlite_database: Database) -> None:
    async def asked() -> list[str]:
        looking = Looking(sqlite_database, lambda: False, None)
        found = await asyncio.gather(*[looking.ready() for _ in range(5)])
        return [one.database for one in found]

    with sqlite_database.write():
        began = time.monotonic()
        assert asyncio.run(asked()) == ["locked"] * 5  # one look for all of them
        assert time.monotonic() - began < 3
