"""The whole life of return orders, in any order of steps, against books kept on paper (returns 6, both engines).

Each step is taken on the paper books of `return_machine` and on the server: what the paper forbids, the server refuses
with the same code and writes nothing (law 15). After each step the server's live laws hold, everything it shows agrees
with the paper, and what was posted before is as it was (law 27).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

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
from tests.api import RETURN, VOUCHER, Api, Rejected
from tests.laws.return_machine import (
    CREDIT_ONLY,
    SENT_BACK,
    ZERO,
    Account,
    Asked,
    Books,
    Charge,
    Document,
    Forbidden,
    Line,
    Posting,
    Return,
    Sold,
    rounded,
)

T = TypeVar("T")
Json = dict[str, Any]
SMALLEST = Decimal("0.000001")
PRODUCTS = {
    "P-000001": ("33.35", "17.777777", "25"),
    "P-000002": ("0.07", "0.035", "12"),
    "P-000003": ("900", "0", "0"),
}
WITH_FEE = [Charge("PERCENT", Decimal("-12.5"), Decimal(25)), Charge("FIXED", Decimal(3), Decimal(12))]
DAMAGED = [Charge("FIXED", Decimal(-2), Decimal(0)), Charge("PER_PIECE", Decimal("0.333333"), Decimal(25))]

PLACE = st.integers(0, 999)
PART = st.sampled_from(["all", "all", "all", "half", "third", "smallest", "none", "more"])
SALE = st.tuples(
    st.sampled_from(sorted(PRODUCTS)),
    st.sampled_from([None, "249.9", "7.777777", "0.019999"]),
    st.sampled_from(["3", "7", "2.5", "1", "0.333333"]),
    st.sampled_from(["0", "12.5", "33.333333", "100"]),
)
CHARGE = st.builds(
    Charge,
    st.sampled_from(["FIXED", "PER_PIECE", "PERCENT"]),
    st.sampled_from([Decimal(10), Decimal(-10), Decimal("0.05"), Decimal(250)]),
    st.sampled_from([Decimal(0), Decimal(25)]),
)
CHARGES = st.lists(CHARGE, max_size=1)
WANTED = st.tuples(PLACE, PART, st.sampled_from([None, None, None, CREDIT_ONLY, "CREDIT"]), CHARGES)
GOODS_CODE = st.sampled_from(["CREDIT", "WITH_FEE", "SCRAP", SENT_BACK, "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP"])
ANY_CODE = st.one_of(GOODS_CODE, GOODS_CODE, st.just(CREDIT_ONLY))
SETTLEMENT = st.sampled_from(["ORIGINAL_INVOICE", "AUTOMATIC", "NONE"])

LINE = (
    "id lineNumber returnStatus dispositionCode expectedQuantity registeredQuantity receivedQuantity invoicedQuantity "
    "releasedQuantity closedOn charges { category value origin posted } product { number }"
)
SLIP = f"number date lines {{ quantity onHandChange costAmount }} voucher {{ {VOUCHER} }}"
DOCUMENT = (
    "id number documentType invoiceDate documentDate dueDate netAmount taxAmount totalAmount corrects { number } "
    "charges { description amount taxAmount } lines { id quantity netAmount taxAmount creditsLine { id } } "
    f"voucher {{ {VOUCHER} }}"
)
ACCOUNT = f"number status openAmount settlements {{ payment {{ amount voucher {{ {VOUCHER} }} }} }}"
EVERYTHING = f"""{{
  returns: orders(first: 250, filter: {{type: [RETURN_ORDER], returnStatus: [CREATED, OPEN, CLOSED, CANCELED]}}) {{
    nodes {{ id status ... on ReturnOrder {{
      returnStatus lines {{ {LINE} }} charges {{ category value origin posted }} packingSlips {{ {SLIP} }}
    }} }}
  }}
  listed: orders(first: 250) {{ nodes {{ id type }} }}
  documents: invoices(first: 250) {{ nodes {{ {DOCUMENT} }} }}
  account: invoices(first: 250) {{ nodes {{ {ACCOUNT} lines {{ id returnableQuantity }} }} }}
  customers {{ nodes {{ number balance }} }}
  products {{ nodes {{ number onHand }} }}
}}"""


def part_of(whole: Decimal, part: str) -> Decimal:
    """A part of a quantity, or something just outside it."""
    parts = {"all": whole, "half": whole / 2, "third": whole / 3, "smallest": SMALLEST, "none": ZERO}
    return parts.get(part, whole + SMALLEST).quantize(SMALLEST)


def as_input(charges: list[Charge]) -> list[Json]:
    """Charges as the API takes them."""
    return [
        {"description": "Fee", "category": one.category, "value": f"{one.value:f}", "taxRate": f"{one.rate:f}"}
        for one in charges
    ]


def has_line(*statuses: str) -> Callable[["Returns"], bool]:
    """A precondition: some return line is in one of these statuses."""
    return lambda machine: any(line.status in statuses for _, line in machine.books.lines())


class Returns(RuleBasedStateMachine):
    """Two customers, three products, and whatever happens to them."""

    def __init__(self, new_database: Callable[[], Database]) -> None:
        super().__init__()
        self.api = Api(new_database())
        self.books = Books()
        self.accounts: list[Account] = []
        self.posted: dict[str, Json] = {}

    def teardown(self) -> None:
        """Let go of the database."""
        self.api.database.dispose()

    # ------------------------------------------------ what the rules share
    def both(self, on_paper: Callable[[], T], on_server: Callable[[T], Json]) -> tuple[T, Json] | None:
        """Take a step on paper and on the server; None where it is forbidden: then nothing is written (law 15)."""
        try:
            known = on_paper()
        except Forbidden as forbidden:
            self.refused(forbidden.codes, lambda: on_server(None))  # type: ignore[arg-type]  # it is refused anyway
            return None
        return known, on_server(known)

    def refused(self, codes: frozenset[str], call: Callable[[], object]) -> None:
        """The server refuses, for one of these reasons, and writes nothing."""
        before = self.api.fingerprint()
        with pytest.raises(Rejected) as refused:
            call()
        assert codes & set(refused.value.codes), f"{refused.value} instead of {sorted(codes)}"
        assert self.api.fingerprint() == before

    def change(self, mutation: str, order: Return, **values: Any) -> Json:
        """A mutation that answers a return order; its new lines get to know their ids."""
        selection = f"... on ReturnOrderSuccess {{ order {{ {RETURN} }} }}"
        if order.id:
            values["order"] = {"id": order.id}
        answer: Json = self.api.do(mutation, selection, **values)["order"]
        ids = {line["lineNumber"]: line["id"] for line in answer["lines"]}
        order.id = answer["id"]
        for line in order.lines:
            line.id = ids[line.number]
        return answer

    def pick(self, place: int, *statuses: str) -> tuple[Return, Line]:
        """A return line in one of these statuses where there is any; now and then whichever."""
        pairs = list(self.books.lines())
        fitting = [pair for pair in pairs if pair[1].status in statuses]
        chosen = fitting if fitting and place % 9 else pairs
        return chosen[place % len(chosen)]

    def document(self, place: int, sign: int = 0) -> Document:
        """A document, open and with this sign where there is any; now and then whichever."""
        every = list(self.books.documents.values())
        fitting = [one for one in every if one.open and one.open * sign >= 0]
        chosen = fitting if fitting and place % 9 else every
        return chosen[place % len(chosen)]

    # ------------------------------------------------ rules: sales
    @initialize(sales=st.lists(SALE, min_size=1, max_size=3))
    def open_for_business(self, sales: list[tuple[str, str | None, str, str]]) -> None:
        """Customers, products, codes with charges, and a first sale."""
        self.accounts = [Account(self.api.customer(currency), currency) for currency in ("NOK", "JPY")]
        for price, cost, tax in PRODUCTS.values():
            self.api.product(price, cost=cost, tax=tax)
        code = {"code": "WITH_FEE", "description": "Fee", "action": "CREDIT", "charges": as_input(WITH_FEE)}
        self.api.do("setDispositionCode", "", **code)
        self.api.do("setReasonCode", "", code="DAMAGED", description="Damaged", charges=as_input(DAMAGED))
        self.books.code_charges["WITH_FEE"] = WITH_FEE
        self.books.reason_charges["DAMAGED"] = DAMAGED
        self._sell(self.accounts[0], sales, "ORIGINAL_INVOICE")

    @precondition(lambda self: len(self.books.sold) < 9)
    @rule(place=st.integers(0, 3), sales=st.lists(SALE, min_size=1, max_size=3), settlement=SETTLEMENT)
    def sell(self, place: int, sales: list[tuple[str, str | None, str, str]], settlement: str) -> None:
        """Deliver and invoice."""
        self._sell(self.accounts[place == 3], sales, settlement)

    def _sell(self, account: Account, sales: list[tuple[str, str | None, str, str]], settlement: str) -> None:
        lines = []
        for product, price, quantity, discount in sales:
            line: Json = {"product": {"number": product}, "quantity": quantity, "discountPercent": discount}
            lines.append(line | ({} if price is None else {"unitPrice": price}))
        selection = "... on SalesOrderSuccess { order { number } }"
        made = self.api.do("createSalesOrder", selection, customer={"number": account.number}, lines=lines)
        sold = self._invoiced(account, made["order"]["number"], settlement)
        for one, (product, price, quantity, discount) in zip(sold, sales, strict=True):
            kept = 1 - Decimal(discount) / 100
            assert one.net == rounded(
                Decimal(quantity) * Decimal(price or PRODUCTS[product][0]) * kept, account.currency
            )
            assert one.tax == rounded(one.net * Decimal(PRODUCTS[product][2]) / 100, account.currency)
        self.books.sell(account, sold, settlement)

    def _invoiced(self, account: Account, order: str, settlement: str) -> list[Sold]:
        """The lines of the invoice that delivers and bills a sales order."""
        (item,) = self.api.post_orders({"number": order}, quantity="ALL", settlement=settlement)
        number = item["invoice"]["number"]
        assert number == self.books.next_number("INVOICE")
        query = "query($n: String!) { invoice(ref: {number: $n}) { lines { id quantity netAmount taxAmount product { number } } } }"
        return [
            Sold(
                line["id"],
                account,
                number,
                line["product"]["number"],
                Decimal(line["quantity"]),
                Decimal(line["netAmount"]),
                Decimal(line["taxAmount"]),
            )
            for line in self.api.run(query, n=number)["invoice"]["lines"]
        ]

    @precondition(lambda self: any(order.to_ship for order in self.books.returns))
    @rule(place=PLACE)
    def ship(self, place: int) -> None:
        """Deliver and invoice the replacement that a return order asked for."""
        waiting = [order for order in self.books.returns if order.to_ship]
        order = waiting[place % len(waiting)]
        query = "query($id: ID!) { order(ref: {id: $id}) { ... on ReturnOrder { replacementOrder { number } } } }"
        number = self.api.run(query, id=order.id)["order"]["replacementOrder"]["number"]
        self.books.ship(order, self._invoiced(order.account, number, "ORIGINAL_INVOICE"))

    # ------------------------------------------------ rules: return orders
    @precondition(lambda self: len(self.books.returns) < 7)
    @rule(
        place=PLACE,
        wanted=st.lists(WANTED, min_size=1, max_size=3),
        by_hand=st.sampled_from([None, None, "9.99", "0.005", "0"]),
        charges=CHARGES,
        reason=st.sampled_from([None, None, "DAMAGED", "Too late"]),
    )
    def create(
        self,
        place: int,
        wanted: list[tuple[int, str, str | None, list[Charge]]],
        by_hand: str | None,
        charges: list[Charge],
        reason: str | None,
    ) -> None:
        """A return order of some invoice lines, one of them perhaps twice, and perhaps a line by hand."""
        account = self.books.sold[place % len(self.books.sold)].account
        mine = [one for one in self.books.sold if one.account == account or place % 11 == 0]
        lines = []
        for number, (offset, part, code, of_line) in enumerate(wanted, 1):
            sold = mine[offset % len(mine)]
            quantity = part_of(max(self.books.returnable(sold) / (1 + offset % 2), ZERO), part)
            fresh = [one.copied("MANUAL") for one in of_line]
            lines.append(Line(number, sold.product, quantity, sold=sold, code=code, charges=fresh))
        if by_hand is not None:
            lines.append(Line(len(lines) + 1, "P-000003", Decimal(2), Decimal(by_hand), Decimal(25)))
        self._create(account, lines, [one.copied("MANUAL") for one in charges], reason)

    def _create(self, account: Account, lines: list[Line], charges: list[Charge], reason: str | None) -> Return | None:
        asked: list[Json] = []
        for line in lines:
            source: Json = {"product": {"number": line.product}, "unitPrice": f"{line.price:f}", "taxRate": "25"}
            source = source if line.sold is None else {"invoiceLine": line.sold.id}
            charged = {"dispositionCode": line.code, "charges": as_input(line.charges)}
            asked.append(source | charged | {"quantity": f"{line.expected:f}"})
        values = {"lines": asked, "charges": as_input(charges), "reasonCode": reason}
        values["customer"] = {"number": account.number}
        made = self.both(
            lambda: self.books.create(account, lines, charges, reason),
            lambda order: self.change("createReturnOrder", order or Return("", account, [], []), **values),
        )
        return None if made is None else made[0]

    @rule(place=PLACE)
    def return_too_much(self, place: int) -> None:
        """The smallest quantity more than can be returned is refused, whatever has happened (law 1)."""
        sold = self.books.sold[place % len(self.books.sold)]
        quantity = self.books.returnable(sold) + SMALLEST
        self.refused(
            frozenset({"RETURN_QTY_EXCEEDS_INVOICED"}), lambda: self.api.return_order((sold.id, f"{quantity:f}"))
        )

    @precondition(has_line("AWAITING"))
    @rule(place=PLACE, only=st.sampled_from([False, False, True]))
    def cancel(self, place: int, only: bool) -> None:
        """Cancel an order or one of its lines: only while nothing has arrived (law 26)."""
        order, line = self.pick(place, "AWAITING")
        lines = [line] if only else None
        values = {"lines": [line.id]} if only else {}
        self.both(
            lambda: self.books.cancel(order, lines),
            lambda _: self.change("cancelReturnOrder", order, **values),
        )

    @precondition(has_line("AWAITING"))
    @rule(place=PLACE)
    def replace_up_front(self, place: int) -> None:
        """Ship replacements before anything arrived."""
        order, _ = self.pick(place, "AWAITING")
        self.both(
            lambda: self.books.replace_up_front(order),
            lambda _: self.api.do("createReplacementOrder", "", order={"id": order.id}),
        )

    # ------------------------------------------------ rules: goods
    @precondition(has_line("AWAITING"))
    @rule(place=PLACE, part=PART, code=st.one_of(st.none(), ANY_CODE), with_others=st.booleans())
    def arrive(self, place: int, part: str, code: str | None, with_others: bool) -> None:
        """A line or a part of it arrives, with the others or alone, to be inspected where it has no code."""
        order, line = self.pick(place, "AWAITING")
        arrived = {line: part_of(line.expected, part)}
        if with_others:
            arrived |= {one: one.expected for one in order.lines if one.status == "AWAITING" and one is not line}
        self._arrive(order, arrived, code)

    def _arrive(self, order: Return, arrived: dict[Line, Decimal], code: str | None) -> None:
        lines = [
            {"line": line.id, "quantity": f"{quantity:f}", "dispositionCode": code, "quarantine": code is None}
            for line, quantity in arrived.items()
        ]
        self.both(
            lambda: self.books.arrive(order, arrived, code),
            lambda _: self.change("registerArrival", order, lines=lines),
        )

    @precondition(has_line("QUARANTINE"))
    @rule(place=PLACE, part=PART, code=ANY_CODE)
    def inspect(self, place: int, part: str, code: str) -> None:
        """The inspection of a line or of a part of it ends."""
        order, line = self.pick(place, "QUARANTINE")
        self._inspect(order, line, part_of(line.expected, part), code)

    def _inspect(self, order: Return, line: Line, quantity: Decimal, code: str) -> None:
        ended = {"line": line.id, "quantity": f"{quantity:f}", "dispositionCode": code}
        self.both(
            lambda: self.books.inspect(order, line, quantity, code),
            lambda _: self.change("endQuarantine", order, lines=[ended]),
        )

    @precondition(has_line("AWAITING", "REGISTERED"))
    @rule(
        place=PLACE, code=st.sampled_from([CREDIT_ONLY, CREDIT_ONLY, None, "SCRAP", "WITH_FEE", "REPLACE_AND_CREDIT"])
    )
    def set_code(self, place: int, code: str | None) -> None:
        """Set or clear credit only, or change the code of registered goods."""
        order, line = self.pick(place, "AWAITING", "REGISTERED")
        self.both(
            lambda: self.books.set_code(order, line, code),
            lambda _: self.change("setDisposition", order, line=line.id, dispositionCode=code),
        )

    @precondition(has_line("REGISTERED"))
    @rule(place=PLACE, only=st.booleans())
    def receive(self, place: int, only: bool) -> None:
        """The packing slip of a line, or of all that are registered."""
        order, line = self.pick(place, "REGISTERED")
        self._receive(order, [line] if only else None)

    def _receive(self, order: Return, lines: list[Line] | None) -> None:
        values = {} if lines is None else {"lines": [{"line": line.id} for line in lines]}
        self.both(
            lambda: self.books.receive(order, lines),
            lambda _: self.api.receive({"id": order.id}, **values),
        )

    # ------------------------------------------------ rules: credit notes
    @precondition(has_line("RECEIVED", "REGISTERED"))
    @rule(
        place=PLACE,
        quantity=st.sampled_from(["ALL", "ALL", "PACKING_SLIP", "DELIVER_NOW", "DELIVER_NOW"]),
        part=PART,
        only=st.booleans(),
        direct=st.booleans(),
        release=st.sampled_from([False, False, True]),
        settlement=SETTLEMENT,
    )
    def credit(
        self, place: int, quantity: str, part: str, only: bool, direct: bool, release: bool, settlement: str
    ) -> None:
        """Credit an order, or a line or a part of a line of it, in any mode."""
        order, line = self.pick(place, "RECEIVED", "REGISTERED")
        wanted: dict[int, Decimal | None] | None = {line.number: None} if only else None
        if quantity == "DELIVER_NOW":
            wanted = {line.number: part_of(line.registered if line.status == "REGISTERED" else line.left, part)}
        self._credit(order, Asked(quantity, wanted, direct, release, settlement))

    def _credit(self, order: Return, asked: Asked) -> None:
        """Look, post exactly what was shown, repeat the call, and try it once more (laws 15, 16, 17, 29)."""
        ids = {line.number: line.id for line in order.lines}
        values: Json = {
            "quantity": asked.quantity,
            "allowDirectInvoice": asked.direct,
            "creditRemainingQuantity": not asked.release,
            "settlement": asked.settlement,
        }
        if asked.wanted is not None:
            typed = {number: None if one is None else f"{one:f}" for number, one in asked.wanted.items()}
            values["lines"] = [{"line": ids[number], "quantity": one} for number, one in typed.items()]
        before = self.api.fingerprint()
        shown = self.both(
            lambda: self.books.plan(order, asked),
            lambda _: self.api.credit({"id": order.id}, **values, posting=False),
        )
        assert self.api.fingerprint() == before
        if shown is None:
            self.both(lambda: self.books.plan(order, asked), lambda _: self.api.credit({"id": order.id}, **values))
            return
        posting, preview = shown
        values["expectedPlan"] = preview["plan"]["hash"]
        key = {"idempotencyKey": f"{order.id} {before}"}
        posted = self.api.credit({"id": order.id}, **values, **key)
        after = self.api.fingerprint()
        repeated = self.api.credit({"id": order.id}, **values, **key)
        assert (posted["replayed"], repeated["replayed"]) == (False, True)
        assert repeated["invoice"] == posted["invoice"]
        assert posted["plan"] == preview["plan"]
        assert self.api.fingerprint() == after
        check_posting(posting, posted)
        check_document(self.books.credit(order, asked, posting), posting, posted["invoice"])
        if order.header == "CLOSED":
            self.finished(order)

    def finished(self, order: Return) -> None:
        """A finished order is not posted twice (law 17)."""
        self.refused(frozenset({"ALREADY_INVOICED"}), lambda: self.api.credit({"id": order.id}))

    @precondition(lambda self: any(order.header in ("CLOSED", "CANCELED") for order in self.books.returns))
    @rule(place=PLACE)
    def post_again(self, place: int) -> None:
        """Nothing can be posted on what is finished or given up (laws 17, 26)."""
        over = [order for order in self.books.returns if order.header in ("CLOSED", "CANCELED")]
        order = over[place % len(over)]
        code = "ALREADY_INVOICED" if order.header == "CLOSED" else "ORDER_CANCELED"
        self.refused(frozenset({code}), lambda: self.api.credit({"id": order.id}, allowDirectInvoice=True))
        self.both(lambda: self.books.receive(order, None), lambda _: self.api.receive({"id": order.id}))

    @precondition(has_line("RECEIVED", "REGISTERED"))
    @rule(
        place=PLACE, count=st.integers(2, 4), quantity=st.sampled_from(["ALL", "PACKING_SLIP"]), settlement=SETTLEMENT
    )
    def run(self, place: int, count: int, quantity: str, settlement: str) -> None:
        """Credit several orders in one run; one that is not ready changes nothing of the others (law 19)."""
        every = self.books.returns
        orders = [every[(place + step) % len(every)] for step in range(min(count, len(every)))]
        refs = [{"id": order.id} for order in orders]
        items = self.api.post_orders(*refs, quantity=quantity, settlement=settlement)
        asked = Asked(quantity, settlement=settlement)
        for order, item in zip(orders, items, strict=True):
            try:
                posting = self.books.plan(order, asked)
            except Forbidden as forbidden:
                assert item["status"] == "CONTAINS_ERRORS"
                assert forbidden.codes & {problem["code"] for problem in item["problems"]}
                continue
            assert item["status"] == "EXECUTED"
            document = self.books.credit(order, asked, posting)
            shown = item["invoice"]
            assert (shown and shown["number"]) == (document and document.number)
            assert document is None or Decimal(shown["totalAmount"]) == document.total

    @precondition(lambda self: any(self.books.returnable(sold) > 0 for sold in self.books.sold))
    @rule(
        place=PLACE,
        parts=st.lists(st.tuples(PLACE, st.sampled_from(["all", "half", "third"])), min_size=1, max_size=3),
        routes=st.lists(
            st.sampled_from(["goods", "goods", "direct", "inspected", "credit only"]), min_size=4, max_size=4
        ),
        settlement=SETTLEMENT,
    )
    def bring_back(self, place: int, parts: list[tuple[int, str]], routes: list[str], settlement: str) -> None:
        """All that can still be returned of a line comes back in parts, each on its way (law 8)."""
        able = [sold for sold in self.books.sold if self.books.returnable(sold) > 0]
        sold = able[place % len(able)]
        left = self.books.returnable(sold)
        quantities = []
        for _, part in parts:
            quantities.append(part_of(left, part))
            left -= quantities[-1]
        quantities.append(left)
        lines = [
            Line(number, sold.product, quantity, sold=sold, code=CREDIT_ONLY if route == "credit only" else None)
            for number, (quantity, route) in enumerate(
                ((one, route) for one, route in zip(quantities, routes, strict=False) if one), 1
            )
        ]
        order = self._create(sold.account, lines, [], None)
        assert order is not None
        for line, route in zip(lines, routes, strict=False):
            code = ("CREDIT", "SCRAP")[place % 2]
            if route != "credit only":
                self._arrive(order, {line: line.expected}, None if route == "inspected" else code)
            if route == "inspected":
                self._inspect(order, line, line.expected, code)
            if route in ("goods", "inspected"):
                self._receive(order, [line])
                if place % 3:
                    self._credit(order, Asked("PACKING_SLIP", settlement=settlement))
        if order.header == "OPEN":
            self._credit(order, Asked(direct=True, settlement=settlement))
        assert order.header == "CLOSED"

    # ------------------------------------------------ rules: the customer's account
    @rule(place=PLACE, part=st.sampled_from(["all", "half", "none", "more"]))
    def pay(self, place: int, part: str) -> None:
        """A payment received on an invoice, or paid back on a credit note."""
        document = self.document(place)
        amount = rounded(part_of(abs(document.open), part), document.account.currency)
        amount += part == "more"
        self.both(lambda: self.books.pay(document, amount), lambda _: self.api.pay(document.number, f"{amount:f}"))

    @precondition(lambda self: any(document.total < 0 for document in self.books.documents.values()))
    @rule(place=PLACE, other=PLACE, amount=st.sampled_from([None, None, "0.01", "1", "5000"]))
    def settle(self, place: int, other: int, amount: str | None) -> None:
        """Match two documents by hand; never across customers or currencies (laws 24, 25)."""
        debit, credit = self.document(place, 1), self.document(other, -1)
        values = {"invoice": {"number": debit.number}, "creditNote": {"number": credit.number}, "amount": amount}
        self.both(
            lambda: self.books.settle(debit, credit, None if amount is None else Decimal(amount)),
            lambda _: self.api.do("settleInvoices", "", **values),
        )

    # ------------------------------------------------ what must hold after each step
    @invariant()
    def the_live_laws_hold(self) -> None:
        """Whatever checkLedger proves."""
        assert self.api.broken_laws() == []

    @invariant()
    def everything_is_as_on_paper(self) -> None:
        """Laws 2–5, 13, 14, 24, 27 and 28, and each voucher balances (6)."""
        shown = self.api.run(EVERYTHING)
        check_returns(self.books, shown["returns"]["nodes"])
        hidden = {order.id for order in self.books.returns if order.header == "CREATED"}
        listed = {one["id"] for one in shown["listed"]["nodes"] if one["type"] == "RETURN_ORDER"}
        assert listed == {order.id for order in self.books.returns} - hidden
        stock = {one["number"]: Decimal(one["onHand"]) for one in shown["products"]["nodes"]}
        assert stock == {number: self.books.stock[number] for number in stock}
        check_accounts(self.books, shown)
        posted = posted_facts(shown)
        assert {number: posted.get(number) for number in self.posted} == self.posted
        self.posted = posted
        check_vouchers(self.books, shown)

    @invariant()
    def numbers_have_no_gap(self) -> None:
        """Law 14: each series runs from 1 in the order of posting."""
        with self.api.database.read() as connection:
            for table in (tables.invoice, tables.voucher, tables.packing_slip):
                series: dict[str, list[int]] = defaultdict(list)
                for number in connection.scalars(select(table.c.number).order_by(table.c.id)):
                    prefix, place = number.split("-")
                    series[prefix].append(int(place))
                assert all(places == list(range(1, len(places) + 1)) for places in series.values())

    @invariant()
    def what_came_back_whole_is_reversed_to_the_cent(self) -> None:
        """Law 8: net, tax, discount and cost of a sale and its credits come to nothing."""
        whole = [sold for sold in self.books.sold if sold.credited == sold.quantity and not given_up(self.books, sold)]
        assert self._left_of(whole) == []

    def _left_of(self, whole: list[Sold]) -> list[Any]:
        names = ("net_amount", "tax_amount", "discount_amount", "cost_amount")
        sold, credit = tables.invoice_line, tables.invoice_line.alias("credit")
        left = [sold.c[name] + func.sum(credit.c[name], type_=credit.c[name].type) for name in names]
        known = select(sold.c.line_number, tables.invoice.c.number, *left)
        known = known.join(tables.invoice, tables.invoice.c.id == sold.c.invoice_id)
        known = known.join(credit, credit.c.credits_line_id == sold.c.id).group_by(sold.c.id, tables.invoice.c.number)
        wanted = {(one.invoice, self._place(one)) for one in whole}
        with self.api.database.read() as connection:
            rows = connection.execute(known).all()
        return [row for row in rows if (row[1], row[0]) in wanted and any(row[2:])]

    def _place(self, sold: Sold) -> int:
        """Its line number on its invoice."""
        return 1 + [one for one in self.books.sold if one.invoice == sold.invoice].index(sold)


def given_up(books: Books, sold: Sold) -> bool:
    """Whether something of a sale was received and then released: its cost came back, and comes back again."""
    return any(line.sold is sold and line.released for _, line in books.lines())


def check_posting(posting: Posting, answer: Json) -> None:
    """The plan says what the paper says."""
    lines = [(Decimal(line["netAmount"]), Decimal(line["taxAmount"])) for line in answer["plan"]["lines"]]
    skipped = [(one["line"]["lineNumber"], one["code"]) for one in answer["skippedLines"]]
    assert skipped == posting.skipped
    if posting.document_type is not None:
        assert lines == posting.amounts
        assert Decimal(answer["plan"]["totalAmount"]) == posting.total


def check_document(document: Document | None, posting: Posting, shown: Json | None) -> None:
    """The document bears the next number of its series, its type by its sign, and the amounts planned."""
    if document is None or shown is None:
        assert document is None
        assert shown is None
        return
    assert (shown["number"], shown["documentType"]) == (document.number, posting.document_type)
    assert Decimal(shown["totalAmount"]) == document.total == posting.total


def check_returns(books: Books, shown: list[Json]) -> None:
    """Every return order: status, lines and charges; what splits add up to (law 3) follows."""
    found = {order["id"]: order for order in shown}
    assert set(found) == {order.id for order in books.returns}
    for order in books.returns:
        there = found[order.id]
        assert (there["returnStatus"], there["status"]) == (order.header, order.status)
        assert charges_shown(there) == charges_known(order.charges)
        assert [line_shown(line) for line in there["lines"]] == [line_known(line) for line in order.lines]


def line_shown(line: Json) -> tuple[Any, ...]:
    """A return line as the server has it."""
    stages = [Decimal(line[f"{stage}Quantity"]) for stage in STAGES]
    closed = line["closedOn"] is not None
    facts = line["id"], line["product"]["number"], line["returnStatus"], line["dispositionCode"], closed
    return (line["lineNumber"], *facts, stages, charges_shown(line))


def line_known(line: Line) -> tuple[Any, ...]:
    """A return line as the paper has it."""
    stages = [getattr(line, stage) for stage in STAGES]
    closed = line.status in ("INVOICED", "CANCELED")
    facts = line.id, line.product, line.status, line.code, closed
    return (line.number, *facts, stages, charges_known(line.charges))


STAGES = ("expected", "registered", "received", "invoiced", "released")


def charges_shown(owner: Json) -> list[tuple[str, Decimal, str, bool]]:
    """Charges as the server has them."""
    return sorted((one["category"], Decimal(one["value"]), one["origin"], one["posted"]) for one in owner["charges"])


def charges_known(charges: list[Charge]) -> list[tuple[str, Decimal, str, bool]]:
    """Charges as the paper has them."""
    return sorted((one.category, one.value, one.origin, one.posted) for one in charges)


def check_accounts(books: Books, shown: Json) -> None:
    """What is open, what is PAID, what can be returned, and each customer's balance (law 24)."""
    account = shown["account"]["nodes"]
    statuses = {one["number"]: (one["status"], Decimal(one["openAmount"])) for one in account}
    assert statuses == {one.number: ("PAID" if one.paid else "CONFIRMED", one.open) for one in books.documents.values()}
    able = {line["id"]: Decimal(line["returnableQuantity"]) for one in account for line in one["lines"]}
    assert {sold.id: able[sold.id] for sold in books.sold} == {sold.id: books.returnable(sold) for sold in books.sold}
    balances: dict[str, Decimal] = defaultdict(Decimal)
    for document in books.documents.values():
        balances[document.account.number] += document.open
    for customer in shown["customers"]["nodes"]:
        assert Decimal(customer["balance"]) == balances[customer["number"]]


def posted_facts(shown: Json) -> dict[str, Json]:
    """Documents, packing slips and vouchers by number, as they must stay (law 27)."""
    slips = [slip for order in shown["returns"]["nodes"] for slip in order["packingSlips"]]
    found = {one["number"]: one for one in (*shown["documents"]["nodes"], *slips)}
    found |= {voucher["number"]: voucher for voucher in vouchers_of(shown)}
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def vouchers_of(shown: Json) -> Iterator[Json]:
    """Vouchers of documents, of packing slips of returns, and of payments."""
    owners = [*shown["documents"]["nodes"]]
    owners += [slip for order in shown["returns"]["nodes"] for slip in order["packingSlips"]]
    owners += [one["payment"] for document in shown["account"]["nodes"] for one in document["settlements"]]
    return (owner["voucher"] for owner in owners if owner is not None and owner["voucher"] is not None)


def check_vouchers(books: Books, shown: Json) -> None:
    """Each voucher balances (law 6), receivables are what is open (24), and nothing is left to clear (CLR)."""
    accounts: dict[str, Decimal] = defaultdict(Decimal)
    for voucher in vouchers_of(shown):
        amounts = {"left": ZERO}
        for entry in voucher["entries"]:
            amount = Decimal(entry["debit"]) - Decimal(entry["credit"])
            amounts["left"] += amount
            accounts[entry["postingType"]] += amount
        assert amounts["left"] == 0
    assert accounts["RECEIVABLES"] == sum((one.open for one in books.documents.values()), ZERO)
    if all(line.status != "RECEIVED" and not line.released for _, line in books.lines()):
        assert accounts["RETURNS_RECEIVED"] == 0


def test_the_server_keeps_the_books_as_on_paper(new_database: Callable[[], Database], engine_name: str) -> None:
    run_state_machine_as_test(
        lambda: Returns(new_database),
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both engines."""
    if "new_database" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", ("sqlite", "postgresql"), indirect=True)
