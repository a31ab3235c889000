"""Goods put right: drafts, limits and refusals, and what returns and drafts do to each other (putting-right 2.1)."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.goods import Sale, base_sale, totals

pytestmark = pytest.mark.both_engines


def test_of_many_lines_only_what_was_changed_goes_on_the_document(api: Api) -> None:
    of = Sale.of(api, ("10", "5"), ("2", "100"), ("1", "30"))
    draft = of.enter(of.correct(), 1, unitPrice="90")
    credit = of.confirm(draft)
    assert [(one["lineNumber"], one["netAmount"]) for one in credit["lines"]] == [(1, "-20.00")]
    assert (credit["previousTotal"], credit["correctedTotal"], totals(credit)) == (
        "250.00",
        "225.00",
        "-20.00 / -5.00 / -25.00",
    )
    assert of.correct()["skipped"] == ["DETAIL_ALREADY_CORRECTED"]
    assert api.broken_laws() == []


def test_nothing_changed_is_nothing_to_correct(api: Api) -> None:
    of = base_sale(api)
    plan = of.planned(of.correct())
    assert [one["code"] for one in plan["problems"]] == ["NO_CHANGES"]


def test_a_draft_that_begins_at_zero_takes_everything_back(api: Api) -> None:
    of = base_sale(api)
    credit = of.confirm(of.correct(start="ZERO"))
    assert totals(credit) == "-2000.00 / -500.00 / -2500.00"
    assert of.document()["lines"][0]["returnableQuantity"] == "0"
    with pytest.raises(Rejected) as refused:
        of.correct()
    assert refused.value.codes == ["DETAIL_ALREADY_CORRECTED"]
    assert api.broken_laws() == []


def test_a_return_goes_on_under_a_draft_which_follows_what_stands(api: Api) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(), unitPrice="18")
    of.returned("10")
    query = "query($i: ID!) { node(id: $i) { ... on Invoice { version netAmount details { nodes { quantity previousQuantity amount } } } } }"
    found = api.run(query, i=draft["id"])["node"]
    assert found["details"]["nodes"] == [{"quantity": "90", "previousQuantity": "90", "amount": "1620.00"}]
    assert (found["netAmount"], found["version"]) == ("-180.00", draft["version"] + 1)
    assert totals(of.confirm(draft)) == "-180.00 / -45.00 / -225.00"
    assert api.broken_laws() == []


def test_no_less_is_right_than_open_return_orders_claim(api: Api) -> None:
    of = base_sale(api)
    api.return_order((of.line, "30"))
    draft = of.correct()
    with pytest.raises(Rejected) as refused:
        of.enter(draft, quantity="29")
    assert refused.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]
    assert "RO-" in refused.value.problems[0]["message"]
    assert totals(of.confirm(of.enter(draft, quantity="30"))) == "-1400.00 / -350.00 / -1750.00"


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ({"quantity": "-1"}, "QUANTITY_SIGN"),
        ({"quantity": "100.5"}, "CORRECTION_EXCEEDS_BILLED"),
        ({"unitPrice": "-1"}, "INVALID_INPUT"),
        ({"discountPercent": "101"}, "INVALID_INPUT"),
        ({"taxRate": "-1"}, "INVALID_INPUT"),
        ({"taxAmount": "10"}, "FIELD_NOT_EDITABLE"),
        ({"amount": "10"}, "FIELD_NOT_EDITABLE"),
        ({"billingType": "COMPLIMENTARY"}, "FIELD_NOT_EDITABLE"),
    ],
    ids=str,
)
def test_wrong_values_are_refused_and_nothing_is_written(api: Api, entered: dict[str, Any], code: str) -> None:
    of = base_sale(api)
    draft = of.correct()
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        of.enter(draft, **entered)
    assert (refused.value.codes, api.fingerprint()) == ([code], before)


def test_details_of_a_sale_are_its_lines(api: Api) -> None:
    of = Sale.of(api, ("10", "5"), ("2", "100"), discount="10")
    found = [
        [one[name] for name in ("kind", "quantity", "unitPrice", "discountPercent", "taxRate", "amount", "taxAmount")]
        for one in of.document()["details"]["nodes"]
    ]
    assert found == [
        ["PRODUCT", "10", "5", "10", "25", "45.00", "11.25"],
        ["PRODUCT", "2", "100", "10", "25", "180.00", "45.00"],
    ]


def test_what_is_held_by_a_draft_is_not_drafted_twice_and_free_again_when_it_is_deleted(api: Api) -> None:
    of = base_sale(api)
    draft = of.correct()
    with pytest.raises(Rejected) as refused:
        of.correct()
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert of.correct()["details"]["nodes"][0]["quantity"] == "100"
    assert api.broken_laws() == []


def test_a_draft_takes_corrections_of_several_documents_of_one_customer(api: Api) -> None:
    of = base_sale(api)
    other = of.again(("2", "50"))
    draft = of.enter(of.correct(), unitPrice="18")
    both = of.correct(other["number"], addTo=draft["id"])
    credit = of.confirm(of.enter(both, 1, quantity="1"))
    assert sorted(one["number"] for one in credit["corrects"]) == ["INV-000001", "INV-000002"]
    assert sorted(one["number"] for one in credit["orders"]) == ["SO-000001", "SO-000002"]
    assert totals(credit) == "-250.00 / -62.50 / -312.50"
    assert api.broken_laws() == []
