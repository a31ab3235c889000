"""Laws of vouchers: whose they are, and what their entries of each kind total (returns 3.7).

What an entry is for follows from the document, packing slip, payment or write-off. The account that it was posted to is
the one that the posting profile named then; the profile may have been changed since and keeps no history, so that no
law says which account that was.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union_all

from ...models import tables
from ...models.vocabulary import BillingType, DetailKind, DispositionAction, PostingType
from ..amounts import ZERO
from ..planners.projects.retainers import RETAINED
from ..rules.vouchers import SCRAPPED
from .law import INVOICE, LINE, ORDER, POSTED, Law, rows_of, sum_of

VOUCHER, ENTRY, PAYMENT = tables.voucher, tables.voucher_entry, tables.payment
SLIP, SLIP_LINE, RETURNED = tables.packing_slip, tables.packing_slip_line, tables.return_order_line
CODE, CHARGE, DETAIL = tables.disposition_code, tables.invoice_charge, tables.invoice_line_detail
OWNERS = (VOUCHER.c.invoice_id, VOUCHER.c.packing_slip_id, VOUCHER.c.payment_id, VOUCHER.c.settlement_id)
SETTLEMENT = tables.settlement
# what was sold is taken off the goods delivered, and in books of before version 2 off the stock where it had no slip
STOCK = {PostingType.GOODS_DELIVERED, PostingType.INVENTORY}
SLIP_OF = (  # the packing slip of a return line
    select(SLIP_LINE.c.return_order_line_id, func.max(SLIP_LINE.c.packing_slip_id).label("slip_id"))
    .where(SLIP_LINE.c.return_order_line_id.is_not(None))
    .group_by(SLIP_LINE.c.return_order_line_id)
    .subquery()
)
PUT_ON = case(  # the account that the cost of returned goods is on until they are credited
    (CODE.c.action == DispositionAction.CREDIT_ONLY, literal(str(PostingType.SCRAP))),
    (VOUCHER.c.id.is_not(None), literal(str(PostingType.RETURNS_RECEIVED))),
    (CODE.c.action.in_(sorted(SCRAPPED)), literal(str(PostingType.SCRAP))),
    else_=literal("STOCK"),
)
Part = Select[Any]


def _owners() -> Law:
    paid, given = INVOICE.alias("paid"), INVOICE.alias("given")
    day = func.coalesce(INVOICE.c.invoice_date, SLIP.c.date, PAYMENT.c.date, SETTLEMENT.c.date)
    currency = func.coalesce(INVOICE.c.currency, ORDER.c.currency, paid.c.currency, given.c.currency)
    settled = func.coalesce(SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id)
    owners = sum(
        (case((one.is_not(None), 1), else_=0) for one in OWNERS[1:]), case((OWNERS[0].is_not(None), 1), else_=0)
    )
    broken = (
        select(VOUCHER.c.number)
        .outerjoin(INVOICE, INVOICE.c.id == VOUCHER.c.invoice_id)
        .outerjoin(SLIP, SLIP.c.id == VOUCHER.c.packing_slip_id)
        .outerjoin(ORDER, ORDER.c.id == SLIP.c.order_id)
        .outerjoin(PAYMENT, PAYMENT.c.id == VOUCHER.c.payment_id)
        .outerjoin(paid, paid.c.id == PAYMENT.c.invoice_id)
        .outerjoin(SETTLEMENT, SETTLEMENT.c.id == VOUCHER.c.settlement_id)
        .outerjoin(given, given.c.id == settled)
        .where(or_(owners != 1, VOUCHER.c.date.is_distinct_from(day), VOUCHER.c.currency.is_distinct_from(currency)))
    )
    statement = "A voucher is of one document, packing slip, payment or write-off, and has its date and currency."
    return Law("returns 3.7 voucher of", statement, rows_of(VOUCHER), broken)


def _entries() -> Law:
    misnumbered = (
        select(ENTRY.c.voucher_id)
        .group_by(ENTRY.c.voucher_id)
        .having(or_(func.min(ENTRY.c.position) != 1, func.max(ENTRY.c.position) != func.count()))
    )
    empty = select(ENTRY.c.voucher_id).where(
        or_(ENTRY.c.amount == ZERO, ENTRY.c.account == "", ENTRY.c.account_name == "")
    )
    credits = select(LINE.c.invoice_id).where(LINE.c.return_order_line_id.is_not(None))
    takes_back = credits.union(select(INVOICE.c.id).where(INVOICE.c.cancels_id.is_not(None))).subquery()
    storno = (
        select(ENTRY.c.voucher_id)
        .join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
        .outerjoin(takes_back, takes_back.c.invoice_id == VOUCHER.c.invoice_id)
        .where(ENTRY.c.is_correction.is_(True), takes_back.c.invoice_id.is_(None))
    )
    wrong = union_all(misnumbered, empty, storno).subquery()
    broken = select(VOUCHER.c.number).join(wrong, wrong.c.voucher_id == VOUCHER.c.id)
    statement = (
        "Entries of a voucher are numbered from 1, none is of zero or without an account, and only what takes "
        "goods back has corrections; which account the posting profile named at that time is not claimed."
    )
    return Law("returns 3.7 entries", statement, rows_of(ENTRY), broken)


def _kind(kind: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((kind.in_(sorted(STOCK)), literal("STOCK")), else_=kind)


def _part(key: ColumnElement[Any], kind: Any, amount: ColumnElement[Any]) -> Part:
    named = literal(str(kind)) if isinstance(kind, str) else kind
    return select(key.label("key"), named.label("kind"), amount.label("amount"))


def moved(key: ColumnElement[Any], debit: Any, credit: Any, amount: ColumnElement[Any]) -> tuple[Part, Part]:
    """What is due where an amount stands on the debit of one kind and the credit of another."""
    return _part(key, debit, amount), _part(key, credit, -amount)


def uneven(owner: ColumnElement[Any], kind: ColumnElement[Any], *due: Part) -> Select[Any]:
    """Owners of vouchers whose entries of a kind are not what is `due` of that kind."""
    posted = _part(owner, kind, -ENTRY.c.amount).join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
    every = union_all(posted.where(owner.is_not(None)), *due).subquery()
    amount: ColumnElement[Any] = sum_of(every.c.amount)
    return select(every.c.key).group_by(every.c.key, every.c.kind).having(amount != ZERO)


def _goods_back() -> list[Part]:
    """The cost of goods that came back, on the account that their packing slip put it on."""
    return [
        part.join(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
        .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
        .outerjoin(SLIP_OF, SLIP_OF.c.return_order_line_id == RETURNED.c.id)
        .outerjoin(VOUCHER, VOUCHER.c.packing_slip_id == SLIP_OF.c.slip_id)
        for part in moved(LINE.c.invoice_id, PostingType.COST_OF_GOODS_SOLD, PUT_ON, LINE.c.cost_amount)
    ]


def _given_up() -> list[Part]:
    """The cost of pieces that corrections of sales gave up, or raised again."""
    first, sold = DETAIL.alias("first"), LINE.alias("sold")
    return [
        part.join(DETAIL, DETAIL.c.invoice_line_id == LINE.c.id)
        .join(first, first.c.id == DETAIL.c.first_detail_id)
        .join(sold, sold.c.id == first.c.invoice_line_id)
        .where(DETAIL.c.kind == DetailKind.PRODUCT, sold.c.return_order_line_id.is_(None))
        .join(INVOICE, and_(INVOICE.c.id == LINE.c.invoice_id, POSTED))
        .where(LINE.c.contract_line_id.is_(None), INVOICE.c.cancels_id.is_distinct_from(first.c.invoice_id))
        for part in moved(LINE.c.invoice_id, PostingType.COST_OF_GOODS_SOLD, PostingType.SCRAP, LINE.c.cost_amount)
    ]


def _billed_back() -> list[Part]:
    """The cost of a sale that is canceled goes back to where the invoice took it from."""
    sold = LINE.alias("sold")
    return [
        part.join(sold, sold.c.id == LINE.c.credits_line_id)
        .join(INVOICE, and_(INVOICE.c.id == LINE.c.invoice_id, INVOICE.c.cancels_id == sold.c.invoice_id))
        .where(sold.c.sales_order_line_id.is_not(None))
        for part in moved(LINE.c.invoice_id, PostingType.COST_OF_GOODS_SOLD, "STOCK", LINE.c.cost_amount)
    ]


def _credited_again() -> list[Part]:
    """The cost of pieces that are no longer credited goes back to where their credit note took it from."""
    first, credited = DETAIL.alias("first"), LINE.alias("credited")
    return [
        part.join(DETAIL, DETAIL.c.invoice_line_id == LINE.c.id)
        .join(first, first.c.id == DETAIL.c.first_detail_id)
        .join(credited, credited.c.id == first.c.invoice_line_id)
        .join(RETURNED, RETURNED.c.id == credited.c.return_order_line_id)
        .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
        .outerjoin(SLIP_OF, SLIP_OF.c.return_order_line_id == RETURNED.c.id)
        .outerjoin(VOUCHER, VOUCHER.c.packing_slip_id == SLIP_OF.c.slip_id)
        .where(DETAIL.c.kind == DetailKind.PRODUCT, LINE.c.invoice_id.in_(select(INVOICE.c.id).where(POSTED)))
        for part in moved(LINE.c.invoice_id, PostingType.COST_OF_GOODS_SOLD, PUT_ON, LINE.c.cost_amount)
    ]


def _documents() -> Law:
    """Fees and advances come out of the revenue; goods come off the account that their packing slip put them on."""
    key, kinds = INVOICE.c.id, PostingType
    retained = and_(DETAIL.c.kind.in_(sorted(RETAINED)), DETAIL.c.billing_type == BillingType.CHARGEABLE)
    of_posted = and_(INVOICE.c.id == DETAIL.c.invoice_id, POSTED)
    due = (
        _part(key, kinds.RECEIVABLES, INVOICE.c.total_amount).where(POSTED),
        _part(key, kinds.REVENUE, -INVOICE.c.net_amount).where(POSTED),
        _part(key, kinds.SALES_TAX, -INVOICE.c.tax_amount).where(POSTED),
        *moved(CHARGE.c.invoice_id, kinds.REVENUE, kinds.FEES, CHARGE.c.amount),
        *(
            part.join(INVOICE, of_posted).where(DETAIL.c.kind == DetailKind.CHARGE, DETAIL.c.correction.is_(True))
            for part in moved(DETAIL.c.invoice_id, kinds.REVENUE, kinds.FEES, DETAIL.c.invoice_amount)
        ),
        *(
            part.join(INVOICE, of_posted).where(retained)
            for part in moved(DETAIL.c.invoice_id, kinds.REVENUE, kinds.ADVANCES, DETAIL.c.invoice_amount)
        ),
        *_billed_back(),
        *(
            part.where(LINE.c.sales_order_line_id.is_not(None))
            for part in moved(LINE.c.invoice_id, kinds.COST_OF_GOODS_SOLD, "STOCK", LINE.c.cost_amount)
        ),
        *_goods_back(),
        *_given_up(),
        *_credited_again(),
    )
    wrong = uneven(VOUCHER.c.invoice_id, _kind(ENTRY.c.posting_type), *due).subquery()
    broken = select(INVOICE.c.number).join(wrong, wrong.c.key == INVOICE.c.id).distinct()
    statement = (
        "A document's voucher has what its total, net, tax, charges, retainers and costs total, each under its kind; "
        "stock and goods delivered are looked at together, and which account stands for a kind is not claimed."
    )
    return Law("returns 3.7 document kinds", statement, rows_of(INVOICE, POSTED), broken)


def _slips() -> Law:
    """A packing slip of returned goods has no voucher where the books were set up so."""
    key, kinds = SLIP_LINE.c.packing_slip_id, PostingType
    back = SLIP_LINE.c.return_order_line_id.is_not(None)
    into = case(
        (SLIP_LINE.c.action.in_(sorted(SCRAPPED)), literal(str(kinds.SCRAP))), else_=literal(str(kinds.INVENTORY))
    )
    sent = [part.where(~back) for part in moved(key, kinds.GOODS_DELIVERED, kinds.INVENTORY, SLIP_LINE.c.cost_amount)]
    received = [
        part.join(VOUCHER, VOUCHER.c.packing_slip_id == SLIP_LINE.c.packing_slip_id).where(back)
        for part in moved(key, into, kinds.RETURNS_RECEIVED, SLIP_LINE.c.cost_amount)
    ]
    wrong = uneven(VOUCHER.c.packing_slip_id, ENTRY.c.posting_type, *sent, *received).subquery()
    broken = select(SLIP.c.number).join(wrong, wrong.c.key == SLIP.c.id).distinct()
    statement = "A packing slip's voucher moves exactly the cost of its lines, into and out of stock or to the scrap."
    return Law("returns 3.7 slip kinds", statement, rows_of(SLIP), broken)


def _payments() -> Law:
    due = moved(PAYMENT.c.id, PostingType.BANK, PostingType.RECEIVABLES, PAYMENT.c.amount)
    broken = uneven(VOUCHER.c.payment_id, ENTRY.c.posting_type, *due).distinct()
    statement = "A payment's voucher moves exactly the payment between the bank and the receivables."
    return Law("returns 3.7 payment kinds", statement, rows_of(PAYMENT), broken)


LAWS: tuple[Law, ...] = (_owners(), _entries(), _documents(), _slips(), _payments())
