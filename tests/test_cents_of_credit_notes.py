"""Not a cent is lost where credit notes are corrected, and what they gave back is returned again (putting-right P2, P4, P6)."""

import pytest

from tests.api import Api, Rejected
from tests.goods import Sale, entries, totals
from tests.taking_back import change


def _sale(api: Api) -> Sale:
    """3 at 33.35 less 10 %, cost 3.333333: 90.05 / 22.51 / 112.56, cost 10.00."""
    return Sale.of(api, ("3", "33.35"), cost="3.333333", discount="10")


def _credited_alone(of: Sale) -> str:
    """One piece credited without coming back; the credit note."""
    line = {"invoiceLine": of.line, "quantity": "1", "dispositionCode": "CREDIT_ONLY"}
    return str(of.api.credit(of.api.returned(lines=[line]))["invoice"]["number"])


def test_a_piece_that_a_credit_note_gives_back_is_credited_again_with_its_own_cent(api: Api) -> None:
    of = _sale(api)
    assert [totals(of.returned("1")) for _ in range(3)] == [
        "-30.02 / -7.50 / -37.52",
        "-30.01 / -7.51 / -37.52",
        "-30.02 / -7.50 / -37.52",
    ]
    assert totals(of.put_right("CN-000002", quantity="0")) == "30.01 / 7.51 / 37.52"
    assert totals(of.returned("1")) == "-30.01 / -7.51 / -37.52"
    assert (of.document()["openAmount"], api.broken_laws()) == ("0.00", [])


@pytest.mark.both_engines
def test_what_stands_of_a_sale_knows_which_piece_a_credit_note_gave_back(api: Api) -> None:
    of = _sale(api)
    for _ in range(3):
        of.returned("1")
    of.put_right("CN-000002", quantity="0")
    (detail,) = of.correct()["details"]["nodes"]
    assert [detail[name] for name in ("previousQuantity", "previousAmount", "previousTaxAmount")] == [
        "1",
        "30.01",
        "7.51",
    ]


def test_a_credit_note_that_gives_back_part_leaves_the_rest_to_the_next(api: Api) -> None:
    of = _sale(api)
    of.returned("1")
    assert totals(of.returned("2")) == "-60.03 / -15.01 / -75.04"
    assert totals(of.put_right("CN-000002", quantity="-1")) == "30.01 / 7.50 / 37.51"
    assert totals(of.returned("1")) == "-30.01 / -7.50 / -37.51"
    assert (of.document()["openAmount"], api.broken_laws()) == ("0.00", [])


@pytest.mark.both_engines
@pytest.mark.parametrize("goods", [True, False], ids=["received", "credit only"])
def test_the_cost_of_a_piece_that_is_given_back_is_taken_back_with_it(api: Api, *, goods: bool) -> None:
    of = _sale(api)
    for _ in range(3):
        of.returned("1") if goods else _credited_alone(of)
    other = "RETURNS_RECEIVED" if goods else "SCRAP"
    costs = {"Dr COST_OF_GOODS_SOLD 3.34", f"Cr {other} 3.34"}
    assert costs <= set(entries(of.put_right("CN-000002", quantity="0")))
    again = of.returned("1") if goods else of.document(_credited_alone(of))
    assert {"Cr COST_OF_GOODS_SOLD 3.34", f"Dr {other} 3.34"} <= set(entries(again))
    assert api.broken_laws() == []


def test_a_credit_note_is_raised_to_the_price_of_the_sale_to_the_cent(api: Api) -> None:
    of = _sale(api)
    of.returned("1")
    order = api.return_order((of.line, "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    change(api, order, 1, unitPrice="20")
    assert totals(of.document(api.credit(order)["invoice"]["number"])) == "-18.00 / -4.50 / -22.50"
    assert totals(of.put_right("CN-000002", unitPrice="33.35")) == "-12.01 / -3.00 / -15.01"
    assert totals(of.returned("1")) == "-30.02 / -7.50 / -37.52"
    assert api.broken_laws() == []


def test_a_credit_note_credits_no_more_tax_than_it_took(api: Api) -> None:
    of = _sale(api)
    of.returned("3")
    draft = of.correct("CN-000001")
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        of.enter(draft, taxRate="30")
    assert (refused.value.codes, api.fingerprint()) == (["RETURN_PRICE_EXCEEDS_BILLED"], before)
    assert refused.value.problems[0]["path"] == ["details", "0", "taxRate"]
    assert totals(of.confirm(of.enter(draft, taxRate="15"))) == "0.00 / 9.00 / 9.00"
    assert totals(of.put_right("INV-000002", taxRate="25")) == "0.00 / -9.00 / -9.00"
    assert api.broken_laws() == []


def test_a_credit_note_that_is_raised_again_takes_no_more_than_is_left(api: Api) -> None:
    of = _sale(api)
    assert totals(of.returned("2")) == "-60.03 / -15.01 / -75.04"
    of.put_right("CN-000001", quantity="-1")
    assert totals(of.returned("1")) == "-30.01 / -7.50 / -37.51"
    assert totals(of.put_right("INV-000002", quantity="-2")) == "-30.01 / -7.50 / -37.51"
    assert (of.document()["lines"][0]["returnableQuantity"], api.broken_laws()) == ("0", [])
