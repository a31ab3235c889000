"""A plan: the whole effect on the books of a command that writes them, before it is written.

Planners make plans, the `plan…` queries show them, their hash is what a caller can hold a posting to, and the door
(`posting.ledger`) writes exactly what stands in them. Rows that do not exist yet are named by their position. What a
plan is made of is in `posting.planned`.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..models.vocabulary import DocumentType, InvoiceStatus, TaxRounding
from .amounts import ZERO
from .canonical import canonical
from .planned.changes import Change
from .planned.documents import BillTo, PlannedCancellation, PlannedCharge, PlannedLine
from .planned.effects import by_places
from .planned.packing_slips import SlipPlan
from .planned.papers import Papers
from .planned.rows import Link, PlannedActual
from .planned.settlements import BalanceChange, PlannedPayment, PlannedRefund, PlannedSettlement
from .planned.vouchers import Entry, PlannedVoucher, VoucherOwner
from .planned.warnings import Warned, of_books
from .taxes.breakdown import TaxRow


@dataclass(frozen=True)
class Plan:
    """The exact effect on the books of one command.

    `document_type` is None where no document is written. `customer_id` and `currency` are those of its document,
    packing slip or settlement; a journal of several contracts has none, and each ledger row its own. `posting_date` is
    that of a payment, of what is written off or released, or of documents that are matched by hand.
    """

    customer_id: int | None = None
    currency: str | None = None
    document_type: DocumentType | None = None
    order_ids: tuple[int, ...] = ()
    invoice_date: date | None = None
    document_date: date | None = None
    posting_date: date | None = None
    net_amount: Decimal = ZERO
    tax_amount: Decimal = ZERO
    draft_id: int | None = None
    taken_off: tuple[int, ...] = ()  # details of the draft that do not go on the document
    lines: tuple[PlannedLine, ...] = ()
    actuals: tuple[PlannedActual, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    reversed_existing: tuple[tuple[int, int], ...] = ()  # (existing actual, position of its reversal)
    corrects: tuple[int, ...] = ()
    due_date: date | None = None
    charges: tuple[PlannedCharge, ...] = ()
    entries: tuple[Entry, ...] = ()  # of the document, the payment, or what is written off
    settlements: tuple[PlannedSettlement, ...] = ()
    slips: tuple[SlipPlan, ...] = ()  # the packing slips that are posted with the document, or alone
    payment: PlannedPayment | None = None
    refund: PlannedRefund | None = None
    bill_to: BillTo | None = None  # of a document; the door enters it
    papers: Papers | None = None  # what a document copies; the door enters it
    balances: tuple[BalanceChange, ...] = ()
    warnings: tuple[Warned, ...] = ()
    cancellation: PlannedCancellation | None = None
    taxes: tuple[TaxRow, ...] = ()  # the breakdown of the document
    tax_rounding: TaxRounding = TaxRounding.LINE  # how its tax was rounded, for those that credit it

    @property
    def total_amount(self) -> Decimal:
        """Net and tax together, signed."""
        return self.net_amount + self.tax_amount

    @property
    def settled_amount(self) -> Decimal:
        """What of the document is settled at once, with the sign of its total."""
        paid_back = ZERO if self.refund is None else self.refund.amount
        settled = sum((one.amount for one in self.settlements if one.is_of_plan), paid_back)
        return -settled if self.total_amount < 0 else settled

    @property
    def posted_status(self) -> InvoiceStatus:
        """The status of the document: PAID where what is paid back of it closes it (putting-right 5.7)."""
        is_closed = self.refund is not None and self.settled_amount == self.total_amount
        return InvoiceStatus.PAID if is_closed else InvoiceStatus.CONFIRMED

    @property
    def in_currency(self) -> str:
        """The currency of its document, packing slip or payment."""
        assert self.currency is not None, "the rows of a journal are each in their own currency"
        return self.currency

    @property
    def of_customer(self) -> int:
        """The customer of its document, packing slip or payment."""
        assert self.customer_id is not None, "the rows of a journal are each of their own customer"
        return self.customer_id

    @property
    def day(self) -> date | None:
        """The date of the document, or of what is written without one."""
        return self.posting_date if self.invoice_date is None else self.invoice_date

    @property
    def vouchers(self) -> tuple[PlannedVoucher, ...]:
        """Every voucher that the plan writes, in the order of numbering: packing slips first."""
        slips = enumerate(self.slips)
        owned = [
            PlannedVoucher(VoucherOwner.PACKING_SLIP, at, slip.date, slip.currency, slip.entries) for at, slip in slips
        ]
        if self.entries:
            assert self.day is not None, "what has a voucher has a date"
            owned.append(PlannedVoucher(self._owner, 0, self.day, self.in_currency, self.entries))
        for at, one in enumerate(self.settlements):
            if one.entries:
                day = one.day or self.day
                assert day is not None, "what has a voucher has a date"
                owned.append(PlannedVoucher(VoucherOwner.SETTLEMENT, at, day, self.in_currency, one.entries))
        if self.refund is not None:
            assert self.day is not None, "what has a voucher has a date"
            owned.append(PlannedVoucher(VoucherOwner.PAYMENT, 0, self.day, self.in_currency, self.refund.entries))
        return tuple(one for one in owned if one.entries)

    def other_side(self, settlement: PlannedSettlement) -> int:
        """The document that something is matched with, or was: of what is canceled the other one."""
        canceled = None if self.cancellation is None else self.cancellation.document_id
        others = [one for one in (settlement.debit_id, settlement.credit_id) if one is not None and one != canceled]
        return others[0] if others else settlement.invoice_id

    @property
    def _owner(self) -> VoucherOwner:
        if self.payment is not None:
            return VoucherOwner.PAYMENT
        return VoucherOwner.SETTLEMENT if self.document_type is None else VoucherOwner.DOCUMENT

    @property
    def hash(self) -> str:
        """SHA-256 over everything the plan would write but the reason, in hexadecimal."""
        return hashlib.sha256(canonical(self._effect).encode()).hexdigest()

    @property
    def _effect(self) -> "Plan":
        """The same effect, whatever words it is explained with, and whatever keys the draft's details have.

        And whatever rules for documents a server has: two servers on one database agree on what they would write.
        """
        told = self if not self.warnings else replace(self, warnings=of_books(self.warnings))
        if self.draft_id is not None:
            actuals, changes, taken_off = by_places(self.actuals, self.changes, self.taken_off)
            return replace(told, actuals=actuals, changes=changes, taken_off=taken_off)
        if self.cancellation is not None:
            settlements = tuple(replace(one, reason=None) for one in self.settlements)
            return replace(told, cancellation=replace(self.cancellation, reason=""), settlements=settlements)
        return told
