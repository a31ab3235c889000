"""Laws of documents: their sums, their dates, and whose they are (returns 3.5, 6; project-invoicing 3.5)."""

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, literal, or_, select, union_all

from ...models import tables
from ...models.vocabulary import BillingType, DetailKind, InvoiceStatus, OrderType, TransactionClass
from ..amounts import ZERO
from ..planners.projects.retainers import RETAINED
from ..rules.grammar import WORK
from .law import INVOICE, LINE, MONEY, ORDER, POSTED, Law, added, counted, or_zero, rows_of, sum_of

CHARGE, DETAIL, OF_ORDER, LINK = (
    tables.invoice_charge,
    tables.invoice_line_detail,
    tables.invoice_order,
    tables.invoice_correction,
)
CHARGEABLE = DETAIL.c.billing_type == BillingType.CHARGEABLE
Sums = dict[str, ColumnElement[Any]]


def _sums() -> Law:
    lines = added(LINE.c.invoice_id, net=LINE.c.net_amount, tax=LINE.c.tax_amount)
    charges = added(CHARGE.c.invoice_id, net=CHARGE.c.amount, tax=CHARGE.c.tax_amount)
    net, tax = (or_zero(lines.c[name]) + or_zero(charges.c[name]) for name in ("net", "tax"))
    broken = (
        select(INVOICE.c.id)
        .outerjoin(lines, lines.c.key == INVOICE.c.id)
        .outerjoin(charges, charges.c.key == INVOICE.c.id)
        .where(
            or_(
                INVOICE.c.net_amount != net,
                INVOICE.c.tax_amount != tax,
                INVOICE.c.total_amount != INVOICE.c.net_amount + INVOICE.c.tax_amount,
            )
        )
    )
    statement = "An invoice's net and tax are those of its lines and charges, and its total is both together."
    return Law("returns 7 invoice = lines", statement, rows_of(INVOICE), broken)


def _line_totals() -> Law:
    broken = select(LINE.c.id).where(LINE.c.total_amount != LINE.c.net_amount + LINE.c.tax_amount)
    return Law("returns 7 line totals", "A line's total is its net and its tax.", rows_of(LINE), broken)


def _of_details(key: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Subquery:
    """What chargeable details total, and those of them that correct."""

    def when(condition: ColumnElement[bool], amount: Any) -> Any:
        return sum_of(case((condition, amount), else_=literal(ZERO, MONEY)))

    corrects = and_(CHARGEABLE, DETAIL.c.correction.is_(True))
    return (
        select(
            key.label("key"),
            when(CHARGEABLE, DETAIL.c.invoice_amount).label("net"),
            when(CHARGEABLE, DETAIL.c.invoice_tax_amount).label("tax"),
            when(corrects, DETAIL.c.extended_amount).label("corrected"),
            when(corrects, DETAIL.c.previous_amount + DETAIL.c.previous_tax_amount).label("previous"),
            func.max(case((DETAIL.c.correction.is_(True), 1), else_=0)).label("corrects"),
        )
        .where(*conditions)
        .group_by(key)
        .subquery()
    )


def _project_lines() -> Law:
    details = _of_details(DETAIL.c.invoice_line_id)
    broken = (
        select(LINE.c.id)
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .outerjoin(details, details.c.key == LINE.c.id)
        .where(INVOICE.c.contract_id.is_not(None))
        .where(
            or_(
                LINE.c.net_amount != or_zero(details.c.net),
                LINE.c.tax_amount != or_zero(details.c.tax),
                LINE.c.cost_amount != ZERO,
                LINE.c.discount_amount != ZERO,
            )
        )
    )
    statement = "A line of a project invoice totals what its chargeable details add to the invoice."
    looked_at = select(func.count()).select_from(LINE).join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
    return Law("2.3 line = details", statement, looked_at.where(INVOICE.c.contract_id.is_not(None)), broken)


def _corrected_totals() -> Law:
    details = _of_details(DETAIL.c.invoice_id)
    corrects = func.coalesce(details.c.corrects, 0) == 1
    broken = (
        select(INVOICE.c.id)
        .outerjoin(details, details.c.key == INVOICE.c.id)
        .where(
            or_(
                and_(corrects, INVOICE.c.corrected_total.is_distinct_from(details.c.corrected)),
                and_(corrects, INVOICE.c.previous_total.is_distinct_from(details.c.previous)),
                and_(~corrects, or_(INVOICE.c.corrected_total.is_not(None), INVOICE.c.previous_total.is_not(None))),
            )
        )
    )
    statement = "A corrective invoice says what its chargeable corrections total and what they were before."
    return Law("2.3 corrected totals", statement, rows_of(INVOICE), broken)


def _line_numbers() -> Law:
    of_sales = INVOICE.c.contract_id.is_(None)
    looked_at = select(func.count()).select_from(LINE).join(INVOICE, INVOICE.c.id == LINE.c.invoice_id).where(of_sales)
    broken = (
        select(INVOICE.c.id)
        .join(LINE, LINE.c.invoice_id == INVOICE.c.id)
        .where(of_sales)
        .group_by(INVOICE.c.id)
        .having(or_(func.min(LINE.c.line_number) != 1, func.max(LINE.c.line_number) != func.count()))
    )
    statement = "Lines of a sales document are numbered from 1 without a gap."
    return Law("returns 7 line numbers", statement, looked_at, broken)


def _placed_details() -> Law:
    kinds = (DetailKind.MILESTONE, DetailKind.PRODUCT)
    alike = [and_(DETAIL.c.kind == kind, DETAIL.c.transaction_class == str(kind)) for kind in kinds]
    alike.append(and_(DETAIL.c.kind == DetailKind.TRANSACTION, DETAIL.c.transaction_class.in_(WORK)))
    retained = DETAIL.c.transaction_class == TransactionClass.RETAINER
    alike.append(and_(DETAIL.c.kind.in_(sorted(RETAINED)), retained))
    alike.append(and_(DETAIL.c.kind == DetailKind.CHARGE, DETAIL.c.transaction_class == TransactionClass.FEE))
    broken = (
        select(DETAIL.c.id)
        .outerjoin(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
        .where(or_(LINE.c.invoice_id.is_distinct_from(DETAIL.c.invoice_id), ~or_(*alike)))
    )
    statement = "A detail stands on a line of its own invoice, and its class is one of its kind."
    return Law("2.3 detail on its line", statement, rows_of(DETAIL), broken)


def _posted() -> Law:
    """A draft has no number, a posted document all that a draft lacks."""
    stamps = (INVOICE.c.number, INVOICE.c.invoice_date, INVOICE.c.due_date)
    ended = INVOICE.c.status.in_([InvoiceStatus.CONFIRMED, InvoiceStatus.PAID])
    returned = counted(LINE.c.invoice_id, LINE.c.return_order_line_id.is_not(None))
    other_day = func.coalesce(INVOICE.c.document_date, INVOICE.c.invoice_date) != INVOICE.c.invoice_date
    drafted = or_(INVOICE.c.contract_id.is_not(None), INVOICE.c.has_corrections)
    broken = (
        select(INVOICE.c.id)
        .outerjoin(returned, returned.c.key == INVOICE.c.id)
        .where(
            or_(
                and_(POSTED, or_(*(one.is_(None) for one in stamps), ~ended)),
                and_(~POSTED, or_(INVOICE.c.number.is_not(None), ended, INVOICE.c.settled_amount != ZERO)),
                and_(POSTED, INVOICE.c.due_date < INVOICE.c.invoice_date),
                and_(POSTED, returned.c.key.is_(None), ~drafted, other_day),
            )
        )
    )
    statement = (
        "A document is numbered exactly where it is posted, and then dated and due; it is due no earlier than it is "
        "dated, and its document has another date only where it takes something back or was a draft."
    )
    return Law("returns 3.5 posted", statement, rows_of(INVOICE), broken)


def _parties() -> Law:
    """Who pays for a contract is set when it is made."""
    share = tables.contract_customer
    of_contract = ORDER.c.type == OrderType.PROJECT_CONTRACT
    pays = and_(share.c.order_id == ORDER.c.id, share.c.customer_id == INVOICE.c.customer_id)
    stranger = and_(ORDER.c.customer_id != INVOICE.c.customer_id, share.c.id.is_(None))
    contract = case((of_contract, ORDER.c.id))
    is_bare = and_(~POSTED, INVOICE.c.contract_id.is_(None), ~exists().where(DETAIL.c.invoice_id == INVOICE.c.id))
    broken = (
        select(INVOICE.c.id)
        .outerjoin(OF_ORDER, OF_ORDER.c.invoice_id == INVOICE.c.id)
        .outerjoin(ORDER, ORDER.c.id == OF_ORDER.c.order_id)
        .outerjoin(share, pays)
        .where(
            or_(
                and_(ORDER.c.id.is_(None), ~is_bare),  # a correction of which all was taken off again is about nothing
                stranger,
                ORDER.c.currency != INVOICE.c.currency,
                INVOICE.c.contract_id.is_distinct_from(contract),
            )
        )
    )
    statement = "A document bills orders in its own currency, of its own customer or a contract that it has a share of."
    return Law("returns 3.13 parties", statement, rows_of(INVOICE), broken)


def _corrects() -> Law:
    """From both ends: the links of a document, and what its lines and details credit or correct."""
    credited, corrected = LINE.alias("credited"), DETAIL.alias("corrected")
    back = and_(LINE.c.invoice_id == INVOICE.c.id, LINE.c.quantity < ZERO)
    lines = (
        select(INVOICE.c.number, LINE.c.invoice_id, credited.c.invoice_id.label("corrects_id"), literal(1).label("due"))
        .select_from(LINE)
        .join(INVOICE, back)
        .join(credited, credited.c.id == LINE.c.credits_line_id)
        .where(POSTED)
    )
    details = (
        select(INVOICE.c.number, DETAIL.c.invoice_id, corrected.c.invoice_id, literal(1))
        .select_from(DETAIL)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .join(corrected, corrected.c.id == DETAIL.c.original_detail_id)
        .where(POSTED)
    )
    linked = (
        select(INVOICE.c.number, LINK.c.invoice_id, LINK.c.corrects_id, literal(0))
        .select_from(LINK)
        .join(INVOICE, INVOICE.c.id == LINK.c.invoice_id)
        .where(POSTED)
    )
    both = union_all(lines, details, linked).subquery()
    one_sided = or_(func.min(both.c.due) == 1, func.max(both.c.due) == 0)
    uneven = select(both.c.number).group_by(both.c.number, both.c.invoice_id, both.c.corrects_id).having(one_sided)
    broken = select(uneven.subquery().c.number).distinct()
    statement = "A posted document corrects exactly the documents whose lines it credits or whose details it corrects."
    return Law("returns 1.4 corrects", statement, rows_of(LINK), broken)


LAWS: tuple[Law, ...] = (
    _sums(),
    _line_totals(),
    _line_numbers(),
    _project_lines(),
    _corrected_totals(),
    _placed_details(),
    _posted(),
    _parties(),
    _corrects(),
)
