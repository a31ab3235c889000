"""Stopping: what was begun is finished, whoever watches is told, and the process ends within ten seconds."""

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx2
import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.processes import Running, rebill
from tests.test_killed_runs import address, begun
from tests.transport.serving import COUNTS, STREAM, blocks, costing, serving, talking, unacknowledged, until, watch

pytestmark = pytest.mark.slow

CREATE = 'mutation { createCustomer(input: {name: "Late", currency: "NOK"}) { ... on CustomerSuccess { replayed } } }'
CREATED = costing(10, {"createCustomer": {"replayed": False}})
LONGEST_SECONDS = 20  # where the machine has nothing else to do it is less than 10
STOPPING = (1001, "The server is stopping.")


@contextmanager
def writers_waiting(database: Database) -> Iterator[None]:
    """No process can draw a number meanwhile."""
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("LOCK TABLE number_series IN EXCLUSIVE MODE")
        yield


def late_customers(api: Api) -> int:
    return [one["name"] for one in api.run("{ customers { nodes { name } } }")["customers"]["nodes"]].count("Late")


@contextmanager
def server_process(api: Api) -> Iterator[tuple[str, Running]]:
    """`rebill serve` as an operator starts it; yields host and port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    process = rebill("serve", "--database", address(api), "--port", place.rpartition(":")[2])

    def answers() -> bool:
        try:
            return httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS).status_code == 200
        except httpx2.HTTPError:
            return False

    try:
        until(answers)
        yield place, process
    finally:
        process.send_signal(signal.SIGKILL)
        process.ended()


def test_a_posting_is_finished_though_its_socket_is_cut(api: Api) -> None:
    with serving(api.database) as place:
        with writers_waiting(api.database):
            with talking(place) as talk:
                talk.ask(CREATE)
                time.sleep(0.3)
                talk.connection.socket.shutdown(socket.SHUT_RDWR)
            time.sleep(0.3)
            assert late_customers(api) == 0
        until(lambda: late_customers(api) == 1)


def test_a_posting_is_finished_though_its_client_no_longer_wants_to_hear_of_it(api: Api) -> None:
    with serving(api.database) as place, talking(place) as talk:
        with writers_waiting(api.database):
            talk.ask(CREATE)
            time.sleep(0.3)
            talk.say({"type": "complete", "id": "1"})
            assert talk.result("{ __typename }") == costing(0, {"__typename": "Query"})
        until(lambda: late_customers(api) == 1)
        assert talk.result("{ __typename }") == costing(0, {"__typename": "Query"})  # and nothing of the other


@pytest.mark.both_engines
def test_a_server_that_is_told_to_stop_ends_everything_in_time(api: Api) -> None:
    """A socket with subscription and posting, an idle one, a silent one, a stream, a posting over HTTP."""
    run = begun(api, 300)
    with (
        server_process(api) as (place, process),
        talking(place) as busy,
        talking(place) as idle,
        unacknowledged(place) as silent,
        httpx2.stream(
            "POST", f"http://{place}/graphql", json={"query": watch(run)}, headers=STREAM, timeout=PATIENCE_SECONDS
        ) as answer,
    ):
        stream = blocks(answer)
        assert (next(stream), next(stream)[:11]) == (":", "event: next")
        busy.ask(watch(run, COUNTS), "watching")
        assert busy.hear()["payload"]["data"]["postingRun"]["waiting"] > 0

        posting = http.client.HTTPConnection(place, timeout=PATIENCE_SECONDS)
        with writers_waiting(api.database):  # the run, too
            busy.ask(CREATE, "posting")
            posting.request("POST", "/graphql", json.dumps({"query": CREATE}), {"Content-Type": "application/json"})
            assert httpx2.get(f"http://{place}/livez").status_code == 200  # whatever came before has been taken on
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            while (heard := busy.hear())["type"] == "next":
                assert heard["id"] == "watching"
            assert heard == {"type": "complete", "id": "watching"}
            assert list(stream)[-1] == "event: complete\ndata:"
            assert idle.closed() == STOPPING
            busy.ask("{ __typename }", "late")
            assert busy.hear()["payload"][0]["message"] == "The server is about to stop; connect again."
            with pytest.raises(httpx2.ConnectError):
                httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS)
        assert busy.hear() == {"type": "next", "id": "posting", "payload": CREATED}
        assert busy.hear() == {"type": "complete", "id": "posting"}
        assert busy.closed() == STOPPING
        assert silent.closed() == STOPPING
        assert process.wait() == 0
        assert time.monotonic() - began < LONGEST_SECONDS
        answered = json.loads(posting.getresponse().read())
        posting.close()
        *_, last = process.stdout.read().splitlines()
        assert last.startswith("GraphiQL is")  # the last line of its greeting: it complained of nothing
    assert (answered, late_customers(api)) == (CREATED, 2)


@pytest.mark.both_engines
def test_a_server_whose_database_answers_nobody_ends_in_time_all_the_same(api: Api) -> None:
    """Postings, queries, a stream and the worker wait for locks, on PostgreSQL for tables that cannot even be read."""
    begun(api, 5)
    with server_process(api) as (place, process), talking(place) as talk, ExitStack() as held:
        until(lambda: httpx2.get(f"http://{place}/readyz", timeout=PATIENCE_SECONDS).json()["worker"] == "ok", 30)
        lock = held.enter_context(api.database.write(seconds=20))
        if api.database.dialect == "postgresql":
            lock.exec_driver_sql("LOCK TABLE number_series, customer, posting_run IN ACCESS EXCLUSIVE MODE")
        for name in range(30):
            talk.ask(CREATE, f"posting {name}")
            talk.ask("{ customers { totalCount } postingRuns { totalCount } }", f"query {name}")
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait() in (0, 1)
        assert time.monotonic() - began < LONGEST_SECONDS
    assert late_customers(api) == 0


def test_a_client_that_reads_nothing_does_not_keep_the_server(api: Api) -> None:
    begun(api, 2)
    with server_process(api) as (place, process):
        host, _, port = place.partition(":")
        with socket.create_connection((host, int(port))) as raw:
            body = json.dumps({"query": "{ __schema { types { name fields { name description } } } }"}).encode()
            head = f"POST /graphql HTTP/1.1\r\nHost: {place}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            for _ in range(60):
                raw.sendall(head.encode() + body)
            time.sleep(1)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.wait()
            assert time.monotonic() - began < LONGEST_SECONDS
