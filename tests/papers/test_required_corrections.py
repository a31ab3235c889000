"""Correction runs for customers that take valid files only: the plan says of each invoice just what the run will do."""

from typing import Any

import pytest

from tests import correction_runs
from tests.api import Api
from tests.papers import test_ksef as polish
from tests.papers.parties import changed
from tests.papers.sent import buyer, electronic, seller, sold
from tests.papers.test_required import LAMP
from tests.projects import Project

pytestmark = pytest.mark.both_engines
BARE = (("100", "2", None),)
TWO = (("100", "1", "S25"), ("80", "2", None))
REBILL_03 = ("ELECTRONIC_DOCUMENT_INVALID", ["electronicDocument", "REBILL-03"])
Told = dict[str, list[tuple[str, list[str], str]]]


def told(problems: list[dict[str, Any]]) -> list[tuple[str, list[str], str]]:
    return [(one["code"], one["path"], one["message"]) for one in problems]


def planned(plan: dict[str, Any]) -> Told:
    """Why each invoice of a plan would be passed over."""
    return {one["invoice"]["number"]: told(one["problems"]) for one in plan["invoices"]}


def become(run: dict[str, Any]) -> Told:
    """Why each invoice of a run was not corrected."""
    return {one["corrects"]["number"]: told(one["problems"]) for one in run["items"]["nodes"]}


def statuses(run: dict[str, Any]) -> dict[str, str]:
    return {one["corrects"]["number"]: one["status"] for one in run["items"]["nodes"]}


@pytest.mark.parametrize("combine", ["INVOICE", "CUSTOMER"])
def test_a_plan_foresees_whose_document_would_not_pass_and_the_run_posts_the_others(api: Api, combine: str) -> None:
    seller(api)
    customer = buyer(api)
    fine, bare, mixed = (sold(api, customer, lines)["number"] for lines in (LAMP, BARE, TWO))
    changed(api, customer, requireElectronicDocument=True)
    asked = {"where": {"customer": {"number": customer}}, "change": {"priceFactor": "0.9"}, "combine": combine}
    plan = correction_runs.planned(api, **asked)
    assert (plan["ready"], plan["blocked"]) == (1, 2)
    found = planned(plan)
    assert found[fine] == []
    assert all(REBILL_03 in [one[:2] for one in found[number]] for number in (bare, mixed))
    run = correction_runs.correct(api, **asked, expectedPlan=plan["hash"])
    assert statuses(run)[fine] == "EXECUTED"
    assert all(problems == found[number] for number, problems in become(run).items())
    again = correction_runs.correct(api, **asked | {"where": {"invoices": [{"number": bare}, {"number": mixed}]}})
    assert become(again) == {number: found[number] for number in (bare, mixed)}
    assert set(statuses(again).values()) == {"CONTAINS_ERRORS"}
    (posted,) = [one["invoice"]["number"] for one in run["items"]["nodes"] if one["status"] == "EXECUTED"]
    kept = electronic(api, posted)
    assert (kept["issued"], kept["valid"]) == (True, True)


def test_of_work_on_several_lines_the_plan_names_the_lines_that_the_run_would(api: Api) -> None:
    seller(api)
    customer = buyer(api)
    lines = [{"name": name, "billingMethod": "TIME_AND_MATERIAL"} for name in ("Plans", "Walls")]
    project = Project.of(api, *lines, customer=customer)
    for line, hours, taxed in ((1, "1", {}), (0, "2", {"taxCode": "S25"}), (1, "3", {"taxCode": "S25"}), (0, "4", {})):
        project.work(hours, "100", line, **taxed)
    number = api.confirm(project.draft())["invoice"]["number"]
    changed(api, customer, requireElectronicDocument=True)
    for change in ({"priceFactor": "0.9"}, {"creditInFull": True}):
        asked = {"where": {"invoices": [{"number": number}]}, "change": change}
        found = planned(correction_runs.planned(api, **asked))
        assert {one[0] for one in found[number]} == {"ELECTRONIC_DOCUMENT_INVALID"}
        assert any("line" in one[2].lower() for one in found[number]), found
        assert become(correction_runs.correct(api, **asked)) == found


def test_the_reason_of_a_run_is_the_one_that_its_documents_have_to_say(api: Api) -> None:
    polish.seller(api)
    number = sold(api, polish.requiring(api), polish.LAMPS)["number"]
    polish.noted(api, number)
    for reason, rules in (("x" * 300, ["KSEF-05", "XSD"]), ("The price list of July", [])):
        asked = {"where": {"invoices": [{"number": number}]}, "change": {"priceFactor": "0.9"}, "reason": reason}
        plan = correction_runs.planned(api, **asked)
        assert sorted(path[-1] for _, path, _ in planned(plan)[number]) == rules
        run = correction_runs.correct(api, **asked, expectedPlan=plan["hash"])
        assert become(run) == planned(plan)
    file = polish.kept(api, run["items"]["nodes"][0]["invoice"]["number"])
    assert file.one("Fa/PrzyczynaKorekty") == "The price list of July"
