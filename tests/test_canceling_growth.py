"""What cancelling asks the database: the same words for a document of many lines and settlements as for one of fewer.

So that neither the statements grow with them, nor what one of them is given: a database takes only so many parameters.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest

from rebill.models.among import FEW
from tests.api import Api
from tests.canceling import planned
from tests.goods import Sale
from tests.statements import recorded_statements

pytestmark = pytest.mark.both_engines
SOME, MANY = FEW + 5, 2 * FEW + 10


def sold(api: Api, lines: int, quantity: str = "10") -> Sale:
    """A sale of so many lines of one product."""
    line = {"product": {"number": api.product("100", cost="60")}, "quantity": quantity}
    return Sale(api, api.invoiced(api.customer(), *[line] * lines))


def corrected(of: Sale, number: str, quantity: str) -> str:
    """The correction of a document, with this quantity right of each of its lines."""
    draft = of.correct(number)
    changes = [{"detail": one["id"], "quantity": quantity} for one in draft["details"]["nodes"]]
    short = "... on DraftInvoiceSuccess { invoice { id } }"
    of.api.do("updateInvoiceLineDetails", short, invoice={"id": draft["id"]}, details=changes)
    found: str = of.confirm(draft)["number"]
    return found


def paid_in_parts(api: Api, parts: int) -> str:
    """A sale that so many payments pay, each with its own voucher."""
    of = sold(api, 1)
    for _ in range(parts):
        api.pay(of.invoice["number"], "1")
    found: str = of.invoice["number"]
    return found


def drafted(api: Api, lines: int) -> str:
    """A sale whose lines are all on a draft."""
    of = sold(api, lines)
    of.correct()
    found: str = of.invoice["number"]
    return found


def lowered(api: Api, lines: int) -> str:
    """The credit note that lowers every line of a sale."""
    of = sold(api, lines)
    return corrected(of, of.invoice["number"], "8")


def raised_and_claimed(api: Api, lines: int) -> str:
    """The invoice that raises every line again, all of whose pieces a return order claims."""
    of = sold(api, lines)
    credit = corrected(of, of.invoice["number"], "5")
    again = corrected(of, credit, "8")
    api.return_order(*((line["id"], "8") for line in of.invoice["lines"]))
    return again


def came_back(api: Api, lines: int) -> str:
    """The credit note of a return of every line."""
    of = sold(api, lines)
    order = api.return_order(*((line["id"], "3") for line in of.invoice["lines"]))
    api.arrive(order, *((place, "3") for place in range(1, lines + 1)))
    api.receive(order)
    found: str = api.credit(order)["invoice"]["number"]
    return found


@pytest.mark.parametrize("make", [paid_in_parts, drafted, lowered, raised_and_claimed, came_back])
def test_a_document_with_many_of_something_is_looked_at_in_the_same_words(
    api: Api, make: Callable[[Api, int], str]
) -> None:
    asked = []
    for number in (make(api, SOME), make(api, MANY)):
        with recorded_statements(api.database) as said:
            planned(api, number)
        asked.append(said)
    assert asked[0] == asked[1]


def test_what_payments_paid_is_taken_back_to_the_cent(api: Api) -> None:
    number = paid_in_parts(api, SOME)
    plan = planned(api, number)
    assert sum(Decimal(one["amount"]) for one in plan["settlements"]) == Decimal(1250 - SOME)
    assert api.broken_laws() == []


def test_a_return_of_many_lines_is_made_in_the_same_words(api: Api) -> None:
    asked = []
    for lines in (SOME, MANY):
        of = sold(api, lines)
        with recorded_statements(api.database) as said:
            api.return_order(*((line["id"], "3") for line in of.invoice["lines"]))
        asked.append({one for one in said if one.startswith(("SELECT", "WITH"))})
    assert asked[0] == asked[1]
