"""The examples on the page of limits cost what it says."""

import pytest

from rebill.transport.limits_page import EXAMPLES
from tests.measuring.measuring import measured, refusal


@pytest.mark.parametrize(("query", "cost"), EXAMPLES)
def test_an_example_costs_what_the_page_says(query: str, cost: str) -> None:
    points, _, is_refused = cost.partition(": ")
    if is_refused:
        assert refusal(query) == ("cost", "100000", points)
    else:
        assert measured(query).measured.cost == int(points)
