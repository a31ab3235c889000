"""Projects in any order of steps: billed by code and by hand, advanced, corrected, refunded, paid and canceled."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rebill.models.database import Database
from tests.api import Api
from tests.laws.histories import MONEY, Step
from tests.laws.project_steps import ASIDE, CORRECTED, DRAFTED, contracted
from tests.length import usually

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]
STEPS = st.tuples(
    st.sampled_from([*DRAFTED, *DRAFTED, *CORRECTED, *CORRECTED, *ASIDE, *MONEY, "work", "cancel", "cancel", "cancel"]),
    st.integers(0, 12),
    st.sampled_from(["0", "2", "9", "33.35", "111.11", "400"]),
    st.booleans(),
)


@settings(
    max_examples=usually(4, long=150),
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a history is long, and shrinking takes a book for each part of it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_work_milestones_products_and_advances_are_billed_corrected_and_canceled_in_any_order(
    new_database: Callable[[], Database], steps: list[Step]
) -> None:
    history = contracted(Api(new_database()))
    for one in [("bill", 0, "0", False), *steps]:
        history.step(one)
