"""What a draft shows of its taxes is what its document will: without what confirming takes off, and with all that stays."""

import pytest

from tests.api import Api
from tests.projects import Project
from tests.taxes import ROW, code, rows

pytestmark = pytest.mark.both_engines
HALF = {"name": "Half", "amount": "300", "taxCode": "S15"}
FIXED = {"name": "Build", "type": "PROJECT_BASED", "billingMethod": "FIXED_PRICE", "milestones": [HALF]}


@pytest.fixture
def project(api: Api) -> Project:
    """Hours at 25 per cent, and a milestone at 15."""
    code(api, "S25")
    code(api, "S15", "15")
    return Project.of(api, {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S25"}, FIXED)


def taxes(api: Api, key: str) -> list[str]:
    """The breakdown of a draft, or of its document."""
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Invoice {{ taxes {{ {ROW} }} }} }} }}"
    return rows(api.run(query, k=key)["node"]["taxes"])


CHANGES = {"text": {"description": "Drawings"}, "price": {"quantity": "4", "unitPrice": "50"}}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_another_text_or_price_stays_though_it_adds_nothing(project: Project, change: dict[str, str]) -> None:
    project.work("2", "100")
    project.work("1", "100", taxCode="S15")
    draft = project.correct(project.confirm(project.draft()), startFrom="BILLED")
    project.bill(draft, 0, **change)
    project.bill(draft, 1, quantity="2")
    before = taxes(project.api, draft["id"])
    project.confirm(draft)
    assert before == taxes(project.api, draft["id"]) == ["S25 25: 0.00 0.00", "S15 15: 100.00 15.00"]


def test_a_milestone_that_is_set_to_what_it_was_billed_at_goes(project: Project) -> None:
    project.ready(milestones=[project.contract["lines"][1]["milestones"][0]["id"]])
    project.work("2", "100")
    draft = project.correct(project.confirm(project.draft()))
    (place,) = [at for at, one in enumerate(draft["details"]["nodes"]) if one["milestone"]]
    project.bill(draft, place, quantity="1", amount="300", taxAmount="45")
    before = taxes(project.api, draft["id"])
    project.confirm(draft)
    assert before == taxes(project.api, draft["id"]) == ["S25 25: -200.00 -50.00"]


def test_what_is_untouched_goes_also_where_all_that_stays_is_free(project: Project) -> None:
    project.work("2", "100")
    project.work("1", "100", billingType="NON_CHARGEABLE")
    draft = project.correct(project.confirm(project.draft()), startFrom="BILLED")
    (place,) = [at for at, one in enumerate(draft["details"]["nodes"]) if one["billingType"] == "NON_CHARGEABLE"]
    project.bill(draft, place, quantity="2")
    before = taxes(project.api, draft["id"])
    project.confirm(draft)
    assert before == taxes(project.api, draft["id"]) == []
