"""Values that the database works out: balances of contracts, what can still be returned, returns of a sale."""

from decimal import Decimal

from sqlalchemy import ScalarSelect, case, func, literal, select

from ..models import tables
from ..models.vocabulary import BillingType, TransactionClass, TransactionType
from ..posting.amounts import ZERO
from ..posting.service.loading_sales import claimed_quantity
from .filters import Condition, open_unbilled

_order, _actual, _line = tables.order, tables.actual, tables.invoice_line
_money, _pieces = _actual.c.amount.type, _line.c.quantity.type


def _sum_of_actuals(*conditions: Condition) -> ScalarSelect[Decimal]:
    total = func.coalesce(func.sum(_actual.c.amount, type_=_money), literal(ZERO, _money), type_=_money)
    chargeable = _actual.c.billing_type == BillingType.CHARGEABLE
    statement = select(total).where(_actual.c.order_id == _order.c.id, chargeable, *conditions)
    return statement.correlate(_order).scalar_subquery()


BILLED_AMOUNT = _sum_of_actuals(_actual.c.transaction_type == TransactionType.BILLED_SALES)
BACKLOG_AMOUNT = _sum_of_actuals(open_unbilled(), _actual.c.transaction_class != TransactionClass.RETAINER)

_claimed = func.coalesce(claimed_quantity(_line.c.id), literal(ZERO, _pieces), type_=_pieces)
RETURNABLE_QUANTITY = case(
    (_line.c.sales_order_line_id.is_not(None) & (_line.c.quantity > ZERO), _line.c.quantity - _claimed),
    else_=literal(ZERO, _pieces),
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

INVOICE_CURRENCY = (
    select(tables.invoice.c.currency)
    .where(tables.invoice.c.id == _line.c.invoice_id)
    .correlate(_line)
    .scalar_subquery()
)
DETAIL_CURRENCY = (
    select(tables.invoice.c.currency)
    .where(tables.invoice.c.id == tables.invoice_line_detail.c.invoice_id)
    .correlate(tables.invoice_line_detail)
    .scalar_subquery()
)
SALES_LINE_CURRENCY = (
    select(_order.c.currency).where(_order.c.id == _sold.c.order_id).correlate(_sold).scalar_subquery()
)
CONTRACT_LINE_CURRENCY = (
    select(_order.c.currency)
    .where(_order.c.id == tables.contract_line.c.order_id)
    .correlate(tables.contract_line)
    .scalar_subquery()
)

_disposition = tables.disposition_code
DISPOSITION_CODE = (
    select(_disposition.c.code)
    .where(_disposition.c.id == _returned.c.disposition_code_id)
    .correlate(_returned)
    .scalar_subquery()
)
DISPOSITION_ACTION = (
    select(_disposition.c.action)
    .where(_disposition.c.id == _returned.c.disposition_code_id)
    .correlate(_returned)
    .scalar_subquery()
)
