"""Queries that would take for ever, and a server to ask them: real SQL, in a law of the ledger check."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from sqlalchemy import literal_column, select, text

from rebill.models.database import Database
from rebill.posting import ledger_check
from rebill.posting.laws.law import Law
from tests.length import PATIENCE_SECONDS

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
CHECK = "{ checkLedger { holds } }"


def endless_law() -> Law:
    """A law whose rows are never counted to the end."""
    rows = select(literal_column("*")).select_from(text(f"({ENDLESS}) AS numbers"))
    return Law("endless", "It never ends.", rows, rows)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger check never ends by itself."""
    monkeypatch.setattr(ledger_check, "LAWS", (endless_law(),))


def limited(database: Database, **limits: Any) -> Database:
    """The database with other limits; set before it is served."""
    database.capacity = replace(database.capacity, **limits)
    return database


def ask(
    place: str, query: str, headers: dict[str, str] | None = None, timeout: float = PATIENCE_SECONDS, **more: Any
) -> httpx2.Response:
    """Ask the server at `place`."""
    body, url = {"query": query} | more, f"http://{place}/graphql"
    return httpx2.post(url, json=body, headers=headers, timeout=timeout, verify=False)  # no TLS to load anything for


def told(answer: httpx2.Response) -> tuple[int, str, dict[str, str]]:
    """Status, code and params of an answer that has an error and no data."""
    body = answer.json()
    assert set(body) == {"errors"}, body
    extensions = body["errors"][0]["extensions"]
    return answer.status_code, extensions["code"], extensions["params"]


@contextmanager
def meanwhile(*works: Callable[[], Any]) -> Iterator[list[Any]]:
    """Do `works` in threads of their own; what they gave is there at the end."""
    found: list[Any] = [None] * len(works)

    def do(place: int) -> None:
        found[place] = works[place]()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(works))]
    for one in threads:
        one.start()
    yield found
    for one in threads:
        one.join(PATIENCE_SECONDS)
        assert not one.is_alive()


def took(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` gives, and in how many seconds."""
    began = time.monotonic()
    found = work()
    return found, time.monotonic() - began
