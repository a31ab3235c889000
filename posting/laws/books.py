"""Laws of documents, customers' accounts and vouchers (returns 6); of what settles documents see `settlements`."""

from sqlalchemy import Integer, and_, cast, func, or_, select

from ...models import tables
from ...models.vocabulary import BillingType, DocumentType, PostingType
from ..amounts import ZERO
from .law import (
    ACTUAL,
    BILLED,
    CUSTOMER,
    INVOICE,
    LINE,
    POSTED,
    Law,
    added,
    counted,
    or_zero,
    rows_of,
    sum_of,
)
from .settlements import GIVEN_UP, IS_WRITE_OFF, ON_ONE_DOCUMENT, SETTLEMENT

PAYMENT = tables.payment
GIVEN = INVOICE.alias("given")  # of which something was written off
VOUCHER, ENTRY = tables.voucher, tables.voucher_entry
RECEIVABLE = ENTRY.c.posting_type == PostingType.RECEIVABLES


def _invoices() -> Law:
    chargeable = (BILLED, ACTUAL.c.billing_type == BillingType.CHARGEABLE)
    billed = added(ACTUAL.c.invoice_id, *chargeable, amount=ACTUAL.c.amount + ACTUAL.c.tax_amount)
    broken = (
        select(INVOICE.c.number)
        .outerjoin(billed, billed.c.key == INVOICE.c.id)
        .where(POSTED, or_zero(billed.c.amount) != INVOICE.c.total_amount)
    )
    statement = "A posted invoice's total is the sum, tax included, of the chargeable billed sales that it wrote."
    return Law("L3 invoice = ledger", statement, rows_of(INVOICE, POSTED), broken)


def _document_types() -> Law:
    correction = tables.invoice_correction
    credits = counted(correction.c.invoice_id)
    returned = counted(LINE.c.invoice_id, LINE.c.return_order_line_id.is_not(None), LINE.c.quantity < ZERO)
    credits_something = or_(credits.c.key.is_not(None), returned.c.key.is_not(None))
    negative = or_(INVOICE.c.total_amount < ZERO, and_(INVOICE.c.total_amount == ZERO, credits_something))
    is_credit = INVOICE.c.document_type == DocumentType.CREDIT_NOTE
    broken = (
        select(INVOICE.c.number)
        .outerjoin(credits, credits.c.key == INVOICE.c.id)
        .outerjoin(returned, returned.c.key == INVOICE.c.id)
        .where(POSTED, is_credit != negative)
    )
    statement = "The sign of the total names the document; zero is a credit note where something is credited."
    return Law("returns 10 document type", statement, rows_of(INVOICE, POSTED), broken)


def _balances() -> Law:
    posted = added(INVOICE.c.customer_id, POSTED, amount=INVOICE.c.total_amount)
    paid = added(PAYMENT.c.customer_id, amount=PAYMENT.c.amount)
    given_up = (
        select(INVOICE.c.customer_id.label("key"), sum_of(GIVEN_UP).label("amount"))
        .join(SETTLEMENT, INVOICE.c.id == ON_ONE_DOCUMENT)
        .where(IS_WRITE_OFF)
        .group_by(INVOICE.c.customer_id)
        .subquery()
    )
    broken = (
        select(CUSTOMER.c.number)
        .outerjoin(posted, posted.c.key == CUSTOMER.c.id)
        .outerjoin(paid, paid.c.key == CUSTOMER.c.id)
        .outerjoin(given_up, given_up.c.key == CUSTOMER.c.id)
        .where(or_zero(posted.c.amount) - or_zero(paid.c.amount) - or_zero(given_up.c.amount) != CUSTOMER.c.balance)
    )
    statement = (
        "A customer's balance is the sum of its posted invoices and credit notes, less its payments and what was "
        "written off."
    )
    return Law("customer balance", statement, rows_of(CUSTOMER), broken)


def _vouchers() -> Law:
    entries = added(ENTRY.c.voucher_id, amount=ENTRY.c.amount)
    broken = (
        select(VOUCHER.c.number)
        .outerjoin(entries, entries.c.key == VOUCHER.c.id)
        .where(or_(entries.c.key.is_(None), entries.c.amount != ZERO))
    )
    return Law("returns 6 vouchers", "Every voucher has entries, and they total zero.", rows_of(VOUCHER), broken)


def _documents_in_vouchers() -> Law:
    owed = (
        select(VOUCHER.c.invoice_id.label("key"), sum_of(ENTRY.c.amount).label("amount"))
        .join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
        .where(RECEIVABLE)
        .group_by(VOUCHER.c.invoice_id)
        .subquery()
    )
    broken = (
        select(INVOICE.c.number)
        .outerjoin(owed, owed.c.key == INVOICE.c.id)
        .where(POSTED, or_zero(owed.c.amount) != INVOICE.c.total_amount)
    )
    statement = "A posted document's total is what its voucher puts on the receivables account."
    return Law("returns 10 receivables", statement, rows_of(INVOICE, POSTED), broken)


def _receivables() -> Law:
    # without the cast SQLite sees no integer in the expression, and does not index the sums by it
    owner = cast(func.coalesce(INVOICE.c.customer_id, PAYMENT.c.customer_id, GIVEN.c.customer_id), Integer)
    owed = (
        select(owner.label("key"), sum_of(ENTRY.c.amount).label("amount"))
        .select_from(ENTRY)
        .join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
        .outerjoin(INVOICE, INVOICE.c.id == VOUCHER.c.invoice_id)
        .outerjoin(PAYMENT, PAYMENT.c.id == VOUCHER.c.payment_id)
        .outerjoin(SETTLEMENT, SETTLEMENT.c.id == VOUCHER.c.settlement_id)
        .outerjoin(GIVEN, GIVEN.c.id == ON_ONE_DOCUMENT)
        .where(RECEIVABLE)
        .group_by(owner)
        .subquery()
    )
    still_open = added(INVOICE.c.customer_id, POSTED, amount=INVOICE.c.total_amount - INVOICE.c.settled_amount)
    amount = or_zero(owed.c.amount)
    broken = (
        select(CUSTOMER.c.number)
        .outerjoin(owed, owed.c.key == CUSTOMER.c.id)
        .outerjoin(still_open, still_open.c.key == CUSTOMER.c.id)
        .where(or_(amount != or_zero(still_open.c.amount), amount != CUSTOMER.c.balance))
    )
    statement = "The receivables of a customer are what is open on its account, and its balance."
    return Law("returns 24 receivables = open", statement, rows_of(CUSTOMER), broken)


LAWS: tuple[Law, ...] = (
    _invoices(),
    _document_types(),
    _balances(),
    _vouchers(),
    _documents_in_vouchers(),
    _receivables(),
)
