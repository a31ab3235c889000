"""Several server processes on one port: all of them answer, one carries runs on, and what dies is begun again."""

import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from rebill.models.capacity import DEFAULT, shared_by
from rebill.models.database import Database
from rebill.process import server as starting
from rebill.process.settings import Settings, from_environment
from rebill.process.sharing import capacity_for, connections_of
from rebill.process.starting import CannotStart
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.processes import Running, rebill
from tests.test_killed_runs import address, begun
from tests.test_workers import ended_whole, executing, moved, stands, until

ON_POSTGRESQL = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
CREATE = 'mutation { createCustomer(input: { name: "Once", currency: "NOK", idempotencyKey: "the same" }) { ... on CustomerSuccess {'
CREATE += " replayed customer { number } } } }"
GRACE_SECONDS = 10


@contextmanager
def serving(url: str, log: list[str], *more: str) -> Iterator[tuple[Running, str]]:
    """A server of two processes and its address; what it said stands in `log` when it has ended."""
    process = rebill("serve", "--port", "0", "--database", url, "--processes", "2", *more)
    try:
        said = process.stdout.readline()
        assert "serves GraphQL" in said, said + process.stdout.read()
        yield process, said.split()[-1]
    finally:
        process.send_signal(signal.SIGTERM)
        log.append(process.ended())


def children(process: Running) -> set[int]:
    """The processes that serve."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(one) for one in found}


def asked(url: str, query: str = "{ orders { nodes { number } } }") -> dict[str, Any]:
    """An answer, over a connection of its own."""
    answer: dict[str, Any] = httpx2.post(url, json={"query": query}, timeout=PATIENCE_SECONDS).json()["data"]
    return answer


@pytest.mark.slow
@ON_POSTGRESQL
def test_each_process_answers_and_a_key_is_used_once_by_all_of_them(api: Api) -> None:
    with serving(address(api), []) as (process, url):
        until(lambda: len(children(process)) == 2)
        with ThreadPoolExecutor(8) as pool:
            answers = [one["createCustomer"] for one in pool.map(lambda _: asked(url, CREATE), range(16))]
        assert {one["customer"]["number"] for one in answers} == {"C-000001"}
        assert [one["replayed"] for one in answers].count(False) == 1
        for halted in children(process):
            os.kill(halted, signal.SIGSTOP)
            try:
                assert asked(url) == {"orders": {"nodes": []}}
            finally:
                os.kill(halted, signal.SIGCONT)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert (process.wait(), time.monotonic() - began < GRACE_SECONDS) == (0, True)


@pytest.mark.slow
@ON_POSTGRESQL
def test_a_run_goes_on_in_another_process_when_the_one_that_carries_it_on_is_killed(api: Api) -> None:
    begun(api, 100)
    log: list[str] = []
    with serving(address(api), log) as (process, url):
        until(lambda: stands(api)["posted"] > 3)
        before = children(process)
        (carrier,) = executing(api, before)
        os.kill(carrier, signal.SIGKILL)
        until(moved(api))
        until(lambda: stands(api)["status"] == "ENDED")
        until(lambda: len(children(process)) == 2)
        assert (carrier in children(process), len(before & children(process))) == (False, 1)
        assert asked(url, "{ postingRuns { nodes { waiting } } }") == {"postingRuns": {"nodes": [{"waiting": 0}]}}
    assert re.search(rf"a server process died +again_in_seconds=1.0 exit_code=-9 pid={carrier}", log[0])
    ended_whole(api, 100)


@pytest.mark.slow
@ON_POSTGRESQL
def test_processes_whose_parent_is_killed_end_too(api: Api) -> None:
    with serving(address(api), []) as (process, _):
        until(lambda: len(children(process)) == 2)
        left = children(process)
        os.kill(process.pid, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{one}").exists() for one in left))


@pytest.mark.slow
def test_a_sqlite_file_is_read_by_several_processes_and_written_by_one(sqlite_database: Database) -> None:
    url = address(Api(sqlite_database))
    with pytest.raises(CannotStart, match="--processes needs PostgreSQL, or --read-only"):
        starting.run(Settings(port=0, database=url, processes=2), demo=False)
    with serving(url, [], "--read-only") as (_, url):
        assert asked(url) == {"orders": {"nodes": []}}


@ON_POSTGRESQL
def test_more_processes_than_postgresql_has_connections_for_are_refused(database: Database) -> None:
    with database.read() as connection:
        allowed = int(connection.exec_driver_sql("SHOW max_connections").scalar_one()) - 3
    most = max(one for one in range(1, 65) if connections_of(one) <= allowed)
    assert capacity_for(database, most) == shared_by(most)
    refused = f"{most + 1} processes need up to {connections_of(most + 1)} connections and PostgreSQL gives {allowed}"
    with pytest.raises(CannotStart, match=f"{refused}.* --processes {most}$"):
        capacity_for(database, most + 1)


def test_two_processes_take_on_together_what_one_does() -> None:
    half = shared_by(2)
    assert (2 * half.queries, 2 * half.postings, 2 * half.queries_waiting) == (20, 20, DEFAULT.queries_waiting)


def test_the_number_of_processes_comes_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBILL_PROCESSES", "4")
    assert from_environment().processes == 4
    for wrong in ("0", "two", "-1", "65"):
        monkeypatch.setenv("REBILL_PROCESSES", wrong)
        with pytest.raises(ValueError, match=f"REBILL_PROCESSES is '{wrong}', not a number from 1 to 64"):
            from_environment()
