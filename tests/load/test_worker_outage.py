"""A worker lives through an outage and a locked row; nothing of its run fails for them, and the log stays short."""

import signal
import time

import pytest
from sqlalchemy import text

from rebill.models.database import Database
from rebill.process.draining import GRACE_SECONDS
from tests.api import Api
from tests.load.proxy import Wire
from tests.load.test_outages import on_postgresql, wire
from tests.processes import rebill
from tests.test_killed_runs import begun
from tests.test_workers import stands, until

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

__all__ = ["wire"]


@on_postgresql
def test_a_run_goes_on_after_an_outage_and_a_locked_row(
    wire: tuple[Wire, Database, Api],
) -> None:
    cable, database, api = wire
    begun(api, 60)
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    process = rebill("worker", "--database", url)
    try:
        until(lambda: stands(api)["posted"] > 3)
        cable.cut()
        time.sleep(5)
        posted = stands(api)["posted"]
        cable.mend()
        until(lambda: stands(api)["posted"] > posted)
        with api.database.engine.begin() as lock:
            lock.execute(text("SELECT 1 FROM customer FOR UPDATE"))
            time.sleep(7)  # longer than a posting waits for a lock
            assert stands(api)["status"] == "EXECUTING"
        until(lambda: stands(api)["status"] == "ENDED")
    finally:
        process.send_signal(signal.SIGTERM)
        told = process.ended()
    run = stands(api)
    assert (run["posted"], run["failed"]) == (54, 6), told
    assert "Traceback" not in told
    assert len(told.splitlines()) < 12, told
    assert api.broken_laws() == []


@on_postgresql
def test_a_worker_that_is_answered_no_more_ends_all_the_same(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    begun(api, 60)
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    process = rebill("worker", "--database", url)
    try:
        until(lambda: stands(api)["posted"] > 3)
        cable.is_silent = True
        time.sleep(3)  # until it waits for an answer everywhere
        process.send_signal(signal.SIGTERM)
        assert process.wait(3 * GRACE_SECONDS) == 1
        assert "which the database rolls back" in process.ended()
    finally:
        process.send_signal(signal.SIGKILL)
    assert api.broken_laws() == []
