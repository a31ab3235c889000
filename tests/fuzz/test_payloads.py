"""What a mutation answers is the same, whatever is asked of it, and whether statements or graphql-core read it."""

from typing import Any

import pytest

from rebill.resolvers.compiled.held import HeldRecords
from tests.api import SCHEMA, Api
from tests.fuzz.comparing import Pair
from tests.fuzz.known import known_of
from tests.fuzz.payloads import carried_out, repeated
from tests.fuzz.run import GRAPHQL, SEED
from tests.fuzz.test_same_answers import LEAST_COMPILED
from tests.laws.rich_book import enter_rich_book
from tests.length import usually

DOCUMENTS = usually(400, long=10_000, quick=100)
LEAST_MUTATIONS = 30  # that the books take


@pytest.mark.slow
@pytest.mark.both_engines
def test_whatever_is_asked_of_a_mutation_is_answered_the_same(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_rich_book(api.database)
    inputs = carried_out(api)
    assert len(inputs) >= LEAST_MUTATIONS
    known = known_of(api.database, api.run)
    asked = [one for number in range(DOCUMENTS) for one in repeated(GRAPHQL, known, inputs, SEED, number)]
    pair = Pair(SCHEMA, api.database)
    by_statements: list[bool] = []
    text = HeldRecords.text

    def noted(*given: Any) -> str | None:
        by_statements.append(False)
        found = text(*given)
        by_statements[-1] = found is not None
        return found

    monkeypatch.setattr(HeldRecords, "text", noted)
    found = pair.compared(asked)
    assert not found.differences, f"{len(found.differences)}: {pair.shortest(found.differences[0])}"
    assert sum(by_statements) >= LEAST_COMPILED * len(by_statements) > 0
