"""Laws of documents that are canceled (putting-right 11: P7)."""

from sqlalchemy import or_, select, union_all

from ...models import tables
from ..amounts import ZERO
from .law import ACTUAL, INVOICE, PIECES, Law, rows_of, sum_of

DETAIL, VOUCHER, ENTRY = tables.invoice_line_detail, tables.voucher, tables.voucher_entry
IS_CANCELING = INVOICE.c.cancels_id.is_not(None)
OTHER = INVOICE.alias("other")


def _totals() -> Law:
    broken = (
        select(INVOICE.c.number)
        .outerjoin(OTHER, OTHER.c.id == INVOICE.c.cancels_id)
        .where(IS_CANCELING)
        .where(
            or_(
                OTHER.c.posted_at.is_(None),
                OTHER.c.cancels_id.is_not(None),
                *(OTHER.c[name] != -INVOICE.c[name] for name in ("net_amount", "tax_amount", "total_amount")),
                *(
                    OTHER.c[name].is_distinct_from(INVOICE.c[name])
                    for name in ("customer_id", "currency", "contract_id")
                ),
            )
        )
    )
    statement = (
        "A document that cancels another one comes to zero with it in net and tax, is of the same customer, currency "
        "and contract, and cancels none that cancels."
    )
    return Law("P7 totals", statement, rows_of(INVOICE, IS_CANCELING), broken)


def _rows() -> Law:
    """By piece of work, goods or retainer, and side of the ledger."""
    figures = (ACTUAL.c.root_id, ACTUAL.c.transaction_type, ACTUAL.c.quantity, ACTUAL.c.amount, ACTUAL.c.tax_amount)
    own = select(INVOICE.c.id.label("key"), *figures).join(ACTUAL, ACTUAL.c.invoice_id == INVOICE.c.id)
    taken_back = select(INVOICE.c.id, *figures).join(ACTUAL, ACTUAL.c.invoice_id == INVOICE.c.cancels_id)
    both = union_all(own.where(IS_CANCELING), taken_back).subquery()
    sums = (sum_of(both.c.quantity, PIECES), sum_of(both.c.amount), sum_of(both.c.tax_amount))
    uneven = (
        select(both.c.key)
        .group_by(both.c.key, both.c.root_id, both.c.transaction_type)
        .having(or_(*(one != ZERO for one in sums)))
        .subquery()
    )
    broken = select(INVOICE.c.number).join(uneven, uneven.c.key == INVOICE.c.id).distinct()
    statement = (
        "What a canceled document and the one that cancels it wrote in the ledger comes to nothing, piece by piece."
    )
    return Law("P7 rows", statement, rows_of(INVOICE, IS_CANCELING), broken)


def _accounts() -> Law:
    own = (
        select(INVOICE.c.id.label("key"), ENTRY.c.posting_type, ENTRY.c.account, ENTRY.c.amount)
        .join(VOUCHER, VOUCHER.c.invoice_id == INVOICE.c.id)
        .join(ENTRY, ENTRY.c.voucher_id == VOUCHER.c.id)
    )
    taken_back = (
        select(INVOICE.c.id, ENTRY.c.posting_type, ENTRY.c.account, ENTRY.c.amount)
        .join(VOUCHER, VOUCHER.c.invoice_id == INVOICE.c.cancels_id)
        .join(ENTRY, ENTRY.c.voucher_id == VOUCHER.c.id)
    )
    both = union_all(own.where(IS_CANCELING), taken_back).subquery()
    uneven = (
        select(both.c.key)
        .group_by(both.c.key, both.c.posting_type, both.c.account)
        .having(sum_of(both.c.amount) != ZERO)
        .subquery()
    )
    broken = select(INVOICE.c.number).join(uneven, uneven.c.key == INVOICE.c.id).distinct()
    statement = "The vouchers of a canceled document and of the one that cancels it come to zero on every account."
    return Law("P7 accounts", statement, rows_of(INVOICE, IS_CANCELING), broken)


def _successors() -> Law:
    """Nothing corrects either; what was corrected before a correction was canceled is corrected anew itself."""
    original = DETAIL.alias("original")
    corrects = (
        select(DETAIL.c.invoice_id.label("key"), original.c.invoice_id)
        .join(original, original.c.id == DETAIL.c.original_detail_id)
        .subquery()
    )
    void = select(INVOICE.c.id).where(IS_CANCELING)
    canceled = select(INVOICE.c.cancels_id).where(IS_CANCELING)
    broken = (
        select(corrects.c.key)
        .join(INVOICE, INVOICE.c.id == corrects.c.key)
        .where(
            or_(
                corrects.c.invoice_id.in_(void),
                corrects.c.invoice_id.in_(canceled)
                & INVOICE.c.cancels_id.is_distinct_from(corrects.c.invoice_id)
                & INVOICE.c.id.not_in(void)
                & INVOICE.c.id.not_in(canceled),
            )
        )
    )
    statement = "Nothing corrects a document that cancels another, and nothing that counts one that is canceled."
    return Law("P7 successors", statement, rows_of(INVOICE, IS_CANCELING), broken.distinct())


LAWS: tuple[Law, ...] = (_totals(), _rows(), _accounts(), _successors())
