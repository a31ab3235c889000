"""Writes the documents of plans: headers, lines and charges first, their numbers and dates last."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...models import tables
from ...models.together import Together
from ..amounts import ZERO
from ..command.transaction import Transaction
from ..planned.documents import PlannedCharge, PlannedLine
from .keyed import Keyed

HEADER_COLUMNS = (
    "id",
    "document_type",
    "status",
    "version",
    "customer_id",
    "currency",
    "created_at",
    "net_amount",
    "tax_amount",
    "total_amount",
    "has_corrections",
    "settled_amount",
    "contract_id",
    "corrected_total",
    "previous_total",
    "reason",
    "cancels_id",
    "created_by_id",
)
NUMBERED_COLUMNS = (
    "number",
    "document_type",
    "invoice_date",
    "document_date",
    "due_date",
    "bill_to_number",
    "bill_to_name",
    "bill_to_tax_number",
    "bill_to_terms_days",
    "settled_amount",
    "posted_at",
    "posted_by_id",
)
LINE_COLUMNS = (
    "id",
    "invoice_id",
    "line_number",
    "description",
    "product_id",
    "quantity",
    "unit_price",
    "discount_percent",
    "tax_rate",
    "net_amount",
    "tax_amount",
    "total_amount",
    "discount_amount",
    "cost_amount",
    "sales_order_line_id",
    "return_order_line_id",
    "returned_quantity",
    "released_quantity",
    "credits_line_id",
    "contract_line_id",
    "tax_code_id",
    "supplied_on",
)
CHARGE_COLUMNS = (
    "invoice_id",
    "invoice_line_id",
    "return_charge_id",
    "description",
    "amount",
    "tax_amount",
    "tax_code_id",
    "tax_rate",
)
TAX_COLUMNS = (
    "invoice_id",
    "position",
    "tax_code_id",
    "category",
    "rate",
    "base",
    "amount",
    "exemption_reason",
    "exemption_reason_code",
    "first_supply",
    "last_supply",
    "account",
)


def write_documents(transaction: Transaction, together: Together, written: Sequence[Keyed]) -> None:
    """Write the documents, each of which is its plan's draft or new."""
    new = [(key, one) for key, one in _with_document(written) if one.plan.draft_id is None]
    headers = [_header_row(transaction, key, one) for key, one in new]
    together.append(tables.invoice, HEADER_COLUMNS, headers)
    orders = [(key, order_id) for key, one in new for order_id in one.plan.order_ids]
    together.append(tables.invoice_order, ("invoice_id", "order_id"), orders)
    corrects = [(key, other) for key, one in new for other in one.plan.corrects]
    together.append(tables.invoice_correction, ("invoice_id", "corrects_id"), corrects)
    lines = [row for key, one in new for row in _line_rows(key, one)]
    together.append(tables.invoice_line, LINE_COLUMNS, lines)
    charges = [
        _charge_row(key, charge, one.line_ids) for key, one in _with_document(written) for charge in one.plan.charges
    ]
    together.append(tables.invoice_charge, CHARGE_COLUMNS, charges)
    taxes = [
        (key, position, *row) for key, one in _with_document(written) for position, row in enumerate(one.plan.taxes, 1)
    ]
    together.append(tables.invoice_tax, TAX_COLUMNS, taxes)


def _lines(one: Keyed) -> Sequence[PlannedLine]:
    return one.plan.lines if one.plan.cancellation is None else one.plan.cancellation.lines


def number_documents(transaction: Transaction, together: Together, written: Sequence[Keyed]) -> None:
    """Number and date the documents: from here on the database refuses to change them."""
    rows = [_number_row(transaction, key, one) for key, one in _with_document(written)]
    together.change(tables.invoice, NUMBERED_COLUMNS, rows)


def _with_document(written: Sequence[Keyed]) -> Iterator[tuple[int, Keyed]]:
    return ((one.invoice_id, one) for one in written if one.invoice_id is not None)


def _number_row(transaction: Transaction, key: int, one: Keyed) -> tuple[object, ...]:
    plan = one.plan
    dates = (plan.invoice_date, plan.document_date, plan.due_date)
    assert plan.bill_to is not None, "the door says whom a document is addressed to"
    to = (plan.bill_to.number, plan.bill_to.name, plan.bill_to.tax_number, plan.bill_to.terms_days)
    posted = (transaction.now, transaction.caller.actor_id)
    return (key, one.number, plan.document_type, *dates, *to, plan.settled_amount, *posted)


def _header_row(transaction: Transaction, key: int, one: Keyed) -> tuple[object, ...]:
    plan = one.plan
    amounts = (plan.net_amount, plan.tax_amount, plan.total_amount)
    what = (plan.document_type, plan.posted_status, 1, plan.customer_id, plan.currency, transaction.now)
    taken_back, by = plan.cancellation, transaction.caller.actor_id
    if taken_back is None:
        return (key, *what, *amounts, False, 0, *[None] * 5, by)
    corrected = (taken_back.corrected_total, taken_back.previous_total, taken_back.reason, taken_back.document_id)
    return (key, *what, *amounts, True, 0, taken_back.contract_id, *corrected, by)


def _line_rows(invoice_id: int, one: Keyed) -> Iterator[tuple[object, ...]]:
    moved = {
        (change.key, change.field): change.after - change.before
        for change in one.plan.changes
        if change.subject == "ReturnOrderLine"
        if isinstance(change.before, Decimal) and isinstance(change.after, Decimal)
    }
    for key, line in zip(one.line_ids, _lines(one), strict=True):
        returned = line.return_order_line_id
        names = ("invoiced_quantity", "released_quantity")
        parts = (None, None) if returned is None else tuple(moved.get((returned, name), ZERO) for name in names)
        yield _line_row(key, invoice_id, line, *parts)


def _line_row(
    key: int, invoice_id: int, line: PlannedLine, returned: Decimal | None, released: Decimal | None
) -> tuple[object, ...]:
    return (
        key,
        invoice_id,
        line.line_number,
        line.description,
        line.product_id,
        line.quantity,
        line.unit_price,
        line.discount_percent,
        line.tax_rate,
        line.net_amount,
        line.tax_amount,
        line.net_amount + line.tax_amount,
        line.discount_amount,
        line.cost_amount,
        line.sales_order_line_id,
        line.return_order_line_id,
        returned,
        released,
        line.credits_line_id,
        line.contract_line_id,
        line.taxed_as.code_id,
        line.taxed_as.day,
    )


def _charge_row(invoice_id: int, charge: PlannedCharge, line_ids: Sequence[int]) -> tuple[object, ...]:
    line = None if charge.document_line is None else line_ids[charge.document_line]
    taxed = charge.taxed_as
    amounts = (charge.amount, charge.tax_amount)
    return invoice_id, line, charge.return_charge_id, charge.description, *amounts, taxed.code_id, taxed.rate
