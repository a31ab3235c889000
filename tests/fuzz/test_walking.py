"""Our executor and graphql-core's own tell the same of every document, errors and their places included."""

import pytest
from graphql import Executor

from rebill.transport import ways
from tests.api import SCHEMA
from tests.fuzz.answering import executors, told
from tests.fuzz.books import NAMES
from tests.fuzz.run import SEED, Asked
from tests.length import usually

DOCUMENTS = usually(300, long=5_000, quick=50)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_rows_are_answered_as_graphql_core_answers_them(
    name: str, asked: dict[str, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = asked[name]
    documents = [*book.draw(SEED + 1, range(DOCUMENTS)), *book.written(SEED)]
    _, answering = executors(SCHEMA, next(iter(book.books.values())))
    ours = told(answering, documents)
    monkeypatch.setattr(ways, "Walking", Executor)
    theirs = told(answering, documents)
    assert any('"errors"' in one.text and one.has_data for one in theirs) or name == "entered"
    for document, mine, other in zip(documents, ours, theirs, strict=True):
        assert mine.response == other.response, document
