"""What a record has from the one that it belongs to: a line the currency of its document, a return its disposition."""

from sqlalchemy import FromClause

from ..models import tables
from .expressions import SETTLEMENT_ENDS
from .reading.sources import Expression, Inherited


def _of_invoice(home: FromClause, key: Expression) -> Inherited:
    return Inherited(home, key, tables.invoice, tables.invoice.c.currency)


def _of_order(home: FromClause, key: Expression) -> Inherited:
    return Inherited(home, key, tables.order, tables.order.c.currency)


LINE_CURRENCY = _of_invoice(tables.invoice_line, tables.invoice_line.c.invoice_id)
DETAIL_CURRENCY = _of_invoice(tables.invoice_line_detail, tables.invoice_line_detail.c.invoice_id)
CHARGE_CURRENCY = _of_invoice(tables.invoice_charge, tables.invoice_charge.c.invoice_id)
PAYMENT_CURRENCY = _of_invoice(tables.payment, tables.payment.c.invoice_id)
SETTLEMENT_CURRENCY = _of_invoice(SETTLEMENT_ENDS, SETTLEMENT_ENDS.c.invoice_id)

SALES_LINE_CURRENCY = _of_order(tables.sales_order_line, tables.sales_order_line.c.order_id)
CONTRACT_LINE_CURRENCY = _of_order(tables.contract_line, tables.contract_line.c.order_id)
RETAINER_CURRENCY = _of_order(tables.retainer, tables.retainer.c.order_id)
MILESTONE_CURRENCY = Inherited(
    tables.milestone, tables.milestone.c.contract_line_id, tables.contract_line, CONTRACT_LINE_CURRENCY
)
SLIP_LINE_CURRENCY = Inherited(
    tables.packing_slip_line,
    tables.packing_slip_line.c.packing_slip_id,
    tables.packing_slip,
    _of_order(tables.packing_slip, tables.packing_slip.c.order_id),
)
ENTRY_CURRENCY = Inherited(
    tables.voucher_entry, tables.voucher_entry.c.voucher_id, tables.voucher, tables.voucher.c.currency
)

_returned, _disposition = tables.return_order_line, tables.disposition_code
DISPOSITION_CODE = Inherited(_returned, _returned.c.disposition_code_id, _disposition, _disposition.c.code)
DISPOSITION_ACTION = Inherited(_returned, _returned.c.disposition_code_id, _disposition, _disposition.c.action)
