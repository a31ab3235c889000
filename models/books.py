"""Tables of the books: what is open on customers' accounts, vouchers, fiscal periods, and how to post.

Payments, settlements, vouchers and their entries, and changes of periods are facts as soon as they are written.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel, UniqueConstraint

from . import columns
from .exact import Amount
from .facts import Since, facts

Day = date  # a field below is called date


class Payment(SQLModel, table=True):
    """Money received on an invoice: positive. Money paid back on a credit note: negative."""

    __tablename__ = "payment"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id", index=True)
    customer_id: int = columns.reference("customer.id")
    date: Day
    amount: Decimal = columns.exact(Amount)
    reference: str | None = None
    created_by_id: int | None = columns.optional_reference("actor.id")


class Settlement(SQLModel, table=True):
    """An amount of a debit matched with one of a credit; `payment_id` stands for the side without a document.

    Where neither is there, that side is what was written off. One that releases another has its sides, and the
    opposite amount.
    """

    __tablename__ = "settlement"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    date: Day
    amount: Decimal = columns.exact(Amount)
    debit_invoice_id: int | None = columns.optional_reference("invoice.id", index=True)
    credit_invoice_id: int | None = columns.optional_reference("invoice.id", index=True)
    payment_id: int | None = columns.optional_reference("payment.id", unique=True)
    releases_id: int | None = columns.optional_reference("settlement.id", index=True, unique=True)
    reason: str | None = None
    write_off_limit: Decimal | None = columns.optional_exact(Amount)  # as it was then


class Voucher(SQLModel, table=True):
    """A balanced journal entry, written with what it belongs to; to a settlement where something is written off."""

    __tablename__ = "voucher"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    number: str = columns.unique_text()
    date: Day
    currency: str
    invoice_id: int | None = columns.optional_reference("invoice.id", unique=True)
    packing_slip_id: int | None = columns.optional_reference("packing_slip.id", unique=True)
    payment_id: int | None = columns.optional_reference("payment.id", unique=True)
    settlement_id: int | None = columns.optional_reference("settlement.id", index=True, unique=True)


class VoucherEntry(SQLModel, table=True):
    """One line of a voucher: a debit is positive, a credit negative, whichever column it is shown in."""

    __tablename__ = "voucher_entry"
    __table_args__ = (UniqueConstraint("voucher_id", "position"), facts(Since.WRITTEN))
    id: int | None = columns.key()
    voucher_id: int = columns.reference("voucher.id")
    position: int
    posting_type: str
    account: str
    account_name: str
    amount: Decimal = columns.exact(Amount)
    is_correction: bool = False


class PostingAccount(SQLModel, table=True):
    """The posting profile: the account that each kind of entry is posted to; null where it is not set up."""

    __tablename__ = "posting_account"
    posting_type: str = columns.unique_text()
    id: int | None = columns.key()
    account: str | None = None
    name: str


class FiscalPeriod(SQLModel, table=True):
    """Days that can be posted on, or no longer."""

    __tablename__ = "fiscal_period"
    id: int | None = columns.key()
    from_date: Day = Field(unique=True)
    to_date: Day
    status: str


class FiscalPeriodChange(SQLModel, table=True):
    """A change of a fiscal period's status; it had none before where the period was set for the first time."""

    __tablename__ = "fiscal_period_change"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    period_id: int = columns.reference("fiscal_period.id", index=True)
    changed_at: datetime = columns.instant()
    status_before: str | None = None
    status_after: str
    reason: str | None = None


class Parameters(SQLModel, table=True):
    """How the legal entity posts; one row."""

    __tablename__ = "parameters"
    id: int = Field(primary_key=True)
    return_validity_days: int
    reason_code_required: bool
    credit_correction: bool
    payment_terms_on_credit_notes: bool
    enforce_chronological_numbers: bool
    post_packing_slips_in_ledger: bool
    write_off_limit: Decimal = columns.exact(Amount)
