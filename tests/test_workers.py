"""Workers and servers that carry posting runs on: at once, after a crash, in another's place, and on schedule."""

import os
import random
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, insert, select, text, update

from rebill.models import tables
from rebill.models.database import Database
from tests.api import Api
from tests.length import PATIENCE_SECONDS, usually
from tests.processes import Running, rebill
from tests.test_killed_runs import address, begun

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

RUN = "{ postingRuns(first: 250) { nodes { id status total posted skipped failed waiting } } }"
LATE = {
    "quantity": "PACKING_SLIP",
    "settlement": "NONE",
    "invoice_date": None,
    "stop_on_first_error": False,
    "selected": True,
    "late": {
        "type": None,
        "customer": None,
        "from": None,
        "to": None,
        "summary_update": "NONE",
        "mix_order_types": False,
    },
}
CRASHES = usually(4, long=40)
CRASH_ORDERS = usually(250, long=10_000)
ORDERS = usually(100, long=400)  # enough for a run to be under way when something happens to it
MANY_ORDERS = 400  # enough for it not to have ended by the time that its server has stopped, whatever the disk is


def stands(api: Api) -> dict[str, Any]:
    """The last run as it stands."""
    found: dict[str, Any] = api.run(RUN)["postingRuns"]["nodes"][-1]
    return found


def until(holds: Callable[[], bool]) -> float:
    """Wait until it holds; the seconds that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE_SECONDS, "waited too long"
        time.sleep(0.05)
    return time.monotonic() - began


def moved(api: Api) -> Callable[[], bool]:
    """Whether the run has moved since this was called, or was over already."""
    before = stands(api)
    return lambda: before["status"] == "ENDED" or stands(api) != before


def executing(api: Api, alive: Collection[int]) -> list[int]:
    """The processes, of those alive, that carry a run on."""
    with api.database.read() as connection:
        held = connection.scalars(text("SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'"))
        return [pid for pid in (int(str(one).split("-")[-2]) for one in held) if pid in alive]


@contextmanager
def worker(api: Api) -> Iterator[Running]:
    """A worker process; ended by its pid."""
    process = rebill("worker", "--database", address(api))
    try:
        assert "carries posting runs on" in process.stdout.readline()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.ended()


@contextmanager
def server(api: Api) -> Iterator[tuple[Running, str]]:
    """A server process that answers, and its address."""
    process = rebill("serve", "--database", address(api), "--port", "0")
    try:
        said = process.stdout.readline()
        url = said.split()[-1]
        assert url.startswith("http://"), said + process.ended()
        yield process, url
    finally:
        process.send_signal(signal.SIGTERM)
        process.ended()


def ended_whole(api: Api, orders: int) -> None:
    """The run of so many orders, a tenth of which have nothing to invoice, ended as if nothing had happened."""
    good = orders - orders // 10
    run = stands(api)
    assert (run["status"], run["posted"], run["failed"], run["waiting"]) == ("ENDED", good, orders - good, 0)
    invoice, order, link = tables.invoice, tables.order, tables.invoice_order
    both = link.join(invoice, invoice.c.id == link.c.invoice_id).join(order, order.c.id == link.c.order_id)
    with api.database.read() as connection:
        found = connection.execute(
            select(invoice.c.number, order.c.number).select_from(both).order_by(invoice.c.id)
        ).all()
    assert [number for number, _ in found] == [f"INV-{place:06d}" for place in range(1, good + 1)]
    assert [number for _, number in found] == sorted({number for _, number in found})
    assert api.broken_laws() == []


def begun_orders(api: Api, orders: int) -> None:
    """Delivered sales orders of one customer."""
    customer, product = api.customer(), api.product("100")
    for _ in range(orders):
        line = {"product": {"number": product}, "quantity": "1"}
        sold = "... on SalesOrderSuccess { order { number } }"
        number = api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])["order"]["number"]
        api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": number})


def test_a_server_answers_at_once_and_the_run_goes_on(api: Api) -> None:
    begun_orders(api, 30)
    with server(api) as (_, url):
        post = (
            "mutation { postInvoices(input: { select: {} }) { ... on PostingRunSuccess { run { status waiting } } } }"
        )
        answer = httpx2.post(url, json={"query": post}, timeout=PATIENCE_SECONDS).json()["data"]["postInvoices"]["run"]
        assert answer == {"status": "WAITING", "waiting": 30}
        until(lambda: stands(api)["status"] == "ENDED")
    assert stands(api)["posted"] == 30


def test_a_server_that_is_killed_goes_on_by_itself_when_it_is_started_again(api: Api) -> None:
    begun(api, MANY_ORDERS)
    with server(api) as (process, _):
        until(lambda: stands(api)["posted"] > 3)
        os.kill(process.pid, signal.SIGKILL)
    left = stands(api)
    assert left["status"] == "EXECUTING"
    assert left["waiting"] > 0
    with server(api):
        until(lambda: stands(api)["status"] == "ENDED")
    ended_whole(api, MANY_ORDERS)


def test_a_server_that_is_stopped_leaves_its_run_to_the_next_one(api: Api) -> None:
    begun(api, MANY_ORDERS)
    with server(api) as (process, _):
        until(lambda: stands(api)["posted"] > 3)
        process.send_signal(signal.SIGTERM)
        process.wait()
    assert stands(api)["status"] == "EXECUTING"
    with server(api):
        until(lambda: stands(api)["status"] == "ENDED")
    ended_whole(api, MANY_ORDERS)


def test_another_worker_takes_up_what_a_dead_one_held_within_ten_seconds(api: Api) -> None:
    if api.database.dialect == "sqlite":
        done = rebill("worker", "--database", address(api))
        assert ("PostgreSQL" in done.ended(), done.poll()) == (True, 2)
        return
    with worker(api) as one, worker(api) as other:
        begun(api, ORDERS)
        until(lambda: stands(api)["posted"] > 3)
        (at_it,) = executing(api, {one.pid, other.pid})
        os.kill(at_it, signal.SIGKILL)
        (one if at_it == one.pid else other).wait()
        posted = stands(api)["posted"]
        assert until(lambda: stands(api)["posted"] > posted) < 30  # it is 10 where the machine has nothing else to do
        until(lambda: stands(api)["status"] == "ENDED")
    ended_whole(api, ORDERS)


def test_two_workers_that_are_killed_again_and_again_lose_double_and_skip_nothing(api: Api) -> None:
    if api.database.dialect == "sqlite":
        return  # there a server is the only worker; see tests/test_killed_runs.py
    begun(api, CRASH_ORDERS)
    dice, killed = random.Random(11), 0
    with ExitStack() as started:
        alive = {one.pid: one for one in (started.enter_context(worker(api)) for _ in range(2))}
        while killed < CRASHES and stands(api)["status"] != "ENDED":
            until(moved(api))
            time.sleep(dice.uniform(0, 0.3))
            at_it = executing(api, alive)
            victim = alive.pop(at_it[0] if at_it else dice.choice(list(alive)))
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            killed += 1
            one = started.enter_context(worker(api))
            alive[one.pid] = one
        until(lambda: stands(api)["status"] == "ENDED")
    assert killed >= CRASHES // 2  # else it ended too soon to prove anything
    ended_whole(api, CRASH_ORDERS)


def test_a_schedule_starts_runs_until_it_is_switched_off(api: Api) -> None:
    schedule = tables.run_schedule
    values = {"name": "Each second", "time_zone": "UTC", "enabled": True, "created_at": api.clock.now()}
    with api.database.write() as connection:  # the API takes no seconds
        connection.execute(insert(schedule).values(**values, cron="* * * * * *", request=LATE))
    begun_orders(api, 3)
    with server(api) as (_, url):
        until(lambda: len(api.run(RUN)["postingRuns"]["nodes"]) >= 2)
        (found,) = api.run("{ runSchedules { nodes { id } } }")["runSchedules"]["nodes"]
        off = "mutation($i: UpdateRunScheduleInput!) { updateRunSchedule(input: $i) { __typename } }"
        body = {"query": off, "variables": {"i": {"schedule": found["id"], "enabled": False}}}
        assert (
            httpx2.post(url, json=body, timeout=PATIENCE_SECONDS).json()["data"]["updateRunSchedule"]["__typename"]
            == "RunScheduleSuccess"
        )
        time.sleep(7)
        many = len(api.run(RUN)["postingRuns"]["nodes"])
        time.sleep(3)
        assert len(api.run(RUN)["postingRuns"]["nodes"]) == many
        until(lambda: all(one["status"] == "ENDED" for one in api.run(RUN)["postingRuns"]["nodes"]))
    history = "{ runSchedules { nodes { runs { nodes { posted } } } } }"
    (kept,) = api.run(history)["runSchedules"]["nodes"]
    posted = sum(one["posted"] for one in kept["runs"]["nodes"])  # by the first run, or by two that began together
    assert (posted, len(kept["runs"]["nodes"]), api.broken_laws()) == (3, many, [])


def test_a_scheduled_run_is_written_down_though_its_worker_dies_over_it(api: Api) -> None:
    if api.database.dialect == "sqlite":
        return  # its one process goes on where it stopped
    schedule = tables.run_schedule
    values = {"name": "Each second", "time_zone": "UTC", "enabled": True, "created_at": api.clock.now()}
    with api.database.write() as connection:
        connection.execute(insert(schedule).values(**values, cron="* * * * * *", request=LATE))
    fired = text("SELECT count(*) FROM dbos.workflow_status WHERE name LIKE 'start a%' AND status = 'PENDING'")
    with ExitStack() as held:
        doomed = held.enter_context(worker(api))
        connection = held.enter_context(api.database.write())
        connection.execute(select(schedule).with_for_update())  # no run of it can be written down

        def under_way() -> bool:
            with api.database.engine.connect() as other:
                is_there = other.scalar(text("SELECT to_regclass('dbos.workflow_status')")) is not None
                return is_there and bool(other.scalar(fired))

        until(under_way)
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.wait()
        connection.execute(update(schedule).values(cron="0 0 1 1 *"))
    assert api.run(RUN)["postingRuns"]["nodes"] == []
    with worker(api):
        until(lambda: bool(api.run(RUN)["postingRuns"]["nodes"]))
        until(lambda: stands(api)["status"] == "ENDED")


def test_a_run_goes_on_after_its_worker_lost_every_connection(api: Api) -> None:
    if api.database.dialect == "sqlite":
        return
    begun(api, ORDERS)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with worker(api):
        until(lambda: stands(api)["posted"] > 3)
        for _ in range(3):
            api.database.engine.dispose()
            with api.database.engine.connect() as connection:
                connection.execute(text(cut))
            until(moved(api))
        until(lambda: stands(api)["status"] == "ENDED")
    ended_whole(api, ORDERS)


def test_a_worker_has_a_hold_of_more_runs_than_a_query_takes(sqlite_database: Database) -> None:
    api, run = Api(sqlite_database), tables.posting_run
    waiting = {"status": "WAITING", "created_at": api.clock.now(), "total": 0, "posted": 0, "skipped": 0, "failed": 0}
    with api.database.write() as connection:
        values = {**waiting, "waiting": 0, "kind": "POST_INVOICES", "request": {"late": None}}
        connection.execute(insert(run), [values] * 1100)
    count = "{ postingRuns(last: 1) { nodes { status } } }"
    ended = select(func.count()).select_from(run).where(run.c.status == "ENDED")
    assert api.run(count)["postingRuns"]["nodes"] == [{"status": "WAITING"}]

    def some() -> bool:
        with api.database.read() as connection:
            return (connection.scalar(ended) or 0) > 20

    with server(api):
        until(some)


def test_no_password_comes_into_the_log_where_the_engine_may_not_begin(api: Api) -> None:
    if api.database.dialect == "sqlite":
        return
    name = f"role_{random.randrange(10**9)}"
    database = api.database.engine.url.database
    with api.database.write() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'S3cretPw'"))
        connection.execute(text(f'REVOKE CREATE ON DATABASE "{database}" FROM PUBLIC'))
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}"))
    url = api.database.engine.url.set(drivername="postgresql", username=name, password="S3cretPw")
    process = rebill("worker", "--database", url.render_as_string(hide_password=False))
    try:
        time.sleep(6)
    finally:
        process.send_signal(signal.SIGTERM)
        told = process.ended()
        with api.database.write() as connection:
            connection.execute(text(f"DROP OWNED BY {name}"))
            connection.execute(text(f"DROP ROLE {name}"))
    assert "posting runs cannot be carried on just now" in told
    assert "permission denied" in told
    assert "S3cretPw" not in told
    assert len(told.splitlines()) < 20, told
