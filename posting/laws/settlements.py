"""Laws of what closes open amounts: matchings, payments, small rests, their releases (returns 6; putting-right 11)."""

from sqlalchemy import and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import InvoiceStatus, PostingType
from ..amounts import ZERO
from .law import INVOICE, MONEY, Law, added, or_zero, rows_of
from .vouchers import moved, uneven

PAYMENT, SETTLEMENT, VOUCHER, ENTRY = tables.payment, tables.settlement, tables.voucher, tables.voucher_entry
DEBIT, CREDIT, PAID = SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id, SETTLEMENT.c.payment_id
ON_ONE_DOCUMENT = func.coalesce(DEBIT, CREDIT)
IS_WRITE_OFF = and_(PAID.is_(None), or_(DEBIT.is_(None), CREDIT.is_(None)))
GIVEN_UP = case((DEBIT.is_not(None), SETTLEMENT.c.amount), else_=-SETTLEMENT.c.amount)  # with the sign of its document


def _settled() -> Law:
    debits = added(DEBIT, amount=SETTLEMENT.c.amount)
    credits = added(CREDIT, amount=SETTLEMENT.c.amount)
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
    strangers = or_(debit.c.customer_id != credit.c.customer_id, debit.c.currency != credit.c.currency)
    no_side = and_(DEBIT.is_(None), CREDIT.is_(None))
    too_many = and_(
        DEBIT.is_not(None), CREDIT.is_not(None), or_(PAID.is_not(None), SETTLEMENT.c.write_off_limit >= ZERO)
    )
    takes_back = SETTLEMENT.c.releases_id.is_not(None)
    wrong_sign = or_(and_(takes_back, SETTLEMENT.c.amount >= ZERO), and_(~takes_back, SETTLEMENT.c.amount <= ZERO))
    broken = (
        select(SETTLEMENT.c.id)
        .outerjoin(debit, debit.c.id == DEBIT)
        .outerjoin(credit, credit.c.id == CREDIT)
        .where(or_(strangers, no_side, too_many, wrong_sign))
    )
    statement = (
        "A settlement is of two documents of one customer in one currency, or of one that is paid or written off, by "
        "an amount above zero; one that releases another is below."
    )
    return Law("returns 25 settlements", statement, rows_of(SETTLEMENT), broken)


def _payments() -> Law:
    day = SETTLEMENT.c.date
    settles = or_(day == PAYMENT.c.date, and_(day == INVOICE.c.invoice_date, day > PAYMENT.c.date))
    broken = (
        select(PAYMENT.c.id)
        .outerjoin(INVOICE, INVOICE.c.id == PAYMENT.c.invoice_id)
        .outerjoin(SETTLEMENT, PAYMENT.c.id == PAID)
        .where(
            or_(
                INVOICE.c.posted_at.is_(None),
                INVOICE.c.customer_id.is_distinct_from(PAYMENT.c.customer_id),
                ON_ONE_DOCUMENT.is_distinct_from(PAYMENT.c.invoice_id),
                GIVEN_UP.is_distinct_from(PAYMENT.c.amount),
                day.is_(None),
                ~settles,
            )
        )
    )
    statement = (
        "A payment settles its own amount of its own document, of the same customer, on its day, or where it came "
        "before the document on the document's."
    )
    return Law("returns 25 payments", statement, rows_of(PAYMENT), broken)


def _paid() -> Law:
    is_open = INVOICE.c.settled_amount != INVOICE.c.total_amount
    paid = INVOICE.c.status == InvoiceStatus.PAID
    statement = "Of a document that is PAID nothing is open."
    return Law("P9 paid", statement, rows_of(INVOICE, paid), select(INVOICE.c.id).where(paid, is_open))


def _releases() -> Law:
    one = SETTLEMENT.alias("one")
    sides = ("debit_invoice_id", "credit_invoice_id")
    broken = (
        select(SETTLEMENT.c.id)
        .outerjoin(one, one.c.id == SETTLEMENT.c.releases_id)
        .where(SETTLEMENT.c.releases_id.is_not(None))
        .where(
            or_(
                one.c.id.is_(None),
                one.c.releases_id.is_not(None),
                SETTLEMENT.c.amount != -one.c.amount,
                *(SETTLEMENT.c[side].is_distinct_from(one.c[side]) for side in sides),
                and_(PAID.is_(None), one.c.payment_id.is_not(None)),
                and_(PAID.is_not(None), one.c.payment_id.is_(None)),
                SETTLEMENT.c.date < one.c.date,
                func.coalesce(SETTLEMENT.c.reason, "") == "",
            )
        )
    )
    statement = (
        "A release takes back one settlement, whole, on both sides, no earlier and for a reason; none takes back it."
    )
    looked_at = rows_of(SETTLEMENT, SETTLEMENT.c.releases_id.is_not(None))
    return Law("P9 releases", statement, looked_at, broken)


def _credits() -> Law:
    matched = added(CREDIT, DEBIT.is_not(None), amount=SETTLEMENT.c.amount)
    paid_back = added(PAYMENT.c.invoice_id, amount=-PAYMENT.c.amount)
    given_up = added(CREDIT, IS_WRITE_OFF, amount=SETTLEMENT.c.amount)
    parts = or_zero(matched.c.amount) + or_zero(paid_back.c.amount) + or_zero(given_up.c.amount)
    is_credit = INVOICE.c.total_amount < ZERO
    broken = (
        select(INVOICE.c.id)
        .outerjoin(matched, matched.c.key == INVOICE.c.id)
        .outerjoin(paid_back, paid_back.c.key == INVOICE.c.id)
        .outerjoin(given_up, given_up.c.key == INVOICE.c.id)
        .where(is_credit, parts != -INVOICE.c.settled_amount)
    )
    statement = (
        "What is no longer open of a credit is matched, paid back by payments, or written off: these come to it."
    )
    return Law("P10 credits", statement, rows_of(INVOICE, is_credit), broken)


def _write_offs() -> Law:
    so_far = func.sum(SETTLEMENT.c.amount, type_=MONEY).over(partition_by=ON_ONE_DOCUMENT, order_by=SETTLEMENT.c.id)
    limit, takes_back = SETTLEMENT.c.write_off_limit, SETTLEMENT.c.releases_id.is_not(None)
    rests = select(SETTLEMENT.c.id, limit, takes_back.label("is_release"), so_far.label("so_far"))
    each = rests.where(IS_WRITE_OFF).subquery()
    beyond = or_(each.c.so_far > each.c.write_off_limit, and_(~each.c.is_release, each.c.write_off_limit.is_(None)))
    statement = "Of one document no more was written off in all than the limit of then."
    broken = select(each.c.id).where(beyond)
    return Law("P13 write-offs", statement, rows_of(SETTLEMENT, IS_WRITE_OFF), broken)


def _vouchers() -> Law:
    due = moved(SETTLEMENT.c.id, PostingType.WRITE_OFF, PostingType.RECEIVABLES, GIVEN_UP)
    rests = [part.where(IS_WRITE_OFF) for part in due]
    broken = uneven(VOUCHER.c.settlement_id, ENTRY.c.posting_type, *rests).distinct()
    statement = "The voucher of a write-off moves exactly the rest between write-offs and receivables, and no tax."
    return Law("P13 vouchers", statement, rows_of(SETTLEMENT, IS_WRITE_OFF), broken)


LAWS: tuple[Law, ...] = (
    _settled(),
    _settlements(),
    _payments(),
    _paid(),
    _releases(),
    _credits(),
    _write_offs(),
    _vouchers(),
)
