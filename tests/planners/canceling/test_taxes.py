"""The breakdown of a document that cancels another (documents 2.9)."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from rebill.models.vocabulary import TaxCategory
from rebill.posting.planners.canceling.facts import Posted, Terms
from rebill.posting.planners.canceling.taxes import taxes_taken_back
from rebill.posting.taxes.breakdown import TaxRow
from tests.planners.canceling.facts import detail

S25 = TaxRow(1, TaxCategory.STANDARD, Decimal(25), Decimal(1000), Decimal(250))
NO_RATE = Terms("Hours", Decimal(100), None, None)


def rows(*details: Any, taxes: tuple[TaxRow, ...] = ()) -> list[str]:
    """The rows of the document that takes these back: rate, base and tax."""
    document = cast(Posted, SimpleNamespace(details=details, taxes=taxes))  # which looks at nothing else
    return [f"{row.code_id} {row.rate} {row.base} {row.amount}" for row in taxes_taken_back(document)]


def test_the_rows_are_those_that_were_posted_with_the_opposite_signs() -> None:
    assert rows(detail(1, ("9", "900", "1")), taxes=(S25, S25._replace(code_id=2))) == [
        "1 25 -1000 -250",
        "2 25 -1000 -250",
    ]


@pytest.mark.parametrize(
    ("about", "details", "expected"),
    [
        ("goods", [detail(1, ("10", "1000", "250"))], ["None 25 -1000 -250"]),
        (
            "a rate that was put right",
            [
                detail(
                    1,
                    ("10", "1000", "150"),
                    ("10", "1000", "250"),
                    terms=Terms("Chair", Decimal(100), None, Decimal(15)),
                )
            ],
            ["None 15 -1000 -150", "None 25 1000 250"],
        ),
        (
            "work with and without tax",
            [
                detail(1, ("1", "100", "0"), terms=NO_RATE, terms_before=NO_RATE),
                detail(2, ("1", "100", "25"), terms=NO_RATE, terms_before=NO_RATE),
            ],
            ["None None -200 -25"],
        ),
        (
            "work without tax",
            [detail(1, ("1", "100", "0"), terms=NO_RATE, terms_before=NO_RATE)],
            ["None 0 -100 0"],
        ),
    ],
)
def test_what_was_posted_before_there_were_any_goes_by_the_rates_of_its_details(
    about: str, details: list[Any], expected: list[str]
) -> None:
    assert rows(*details) == expected, about
