"""Whatever a Polish seller posts, FA(3) is told of it rightly, or says why it is not (laws documents 10, 15)."""

from collections.abc import Callable
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.papers.sent import buyer, electronic, issued
from tests.papers.test_ksef import NABYWCA, kept, noted, seller
from tests.papers.test_random_postings import SEEDS, STEPS, Books

pytestmark = pytest.mark.slow
UNTOLD = {"KSEF-08"}  # an advance, or a document that repeats another


class PolishBooks(Books):
    """The same, sold and bought in Poland."""

    codes = ("S23", "S8", "S23")

    def parties(self, rounding: str) -> str:
        """Seller and buyer; the buyer's number."""
        seller(self.api, taxRounding=rounding)
        return buyer(self.api, **NABYWCA)


def failed(file: dict[str, Any]) -> set[str]:
    return {one["rule"] for one in file["problems"] if one["severity"] == "FATAL"}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_posted_in_poland_is_told_in_fa3_or_refused(
    new_database: Callable[[], Database], seed: int
) -> None:
    books = PolishBooks(Api(new_database()), seed)
    api = books.api
    for _ in range(STEPS):
        books.step()
    for number in books.posted:
        before = electronic(api, number, "KSEF_FA3")
        assert failed(before) <= UNTOLD | {"KSEF-01", "XSD"}, number
        assert ("XSD" in failed(before)) == ("KSEF-01" in failed(before)), number
    for number in books.posted:
        noted(api, number)
    told = [number for number in books.posted if not failed(electronic(api, number, "KSEF_FA3"))]
    assert {rule for one in books.posted for rule in failed(electronic(api, one, "KSEF_FA3"))} <= UNTOLD
    assert {electronic(api, one, "KSEF_FA3")["typeCode"] for one in told} <= {"VAT", "KOR"}
    assert told
    issued(api, *told, electronic=["KSEF_FA3"])
    for number in told:
        kept(api, number)
    assert api.broken_laws() == []
