"""Books of returns on paper: what returns 2, 3 and 6 say of every step, without a database and without the server.

`test_return_machine` takes each step here and on the server and holds the server to these books: what is allowed, what
every line becomes, what every document comes to and what is open afterwards. Written from the specification alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal(0)
TERMS = 30  # days
WRITE_OFF_LIMIT = Decimal(5)
PLACES = {"NOK": 2, "JPY": 0}
STOCKED = frozenset({"CREDIT", "WITH_FEE", "REPLACE_AND_CREDIT"})
REPLACED = frozenset({"REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP"})
CREDIT_ONLY, SENT_BACK = "CREDIT_ONLY", "RETURN_TO_CUSTOMER"
UNRECEIVED = ("AWAITING", "QUARANTINE", "REGISTERED")
OVER = {"INVOICED": "ALREADY_INVOICED", "CANCELED": "ORDER_CANCELED"}


class Forbidden(Exception):
    """The step is not allowed; the refusal names one of these codes."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = frozenset(codes)


def instead(former: list["Charge"], charges: list["Charge"] | None) -> list["Charge"]:
    """Charges from now on: what was posted stays on its documents, and goes on no other."""
    if charges is None:
        return former
    posted = [one for one in former if one.posted]
    for one in posted:
        one.ended = True
    return [*posted, *charges]


def forbid(condition: object, *codes: str) -> None:
    """Forbid a step where the condition holds."""
    if condition:
        raise Forbidden(*codes)


def rounded(value: Decimal, currency: str) -> Decimal:
    """An amount of money, half away from zero (returns 3.4)."""
    return value.quantize(Decimal(1).scaleb(-PLACES[currency]), ROUND_HALF_UP)


def share(whole: Decimal, before: Decimal, part: Decimal, quantity: Decimal, currency: str) -> Decimal:
    """What `part` takes of an amount after `before` was taken (returns 3.4)."""
    return rounded(whole * (before + part) / quantity, currency) - rounded(whole * before / quantity, currency)


@dataclass(frozen=True)
class Account:
    """A customer."""

    number: str
    currency: str


@dataclass(eq=False)
class Sold:
    """A line of a posted sales invoice."""

    id: str
    account: Account
    invoice: str
    product: str
    quantity: Decimal
    net: Decimal
    tax: Decimal
    price: Decimal
    discount: Decimal
    rate: Decimal
    credited: Decimal = ZERO
    kept: tuple[Decimal, Decimal] = (ZERO, ZERO)  # net and tax of what came back and was credited lower

    def taken(self, part: Decimal, before: Decimal) -> tuple[Decimal, Decimal]:
        """Net and tax that a part takes after others (returns 3.4)."""
        currency = self.account.currency
        net, tax = (share(whole, before, part, self.quantity, currency) for whole in (self.net, self.tax))
        return net, tax

    def take(self, part: Decimal, net: Decimal, tax: Decimal) -> None:
        """A part is credited with so much, signed; what it took beyond that is kept."""
        of_part = self.taken(part, self.credited)
        self.kept = self.kept[0] + of_part[0] + net, self.kept[1] + of_part[1] + tax
        self.credited += part

    def lowered(self, part: Decimal, price: Decimal, taken: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        """Net and tax of a part at a lower price, never more than it takes (putting-right 7.2)."""
        most, most_tax = taken
        net = min(rounded(part * price * (100 - self.discount) / 100, self.account.currency), most)
        return net, most_tax if net == most else min(rounded(net * self.rate / 100, self.account.currency), most_tax)


@dataclass(eq=False)
class Charge:
    """A charge of a return order or of a line."""

    category: str
    value: Decimal
    rate: Decimal
    origin: str = "MANUAL"
    posted: bool = False
    ended: bool = False  # others took its place

    def amount(self, pieces: Decimal, net: Decimal, currency: str) -> Decimal:
        """What it comes to on one posting (returns 1.8)."""
        if self.ended:
            return ZERO
        if self.category == "PERCENT":
            return rounded(net * self.value / 100, currency)
        if self.category == "PER_PIECE":
            return rounded(pieces * self.value, currency)
        return ZERO if self.posted else rounded(self.value, currency)

    @property
    def facts(self) -> tuple[str, Decimal, str, bool]:
        """What is known of it."""
        return self.category, self.value, self.origin, self.posted

    def copied(self, origin: str) -> "Charge":
        """The same charge, in another place."""
        return Charge(self.category, self.value, self.rate, origin)


@dataclass(eq=False)
class Line:
    """A line of a return order; without `sold` it was entered by hand."""

    number: int
    product: str
    expected: Decimal
    price: Decimal = ZERO
    rate: Decimal = ZERO
    sold: Sold | None = None
    charges: list[Charge] = field(default_factory=list)
    entered: Decimal | None = None  # the price of a linked line, where it is another than the sale's
    id: str = ""
    status: str = "AWAITING"
    code: str | None = None
    registered: Decimal = ZERO
    received: Decimal = ZERO
    invoiced: Decimal = ZERO
    released: Decimal = ZERO
    inspected: bool = False

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is known of it: as it is named, where it stands, its quantity at each stage, and its charges."""
        stages = (self.expected, self.registered, self.received, self.invoiced, self.released)
        closed = self.status in ("INVOICED", "CANCELED")
        charges = sorted(one.facts for one in self.charges)
        return self.id, self.number, self.product, self.status, self.code, closed, *stages, charges

    @property
    def physical(self) -> bool:
        """Whether goods come back."""
        return self.code != CREDIT_ONLY

    @property
    def left(self) -> Decimal:
        """What can be credited now (returns 3.3)."""
        upper = self.received if self.physical else self.registered
        return upper - self.invoiced - self.released

    @property
    def claimed(self) -> Decimal:
        """What it takes of what can be returned (law 1); goods that went back to the customer count no more."""
        gone = self.status == "CANCELED" or (self.status == "INVOICED" and self.code == SENT_BACK)
        return ZERO if gone else self.expected - self.released

    def register(self, code: str, charges: Iterable[Charge]) -> None:
        """Give it a code and the code's charges, in the place of those of a former one."""
        self.status, self.code, self.registered = "REGISTERED", code, self.expected
        self.charges = [one for one in self.charges if one.origin != "DISPOSITION"]
        self.charges.extend(one.copied("DISPOSITION") for one in charges)

    def clear(self) -> None:
        """Take credit only away again."""
        self.status, self.code, self.registered = "AWAITING", None, ZERO
        self.charges = [one for one in self.charges if one.origin != "DISPOSITION"]

    def receive(self) -> None:
        """Its packing slip."""
        self.status, self.received = "RECEIVED", self.registered

    def credit(self, part: Decimal, *, release: bool) -> None:
        """Credit a part; with `release` the rest is given up."""
        self.invoiced += part
        rest = self.expected - self.invoiced - self.released
        if release:
            self.released += rest
        if release or not rest:
            self.status = "INVOICED"


@dataclass(eq=False)
class Return:
    """A return order."""

    id: str
    account: Account
    lines: list[Line]
    charges: list[Charge]
    replaced_up_front: bool = False
    to_ship: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def live(self) -> list[Line]:
        """The lines that are not canceled."""
        return [line for line in self.lines if line.status != "CANCELED"]

    @property
    def header(self) -> str:
        """Its return status (returns 2.1)."""
        statuses = {line.status for line in self.live}
        if not statuses:
            return "CANCELED"
        if statuses == {"INVOICED"}:
            return "CLOSED"
        return "CREATED" if statuses == {"AWAITING"} else "OPEN"

    @property
    def status(self) -> str:
        """Its order status (returns 2.3)."""
        if self.header in ("CLOSED", "CANCELED"):
            return "INVOICED" if self.header == "CLOSED" else "CANCELED"
        return "OPEN" if any(line.physical and line.status in UNRECEIVED for line in self.live) else "DELIVERED"

    def split(self, line: Line, quantity: Decimal) -> None:
        """Leave `quantity` on a line; the rest becomes a line of its own, with the charges that go by its part."""
        rest = line.expected - quantity
        line.expected = quantity
        if rest:
            other = Line(len(self.lines) + 1, line.product, rest, line.price, line.rate, line.sold, status=line.status)
            other.entered = line.entered
            going = (one for one in line.charges if one.category != "FIXED" and one.origin != "DISPOSITION")
            other.charges = [one.copied(one.origin) for one in going]
            self.lines.append(other)


@dataclass(eq=False)
class Document:
    """A posted invoice or credit note on the customer's account."""

    number: str
    account: Account
    total: Decimal
    open: Decimal
    due: int
    families: frozenset[str] = frozenset()  # by the number of their first invoice (putting-right 5.2)
    paid: bool = False
    given_up: Decimal = ZERO

    @property
    def status(self) -> str:
        """PAID where a payment or a write-off closed it."""
        return "PAID" if self.paid else "CONFIRMED"

    def move(self, amount: Decimal, *, pays: bool = False) -> None:
        """Open by so much more, or less; PAID only with nothing open (putting-right 5.7, 5.9)."""
        self.open += amount
        self.paid = self.open == 0 and (pays or self.paid)


@dataclass(eq=False)
class Settled:
    """What closed, or opened again, an amount of one document or of two."""

    kind: str
    debit: Document | None
    credit: Document | None
    amount: Decimal
    is_over: bool = False  # it has been released, or releases another

    def has(self, document: Document) -> bool:
        """Whether a document is on one of its sides."""
        return document in (self.debit, self.credit)


@dataclass(frozen=True)
class Asked:
    """What postReturnInvoice is asked for; `wanted` maps a line's number to a typed quantity, or to None."""

    quantity: str = "ALL"
    wanted: dict[int, Decimal | None] | None = None
    direct: bool = False
    release: bool = False
    settlement: str = "ORIGINAL_INVOICE"
    refund: bool = False  # of all that is left over


@dataclass
class Posting:
    """What a posting will do, and what its document will say: net and tax of each line and of each charge."""

    direct: list[Line]
    taken: dict[Line, Decimal]
    amounts: list[tuple[Decimal, Decimal]]
    charged: list[tuple[Charge, Decimal, Decimal]]
    shares: dict[str, Decimal]  # by family
    skipped: list[tuple[int, str]]

    @property
    def total(self) -> Decimal:
        """Of the document, tax included."""
        of_lines = sum((net + tax for net, tax in self.amounts), ZERO)
        return of_lines + sum((amount + tax for _, amount, tax in self.charged), ZERO)

    @property
    def document_type(self) -> str | None:
        """By the sign of the total (law 10); None where nothing is credited and nothing charged (returns 3.10)."""
        credits_something = any(line.code != SENT_BACK for line in self.taken)
        if not credits_something and not self.charged:
            return None
        credit_note = self.total < 0 or (self.total == 0 and credits_something)
        return "CREDIT_NOTE" if credit_note else "INVOICE"


@dataclass
class Books:
    """Everything that is known."""

    code_charges: dict[str, list[Charge]] = field(default_factory=dict)
    reason_charges: dict[str, list[Charge]] = field(default_factory=dict)
    sold: list[Sold] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)
    stock: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    day: int = 0
    terms_on_credit_notes: bool = False

    # ------------------------------------------------ looking
    def lines(self) -> Iterator[tuple[Return, Line]]:
        """Every return line."""
        return ((order, line) for order in self.returns for line in order.lines)

    def returnable(self, sold: Sold) -> Decimal:
        """How much of an invoice line can still be returned (law 1)."""
        return sold.quantity - sum((line.claimed for _, line in self.lines() if line.sold is sold), ZERO)

    def next_number(self, document_type: str) -> str:
        """The number that the next document of a type will bear (law 14)."""
        prefix = "INV" if document_type == "INVOICE" else "CN"
        return f"{prefix}-{1 + sum(number.startswith(prefix) for number in self.documents):06d}"

    # ------------------------------------------------ sales
    def sell(self, account: Account, lines: list[Sold], mode: str = "ORIGINAL_INVOICE") -> None:
        """Goods out, and their invoice."""
        number = self.next_number("INVOICE")
        for line in lines:
            self.stock[line.product] -= line.quantity
        self.sold.extend(lines)
        total = sum((line.net + line.tax for line in lines), ZERO)
        self._enter(Document(number, account, total, total, self._due(total), frozenset({number})), mode, {})

    # ------------------------------------------------ return orders
    def create(self, order: Return, reason: str | None) -> None:
        """A new return order (law 1)."""
        account, lines = order.account, order.lines
        wanted: dict[Sold, Decimal] = defaultdict(Decimal)
        for line in lines:
            forbid(line.expected <= 0, "INVALID_INPUT")
            forbid(line.code not in (None, CREDIT_ONLY), "DISPOSITION_NOT_ALLOWED")
            if line.sold is not None:
                forbid(line.sold.account != account, "INVALID_INPUT")
                wanted[line.sold] += line.expected
        for sold, quantity in wanted.items():
            forbid(quantity > self.returnable(sold), "RETURN_QTY_EXCEEDS_INVOICED")
        for charge in (*order.charges, *(one for line in lines for one in line.charges)):
            odd = charge.category == "FIXED" and rounded(charge.value, account.currency) != charge.value
            forbid(odd or not charge.value, "INVALID_INPUT")
        for line in lines:
            if line.code is not None:
                line.register(line.code, self.code_charges.get(line.code, ()))
        order.charges.extend(one.copied("REASON") for one in self.reason_charges.get(reason or "", ()))
        self.returns.append(order)

    def cancel(self, order: Return, lines: Sequence[Line] | None) -> None:
        """Give up an order of which nothing has arrived, or some of its lines (law 26)."""
        forbid(order.header != "CREATED", "CANCEL_NOT_ALLOWED")
        forbid(any(line.status != "AWAITING" for line in lines or ()), "CANCEL_NOT_ALLOWED")
        for line in order.live if lines is None else lines:
            line.status = "CANCELED"

    def replace_up_front(self, order: Return) -> None:
        """Ship replacements before anything arrived."""
        forbid(order.header != "CREATED" or order.replaced_up_front, "INVALID_STATUS_TRANSITION")
        order.replaced_up_front = True
        order.to_ship.extend((line.product, line.expected) for line in order.live)

    def ship(self, order: Return, lines: list[Sold]) -> None:
        """Invoice the replacement order."""
        assert sorted((line.product, line.quantity) for line in lines) == sorted(order.to_ship)
        order.to_ship.clear()
        self.sell(order.account, lines)

    # ------------------------------------------------ goods
    def arrive(self, order: Return, arrived: dict[Line, Decimal], code: str | None) -> None:
        """Lines or parts of them arrive, with a code or for inspection (returns 2.2)."""
        for line, quantity in arrived.items():
            forbid(line.status != "AWAITING", "INVALID_STATUS_TRANSITION")
            forbid(not 0 < quantity <= line.expected, "INVALID_INPUT")
        self._check_arrival_code(order, code)
        for line, quantity in arrived.items():
            order.split(line, quantity)
            if code is None:
                line.status = "QUARANTINE"
            else:
                line.register(code, self.code_charges.get(code, ()))

    def inspect(self, order: Return, line: Line, quantity: Decimal, code: str) -> None:
        """The quarantine of a line or of a part of it ends."""
        forbid(line.status != "QUARANTINE", "INVALID_STATUS_TRANSITION")
        forbid(not 0 < quantity <= line.expected, "INVALID_INPUT")
        self._check_arrival_code(order, code)
        order.split(line, quantity)
        line.register(code, self.code_charges.get(code, ()))
        line.inspected = True

    def set_code(self, order: Return, line: Line, code: str | None) -> None:
        """Set or clear credit only, or change the code of registered goods (returns 2.2)."""
        forbid(line.status == "QUARANTINE" or line.inspected, "DISPOSITION_NOT_ALLOWED")
        if line.status == "AWAITING" and code is not None:
            forbid(code != CREDIT_ONLY, "DISPOSITION_NOT_ALLOWED")
            line.register(code, self.code_charges.get(code, ()))
        elif not line.physical and code is None and not line.invoiced:
            line.clear()
        else:
            forbid(line.status != "REGISTERED" or not line.physical, "INVALID_STATUS_TRANSITION")
            if code is None:
                raise Forbidden("DISPOSITION_CODE_MISSING")
            self._check_arrival_code(order, code)
            line.register(code, self.code_charges.get(code, ()))

    def revise(
        self,
        order: Return,
        line: Line,
        price: Decimal | None,
        of_line: list[Charge] | None,
        of_order: list[Charge] | None,
    ) -> None:
        """Another price of a line, and other charges of it and of its order (putting-right 7)."""
        forbid(order.header in ("CLOSED", "CANCELED"), "INVALID_STATUS_TRANSITION")
        forbid(line.status in ("INVOICED", "CANCELED"), "INVALID_STATUS_TRANSITION")
        forbid(price is None and of_line is None, "INVALID_INPUT")
        for charge in (*(of_line or ()), *(of_order or ())):
            odd = charge.category == "FIXED" and rounded(charge.value, order.account.currency) != charge.value
            forbid(odd or not charge.value, "INVALID_INPUT")
        if price is not None and line.sold is not None:
            forbid(price > line.sold.price, "RETURN_PRICE_EXCEEDS_BILLED")
            line.entered = None if price == line.sold.price else price
        elif price is not None:
            line.price = price
        line.charges = instead(line.charges, of_line)
        order.charges = instead(order.charges, of_order)

    def _check_arrival_code(self, order: Return, code: str | None) -> None:
        """Never credit only, and no second replacement."""
        forbid(code == CREDIT_ONLY, "DISPOSITION_NOT_ALLOWED")
        forbid(code in REPLACED and order.replaced_up_front, "DISPOSITION_NOT_ALLOWED")

    def receive(self, order: Return, line: Line | None = None, typed: Decimal | None = None) -> None:
        """The packing slip of all registered lines, or of one: always of the whole line."""
        ready = [one for one in order.lines if one.status == "REGISTERED" and one.physical]
        chosen = ready if line is None else [line]
        if not ready or chosen[0] not in ready:
            raise Forbidden("INVALID_STATUS_TRANSITION", "CREDIT_ONLY_HAS_NO_PACKING_SLIP")
        forbid(typed not in (None, chosen[0].registered), "PACKING_SLIP_PARTIAL_LINE", "INVALID_INPUT")
        self._take_in(order, chosen)

    def _take_in(self, order: Return, lines: Iterable[Line]) -> None:
        """Goods in: on hand by the table of returns 3.9, replacements out."""
        for line in lines:
            line.receive()
            if line.code in STOCKED:
                self.stock[line.product] += line.received
            if line.code in REPLACED:
                order.to_ship.append((line.product, line.received))

    # ------------------------------------------------ credit notes
    def plan(self, order: Return, asked: Asked) -> Posting:
        """What crediting an order will do (returns 3.2–3.4)."""
        forbid(any(typed is not None and typed <= 0 for typed in (asked.wanted or {}).values()), "INVALID_INPUT")
        forbid(order.header == "CREATED", "RETURN_ORDER_NOT_OPEN")
        forbid(order.header == "CANCELED", "ORDER_CANCELED")
        forbid(order.header == "CLOSED", "ALREADY_INVOICED")
        forbid(asked.quantity == "DELIVER_NOW" and asked.wanted is None, "INVALID_INPUT")
        direct = self._direct(order, asked)
        taken: dict[Line, Decimal] = {}
        skipped: list[tuple[int, str]] = []
        for line in order.lines:
            if asked.wanted is None or line.number in asked.wanted:
                self._choose(line, line in direct, asked, taken, skipped)
        forbid(not taken, *({code for _, code in skipped} or {"NOTHING_TO_POST"}))
        amounts, shares = self._amounts(order, taken)
        charged = self._charged(order, taken, amounts, shares)
        posting = Posting(direct, taken, amounts, charged, shares, skipped)
        forbid(asked.refund and not self._left(order, asked, posting), "CREDIT_USE_MISMATCH")
        return posting

    def left_over(self, order: Return, asked: Asked) -> Decimal:
        """What crediting an order would leave over of its credit."""
        return self._left(order, asked, self.plan(order, replace(asked, refund=False)))

    def _left(self, order: Return, asked: Asked, posting: Posting) -> Decimal:
        """What a document would leave over of its credit (putting-right 5.10)."""
        if posting.document_type is None or posting.total >= 0:
            return ZERO
        matched = self._matches(order.account, posting.total, asked.settlement, posting.shares, _corrects(posting))
        return -posting.total - sum((amount for _, amount in matched), ZERO)

    def _direct(self, order: Return, asked: Asked) -> list[Line]:
        """Registered goods that are credited without a packing slip of their own: only whole lines."""
        if not asked.direct or asked.quantity == "PACKING_SLIP":
            return []
        found = []
        for line in order.lines:
            chosen = asked.wanted is None or line.number in asked.wanted
            if chosen and line.status == "REGISTERED" and line.physical:
                typed = (asked.wanted or {}).get(line.number)
                forbid(typed not in (None, line.registered), "PACKING_SLIP_PARTIAL_LINE")
                found.append(line)
        return found

    def _choose(
        self, line: Line, direct: bool, asked: Asked, taken: dict[Line, Decimal], skipped: list[tuple[int, str]]
    ) -> None:
        """The table of returns 3.3."""
        reason = None
        if line.status in UNRECEIVED and not direct:
            if line.status != "REGISTERED" or line.physical:
                reason = "RETURN_LINE_NOT_RECEIVED"
            elif asked.quantity == "PACKING_SLIP":
                reason = "CREDIT_ONLY_HAS_NO_PACKING_SLIP"
        left = line.registered if direct else line.left
        typed = (asked.wanted or {}).get(line.number)
        if typed is not None:
            forbid(reason is not None, str(reason))
            forbid(typed > left, "QTY_EXCEEDS_RECEIVED")
        if asked.wanted is not None and reason is None:
            reason = OVER.get(line.status)
        if reason is not None:
            skipped.append((line.number, reason))
        elif left:
            taken[line] = left if typed is None else typed

    def _amounts(
        self, order: Return, taken: dict[Line, Decimal]
    ) -> tuple[list[tuple[Decimal, Decimal]], dict[str, Decimal]]:
        """Net and tax of each line: prorated from the sale, or worked out from the price (returns 3.4)."""
        currency = order.account.currency
        before: dict[Sold, Decimal] = {}
        shares: dict[str, Decimal] = defaultdict(Decimal)
        amounts = []
        for line, taken_part in taken.items():
            part = ZERO if line.code == SENT_BACK else taken_part
            if (sold := line.sold) is None:
                net = rounded(-part * line.price, currency)
                tax = rounded(net * line.rate / 100, currency)
            else:
                done = before.setdefault(sold, sold.credited)
                taken_net, taken_tax = sold.taken(part, done)
                if line.entered is not None:
                    taken_net, taken_tax = sold.lowered(part, line.entered, (taken_net, taken_tax))
                net, tax = -taken_net, -taken_tax
                before[sold] = done + part
                shares[sold.invoice] += net + tax
            amounts.append((net, tax))
        return amounts, shares

    def _charged(
        self,
        order: Return,
        taken: dict[Line, Decimal],
        amounts: list[tuple[Decimal, Decimal]],
        shares: dict[str, Decimal],
    ) -> list[tuple[Charge, Decimal, Decimal]]:
        """Charges of the posted lines and of the order (returns 1.8), which count in the family that they are of."""
        currency = order.account.currency
        nets = [net for net, _ in amounts]
        parts = [
            (line.charges, part, net, None if line.sold is None else line.sold.invoice)
            for (line, part), net in zip(taken.items(), nets, strict=True)
        ]
        only = next(iter(shares)) if len(shares) == 1 else None
        parts.append((order.charges, sum(taken.values(), ZERO), sum(nets, ZERO), only))
        found = []
        for charges, pieces, net, family in parts:
            for charge in charges:
                amount = charge.amount(pieces, net, currency)
                if amount:
                    found.append((charge, amount, rounded(amount * charge.rate / 100, currency)))
                    if family is not None:
                        shares[family] += amount + found[-1][2]
        return found

    def credit(self, order: Return, asked: Asked, posting: Posting) -> Document | None:
        """Post what was planned; the document, where there is one."""
        self._take_in(order, posting.direct)
        for (line, part), amounts in zip(posting.taken.items(), posting.amounts, strict=True):
            line.credit(part, release=asked.release)
            if line.sold is not None and line.code != SENT_BACK:
                line.sold.take(part, *amounts)
        for charge, _, _ in posting.charged:
            charge.posted = True
        if posting.document_type is None:
            return None
        number, total = self.next_number(posting.document_type), posting.total
        families = _corrects(posting)
        document = Document(number, order.account, total, total, self._due(total), families)
        self._enter(document, asked.settlement, posting.shares)
        if asked.refund:
            self.pay(document, -document.open)
        return document

    # ------------------------------------------------ the customer's account
    def pay(self, document: Document, amount: Decimal) -> None:
        """A payment received, or paid back."""
        forbid(document.open == 0, "INVALID_STATUS_TRANSITION")
        odd = rounded(amount, document.account.currency) != amount
        forbid(odd or not 0 < amount <= abs(document.open), "INVALID_INPUT")
        self._close("PAYMENT", document, amount)

    def give_up(self, document: Document, amount: Decimal) -> None:
        """A small rest that is written off (putting-right 5.14)."""
        forbid(document.open == 0, "INVALID_STATUS_TRANSITION")
        odd = rounded(amount, document.account.currency) != amount
        forbid(odd or not 0 < amount <= abs(document.open), "INVALID_INPUT")
        forbid(document.given_up + amount > WRITE_OFF_LIMIT, "WRITE_OFF_TOO_LARGE")
        document.given_up += amount
        self._close("WRITE_OFF", document, amount)

    def release(self, settled: Settled) -> None:
        """What was settled is open again, on both sides (putting-right 5.13)."""
        forbid(settled.is_over, "SETTLEMENT_RELEASED")
        settled.is_over = True
        self.settled.append(Settled(settled.kind, settled.debit, settled.credit, -settled.amount, is_over=True))
        for document, sign in ((settled.debit, 1), (settled.credit, -1)):
            if document is not None:
                document.move(sign * settled.amount)
                document.given_up -= settled.amount if settled.kind == "WRITE_OFF" else ZERO

    def settled_of(self, document: Document) -> list[Settled]:
        """What settled a document, oldest first."""
        return [one for one in self.settled if one.has(document)]

    def _close(self, kind: str, document: Document, amount: Decimal) -> None:
        is_debit = document.total > 0
        sides = (document, None) if is_debit else (None, document)
        self.settled.append(Settled(kind, *sides, amount))
        document.move(-amount if is_debit else amount, pays=True)

    def _match(self, debit: Document, credit: Document, amount: Decimal) -> None:
        self.settled.append(Settled("MATCH", debit, credit, amount))
        debit.move(-amount)
        credit.move(amount)

    def settle(self, debit: Document, credit: Document, amount: Decimal | None) -> None:
        """Match two documents by hand (laws 24, 25)."""
        forbid(debit.total <= 0 or credit.total >= 0, "INVALID_INPUT")
        forbid(debit.account.currency != credit.account.currency, "CURRENCY_MISMATCH")
        forbid(debit.account != credit.account, "INVALID_INPUT")
        possible = min(debit.open, -credit.open)
        forbid(possible == 0, "INVALID_STATUS_TRANSITION")
        amount = possible if amount is None else amount
        odd = rounded(amount, debit.account.currency) != amount
        forbid(odd or not 0 < amount <= possible, "INVALID_INPUT")
        self._match(debit, credit, amount)

    def _matches(
        self, account: Account, total: Decimal, mode: str, shares: dict[str, Decimal], corrects: frozenset[str]
    ) -> list[tuple[Document, Decimal]]:
        """What a new document is matched with: what it corrects first, then the oldest due (putting-right 5.3)."""
        if mode == "NONE":
            return []
        by_family = mode == "ORIGINAL_INVOICE"
        room = {family: abs(share) for family, share in shares.items() if share * total > 0}
        found, left = [], abs(total)
        turn = sorted(
            self.documents.values(), key=lambda one: (by_family and one.number not in corrects, one.due, one.number)
        )
        for document in turn:
            if document.account == account and document.open * total < 0:
                amount = min(left, abs(document.open))
                if by_family:
                    amount = _taken(amount, sorted(document.families), room)
                if amount > 0:
                    found.append((document, amount))
                    left -= amount
        return found

    def _due(self, total: Decimal) -> int:
        """The day that a document of today is due on (returns 3.5)."""
        at_once = total < 0 and not self.terms_on_credit_notes
        return self.day + (0 if at_once else TERMS)

    def _enter(self, document: Document, mode: str, shares: dict[str, Decimal]) -> None:
        """Enter a document on the account; both sides of what it is matched with move towards zero."""
        itself = document.families - {document.number}
        matches = self._matches(document.account, document.total, mode, shares, itself)
        self.documents[document.number] = document
        for other, amount in matches:
            sides = (document, other) if document.total > 0 else (other, document)
            self._match(*sides, amount)


def _corrects(posting: Posting) -> frozenset[str]:
    """The invoices that a posting credits goods of."""
    return frozenset(line.sold.invoice for line in posting.taken if line.sold is not None and line.code != SENT_BACK)


def _taken(most: Decimal, families: Iterable[str], room: dict[str, Decimal]) -> Decimal:
    taken = ZERO
    for family in families:
        part = min(most - taken, room.get(family, ZERO))
        room[family] = room.get(family, ZERO) - part
        taken += part
    return taken
