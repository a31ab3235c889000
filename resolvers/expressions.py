"""Values that the database works out: balances of contracts, what can still be returned, returns of a sale."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, case, func, literal, literal_column, select

from ..models import tables
from ..models.vocabulary import (
    RUNS_GOING_ON,
    BillingType,
    BulkConfirmationStatus,
    DetailKind,
    PostingItemStatus,
    PostingRunKind,
    PostingRunStatus,
    SettlementKind,
    TransactionClass,
    TransactionType,
)
from ..models.within import Within
from ..posting.amounts import ZERO
from ..posting.goods.away import given_up_quantity
from ..posting.returns.claims import SELLS_GOODS, claimed_quantity

Condition = ColumnElement[bool]
AFTER_ALL = 2**62  # the place of drafts, which have no row in the ledger yet

_order, _actual, _line = tables.order, tables.actual, tables.invoice_line
_money, _pieces = _actual.c.amount.type, _line.c.quantity.type


def open_unbilled() -> Condition:
    """Open unbilled sales: neither reversed nor a reversal (project-invoicing L14)."""
    table = tables.actual
    return (
        (table.c.transaction_type == TransactionType.UNBILLED_SALES)
        & table.c.reverses_id.is_(None)
        & table.c.reversed_by_id.is_(None)
    )


def _sum_of_actuals(*conditions: Condition) -> ScalarSelect[Decimal]:
    total = func.coalesce(func.sum(_actual.c.amount, type_=_money), literal(ZERO, _money), type_=_money)
    chargeable = _actual.c.billing_type == BillingType.CHARGEABLE
    statement = select(total).where(_actual.c.order_id == _order.c.id, chargeable, *conditions)
    return statement.correlate(_order).scalar_subquery()


BILLED_AMOUNT = _sum_of_actuals(_actual.c.transaction_type == TransactionType.BILLED_SALES)
BACKLOG_AMOUNT = _sum_of_actuals(open_unbilled(), _actual.c.transaction_class != TransactionClass.RETAINER)

_claimed, _given_up = (
    func.coalesce(quantity_of(_line.c.id), literal(ZERO, _pieces), type_=_pieces)
    for quantity_of in (claimed_quantity, given_up_quantity)
)
_posted = (
    select(tables.invoice.c.posted_at)
    .where(tables.invoice.c.id == _line.c.invoice_id)
    .correlate(_line)
    .scalar_subquery()
)
RETURNABLE_QUANTITY = case(  # without brackets, the deepest part first: SQLite's parser is shallow
    (
        SELLS_GOODS & (_line.c.quantity > ZERO) & _posted.is_not(None),
        -_claimed + _line.c.quantity + -_given_up,
    ),
    else_=literal(ZERO, _pieces),
)

_detail, _corrected = tables.invoice_line_detail, tables.invoice_line_detail.alias("corrected_detail")
ORIGINAL_LINE = (
    select(_corrected.c.invoice_line_id)
    .where(_corrected.c.id == _detail.c.original_detail_id, _corrected.c.kind == DetailKind.PRODUCT)
    .correlate(_detail)
    .scalar_subquery()
)

_earlier_document, _later_document = tables.invoice.alias("earlier_document"), tables.invoice.alias("later_document")
_later, _first = tables.invoice_line_detail.alias("later"), tables.invoice_line_detail.alias("first")
_credit, _credited_row, _own_row = (
    tables.invoice_line.alias("credit"),
    tables.actual.alias("credited_row"),
    tables.actual.alias("own_row"),
)
_chain = func.coalesce(_detail.c.first_detail_id, _detail.c.id)
_last_row = select(func.max(_own_row.c.id)).where(_own_row.c.invoice_line_detail_id == _detail.c.id).scalar_subquery()
_corrections = (
    select(_later.c.invoice_id)
    .select_from(_detail)
    .join(_later, (_later.c.first_detail_id == _chain) & (_later.c.id > _detail.c.id))
    .where(_detail.c.invoice_id == _earlier_document.c.id)
    .correlate(_earlier_document)
)
_credits = (
    select(_credit.c.invoice_id)
    .select_from(_detail)
    .join(_first, _first.c.id == _chain)
    .join(_credit, _credit.c.credits_line_id == _first.c.invoice_line_id)
    .join(_credited_row, _credited_row.c.invoice_line_id == _credit.c.id)
    .where(_detail.c.invoice_id == _earlier_document.c.id, _credit.c.return_order_line_id.is_not(None))
    .where(_credited_row.c.id > _last_row)
    .correlate(_earlier_document)
)
_position = select(func.min(_own_row.c.id)).where(_own_row.c.invoice_id == _later_document.c.id).scalar_subquery()
CORRECTED_BY = (  # which documents correct or credit a line of a document's chains after it, at any remove
    select(
        _earlier_document.c.id.label("corrects_id"),
        _later_document.c.id.label("invoice_id"),
        func.coalesce(_position, AFTER_ALL).label("position"),
    )
    .select_from(_earlier_document)
    .join(_later_document, Within(_later_document.c.id, _corrections.union_all(_credits).scalar_subquery()))
    .subquery("corrected_by")
)

_returned, _sold = tables.return_order_line, tables.sales_order_line
RETURNS_OF_SALES = (
    select(_sold.c.order_id.label("sales_order_id"), _returned.c.order_id.label("return_order_id"))
    .join(_line, _line.c.id == _returned.c.original_invoice_line_id)
    .join(_sold, _sold.c.id == _line.c.sales_order_line_id)
    .distinct()
    .subquery("returns_of_sales")
)

_link = tables.actual_connection
CONNECTION_ENDS = (
    select(_link.c.id, _link.c.actual_id.label("owner_id"), _link.c.role, _link.c.other_id, _link.c.other_role)
    .union_all(select(_link.c.id, _link.c.other_id, _link.c.other_role, _link.c.actual_id, _link.c.role))
    .subquery("connection_ends")
)


_retainer = tables.retainer
RETAINER_AMOUNT = case(
    (_retainer.c.billed_amount != ZERO, _retainer.c.billed_amount), else_=_retainer.c.contract_amount
)


_replacing = tables.order.alias("replacing")
REPLACEMENT_ORDER = (
    select(func.max(_replacing.c.id))
    .where(_replacing.c.replaces_for_id == _order.c.id)
    .correlate(_order)
    .scalar_subquery()
)

_invoice = tables.invoice
OPEN_AMOUNT = case(
    (_invoice.c.posted_at.is_not(None), _invoice.c.total_amount - _invoice.c.settled_amount),
    else_=literal(ZERO, _money),
)

_entry = tables.voucher_entry
_is_debit = case((_entry.c.is_correction, _entry.c.amount < ZERO), else_=_entry.c.amount > ZERO)
DEBIT = case((_is_debit, _entry.c.amount), else_=literal(ZERO, _money))
CREDIT = case((_is_debit, literal(ZERO, _money)), else_=-_entry.c.amount)

_settled = tables.settlement
_kind = case(
    (_settled.c.payment_id.is_not(None), SettlementKind.PAYMENT),
    (_settled.c.debit_invoice_id.is_(None) | _settled.c.credit_invoice_id.is_(None), SettlementKind.WRITE_OFF),
    else_=SettlementKind.MATCH,
)


_release = _settled.alias("release")
_two, _one = (literal_column(digit, Integer) for digit in "21")  # no parameters, or no index knew them (0012)


def _as_debit(key: ColumnElement[Any]) -> ColumnElement[Any]:
    return key * _two


def _as_credit(key: ColumnElement[Any]) -> ColumnElement[Any]:
    return key * _two + _one


def _ends(
    key: Callable[[ColumnElement[Any]], ColumnElement[Any]], mine: ColumnElement[Any], other: ColumnElement[Any]
) -> Select[Any]:
    """Settlements as the documents on one of their sides see them, each under the `key` of that side."""
    released_by = select(key(_release.c.id)).where(_release.c.releases_id == _settled.c.id)
    return select(
        key(_settled.c.id).label("id"),
        _settled.c.id.label("settlement_id"),
        mine.label("invoice_id"),
        other.label("other_id"),
        key(_settled.c.releases_id).label("releases_id"),
        released_by.correlate(_settled).scalar_subquery().label("released_by_id"),
        _kind.label("kind"),
        *(_settled.c[name] for name in ("date", "amount", "payment_id", "reason")),
    ).where(mine.is_not(None))


_debit_id, _credit_id = _settled.c.debit_invoice_id, _settled.c.credit_invoice_id
SETTLEMENT_ENDS = (
    _ends(_as_debit, _debit_id, _credit_id)
    .union_all(_ends(_as_credit, _credit_id, _debit_id))
    .subquery("settlement_ends")
)

_run, _item = tables.posting_run, tables.posting_run_item
_earlier = _item.alias("earlier")
_status = case(
    (
        (_item.c.status == PostingItemStatus.WAITING)
        & (_run.c.status == PostingRunStatus.EXECUTING)
        & ~select(_earlier.c.id)
        .where(_earlier.c.run_id == _item.c.run_id, _earlier.c.position < _item.c.position)
        .where(_earlier.c.status == PostingItemStatus.WAITING)
        .exists(),
        BulkConfirmationStatus.PROCESSING,
    ),
    (
        (_item.c.status == PostingItemStatus.WAITING) & _run.c.status.in_(RUNS_GOING_ON),
        BulkConfirmationStatus.SCHEDULED,
    ),
    (_item.c.status == PostingItemStatus.EXECUTED, BulkConfirmationStatus.COMPLETE),
    (
        (_item.c.status == PostingItemStatus.CONTAINS_ERRORS) & _invoice.c.posted_at.is_(None),
        BulkConfirmationStatus.FAILED,
    ),
)


def _last_confirmation(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    """A value of the last item that was to confirm an invoice."""
    return (
        select(column)
        .select_from(_item)
        .join(_run, _run.c.id == _item.c.run_id)
        .where(_item.c.invoice_id == _invoice.c.id, _run.c.kind == PostingRunKind.CONFIRM_INVOICES)
        .order_by(_item.c.id.desc())
        .limit(1)
        .correlate(_invoice)
        .scalar_subquery()
    )


BULK_CONFIRMATION_STATUS = _last_confirmation(_status)
BULK_CONFIRMATION_PROBLEMS = case((_invoice.c.posted_at.is_(None), _last_confirmation(_item.c.problems)))
