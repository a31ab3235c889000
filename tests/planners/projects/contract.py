"""A project contract on a book in memory, in the words of the trade: the same as `tests.projects`, without the API."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from rebill.models.vocabulary import (
    BillingStatus,
    BillingType,
    ConnectionRole,
    DetailKind,
    RefundStatus,
    TransactionClass,
    TransactionType,
)
from rebill.posting.amounts import gross
from rebill.posting.plan import Plan, plain
from rebill.posting.planners.projects.confirmation import plan_confirmation
from rebill.posting.planners.projects.facts import Draft
from rebill.posting.planners.projects.limits import status_of
from rebill.posting.problems import Problems
from tests.planners.book import ZERO, Book, Row, carried_out
from tests.planners.projects.drafting import (
    READY,
    added,
    billed_row,
    corrected,
    detail,
    draft_of,
    drafted,
    entered,
    limits_of,
    open_rows,
)
from tests.tables import FREE, ROLES, SIDES, STATUSES

WORKED_ON, INVOICED_ON = date(2026, 8, 31), date(2026, 9, 1)
TIME = {"method": "TIME_AND_MATERIAL"}
FIXED = {"method": "FIXED_PRICE"}
NOT_READY = BillingStatus.NOT_READY
NOTHING = (  # columns that approved work leaves empty
    "reverses_id",
    "reversed_by_id",
    "draft_detail_id",
    "detail_id",
    "invoice_id",
    "invoice_line_id",
    "milestone_id",
    "retainer_id",
    "billing_status",
    "adjustment_status",
    "not_to_exceed_status",
)


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

    @classmethod
    def of(cls, *lines: dict[str, Any], limit: str | None = None, places: int = 2, currency: str = "NOK") -> "Contract":
        """A new contract; with a line by time and material unless said otherwise."""
        header = {"number": "PC-000001", "currency": currency, "places": places}
        book = Book().adding("Order", [{**header, "limit": None if limit is None else Decimal(limit)}])
        plain_line = {"limit": None, "billing_status": None}
        return cls(book.adding("ContractLine", ({**plain_line, **one} for one in lines or (TIME,))), places)

    # ------------------------------------------------ sources
    def work(
        self,
        quantity: str,
        price: str,
        kind: str = "TIME",
        *,
        tax: str = "0",
        billing: str = "CHARGEABLE",
        line: int = 1,
        customer: int = 1,
        status: BillingStatus = READY,
        text: str = "Work",
    ) -> int:
        """Approved work, ready to invoice: its cost, but of fees, and unbilled sales, of which this is the key."""
        whole, each, taxed = Decimal(quantity), Decimal(price), Decimal(tax)
        amount = gross(whole, each, self.places)
        common = {"transaction_class": TransactionClass(kind), "description": text, "quantity": whole}
        common |= {"contract_line_id": line, "customer_id": customer, "billing_type": BillingType(billing)}
        cost = None
        if kind != "FEE":
            cost = self._row(**common, transaction_type=TransactionType.COST, rule="entry.cost", unit_price=ZERO)
        if self.book.one("ContractLine", line).method == "FIXED_PRICE":
            return 0
        limits = limits_of(self.book, self.book.one("Order", 1))
        unbilled = self._row(
            **common,
            transaction_type=TransactionType.UNBILLED_SALES,
            rule="entry.unbilled",
            unit_price=each,
            amount=amount,
            tax_amount=taxed,
            billing_status=status,
            not_to_exceed_status=status_of(limits, line, BillingType(billing), amount),
        )
        if cost is not None:
            roles = {"role": ConnectionRole.UNBILLED_SALES, "other_role": ConnectionRole.COST}
            self.book = self.book.adding("Connection", [{"actual_id": unbilled, "other_id": cost, **roles}])
        return unbilled

    def _row(self, **columns: Any) -> int:
        key = self.book.next("Actual")
        nothing = dict.fromkeys(NOTHING)
        figures = {"amount": ZERO, "tax_amount": ZERO, "transaction_date": WORKED_ON, "currency": "NOK"}
        self.book = self.book.adding("Actual", [{**nothing, **figures, "order_id": 1, "root_id": key, **columns}])
        return key

    def milestone(self, amount: str, tax: str = "0", line: int = 1) -> int:
        """A milestone that is ready to invoice."""
        columns = {"description": "Done", "amount": Decimal(amount), "tax_amount": Decimal(tax), "customer_id": 1}
        self.book = self.book.adding("Milestone", [{**columns, "contract_line_id": line, "invoice_status": READY}])
        return len(self.book.all("Milestone"))

    def retainer(self, amount: str, text: str = "Advance") -> int:
        """A retainer that is ready to be billed."""
        columns = {
            "description": text,
            "contract_amount": Decimal(amount),
            "invoice_status": READY,
            "refund_status": None,
        }
        zeros = dict.fromkeys(("billed_amount", "used_amount", "refunded_amount"), ZERO) | {"customer_id": 1}
        self.book = self.book.adding("Retainer", [{**columns, **zeros}])
        return len(self.book.all("Retainer"))

    def retained(self, amount: str = "1000") -> int:
        """A retainer that has been billed; the invoice."""
        self.retainer(amount)
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
        """Change a detail of a draft: quantity, amount, tax_amount, billing_type."""
        numbers = {name: Decimal(value) for name, value in values.items() if name != "billing_type"}
        kind = {"billing_type": BillingType(values["billing_type"])} if "billing_type" in values else {}
        self.book = entered(self.book, self.details(draft)[place].id, **numbers, **kind)

    def correct(self, invoice: int, *places: int, add_to: int | None = None) -> int:
        """A draft that corrects an invoice, all of it or the details at these places."""
        details = self.details(invoice)
        chosen = [details[place] for place in places] if places else details
        free = [one.id for one in chosen if self._is_free(one)]
        self.book = corrected(self.book, invoice, free, add_to)
        return add_to or len(self.book.all("Invoice"))

    def _is_free(self, one: Row) -> bool:
        row = billed_row(self.book, one.id)
        return row is not None and row.draft_detail_id is None and one.kind != "PRODUCT"

    # ------------------------------------------------ confirming
    def facts(self, draft: int) -> Draft:
        """A draft as the planner knows it."""
        return draft_of(self.book, draft)

    def plan(self, draft: int) -> Plan | Problems:
        """What confirming the draft comes to."""
        return plan_confirmation(self.facts(draft), INVOICED_ON)

    def confirm(self, draft: int) -> Plan:
        """Confirm a draft; the plan that was carried out."""
        plan = self.plan(draft)
        if isinstance(plan, tuple):
            raise Refused(plan)
        self.book = carried_out(self.book, plan)
        return plan

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
