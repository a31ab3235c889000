"""Loads the facts of return orders for the planners: of one, with what its posting depends on locked, or of many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.given_keys import is_given
from ...models.holding import in_turn
from ...models.money import minor_unit
from ...models.several import Found, Part, Several
from ...models.vocabulary import SettlementMode
from ..amounts import ZERO
from ..command.records import OrderRow, ProductRow
from ..goods.holding import drafts_of, held_drafts_of
from ..goods.records import HeldRow
from ..ledger.settings import CUSTOMER_HELD, PARAMETERS_HELD
from ..ledger.tax_codes import TAXES, taxes_of
from ..planned.packing_slips import SoldLine
from ..planners.sales import facts
from ..planners.settlements import OpenItem
from ..sales.loading import DOCUMENTS, ORDERS, TERMS, numbers_by_order
from ..sales.open_items import ALL_OPEN, AccountItem, family_items, items_of
from ..taxes.codes import Code, Codes
from .as_they_stand import (
    BILLED_TAXES,
    COSTED,
    CREDITED,
    IN_ORDERS,
    LEDGER,
    LIVE,
    ORIGINALS,
    ORIGINALS_OF,
    originals_as_they_stand,
)
from .lines import WITH_ACTION
from .records import ChargeRow, MovedRow, ReturnLineRow

RETURNED, LINE, ACTUAL, INVOICE = tables.return_order_line, tables.invoice_line, tables.actual, tables.invoice
DETAIL = tables.invoice_line_detail
CHARGE, PRODUCT, CODE = tables.return_charge, tables.product, tables.disposition_code
SLIP, MOVED, VOUCHER = tables.packing_slip, tables.packing_slip_line, tables.voucher
LINES = Part(WITH_ACTION.where(IN_ORDERS).order_by(RETURNED.c.order_id, RETURNED.c.line_number), ReturnLineRow)
DRAFTS = Part(drafts_of(ORIGINALS_OF), HeldRow)
OF_ORDERS = is_given(CHARGE.c.order_id, ORDERS)
CHARGES = Part(select(CHARGE).where(OF_ORDERS, CHARGE.c.ended.is_(False)).order_by(CHARGE.c.id), ChargeRow)
REPLACEMENTS = Part(
    select(PRODUCT).where(PRODUCT.c.id.in_(select(RETURNED.c.replacement_product_id).where(IN_ORDERS))), ProductRow
)
SLIPS = Part(  # what the packing slip of each return line says of it
    select(MOVED.c.return_order_line_id, MOVED.c.cost_amount, VOUCHER.c.id.label("voucher_id"), SLIP.c.date)
    .join(SLIP, SLIP.c.id == MOVED.c.packing_slip_id)
    .outerjoin(VOUCHER, VOUCHER.c.packing_slip_id == MOVED.c.packing_slip_id)
    .where(MOVED.c.return_order_line_id.in_(select(RETURNED.c.id).where(IN_ORDERS))),
    MovedRow,
)
FAMILIES = family_items(INVOICE.c.id.in_(select(LINE.c.invoice_id).where(LINE.c.id.in_(ORIGINALS_OF))))
OPEN_ITEMS = {SettlementMode.AUTOMATIC: ALL_OPEN, SettlementMode.ORIGINAL_INVOICE: FAMILIES}
PARTS = (
    LINES,
    ORIGINALS,
    CREDITED,
    DRAFTS,
    COSTED,
    LEDGER,
    LIVE,
    TERMS,
    CHARGES,
    REPLACEMENTS,
    SLIPS,
    DOCUMENTS,
    *BILLED_TAXES.parts,
    *TAXES,
)
RETURN_ORDERS = {
    SettlementMode.NONE: Several(*PARTS),
    **{mode: Several(*PARTS, items) for mode, items in OPEN_ITEMS.items()},
}
Charges = dict[tuple[int, int | None], list[facts.Charge]]
ORIGINALS_HELD = (
    select(LINE.c.id).where(LINE.c.id.in_(ORIGINALS_OF)).order_by(LINE.c.id).with_for_update(key_share=True)
)
DRAFTS_HELD = held_drafts_of(ORIGINALS_OF)
HOLD = in_turn(DRAFTS_HELD, ORIGINALS_HELD, CUSTOMER_HELD, PARAMETERS_HELD)


def load_return_order(
    connection: Connection, order: OrderRow, *, lock: bool, settlement: SettlementMode = SettlementMode.NONE
) -> facts.ReturnOrder:
    """A return order with its lines and the invoice lines that they return.

    Where it is to be written, drafts that correct these are locked, then these in the order of their keys, and then the
    customer, who decides what is settled on the account, and the settings.
    """
    if lock and connection.dialect.name == "postgresql":
        connection.execute(HOLD, {"orders": [order.id], "customer": order.customer_id}).all()
    return load_return_orders(connection, [order], settlement)[order.id]


def load_return_orders(
    connection: Connection, orders: Sequence[OrderRow], settlement: SettlementMode = SettlementMode.NONE
) -> dict[int, facts.ReturnOrder]:
    """Return orders by key, each as `load_return_order` has it; whoever is to write them has locked everything."""
    if not orders:
        return {}
    found = RETURN_ORDERS[settlement].read(connection, _values(orders))
    terms, documents = {row.id: row.payment_terms_days for row in found.rows(TERMS)}, numbers_by_order(found)
    items = found.rows(OPEN_ITEMS[settlement]) if settlement in OPEN_ITEMS else []
    taxes = taxes_of(found)
    charges, drafts = _charges(found.rows(CHARGES), taxes.codes), found.rows(DRAFTS)
    lines = _lines(found, charges, taxes.codes)
    made = {}
    for order in orders:
        assert order.return_status is not None, "return orders have one"
        made[order.id] = facts.ReturnOrder(
            id=order.id,
            number=order.number,
            return_status=order.return_status,
            status=order.status,
            customer_id=order.customer_id,
            currency=order.currency,
            places=minor_unit(order.currency),
            documents=tuple(documents[order.id]),
            charges=tuple(charges[order.id, None]),
            terms_days=terms[order.customer_id],
            open_items=_items_of(order, lines[order.id], items, settlement),
            drafts=_drafts_of(lines[order.id], drafts),
            lines=tuple(lines[order.id]),
            rounding=taxes.rounding,
        )
    return made


def _values(orders: Sequence[OrderRow]) -> dict[str, object]:
    return {"orders": [one.id for one in orders], "customers": sorted({one.customer_id for one in orders})}


def _items_of(
    order: OrderRow, lines: Sequence[facts.ReturnLine], items: Sequence[AccountItem], settlement: SettlementMode
) -> tuple[OpenItem, ...]:
    """Those of the documents that the order is settled with."""
    mine = [one for one in items if one.customer_id == order.customer_id]
    if settlement is SettlementMode.AUTOMATIC:
        return items_of(mine)
    return items_of(mine, {line.original.invoice_id for line in lines if line.original is not None})


def _drafts_of(lines: Sequence[facts.ReturnLine], drafts: Sequence[HeldRow]) -> tuple[int, ...]:
    """The drafts that correct what the lines return from."""
    originals = {line.original.id for line in lines if line.original is not None}
    return tuple(sorted({one.invoice_id for one in drafts if one.line_id in originals}))


def _lines(found: Found, charges: Charges, codes: Codes) -> dict[int, list[facts.ReturnLine]]:
    """The lines by order."""
    rows, originals = found.rows(LINES), originals_as_they_stand(found, codes)
    billed = {key: one.unit_price for key, one in originals.items()}
    sold = {row.id: row.sales_order_line_id for row in found.rows(ORIGINALS) if row.sales_order_line_id is not None}
    slips = {row.return_order_line_id: row for row in found.rows(SLIPS)}
    replacements = _replacements(rows, found.rows(REPLACEMENTS), billed)
    lines: dict[int, list[facts.ReturnLine]] = defaultdict(list)
    for row in rows:
        line = _line(
            row,
            slips.get(row.id),
            original=originals.get(row.original_invoice_line_id or 0),
            sales_line_id=sold.get(row.original_invoice_line_id or 0),
            charges=tuple(charges[row.order_id, row.id]),
            replacement=replacements.get(row.id),
            code=codes.get(row.tax_code_id or 0),
        )
        lines[row.order_id].append(line)
    return lines


def _line(
    row: ReturnLineRow,
    slip: MovedRow | None,
    *,
    original: facts.OriginalLine | None,
    sales_line_id: int | None,
    charges: tuple[facts.Charge, ...],
    replacement: SoldLine | None,
    code: Code | None,
) -> facts.ReturnLine:
    """A line, with what its packing slip says of it and what it returns."""
    return facts.ReturnLine(
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
        original=original,
        price_entered=row.price_entered,
        sales_line_id=sales_line_id,
        slip_cost=ZERO if slip is None else slip.cost_amount,
        cleared=slip is None or slip.voucher_id is not None,
        moved_on=None if slip is None else slip.date,
        charges=charges,
        replacement=replacement,
        code=code,
    )


def _charges(rows: Sequence[ChargeRow], codes: Codes) -> Charges:
    """Charges by order and line; those of the whole order stand under None."""
    found: Charges = defaultdict(list)
    for row in rows:
        found[row.order_id, row.line_id].append(
            facts.Charge(
                row.id,
                row.description,
                row.category,
                row.value,
                row.tax_rate,
                row.posted,
                codes.get(row.tax_code_id or 0),
            )
        )
    return found


def _replacements(
    rows: Sequence[ReturnLineRow], products: Sequence[ProductRow], billed: Mapping[int, Decimal]
) -> dict[int, SoldLine]:
    """What each line ships instead: the same product at the price that stands billed, whatever is credited for it."""
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
            unit_price=billed.get(row.original_invoice_line_id or 0, row.unit_price) if same else other.sales_price,
            unit_cost=other.cost_price,
            discount_percent=row.discount_percent if same else ZERO,
            tax_rate=row.tax_rate if same else other.tax_rate,
            tax_code_id=row.tax_code_id if same else other.tax_code_id,
        )
    return found
