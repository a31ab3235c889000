"""The log: a line a request where it is asked for, the request's id on every line, and no value of a client's."""

import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient
from structlog.testing import capture_logs
from websockets.exceptions import InvalidStatus

from rebill.models.database import Database
from rebill.process import log
from rebill.process.app import create_app
from rebill.process.starting import settings_of
from rebill.transport.origins import reach
from tests.transport.serving import serving, talking

ID = {"X-Request-Id": "callers-own.1"}
SECRET = "Kari Nordmann"
LONG = "n" * 100


@pytest.fixture
def client(sqlite_database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(sqlite_database, logs_requests=True)) as client:
        yield client


def asked(client: TestClient, **more: Any) -> dict[str, Any]:
    """Send a request; the one line that it left."""
    with capture_logs() as lines:
        client.post("/graphql", **{"headers": ID} | more)
    (line,) = lines
    assert (line.pop("event"), line.pop("log_level"), line.pop("request_id")) == ("request", "info", "callers-own.1")
    assert 0 < line.pop("milliseconds") < 10_000
    return line


def test_a_request_is_one_line_with_what_it_was_and_how_it_ended(client: TestClient) -> None:
    query = (
        "query Asking { customers { totalCount } ...f secretAlias: orders { totalCount } } "
        f"fragment f on Query {{ {LONG}: invoices {{ totalCount }} }}"
    )
    line = asked(client, json={"query": query})
    told = {"at": "/graphql", "status": 200, "operation": "Asking", "fields": "customers orders invoices"}
    assert line == told | {"cost": 1_503}


def test_a_line_has_the_codes_of_what_was_refused(client: TestClient) -> None:
    refused = asked(client, json={"query": "{ nothing }"})
    assert refused == {
        "at": "/graphql",
        "status": 200,
        "operation": None,
        "fields": "",
        "codes": "GRAPHQL_VALIDATION_FAILED",
    }
    assert asked(client, content=b"{") == {"at": "/graphql", "status": 415, "codes": "BAD_REQUEST"}
    streamed = asked(client, json={"query": "{"}, headers=ID | {"accept": "text/event-stream"})
    assert streamed == {"at": "/graphql", "status": 200, "codes": "GRAPHQL_PARSE_FAILED"}


def test_no_line_has_a_value_of_the_clients(client: TestClient) -> None:
    create = f'mutation {LONG} {{ {"a" * 90}: createCustomer(input: {{name: "{SECRET}", currency: "{SECRET}"}}) {{ __typename }} }}'
    for sent in (
        {"json": {"query": create, "variables": {"x": SECRET}}},
        {"json": {"query": f"{{ {LONG} }} # {SECRET}", "operationName": SECRET}},
        {"json": {"query": "{ __typename }"}, "headers": ID | {"authorization": SECRET, "accept": SECRET}},
        {"json": {"query": SECRET}},
    ):
        line = repr(asked(client, **sent))
        assert SECRET not in line
        assert "n" * 65 not in line
        assert "a" * 90 not in line
    with capture_logs() as lines:
        client.get(f"/{SECRET}?x={SECRET}")
    assert (lines[0]["at"], lines[0]["codes"], SECRET in repr(lines)) == ("elsewhere", "BAD_REQUEST", False)


def test_every_operation_of_a_socket_is_a_line(client: TestClient) -> None:
    with capture_logs() as lines, client.websocket_connect("/graphql", ["graphql-transport-ws"], headers=ID) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        for id, query in (("1", "query A { customers { totalCount } }"), ("2", "{ nothing }")):
            socket.send_json({"type": "subscribe", "id": id, "payload": {"query": query}})
            while socket.receive_json()["type"] == "next":
                pass
    lines = [{name: one.get(name) for name in ("operation", "fields", "codes", "status")} for one in lines]
    assert {"operation": "A", "fields": "customers", "codes": None, "status": None} in lines
    assert {"operation": None, "fields": "", "codes": "GRAPHQL_VALIDATION_FAILED", "status": None} in lines
    assert {"operation": None, "fields": None, "codes": None, "status": 101} in lines
    assert len(lines) == 3


def test_an_operator_asks_for_it_by_a_flag_or_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_of(None, None, None).access_log is False
    monkeypatch.setenv("REBILL_ACCESS_LOG", "1")
    assert settings_of(None, None, None).access_log is True


def test_nothing_is_written_where_it_was_not_asked_for(sqlite_database: Database) -> None:
    with TestClient(create_app(sqlite_database)) as client, capture_logs() as lines:
        client.post("/graphql", json={"query": "{ customers { totalCount } }"})
        client.get("/elsewhere")
    assert lines == []


def test_lines_that_are_written_in_a_thread_have_the_requests_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "rebill.resolvers.roots.return_statistics", lambda *_: seen.append(structlog.contextvars.get_contextvars())
    )
    client.post("/graphql", json={"query": "{ returnStatistics(by: REASON) { key } }"}, headers=ID)
    assert seen == [{"request_id": "callers-own.1"}]


def test_a_refused_socket_is_no_error_of_the_servers(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(sqlite_database, reach("127.0.0.1", ())) as place:
        with pytest.raises(InvalidStatus), talking(place, origin="https://evil.example"):
            pass
        with talking(place) as talk:
            talk.result("{ __typename }")
    assert caplog.messages == []


@pytest.mark.both_engines
def test_what_a_statement_was_given_does_not_stand_in_its_error(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, database.read() as connection:
        connection.exec_driver_sql(
            "SELECT * FROM nowhere WHERE name = " + ("?" if database.dialect == "sqlite" else "%s"), (SECRET,)
        )
    assert SECRET not in str(failed.value)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log as an operator sees it."""
    into = io.StringIO()
    monkeypatch.setattr(sys, "stderr", into)
    before = {name: list(logging.getLogger(name).handlers) for name in log.LIBRARIES}
    log.set_up()
    yield into
    structlog.reset_defaults()
    for name, handlers in before.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = handlers, True
        logger.setLevel(logging.NOTSET)


def broken() -> None:
    try:
        int(SECRET)
    except ValueError as bad:
        raise KeyError(SECRET) from bad


def test_a_traceback_says_what_kind_and_where_and_nothing_else(written: io.StringIO) -> None:
    try:
        broken()
    except KeyError as bug:
        structlog.get_logger().error("internal error", exc_info=ExceptionGroup(SECRET, [bug]))
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=bug)
        logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: {SECRET}", exc_info=bug)
    text = written.getvalue()
    assert SECRET not in text
    assert (text.count("builtins.ValueError"), text.count("builtins.KeyError")) == (3, 3)
    assert text.count("test_request_log.py") >= 6
    assert text.count("Traceback (most recent call last):") == 7
    assert "Task exception was never retrieved" in text


def test_a_system_error_says_its_code(written: io.StringIO) -> None:
    structlog.get_logger().error("cannot read", exc_info=FileNotFoundError(2, SECRET, SECRET))
    assert (SECRET in written.getvalue(), "FileNotFoundError (ENOENT)" in written.getvalue()) == (False, True)
