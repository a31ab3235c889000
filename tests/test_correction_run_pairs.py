"""Documents of one selection that depend on each other: what a run does in their order is what its plan says.

Whoever corrected them one by one, in that order, would be told the same (putting-right 8.5).
"""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests.api import Api
from tests.correction_runs import act, asleep, correct, outcomes, planned, shown
from tests.goods import Sale, ten
from tests.length import usually
from tests.projects import Project

pytestmark = pytest.mark.both_engines
FULL: dict[str, Any] = {"creditInFull": True}


def named(*numbers: str) -> dict[str, Any]:
    """A selection of these documents."""
    return {"invoices": [{"number": one} for one in numbers]}


def tomorrow(api: Api) -> None:
    """It is the next day."""
    api.clock.instant += timedelta(days=1)


def as_planned(api: Api, reviewed: bool, overnight: bool = False, **values: Any) -> list[tuple[Any, ...]]:
    """What a run does: of each document the total and the codes that its plan told, whether it was expected or not."""
    plan = planned(api, **values)
    more = {"expectedPlan": plan["hash"]} if reviewed else {}
    run = correct(asleep(api), **values, **more)
    if overnight:
        tomorrow(api)
    done = act(api, "resumePostingRun", run) if run["status"] == "WAITING" else run
    together = values.get("combine") == "CUSTOMER"  # then the items of a run tell the total of all
    told = [(one[0], "" if one[4] or together else one[3], one[4]) for one in shown(plan)]
    found = [(one[0], "" if together else one[3] or "", one[4]) for one in outcomes(done)]
    assert (sorted(found), api.broken_laws()) == (sorted(told), [])
    return found


@pytest.mark.parametrize("overnight", [False, True])
@pytest.mark.parametrize("reviewed", [False, True])
def test_a_credit_note_is_blocked_where_its_sale_comes_first(api: Api, reviewed: bool, overnight: bool) -> None:
    of = ten(api)
    tomorrow(api)
    of.returned("3")
    found = as_planned(api, reviewed, overnight, where=named("INV-000001", "CN-000001"), change=FULL)
    assert found == [("INV-000001", "-875.00", ""), ("CN-000001", "", "INVOICE_HAS_SUCCESSORS")]


@pytest.mark.parametrize("settlement", ["NONE", "AUTOMATIC"])
@pytest.mark.parametrize("later", [False, True])
def test_a_credit_note_and_its_sale_are_matched_as_planned(api: Api, later: bool, settlement: str) -> None:
    of = ten(api)
    if later:
        tomorrow(api)
    of.returned("3")
    of.again(("1", "500"))
    api.pay("INV-000001", "500.00")
    as_planned(api, True, where=named("INV-000001", "CN-000001"), change=FULL, settlement=settlement)


@pytest.mark.parametrize("overnight", [False, True])
@pytest.mark.parametrize("reviewed", [False, True])
def test_a_sale_is_credited_with_the_pieces_that_its_credit_note_gives_back_first(
    api: Api, reviewed: bool, overnight: bool
) -> None:
    of = ten(api)
    of.returned("3")
    found = as_planned(api, reviewed, overnight, where=named("INV-000001", "CN-000001"), change=FULL)
    assert found == [("CN-000001", "375.00", ""), ("INV-000001", "-1250.00", "")]


def halved(*every: list[Any]) -> list[tuple[Any, ...]]:
    """Each with each, in the long run; usually half of them, in which any two of different kinds meet all the same."""
    places = [one for one in product(*(range(len(kind)) for kind in every)) if usually(sum(one) % 2 == 0, long=True)]
    return [tuple(kind[place] for kind, place in zip(every, one, strict=True)) for one in places]


CHANGES: list[dict[str, Any]] = [{"unitPrice": "90"}, {"taxRate": "15"}, {"priceFactor": "0.9"}, FULL]


@pytest.mark.parametrize(("later", "change", "reviewed"), halved([False, True], CHANGES, [False, True]))
def test_several_credit_notes_and_their_sale(api: Api, change: dict[str, Any], later: bool, reviewed: bool) -> None:
    of = Sale.of(api, ("7", "33.35"), ("3", "19.99"), cost="60", discount="10")
    if later:
        tomorrow(api)
    of.returned("2")
    of.returned("1")
    of.returned("2", of.invoice["lines"][1]["id"])
    as_planned(api, reviewed, where=named("INV-000001", "CN-000001", "CN-000002", "CN-000003"), change=change)


@pytest.mark.parametrize(
    ("later", "change", "combine"), halved([False, True], [*CHANGES[:2], FULL], ["INVOICE", "CUSTOMER"])
)
def test_an_invoice_and_the_correction_of_a_part_of_it(
    api: Api, change: dict[str, Any], later: bool, combine: str
) -> None:
    of = Sale.of(api, ("7", "33.35"), ("3", "19.99"), cost="60", discount="10")
    if later:
        tomorrow(api)
    of.put_right(quantity="5")
    as_planned(api, reviewed=True, where=named("INV-000001", "CN-000001"), change=change, combine=combine)


@pytest.mark.parametrize("later", [False, True])
def test_goods_that_came_back_whole_stand_again_once_their_credit_note_is_put_right(api: Api, later: bool) -> None:
    of = Sale.of(api, ("7", "33.35"), ("3", "19.99"), cost="60", discount="10")
    if later:
        tomorrow(api)
    of.returned("7")
    found = as_planned(api, reviewed=True, where=named("INV-000001", "CN-000001"), change=FULL)
    assert [one[2] for one in found] == ["", ""]


@pytest.mark.parametrize("reviewed", [False, True])
@pytest.mark.parametrize("later", [False, True])
def test_what_returns_took_of_a_corrected_sale(api: Api, later: bool, reviewed: bool) -> None:
    of = Sale.of(api, ("7", "33.35"), cost="60", discount="10")
    of.put_right(unitPrice="30.01")
    if later:
        tomorrow(api)
    of.returned("3")
    of.put_right("CN-000002", quantity="-2")
    selected = named("CN-000001", "CN-000002", "INV-000002")
    found = as_planned(api, reviewed, where=selected, change=FULL)
    assert [one[2] for one in found].count("INVOICE_HAS_SUCCESSORS") == 1


@pytest.mark.parametrize("reviewed", [False, True])
@pytest.mark.parametrize("later", [False, True])
def test_a_product_of_a_project_and_its_credit_note(api: Api, later: bool, reviewed: bool) -> None:
    product = {"number": api.product("50")}
    line = {"name": "Pumps", "type": "PRODUCT_BASED", "product": product, "quantity": "3", "taxAmount": "37.50"}
    project = Project.of(api, line)
    project.ready(contractLines=project.lines)
    of = Sale.known(api, project.confirm(project.draft())["number"])
    if later:
        tomorrow(api)
    api.credit(api.return_order((of.line, "1"), dispositionCode="CREDIT_ONLY"))
    found = as_planned(api, reviewed, where=named("INV-000001", "CN-000001"), change=FULL)
    assert [one[2] for one in found] == (["", "INVOICE_HAS_SUCCESSORS"] if later else ["", ""])


@pytest.mark.parametrize("reviewed", [False, True])
@pytest.mark.parametrize("later", [False, True])
def test_a_credit_note_and_its_sale_are_not_put_right_by_one_document(api: Api, later: bool, reviewed: bool) -> None:
    of = ten(api)
    if later:
        tomorrow(api)
    of.returned("3")
    found = as_planned(api, reviewed, where=named("INV-000001", "CN-000001"), change=FULL, combine="CUSTOMER")
    assert sorted(found) == [("CN-000001", "", "INVOICE_HAS_SUCCESSORS"), ("INV-000001", "", "GROUP_FAILED")]


def test_the_plan_says_which_correction_leaves_a_credit_note_as_it_is(api: Api) -> None:
    of = ten(api)
    tomorrow(api)
    of.returned("3")
    values: dict[str, Any] = {"where": named("CN-000001", "INV-000001"), "change": FULL}
    (problem,) = planned(api, **values)["invoices"][1]["problems"]
    assert problem["message"] == (
        "Line 1 (A) of CN-000001 credits a line that the correction of INV-000001 corrected afterwards; its "
        "quantity stays."
    )
    blocked = correct(api, **values)["items"]["nodes"][1]
    assert (blocked["status"], blocked["problems"][0]["code"]) == ("CONTAINS_ERRORS", "INVOICE_HAS_SUCCESSORS")
