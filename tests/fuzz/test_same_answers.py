"""Compiled or not, a read is answered the same: to the byte, on both engines, whatever the document and the books."""

import pytest

from tests.fuzz.books import NAMES
from tests.fuzz.run import SEED, Asked
from tests.length import usually

DOCUMENTS = usually(10_000, long=100_000, quick=200)
PARTS = usually(20, long=100, quick=2)  # so that workers share them
LEAST_COMPILED = 0.9  # of what is carried out: a compiler that gives up everywhere answers the same, too


@pytest.mark.slow
@pytest.mark.both_engines
@pytest.mark.parametrize("part", range(PARTS))
def test_random_documents_are_answered_the_same(part: int, asked: dict[str, Asked]) -> None:
    book = asked[NAMES[part % len(NAMES)]]
    numbers = range(part, DOCUMENTS, PARTS)
    documents = book.draw(SEED, numbers)
    found = book.compared(documents)
    assert not found.differences, book.told(found.differences, SEED, documents, numbers)
    assert found.compiled >= LEAST_COMPILED * found.carried_out


@pytest.mark.slow
@pytest.mark.both_engines
@pytest.mark.parametrize("name", NAMES)
def test_documents_that_are_written_down_are_answered_the_same(name: str, asked: dict[str, Asked]) -> None:
    book = asked[name]
    documents = book.written(SEED)
    found = book.compared(documents)
    assert not found.differences, book.told(found.differences, SEED, documents, ())
