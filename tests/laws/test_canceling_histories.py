"""Cancelling in any order: post, correct, return, pay and cancel, and the laws hold; what is canceled leaves no trace.

After each step every law holds (P7 and the others). Whatever is posted is canceled again at once now and then: what
stands is then as it was before (P8).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.canceling import cancel
from tests.goods import Sale
from tests.length import usually

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]
QUIET = settings(
    max_examples=usually(6, long=150),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Step = tuple[str, int, str, bool]  # what, which document, how much of it, and whether it is taken back at once
SALES = (
    "{ customers { nodes { balance } } invoices { nodes { number openAmount totalAmount status "
    "effective { netAmount taxAmount details { quantity amount taxAmount } } lines { returnableQuantity } } } "
    "orders(filter: {}) { nodes { number status ... on SalesOrder { lines { deliveredQuantity invoicedQuantity } } "
    "... on ReturnOrder { returnStatus lines { returnStatus receivedQuantity invoicedQuantity releasedQuantity } } } } }"
)


@dataclass
class History:
    """A book of one sale or one project, and the documents posted in it, in their order."""

    api: Api
    take: Callable[["History", str, str, str], str | None]
    documents: list[str] = field(default_factory=list)
    things: dict[str, Any] = field(default_factory=dict)

    def step(self, one: Step) -> None:
        """One step, and back again if wished; the laws hold after both."""
        what, place, amount, is_undone = one
        named = self.documents[place % len(self.documents)]
        before = self.standing()
        try:
            posted = self.take(self, what, named, amount)
        except Rejected:
            assert self.standing() == before
            return
        assert self.api.broken_laws() == [], one
        if posted is None:
            return
        self.documents.append(posted)
        if is_undone and what != "cancel":
            self.documents.append(str(cancel(self.api, posted)["invoice"]["number"]))
            assert self.api.broken_laws() == [], one
            if what != "return":  # the goods are back, and their order claims them
                assert without(self.standing(), self.documents[-2:]) == before

    def standing(self) -> Any:
        """What stands: open amounts, what invoices come to, orders and balances."""
        return self.api.run(self.things.get("query", SALES))


def without(standing: Any, numbers: list[str]) -> Any:
    """What stands without some documents."""
    nodes = [one for one in standing["invoices"]["nodes"] if one["number"] not in numbers]
    return standing | {"invoices": {"nodes": nodes}}


def of_sales(history: History, what: str, named: str, amount: str) -> str | None:
    """A step of the sales side; the number of what it posted."""
    api, sale = history.api, history.things["sale"]
    if what == "cancel":
        return str(cancel(api, named)["invoice"]["number"])
    if what == "return":
        return str(sale.returned(amount)["number"])
    if what == "credit again":
        waiting = api.run("{ orders(filter: {type: RETURN_ORDER, returnStatus: OPEN}) { nodes { id } } }")["orders"]
        return str(api.credit(waiting["nodes"][0])["invoice"]["number"]) if waiting["nodes"] else None
    if what == "invoice again":
        (item,) = api.post_orders({"number": "SO-000001"})
        return str(item["invoice"]["number"]) if item["invoice"] else None
    if what == "pay":
        api.pay(named, amount)
        return None
    draft = sale.correct(named)
    try:
        return str(sale.confirm(sale.enter(draft, **{what: amount}))["number"])
    except (Rejected, KeyError):
        api.do("deleteInvoice", "... on DeleteInvoiceSuccess { __typename }", invoice={"id": draft["id"]})
        return None


SALES_STEPS = st.tuples(
    st.sampled_from(
        [
            "cancel",
            "cancel",
            "return",
            "return",
            "credit again",
            "invoice again",
            "pay",
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
    sale = Sale.of(api, ("3", "33.35"), cost="12.37", discount="10")
    history = History(api, of_sales, [sale.invoice["number"]], {"sale": sale})
    for one in steps:
        history.step(one)
