"""What a read sends to the database: the statements that libpq sees on PostgreSQL, those that SQLAlchemy does not."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import pytest
from sqlalchemy import event, text

from rebill.models.among import among
from rebill.models.database import Database
from rebill.models.driver import rows_of
from rebill.models.ending import Ending
from rebill.models.prepared import MOST, MOST_TEXT, PREPARED
from rebill.models.tables import customer, number_series
from rebill.schema.build import build_schema
from rebill.transport.execution import Execution
from rebill.transport.requests import Operation

on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
ONE = 'query($n: String! = "C-1") { customer(ref: {number: $n}) { number name } }'
TWO = '{ customer(ref: {number: "C-1"}) { number } parameters { id } }'
WALKED = "{ checkLedger { holds } }"


@contextmanager
def traced(database: Database) -> Iterator[list[str]]:
    """What is sent on the connections that are taken meanwhile, message by message; at the end."""
    sent: list[str] = []
    with tempfile.NamedTemporaryFile("w+") as file:

        def trace(connection: Any, *_: object) -> None:
            connection.pgconn.trace(file.fileno())

        def untrace(connection: Any, *_: object) -> None:
            connection.pgconn.untrace()

        event.listen(database.engine, "checkout", trace)
        event.listen(database.engine, "checkin", untrace)
        try:
            yield sent
        finally:
            event.remove(database.engine, "checkout", trace)
            event.remove(database.engine, "checkin", untrace)
        with open(file.name) as told:
            sent += [line.split("\t", 3)[-1].strip() for line in told if line.split("\t")[1:2] == ["F"]]


def asked(execution: Execution, query: str, times: int = 1) -> None:
    async def ask() -> None:
        for _ in range(times):
            operation = Operation(query)
            document = await execution.read(operation)
            assert not (await execution.answer(operation, document, "127.0.0.1")).errors

    anyio.run(ask)


def round_trips(sent: list[str]) -> list[str]:
    """The messages after which an answer is awaited."""
    return [one for one in sent if one.split("\t")[0] in ("Query", "Sync")]


@on_postgresql
def test_a_compiled_read_of_one_statement_is_one_round_trip(database: Database) -> None:
    execution = Execution(build_schema(), database, lambda *_: None)
    asked(execution, ONE)
    with traced(database) as sent:
        asked(execution, ONE, times=3)
    assert len(round_trips(sent)) == 3
    assert not [one for one in sent if "Parse" in one or "BEGIN" in one]


@on_postgresql
def test_a_read_of_several_statements_has_one_round_trip_before_and_one_after(database: Database) -> None:
    execution = Execution(build_schema(), database, lambda *_: None)
    asked(execution, TWO)
    with traced(database) as sent:
        asked(execution, TWO)
    begin, *between, end = round_trips(sent)
    assert "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout" in begin
    assert (len(between), "COMMIT" in end) == (2, True)


@on_postgresql
def test_what_is_prepared_outlives_a_read_and_a_transaction_that_came_down(database: Database) -> None:
    execution = Execution(build_schema(), database, lambda *_: None)
    asked(execution, ONE)
    with pytest.raises(ValueError, match="came down"), database.write() as connection:
        for _ in range(10):  # so often that psycopg has it prepared, too
            connection.execute(text("SELECT 1"))
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE '_pg%'"))
        raise ValueError("came down")
    with traced(database) as sent:
        asked(execution, ONE, times=2)
    assert len(round_trips(sent)) == 2
    assert not [one for one in sent if "Parse" in one]


@on_postgresql
@pytest.mark.parametrize("savepoint", [True, False])
def test_what_psycopg_would_have_postgresql_forget_at_a_rollback_is_kept(database: Database, savepoint: bool) -> None:
    execution = Execution(build_schema(), database, lambda *_: None)
    asked(execution, ONE)
    with database.write() as connection:
        for number in range(10):  # after some times psycopg prepares it as well
            connection.execute(text("SELECT 1 + :number"), {"number": number}).all()
        if savepoint:
            connection.begin_nested().rollback()
        else:
            connection.rollback()
    asked(execution, ONE, times=2)
    asked(execution, TWO, times=2)


@on_postgresql
def test_a_connection_keeps_so_many_statements(database: Database) -> None:
    with database.read() as connection:
        for number in range(MOST + 20):
            assert rows_of(connection, f"SELECT $1::bigint + {number}", (1,)) == [(number + 1,)]
        kept = connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'rebill_%'"))
        assert kept == len(connection.info[PREPARED]) == MOST


@on_postgresql
def test_a_connection_keeps_only_so_much_text_of_statements(database: Database) -> None:
    long = "x" * (MOST_TEXT // 3)
    with database.read() as connection:
        for number in range(5):
            assert rows_of(connection, f"SELECT {number} -- {long}", ()) == [(number,)]
        kept = connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'rebill_%'"))
        assert kept == len(connection.info[PREPARED]) == 2


@on_postgresql
def test_one_statement_ends_in_time_and_a_transaction_by_its_own(database: Database) -> None:
    with database.read(Ending(database.capacity.query_seconds), is_one_statement=True) as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == f"{database.capacity.query_seconds}s"
    with database.read(Ending(0.5), is_one_statement=True) as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "500ms"
    with database.read() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
    with database.write() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
        assert connection.scalar(text("SHOW jit")) == "off"


@pytest.mark.both_engines
def test_many_keys_are_one_value_and_mean_what_a_list_of_them_means(database: Database) -> None:
    with database.write() as connection:
        names = [f"S-{number}" for number in range(100)]
        connection.execute(number_series.insert(), [{"name": one, "prefix": one, "next": 1} for one in names])
    with database.read() as connection:
        for keys in ([], ["S-1"], [*names[:60], "S-1", "nobody's", "it's"]):
            found = number_series.select().where(among(connection, number_series.c.name, keys))
            assert {row.name for row in connection.execute(found)} == set(keys) & set(names)
        compiled = among(connection, customer.c.id, list(range(1000))).compile(connection)
        assert len(compiled.params) == 1
