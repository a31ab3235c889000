"""The whole life of return orders, in any order of steps, against books kept on paper (returns 6, both engines).

Each step is taken on the paper books of `return_machine` and on the server: what the paper forbids, the server refuses
for the same reason and writes nothing (law 15). Every few steps, in the long run after each, and at the end the live laws
hold, everything the server shows is as on paper, and what was posted before is as it was (law 27).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
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
from rebill.models.identity import encode
from rebill.posting.ledger_check import check_connection
from tests.api import RETURN, VOUCHER, Api, Rejected
from tests.laws.pace import ASKED_FOR, LOOK_EVERY, histories
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

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

T = TypeVar("T")
Json = dict[str, Any]
Sale = tuple[str, str | None, str, str]  # product, price, quantity, discount
SMALLEST = Decimal("0.000001")
PRODUCTS = {  # price, cost, tax
    "P-000001": ("33.35", "17.777777", "25"),
    "P-000002": ("0.07", "0.047", "12"),
    "P-000003": ("900", "611.11", "0"),
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
SALES = st.lists(SALE, min_size=1, max_size=3)
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
ROUTE = st.sampled_from(["goods", "goods", "inspected", "direct", CREDIT_ONLY, CREDIT_ONLY])

CHARGED = "charges { category value origin posted }"
LINE = (
    "id lineNumber product { number } returnStatus dispositionCode closedOn expectedQuantity registeredQuantity "
    f"receivedQuantity invoicedQuantity releasedQuantity {CHARGED}"
)
SLIP = f"number date lines {{ quantity onHandChange costAmount }} voucher {{ {VOUCHER} }}"
DOCUMENT = (
    "id number documentType invoiceDate documentDate dueDate netAmount taxAmount totalAmount corrects { number } "
    "charges { description amount taxAmount } lines { id quantity netAmount taxAmount creditsLine { id } } "
    f"voucher {{ {VOUCHER} }}"
)
ACCOUNT = (
    "number status dueDate openAmount lines { id returnableQuantity } "
    f"settlements {{ kind amount voucher {{ {VOUCHER} }} payment {{ voucher {{ {VOUCHER} }} }} }}"
)
SETTLED = "query($n: String!) { invoice(ref: {number: $n}) { settlements { id } } }"
EVERYTHING = f"""{{
  returns: orders(first: 250, filter: {{type: [RETURN_ORDER], returnStatus: [CREATED, OPEN, CLOSED, CANCELED]}}) {{
    nodes {{ id status ... on ReturnOrder {{
      returnStatus {CHARGED} lines {{ {LINE} }} packingSlips {{ {SLIP} }}
    }} }}
  }}
  listed: orders(first: 250) {{ nodes {{ id type }} }}
  documents: invoices(first: 250) {{ nodes {{ {DOCUMENT} }} }}
  account: invoices(first: 250) {{ nodes {{ {ACCOUNT} }} }}
  customers {{ nodes {{ number balance }} }}
  products {{ nodes {{ number onHand }} }}
}}"""
SOLD_LINES = (
    "query($n: String!) { invoice(ref: {number: $n}) { lines { id product { number } "
    "quantity netAmount taxAmount unitPrice discountPercent taxRate } } }"
)
REPLACEMENT = "query($i: ID!) { order(ref: {id: $i}) { ... on ReturnOrder { replacementOrder { number } } } }"


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
        self.overdone = 0
        self.first_day = self.api.clock.today()
        self.steps = 0

    def teardown(self) -> None:
        """A last look; then let go of the database."""
        try:
            self.look()
        finally:
            self.api.database.dispose()

    # ------------------------------------------------ what the rules share
    def both(self, on_paper: Callable[[], T], on_server: Callable[[], Json]) -> tuple[T, Json] | None:
        """Take a step on paper and on the server; None where it is forbidden: then nothing is written (law 15)."""
        try:
            known = on_paper()
        except Forbidden as forbidden:
            self.refused(on_server, *forbidden.codes)
            return None
        return known, on_server()

    def refused(self, call: Callable[[], object], *codes: str) -> None:
        """The server refuses, for one of these reasons, and writes nothing."""
        before = self.api.fingerprint()
        with pytest.raises(Rejected) as refused:
            call()
        assert set(codes) & set(refused.value.codes), f"{refused.value} instead of {codes}"
        assert self.api.fingerprint() == before

    def change(self, order: Return, mutation: str, **values: Any) -> Json:
        """A mutation that answers the return order; its new lines get to know their ids."""
        if order.id:
            values["order"] = {"id": order.id}
        selection = f"... on ReturnOrderSuccess {{ order {{ {RETURN} }} }}"
        answer: Json = self.api.do(mutation, selection, **values)["order"]
        order.id = answer["id"]
        for line, shown in zip(order.lines, answer["lines"], strict=True):
            line.id = shown["id"]
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

    # ------------------------------------------------ rules: the calendar, and sales
    @initialize(sales=SALES)
    def open_for_business(self, sales: list[Sale]) -> None:
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

    @precondition(lambda self: self.books.day < len(self.books.returns))
    @rule(in_ledger=st.booleans(), storno=st.booleans(), terms=st.booleans())
    def another_day(self, in_ledger: bool, storno: bool, terms: bool) -> None:
        """A new day, and other parameters."""
        self.books.day += 1
        self.books.terms_on_credit_notes = terms
        self.api.clock.instant += timedelta(days=1)
        values = {"postPackingSlipsInLedger": in_ledger, "creditCorrection": storno, "paymentTermsOnCreditNotes": terms}
        self.api.do("setParameters", "", **values)

    @rule(place=st.integers(0, 3), sales=SALES, settlement=SETTLEMENT)
    def sell(self, place: int, sales: list[Sale], settlement: str) -> None:
        """Deliver and invoice."""
        self._sell(self.accounts[place == 3], sales, settlement)

    def _sell(self, account: Account, sales: list[Sale], settlement: str) -> None:
        lines: list[Json] = [
            {"product": {"number": product}, "unitPrice": price, "quantity": quantity, "discountPercent": discount}
            for product, price, quantity, discount in sales
        ]
        selection = "... on SalesOrderSuccess { order { number } }"
        made = self.api.do("createSalesOrder", selection, customer={"number": account.number}, lines=lines)
        sold = self._invoiced(account, made["order"]["number"], settlement)
        for line, (product, price, quantity, discount) in zip(sold, sales, strict=True):
            kept = (100 - Decimal(discount)) / 100
            net = rounded(Decimal(quantity) * Decimal(price or PRODUCTS[product][0]) * kept, account.currency)
            tax = rounded(net * Decimal(PRODUCTS[product][2]) / 100, account.currency)
            assert (line.net, line.tax) == (net, tax)
        self.books.sell(account, sold, settlement)

    def _invoiced(self, account: Account, order: str, settlement: str) -> list[Sold]:
        """The lines of the invoice that delivers and bills a sales order."""
        (item,) = self.api.post_orders({"number": order}, quantity="ALL", settlement=settlement)
        number = item["invoice"]["number"]
        assert number == self.books.next_number("INVOICE")
        shown = self.api.run(SOLD_LINES, n=number)["invoice"]["lines"]
        figures = ("quantity", "netAmount", "taxAmount", "unitPrice", "discountPercent", "taxRate")
        amounts = [[Decimal(line[name]) for name in figures] for line in shown]
        return [
            Sold(line["id"], account, number, line["product"]["number"], *of_line)
            for line, of_line in zip(shown, amounts, strict=True)
        ]

    @precondition(lambda self: any(order.to_ship for order in self.books.returns))
    @rule(place=PLACE)
    def ship(self, place: int) -> None:
        """Deliver and invoice the replacement that a return order asked for."""
        waiting = [order for order in self.books.returns if order.to_ship]
        order = waiting[place % len(waiting)]
        number = self.api.run(REPLACEMENT, i=order.id)["order"]["replacementOrder"]["number"]
        self.books.ship(order, self._invoiced(order.account, number, "ORIGINAL_INVOICE"))

    # ------------------------------------------------ rules: return orders
    @precondition(lambda self: sum(order.header in ("CREATED", "OPEN") for order in self.books.returns) < 4)
    @rule(
        place=PLACE,
        wanted=st.lists(WANTED, max_size=3),
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
        """A return order of some invoice lines, one of them perhaps twice, and perhaps of a line by hand."""
        account = self.books.sold[place % len(self.books.sold)].account
        mine = [one for one in self.books.sold if one.account == account or place % 11 == 0]
        lines = []
        for number, (offset, part, code, of_line) in enumerate(wanted, 1):
            sold = mine[offset % len(mine)]
            quantity = part_of(self.books.returnable(sold) / (1 + offset % 2), part)
            lines.append(Line(number, sold.product, quantity, sold=sold, code=code, charges=of_line))
        if by_hand is not None or not lines:
            code = CREDIT_ONLY if place % 2 else None
            lines.append(Line(len(lines) + 1, "P-000003", Decimal(2), Decimal(by_hand or 1), Decimal(25), code=code))
        self._create(account, lines, charges, reason)

    def _create(self, account: Account, lines: list[Line], charges: list[Charge], reason: str | None) -> Return | None:
        asked: list[Json] = []
        for line in lines:
            source: Json = {"product": {"number": line.product}, "unitPrice": f"{line.price:f}", "taxRate": "25"}
            source = source if line.sold is None else {"invoiceLine": line.sold.id}
            charged = {"dispositionCode": line.code, "charges": as_input(line.charges)}
            asked.append(source | charged | {"quantity": f"{line.expected:f}"})
        customer, order = {"number": account.number}, Return("", account, lines, charges)
        values = {"customer": customer, "lines": asked, "charges": as_input(charges), "reasonCode": reason}
        made = self.both(
            lambda: self.books.create(order, reason), lambda: self.change(order, "createReturnOrder", **values)
        )
        return order if made else None

    @property
    def _over(self) -> list[Return]:
        return [order for order in self.books.returns if order.header in ("CLOSED", "CANCELED")]

    @precondition(lambda self: len(self._over) > self.overdone)
    @rule(place=PLACE)
    def overdo(self, place: int) -> None:
        """Nothing is posted on what is over (laws 17, 26), and nothing returned beyond what was sold (law 1)."""
        self.overdone = len(self._over)
        order = self._over[place % self.overdone]
        code = "ALREADY_INVOICED" if order.header == "CLOSED" else "ORDER_CANCELED"
        self.refused(lambda: self.api.credit({"id": order.id}, allowDirectInvoice=True), code)
        self.both(lambda: self.books.receive(order), lambda: self.api.receive({"id": order.id}))
        sold = self.books.sold[place % len(self.books.sold)]
        quantity = self.books.returnable(sold) + SMALLEST
        self.refused(lambda: self.api.return_order((sold.id, f"{quantity:f}")), "RETURN_QTY_EXCEEDS_INVOICED")

    @precondition(has_line("AWAITING"))
    @rule(place=PLACE, only=st.sampled_from([False, False, True]))
    def cancel(self, place: int, only: bool) -> None:
        """Cancel an order or one of its lines: only while nothing has arrived (law 26)."""
        order, line = self.pick(place, "AWAITING")
        values = {"lines": [line.id]} if only else {}
        self.both(
            lambda: self.books.cancel(order, [line] if only else None),
            lambda: self.change(order, "cancelReturnOrder", **values),
        )

    @precondition(has_line("AWAITING"))
    @rule(place=PLACE)
    def replace_up_front(self, place: int) -> None:
        """Ship replacements before anything arrived."""
        order, _ = self.pick(place, "AWAITING")
        self.both(
            lambda: self.books.replace_up_front(order),
            lambda: self.api.do("createReplacementOrder", "", order={"id": order.id}),
        )

    @precondition(has_line("AWAITING", "QUARANTINE", "REGISTERED", "RECEIVED"))
    @rule(
        place=PLACE,
        lowered=st.sampled_from(["0.8", "0.8", "0.999", "0", "1", None, "more"]),
        of_line=st.one_of(st.none(), CHARGES),
        of_order=st.one_of(st.none(), st.none(), CHARGES),
    )
    def revise(
        self, place: int, lowered: str | None, of_line: list[Charge] | None, of_order: list[Charge] | None
    ) -> None:
        """What the inspection found changes the price of a line, and what is charged (putting-right 7)."""
        order, line = self.pick(place, "AWAITING", "QUARANTINE", "REGISTERED", "RECEIVED")
        billed = line.price if line.sold is None else line.sold.price
        price = None if lowered is None else billed + SMALLEST
        if lowered not in (None, "more"):
            price = (billed * Decimal(str(lowered))).quantize(SMALLEST)
        change: Json = {"line": line.id} | ({} if price is None else {"unitPrice": f"{price:f}"})
        change |= {} if of_line is None else {"charges": as_input(of_line)}
        values: Json = {"lines": [change]} | ({} if of_order is None else {"charges": as_input(of_order)})
        self.both(
            lambda: self.books.revise(order, line, price, of_line, of_order),
            lambda: self.change(order, "updateReturnOrder", **values),
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
            lambda: self.change(order, "registerArrival", lines=lines),
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
            lambda: self.change(order, "endQuarantine", lines=[ended]),
        )

    @precondition(has_line("AWAITING", "REGISTERED"))
    @rule(place=PLACE, code=st.one_of(st.none(), ANY_CODE), fitting=st.sampled_from([True, True, False]))
    def set_code(self, place: int, code: str | None, fitting: bool) -> None:
        """Set or clear credit only, or change the code of registered goods."""
        order, line = self.pick(place, "AWAITING", "REGISTERED")
        if fitting and (line.status == "AWAITING" or not line.physical):
            code = CREDIT_ONLY if line.status == "AWAITING" else None
        self.both(
            lambda: self.books.set_code(order, line, code),
            lambda: self.change(order, "setDisposition", line=line.id, dispositionCode=code),
        )

    @precondition(has_line("REGISTERED"))
    @rule(place=PLACE, part=st.sampled_from([None, None, None, "all", "half"]), only=st.booleans())
    def receive(self, place: int, part: str | None, only: bool) -> None:
        """The packing slip of a line, or of all that are registered."""
        order, line = self.pick(place, "REGISTERED")
        if only:
            self._receive(order, line, None if part is None else part_of(line.expected, part))
        else:
            self.both(lambda: self.books.receive(order), lambda: self.api.receive({"id": order.id}))

    def _receive(self, order: Return, line: Line, typed: Decimal | None = None) -> None:
        chosen = [{"line": line.id, "quantity": None if typed is None else f"{typed:f}"}]
        self.both(
            lambda: self.books.receive(order, line, typed),
            lambda: self.api.receive({"id": order.id}, lines=chosen),
        )

    # ------------------------------------------------ rules: credit notes
    @precondition(has_line("RECEIVED", "REGISTERED"))
    @rule(
        place=PLACE,
        quantity=st.sampled_from(["ALL", "ALL", "PACKING_SLIP", "DELIVER_NOW", "DELIVER_NOW"]),
        part=PART,
        named=st.sampled_from(["none", "one", "all"]),
        direct=st.booleans(),
        release=st.sampled_from([False, False, True]),
        settlement=SETTLEMENT,
        refund=st.sampled_from([False, False, False, True]),
    )
    def credit(
        self,
        place: int,
        quantity: str,
        part: str,
        named: str,
        direct: bool,
        release: bool,
        settlement: str,
        refund: bool,
    ) -> None:
        """Credit an order, or lines or a part of a line of it, in any mode."""
        order, line = self.pick(place, "RECEIVED", "REGISTERED")
        lines = {"none": None, "one": [line], "all": order.lines}[named]
        wanted: dict[int, Decimal | None] | None = None if lines is None else {one.number: None for one in lines}
        if quantity == "DELIVER_NOW":
            wanted = {line.number: part_of(line.registered if line.status == "REGISTERED" else line.left, part)}
        self._credit(order, Asked(quantity, wanted, direct, release, settlement, refund))

    def _credit(self, order: Return, asked: Asked) -> None:
        """Look, which writes nothing (law 16), post exactly what was shown (29), and post it again (17)."""
        values = self._posting_input(order, asked)
        before = self.api.fingerprint()
        shown = self.both(
            lambda: self.books.plan(order, asked),
            lambda: self.api.credit({"id": order.id}, **values, posting=False),
        )
        assert self.api.fingerprint() == before
        if shown is None:
            self.both(lambda: self.books.plan(order, asked), lambda: self.api.credit({"id": order.id}, **values))
            return
        posting, preview = shown
        values["expectedPlan"] = preview["plan"]["hash"]
        key = f"{order.id} {before}"
        posted = self.api.credit({"id": order.id}, **values, idempotencyKey=key)
        assert (posted["replayed"], posted["plan"]) == (False, preview["plan"])
        check_plan(posting, posted)
        check_document(self.books.credit(order, asked, posting), posting, posted["invoice"])
        self._post_again(order, asked, values, key, posted)

    def _posting_input(self, order: Return, asked: Asked) -> Json:
        """What postReturnInvoice takes."""
        values: Json = {"quantity": asked.quantity, "settlement": asked.settlement}
        values |= {"allowDirectInvoice": asked.direct, "creditRemainingQuantity": not asked.release}
        if asked.wanted is not None:
            typed = {number: None if one is None else f"{one:f}" for number, one in asked.wanted.items()}
            values["lines"] = [{"line": order.lines[number - 1].id, "quantity": one} for number, one in typed.items()]
        return values | self._refund(order, asked)

    def _refund(self, order: Return, asked: Asked) -> Json:
        """All that is left over is paid back; where nothing is, that is refused (putting-right 5.10)."""
        if not asked.refund:
            return {}
        try:
            left = self.books.left_over(order, asked)
        except Forbidden:
            left = ZERO
        return {"creditUse": {"refund": f"{left:f}"}}

    def _post_again(self, order: Return, asked: Asked, values: Json, key: str, posted: Json) -> None:
        """The same key answers the same document; without it the plan is over, or refused as before (law 17)."""
        after = self.api.fingerprint()
        repeated = self.api.credit({"id": order.id}, **values, idempotencyKey=key)
        assert (repeated["replayed"], repeated["invoice"]) == (True, posted["invoice"])
        assert self.api.fingerprint() == after
        codes = {"PLAN_OUTDATED", *(["CREDIT_USE_MISMATCH"] if asked.refund else [])}
        try:
            self.books.plan(order, asked)
        except Forbidden as forbidden:
            codes = set(forbidden.codes)
        self.refused(lambda: self.api.credit({"id": order.id}, **values), *codes)

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
            document, shown = self.books.credit(order, asked, posting), item["invoice"]
            assert item["status"] == "EXECUTED"
            assert (shown and shown["number"]) == (document and document.number)

    @precondition(lambda self: any(self.books.returnable(sold) for sold in self.books.sold))
    @rule(
        place=PLACE,
        parts=st.lists(st.sampled_from(["half", "third"]), max_size=3),
        routes=st.lists(ROUTE, min_size=4, max_size=4),
        settlement=SETTLEMENT,
    )
    def bring_back(self, place: int, parts: list[str], routes: list[str], settlement: str) -> None:
        """All that can still be returned of a sale comes back in parts, each on its way (law 8)."""
        able = [sold for sold in self.books.sold if self.books.returnable(sold)]
        sold = able[place % len(able)]
        left, ways = self.books.returnable(sold), []
        for part, route in zip((*parts, "all"), routes, strict=False):
            ways.append((part_of(left, part), route))
            left -= ways[-1][0]
        ways = [(quantity, route) for quantity, route in ways if quantity]
        lines = [
            Line(number, sold.product, quantity, sold=sold, code=CREDIT_ONLY if route == CREDIT_ONLY else None)
            for number, (quantity, route) in enumerate(ways, 1)
        ]
        order = self._create(sold.account, lines, [], None)
        assert order is not None
        asked = Asked("PACKING_SLIP", settlement=settlement) if place % 3 else None
        for line, (_, route) in zip(lines, ways, strict=True):
            self._bring(order, line, route, ("CREDIT", "SCRAP")[place % 2], asked)
        if order.header == "OPEN":
            self._credit(order, Asked(direct=True, settlement=settlement))
        assert order.header == "CLOSED"

    def _bring(self, order: Return, line: Line, route: str, code: str, asked: Asked | None) -> None:
        """A line on its way back; with `asked` it is credited at once."""
        if route != CREDIT_ONLY:
            self._arrive(order, {line: line.expected}, None if route == "inspected" else code)
        if route == "inspected":
            self._inspect(order, line, line.expected, code)
        if route in ("goods", "inspected"):
            self._receive(order, line)
            if asked is not None:
                self._credit(order, asked)

    # ------------------------------------------------ rules: the customer's account
    @precondition(lambda self: len(self.books.returns) > 1 and any(one.open for one in self.books.documents.values()))
    @rule(place=PLACE, part=st.sampled_from(["all", "half", "third", "none", "more"]))
    def pay(self, place: int, part: str) -> None:
        """A payment received on an invoice, or paid back on a credit note."""
        document = self.document(place)
        amount = rounded(part_of(abs(document.open), part), document.account.currency) + (part == "more")
        self.both(lambda: self.books.pay(document, amount), lambda: self.api.pay(document.number, f"{amount:f}"))

    @precondition(lambda self: any(document.open < 0 for document in self.books.documents.values()))
    @rule(place=PLACE, other=PLACE, amount=st.sampled_from([None, None, "0.01", "1", "5000"]))
    def settle(self, place: int, other: int, amount: str | None) -> None:
        """Match two documents by hand; never across customers or currencies (laws 24, 25)."""
        debit, credit = self.document(place, 1), self.document(other, -1)
        values = {"invoice": {"number": debit.number}, "creditNote": {"number": credit.number}, "amount": amount}
        self.both(
            lambda: self.books.settle(debit, credit, None if amount is None else Decimal(amount)),
            lambda: self.api.do("settleInvoices", "", **values),
        )

    @precondition(lambda self: any(document.open for document in self.books.documents.values()))
    @rule(place=PLACE, amount=st.sampled_from([None, None, "0.01", "1", "4", "5.01"]))
    def give_up(self, place: int, amount: str | None) -> None:
        """A rest is written off, where it is small enough (putting-right 5.14)."""
        document = self.document(place)
        given = abs(document.open) if amount is None else Decimal(amount)
        values = {"invoice": {"number": document.number}, "amount": amount, "reason": "Not worth a letter"}
        self.both(lambda: self.books.give_up(document, given), lambda: self.api.do("writeOff", "", **values))

    @precondition(lambda self: bool(self.books.settled))
    @rule(place=PLACE)
    def release(self, place: int) -> None:
        """A matching, a payment or a write-off is taken back, once (putting-right 5.13)."""
        every = self.books.settled
        standing = [one for one in every if not one.is_over]
        chosen = standing if standing and place % 5 else every
        settled = chosen[place % len(chosen)]
        document = settled.debit or settled.credit
        assert document is not None
        mine = self.books.settled_of(document)
        shown = self.api.run(SETTLED, n=document.number)["invoice"]["settlements"]
        assert len(shown) == len(mine)
        values = {"settlement": shown[mine.index(settled)]["id"], "reason": "The wrong one"}
        self.both(lambda: self.books.release(settled), lambda: self.api.do("unsettle", "", **values))

    # ------------------------------------------------ what must hold after each step
    @invariant()
    def everything_holds(self) -> None:
        """Looked at now and then."""
        self.steps += 1
        if self.steps % LOOK_EVERY == 0:
            self.look()

    def look(self) -> None:
        """Look at everything."""
        self.the_live_laws_hold()
        if self.accounts:
            self.everything_is_as_on_paper()
            self.numbers_have_no_gap()
            self.what_came_back_whole_is_reversed_to_the_cent()

    def the_live_laws_hold(self) -> None:
        """Whatever checkLedger proves."""
        with self.api.database.read() as connection:
            assert [law.id for law in check_connection(connection) if law.violations] == []

    def everything_is_as_on_paper(self) -> None:
        """Laws 1–6, 9, 13, 24, 27 and 28."""
        shown = self.api.run(EVERYTHING)
        check_returns(self.books, shown)
        check_accounts(self.books, shown)
        self._check_due_dates(shown)
        check_vouchers(self.books, shown)
        stock = {one["number"]: Decimal(one["onHand"]) for one in shown["products"]["nodes"]}
        assert stock == {number: self.books.stock[number] for number in stock}
        posted = posted_facts(shown)
        assert {number: posted.get(number) for number in self.posted} == self.posted
        self.posted = posted

    def _check_due_dates(self, shown: Json) -> None:
        due = {one["number"]: date.fromisoformat(one["dueDate"]) for one in shown["account"]["nodes"]}
        known = {one.number: self.first_day + timedelta(days=one.due) for one in self.books.documents.values()}
        assert due == known

    def numbers_have_no_gap(self) -> None:
        """Law 14: each series runs from 1 in the order of posting."""
        with self.api.database.read() as connection:
            for table in (tables.invoice, tables.voucher, tables.packing_slip):
                series: dict[str, list[int]] = defaultdict(list)
                for number in connection.scalars(select(table.c.number).order_by(table.c.id)):
                    prefix, place = number.split("-")
                    series[prefix].append(int(place))
                assert all(places == list(range(1, len(places) + 1)) for places in series.values())

    def what_came_back_whole_is_reversed_to_the_cent(self) -> None:
        """Law 8: net, tax, discount and cost of a sale and of its credits come to nothing, but for what was kept."""
        released = {line.sold for _, line in self.books.lines() if line.released}
        whole = [one for one in self.books.sold if one.credited == one.quantity and one not in released]
        left = left_of_sales(self.api.database)
        assert {one.id: tuple(left[one.id][:2]) for one in whole} == {one.id: one.kept for one in whole}
        lowered = {line.sold for _, line in self.books.lines() if line.entered is not None}
        assert {one.id: left[one.id] for one in whole if any(left[one.id]) and one not in lowered} == {}


def left_of_sales(database: Database) -> dict[str, list[Decimal]]:
    """Net, tax, discount and cost of each invoice line that something was credited of, less what was credited."""
    sold, credit = tables.invoice_line, tables.invoice_line.alias("credit")
    names = ("net_amount", "tax_amount", "discount_amount", "cost_amount")
    left = [sold.c[name] + func.sum(credit.c[name], type_=credit.c[name].type) for name in names]
    statement = select(sold.c.id, *left).join(credit, credit.c.credits_line_id == sold.c.id).group_by(sold.c.id)
    with database.read() as connection:
        return {
            encode("InvoiceLine", row[0]): [Decimal(one) for one in row[1:]] for row in connection.execute(statement)
        }


def check_plan(posting: Posting, answer: Json) -> None:
    """The plan says what the paper says."""
    assert [(one["line"]["lineNumber"], one["code"]) for one in answer["skippedLines"]] == posting.skipped
    if posting.document_type is not None:
        lines = [(Decimal(line["netAmount"]), Decimal(line["taxAmount"])) for line in answer["plan"]["lines"]]
        assert lines == posting.amounts
        assert Decimal(answer["plan"]["totalAmount"]) == posting.total


def check_document(document: Document | None, posting: Posting, shown: Json | None) -> None:
    """The document bears the next number of its series, its type by its sign (law 10), and the amounts planned."""
    if document is None or shown is None:
        assert (document, shown) == (None, None)
        return
    assert (shown["number"], shown["documentType"]) == (document.number, posting.document_type)
    assert Decimal(shown["totalAmount"]) == document.total == posting.total


def check_returns(books: Books, shown: Json) -> None:
    """Every return order: statuses, lines with what each has at each stage, charges, and whether it is listed (28)."""
    found = {order["id"]: order for order in shown["returns"]["nodes"]}
    assert set(found) == {order.id for order in books.returns}
    for order in books.returns:
        there = found[order.id]
        assert (there["returnStatus"], there["status"]) == (order.header, order.status)
        assert charges_shown(there) == sorted(one.facts for one in order.charges)
        assert [line_shown(line) for line in there["lines"]] == [line.facts for line in order.lines]
    listed = {one["id"] for one in shown["listed"]["nodes"] if one["type"] == "RETURN_ORDER"}
    assert listed == {order.id for order in books.returns if order.header != "CREATED"}


def line_shown(line: Json) -> tuple[Any, ...]:
    """A return line as the server has it."""
    stages = [Decimal(line[f"{stage}Quantity"]) for stage in STAGES]
    closed = line["closedOn"] is not None
    named = line["id"], line["lineNumber"], line["product"]["number"]
    return *named, line["returnStatus"], line["dispositionCode"], closed, *stages, charges_shown(line)


STAGES = ("expected", "registered", "received", "invoiced", "released")


def charges_shown(owner: Json) -> list[tuple[str, Decimal, str, bool]]:
    """Charges as the server has them."""
    return sorted((one["category"], Decimal(one["value"]), one["origin"], one["posted"]) for one in owner["charges"])


def check_accounts(books: Books, shown: Json) -> None:
    """What is open and what is PAID, each customer's balance (law 24), and what can still be returned (law 1)."""
    account = shown["account"]["nodes"]
    settled = {
        one["number"]: [(each["kind"], Decimal(each["amount"])) for each in one["settlements"]] for one in account
    }
    assert settled == {
        number: [(one.kind, one.amount) for one in books.settled_of(document)]
        for number, document in books.documents.items()
    }
    statuses = {one["number"]: (one["status"], Decimal(one["openAmount"])) for one in account}
    assert statuses == {one.number: (one.status, one.open) for one in books.documents.values()}
    balances: dict[str, Decimal] = defaultdict(Decimal)
    for document in books.documents.values():
        balances[document.account.number] += document.open
    for customer in shown["customers"]["nodes"]:
        assert Decimal(customer["balance"]) == balances[customer["number"]]
    able = {line["id"]: Decimal(line["returnableQuantity"]) for one in account for line in one["lines"]}
    assert {sold.id: able[sold.id] for sold in books.sold} == {sold.id: books.returnable(sold) for sold in books.sold}


def slips_of(shown: Json) -> list[Json]:
    """The packing slips of returns."""
    return [slip for order in shown["returns"]["nodes"] for slip in order["packingSlips"]]


def vouchers_of(shown: Json) -> Iterator[Json]:
    """Vouchers of documents, of packing slips of returns, and of payments."""
    settled = [one for document in shown["account"]["nodes"] for one in document["settlements"]]
    payments = [one["payment"] for one in settled]
    for owner in (*shown["documents"]["nodes"], *slips_of(shown), *payments, *settled):
        if owner is not None and owner["voucher"] is not None:
            yield owner["voucher"]


def posted_facts(shown: Json) -> dict[str, Json]:
    """Documents, packing slips and vouchers by number, as they must stay (law 27)."""
    return {one["number"]: one for one in (*shown["documents"]["nodes"], *slips_of(shown), *vouchers_of(shown))}


def check_vouchers(books: Books, shown: Json) -> None:
    """Each voucher balances (law 6), receivables are what is open (24); credited goods are in stock or lost (9, CLR)."""
    accounts: dict[str, Decimal] = defaultdict(Decimal)
    for voucher in vouchers_of(shown):
        amounts = [(one["postingType"], Decimal(one["debit"]) - Decimal(one["credit"])) for one in voucher["entries"]]
        assert amounts
        assert sum(amount for _, amount in amounts) == 0
        for posting_type, amount in amounts:
            accounts[posting_type] += amount
    assert accounts["RECEIVABLES"] == sum((one.open for one in books.documents.values()), ZERO)
    if all(line.status != "RECEIVED" and not line.released for _, line in books.lines()):
        taken_in = [line for slip in slips_of(shown) for line in slip["lines"] if Decimal(line["onHandChange"])]
        assert accounts["RETURNS_RECEIVED"] == 0
        assert accounts["INVENTORY"] == sum((Decimal(line["costAmount"]) for line in taken_in), ZERO)


def test_the_server_keeps_the_books_as_on_paper(new_database: Callable[[], Database], engine_name: str) -> None:
    run_state_machine_as_test(
        lambda: Returns(new_database),  # type: ignore[arg-type]  # a factory will do
        settings=settings(
            max_examples=histories(engine_name, usual=(7, 2), long=40),
            stateful_step_count=18,
            deadline=None,
            derandomize=not ASKED_FOR,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
