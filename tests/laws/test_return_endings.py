"""Whatever happens to returns, in the end everything can come back, and every sale is then reversed to the cent.

`test_return_machine` holds each step of a history to books on paper. Here a history is brought to its end: every
invoice is paid but for a little, every return finished, the rest returned in small parts. That is where cents that a
proration, a split, a settlement or the clearing account lost on the way come to light.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import check_connection
from tests.api import VOUCHER, Api, Rejected
from tests.laws.pace import ASKED_FOR, LOOK_EVERY, histories

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

ANY = st.integers(0, 10**6)
PIECES = st.sampled_from(["1", "2", "3"])
CODES = st.sampled_from(["CREDIT", "SCRAP", "RETURN_TO_CUSTOMER", "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP"])
STOCKED = {"CREDIT", "REPLACE_AND_CREDIT"}
CHARGE = st.builds(
    lambda category, value: {"description": "Fee", "category": category, "value": value, "taxRate": "25"},
    st.sampled_from(["FIXED", "PER_PIECE", "PERCENT"]),
    st.sampled_from(["10", "-7.5", "0.05", "250"]),
)
DOCUMENT = (
    "number documentType invoiceDate dueDate netAmount taxAmount totalAmount "
    "lines { quantity netAmount taxAmount } charges { amount taxAmount } "
    f"voucher {{ {VOUCHER} }}"
)
LINE = (
    "id returnStatus dispositionCode expectedQuantity registeredQuantity receivedQuantity invoicedQuantity "
    "releasedQuantity"
)
SOLD = Decimal(3)


def header_status(lines: list[str]) -> str:
    """The status of a return order as a function of those of its lines (law 5)."""
    live = [one for one in lines if one != "CANCELED"]
    if not live:
        return "CANCELED"
    if all(one == "INVOICED" for one in live):
        return "CLOSED"
    return "CREATED" if all(one == "AWAITING" for one in live) else "OPEN"


class Returns(RuleBasedStateMachine):
    """One customer, two products, and whatever happens to them."""

    def __init__(self, new_database: Callable[[], Database]) -> None:
        super().__init__()
        self.api = Api(new_database())
        self.sold: list[str] = []
        self.returns: dict[str, Decimal] = {}
        self.posted: dict[str, dict[str, Any]] = {}
        self.steps = 0

    def teardown(self) -> None:
        """Bring everything back, in parts, and see that every sale is reversed to the cent."""
        try:
            if self.sold:
                self.pay_nearly_everything()
                for key in list(self.returns):
                    self.finish(key)
                self.return_the_rest()
                self.the_live_laws_hold()
                self.reversed_sales()
        finally:
            self.api.database.dispose()

    def pay_nearly_everything(self) -> None:
        """Leave 1.00 open, so that credits find less than they could settle."""
        for document in self.api.run("{ invoices(first: 250) { nodes { number openAmount } } }")["invoices"]["nodes"]:
            if Decimal(document["openAmount"]) > 1:
                self.api.pay(document["number"], str(Decimal(document["openAmount"]) - 1))

    def finish(self, key: str) -> None:
        """Take the rest of a return order in and credit it."""
        ref = {"id": key}
        lines = self.api.run(
            f"query($id: ID!) {{ node(id: $id) {{ ... on ReturnOrder {{ lines {{ {LINE} }} }} }} }}", id=key
        )
        for line in lines["node"]["lines"]:
            here = {"line": line["id"], "quantity": line["expectedQuantity"], "dispositionCode": "CREDIT"}
            if line["returnStatus"] == "AWAITING":
                self.api.do("registerArrival", "", order=ref, lines=[here])
            elif line["returnStatus"] == "QUARANTINE":
                self.api.do("endQuarantine", "", order=ref, lines=[here])
        self.attempt(lambda: self.api.receive(ref))
        self.attempt(lambda: self.api.credit(ref))

    def return_the_rest(self) -> None:
        """Return what can still be returned of every sale, and credit it in three parts."""
        query = "{ invoices(first: 250) { nodes { lines { id returnableQuantity } } } }"
        for invoice in self.api.run(query)["invoices"]["nodes"]:
            for line in invoice["lines"]:
                left = Decimal(line["returnableQuantity"])
                if left == 0:
                    continue
                order = self.api.return_order((line["id"], str(left)))
                self.api.receive(self.api.arrive(order, (1, str(left))))
                for part in ("0.1", "0.15"):
                    wanted = [{"line": order["lines"][0]["id"], "quantity": part}]
                    self.api.credit(order, quantity="DELIVER_NOW", lines=wanted)
                self.api.credit(order)

    # ------------------------------------------------ what the rules share
    def attempt(self, call: Callable[[], Any]) -> Any:
        """The result of a call; None where it is refused, and then nothing may have been written (laws 15, 16)."""
        before = self.api.fingerprint()
        try:
            return call()
        except Rejected as refused:
            assert "CONCURRENT_UPDATE" not in refused.codes
            assert self.api.fingerprint() == before
            return None

    def pick(self, place: int, *statuses: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """A return order and one of its lines, in one of these statuses where there is any; every eleventh at random."""
        query = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on ReturnOrder {{ id lines {{ {LINE} }} }} }} }}"
        orders = self.api.run(query, ids=list(self.returns))["nodes"]
        pairs = [(order, line) for order in orders for line in order["lines"]]
        fitting = [pair for pair in pairs if pair[1]["returnStatus"] in statuses]
        chosen = fitting if fitting and place % 11 else pairs
        return chosen[place % len(chosen)]

    def numbers(self, documents: str) -> list[str]:
        """Numbers of posted documents of a type, in the order of posting."""
        query = f"{{ invoices(first: 250, filter: {{documentType: [{documents}]}}) {{ nodes {{ number }} }} }}"
        return [one["number"] for one in self.api.run(query)["invoices"]["nodes"]]

    # ------------------------------------------------ rules
    @initialize()
    def open_for_business(self) -> None:
        """A customer, and a sale to begin with."""
        self.api.customer()
        self.api.product("33.35", cost="17.77")
        self.api.product("0.07", cost="0.03", tax="12", name="B")
        self.sell("10")

    @precondition(lambda self: len(self.sold) < 6)
    @rule(discount=st.sampled_from(["0", "12.5"]))
    def sell(self, discount: str) -> None:
        """Both products, delivered and invoiced."""
        lines = [
            {"product": {"number": number}, "quantity": str(SOLD), "discountPercent": discount}
            for number in ("P-000001", "P-000002")
        ]
        self.sold += [one["id"] for one in self.api.invoiced("C-000001", *lines)["lines"]]

    @precondition(lambda self: len(self.returns) < 6)
    @rule(
        place=ANY,
        quantity=PIECES,
        by_hand=st.booleans(),
        code=st.sampled_from([None, None, "CREDIT_ONLY"]),
        charges=st.lists(CHARGE, max_size=1),
    )
    def create(self, place: int, quantity: str, by_hand: bool, code: str | None, charges: list[dict[str, str]]) -> None:
        """A return of two lines, one of them perhaps by hand or credit only."""
        linked = {"invoiceLine": self.sold[place % len(self.sold)], "quantity": quantity, "dispositionCode": code}
        other: dict[str, Any] = {"invoiceLine": self.sold[(place + 1) % len(self.sold)], "quantity": "1"}
        if by_hand:
            other = {"product": {"number": "P-000002"}, "unitPrice": "9.99", "quantity": "1", "charges": charges}
        values = {"customer": {"number": "C-000001"}, "lines": [linked, other], "charges": charges[:1]}
        order = self.attempt(lambda: self.api.returned(**values))
        if order is not None:
            self.returns[order["id"]] = Decimal(quantity) + 1

    @precondition(lambda self: self.returns)
    @rule(
        place=ANY, part=st.sampled_from(["0.5", "1", "3"]), code=CODES, quarantine=st.sampled_from([False, False, True])
    )
    def arrive(self, place: int, part: str, code: str, quarantine: bool) -> None:
        """A line, or a part of it, arrives."""
        order, line = self.pick(place, "AWAITING")
        quantity = str(min(Decimal(part), Decimal(line["expectedQuantity"])))
        arrived = {"line": line["id"], "quantity": quantity}
        arrived |= {"quarantine": True} if quarantine else {"dispositionCode": code}
        self.attempt(lambda: self.api.do("registerArrival", "", order={"id": order["id"]}, lines=[arrived]))

    @precondition(lambda self: self.returns)
    @rule(place=ANY, code=CODES, quantity=st.sampled_from([None, "0.25"]))
    def inspect(self, place: int, code: str, quantity: str | None) -> None:
        """End the quarantine of a line, or of a part of it."""
        order, line = self.pick(place, "QUARANTINE")
        ended = {"line": line["id"], "dispositionCode": code, "quantity": quantity}
        self.attempt(lambda: self.api.do("endQuarantine", "", order={"id": order["id"]}, lines=[ended]))

    @precondition(lambda self: self.returns)
    @rule(place=ANY, code=st.sampled_from(["CREDIT_ONLY", None, "SCRAP"]))
    def set_disposition(self, place: int, code: str | None) -> None:
        """Set, clear or change the disposition of a line."""
        order, line = self.pick(place, "REGISTERED", "AWAITING")
        values = {"line": line["id"], "dispositionCode": code}
        self.attempt(lambda: self.api.do("setDisposition", "", order={"id": order["id"]}, **values))

    @precondition(lambda self: self.returns)
    @rule(place=ANY, only_one=st.booleans())
    def receive(self, place: int, only_one: bool) -> None:
        """Post a packing slip."""
        order, line = self.pick(place, "REGISTERED")
        more = {"lines": [{"line": line["id"]}]} if only_one else {}
        self.attempt(lambda: self.api.receive(order, **more))

    @precondition(lambda self: self.returns)
    @rule(
        place=ANY,
        quantity=st.sampled_from(["ALL", "PACKING_SLIP", "DELIVER_NOW"]),
        keep=st.booleans(),
        direct=st.booleans(),
        settlement=st.sampled_from(["ORIGINAL_INVOICE", "AUTOMATIC", "NONE"]),
    )
    def credit(self, place: int, quantity: str, keep: bool, direct: bool, settlement: str) -> None:
        """Preview, post what was previewed, and repeat the call (laws 16, 17, 29)."""
        order, line = self.pick(place, "RECEIVED", "REGISTERED")
        values: dict[str, Any] = {"quantity": quantity, "allowDirectInvoice": direct, "settlement": settlement}
        values["creditRemainingQuantity"] = keep
        if quantity == "DELIVER_NOW":
            values["lines"] = [{"line": line["id"], "quantity": "0.25"}]
        before = self.api.fingerprint()
        preview = self.attempt(lambda: self.api.credit(order, **values, posting=False))
        assert self.api.fingerprint() == before
        if preview is None:
            assert self.attempt(lambda: self.api.credit(order, **values)) is None
            return
        key = f"key {len(self.posted)} {order['id']} {before}"
        posted = self.api.credit(order, **values, expectedPlan=preview["plan"]["hash"], idempotencyKey=key)
        assert posted["plan"] == preview["plan"]
        after = self.api.fingerprint()
        again = self.api.credit(order, **values, expectedPlan=preview["plan"]["hash"], idempotencyKey=key)
        assert (again["replayed"], again["invoice"], self.api.fingerprint()) == (True, posted["invoice"], after)
        if posted["invoice"] is not None:
            assert posted["invoice"]["totalAmount"] == preview["plan"]["totalAmount"]

    @rule(place=ANY)
    def return_too_much(self, place: int) -> None:
        """More than was sold is refused, whatever has happened (law 1)."""
        line = self.sold[place % len(self.sold)]
        with pytest.raises(Rejected) as refused:
            self.api.return_order((line, str(SOLD + 1)))
        assert refused.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]

    @precondition(lambda self: len(self.returns) == 4)
    @rule(place=ANY)
    def cancel(self, place: int) -> None:
        """Cancel: only while nothing has arrived (law 26)."""
        order, _ = self.pick(place, "REGISTERED", "RECEIVED")
        created = header_status([one["returnStatus"] for one in order["lines"]]) == "CREATED"
        done = self.attempt(lambda: self.api.do("cancelReturnOrder", "", order={"id": order["id"]}))
        assert (done is not None) == created

    @rule(place=ANY, left=st.sampled_from(["0", "1", "20"]))
    def pay(self, place: int, left: str) -> None:
        """A payment on one of the documents, of all but a little."""
        nodes = self.api.run("{ invoices(first: 250) { nodes { number openAmount } } }")["invoices"]["nodes"]
        document = nodes[place % len(nodes)]
        amount = abs(Decimal(document["openAmount"])) - Decimal(left)
        done = self.attempt(lambda: self.api.pay(document["number"], str(amount)))
        assert (done is not None) == (amount > 0)

    @rule(place=ANY)
    def settle(self, place: int) -> None:
        """Match an invoice with a credit note by hand."""
        debits, credits = self.numbers("INVOICE"), self.numbers("CREDIT_NOTE")
        if credits:
            sides = {"invoice": {"number": debits[place % len(debits)]}, "creditNote": {"number": credits[-1]}}
            self.attempt(lambda: self.api.do("settleInvoices", "", **sides))

    # ------------------------------------------------ laws
    @invariant()
    def everything_holds(self) -> None:
        """Looked at now and then."""
        self.steps += 1
        if self.steps % LOOK_EVERY == 0:
            self.look()

    def look(self) -> None:
        """Look at everything."""
        self.the_live_laws_hold()
        self.lines_follow_their_quantities()
        self.stock_follows_dispositions()
        self.posted_documents_never_change_and_numbers_have_no_gap()
        self.reversed_sales()

    def the_live_laws_hold(self) -> None:
        """Laws 1, 2, 4-7, 10, 14, 24, 25 and the clearing account."""
        with self.api.database.read() as connection:
            assert [law.id for law in check_connection(connection) if law.violations] == []

    def lines_follow_their_quantities(self) -> None:
        """Laws 2, 3, 4, 5 and 28."""
        query = "{ orders(first: 250, filter: {type: [RETURN_ORDER] STATUS}) { nodes { id ... on ReturnOrder "
        query += f"{{ status returnStatus lines {{ {LINE} }} }} }} }} }}"
        listed = self.api.run(query.replace("STATUS", ""))["orders"]["nodes"]
        every = self.api.run(query.replace("STATUS", "returnStatus: [CREATED, OPEN, CLOSED, CANCELED]"))["orders"]
        assert {one["id"] for one in every["nodes"]} == set(self.returns)
        hidden = {one["id"] for one in every["nodes"] if one["returnStatus"] == "CREATED"}
        assert {one["id"] for one in listed} == set(self.returns) - hidden
        for order in every["nodes"]:
            lines = order["lines"]
            assert sum(Decimal(one["expectedQuantity"]) for one in lines) == self.returns[order["id"]]
            assert order["returnStatus"] == header_status([one["returnStatus"] for one in lines])
            assert (order["returnStatus"] == "CLOSED") == (order["status"] == "INVOICED")
            for line in lines:
                check_line(line)

    def stock_follows_dispositions(self) -> None:
        """Law 13: what was sold, less what came back into stock."""
        line, code = tables.return_order_line, tables.disposition_code
        back = (
            select(func.coalesce(func.sum(line.c.received_quantity, type_=line.c.received_quantity.type), 0))
            .join(code, code.c.id == line.c.disposition_code_id)
            .where(code.c.action.in_(STOCKED))
        )
        product = tables.product
        with self.api.database.read() as connection:
            came = connection.scalar(back)
            stock = connection.scalar(select(func.sum(product.c.on_hand, type_=product.c.on_hand.type)))
        assert Decimal(stock or 0) == Decimal(came or 0) - SOLD * len(self.sold)

    def posted_documents_never_change_and_numbers_have_no_gap(self) -> None:
        """Laws 14, 24 and 27."""
        query = f"{{ invoices(first: 250) {{ nodes {{ {DOCUMENT} }} }} customers {{ nodes {{ balance }} }} }}"
        found = self.api.run(query)
        documents = {one["number"]: one for one in found["invoices"]["nodes"]}
        assert {number: documents[number] for number in self.posted} == self.posted
        self.posted = documents
        for prefix in ("INV", "CN"):
            mine = sorted(number for number in documents if number.startswith(prefix))
            assert mine == [f"{prefix}-{place:06d}" for place in range(1, len(mine) + 1)]
        owed = self.api.run("{ invoices(first: 250) { nodes { openAmount } } }")["invoices"]["nodes"]
        balance = sum(Decimal(one["openAmount"]) for one in owed)
        assert [Decimal(one["balance"]) for one in found["customers"]["nodes"]] == [balance] * bool(self.sold)

    def reversed_sales(self) -> int:
        """Law 8: check net, tax, discount and cost of sales that came back whole; how many these are."""
        sold, credit = tables.invoice_line, tables.invoice_line.alias("credit")
        names = ("quantity", "net_amount", "tax_amount", "discount_amount", "cost_amount")
        sums = [func.sum(credit.c[name], type_=credit.c[name].type) for name in names]
        statement = (
            select(*[sold.c[name] for name in names], *sums)
            .join(credit, credit.c.credits_line_id == sold.c.id)
            .where(~sold.c.id.in_(self._given_up()))
            .group_by(sold.c.id)
        )
        with self.api.database.read() as connection:
            rows = [tuple(map(Decimal, row)) for row in connection.execute(statement)]
        whole = [row for row in rows if row[0] == -row[5]]
        for row in whole:
            assert row[:5] == tuple(-value for value in row[5:])
        return len(whole)

    def _given_up(self) -> Any:
        line = tables.return_order_line
        return select(line.c.original_invoice_line_id).where(
            line.c.original_invoice_line_id.is_not(None), line.c.released_quantity > 0
        )


def check_line(line: dict[str, Any]) -> None:
    """Laws 2 and 4 of one return line."""
    expected, registered, received, invoiced, released = (
        Decimal(line[f"{stage}Quantity"]) for stage in ("expected", "registered", "received", "invoiced", "released")
    )
    assert 0 <= invoiced + released <= expected
    assert received <= registered <= expected
    status = line["returnStatus"]
    if line["dispositionCode"] == "CREDIT_ONLY":
        assert received == 0
    else:
        assert invoiced <= received
    if status == "INVOICED":
        assert invoiced + released == expected
    elif status == "RECEIVED":
        assert received - invoiced - released > 0
    elif status in ("AWAITING", "QUARANTINE", "CANCELED"):
        assert registered == 0


def test_in_the_end_everything_comes_back_to_the_cent(new_database: Callable[[], Database], engine_name: str) -> None:
    run_state_machine_as_test(
        lambda: Returns(new_database),
        settings=settings(
            max_examples=histories(engine_name, usual=(3, 1), long=30),
            stateful_step_count=30,
            deadline=None,
            derandomize=not ASKED_FOR,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
