"""The books: vouchers, payments, settlements, fiscal periods, the posting profile and the parameters."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import FiscalPeriodStatus, PostingType, SettlementKind
from ..resolvers import expressions, inherited
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, enumerated, measured, money, parent, stored
from .lazy import LazyActor, LazyInvoice, LazyPackingSlip
from .nodes import Node

Day = date  # a field below is called date
VOUCHER, ENTRY, PAYMENT = tables.voucher, tables.voucher_entry, tables.payment
SETTLEMENT, PERIOD, CHANGE, ACCOUNT, PARAMETERS = (
    expressions.SETTLEMENT_ENDS,
    tables.fiscal_period,
    tables.fiscal_period_change,
    tables.posting_account,
    tables.parameters,
)


@strawberry.type(description="A balanced journal entry, written with the document that it belongs to.")
class Voucher(Node):
    """A voucher."""

    number: str = stored(VOUCHER.c.number, "Number, e.g. V-000001.")
    date: Day = stored(VOUCHER.c.date, "The accounting date.")
    currency: str = stored(VOUCHER.c.currency, "ISO 4217 code of all its amounts.")
    entries: list["VoucherEntry"] = children(
        VOUCHER.c.id,
        "VoucherEntry",
        ENTRY.c.voucher_id,
        (ENTRY.c.voucher_id, ENTRY.c.position),
        "Its lines; debits and credits total the same.",
    )
    invoice: LazyInvoice | None = parent(VOUCHER.c.invoice_id, "Invoice", "The document that it was written for.")
    packing_slip: LazyPackingSlip | None = parent(
        VOUCHER.c.packing_slip_id, "PackingSlip", "The packing slip that it was written for."
    )
    payment: "Payment | None" = parent(VOUCHER.c.payment_id, "Payment", "The payment that it was written for.")


@strawberry.type(description="A line of a voucher.")
class VoucherEntry:
    """A voucher entry."""

    posting_type: PostingType = enumerated(ENTRY.c.posting_type, PostingType, "What it is for.")
    account: str = stored(ENTRY.c.account, "Number of the account, as the posting profile had it then.")
    account_name: str = stored(ENTRY.c.account_name, "Name of the account.")
    debit: Decimal = money(expressions.DEBIT, inherited.ENTRY_CURRENCY, "Debited; negative in a storno.")
    credit: Decimal = money(expressions.CREDIT, inherited.ENTRY_CURRENCY, "Credited; negative in a storno.")
    amount: Decimal = money(ENTRY.c.amount, inherited.ENTRY_CURRENCY, "Debit less credit: a voucher's total zero.")
    is_correction: bool = stored(ENTRY.c.is_correction, "Whether it is a storno: the sale's own side, negated.")


@strawberry.type(description="Money received on an invoice, or paid back on a credit note.")
class Payment(Node):
    """A payment."""

    date: Day = stored(PAYMENT.c.date, "The day of the payment.")
    amount: Decimal = money(PAYMENT.c.amount, inherited.PAYMENT_CURRENCY, "Received: positive. Paid back: negative.")
    created_by: LazyActor | None = parent(
        PAYMENT.c.created_by_id, "Actor", "Who recorded it; null where that was before anybody was known."
    )
    reference: str | None = stored(PAYMENT.c.reference, "The bank's or the payer's reference.")
    invoice: LazyInvoice = parent(PAYMENT.c.invoice_id, "Invoice", "The document that it was paid on.")
    voucher: Voucher | None = parent(PAYMENT.c.id, "Voucher", "Its journal entry.", owner=VOUCHER.c.payment_id)


@strawberry.type(description="An amount of this document that is no longer open: matched, paid or given up.")
class Settlement(Node):
    """A settlement, seen from one of the documents."""

    date: Day = stored(SETTLEMENT.c.date, "The day of the settlement.")
    kind: SettlementKind = enumerated(SETTLEMENT.c.kind, SettlementKind, "What it is.")
    amount: Decimal = money(
        SETTLEMENT.c.amount,
        inherited.SETTLEMENT_CURRENCY,
        "How much of both; above zero, and below where another settlement is released.",
    )
    reason: str | None = stored(SETTLEMENT.c.reason, "Why, where somebody had to say.")
    releases: "Settlement | None" = parent(
        SETTLEMENT.c.releases_id, "Settlement", "The settlement that this one releases; its amount is then negative."
    )
    voucher: Voucher | None = parent(
        SETTLEMENT.c.settlement_id,
        "Voucher",
        "The journal entry of a rest that was given up, or of its release; null for others.",
        owner=VOUCHER.c.settlement_id,
    )
    released_by: "Settlement | None" = parent(
        SETTLEMENT.c.released_by_id, "Settlement", "The settlement that has released this one."
    )
    other: LazyInvoice | None = parent(
        SETTLEMENT.c.other_id, "Invoice", "The other document; null for a payment or a rest."
    )
    payment: Payment | None = parent(SETTLEMENT.c.payment_id, "Payment", "The payment; null where there is none.")


@strawberry.type(description="Days that can be posted on, or no longer.")
class FiscalPeriod(Node):
    """A fiscal period."""

    from_: Day = stored(PERIOD.c.from_date, "The first day.", name="from")
    to: Day = stored(PERIOD.c.to_date, "The last day.")
    status: FiscalPeriodStatus = enumerated(PERIOD.c.status, FiscalPeriodStatus, "Only OPEN periods are posted in.")
    history: list["FiscalPeriodChange"] = children(
        PERIOD.c.id,
        "FiscalPeriodChange",
        CHANGE.c.period_id,
        (CHANGE.c.id,),
        "Every change of its status, oldest first.",
    )


@strawberry.type(description="A change of a fiscal period.")
class FiscalPeriodChange:
    """A change of a fiscal period."""

    at: datetime = stored(CHANGE.c.changed_at, "When.")
    before: FiscalPeriodStatus | None = enumerated(
        CHANGE.c.status_before, FiscalPeriodStatus, "Null when the period was set for the first time."
    )
    after: FiscalPeriodStatus = enumerated(CHANGE.c.status_after, FiscalPeriodStatus, "The status from then on.")
    reason: str | None = stored(CHANGE.c.reason, "Why, where it was said.")


@strawberry.type(description="A line of the posting profile.")
class PostingAccount(Node):
    """A posting account."""

    posting_type: PostingType = enumerated(ACCOUNT.c.posting_type, PostingType, "What is posted to it.")
    account: str | None = stored(ACCOUNT.c.account, "Number of the account; null where none is set up.")
    name: str = stored(ACCOUNT.c.name, "Name of the account.")


@strawberry.type(description="How the legal entity posts; changed with setParameters.")
class Parameters(Node):
    """The parameters."""

    return_validity_days: int = stored(
        PARAMETERS.c.return_validity_days, "A return's deadline: days after its creation."
    )
    reason_code_required: bool = stored(PARAMETERS.c.reason_code_required, "Whether return orders need a reason code.")
    credit_correction: bool = stored(PARAMETERS.c.credit_correction, "Whether credit notes are posted as storno.")
    payment_terms_on_credit_notes: bool = stored(
        PARAMETERS.c.payment_terms_on_credit_notes,
        "Whether credit notes are due after the customer's terms, not at once.",
    )
    enforce_chronological_numbers: bool = stored(
        PARAMETERS.c.enforce_chronological_numbers,
        "Whether no document may be dated before the last one of its series.",
    )
    post_packing_slips_in_ledger: bool = stored(
        PARAMETERS.c.post_packing_slips_in_ledger, "Whether packing slips of returns have vouchers."
    )
    write_off_limit: Decimal = measured(
        PARAMETERS.c.write_off_limit, "The largest rest that writeOff takes, in units of the document's currency."
    )


catalogue(Voucher, table=tables.voucher)
catalogue(VoucherEntry, table=tables.voucher_entry)
catalogue(Payment, table=tables.payment)
catalogue(Settlement, table=expressions.SETTLEMENT_ENDS)
catalogue(FiscalPeriod, table=tables.fiscal_period)
catalogue(FiscalPeriodChange, table=tables.fiscal_period_change)
catalogue(PostingAccount, table=tables.posting_account)
catalogue(Parameters, table=tables.parameters)
