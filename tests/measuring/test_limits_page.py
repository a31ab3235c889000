"""The page of limits says what the code says, and its examples cost what it says."""

import pytest

from rebill.transport.measuring.render import EXAMPLES, rendered
from tests.measuring.measuring import measured, refusal
from tests.walkthrough import ROOT


def test_the_page_of_limits_is_rendered_from_the_code() -> None:
    assert (ROOT / "docs" / "limits.md").read_text(encoding="utf-8") == rendered()


@pytest.mark.parametrize(("query", "cost"), EXAMPLES)
def test_an_example_costs_what_the_page_says(query: str, cost: str) -> None:
    points, _, is_refused = cost.partition(": ")
    if is_refused:
        assert refusal(query) == ("cost", "100000", points)
    else:
        assert measured(query).measured.cost == int(points)
