"""The statements that reach a database, as the driver is given them: what SQLAlchemy runs and what goes past it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event

from rebill.models.database import Database

HURRY = "PRAGMA busy_timeout"


@contextmanager
def recorded_statements(database: Database) -> Iterator[list[str]]:
    """Every statement on connections that are taken meanwhile; one that is run for many rows, once for each.

    What begins a transaction on PostgreSQL, and what ends it, is not among them; nor is how long a writer of SQLite will
    wait, which is said where one has waited before, as any may that the machine held up for a moment.
    """
    said: list[str] = []

    class Recording(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> "Recording":
            said.append(_text(query))
            return super().execute(query, params, **more)

        def executemany(self, query: Any, params_seq: Iterable[Any], **more: Any) -> None:
            rows = list(params_seq)
            said.extend([_text(query)] * len(rows))
            super().executemany(query, rows, **more)

        def copy(self, statement: Any, *given: Any, **more: Any) -> Any:
            said.append(_text(statement))
            return super().copy(statement, *given, **more)

    def taken(driver: Any, *_: object) -> None:
        driver.cursor_factory = Recording

    def given_back(driver: Any, *_: object) -> None:
        if driver is not None:
            driver.cursor_factory = psycopg.Cursor

    def begun(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if not statement.startswith(HURRY):
            said.extend([statement] * (len(parameters) if many else 1))

    on_postgresql = (("checkout", taken), ("checkin", given_back))
    listened = on_postgresql if database.dialect == "postgresql" else (("before_cursor_execute", begun),)
    for name, act in listened:
        event.listen(database.engine, name, act)
    try:
        yield said
    finally:
        for name, act in listened:
            event.remove(database.engine, name, act)


def _text(statement: object) -> str:
    return statement.decode() if isinstance(statement, bytes) else str(statement)
