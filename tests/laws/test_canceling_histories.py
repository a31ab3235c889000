"""Sales in any order of steps: corrected, returned in parts, paid, released, held and canceled."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.canceling import cancel
from tests.goods import Sale
from tests.laws.histories import MONEY, History, Step, settle
from tests.length import usually

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]
QUIET = settings(
    max_examples=usually(4, long=150),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

CODES = ("CREDIT", "CREDIT_ONLY", "SCRAP", "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP", "RETURN_TO_CUSTOMER")
FEE = {"description": "Inspection", "category": "PER_PIECE", "value": "1.5", "taxRate": "25"}
SALES = (
    "{ customers { nodes { balance } } invoices { nodes { number openAmount totalAmount status "
    "effective { netAmount taxAmount details { quantity amount taxAmount } } lines { returnableQuantity } } } "
    "orders(filter: {}) { nodes { number status ... on SalesOrder { lines { deliveredQuantity invoicedQuantity } } "
    "... on ReturnOrder { returnStatus lines { returnStatus receivedQuantity invoicedQuantity releasedQuantity } } } } }"
)


WAITING = (
    "{ orders(filter: {type: RETURN_ORDER, returnStatus: OPEN}) { nodes { id ... on ReturnOrder { lines { id } } } } }"
)


def of_sales(history: History, what: str, named: str, amount: str) -> str | None:
    """A step of the sales side; the number of what it posted."""
    api, sale = history.api, history.things["sale"]
    if what == "cancel":
        return str(cancel(api, named)["invoice"]["number"])
    if what == "return":
        return str(sale.returned(amount)["number"])
    if what in CODES:
        return arrived(sale, what, amount)
    if what.startswith("credit"):
        return credited(api, what, named, amount)
    if what == "invoice again":
        (item,) = api.post_orders({"number": "SO-000001"})
        return str(item["invoice"]["number"]) if item["invoice"] else None
    if what in MONEY:
        return settle(api, what, named, amount)
    draft = sale.correct(named)
    try:
        return str(sale.confirm(sale.enter(draft, **{what: amount}))["number"])
    except (Rejected, KeyError):
        api.do("deleteInvoice", "... on DeleteInvoiceSuccess { __typename }", invoice={"id": draft["id"]})
        return None


def arrived(sale: Sale, code: str, quantity: str) -> None:
    """So many pieces came back, or will not, and are to be credited in parts, each with a fee."""
    line = {"invoiceLine": sale.line, "quantity": quantity, "charges": [FEE]}
    if code == "CREDIT_ONLY":
        sale.api.returned(lines=[line | {"dispositionCode": code}])
        return
    order = sale.api.returned(lines=[line])
    sale.api.arrive(order, (1, quantity), code=code)
    sale.api.receive(order)


def credited(api: Api, what: str, named: str, amount: str) -> str | None:
    """The document of all that waits of an open order, or of a part after which the rest is given up or not."""
    waiting = api.run(WAITING)["orders"]["nodes"]
    if not waiting:
        return None
    order = waiting[int(named[-6:]) % len(waiting)]
    if what == "credit again":
        return number_of(api.credit(order))
    part = [{"line": order["lines"][0]["id"], "quantity": amount}]
    stays = what == "credit part"
    return number_of(api.credit(order, quantity="DELIVER_NOW", lines=part, creditRemainingQuantity=stays))


def number_of(answer: dict[str, Any]) -> str | None:
    """The number of the document, if one was needed."""
    return None if answer["invoice"] is None else str(answer["invoice"]["number"])


SALES_STEPS = st.tuples(
    st.sampled_from(
        [
            "cancel",
            "cancel",
            "return",
            "return",
            "credit again",
            "credit part",
            "credit part",
            "credit the last",
            "invoice again",
            *CODES,
            *MONEY,
            "unitPrice",
            "quantity",
            "taxRate",
        ]
    ),
    st.integers(0, 8),
    st.sampled_from(["1", "2", "3", "30.01", "15"]),
    st.booleans(),
)


@QUIET
@given(steps=st.lists(SALES_STEPS, min_size=3, max_size=8))
def test_sales_are_corrected_returned_paid_and_canceled_in_any_order(
    new_database: Callable[[], Database], steps: list[Step]
) -> None:
    api = Api(new_database())
    sale = Sale.of(api, ("5", "33.35"), cost="12.37", discount="10")
    history = History(
        api, of_sales, [sale.invoice["number"]], {"sale": sale, "query": SALES, "prepare": lambda *_: None}
    )
    for one in steps:
        history.step(one)
