"""What decides before either executor decides alike for every field of the schema, compiled or not."""

from dataclasses import replace

import pytest

from rebill.models.database import Database
from rebill.resolvers.compiled.survey import _declared, document_to, ways_to
from tests.api import SCHEMA
from tests.fuzz.answering import Told, executors, told
from tests.fuzz.writing import Drawn

CORE = SCHEMA._schema
TOO_MANY = " ".join(f"r{number}: __typename" for number in range(21))


def documents(more: str = "") -> list[Drawn]:
    """One for each declared field, asked for by itself, and more beside it."""
    ways = ways_to(CORE)
    texts = [document_to(CORE, (*ways[on], (on, name))) for on, name, _ in _declared(CORE) if on in ways]
    return [Drawn(f"{text.removesuffix('}')} {more} }}", None, {}, 0) for text in texts]


def codes(answers: list[Told]) -> set[str]:
    """What the answers refuse with."""
    return {one.text.partition('"code":"')[2].partition('"')[0] for one in answers}


@pytest.mark.parametrize(
    ("about", "more", "seconds", "code"),
    [
        ("a limit", TOO_MANY, 30.0, "LIMIT_EXCEEDED"),
        ("what the schema does not have", "nowhere", 30.0, "GRAPHQL_VALIDATION_FAILED"),
        ("a query's time", "", 0.0, "DEADLINE_EXCEEDED"),
    ],
)
def test_every_field_is_refused_alike(
    sqlite_database: Database, about: str, more: str, seconds: float, code: str
) -> None:
    sqlite_database.capacity = replace(sqlite_database.capacity, query_seconds=seconds)
    asked = documents(more)
    whole, field_by_field = (list(told(one, asked)) for one in executors(SCHEMA, sqlite_database))
    assert len(asked) > 300, about
    assert [one.response for one in whole] == [one.response for one in field_by_field]
    assert (codes(whole), any(one.has_data for one in whole)) == ({code}, False)


def test_a_server_that_only_reads_answers_them_all_by_statements(sqlite_database: Database) -> None:
    reading = Database.open(str(sqlite_database.engine.url), read_only=True)
    whole, field_by_field = (list(told(one, documents())) for one in executors(SCHEMA, reading))
    reading.dispose()
    assert [one.response for one in whole] == [one.response for one in field_by_field]
    assert all(one.is_compiled for one in whole)
