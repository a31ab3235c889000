"""Whole lives of project contracts, in any order of steps, against books kept on paper (project-invoicing 4).

Each step is taken on the paper books of `project_machine` and on the server: what the paper forbids, the server refuses
for the same reason and writes nothing (L19). After each step the ledger has grown by exactly the rows that the paper
foresees (none for drafts, L15), and earlier rows are as they were (L2). Every few steps, in the long run after each, and
at the end the live laws hold, and everything the server shows is as on paper.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.posting.ledger_check import check_connection
from tests.api import Api, Rejected
from tests.laws.pace import ASKED_FOR, LOOK_EVERY, histories
from tests.laws.project_machine import (
    APPLIED,
    BS,
    CHARGED,
    FREE,
    NOT_READY,
    PRODUCT,
    READY,
    RETAINER,
    US,
    WORK,
    ZERO,
    Contract,
    Detail,
    Forbidden,
    Invoice,
    Line,
    Milestone,
    Payer,
    Retainer,
    Row,
)
from tests.projects import CONTRACT

pytestmark = pytest.mark.slow

T = TypeVar("T")
Json = dict[str, Any]
SMALLEST = Decimal("0.000001")
ACTUAL = tables.actual
FACTS = [
    ACTUAL.c[name]
    for name in [
        "id",
        "transaction_type",
        "transaction_class",
        "billing_type",
        "description",
        "transaction_date",
        "quantity",
        "unit_price",
        "amount",
        "tax_amount",
        "currency",
        "order_id",
        "contract_line_id",
        "customer_id",
        "invoice_id",
        "invoice_line_detail_id",
        "reverses_id",
        "root_id",
        "rule",
        "milestone_id",
        "retainer_id",
        "recorded_at",
    ]
]
STATUSES = [
    ACTUAL.c[name] for name in ("billing_status", "adjustment_status", "reversed_by_id", "not_to_exceed_status")
]

PLACE = st.integers(0, 999)
READINESS = st.sampled_from([True, True, True, False])
QUANTITY = st.sampled_from(["10", "7", "2.5", "0.333333", "1", "-4", "-0.5"])
PRICE = st.sampled_from(["100", "33.37", "0.019999", "0", "249.999999"])
TAX = st.sampled_from(["0", "0", "7.77", "100"])
PART = st.sampled_from(["0", "0.3", "0.5", "0.999999", "1", "1", "1.7", "-1"])
CLASS = st.sampled_from(["TIME", "EXPENSE", "MATERIAL", "FEE"])
BILLING = st.sampled_from([CHARGED, CHARGED, CHARGED, FREE, "COMPLIMENTARY"])
ASKED = st.fixed_dictionaries(
    {
        "transactionClass": CLASS,
        "quantity": QUANTITY,
        "unitPrice": PRICE,
        "taxAmount": TAX,
        "billingType": BILLING,
        "billable": st.sampled_from([None, None, None, None, None, "0", "0.4", "1.5"]),
    }
)
CHANGE = st.fixed_dictionaries(
    {"quantity": PART, "amount": PART},
    optional={
        "taxAmount": st.sampled_from(["0", "0", "1", "20", "-1"]),
        "billingType": BILLING,
        "unitPrice": st.sampled_from(["0.9", "1", "1.25"]),
    },
)
FITTING = st.sampled_from([True, True, True, False])

DETAIL = "id kind transactionClass billingType quantity unitPrice amount taxAmount correction"
HEADER = "id customer { number } status netAmount taxAmount totalAmount hasCorrections"
INVOICE = f"{HEADER} details(first: 250) {{ nodes {{ {DETAIL} }} }}"
DRAFTED = f"... on DraftInvoiceSuccess {{ replayed invoice {{ {INVOICE} }} }}"
CORRECTED = f"... on CorrectInvoiceSuccess {{ replayed invoice {{ {INVOICE} }} skippedDetails {{ code }} }}"
ROWS = "{ id sequence transactionType }"
BOOKED = f"... on EntryJournalSuccess {{ replayed actuals {ROWS} }}"
PLANNED = "transactionType transactionClass billingType quantity unitPrice amount taxAmount"
CONFIRMED = f"... on ConfirmInvoiceSuccess {{ replayed invoice {{ {INVOICE} }} actuals {{ {PLANNED} rule }} }}"
PLAN = (
    "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { __typename "
    f"... on PostingPlan {{ hash totalAmount actuals {{ {PLANNED} rule }} }} "
    "... on Rejection { problems { code } } } }"
)
EVERYTHING = f"""{{
  orders(first: 250) {{ nodes {{ ... on ProjectContract {{ {CONTRACT} }} }} }}
  invoices(first: 250, filter: {{status: [DRAFT, IN_REVIEW, CONFIRMED, PAID]}}) {{ nodes {{ {HEADER} }} }}
}}"""
DETAILS = (
    f"{{ invoices(first: 250, filter: {{status: [DRAFT, IN_REVIEW, CONFIRMED, PAID]}}) {{ nodes {{ {INVOICE} }} }} }}"
)
WORKED = [
    {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"},
    {
        "name": "Build",
        "billingMethod": "FIXED_PRICE",
        "milestones": [
            {"name": "Half", "amount": "5000", "taxAmount": "1000"},
            {"name": "Done", "amount": "333", "taxAmount": "0"},
            {"name": "Thanks", "amount": "0"},
        ],
    },
]


def shown_row(row: Json) -> Row:
    """A ledger row as the paper writes it."""
    names = ("transactionType", "transactionClass", "billingType")
    figures = tuple(Decimal(row[name]) for name in ("quantity", "amount", "taxAmount"))
    return *(row[name] for name in names), *figures  # type: ignore[return-value]


def shown_detail(detail: Json) -> tuple[Any, ...]:
    """A detail as the paper has it."""
    names = ("id", "kind", "transactionClass", "billingType")
    figures = (Decimal(detail[name]) for name in ("quantity", "unitPrice", "amount", "taxAmount"))
    return *(detail[name] for name in names), *figures, detail["correction"]


def shown_invoice(invoice: Json) -> tuple[Any, ...]:
    """An invoice as the paper has it."""
    totals = (Decimal(invoice[name]) for name in ("netAmount", "taxAmount", "totalAmount"))
    details = [shown_detail(one) for one in invoice["details"]["nodes"]] if "details" in invoice else None
    return invoice["customer"]["number"], invoice["status"], *totals, invoice["hasCorrections"], details


def something(find: Callable[["Projects"], object]) -> Callable[[Any], Any]:
    """A precondition: the machine has something to take the step with."""
    return precondition(lambda machine: bool(find(machine)))


class Projects(RuleBasedStateMachine):
    """A contract with everything on it, another one that two customers share, and whatever happens to them."""

    def __init__(self, new_database: Callable[[], Database]) -> None:
        super().__init__()
        self.api = Api(new_database())
        self.contracts: list[Contract] = []
        self.ledger: list[Any] = []
        self.foreseen: list[Row] = []
        self.calls = 0
        self.moved = True  # something was written since the ledger was looked at
        self.steps = 0

    def teardown(self) -> None:
        """At the end every detail of every invoice is as on paper; then let go of the database."""
        if self.contracts and self.moved is False:
            self.look()
            shown = self.api.run(DETAILS)["invoices"]["nodes"]
            assert {one["id"]: shown_invoice(one) for one in shown} == {one.id: one.facts for one in self.invoices}
        self.api.database.dispose()

    # ------------------------------------------------ what the rules share
    def call(self, mutation: str, selection: str, **values: Any) -> Json:
        """Carry out a mutation, now and then with a key and then once more: answered again, nothing written."""
        self.calls += 1
        if self.calls % 5 or not selection:
            return self.api.do(mutation, selection, **values)
        values["idempotencyKey"] = f"step {self.calls}"
        answer = self.api.do(mutation, selection, **values)
        before = self.api.fingerprint()
        again = self.api.do(mutation, selection, **values)
        assert again == answer | {"replayed": True}
        assert self.api.fingerprint() == before
        return answer

    def both(self, on_paper: Callable[[], T], on_server: Callable[[], Json]) -> tuple[T, Json] | None:
        """Take a step on paper and on the server; None where it is forbidden: then nothing is written (L19)."""
        try:
            known = on_paper()
        except Forbidden as forbidden:
            self.refused(on_server, *forbidden.codes)
            return None
        self.moved = True
        return known, on_server()

    def refused(self, call: Callable[[], object], *codes: str) -> None:
        """The server refuses, for one of these reasons, and writes nothing."""
        before = self.api.fingerprint()
        with pytest.raises(Rejected) as refused:
            call()
        assert set(codes) & set(refused.value.codes), f"{refused.value} instead of {codes}"
        assert self.api.fingerprint() == before

    def contract(self, place: int) -> Contract:
        """Mostly the contract with everything on it."""
        return self.contracts[place % 3 == 2]

    @property
    def drafts(self) -> list[Invoice]:
        """What is not posted."""
        return [one for contract in self.contracts for one in contract.drafts]

    @property
    def invoices(self) -> list[Invoice]:
        """Drafts and posted invoices."""
        return [one for contract in self.contracts for one in contract.invoices]

    @property
    def correctable(self) -> list[Invoice]:
        """Posted invoices with something that stands."""
        posted = [one for one in self.invoices if one.posted]
        return [one for one in posted if any(one.contract.blocker(detail) is None for detail in one.details)]

    @property
    def ready(self) -> list[tuple[Contract, str]]:
        """Whom something can be billed to."""
        payers = [(contract, payer.number) for contract in self.contracts for payer in contract.payers]
        return [(contract, payer) for contract, payer in payers if any(contract.ready(payer))]

    def draft_at(self, place: int) -> Invoice:
        """A draft where there is any; now and then whichever invoice."""
        chosen = self.drafts if self.drafts and place % 13 else self.invoices
        return chosen[place % len(chosen)]

    def posted_at(self, place: int) -> Invoice:
        """An invoice that can be corrected; now and then whichever."""
        chosen = self.correctable if self.correctable and place % 11 else self.invoices
        return chosen[place % len(chosen)]

    def named(self, invoice: Invoice, answer: Json) -> None:
        """Details get to know their ids, and the draft is as on paper."""
        invoice.id = answer["invoice"]["id"]
        for detail, shown in zip(invoice.details, answer["invoice"]["details"]["nodes"], strict=True):
            detail.id = detail.id or shown["id"]
        assert shown_invoice(answer["invoice"]) == invoice.facts

    # ------------------------------------------------ rules: contracts and work
    @initialize(
        thirds=st.booleans(),
        asked=st.lists(ASKED, min_size=3, max_size=4),
        ready=READINESS,
        changes=st.lists(CHANGE, max_size=4),
    )
    def open_for_business(self, thirds: bool, asked: list[Json], ready: bool, changes: list[dict[str, str]]) -> None:
        """The two contracts, and some work on them, mostly billed and corrected already."""
        self.api.product("40", name="Cable")
        self.contracts = [
            self._signed("NOK", [Payer(self.api.customer())], "1000", "333.33"),
            self._signed("JPY", self._sharers(thirds), "700", "500"),
        ]
        for place, one in enumerate(asked):
            self._approve(self.contract(place), one, ready)
        for contract in self.contracts if ready else ():
            self._mark(contract, [*contract.milestones, *contract.retainers], ready=True)
        for contract, payer in self.ready:
            self._draft(contract, payer, "default", {}, confirm=True)
        for invoice in self.correctable:
            self._correct(invoice, None, None, changes, confirm=invoice.contract is self.contracts[0])

    def _sharers(self, thirds: bool) -> list[Payer]:
        parts = ("33.333333", "66.666667") if thirds else ("60", "40")
        numbers = [self.api.customer("JPY") for _ in parts]
        return [
            Payer(numbers[0], Decimal(parts[0]), takes_rounding=not thirds),
            Payer(numbers[1], Decimal(parts[1]), takes_rounding=thirds),
        ]

    def _signed(self, currency: str, payers: list[Payer], *retainers: str) -> Contract:
        cable = {"name": "Cable", "type": "PRODUCT_BASED", "product": {"number": "P-000001"}, "quantity": "3"}
        values: Json = {"lines": [*WORKED, cable | {"unitPrice": "33.333333", "taxAmount": "30"}]}
        values["retainers"] = [
            {"description": "Advance", "amount": amount, "customer": {"number": payers[place % len(payers)].number}}
            for place, amount in enumerate(retainers)
        ]
        if len(payers) > 1:
            values["customers"] = [
                {"customer": {"number": one.number}, "percent": str(one.percent), "takesRounding": one.takes_rounding}
                for one in payers
            ]
        customer = {"number": payers[0].number}
        selection = f"... on ProjectContractSuccess {{ contract {{ {CONTRACT} }} }}"
        made = self.api.do("createProjectContract", selection, customer=customer, name="P", **values)["contract"]
        return _on_paper(made, currency, payers)

    @rule(place=PLACE, asked=ASKED, ready=READINESS, line=st.sampled_from([0, 0, 0, 0, 1]))
    def approve(self, place: int, asked: Json, ready: bool, line: int) -> None:
        """Work is approved."""
        self._approve(self.contract(place), asked, ready and (line == 0 or place % 5 == 0), line)

    def _approve(self, contract: Contract, asked: Json, ready: bool, place: int = 0) -> None:
        quantity, price, line = Decimal(asked["quantity"]), Decimal(asked["unitPrice"]), contract.lines[place]
        tax = contract.money(Decimal(asked["taxAmount"]) * (asked["billingType"] == CHARGED)).copy_sign(quantity)
        part = asked["billable"]
        billable = None if part is None else (quantity * Decimal(part)).quantize(SMALLEST)
        work, billing = asked["transactionClass"], asked["billingType"]
        entry = {"contractLine": line.id, "description": "Work", "transactionDate": "2026-08-31"} | asked
        entry |= {"taxAmount": f"{tax:f}", "readyToInvoice": ready}
        entry["billableQuantity"] = None if billable is None else f"{billable:f}"
        del entry["billable"]
        done = self.both(
            lambda: contract.approve(line, work, quantity, price, tax, billing, billable, ready),
            lambda: self.call("postEntryJournal", BOOKED, entries=[entry]),
        )
        if done:
            rows, pieces = done[0]
            self.foreseen += rows
            unbilled = [one for one in done[1]["actuals"] if one["transactionType"] == US]
            for piece, row in zip(pieces, unbilled, strict=True):
                piece.id = str(row["sequence"])

    @rule(place=PLACE, ready=READINESS, every=st.booleans(), fitting=FITTING)
    def mark(self, place: int, ready: bool, every: bool, fitting: bool) -> None:
        """Something, or whatever can be, becomes ready to invoice; or not ready."""
        contract = self.contract(place)
        sources: list[Any] = [*contract.pieces, *contract.milestones, *contract.retainers, contract.lines[2]]
        waiting = [one for one in sources if one.status == (NOT_READY if ready else READY)]
        chosen = waiting if fitting and waiting else [*sources, contract.lines[0]]
        self._mark(contract, waiting if every and waiting else [chosen[place % len(chosen)]], ready)

    def _mark(self, contract: Contract, sources: list[Any], ready: bool) -> None:
        values: Json = {"ready": ready}
        fields = {Milestone: "milestones", Retainer: "retainers", Line: "contractLines"}
        for one in sources:
            name = fields.get(type(one), "actuals")
            values.setdefault(name, []).append(encode("Actual", int(one.id)) if name == "actuals" else one.id)

        def on_paper() -> None:
            before = [one.status for one in sources]
            try:
                for one in sources:
                    contract.mark(one, ready)
            except Forbidden:
                for one, status in zip(sources, before, strict=True):
                    one.status = status
                raise

        selection = "... on MarkReadyToInvoiceSuccess { replayed }"
        self.both(on_paper, lambda: self.call("markReadyToInvoice", selection, **values))

    @rule(
        place=PLACE,
        which=st.sampled_from(["cancel", "refund", "refund", "refund", "limit", "pay"]),
        ready=READINESS,
        limit=st.sampled_from([None, None, "500", "1000", "100000"]),
    )
    def aside(self, place: int, which: str, ready: bool, limit: str | None) -> None:
        """Work is withdrawn, a retainer to be refunded, a limit set or lifted, an invoice paid."""
        if which == "cancel":
            self._cancel(place)
        elif which == "refund":
            self._mark_refund(place, ready)
        elif which == "limit":
            self._limit(place, limit)
        elif self.invoices:
            invoice = self.posted_at(place)
            self._change(invoice, lambda: invoice.contract.pay(invoice), "markInvoicePaid")

    def _cancel(self, place: int) -> None:
        contract = self.contract(place)
        pieces = contract.backlog if place % 5 else contract.pieces
        if not pieces:
            return
        piece = pieces[place % len(pieces)]
        done = self.both(
            lambda: contract.cancel(piece),
            lambda: self.call("cancelEntries", BOOKED, actuals=[encode("Actual", int(piece.id))]),
        )
        self.foreseen = done[0] if done else []

    def _mark_refund(self, place: int, ready: bool) -> None:
        every = [(contract, one) for contract in self.contracts for one in contract.retainers]
        fitting = [pair for pair in every if pair[1].available > 0 or place % 7 == 0]
        if not fitting:
            return
        contract, retainer = fitting[place % len(fitting)]
        self._refund(contract, retainer, ready)

    def _refund(self, contract: Contract, retainer: Retainer, ready: bool) -> None:
        self.both(
            lambda: contract.mark_refund(retainer, ready),
            lambda: self.call(
                "markReadyToRefund",
                "... on MarkReadyToRefundSuccess { replayed }",
                retainers=[retainer.id],
                ready=ready,
            ),
        )

    def _limit(self, place: int, limit: str | None) -> None:
        """On the contract or a line, and mostly checked at once."""
        contract = self.contract(place)
        line = [None, contract.lines[0], contract.lines[0], contract.lines[1]][place % 4]
        ref = {"contract": {"id": contract.id}}
        selection = "... on ProjectContractSuccess { replayed }"
        named = {} if line is None else {"contractLine": line.id}
        self.both(
            lambda: contract.set_limit(line, None if limit is None else Decimal(limit)),
            lambda: self.call("setNotToExceedLimit", selection, limit=limit, **ref, **named),
        )
        if place % 5:
            contract.evaluate()
            self.moved = True
            self.call("evaluateNotToExceed", selection, **ref)

    # ------------------------------------------------ rules: drafts
    @something(lambda self: self.ready)
    @rule(
        place=PLACE,
        how=st.sampled_from(["default", "default", "none", "by hand"]),
        part=PART,
        confirm=st.sampled_from([False, False, True]),
    )
    def draft(self, place: int, how: str, part: str, confirm: bool) -> None:
        """What is ready is drafted for a customer, and perhaps confirmed at once."""
        every = [(contract, payer.number) for contract in self.contracts for payer in contract.payers]
        fitting = self.ready if place % 9 else every
        contract, payer = fitting[place % len(fitting)]
        mine = [one for one in contract.retainers if one.customer == payer and (one.available or place % 7 == 0)]
        by_hand = {one: contract.money(one.available * Decimal(part)) for one in mine}
        self._draft(contract, payer, how if by_hand or how != "by hand" else "default", by_hand, confirm)

    def _draft(self, contract: Contract, payer: str, how: str, by_hand: dict[Retainer, Decimal], confirm: bool) -> None:
        values: Json = {"contract": {"id": contract.id}, "customer": {"number": payer}}
        values["applyRetainers"] = how == "default"
        if how == "by hand":
            values["retainers"] = [{"retainer": one.id, "amount": f"{amount:f}"} for one, amount in by_hand.items()]
        done = self.both(
            lambda: contract.draft(payer, how, by_hand), lambda: self.call("createInvoice", DRAFTED, **values)
        )
        if done:
            self.named(*done)
            if confirm:
                self._confirm(done[0])

    @something(lambda self: self.drafts)
    @rule(
        place=PLACE,
        which=st.sampled_from(
            ["edit", "edit", "enter", "refresh", "handle", "handle", "confirm", "confirm", "confirm"]
        ),
        how=st.sampled_from(["remove", "remove", "delete", "review", "draft"]),
        changes=st.lists(CHANGE, min_size=1, max_size=4),
        asked=ASKED,
        fitting=FITTING,
    )
    def work_on(
        self, place: int, which: str, how: str, changes: list[dict[str, str]], asked: Json, fitting: bool
    ) -> None:
        """A draft is edited, added to, taken from, deleted, reviewed or confirmed."""
        invoice = self.draft_at(place)
        if which == "edit":
            turned = invoice.details[place % 3 :] + invoice.details[: place % 3]
            for detail, change in zip(turned, changes, strict=False):
                self._edit(invoice, detail, change, fitting)
        elif which == "enter":
            self._enter(invoice, place, asked)
        elif which == "refresh":
            self._change(invoice, lambda: invoice.contract.refresh(invoice), "refreshInvoice")
        elif which == "handle":
            self._handle(invoice, place, how)
        else:
            self._confirm(invoice)

    def _change(self, invoice: Invoice, on_paper: Callable[[], object], mutation: str, **values: Any) -> None:
        done = self.both(on_paper, lambda: self.call(mutation, DRAFTED, invoice={"id": invoice.id}, **values))
        if done:
            self.named(invoice, done[1])

    def _enter(self, invoice: Invoice, place: int, asked: Json) -> None:
        """By hand, on a line of any kind."""
        line, charged = invoice.contract.lines[place % 5 % 3], asked["billingType"] == CHARGED
        tax = invoice.contract.money(Decimal(asked["taxAmount"]) * charged)
        work, billing, price = (asked[name] for name in ("transactionClass", "billingType", "unitPrice"))
        quantity = asked["quantity"].removeprefix("-")
        detail = Detail(WORK, work, line, billing, Decimal(quantity), Decimal(price), ZERO, tax)
        entered = {"contractLine": line.id, "transactionClass": work, "description": "By hand", "quantity": quantity}
        entered |= {"unitPrice": price, "taxAmount": f"{tax:f}", "billingType": billing}
        self._change(invoice, lambda: invoice.contract.add(invoice, detail), "addInvoiceLineDetails", details=[entered])

    def _edit(self, invoice: Invoice, detail: Detail, change: dict[str, str], fitting: bool) -> None:
        money, known = invoice.contract.money, detail.known or detail
        whole = {"quantity": known.quantity, "amount": abs(known.amount)}
        wanted: Json = dict(change)
        if fitting:
            wanted = {name: one for name, one in change.items() if name in detail.editable}
            if wanted.get("quantity") == "0":
                wanted["taxAmount"] = "0"
        for name, places in (("quantity", SMALLEST), ("amount", None)):
            if name in wanted:
                value = whole[name] * Decimal(wanted[name])
                wanted[name] = money(value) if places is None else value.quantize(places) + ZERO
        if "unitPrice" in wanted:
            wanted["unitPrice"] = (known.price * Decimal(wanted["unitPrice"])).quantize(SMALLEST) + ZERO
        if "taxAmount" in wanted:
            wanted["taxAmount"] = Decimal(wanted["taxAmount"]) * (1 if detail.positive else -1) + ZERO
        values = {name: f"{one:f}" if isinstance(one, Decimal) else one for name, one in wanted.items()}
        self._change(
            invoice,
            lambda: invoice.contract.update(invoice, detail, wanted),
            "updateInvoiceLineDetails",
            details=[{"detail": detail.id, **values}],
        )

    def _handle(self, invoice: Invoice, place: int, how: str) -> None:
        """It loses a detail, is deleted, goes to review or comes back."""
        contract = invoice.contract
        if how == "delete":
            self.both(
                lambda: contract.delete(invoice),
                lambda: self.call(
                    "deleteInvoice", "... on DeleteInvoiceSuccess { replayed }", invoice={"id": invoice.id}
                ),
            )
        elif how == "remove" and invoice.details:
            gone = [invoice.details[place % len(invoice.details)]]
            details = [one.id for one in gone]
            self._change(invoice, lambda: contract.remove(invoice, gone), "removeInvoiceLineDetails", details=details)
        elif how != "remove":
            in_review = how == "review"
            self._change(
                invoice, lambda: contract.review(invoice, in_review), "markInvoiceInReview", inReview=in_review
            )

    # ------------------------------------------------ rules: posting and correcting
    def _confirm(self, invoice: Invoice) -> None:
        """Exactly the plan that was shown is written; a second time is refused (L19)."""
        ref = {"invoice": {"id": invoice.id}}
        fingerprint = self.api.fingerprint()
        plan = self.api.run(PLAN, i=ref)["planInvoiceConfirmation"]
        assert self.api.fingerprint() == fingerprint
        done = self.both(
            lambda: invoice.contract.confirm(invoice),
            lambda: self.call("confirmInvoice", CONFIRMED, expectedPlan=plan.get("hash"), **ref),
        )
        if done is None:
            assert plan["__typename"] == "Rejection"
            return
        (rows, returned), answer = done
        self.foreseen += rows
        assert answer["actuals"] == plan["actuals"]
        assert Decimal(plan["totalAmount"]) == sum(invoice.totals)
        self.named(invoice, answer)
        self._returned(returned)
        self.refused(lambda: self.call("confirmInvoice", CONFIRMED, **ref), "INVALID_STATUS_TRANSITION")

    def _returned(self, pieces: list[Any]) -> None:
        """What went back to the backlog gets to know its ids, in the order of writing."""
        open_rows = (ACTUAL.c.transaction_type == US, ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reversed_by_id.is_(None))
        known = max((int(one.id or 0) for contract in self.contracts for one in contract.pieces), default=0)
        new = (ACTUAL.c.id > max(len(self.ledger), known), ACTUAL.c.transaction_class != RETAINER)
        with self.api.database.read() as connection:
            keys = list(connection.scalars(select(ACTUAL.c.id).where(*open_rows, *new).order_by(ACTUAL.c.id)))
        for piece, key in zip(pieces, keys, strict=True):
            piece.id = str(key)

    @something(lambda self: self.correctable)
    @rule(
        place=PLACE,
        only=st.sampled_from([False, False, True]),
        add_to=st.sampled_from([False, False, True]),
        changes=st.lists(CHANGE, max_size=4),
        confirm=st.sampled_from([False, True, True]),
        start=st.sampled_from(["ZERO", "BILLED"]),
    )
    def correct(
        self, place: int, only: bool, add_to: bool, changes: list[dict[str, str]], confirm: bool, start: str
    ) -> None:
        """An invoice, or a detail of it, is corrected: perhaps on another draft, perhaps with new values at once."""
        invoice = self.posted_at(place)
        draft = self.draft_at(place) if add_to else None
        details = [invoice.details[place % len(invoice.details)]] if only and invoice.details else None
        self._correct(invoice, details, draft, changes, confirm, start)

    def _correct(
        self,
        invoice: Invoice,
        details: list[Detail] | None,
        draft: Invoice | None,
        changes: list[dict[str, str]],
        confirm: bool,
        start: str = "ZERO",
    ) -> None:
        values: Json = {"startFrom": start, "details": None if details is None else [one.id for one in details]}
        values["addTo"] = None if draft is None else draft.id
        done = self.both(
            lambda: invoice.contract.correct(invoice, details, draft, start),
            lambda: self.call("correctInvoice", CORRECTED, invoice={"id": invoice.id}, **values),
        )
        if not done:
            return
        (corrective, skipped), answer = done
        assert [one["code"] for one in answer["skippedDetails"]] == skipped
        self.named(corrective, answer)
        for detail, change in zip(list(corrective.details), changes, strict=False):
            self._edit(corrective, detail, change, fitting=True)
        if confirm:
            self._confirm(corrective)

    # ------------------------------------------------ what holds after every step
    @invariant()
    def everything_is_as_on_paper(self) -> None:
        """The ledger, and now and then all the rest; where nothing was written, nothing has to be looked at."""
        if self.moved:
            self.steps += 1
            with self.api.database.read() as connection:
                rows = connection.execute(select(*FACTS, *STATUSES).order_by(ACTUAL.c.id)).all()
            self._check_ledger(rows)
            self._check_backlog(rows)
            self._check_billed(rows)
            self.moved = False
            if self.steps % LOOK_EVERY == 0:
                self.look()

    def look(self) -> None:
        """Live laws, contracts and invoices."""
        with self.api.database.read() as connection:
            assert [law.id for law in check_connection(connection) if law.violations] == []
        self._check_documents()

    def _check_ledger(self, rows: Sequence[Any]) -> None:
        """It has grown by what the paper foresees, and earlier rows are as they were (L2, L11, L15)."""
        facts = [tuple(row)[: len(FACTS)] for row in rows]
        assert facts[: len(self.ledger)] == self.ledger
        written = [(*map(str, row[1:4]), row[6], row[8], row[9]) for row in facts[len(self.ledger) :]]
        assert sorted(written) == sorted(self.foreseen)
        self.ledger, self.foreseen = facts, []

    def _check_backlog(self, rows: Sequence[Any]) -> None:
        pieces = [piece for contract in self.contracts for piece in contract.pieces]
        by_key = {row.id: row for row in rows}
        unbilled = [row for row in rows if row.transaction_type == US and row.transaction_class != RETAINER]
        is_open = {row.id for row in unbilled if row.reverses_id is None and row.reversed_by_id is None}
        assert is_open == {int(one.id) for one in pieces if one.open}
        for one in pieces:
            row = by_key[int(one.id)]
            assert (row.quantity, row.unit_price, row.amount, row.tax_amount) == one.facts[4:8]
            assert (row.transaction_class, row.billing_type, row.billing_status) == (one.work, one.billing, one.status)
            assert not one.open or row.not_to_exceed_status == one.limited

    def _check_billed(self, rows: Sequence[Any]) -> None:
        stands = [one for contract in self.contracts for one in contract.standing]
        shown = {
            encode("InvoiceLineDetail", row.invoice_line_detail_id): (
                row.billing_type,
                row.quantity,
                row.amount,
                row.tax_amount,
                row.adjustment_status,
            )
            for row in rows
            if row.transaction_type == BS and row.reverses_id is None and row.reversed_by_id is None
            if not row.rule.endswith("write_off_billed")
        }
        assert shown == {one.detail.id: one.facts for one in stands}

    def _check_documents(self) -> None:
        """Contracts, retainers, milestones, products, and every invoice."""
        shown = self.api.run(EVERYTHING)
        assert len(shown["orders"]["nodes"]) == len(self.contracts)
        for contract in self.contracts:
            there = next(one for one in shown["orders"]["nodes"] if one["id"] == contract.id)
            assert Decimal(there["billedAmount"]) == contract.billed_amount
            assert Decimal(there["backlogAmount"]) == contract.backlog_amount
            assert [retainer_shown(one) for one in there["retainers"]] == [one.facts for one in contract.retainers]
            assert there["lines"][2]["billingStatus"] == contract.lines[2].status
            statuses = {one["id"]: one["invoiceStatus"] for line in there["lines"] for one in line["milestones"]}
            assert statuses == {one.id: one.status for one in contract.milestones}
        headers = {one["id"]: shown_invoice(one)[:-1] for one in shown["invoices"]["nodes"]}
        assert headers == {one.id: one.facts[:-1] for one in self.invoices}


def _on_paper(made: Json, currency: str, payers: list[Payer]) -> Contract:
    """A contract as it was signed."""
    kinds = ("TIME_AND_MATERIAL", "FIXED_PRICE", PRODUCT)
    lines = [Line(one["id"], kind) for one, kind in zip(made["lines"], kinds, strict=True)]
    lines[0].status = lines[1].status = "-"
    lines[2].quantity, lines[2].price, lines[2].tax = Decimal(3), Decimal("33.333333"), Decimal(30)
    lines[2].amount = Decimal(100)
    contract = Contract(made["id"], currency, payers, lines, [], [])
    for wanted, shares in zip(WORKED[1]["milestones"], _by(len(payers), made["lines"][1]["milestones"]), strict=True):
        amounts = contract.split(Decimal(wanted["amount"]), contract.places)
        taxes = contract.split(Decimal(wanted.get("taxAmount", 0)), contract.places)
        for payer, shown, amount, tax in zip(payers, shares, amounts, taxes, strict=True):
            contract.milestones.append(Milestone(shown["id"], payer.number, lines[1], amount, tax))
            assert (Decimal(shown["amount"]), Decimal(shown["taxAmount"])) == (amount, tax)
    for place, one in enumerate(made["retainers"]):
        contract.retainers.append(Retainer(one["id"], payers[place % len(payers)].number, Decimal(one["amount"])))
    return contract


def _by(size: int, values: list[Json]) -> list[list[Json]]:
    return [values[start : start + size] for start in range(0, len(values), size)]


def retainer_shown(retainer: Json) -> tuple[Any, ...]:
    """A retainer as the paper has it."""
    names = ("amount", "usedAmount", "refundedAmount", "availableAmount")
    return *(Decimal(retainer[name]) for name in names), retainer["invoiceStatus"], retainer["refundStatus"]


@pytest.mark.both_engines
def test_the_server_keeps_the_books_as_on_paper(new_database: Callable[[], Database], engine_name: str) -> None:
    run_machine(
        lambda: Projects(new_database),  # type: ignore[arg-type]  # a factory will do
        settings=settings(
            max_examples=histories(engine_name, usual=(3, 1), long=15),
            stateful_step_count=int(os.environ.get("MACHINE_STEPS", "30")),
            deadline=None,
            derandomize=not ASKED_FOR,
            database=None,
            phases=[Phase.generate] + ([Phase.shrink] if "MACHINE_SHRINK" in os.environ else []),
            suppress_health_check=list(HealthCheck),
        ),
    )


def work(quantity: str, price: str, tax: str, kind: str) -> Json:
    """Chargeable work to be approved."""
    figures = {"quantity": quantity, "unitPrice": price, "taxAmount": tax}
    return figures | {"transactionClass": kind, "billingType": CHARGED, "billable": None}


def tour(machine: Projects, contract: Contract, payer: str) -> Iterator[object]:
    """One customer of a contract by every path once; the machine looks after each step."""
    yield machine._mark(contract, [*contract.milestones, *contract.retainers, contract.lines[2]], ready=True)
    yield machine._draft(contract, payer, "default", {}, confirm=True)
    for one in (
        work("9", "100", "7", "FEE"),
        work("10", "23.37", "77", "TIME"),
        work("-4", "0.019999", "0", "EXPENSE"),
    ):
        yield machine._approve(contract, one, ready=True)
    yield machine._draft(contract, payer, "default", {}, confirm=False)
    draft = contract.drafts[-1]
    for detail in draft.details:
        if detail.kind == APPLIED:
            yield machine._edit(draft, detail, {"amount": "0.3"}, fitting=True)
    yield machine._edit(draft, draft.details[0], {"quantity": "0.6"}, fitting=True)
    yield machine._edit(draft, draft.details[1], {"quantity": "0.7", "taxAmount": "20"}, fitting=True)
    yield machine._handle(draft, 2, "remove")
    yield machine._change(draft, lambda: contract.refresh(draft), "refreshInvoice")
    yield machine._handle(draft, 0, "review")
    yield machine._confirm(draft)
    mine = [one for one in contract.retainers if one.customer == payer and one.available]
    for retainer in mine[:1]:
        yield machine._refund(contract, retainer, ready=True)
    yield machine._draft(contract, payer, "none", {}, confirm=True)
    for invoice in [one for one in contract.invoices if one.customer == payer][::-1]:
        halves = [{"quantity": "0.5", "amount": "0.5", "taxAmount": "1"}] * len(invoice.details)
        yield machine._correct(invoice, None, None, halves, confirm=False)
        if contract.drafts:
            yield machine._handle(contract.drafts[-1], 0, "delete")
        yield machine._correct(invoice, None, None, halves, confirm=True)
        yield machine._correct(contract.invoices[-1], None, None, [], confirm=True)


def test_a_tour_by_every_path_is_as_on_paper(new_database: Callable[[], Database], engine_name: str) -> None:
    machine = Projects(new_database)
    machine.open_for_business(thirds=True, asked=[], ready=False, changes=[])
    for contract in machine.contracts:
        for payer in contract.payers:
            for _ in tour(machine, contract, payer.number):
                machine.everything_is_as_on_paper()
    machine.teardown()
