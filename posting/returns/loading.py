"""Loads the facts of return orders for the planners, locking what a posting depends on."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.money import minor_unit
from ...models.rows import read_all, read_one, read_pairs
from ...models.vocabulary import DispositionAction, SettlementMode
from ..amounts import ZERO
from ..command.records import OrderRow, ProductRow
from ..plan import SoldLine
from ..planners.sales import facts
from ..sales.loading import documents_of
from ..sales.open_items import open_items
from .lines import lines_of
from .records import ChargeRow, CostedRow, LedgerKeys, MovedRow, ReturnLineRow, SoldLineRow

CLAIM = tables.return_order_line


def load_return_order(
    connection: Connection, order: OrderRow, *, lock: bool, settlement: SettlementMode = SettlementMode.NONE
) -> facts.ReturnOrder:
    """A return order with its lines and the invoice lines that they return.

    Where it is to be written, these are locked in the order of their keys, and then the customer: whoever holds that
    lock decides what is settled on the account.
    """
    customer = tables.customer
    rows = lines_of(connection, order.id)
    keys = sorted({row.original_invoice_line_id for row in rows if row.original_invoice_line_id is not None})
    originals, sales_lines = _load_originals(connection, keys, lock=lock)
    terms = select(customer.c.payment_terms_days).where(customer.c.id == order.customer_id)
    days = read_one(connection, terms.with_for_update(key_share=True) if lock else terms, int)
    charges = _load_charges(connection, order.id)
    slips = _load_slips(connection, [row.id for row in rows])
    replacements = _load_replacements(connection, rows)
    invoices = None if settlement is SettlementMode.AUTOMATIC else {one.invoice_id for one in originals.values()}
    assert order.return_status is not None, "return orders have one"
    return facts.ReturnOrder(
        id=order.id,
        number=order.number,
        return_status=order.return_status,
        status=order.status,
        customer_id=order.customer_id,
        currency=order.currency,
        places=minor_unit(order.currency),
        documents=documents_of(connection, order.id),
        charges=tuple(charges[None]),
        terms_days=days,
        open_items=() if settlement is SettlementMode.NONE else open_items(connection, order.customer_id, invoices),
        lines=tuple(
            facts.ReturnLine(
                id=row.id,
                line_number=row.line_number,
                status=row.return_status,
                action=row.action,
                expected=row.expected_quantity,
                registered=row.registered_quantity,
                received=row.received_quantity,
                invoiced=row.invoiced_quantity,
                released=row.released_quantity,
                product_id=row.product_id,
                description=row.description,
                unit_price=row.unit_price,
                unit_cost=row.unit_cost,
                discount_percent=row.discount_percent,
                tax_rate=row.tax_rate,
                original=originals.get(row.original_invoice_line_id or 0),
                sales_line_id=sales_lines.get(row.original_invoice_line_id or 0),
                slip_cost=slips[row.id].cost_amount if row.id in slips else ZERO,
                cleared=row.id not in slips or slips[row.id].voucher_id is not None,
                moved_on=slips[row.id].date if row.id in slips else None,
                charges=tuple(charges[row.id]),
                replacement=replacements.get(row.id),
            )
            for row in rows
        ),
    )


def _load_charges(connection: Connection, order_id: int) -> dict[int | None, list[facts.Charge]]:
    """Charges by line; those of the order stand under None."""
    charge = tables.return_charge
    found: dict[int | None, list[facts.Charge]] = defaultdict(list)
    statement = select(charge).where(charge.c.order_id == order_id).order_by(charge.c.id)
    for row in read_all(connection, statement, ChargeRow):
        found[row.line_id].append(
            facts.Charge(row.id, row.description, row.category, row.value, row.tax_rate, row.posted)
        )
    return found


def _load_slips(connection: Connection, line_ids: list[int]) -> dict[int, MovedRow]:
    """What the packing slip of each return line says of it."""
    slip, moved, voucher = tables.packing_slip, tables.packing_slip_line, tables.voucher
    statement = (
        select(moved.c.return_order_line_id, moved.c.cost_amount, voucher.c.id.label("voucher_id"), slip.c.date)
        .join(slip, slip.c.id == moved.c.packing_slip_id)
        .outerjoin(voucher, voucher.c.packing_slip_id == moved.c.packing_slip_id)
        .where(moved.c.return_order_line_id.in_(line_ids))
    )
    return {row.return_order_line_id: row for row in read_all(connection, statement, MovedRow)}


def _load_replacements(connection: Connection, rows: Sequence[ReturnLineRow]) -> dict[int, SoldLine]:
    """What each line ships instead, at its own price where that is the same product."""
    wanted = {row.replacement_product_id for row in rows if row.replacement_product_id is not None}
    product = tables.product
    products = read_all(connection, select(product).where(product.c.id.in_(wanted)), ProductRow)
    known = {row.id: row for row in products}
    found = {}
    for row in rows:
        if row.replacement_product_id is None or row.replacement_quantity is None:
            continue
        other = known[row.replacement_product_id]
        same = other.id == row.product_id
        found[row.id] = SoldLine(
            product_id=other.id,
            description=other.name,
            quantity=row.replacement_quantity,
            unit_price=row.unit_price if same else other.sales_price,
            unit_cost=other.cost_price,
            discount_percent=row.discount_percent if same else ZERO,
            tax_rate=row.tax_rate if same else other.tax_rate,
        )
    return found


def _load_originals(
    connection: Connection, keys: list[int], *, lock: bool
) -> tuple[dict[int, facts.OriginalLine], dict[int, int]]:
    """The invoice lines, and the sales order lines that they invoiced, both by the invoice line's key."""
    line, actual = tables.invoice_line, tables.actual
    statement = select(line).where(line.c.id.in_(keys)).order_by(line.c.id)
    asked = statement.with_for_update(key_share=True) if lock else statement
    rows = read_all(connection, asked, SoldLineRow)
    credits = select(line.c.credits_line_id, line.c.quantity).where(line.c.credits_line_id.in_(keys))
    credited: dict[int, Decimal] = defaultdict(Decimal)
    for original, quantity in read_pairs(connection, credits, int, Decimal):
        credited[original] -= quantity
    costed = _costed(connection, keys)
    columns = (actual.c.invoice_line_id, actual.c.id, actual.c.root_id)
    posted = read_all(connection, select(*columns).where(actual.c.invoice_line_id.in_(keys)), LedgerKeys)
    ledger = {row.invoice_line_id: row for row in posted}
    found = {
        row.id: facts.OriginalLine(
            id=row.id,
            invoice_id=row.invoice_id,
            quantity=row.quantity,
            net_amount=row.net_amount,
            tax_amount=row.tax_amount,
            discount_amount=row.discount_amount,
            cost_amount=row.cost_amount,
            credited=credited[row.id],
            costed=costed[row.id],
            actual_id=ledger[row.id].id,
            root_id=ledger[row.id].root_id,
        )
        for row in rows
    }
    return found, {row.id: row.sales_order_line_id for row in rows if row.sales_order_line_id is not None}


def _costed(connection: Connection, keys: list[int]) -> dict[int, Decimal]:
    """Quantity of each invoice line whose cost was taken back: by packing slips, and by credits without goods."""
    code = tables.disposition_code
    statement = (
        select(CLAIM.c.original_invoice_line_id, code.c.action, CLAIM.c.received_quantity, CLAIM.c.invoiced_quantity)
        .join(code, code.c.id == CLAIM.c.disposition_code_id)
        .where(CLAIM.c.original_invoice_line_id.in_(keys))
    )
    found: dict[int, Decimal] = defaultdict(Decimal)
    for row in read_all(connection, statement, CostedRow):
        if row.action is DispositionAction.CREDIT_ONLY:
            found[row.original_invoice_line_id] += row.invoiced_quantity
        elif row.action is not DispositionAction.RETURN_TO_CUSTOMER:
            found[row.original_invoice_line_id] += row.received_quantity
    return found
