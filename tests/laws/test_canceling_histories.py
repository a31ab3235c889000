"""Cancelling in any order: post, correct, return in parts, pay, release, hold and cancel; what is canceled leaves no
trace.

After each step every law holds (P7 and the others). Whatever is posted is canceled again at once now and then: what
stands is then as it was before (P8).
"""

from collections.abc import Callable
from contextlib import suppress
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
from tests.projects import Project
from tests.settling import state, unsettle, write_off
from tests.test_periods import period

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]
QUIET = settings(
    max_examples=usually(4, long=150),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

MONEY = ("pay", "write off", "unsettle", "hold")
CODES = ("CREDIT", "CREDIT_ONLY", "SCRAP", "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP", "RETURN_TO_CUSTOMER")
FEE = {"description": "Inspection", "category": "PER_PIECE", "value": "1.5", "taxRate": "25"}
Step = tuple[str, int, str, bool]  # what, which document, how much of it, and whether it is taken back at once
PROJECT = (
    "{ customers { nodes { balance } } invoices { nodes { number openAmount totalAmount status "
    "effective { netAmount taxAmount } } } orders(filter: {}) { nodes { number ... on ProjectContract { backlogAmount "
    "billedAmount retainers { usedAmount availableAmount invoiceStatus } lines { billingStatus "
    "milestones { invoiceStatus } } } } } }"
)
SALES = (
    "{ customers { nodes { balance } } invoices { nodes { number openAmount totalAmount status "
    "effective { netAmount taxAmount details { quantity amount taxAmount } } lines { returnableQuantity } } } "
    "orders(filter: {}) { nodes { number status ... on SalesOrder { lines { deliveredQuantity invoicedQuantity } } "
    "... on ReturnOrder { returnStatus lines { returnStatus receivedQuantity invoicedQuantity releasedQuantity } } } } }"
)


WAITING = (
    "{ orders(filter: {type: RETURN_ORDER, returnStatus: OPEN}) { nodes { id ... on ReturnOrder { lines { id } } } } }"
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


def settle(api: Api, what: str, named: str, amount: str) -> None:
    """A step on the customer's account, or a period that is put on hold: nothing is posted in it until it is open."""
    if what == "pay":
        api.pay(named, amount)
    elif what == "write off":
        write_off(api, named)
    elif what == "unsettle":
        for settlement in state(api, named)["settlements"][-1:]:
            unsettle(api, settlement)
    else:
        period(api, "2026-09-01", "2026-09-30", "ON_HOLD")
        before = api.fingerprint()
        for refused in (lambda: cancel(api, named), lambda: api.pay(named, amount)):
            with pytest.raises(Rejected):
                refused()
        assert api.fingerprint() == before
        period(api, "2026-09-01", "2026-09-30", "OPEN")


def of_projects(history: History, what: str, named: str, amount: str) -> str | None:
    """A step of a project; the number of what it posted."""
    api, project = history.api, history.things["project"]
    if what == "cancel":
        return str(cancel(api, named)["invoice"]["number"])
    if what in MONEY:
        return settle(api, what, named, amount)
    if what == "ready":
        open_rows = api.run("{ actuals(filter: {open: true, billingStatus: [NOT_READY]}) { nodes { id } } }")["actuals"]
        project.ready(actuals=[one["id"] for one in open_rows["nodes"]])
        return None
    if what == "bill":
        return confirmed(project, project.draft())
    found = api.run("query($n: String!) { invoice(ref: {number: $n}) { id } }", n=named)["invoice"]
    draft = project.correct(found, startFrom="BILLED")
    for place in range(len(draft["details"]["nodes"])):
        with suppress(Rejected):
            draft = project.bill(draft, place, **{what: amount}, **({"taxAmount": "1"} if what == "quantity" else {}))
    return confirmed(project, draft)


def confirmed(project: Project, draft: dict[str, Any]) -> str | None:
    """The number of a draft that was confirmed; one that cannot be is deleted."""
    try:
        return str(project.confirm(draft)["number"])
    except Rejected:
        project.api.do("deleteInvoice", "... on DeleteInvoiceSuccess { __typename }", invoice={"id": draft["id"]})
        return None


PROJECT_STEPS = st.tuples(
    st.sampled_from(["bill", "cancel", "cancel", "quantity", "quantity", "unitPrice", "amount", "ready", *MONEY]),
    st.integers(0, 8),
    st.sampled_from(["0", "2", "9", "33.35", "400"]),
    st.booleans(),
)
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
    history = History(api, of_sales, [sale.invoice["number"]], {"sale": sale})
    for one in steps:
        history.step(one)


@QUIET
@given(steps=st.lists(PROJECT_STEPS, min_size=3, max_size=8))
def test_work_milestones_products_and_retainers_are_billed_corrected_and_canceled_in_any_order(
    new_database: Callable[[], Database], steps: list[Step]
) -> None:
    api = Api(new_database())
    fixed = [{"name": "Half", "amount": "300", "taxAmount": "75"}]
    project = Project.of(
        api,
        {"name": "Work", "type": "PROJECT_BASED", "billingMethod": "TIME_AND_MATERIAL"},
        {"name": "Fixed", "type": "PROJECT_BASED", "billingMethod": "FIXED_PRICE", "milestones": fixed},
        {
            "name": "Pump",
            "type": "PRODUCT_BASED",
            "product": {"number": api.product("50")},
            "quantity": "3",
            "taxAmount": "37.50",
        },
        retainers=[{"description": "Advance", "amount": "500"}],
    )
    first = project.retained()["number"]
    project.work("10", "33.33", taxAmount="83.33")
    milestone = project.contract["lines"][1]["milestones"][0]["id"]
    project.ready(milestones=[milestone], contractLines=[project.lines[2]])
    history = History(api, of_projects, [first], {"project": project, "query": PROJECT})
    for one in [("bill", 0, "0", False), *steps]:
        history.step(one)
