"""Books of projects on paper: what project-invoicing 2, 3 and 5 say of every step, without a database or the server.

`test_project_machine` takes each step here and on the server and holds the server to these books: what is allowed, what
rows each step adds to the ledger, and what is billed, open, available and ready afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO, ONE = Decimal(0), Decimal(1)
PLACES = {"NOK": 2, "JPY": 0}
NOT_READY, READY, CREATED = "NOT_READY", "READY_TO_INVOICE", "CUSTOMER_INVOICE_CREATED"
POSTED, CANCELED = "CUSTOMER_INVOICE_POSTED", "CANCELED"
TO_REFUND, REFUNDED = "READY_TO_REFUND", "REFUNDED"
CHARGED, FREE = "CHARGEABLE", "NON_CHARGEABLE"
COMMITTED, FAILED, UNCHECKED, UNLIMITED = "COMMITTED", "FAILED", "NOT_EVALUATED", "NOT_APPLICABLE"
WORK, MILESTONE, PRODUCT = "TRANSACTION", "MILESTONE", "PRODUCT"
RETAINER, APPLIED, REFUND = "RETAINER", "APPLIED_RETAINER", "RETAINER_REFUND"
OF_RETAINERS = (RETAINER, APPLIED, REFUND)
US, BS, COST = "UNBILLED_SALES", "BILLED_SALES", "COST"
EDITABLE: dict[tuple[str, bool], set[str]] = {  # by kind, and whether it is a correction (2.2)
    (WORK, False): {"quantity", "taxAmount", "billingType"},
    (WORK, True): {"quantity", "taxAmount", "unitPrice"},
    (MILESTONE, False): {"taxAmount", "billingType"},
    (MILESTONE, True): {"quantity", "amount", "taxAmount"},
    (RETAINER, True): {"amount"},
    (APPLIED, False): {"amount"},
    (APPLIED, True): {"amount"},
    (REFUND, True): {"amount"},
}
Row = tuple[str, str, str, Decimal, Decimal, Decimal]  # side, class, billing type, quantity, amount, tax


class Forbidden(Exception):
    """The step is not allowed; the refusal names one of these codes."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = frozenset(codes)


def forbid(condition: object, *codes: str) -> None:
    """Forbid a step where the condition holds."""
    if condition:
        raise Forbidden(*codes)


def rounded(value: Decimal, places: int) -> Decimal:
    """At so many places, half away from zero."""
    return value.quantize(ONE.scaleb(-places), ROUND_HALF_UP) + ZERO


@dataclass(eq=False)
class Payer:
    """A customer of a contract and its share."""

    number: str
    percent: Decimal = Decimal(100)
    takes_rounding: bool = True


@dataclass(eq=False)
class Line:
    """A contract line; `status` and figures are those of a product."""

    id: str
    kind: str  # TIME_AND_MATERIAL, FIXED_PRICE or PRODUCT
    limit: Decimal | None = None
    status: str = NOT_READY
    quantity: Decimal = ZERO
    price: Decimal = ZERO
    amount: Decimal = ZERO
    tax: Decimal = ZERO


@dataclass(eq=False)
class Milestone:
    """A part of a fixed price of one customer."""

    id: str
    customer: str
    line: Line
    amount: Decimal
    tax: Decimal
    status: str = NOT_READY


@dataclass(eq=False)
class Retainer:
    """A retainer of one customer."""

    id: str
    customer: str
    contracted: Decimal
    billed: Decimal = ZERO
    used: Decimal = ZERO
    refunded: Decimal = ZERO
    status: str = NOT_READY
    refund: str | None = None

    @property
    def available(self) -> Decimal:
        """What can be applied or refunded (L8)."""
        return self.billed - self.used - self.refunded

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is known of it."""
        amount = self.billed or self.contracted
        return amount, self.used, self.refunded, self.available, self.status, self.refund


@dataclass(eq=False)
class Entry:
    """What was approved together and is withdrawn together: its cost, and whatever stems from its unbilled sales."""

    cost: Row | None = None
    pieces: list["Piece"] = field(default_factory=list)
    billed: list["Billed"] = field(default_factory=list)


@dataclass(eq=False)
class Piece:
    """Unbilled sales of work."""

    entry: Entry
    customer: str
    line: Line
    work: str
    billing: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    tax: Decimal
    status: str
    limited: str = UNLIMITED
    id: str = ""

    @property
    def open(self) -> bool:
        """Whether it is in the backlog (L14)."""
        return self.status in (NOT_READY, READY, CREATED)

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is known of it."""
        figures = (self.quantity, self.price, self.amount, self.tax)
        return self.customer, self.line.id, self.work, self.billing, *figures, self.status, self.limited


@dataclass(eq=False)
class Billed:
    """Billed sales that stand, are held by a corrective draft, or are spent."""

    detail: "Detail"
    billing: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    tax: Decimal
    state: str = "stands"

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is known of it."""
        status = "IN_PROCESS" if self.state == "held" else None
        return self.billing, self.quantity, self.amount, self.tax, status


@dataclass(eq=False)
class Detail:
    """A detail of an invoice; without a source it was entered by hand. `before` is what it corrects."""

    kind: str
    work: str
    line: Line | None
    billing: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    tax: Decimal = ZERO
    source: Piece | Milestone | Line | Retainer | None = None
    before: Billed | None = None
    entry: Entry = field(default_factory=Entry)
    id: str = ""
    billed: Billed | None = None
    starts_billed: bool = False

    @property
    def piece(self) -> Piece | None:
        """The unbilled sales that a first-time detail bills."""
        return self.source if isinstance(self.source, Piece) and self.before is None else None

    @property
    def known(self) -> Piece | Billed | None:
        """Where its amount is known without arithmetic."""
        return self.before or self.piece

    @property
    def usual_tax(self) -> Decimal:
        """The tax of its source."""
        return self.source.tax if isinstance(self.source, (Piece, Milestone)) else ZERO

    @property
    def positive(self) -> bool:
        """The sign that its quantity must have."""
        return self.known is None or self.known.quantity > 0

    @property
    def change(self) -> Decimal:
        """What it adds to the invoice, without tax."""
        return self.amount - (self.before.amount if self.before else ZERO)

    @property
    def tax_change(self) -> Decimal:
        """The tax that it adds to the invoice."""
        return self.tax - (self.before.tax if self.before else ZERO)

    @property
    def unchanged(self) -> bool:
        """Whether it is a correction that leaves everything as it was."""
        was = self.before
        if was is None or (self.kind == WORK and was.price != self.price):
            return False
        return (was.quantity, was.amount, was.tax) == (self.quantity, self.amount, self.tax)

    @property
    def left_as_billed(self) -> bool:
        """Whether confirming takes it off (putting-right 2.1.2, 3.5)."""
        return self.unchanged and (self.starts_billed or self.kind == MILESTONE)

    @property
    def editable(self) -> set[str]:
        """What of it can be changed (2.2; putting-right 3.1)."""
        if self.kind == REFUND and not self.starts_billed:
            return set()
        is_fixed = self.line is not None and self.line.kind == "FIXED_PRICE"
        return EDITABLE.get((self.kind, self.before is not None), set()) - ({"unitPrice"} if is_fixed else set())

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is known of it."""
        figures = (self.quantity, self.price, self.amount, self.tax)
        return self.id, self.kind, self.work, self.billing, *figures, self.before is not None


@dataclass(eq=False)
class Invoice:
    """A project invoice, draft or posted."""

    contract: "Contract"
    customer: str
    details: list[Detail]
    status: str = "DRAFT"
    id: str = ""

    @property
    def posted(self) -> bool:
        """Whether it is confirmed."""
        return self.status in ("CONFIRMED", "PAID")

    @property
    def totals(self) -> tuple[Decimal, Decimal]:
        """Net and tax; of corrections the difference (2.3)."""
        charged = [one for one in self.details if one.billing == CHARGED]
        return sum((one.change for one in charged), ZERO), sum((one.tax_change for one in charged), ZERO)

    @property
    def chargeable(self) -> Decimal:
        """What retainers can be applied against."""
        first = (one for one in self.details if one.before is None and one.billing == CHARGED)
        return max(sum((one.amount for one in first if one.kind not in OF_RETAINERS), ZERO), ZERO)

    @property
    def facts(self) -> tuple[Any, ...]:
        """What is known of it."""
        net, tax = self.totals
        corrections = any(one.before for one in self.details)
        return self.customer, self.status, net, tax, net + tax, corrections, [one.facts for one in self.details]


@dataclass(eq=False)
class Contract:
    """A contract and everything that happened on it."""

    id: str
    currency: str
    payers: list[Payer]
    lines: list[Line]
    milestones: list[Milestone]
    retainers: list[Retainer]
    limit: Decimal | None = None
    entries: list[Entry] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)

    # ------------------------------------------------ what is known
    @property
    def places(self) -> int:
        """Decimals of its amounts."""
        return PLACES[self.currency]

    def money(self, value: Decimal) -> Decimal:
        """An amount in its currency."""
        return rounded(value, self.places)

    @property
    def pieces(self) -> list[Piece]:
        """All unbilled sales of work that ever were to be billed."""
        return [piece for entry in self.entries for piece in entry.pieces]

    @property
    def backlog(self) -> list[Piece]:
        """The open ones."""
        return [piece for piece in self.pieces if piece.open]

    @property
    def standing(self) -> list[Billed]:
        """Billed sales that are not credited."""
        of_details = [one.billed for invoice in self.invoices if invoice.posted for one in invoice.details]
        return [one for one in of_details if one is not None and one.state != "spent"]

    @property
    def billed_amount(self) -> Decimal:
        """What the customers were charged, without tax."""
        return sum((one.amount for one in self.standing if one.billing == CHARGED), ZERO)

    @property
    def backlog_amount(self) -> Decimal:
        """What is open, without tax."""
        return sum((one.amount for one in self.backlog if one.billing == CHARGED), ZERO)

    @property
    def drafts(self) -> list[Invoice]:
        """What is not posted."""
        return [one for one in self.invoices if not one.posted]

    def limits(self, line: Line | None) -> list[tuple[Line | None, Decimal]]:
        """The limits that a line counts in, with their scope; all of them without a line."""
        capped = [(one, one.limit) for one in self.lines if one.limit is not None and line in (None, one)]
        return capped if self.limit is None else [*capped, (None, self.limit)]

    def taken_up(self, scope: Line | None) -> Decimal:
        """What takes up a limit: billed work, and open work that is committed (6.10)."""
        billed = [(one.detail.line, one.amount) for one in self.standing if _is_charged_work(one)]
        waiting = [(one.line, one.amount) for one in self.backlog if one.limited == COMMITTED]
        return sum((amount for line, amount in (*billed, *waiting) if scope in (None, line)), ZERO)

    def limit_of(self, line: Line, billing: str, amount: Decimal) -> str:
        """Whether so much more fits under the limits."""
        limits = self.limits(line)
        if not limits or billing != CHARGED:
            return UNLIMITED
        fits = amount <= 0 or all(self.taken_up(scope) + amount <= limit for scope, limit in limits)
        return COMMITTED if fits else FAILED

    # ------------------------------------------------ work
    def split(self, whole: Decimal, places: int) -> list[Decimal]:
        """By the shares of the customers; one takes what rounding leaves (F12)."""
        parts = [ZERO if one.takes_rounding else rounded(whole * one.percent / 100, places) for one in self.payers]
        return [
            whole - sum(parts) if one.takes_rounding else part for one, part in zip(self.payers, parts, strict=True)
        ]

    def approve(
        self,
        line: Line,
        work: str,
        quantity: Decimal,
        price: Decimal,
        tax: Decimal,
        billing: str,
        billable: Decimal | None,
        ready: bool,
    ) -> tuple[list[Row], list[Piece]]:
        """Approved work: cost, and a piece a customer and billing type."""
        by_time = line.kind == "TIME_AND_MATERIAL"
        forbid(not by_time and (ready or work == "FEE" or billable is not None), "INVALID_INPUT")
        forbid(billable == 0 and tax, "TAX_WITHOUT_QUANTITY")
        forbid(billable is not None and billing != CHARGED, "INVALID_INPUT")
        cost: Row = (COST, work, billing, quantity, ZERO, ZERO)
        charged = quantity if billable is None else billable
        parts = [(charged, billing, tax)]
        if abs(charged) < abs(quantity):
            parts.append((quantity - charged, FREE, ZERO))
        shared = [one for one in parts if one[0]] if by_time else []
        shares = [
            (part[1], payer, figures)
            for part in shared
            for payer, *figures in zip(self.payers, *self._shares(part[0], part[2], price), strict=True)
        ]
        forbid(any(not figures[0] for _, _, figures in shares), "INVALID_INPUT")
        together, known = Entry(cost), len(self.entries)
        if work != "FEE":
            self.entries.append(together)
        pieces: list[Piece] = []
        for kind, payer, (part, amount, part_of_tax) in shares:
            entry = Entry() if work == "FEE" else together
            figures = (part, price, amount, part_of_tax)
            status = READY if ready else NOT_READY
            piece = Piece(entry, payer.number, line, work, kind, *figures, status, self.limit_of(line, kind, amount))
            entry.pieces.append(piece)
            pieces.append(piece)
            if work == "FEE":
                self.entries.append(entry)
        if ready and any(one.limited == FAILED for one in pieces):
            del self.entries[known:]
            raise Forbidden("NTE_FAILED")
        return [*([] if work == "FEE" else [cost]), *(row_of(one, US) for one in pieces)], pieces

    def _shares(self, quantity: Decimal, tax: Decimal, price: Decimal) -> list[list[Decimal]]:
        amount = self.money(quantity * price)
        return [self.split(quantity, 6), self.split(amount, self.places), self.split(tax, self.places)]

    def cancel(self, piece: Piece) -> list[Row]:
        """Withdraw work that is not billed (6.12)."""
        forbid(piece.status == CANCELED, "INVALID_STATUS_TRANSITION")
        forbid(not piece.open, "INVOICED_ENTRY_LOCKED")
        entry = piece.entry
        forbid(any(one.state not in ("spent", "waived") for one in entry.billed), "INVOICED_ENTRY_LOCKED")
        forbid(any(one.status == CREATED for one in entry.pieces), "INVOICED_ENTRY_LOCKED")
        rows = [reversed_row(row_of(one, US)) for one in entry.pieces if one.open]
        for one in entry.pieces:
            one.status = CANCELED if one.open else one.status
        cost, entry.cost = entry.cost, None
        if cost is None:
            return rows
        kept = min(sum((one.quantity for one in entry.billed if one.state == "waived"), ZERO), cost[3], key=abs)
        anew: list[Row] = [(*cost[:3], kept, ZERO, ZERO)] if kept else []
        return [*rows, reversed_row(cost), *anew]

    # ------------------------------------------------ marks and limits
    def mark(self, source: Piece | Milestone | Retainer | Line, ready: bool) -> None:
        """Ready to invoice, or not (2.8)."""
        forbid(source.status not in (NOT_READY, READY), "SOURCE_NOT_BILLABLE")
        if isinstance(source, Line):
            forbid(source.kind != PRODUCT, "SOURCE_NOT_BILLABLE")
        if isinstance(source, Piece) and ready:
            forbid(source.limited == FAILED, "NTE_FAILED")
            forbid(source.limited == UNCHECKED, "NTE_NOT_EVALUATED")
        source.status = READY if ready else NOT_READY

    def mark_refund(self, retainer: Retainer, ready: bool) -> None:
        """To be refunded with the next invoice, or not (6.8)."""
        forbid(retainer.refund == REFUNDED, "RETAINER_REFUNDED")
        forbid(retainer.status != POSTED, "RETAINER_NOT_INVOICED")
        forbid(ready and retainer.available <= 0, "INVALID_STATUS_TRANSITION")
        forbid(not ready and retainer in self._refunds_on_drafts(), "INVALID_STATUS_TRANSITION")
        retainer.refund = TO_REFUND if ready else None

    def _refunds_on_drafts(self) -> set[object]:
        first = [one for draft in self.drafts for one in draft.details if one.before is None]
        return {one.source for one in first if one.kind == REFUND}

    def set_limit(self, line: Line | None, limit: Decimal | None) -> None:
        """A limit is set or lifted: open work has to be checked anew (6.10)."""
        forbid(line is not None and line.kind != "TIME_AND_MATERIAL", "INVALID_INPUT")
        if line is None:
            self.limit = limit
        else:
            line.limit = limit
        for piece in self.backlog:
            if piece.billing == CHARGED and line in (None, piece.line):
                piece.limited = UNCHECKED if self.limits(piece.line) else UNLIMITED

    def evaluate(self) -> None:
        """Check open work, oldest first."""
        charged = sorted((one for one in self.backlog if one.billing == CHARGED), key=lambda one: int(one.id))
        for piece in charged:
            piece.limited = UNCHECKED
        for piece in charged:
            piece.limited = self.limit_of(piece.line, CHARGED, piece.amount)

    # ------------------------------------------------ drafts
    def ready(self, customer: str, draft: Invoice | None = None) -> Iterator[Detail]:
        """What can be drafted for a customer, in its order; what `draft` takes of retainers itself is not refunded."""
        for piece in sorted((one for one in self.pieces if one.customer == customer), key=lambda one: int(one.id)):
            if piece.status == READY:
                tax = piece.tax if piece.billing == CHARGED else ZERO
                figures = (piece.quantity, piece.price, piece.amount, tax)
                yield Detail(WORK, piece.work, piece.line, piece.billing, *figures, piece, entry=piece.entry)
        for milestone in self.milestones:
            if milestone.status == READY and milestone.customer == customer:
                figures = (ONE, milestone.amount, milestone.amount, milestone.tax)
                yield Detail(MILESTONE, MILESTONE, milestone.line, CHARGED, *figures, milestone)
        for line in self.lines:
            if line.status == READY and customer == self.payers[0].number:
                figures = (line.quantity, line.price, line.amount, line.tax)
                yield Detail(PRODUCT, PRODUCT, line, CHARGED, *figures, line)
        mine = [one for one in self.retainers if one.customer == customer]
        yield from (retained(RETAINER, one, one.contracted) for one in mine if one.status == READY)
        taken = [] if draft is None else draft.details
        for one in mine:
            left = one.available + sum((other.change for other in taken if other.source is one), ZERO)
            if one.refund == TO_REFUND and left > 0 and one not in self._refunds_on_drafts():
                yield retained(REFUND, one, -left)

    def draft(self, customer: str, how: str, by_hand: dict[Retainer, Decimal]) -> Invoice:
        """A draft of what is ready, which applies retainers by default, by hand or not at all."""
        invoice = Invoice(self, customer, list(self.ready(customer)))
        forbid(all(one.billing != CHARGED for one in invoice.details), "NO_CHARGEABLE_TRANSACTIONS")
        amounts = self._applied(invoice) if how == "default" else by_hand if how == "by hand" else {}
        if how == "by hand":
            for retainer, amount in amounts.items():
                _check_applied(retainer, amount)
            forbid(sum(amounts.values(), ZERO) > invoice.chargeable, "APPLIED_EXCEEDS_CHARGEABLE")
        self.take(invoice.details)
        invoice.details += [retained(APPLIED, one, -amounts[one]) for one in self.retainers if one in amounts]
        self.invoices.append(invoice)
        return invoice

    def _applied(self, invoice: Invoice) -> dict[Retainer, Decimal]:
        left, amounts = invoice.chargeable, {}
        for one in self.retainers:
            amount = min(left, one.available)
            if one.customer == invoice.customer and one.refund is None and amount > 0:
                amounts[one] = amount
                left -= amount
        return amounts

    def take(self, details: Iterable[Detail]) -> None:
        """Sources are on a draft from now on."""
        for one in details:
            if one.source is not None and one.kind != REFUND:
                one.source.status = CREATED

    def refresh(self, invoice: Invoice) -> None:
        """Take in what has become ready."""
        forbid(invoice.posted, "INVOICE_READ_ONLY")
        details = list(self.ready(invoice.customer, invoice))
        forbid(not details, "NO_CHARGEABLE_TRANSACTIONS")
        self.take(details)
        invoice.details += details

    def add(self, invoice: Invoice, detail: Detail) -> None:
        """Enter a detail by hand (F6)."""
        forbid(invoice.posted, "INVOICE_READ_ONLY")
        assert detail.line is not None
        forbid(detail.line.kind == PRODUCT, "INVALID_INPUT")
        detail.amount = self.money(detail.quantity * detail.price)
        invoice.details.append(detail)

    def remove(self, invoice: Invoice, details: list[Detail]) -> None:
        """Give back what details bill or correct."""
        forbid(invoice.posted, "INVOICE_READ_ONLY")
        for one in details:
            if one.before is not None:
                one.before.state = "stands"
            elif one.source is not None and one.kind not in (APPLIED, REFUND):
                one.source.status = READY
        invoice.details = [one for one in invoice.details if one not in details]

    def delete(self, invoice: Invoice) -> None:
        """Delete a draft."""
        self.remove(invoice, list(invoice.details))
        self.invoices.remove(invoice)

    def review(self, invoice: Invoice, in_review: bool) -> None:
        """To in review, and back (2.1)."""
        needed, wanted = ("DRAFT", "IN_REVIEW") if in_review else ("IN_REVIEW", "DRAFT")
        forbid(invoice.status != needed, "INVALID_STATUS_TRANSITION")
        invoice.status = wanted

    def pay(self, invoice: Invoice) -> None:
        """Paid only after confirmed (2.1)."""
        forbid(invoice.status != "CONFIRMED", "INVALID_STATUS_TRANSITION")
        invoice.status = "PAID"

    # ------------------------------------------------ editing
    def update(self, invoice: Invoice, detail: Detail, wanted: dict[str, Any]) -> None:
        """New values of a detail (2.2, 2.3)."""
        forbid(invoice.posted, "INVOICE_READ_ONLY")
        forbid(not wanted, "INVALID_INPUT")
        locked = set(wanted) - detail.editable
        forbid(locked, "FIELD_NOT_EDITABLE")
        if detail.kind == MILESTONE and detail.before is not None:
            self._milestone(detail, detail.before, wanted)
            return
        if detail.kind == REFUND and detail.before is not None:
            forbid(wanted["amount"] and wanted["amount"] != -detail.before.amount, "INVALID_INPUT")
        old = vars(detail).copy()
        if detail.kind in OF_RETAINERS:
            self._amount(detail, wanted["amount"])
        else:
            self._values(detail, wanted)
        try:
            self._check_together(invoice, detail)
        except Forbidden:
            vars(detail).update(old)
            raise

    def _milestone(self, detail: Detail, was: Billed, wanted: dict[str, Any]) -> None:
        """Credited whole, by quantity zero, or left as billed."""
        zeros = wanted.get("quantity") == 0
        known = (ZERO, ZERO, ZERO) if zeros else (detail.quantity, detail.amount, detail.tax)
        given = zip(("quantity", "amount", "taxAmount"), known, strict=True)
        figures = tuple(wanted.get(name, value) for name, value in given)
        as_billed = (was.quantity, was.amount, was.tax)
        forbid(any(figures) and figures != as_billed, "MILESTONE_PARTIAL_CREDIT_UNSUPPORTED")
        detail.quantity, detail.amount, detail.tax = figures

    def _amount(self, detail: Detail, amount: Decimal) -> None:
        forbid(amount < 0, "INVALID_INPUT")
        sign = ONE if detail.kind == RETAINER else -ONE
        detail.quantity, detail.price, detail.amount = sign if amount else ZERO, amount, sign * amount + ZERO

    def _values(self, detail: Detail, wanted: dict[str, Any]) -> None:
        quantity, billing = wanted.get("quantity", detail.quantity), wanted.get("billingType", detail.billing)
        is_free = billing != CHARGED
        usual = detail.tax if billing == detail.billing else ZERO if is_free else detail.usual_tax
        tax = wanted.get("taxAmount", usual)
        forbid(is_free and wanted.get("taxAmount"), "INVALID_INPUT")
        forbid(tax and (tax > 0) != detail.positive, "INVALID_INPUT")
        forbid(tax and detail.kind == MILESTONE and not detail.amount, "INVALID_INPUT")
        forbid(quantity and (quantity > 0) != detail.positive, "QUANTITY_SIGN")
        forbid(not quantity and tax, "TAX_WITHOUT_QUANTITY")
        known = detail if detail.known is None else detail.known
        price = wanted.get("unitPrice", detail.price)
        same = (quantity, price) == (known.quantity, known.price)
        detail.amount = known.amount if same else self.money(quantity * price)
        detail.quantity, detail.price, detail.billing, detail.tax = quantity, price, billing, tax

    def _check_together(self, invoice: Invoice, detail: Detail) -> None:
        """What is wrong between details as soon as one is changed (3.5, 5)."""
        if detail.kind in OF_RETAINERS:
            forbid(*self._overdrawn(invoice, [detail]))
        if detail.before is None:
            forbid(self._applies_too_much(invoice), "APPLIED_EXCEEDS_CHARGEABLE")

    def _overdrawn(self, invoice: Invoice, asked: list[Detail]) -> tuple[object, ...]:
        codes: list[str] = []
        for one in asked:
            retainer = one.source
            assert isinstance(retainer, Retainer)
            of_it = [other for other in invoice.details if other.source is retainer]
            left = retainer.available + sum((other.change for other in of_it), ZERO)
            if one.kind == REFUND and one.before is None:
                codes += ["INVALID_STATUS_TRANSITION"] * (left > 0)
                codes += ["RETAINER_AMOUNT_EXCEEDS_AVAILABLE"] * (left < 0)
            elif retainer.refund == REFUNDED and one.kind != REFUND and (one.amount or one.before):
                codes.append("RETAINER_REFUNDED")
            elif left < 0 and one.change < 0:
                lowered = any(other.kind == RETAINER and other.change < 0 for other in of_it)
                if one.kind == RETAINER or not lowered:
                    codes += ["RETAINER_BELOW_USED", "RETAINER_AMOUNT_EXCEEDS_AVAILABLE"]
        return codes, *codes

    def _applies_too_much(self, invoice: Invoice) -> bool:
        applied = [one.amount for one in invoice.details if one.kind == APPLIED and one.before is None]
        return -sum(applied, ZERO) > invoice.chargeable

    # ------------------------------------------------ corrections
    def blocker(self, detail: Detail) -> str | None:
        """Why a detail cannot be corrected (2.4)."""
        if detail.billed is None:
            return "NOTHING_TO_CORRECT"
        if detail.kind == PRODUCT:
            return "PRODUCT_LINE_NOT_CORRECTABLE"
        if detail.billed.state != "stands":
            return "CORRECTION_IN_PROGRESS" if detail.billed.state == "held" else "DETAIL_ALREADY_CORRECTED"
        refunded = isinstance(detail.source, Retainer) and detail.source.refund == REFUNDED
        return "RETAINER_REFUNDED" if refunded and detail.kind != REFUND else None

    def correct(
        self, invoice: Invoice, named: list[Detail] | None, draft: Invoice | None, start: str
    ) -> tuple[Invoice, list[str]]:
        """A draft that credits details in full, or has them as billed, until something is entered; what is skipped."""
        forbid(draft and draft.posted, "INVOICE_READ_ONLY")
        forbid(draft and (draft.contract, draft.customer) != (self, invoice.customer), "INVALID_INPUT")
        forbid(not invoice.posted, "INVOICE_NOT_CONFIRMED")
        blockers = [(one, self.blocker(one)) for one in (invoice.details if named is None else named)]
        skipped = [blocker for _, blocker in blockers if blocker is not None]
        forbid(named and skipped, *skipped)
        free = [one for one, blocker in blockers if blocker is None]
        real = set(skipped) - {"NOTHING_TO_CORRECT", "PRODUCT_LINE_NOT_CORRECTABLE"}
        forbid(not free, "CORRECTION_IN_PROGRESS" if real == {"CORRECTION_IN_PROGRESS"} else "NOTHING_TO_CORRECT")
        if draft is None:
            draft = Invoice(self, invoice.customer, [])
            self.invoices.append(draft)
        draft.details += [(_as_billed if start == "BILLED" else _credited)(one) for one in free]
        return draft, skipped

    # ------------------------------------------------ confirming
    def confirm(self, invoice: Invoice) -> tuple[list[Row], list[Piece]]:
        """The rows that a draft becomes, and what goes back to the backlog."""
        forbid(invoice.posted, "INVALID_STATUS_TRANSITION")
        forbid(not invoice.details, "NO_CHARGEABLE_TRANSACTIONS")
        forbid(all(one.unchanged for one in invoice.details), "NO_CHANGES")
        codes = list(self._overdrawn(invoice, [one for one in invoice.details if one.kind in OF_RETAINERS])[1:])
        if self._applies_too_much(invoice):
            codes.append("APPLIED_EXCEEDS_CHARGEABLE")
        codes += self._beyond_limits(invoice)
        forbid(codes, *map(str, codes))
        self.remove(invoice, [one for one in invoice.details if one.left_as_billed])
        within = {line: self.limit_of(line, CHARGED, ZERO) for line in self.lines}
        over = {line for line in self.lines if any(self.taken_up(s) > limit for s, limit in self.limits(line))}
        rows: list[Row] = []
        returned: list[Piece] = []
        for detail in invoice.details:
            if detail.kind in OF_RETAINERS:
                continue
            more, piece = self._post(invoice, detail)
            rows += more
            if piece is not None:
                status = FAILED if piece.line in over else within[piece.line]
                piece.limited = status if piece.billing == CHARGED else UNLIMITED
                returned.append(piece)
        for retainer in self.retainers:
            rows += self._settle(retainer, [one for one in invoice.details if one.source is retainer])
        for piece in returned:
            piece.entry.pieces.append(piece)
        invoice.status = "CONFIRMED"
        return rows, returned

    def _beyond_limits(self, invoice: Invoice) -> list[str]:
        """Work that is not checked or does not fit, and bills that take up more than is left (6.10)."""
        sources = [one.piece for one in invoice.details if one.piece is not None]
        codes = ["NTE_FAILED" for one in sources if one.limited == FAILED]
        codes += ["NTE_NOT_EVALUATED" for one in sources if one.limited == UNCHECKED]
        for scope, limit in self.limits(None):
            mine = [one for one in invoice.details if one.kind == WORK and scope in (None, one.line)]
            more = sum((_more_taken_up(one, self.places) for one in mine), ZERO)
            if more > 0 and self.taken_up(scope) + more > limit:
                codes.append("NTE_FAILED")
        return codes

    def _post(self, invoice: Invoice, detail: Detail) -> tuple[list[Row], Piece | None]:
        """Rows of work, a milestone or a product, and the piece that goes back to the backlog, if any."""
        if detail.before is not None:
            detail.before.state = "spent"
        if detail.kind != WORK:
            assert isinstance(detail.source, (Milestone, Line))
            detail.source.status = POSTED if detail.before is None else READY
            return ([bill(detail)] if detail.before is None else [spent_row(detail)]), None
        return self._correct_work(invoice, detail) if detail.before else (self._bill_work(detail), None)

    def _bill_work(self, detail: Detail) -> list[Row]:
        """A first confirmation (F1 to F6)."""
        piece, assert_line = detail.piece, detail.line
        assert assert_line is not None
        if piece is None:
            if not detail.quantity:
                return []
            self.entries.append(detail.entry)
            return [bill(detail)] if assert_line.kind == "FIXED_PRICE" else _through(detail)
        piece.status = POSTED
        rows = [reversed_row(row_of(piece, US))]
        if (detail.quantity, detail.billing) == (piece.quantity, piece.billing):
            return [*rows, bill(detail)]
        if detail.quantity:
            rows += _through(detail)
        left = piece.quantity - detail.quantity
        if abs(detail.quantity) < abs(piece.quantity) and (detail.work != "FEE" or not detail.quantity):
            amount = piece.amount - detail.amount
            waived: Row = (US, detail.work, FREE, left, amount, ZERO)
            rows += [waived, reversed_row(waived), (BS, *waived[1:])]
            detail.entry.billed.append(Billed(detail, FREE, left, detail.price, amount, ZERO, "waived"))
        return rows

    def _correct_work(self, invoice: Invoice, detail: Detail) -> tuple[list[Row], Piece | None]:
        """A correction (C1 to C8, 3.3, 3.4)."""
        was, line = detail.before, detail.line
        assert was is not None
        assert line is not None
        rows = [spent_row(detail)]
        if line.kind == "FIXED_PRICE":
            return [*rows, *([bill(detail)] if detail.quantity else [])], None
        if detail.quantity:
            rows += _through(detail)
        left = was.quantity - detail.quantity
        if abs(detail.quantity) >= abs(was.quantity) or (detail.work == "FEE" and detail.quantity):
            return rows, None
        tax = self.money(was.tax * left / was.quantity)
        if detail.price != was.price:
            tax = was.tax - self.money(was.tax * detail.quantity / was.quantity)
        figures = (left, was.price, _given_back(detail, was, self.places), tax)
        piece = Piece(detail.entry, invoice.customer, line, detail.work, was.billing, *figures, NOT_READY)
        return [*rows, row_of(piece, US)], piece

    def _settle(self, retainer: Retainer, details: list[Detail]) -> list[Row]:
        """What details do to a retainer, settled once (3.5)."""
        details = [one for one in details if one.amount or one.before is not None]
        if not details:
            return []
        rows = [reversed_row(open_row(retainer.available))] if retainer.available else []
        for one in details:
            if one.before is not None:
                one.before.state = "spent"
                rows.append(spent_row(one))
            if one.amount:
                rows.append(bill(one))
        self._move(retainer, details)
        return [*rows, open_row(retainer.available)] if retainer.available else rows

    def _move(self, retainer: Retainer, details: list[Detail]) -> None:
        for one in details:
            if one.kind == RETAINER:
                retainer.billed += one.change
                retainer.status = POSTED if retainer.billed else READY
            elif one.kind == APPLIED:
                retainer.used -= one.change
            else:
                retainer.refunded -= one.change
                retainer.refund = REFUNDED if retainer.refunded else None


def _is_charged_work(billed: Billed) -> bool:
    return billed.detail.kind == WORK and billed.billing == CHARGED


def _more_taken_up(detail: Detail, places: int) -> Decimal:
    """What a detail takes up of limits once billed, with what goes back to the backlog, more than now."""
    billed = detail.amount if detail.billing == CHARGED else ZERO
    if detail.before is None:
        committed = detail.piece is not None and detail.piece.limited == COMMITTED
        return billed - (detail.piece.amount if detail.piece is not None and committed else ZERO)
    assert detail.line is not None
    returns = detail.line.kind != "FIXED_PRICE" and (detail.work != "FEE" or not detail.quantity)
    lowered = abs(detail.quantity) < abs(detail.before.quantity)
    back = _given_back(detail, detail.before, places) if returns and lowered else ZERO
    return billed - detail.before.amount + back if detail.billing == CHARGED else ZERO


def _check_applied(retainer: Retainer, amount: Decimal) -> None:
    """What can be applied by hand (5)."""
    forbid(amount <= 0, "INVALID_INPUT")
    forbid(retainer.status != POSTED, "RETAINER_NOT_INVOICED")
    forbid(retainer.refund == REFUNDED, "RETAINER_REFUNDED")
    forbid(retainer.refund == TO_REFUND, "INVALID_STATUS_TRANSITION")
    forbid(amount > retainer.available, "RETAINER_AMOUNT_EXCEEDS_AVAILABLE")


def retained(kind: str, retainer: Retainer, amount: Decimal) -> Detail:
    """A detail of a retainer; what is applied or refunded is negative."""
    quantity = ONE if amount > 0 else -ONE
    return Detail(kind, RETAINER, None, CHARGED, quantity, abs(amount), amount, source=retainer)


def _credited(detail: Detail) -> Detail:
    """The correction of a detail, as it is drafted: all zero (0.2)."""
    billed = detail.billed
    assert billed is not None
    billed.state = "held"
    same = (detail.source, billed, detail.entry)
    return Detail(detail.kind, detail.work, detail.line, billed.billing, ZERO, detail.price, ZERO, ZERO, *same)


def _as_billed(detail: Detail) -> Detail:
    """The correction of a detail as it is drafted with what stands (putting-right 2.1)."""
    made, billed = _credited(detail), detail.billed
    assert billed is not None
    made.quantity, made.price, made.amount, made.tax = billed.quantity, billed.price, billed.amount, billed.tax
    made.starts_billed = True
    return made


def _given_back(detail: Detail, was: Billed, places: int) -> Decimal:
    """The amount of what goes back to the backlog, at the old price (putting-right 3.2)."""
    if detail.price == was.price:
        return was.amount - detail.amount
    return was.amount - rounded(was.amount * detail.quantity / was.quantity, places)


def row_of(piece: Piece, side: str) -> Row:
    """A ledger row of a piece of work."""
    return side, piece.work, piece.billing, piece.quantity, piece.amount, piece.tax


def open_row(available: Decimal) -> Row:
    """What is open of a retainer."""
    return US, RETAINER, CHARGED, -ONE, -available, ZERO


def reversed_row(row: Row) -> Row:
    """The reversal of a row (L1)."""
    return *row[:3], -row[3], -row[4], -row[5]  # type: ignore[return-value]


def spent_row(detail: Detail) -> Row:
    """The reversal of what a detail corrects."""
    was = detail.before
    assert was is not None
    return reversed_row((BS, detail.work, was.billing, was.quantity, was.amount, was.tax))


def bill(detail: Detail) -> Row:
    """The billed row of a detail, which stands from now on."""
    detail.billed = Billed(detail, detail.billing, detail.quantity, detail.price, detail.amount, detail.tax)
    detail.entry.billed.append(detail.billed)
    return BS, detail.work, detail.billing, detail.quantity, detail.amount, detail.tax


def _through(detail: Detail) -> list[Row]:
    """New unbilled sales, its reversal, and billed sales (0.5)."""
    billed = bill(detail)
    unbilled: Row = (US, *billed[1:])
    return [unbilled, reversed_row(unbilled), billed]
