"""Laws of documents, customers' accounts and vouchers (returns 6)."""

from sqlalchemy import Integer, and_, case, cast, func, or_, select

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

PAYMENT, SETTLEMENT = tables.payment, tables.settlement
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
    broken = (
        select(CUSTOMER.c.number)
        .outerjoin(posted, posted.c.key == CUSTOMER.c.id)
        .outerjoin(paid, paid.c.key == CUSTOMER.c.id)
        .where(or_zero(posted.c.amount) - or_zero(paid.c.amount) != CUSTOMER.c.balance)
    )
    statement = "A customer's balance is the sum of its posted invoices and credit notes, less its payments."
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
    owner = cast(func.coalesce(INVOICE.c.customer_id, PAYMENT.c.customer_id), Integer)
    owed = (
        select(owner.label("key"), sum_of(ENTRY.c.amount).label("amount"))
        .select_from(ENTRY)
        .join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
        .outerjoin(INVOICE, INVOICE.c.id == VOUCHER.c.invoice_id)
        .outerjoin(PAYMENT, PAYMENT.c.id == VOUCHER.c.payment_id)
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


def _settled() -> Law:
    debits = added(SETTLEMENT.c.debit_invoice_id, amount=SETTLEMENT.c.amount)
    credits = added(SETTLEMENT.c.credit_invoice_id, amount=SETTLEMENT.c.amount)
    settled, total = INVOICE.c.settled_amount, INVOICE.c.total_amount
    outside = or_(
        and_(total >= ZERO, or_(settled < ZERO, settled > total)),
        and_(total < ZERO, or_(settled > ZERO, settled < total)),
    )
    broken = (
        select(INVOICE.c.id)
        .outerjoin(debits, debits.c.key == INVOICE.c.id)
        .outerjoin(credits, credits.c.key == INVOICE.c.id)
        .where(or_(settled != or_zero(debits.c.amount) - or_zero(credits.c.amount), outside))
    )
    statement = "What is settled of a document is the sum of its settlements, and never more than its total."
    return Law("returns 24 settled", statement, rows_of(INVOICE), broken)


def _settlements() -> Law:
    debit, credit = INVOICE.alias("debit"), INVOICE.alias("credit")
    ends = (SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id, SETTLEMENT.c.payment_id)
    missing = sum((case((end.is_(None), 1), else_=0) for end in ends[1:]), case((ends[0].is_(None), 1), else_=0))
    strangers = or_(debit.c.customer_id != credit.c.customer_id, debit.c.currency != credit.c.currency)
    broken = (
        select(SETTLEMENT.c.id)
        .outerjoin(debit, debit.c.id == SETTLEMENT.c.debit_invoice_id)
        .outerjoin(credit, credit.c.id == SETTLEMENT.c.credit_invoice_id)
        .where(or_(strangers, missing != 1, SETTLEMENT.c.amount <= ZERO))
    )
    statement = "A settlement matches two sides of one customer in one currency, by an amount above zero."
    return Law("returns 25 settlements", statement, rows_of(SETTLEMENT), broken)


def _payments() -> Law:
    side = func.coalesce(SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id)
    taken = case((SETTLEMENT.c.debit_invoice_id.is_not(None), SETTLEMENT.c.amount), else_=-SETTLEMENT.c.amount)
    broken = (
        select(PAYMENT.c.id)
        .outerjoin(INVOICE, INVOICE.c.id == PAYMENT.c.invoice_id)
        .outerjoin(SETTLEMENT, SETTLEMENT.c.payment_id == PAYMENT.c.id)
        .where(
            or_(
                INVOICE.c.posted_at.is_(None),
                INVOICE.c.customer_id.is_distinct_from(PAYMENT.c.customer_id),
                side.is_distinct_from(PAYMENT.c.invoice_id),
                taken.is_distinct_from(PAYMENT.c.amount),
                SETTLEMENT.c.date.is_distinct_from(PAYMENT.c.date),
            )
        )
    )
    statement = "A payment settles its own amount of its own document, of the same customer, on its day."
    return Law("returns 25 payments", statement, rows_of(PAYMENT), broken)


LAWS: tuple[Law, ...] = (
    _invoices(),
    _document_types(),
    _balances(),
    _vouchers(),
    _documents_in_vouchers(),
    _receivables(),
    _settled(),
    _settlements(),
    _payments(),
)
