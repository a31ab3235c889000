"""A project contract on a book in memory, in the words of the trade: the same as `tests.projects`, without the API."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from rebill.models.identity import GlobalId
from rebill.models.money import minor_unit
from rebill.models.vocabulary import (
    BillingMethod,
    BillingStatus,
    BillingType,
    DetailKind,
    RefundStatus,
    TaxRounding,
    TransactionClass,
)
from rebill.posting.amounts import gross
from rebill.posting.canonical import plain
from rebill.posting.commands import JournalEntryInput
from rebill.posting.plan import Plan
from rebill.posting.planners.projects.confirmation import plan_confirmation
from rebill.posting.planners.projects.draft_taxes import with_taxes
from rebill.posting.planners.projects.entries import Contract as Common
from rebill.posting.planners.projects.entries import EntryLine, JournalPlan, plan_entries
from rebill.posting.planners.projects.facts import Draft
from rebill.posting.planners.projects.splitting import Share
from rebill.posting.problems import Problems
from rebill.posting.taxes.codes import Code, Codes
from tests.planners.book import ZERO, Book, Row, carried_out
from tests.planners.projects.drafting import READY, added, billed_row, corrected, detail, drafted, entered
from tests.planners.projects.facts import draft_of, limits_of, open_rows
from tests.tables import FREE, ROLES, SIDES, STATUSES

WORKED_ON, INVOICED_ON = date(2026, 8, 31), date(2026, 9, 1)
TIME = {"method": BillingMethod.TIME_AND_MATERIAL}
FIXED = {"method": BillingMethod.FIXED_PRICE}
NOT_READY = BillingStatus.NOT_READY


class Refused(AssertionError):
    """A confirmation that was to succeed was answered with problems."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(f"{one.code}: {one.message}" for one in problems))
        self.problems = problems


@dataclass
class Contract:
    """One contract and what is done on it; `book` is the book as it stands, itself never changed."""

    book: Book = field(default_factory=Book)
    places: int = 2
    codes: Codes = field(default_factory=dict)
    rounding: TaxRounding = TaxRounding.LINE

    @classmethod
    def of(
        cls, *lines: dict[str, Any], limit: str | None = None, currency: str = "NOK", codes: Iterable[Code] = ()
    ) -> "Contract":
        """A new contract; with a line by time and material unless said otherwise."""
        book = Book().adding("Customer", [{"balance": ZERO}, {"balance": ZERO}])
        header = {"number": "PC-000001", "currency": currency, "places": minor_unit(currency)}
        book = book.adding("Order", [{**header, "limit": None if limit is None else Decimal(limit)}])
        plain_line = {"limit": None, "billing_status": None}
        book = book.adding("ContractLine", ({**plain_line, **one} for one in lines or (TIME,)))
        return cls(book, minor_unit(currency), {one.id: one for one in codes})

    # ------------------------------------------------ sources
    def work(
        self,
        quantity: str,
        price: str,
        kind: str = "TIME",
        *,
        cost: str = "0",
        tax: str = "0",
        billing: str = "CHARGEABLE",
        line: int = 1,
        customer: int = 1,
        status: BillingStatus = READY,
        text: str = "Work",
        code: str | None = None,
    ) -> int:
        """Approved work, ready to invoice: its cost, but of fees, and unbilled sales, of which this is the key."""
        entry = JournalEntryInput(
            contract_line=GlobalId(""),
            transaction_class=TransactionClass(kind),
            description=text,
            transaction_date=WORKED_ON,
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            unit_cost=Decimal(cost),
            tax_amount=Decimal(tax),
            billing_type=BillingType(billing),
            tax_code=code,
            ready_to_invoice=status is READY and self.method(line) is not BillingMethod.FIXED_PRICE,
        )
        journal = self._approved(entry, line, customer)
        if isinstance(journal, tuple):  # it does not fit under its limit
            assert [one.code for one in journal] == ["NTE_FAILED"]
            journal = self._approved(replace(entry, ready_to_invoice=False), line, customer)
        assert isinstance(journal, JournalPlan)
        self.book = carried_out(self.book, journal.plan)
        unbilled = len(self.book.all("Actual"))
        if self.method(line) is not BillingMethod.FIXED_PRICE:
            self.book = self.book.setting("Actual", [unbilled], billing_status=status)
        return unbilled

    def method(self, line: int) -> BillingMethod:
        """How a contract line is billed."""
        return self.book.one("ContractLine", line).method

    def _approved(self, entry: JournalEntryInput, line: int, customer: int) -> JournalPlan | Problems:
        contract = self.book.one("Order", 1)
        entry_line = EntryLine(line, 1, customer, contract.currency, self.method(line))
        common = Common((Share(customer, Decimal(100), True),), limits_of(self.book, contract))
        return plan_entries([entry], [entry_line], {1: common}, {one.code: one for one in self.codes.values()})

    def milestone(self, amount: str, tax: str = "0", line: int = 1) -> int:
        """A milestone that is ready to invoice."""
        columns = {"description": "Done", "amount": Decimal(amount), "tax_amount": Decimal(tax), "customer_id": 1}
        self.book = self.book.adding("Milestone", [{**columns, "contract_line_id": line, "invoice_status": READY}])
        return len(self.book.all("Milestone"))

    def retainer(self, amount: str, text: str = "Advance", code: int | None = None) -> int:
        """A retainer that is ready to be billed."""
        columns = {
            "description": text,
            "contract_amount": Decimal(amount),
            "invoice_status": READY,
            "refund_status": None,
            "tax_code_id": code,
            "tax_rate": None,
        }
        sums = (f"{what}_{tax}amount" for what in ("billed", "used", "refunded") for tax in ("", "tax_"))
        zeros = dict.fromkeys(sums, ZERO) | {"customer_id": 1}
        self.book = self.book.adding("Retainer", [{**columns, **zeros}])
        return len(self.book.all("Retainer"))

    def retained(self, amount: str = "1000", code: int | None = None) -> int:
        """A retainer that has been billed; the invoice."""
        self.retainer(amount, code=code)
        invoice = self.draft()
        self.confirm(invoice)
        return invoice

    def ready(self, *rows: int) -> None:
        """Mark what came back as ready, all of it or these rows."""
        keys = rows or [row.id for row in open_rows(self.book) if row.billing_status is NOT_READY]
        self.book = self.book.setting("Actual", keys, billing_status=READY)

    def to_refund(self, retainer: int) -> None:
        """Mark what is left of a retainer to be refunded."""
        self.book = self.book.setting("Retainer", [retainer], refund_status=RefundStatus.READY_TO_REFUND)

    # ------------------------------------------------ drafts
    def draft(self, customer: int = 1, **applied: str) -> int:
        """A draft of all that is ready; `r1="600"` applies so much of retainer 1."""
        amounts = {int(name[1:]): Decimal(amount) for name, amount in applied.items()}
        self.book = drafted(self.book, 1, customer, amounts)
        return len(self.book.all("Invoice"))

    def by_hand(self, draft: int, quantity: str, price: str, *, tax: str = "0", line: int = 1) -> None:
        """A fee entered on a draft by hand."""
        whole, each = Decimal(quantity), Decimal(price)
        columns = {"quantity": whole, "unit_price": each, "amount": gross(whole, each, self.places)}
        columns |= {"contract_line_id": line, "tax_amount": Decimal(tax), "start_date": INVOICED_ON}
        one = detail(DetailKind.TRANSACTION, TransactionClass.FEE, description="Express", **columns)
        self.book = added(self.book, draft, [one])

    def details(self, invoice: int) -> list[Row]:
        """The details of an invoice, in order."""
        return [one for one in self.book.all("Detail") if one.invoice_id == invoice]

    def bill(self, draft: int, place: int = 0, **values: Any) -> None:
        """Change a detail of a draft: quantity, unit_price, amount, tax_amount, tax_code_id, billing_type, description."""
        texts = {name: value for name, value in values.items() if name in ("description", "tax_code_id", "tax_entered")}
        numbers = {name: Decimal(value) for name, value in values.items() if name not in ("billing_type", *texts)}
        kind = {"billing_type": BillingType(values["billing_type"])} if "billing_type" in values else {}
        self.book = entered(self.book, self.details(draft)[place].id, **numbers, **kind, **texts)

    def correct(self, invoice: int, *places: int, add_to: int | None = None, billed: bool = False) -> int:
        """A draft that corrects an invoice, all of it or the details at these places, from zero or as `billed`."""
        details = self.details(invoice)
        chosen = [details[place] for place in places] if places else details
        free = [one.id for one in chosen if self._is_free(one)]
        self.book = corrected(self.book, invoice, free, add_to, billed=billed)
        return add_to or len(self.book.all("Invoice"))

    def _is_free(self, one: Row) -> bool:
        row = billed_row(self.book, one.id)
        return row is not None and row.draft_detail_id is None and one.kind != "PRODUCT"

    # ------------------------------------------------ confirming
    def facts(self, draft: int) -> Draft:
        """A draft as the planner knows it."""
        return replace(draft_of(self.book, draft), codes=self.codes, rounding=self.rounding)

    def plan(self, draft: int) -> Plan | Problems:
        """What confirming the draft comes to."""
        return plan_confirmation(self.facts(draft), INVOICED_ON)

    def confirm(self, draft: int) -> Plan:
        """Confirm a draft; the plan that was carried out."""
        plan = self.plan(draft)
        if isinstance(plan, tuple):
            raise Refused(plan)
        if self.codes:
            self._tax(draft)
        self.book = carried_out(self.book, plan)
        return plan

    def _tax(self, draft: int) -> None:
        """Keep what the details are taxed as with them, as the confirmation does."""
        for one in with_taxes(self.facts(draft), INVOICED_ON).details:
            taxed = {name: getattr(one, name) for name in ("tax_code_id", "tax_rate", "supplied_on", "tax_amount")}
            self.book = self.book.setting("Detail", [one.id], **taxed)

    def problems(self, draft: int) -> list[tuple[str, str]]:
        """Why a draft cannot be confirmed: codes and paths."""
        plan = self.plan(draft)
        assert isinstance(plan, tuple), "it can be confirmed"
        return [(one.code, ".".join(one.path)) for one in plan]

    def billed(self, quantity: str, price: str, kind: str = "TIME", **more: Any) -> int:
        """Work approved, drafted and confirmed; the invoice."""
        self.work(quantity, price, kind, **more)
        invoice = self.draft()
        self.confirm(invoice)
        return invoice

    # ------------------------------------------------ looking
    def ledger(self, after: int = 0) -> str:
        """Rows of the ledger after a position, as a text table."""
        return "\n".join(self._shown(row) for row in self.book.all("Actual") if row.id > after)

    def _shown(self, row: Row) -> str:
        links = [one for one in self.book.all("Connection") if one.actual_id == row.id and one.other_id < row.id]
        columns = [
            row.id,
            SIDES[row.transaction_type] + FREE[row.billing_type],
            row.transaction_class.lower(),
            plain(row.quantity),
            f"{row.amount:.{self.places}f}",
            f"{row.tax_amount:.{self.places}f}",
            (row.adjustment_status or "-").lower(),
            STATUSES[row.billing_status],
            " ".join(sorted(f"{ROLES[one.role]} {one.other_id}" for one in links)),
        ]
        return " ".join(str(one) for one in columns).strip()
