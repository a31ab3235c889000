"""Laws of documents, customers' accounts and vouchers (returns 6)."""

from sqlalchemy import and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import BillingType, DocumentType, PostingType
from ..amounts import ZERO
from .law import ACTUAL, BILLED, CUSTOMER, INVOICE, LINE, POSTED, Law, rows_of, sum_of

CHARGE, PAYMENT, SETTLEMENT = tables.invoice_charge, tables.payment, tables.settlement
VOUCHER, ENTRY = tables.voucher, tables.voucher_entry
RECEIVABLE = ENTRY.c.posting_type == PostingType.RECEIVABLES


def _invoices() -> Law:
    billed = (
        select(sum_of(ACTUAL.c.amount + ACTUAL.c.tax_amount))
        .where(ACTUAL.c.invoice_id == INVOICE.c.id, BILLED, ACTUAL.c.billing_type == BillingType.CHARGEABLE)
        .scalar_subquery()
    )
    broken = select(INVOICE.c.number).where(POSTED, billed != INVOICE.c.total_amount)
    statement = "A posted invoice's total is the sum, tax included, of the chargeable billed sales that it wrote."
    return Law("L3 invoice = ledger", statement, rows_of(INVOICE, POSTED), broken)


def _lines() -> Law:
    of_lines = select(sum_of(LINE.c.total_amount)).where(LINE.c.invoice_id == INVOICE.c.id).scalar_subquery()
    charged = sum_of(CHARGE.c.amount + CHARGE.c.tax_amount)
    of_charges = select(charged).where(CHARGE.c.invoice_id == INVOICE.c.id).scalar_subquery()
    total = INVOICE.c.net_amount + INVOICE.c.tax_amount
    broken = select(INVOICE.c.id).where(
        or_(of_lines + of_charges != INVOICE.c.total_amount, total != INVOICE.c.total_amount)
    )
    statement = "An invoice's total is net and tax together, and the sum of its lines and charges."
    return Law("returns 7 invoice = lines", statement, rows_of(INVOICE), broken)


def _document_types() -> Law:
    credits = select(tables.invoice_correction.c.invoice_id).where(
        tables.invoice_correction.c.invoice_id == INVOICE.c.id
    )
    returned = select(LINE.c.id).where(
        LINE.c.invoice_id == INVOICE.c.id, LINE.c.return_order_line_id.is_not(None), LINE.c.quantity < ZERO
    )
    credits_something = or_(credits.exists(), returned.exists())
    negative = or_(INVOICE.c.total_amount < ZERO, and_(INVOICE.c.total_amount == ZERO, credits_something))
    is_credit = INVOICE.c.document_type == DocumentType.CREDIT_NOTE
    broken = select(INVOICE.c.number).where(POSTED, is_credit != negative)
    statement = "The sign of the total names the document; zero is a credit note where something is credited."
    return Law("returns 10 document type", statement, rows_of(INVOICE, POSTED), broken)


def _balances() -> Law:
    posted = (
        select(sum_of(INVOICE.c.total_amount)).where(INVOICE.c.customer_id == CUSTOMER.c.id, POSTED).scalar_subquery()
    )
    paid = select(sum_of(PAYMENT.c.amount)).where(PAYMENT.c.customer_id == CUSTOMER.c.id).scalar_subquery()
    broken = select(CUSTOMER.c.number).where(posted - paid != CUSTOMER.c.balance)
    statement = "A customer's balance is the sum of its posted invoices and credit notes, less its payments."
    return Law("customer balance", statement, rows_of(CUSTOMER), broken)


def _numbers() -> Law:
    series = tables.number_series
    used = select(func.count()).where(INVOICE.c.document_type == series.c.name, INVOICE.c.number.is_not(None))
    written = select(func.count()).select_from(VOUCHER).where(series.c.name == "VOUCHER")
    numbered = series.c.name.in_([DocumentType.INVOICE, DocumentType.CREDIT_NOTE, "VOUCHER"])
    drawn = used.scalar_subquery() + written.scalar_subquery()
    broken = select(series.c.name).where(numbered, drawn != series.c.next - 1)
    statement = "Invoices, credit notes and vouchers are numbered without a gap."
    return Law("returns 14 numbers", statement, rows_of(INVOICE, INVOICE.c.number.is_not(None)), broken)


def _vouchers() -> Law:
    unbalanced = select(ENTRY.c.voucher_id).group_by(ENTRY.c.voucher_id).having(sum_of(ENTRY.c.amount) != ZERO)
    empty = ~select(ENTRY.c.id).where(ENTRY.c.voucher_id == VOUCHER.c.id).exists()
    broken = select(VOUCHER.c.number).where(or_(VOUCHER.c.id.in_(unbalanced), empty))
    return Law("returns 6 vouchers", "Every voucher has entries, and they total zero.", rows_of(VOUCHER), broken)


def _documents_in_vouchers() -> Law:
    owed = (
        select(sum_of(ENTRY.c.amount))
        .join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
        .where(VOUCHER.c.invoice_id == INVOICE.c.id, RECEIVABLE)
        .scalar_subquery()
    )
    broken = select(INVOICE.c.number).where(POSTED, owed != INVOICE.c.total_amount)
    statement = "A posted document's total is what its voucher puts on the receivables account."
    return Law("returns 10 receivables", statement, rows_of(INVOICE, POSTED), broken)


def _receivables() -> Law:
    owner = (
        select(VOUCHER.c.id, func.coalesce(INVOICE.c.customer_id, PAYMENT.c.customer_id).label("customer_id"))
        .outerjoin(INVOICE, INVOICE.c.id == VOUCHER.c.invoice_id)
        .outerjoin(PAYMENT, PAYMENT.c.id == VOUCHER.c.payment_id)
        .subquery()
    )
    owed = (
        select(sum_of(ENTRY.c.amount))
        .join(owner, owner.c.id == ENTRY.c.voucher_id)
        .where(owner.c.customer_id == CUSTOMER.c.id, RECEIVABLE)
        .scalar_subquery()
    )
    still_open = (
        select(sum_of(INVOICE.c.total_amount - INVOICE.c.settled_amount))
        .where(INVOICE.c.customer_id == CUSTOMER.c.id, POSTED)
        .scalar_subquery()
    )
    broken = select(CUSTOMER.c.number).where(or_(owed != still_open, owed != CUSTOMER.c.balance))
    statement = "The receivables of a customer are what is open on its account, and its balance."
    return Law("returns 24 receivables = open", statement, rows_of(CUSTOMER), broken)


def _settled() -> Law:
    debits = select(sum_of(SETTLEMENT.c.amount)).where(SETTLEMENT.c.debit_invoice_id == INVOICE.c.id).scalar_subquery()
    credits = (
        select(sum_of(SETTLEMENT.c.amount)).where(SETTLEMENT.c.credit_invoice_id == INVOICE.c.id).scalar_subquery()
    )
    settled, total = INVOICE.c.settled_amount, INVOICE.c.total_amount
    outside = or_(
        and_(total >= ZERO, or_(settled < ZERO, settled > total)),
        and_(total < ZERO, or_(settled > ZERO, settled < total)),
    )
    broken = select(INVOICE.c.id).where(or_(settled != debits - credits, outside))
    statement = "What is settled of a document is the sum of its settlements, and never more than its total."
    return Law("returns 24 settled", statement, rows_of(INVOICE), broken)


def _settlements() -> Law:
    debit, credit = INVOICE.alias("debit"), INVOICE.alias("credit")
    sides = (
        select(SETTLEMENT.c.id)
        .join(debit, debit.c.id == SETTLEMENT.c.debit_invoice_id)
        .join(credit, credit.c.id == SETTLEMENT.c.credit_invoice_id)
        .where(or_(debit.c.customer_id != credit.c.customer_id, debit.c.currency != credit.c.currency))
    )
    ends = (SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id, SETTLEMENT.c.payment_id)
    missing = sum((case((end.is_(None), 1), else_=0) for end in ends[1:]), case((ends[0].is_(None), 1), else_=0))
    broken = select(SETTLEMENT.c.id).where(or_(SETTLEMENT.c.id.in_(sides), missing != 1, SETTLEMENT.c.amount <= ZERO))
    statement = "A settlement matches two sides of one customer in one currency, by an amount above zero."
    return Law("returns 25 settlements", statement, rows_of(SETTLEMENT), broken)


LAWS: tuple[Law, ...] = (
    _invoices(),
    _lines(),
    _document_types(),
    _numbers(),
    _balances(),
    _vouchers(),
    _documents_in_vouchers(),
    _receivables(),
    _settled(),
    _settlements(),
)
