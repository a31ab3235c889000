"""Plans as the API shows them: each part is made when it is asked for, and so is the hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..documents.parties import Delivery, Party
from ..models.identity import encode
from ..models.money import minor_unit
from ..models.vocabulary import DocumentKind, DocumentType
from ..posting.amounts import ZERO, rounded
from ..posting.canonical import plain
from ..posting.command.plan_records import status_changes
from ..posting.plan import Plan
from ..posting.planned.changes import Change
from ..posting.planned.documents import PlannedCharge, PlannedLine
from ..posting.planned.rows import PlannedActual
from ..posting.planned.vouchers import Entry
from ..posting.planned.warnings import Warned
from .context import Info
from .reading.rows import load_one
from .reading.tax_views import tax_view

View = dict[str, object]


@dataclass(frozen=True)
class PlanView:
    """A plan; with `known_hash` one that was carried out, and has been read back from the books."""

    plan: Plan
    known_hash: str | None = None

    @property
    def hash(self) -> str:
        """What `expectedPlan` takes."""
        return self.plan.hash if self.known_hash is None else self.known_hash

    @property
    def document_type(self) -> DocumentType | None:
        """None where everything closes without a document."""
        return self.plan.document_type

    @property
    def net_amount(self) -> Decimal:
        """Without tax, signed."""
        return _amount(self.plan.net_amount, self.plan.in_currency)

    @property
    def tax_amount(self) -> Decimal:
        """Signed."""
        return _amount(self.plan.tax_amount, self.plan.in_currency)

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return _amount(self.plan.total_amount, self.plan.in_currency)

    @property
    def currency(self) -> str:
        """ISO 4217 code."""
        return self.plan.in_currency

    @property
    def due_date(self) -> date | None:
        """When the document is due."""
        return self.plan.due_date

    @property
    def charges(self) -> list[View]:
        """The document's charges."""
        return [_charge(self.plan, one) for one in self.plan.charges]

    @property
    def taxes(self) -> list[View]:
        """The tax breakdown."""
        return [tax_view(one, self.plan.in_currency) for one in self.plan.taxes]

    @property
    def voucher(self) -> list[View]:
        """The document's journal entry."""
        return _entries(self.plan.entries, self.plan.in_currency)

    @property
    def packing_slip_voucher(self) -> list[View]:
        """The journal entries of the packing slips that are posted with it."""
        return _entries((entry for slip in self.plan.slips for entry in slip.entries), self.plan.in_currency)

    @property
    def settlements(self) -> list[View]:
        """What is settled at once; of the open document the key."""
        currency = self.plan.in_currency
        plan = self.plan
        return [{"invoice": plan.other_side(one), "amount": _amount(one.amount, currency)} for one in plan.settlements]

    @property
    def refund(self) -> Decimal:
        """What of the credit is paid back with the document."""
        refund = self.plan.refund
        return _amount(ZERO if refund is None else refund.amount, self.plan.in_currency)

    @property
    def lines(self) -> list[View]:
        """The document's lines."""
        return [_line(one, self.plan.in_currency) for one in self.plan.lines]

    @property
    def actuals(self) -> list[View]:
        """The ledger rows, in the order of writing."""
        return [_actual(one, self.plan.in_currency) for one in self.plan.actuals]

    @property
    def status_changes(self) -> list[View]:
        """Statuses that move."""
        return [_status_change(one) for one in status_changes(self.plan)]

    @property
    def seller(self) -> Party | None:
        """Who will stand as seller."""
        return None if self.plan.papers is None else self.plan.papers.seller

    @property
    def bill_to(self) -> Party | None:
        """Who will be billed."""
        return None if self.plan.papers is None else self.plan.papers.bill_to

    @property
    def ship_to(self) -> Delivery | None:
        """Where and when it was delivered."""
        return None if self.plan.papers is None else self.plan.papers.ship_to

    @property
    def document_kind(self) -> DocumentKind | None:
        """What it will be to the law."""
        return None if self.plan.papers is None else self.plan.papers.kind

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What its user should know."""
        return self.plan.warnings


def _amount(amount: Decimal, currency: str) -> Decimal:
    return rounded(amount, minor_unit(currency))


def _line(line: PlannedLine, currency: str) -> View:
    return {
        "order_line_number": line.order_line_number,
        "description": line.description,
        "quantity": Decimal(plain(line.quantity)),
        "unit_price": Decimal(plain(line.unit_price)),
        "net_amount": _amount(line.net_amount, currency),
        "tax_amount": _amount(line.tax_amount, currency),
    }


def _actual(row: PlannedActual, currency: str) -> View:
    return {
        "position": row.position,
        "transaction_type": row.transaction_type,
        "transaction_class": row.transaction_class,
        "billing_type": row.billing_type,
        "quantity": Decimal(plain(row.quantity)),
        "unit_price": Decimal(plain(row.unit_price)),
        "amount": _amount(row.amount, currency),
        "tax_amount": _amount(row.tax_amount, currency),
        "reverses": row.reverses,
        "reverses_position": row.reverses_position,
        "rule": row.rule,
    }


def _charge(plan: Plan, charge: PlannedCharge) -> View:
    line = None if charge.document_line is None else plan.lines[charge.document_line]
    return {
        "order_line_number": None if line is None else line.order_line_number,
        "description": charge.description,
        "amount": _amount(charge.amount, plan.in_currency),
        "tax_amount": _amount(charge.tax_amount, plan.in_currency),
    }


def _entries(entries: Iterable[Entry], currency: str) -> list[View]:
    return [_entry(one, currency) for one in entries]


def _entry(entry: Entry, currency: str) -> View:
    """Debits and credits as a bookkeeper writes them; a correction stands in the other column, negated."""
    debit = (entry.amount < 0) if entry.is_correction else (entry.amount > 0)
    return {
        "posting_type": entry.posting_type,
        "debit": _amount(entry.amount if debit else ZERO, currency),
        "credit": _amount(ZERO if debit else -entry.amount, currency),
        "is_correction": entry.is_correction,
    }


def _status_change(change: Change) -> View:
    first, *rest = change.field.split("_")
    return {
        "subject": encode(change.subject, change.key),
        "field": first + "".join(map(str.capitalize, rest)),
        "from_": "" if change.before is None else str(change.before),
        "to": "" if change.after is None else str(change.after),
    }


def reversed_actual(root: dict[str, Any], info: Info):  # type: ignore[no-untyped-def]  # typed by its class
    """The existing actual that a planned row reverses."""
    key = root["reverses"]
    return None if key is None else load_one(info, "Actual", key)
