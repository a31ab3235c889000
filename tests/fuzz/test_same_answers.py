"""Compiled or not, a read is answered the same: to the byte, on both engines, whatever the document and the books."""

import pytest

from tests.fuzz.books import NAMES
from tests.fuzz.run import SEED, Asked
from tests.length import ENGINES, LENGTH, usually

DOCUMENTS = usually(5_000, long=100_000, quick=200)
PARTS = usually(10, long=100, quick=2)  # so that workers share them
ON = (("sqlite",), ("postgresql",), ENGINES, ("sqlite",), ("postgresql",)) if LENGTH == "usual" else (ENGINES,)
# Of what is carried out: a compiler that gives up everywhere answers the same, too. One document in seven asks for one of
# the four plans, which are worked out.
LEAST_COMPILED = 0.8


@pytest.mark.slow
@pytest.mark.both_engines
@pytest.mark.parametrize("part", range(PARTS))
def test_random_documents_are_answered_the_same(part: int, asked: dict[str, Asked]) -> None:
    book = asked[NAMES[part % len(NAMES)]]
    found = book.compared(book.draw(SEED, range(part, DOCUMENTS, PARTS)), ON[part // len(NAMES) % len(ON)])
    assert not found.differences, book.told(found.differences, SEED)
    assert found.compiled >= LEAST_COMPILED * found.carried_out


@pytest.mark.slow
@pytest.mark.both_engines
@pytest.mark.parametrize("name", NAMES)
def test_documents_that_are_written_down_are_answered_the_same(name: str, asked: dict[str, Asked]) -> None:
    book = asked[name]
    found = book.compared(book.written(SEED))
    assert not found.differences, book.told(found.differences, SEED)
