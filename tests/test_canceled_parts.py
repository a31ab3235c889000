"""Return lines that were posted in parts, of which each can be canceled, in any order (putting-right 4.8)."""

from itertools import permutations
from typing import Any

import pytest

from tests.api import Api
from tests.canceling import cancel, refused
from tests.goods import ten
from tests.length import usually

FEE = {"description": "Inspection", "category": "PER_PIECE", "value": "5", "taxRate": "25"}
LINE = "returnStatus invoicedQuantity releasedQuantity"
ORDERS = f"{{ orders(filter: {{type: RETURN_ORDER}}) {{ nodes {{ ... on ReturnOrder {{ returnStatus lines {{ {LINE} }} }} }} }} }}"
CODES = ["CREDIT", "CREDIT_ONLY", "SCRAP", "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP", "RETURN_TO_CUSTOMER"]
PLACES = list(permutations(range(3)))  # usually each of them with two codes, and so each code in two orders
IN_ORDERS = [
    (PLACES[(place + more) % 6], code) for place, code in enumerate(CODES) for more in usually((0, 3), long=range(6))
]


def returned(api: Api, code: str, quantity: str) -> dict[str, Any]:
    """A return order of which everything is there, to be posted in parts."""
    line = {"invoiceLine": ten(api).line, "quantity": quantity, "charges": [FEE]}
    if code == "CREDIT_ONLY":
        return api.returned(lines=[line | {"dispositionCode": code}])
    order = api.returned(lines=[line])
    api.arrive(order, (1, quantity), code=code)
    api.receive(order)
    return order


def credited(api: Api, order: dict[str, Any], quantity: str, **values: Any) -> str:
    """The document of a part."""
    part = [{"line": order["lines"][0]["id"], "quantity": quantity}]
    return str(api.credit(order, quantity="DELIVER_NOW", lines=part, **values)["invoice"]["number"])


def stands(api: Api) -> list[str]:
    """The status of the order, and status and quantities of its line."""
    (order,) = api.run(ORDERS)["orders"]["nodes"]
    (line,) = order["lines"]
    names = ("returnStatus", "invoicedQuantity", "releasedQuantity")
    return [order["returnStatus"], *(line[name] for name in names)]


@pytest.mark.parametrize(("places", "code"), IN_ORDERS, ids=str)
def test_parts_that_were_credited_are_canceled_in_any_order(api: Api, code: str, places: tuple[int, ...]) -> None:
    order = returned(api, code, "9")
    parts = [("2", {}), ("3", {}), ("1", {"creditRemainingQuantity": False})]
    posted = [(credited(api, order, quantity, **values), int(quantity)) for quantity, values in parts]
    assert stands(api) == ["CLOSED", "INVOICED", "6", "3"]
    left = 6
    for place in places:
        number, pieces = posted[place]
        cancel(api, number)
        left -= pieces
        released = "0" if 2 in places[: places.index(place) + 1] else "3"
        status = "REGISTERED" if code == "CREDIT_ONLY" else "RECEIVED"
        assert stands(api) == ["OPEN", status, str(left), released]
        assert api.broken_laws() == []
    api.credit(order)
    assert stands(api) == ["CLOSED", "INVOICED", "9", "0"]
    assert api.broken_laws() == []


@pytest.mark.both_engines
@pytest.mark.parametrize("code", ["CREDIT", "RETURN_TO_CUSTOMER"])
def test_what_was_given_up_stays_so_until_the_posting_that_gave_it_up_is_canceled(api: Api, code: str) -> None:
    order = returned(api, code, "9")
    first = credited(api, order, "2")
    giving_up = credited(api, order, "3", creditRemainingQuantity=False)
    assert stands(api) == ["CLOSED", "INVOICED", "5", "4"]
    cancel(api, first)
    assert stands(api) == ["OPEN", "RECEIVED", "3", "4"]
    again = str(api.credit(order)["invoice"]["number"])
    assert stands(api) == ["CLOSED", "INVOICED", "5", "4"]
    cancel(api, again)
    assert stands(api) == ["OPEN", "RECEIVED", "3", "4"]
    cancel(api, giving_up)
    assert stands(api) == ["OPEN", "RECEIVED", "0", "0"]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_what_was_given_up_and_came_back_on_another_order_is_not_claimed_twice(api: Api) -> None:
    order = returned(api, "CREDIT", "9")
    first, giving_up = credited(api, order, "2"), credited(api, order, "3", creditRemainingQuantity=False)
    line = api.document("INV-000001")["lines"][0]
    assert line["returnableQuantity"] == "5"
    later = api.return_order((sold_line(api), "4"))
    (problem,) = refused(api, giving_up)
    assert (problem["code"], later["number"] in problem["message"]) == ("INVOICE_HAS_SUCCESSORS", True)
    cancel(api, first)
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_what_was_sent_back_and_is_returned_again_is_not_claimed_twice(api: Api) -> None:
    order = returned(api, "RETURN_TO_CUSTOMER", "6")
    charge = credited(api, order, "6")
    later = api.return_order((sold_line(api), "5"))
    (problem,) = refused(api, charge)
    assert (problem["code"], later["number"] in problem["message"]) == ("INVOICE_HAS_SUCCESSORS", True)
    assert api.broken_laws() == []


def sold_line(api: Api) -> str:
    """The id of the sale's line."""
    found = api.run('{ invoice(ref: {number: "INV-000001"}) { lines { id } } }')["invoice"]
    return str(found["lines"][0]["id"])
