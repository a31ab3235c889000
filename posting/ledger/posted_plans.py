"""The plan of a posting that was carried out before, read back from the books.

What a plan wrote stands in the books for ever: lines, ledger rows, charges and vouchers. What does not is kept in the
call's record, so that a repeated call is answered with the very same plan.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, select

from ...models import tables
from ...models.rows import read_all, read_one
from ...models.vocabulary import BillingType
from ..amounts import ZERO
from ..command.plan_records import PlanRecord, moved
from ..command.records import InvoiceRow, OrderRow
from ..plan import Plan
from ..planned.documents import PlannedCancellation, PlannedCharge, PlannedLine
from ..planned.packing_slips import SlipPlan
from ..planned.rows import PlannedActual
from ..planned.settlements import PlannedRefund
from ..planned.vouchers import Entry
from ..taxes.breakdown import TaxRow
from .copied import copied_papers
from .records import ActualRow, BreakdownRow, ChargeRow, DetailRow, OrderLineRow, SlipRow

INVOICE, LINE, DETAIL = tables.invoice, tables.invoice_line, tables.invoice_line_detail
CHARGE, ACTUAL, TAX = tables.invoice_charge, tables.actual, tables.invoice_tax
VOUCHER, ENTRY = tables.voucher, tables.voucher_entry
SOLD, RETURNED, SLIP = tables.sales_order_line, tables.return_order_line, tables.packing_slip


def posted_document(connection: Connection, invoice_id: int, record: PlanRecord, slips: Sequence[int] = ()) -> Plan:
    """The plan that a posted document was written from; `slips` are the packing slips that were posted with it."""
    invoice = read_one(connection, select(INVOICE).where(INVOICE.c.id == invoice_id), InvoiceRow)
    keys, lines = _lines(connection, invoice)
    return Plan(
        document_type=invoice.document_type,
        order_ids=(),
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        invoice_date=invoice.invoice_date,
        document_date=invoice.document_date,
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        lines=lines,
        actuals=tuple(_actuals(connection, invoice_id)),
        changes=tuple(moved(record)),
        due_date=invoice.due_date,
        charges=tuple(_charges(connection, invoice_id, keys)),
        taxes=tuple(_taxes(connection, invoice_id)),
        entries=_entries(connection, VOUCHER.c.invoice_id == invoice_id),
        settlements=record.settlements,
        refund=None if record.refund is None else PlannedRefund(record.refund, ()),
        slips=tuple(_slips(connection, invoice, slips)),
        warnings=record.warnings,
        papers=copied_papers(connection, [invoice_id]).get(invoice_id),
        cancellation=None if invoice.cancels_id is None else PlannedCancellation(invoice.cancels_id),
    )


def closed_order(connection: Connection, order_id: int, record: PlanRecord, slips: Sequence[int] = ()) -> Plan:
    """The plan of an order that closed without a document."""
    order = read_one(connection, select(tables.order).where(tables.order.c.id == order_id), OrderRow)
    return Plan(
        document_type=None,
        order_ids=(order_id,),
        customer_id=order.customer_id,
        currency=order.currency,
        invoice_date=None,
        document_date=None,
        net_amount=ZERO,
        tax_amount=ZERO,
        changes=tuple(moved(record)),
        slips=tuple(_slips(connection, order, slips)),
        warnings=record.warnings,
    )


def _lines(connection: Connection, invoice: InvoiceRow) -> tuple[list[int], tuple[PlannedLine, ...]]:
    """The keys and the lines of a document, in their order; of a project invoice a line is a detail."""
    if invoice.contract_id is not None:
        of_invoice = select(DETAIL).where(DETAIL.c.invoice_id == invoice.id).order_by(DETAIL.c.id)
        details = read_all(connection, of_invoice, DetailRow)
        found = [(row.id, _detail_line(number, row)) for number, row in enumerate(details, 1)]
    else:
        number = SOLD.c.line_number.label("sold_number"), RETURNED.c.line_number.label("returned_number")
        statement = (
            select(LINE, *number)
            .outerjoin(SOLD, SOLD.c.id == LINE.c.sales_order_line_id)
            .outerjoin(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
            .where(LINE.c.invoice_id == invoice.id)
            .order_by(LINE.c.line_number)
        )
        found = [(row.id, _order_line(row)) for row in read_all(connection, statement, OrderLineRow)]
    return [key for key, _ in found], tuple(line for _, line in found)


def _order_line(row: OrderLineRow) -> PlannedLine:
    return PlannedLine(
        line_number=row.line_number,
        order_line_number=row.sold_number if row.returned_number is None else row.returned_number,
        description=row.description,
        product_id=row.product_id,
        quantity=row.quantity,
        unit_price=row.unit_price,
        discount_percent=row.discount_percent,
        tax_rate=row.tax_rate,
        net_amount=row.net_amount,
        tax_amount=row.tax_amount,
        discount_amount=row.discount_amount,
        cost_amount=row.cost_amount,
        sales_order_line_id=row.sales_order_line_id,
        return_order_line_id=row.return_order_line_id,
        credits_line_id=row.credits_line_id,
    )


def _detail_line(number: int, row: DetailRow) -> PlannedLine:
    is_charged = row.billing_type is BillingType.CHARGEABLE
    return PlannedLine(
        line_number=number,
        order_line_number=None,
        description=row.description,
        product_id=None,
        quantity=row.quantity - (row.previous_quantity or ZERO),
        unit_price=row.unit_price,
        discount_percent=ZERO,
        tax_rate=ZERO,
        net_amount=row.invoice_amount if is_charged else ZERO,
        tax_amount=row.invoice_tax_amount if is_charged else ZERO,
        discount_amount=ZERO,
        cost_amount=ZERO,
    )


def _actuals(connection: Connection, invoice_id: int) -> Iterator[PlannedActual]:
    statement = select(ACTUAL).where(ACTUAL.c.invoice_id == invoice_id).order_by(ACTUAL.c.id)
    rows = read_all(connection, statement, ActualRow)
    first = rows[0].id if rows else 0
    for row in rows:
        reverses = row.reverses_id
        own = None if reverses is None or reverses < first else reverses - first  # a row of the same posting
        yield PlannedActual(
            position=row.id - first,
            transaction_type=row.transaction_type,
            transaction_class=row.transaction_class,
            billing_type=row.billing_type,
            description=row.description,
            transaction_date=row.transaction_date,
            quantity=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
            tax_amount=row.tax_amount,
            rule=row.rule,
            order_id=row.order_id,
            customer_id=row.customer_id,
            currency=row.currency,
            contract_line_id=row.contract_line_id,
            detail_id=row.invoice_line_detail_id,
            reverses=reverses if own is None else None,
            reverses_position=own,
            milestone_id=row.milestone_id,
            retainer_id=row.retainer_id,
        )


def _charges(connection: Connection, invoice_id: int, lines: Sequence[int]) -> Iterator[PlannedCharge]:
    statement = select(CHARGE).where(CHARGE.c.invoice_id == invoice_id).order_by(CHARGE.c.id)
    for row in read_all(connection, statement, ChargeRow):
        line = None if row.invoice_line_id is None else lines.index(row.invoice_line_id)
        yield PlannedCharge(row.return_charge_id, row.description, row.amount, row.tax_amount, line)


def _taxes(connection: Connection, invoice_id: int) -> Iterator[TaxRow]:
    statement = select(TAX).where(TAX.c.invoice_id == invoice_id).order_by(TAX.c.position)
    for row in read_all(connection, statement, BreakdownRow):
        reasons = (row.exemption_reason, row.exemption_reason_code)
        yield TaxRow(row.tax_code_id, row.category, row.rate, row.base, row.amount, *reasons)


def _slips(connection: Connection, owner: InvoiceRow | OrderRow, keys: Sequence[int]) -> Iterator[SlipPlan]:
    for slip in read_all(connection, select(SLIP).where(SLIP.c.id.in_(keys)).order_by(SLIP.c.id), SlipRow):
        entries = _entries(connection, VOUCHER.c.packing_slip_id == slip.id)
        yield SlipPlan(slip.order_id, owner.customer_id, owner.currency, slip.date, (), entries, ())


def _entries(connection: Connection, of_owner: ColumnElement[bool]) -> tuple[Entry, ...]:
    statement = select(ENTRY).join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id).where(of_owner)
    return tuple(read_all(connection, statement.order_by(ENTRY.c.position), Entry))
