"""What revision 0002 writes for what was posted before it: stock, costs on packing slips, due dates and vouchers.

The books come out as if they had been posted with that revision, so that its laws hold on an upgraded database too.
Everything is spelled out here, the reckoning of amounts included, because this history never changes.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import sqlalchemy as sa
from babel.numbers import get_currency_precision

from rebill.migrations.columns import Amount, Quantity

ZERO = Decimal(0)
EXACT = Context(prec=160, rounding=ROUND_HALF_UP)
SCRAPPED = "SCRAP"
INVOICE = sa.table(
    "invoice",
    *[sa.column(name) for name in ("id", "currency", "posted_at", "due_date")],
    sa.column("invoice_date", sa.Date),
    *[sa.column(name, Amount) for name in ("net_amount", "tax_amount", "total_amount")],
)
INVOICE_LINE = sa.table(
    "invoice_line",
    *[sa.column(name) for name in ("id", "invoice_id", "sales_order_line_id", "return_order_line_id")],
    sa.column("quantity", Quantity),
    sa.column("cost_amount", Amount),
)
SLIP = sa.table("packing_slip", *[sa.column(name) for name in ("id", "order_id")], sa.column("date", sa.Date))
SLIP_LINE = sa.table(
    "packing_slip_line",
    *[
        sa.column(name)
        for name in ("id", "packing_slip_id", "sales_order_line_id", "return_order_line_id", "product_id", "action")
    ],
    *[sa.column(name, Quantity) for name in ("quantity", "on_hand_change")],
    sa.column("cost_amount", Amount),
)
SALES_LINE = sa.table(
    "sales_order_line",
    *[sa.column(name) for name in ("id", "order_id", "product_id")],
    *[sa.column(name, Quantity) for name in ("quantity", "unit_cost", "delivered_quantity", "invoiced_quantity")],
)
RETURN_LINE = sa.table(
    "return_order_line",
    *[
        sa.column(name)
        for name in ("id", "product_id", "disposition_code_id", "original_invoice_line_id", "arrived_on")
    ],
    *[sa.column(name, Quantity) for name in ("unit_cost", "received_quantity", "invoiced_quantity")],
)
ORDER = sa.table("orders", sa.column("id"), sa.column("currency"))
CODE = sa.table("disposition_code", sa.column("id"), sa.column("action"))
PRODUCT = sa.table("product", sa.column("id"), sa.column("on_hand", Quantity))
VOUCHER = sa.table(
    "voucher",
    *[sa.column(name) for name in ("id", "number", "currency", "invoice_id", "packing_slip_id")],
    sa.column("date", sa.Date),
)
ENTRY = sa.table(
    "voucher_entry",
    *[
        sa.column(name)
        for name in ("voucher_id", "position", "posting_type", "account", "account_name", "is_correction")
    ],
    sa.column("amount", Amount),
)
ACCOUNT = sa.table("posting_account", *[sa.column(name) for name in ("posting_type", "account", "name")])
SERIES = sa.table("number_series", sa.column("name"), sa.column("next"))

ORIGINAL, SOLD_IN, CREDITED_IN = INVOICE_LINE.alias("original"), ORDER.alias("sold"), INVOICE.alias("source")
SLIPS = sa.select(SLIP, ORDER.c.currency).join(ORDER, ORDER.c.id == SLIP.c.order_id)
SLIP_LINES = (
    sa.select(
        SLIP_LINE,
        SALES_LINE.c.quantity.label("sold_quantity"),
        SALES_LINE.c.unit_cost,
        SALES_LINE.c.product_id.label("sold_product_id"),
        SOLD_IN.c.currency.label("sold_currency"),
        RETURN_LINE.c.product_id.label("returned_product_id"),
        RETURN_LINE.c.received_quantity,
        RETURN_LINE.c.invoiced_quantity,
        CODE.c.action.label("disposition"),
        ORIGINAL.c.id.label("original_id"),
        ORIGINAL.c.quantity.label("original_quantity"),
        ORIGINAL.c.cost_amount.label("original_cost"),
        CREDITED_IN.c.currency.label("original_currency"),
    )
    .outerjoin(SALES_LINE, SALES_LINE.c.id == SLIP_LINE.c.sales_order_line_id)
    .outerjoin(SOLD_IN, SOLD_IN.c.id == SALES_LINE.c.order_id)
    .outerjoin(RETURN_LINE, RETURN_LINE.c.id == SLIP_LINE.c.return_order_line_id)
    .outerjoin(CODE, CODE.c.id == RETURN_LINE.c.disposition_code_id)
    .outerjoin(ORIGINAL, ORIGINAL.c.id == RETURN_LINE.c.original_invoice_line_id)
    .outerjoin(CREDITED_IN, CREDITED_IN.c.id == ORIGINAL.c.invoice_id)
)
POSTED = sa.select(INVOICE).where(INVOICE.c.posted_at.is_not(None))
INVOICE_LINES = (
    sa.select(
        INVOICE_LINE,
        SALES_LINE.c.quantity.label("sold_quantity"),
        SALES_LINE.c.unit_cost,
        ORDER.c.currency.label("sold_currency"),
        CODE.c.action.label("disposition"),
    )
    .outerjoin(SALES_LINE, SALES_LINE.c.id == INVOICE_LINE.c.sales_order_line_id)
    .outerjoin(ORDER, ORDER.c.id == SALES_LINE.c.order_id)
    .outerjoin(RETURN_LINE, RETURN_LINE.c.id == INVOICE_LINE.c.return_order_line_id)
    .outerjoin(CODE, CODE.c.id == RETURN_LINE.c.disposition_code_id)
)

Row = sa.Row[Any]  # of tables as they were: no model has their types any more
Amounts = list[tuple[str, Decimal]]
Values = dict[str, object]
TOGETHER = 500  # packing slips or documents that are read and written at a time


def _counted() -> dict[int, Decimal]:
    return defaultdict(Decimal)


@dataclass
class Counted:
    """What is kept in memory of the books: quantities by the line that they count on, and the vouchers so far."""

    credited: dict[int, Decimal]  # cost, by return order line
    accounts: dict[str, Row]
    delivered: dict[int, Decimal] = field(default_factory=_counted)
    costed: dict[int, Decimal] = field(default_factory=_counted)
    billed: dict[int, Decimal] = field(default_factory=_counted)
    vouchers: int = 0


def backfill(connection: sa.Connection) -> None:
    """Write everything; nothing on an empty database.

    Slips first, because documents take off the clearing accounts what slips put there. Each is read once, with its
    lines and what they point at, so that the work grows with the books and no faster.
    """
    credited = _sums(connection, INVOICE_LINE.c.return_order_line_id, -INVOICE_LINE.c.cost_amount)
    accounts = {str(row.posting_type): row for row in connection.execute(sa.select(ACCOUNT))}
    counted = Counted(credited, accounts)
    for slips in _pages(connection, SLIPS, SLIP.c.id, SLIP_LINES, SLIP_LINE.c.packing_slip_id):
        _fill_slips(connection, counted, slips)
    for invoices in _pages(connection, POSTED, INVOICE.c.id, INVOICE_LINES, INVOICE_LINE.c.invoice_id):
        amounts = [(invoice, _of_invoice(counted, invoice, lines)) for invoice, lines in invoices]
        _insert_vouchers(connection, counted, "invoice_id", [(one, one.invoice_date, of) for one, of in amounts])
    due = sa.update(INVOICE).where(INVOICE.c.posted_at.is_not(None)).values(due_date=INVOICE.c.invoice_date)
    connection.execute(due)
    on_hand = _sums(connection, SLIP_LINE.c.product_id, SLIP_LINE.c.on_hand_change)
    _update(connection, PRODUCT, [{"key": key, "on_hand": quantity} for key, quantity in on_hand.items()])
    connection.execute(sa.update(SERIES).where(SERIES.c.name == "VOUCHER").values(next=counted.vouchers + 1))
    if connection.dialect.name == "postgresql" and counted.vouchers:
        sequence = "SELECT setval(pg_get_serial_sequence('voucher', 'id'), :last)"
        connection.execute(sa.text(sequence), {"last": counted.vouchers})


def _pages(
    connection: sa.Connection,
    owners: sa.Select[Any],
    key: sa.ColumnElement[Any],
    lines: sa.Select[Any],
    owner: sa.ColumnClause[Any],
) -> Iterator[list[tuple[Row, list[Row]]]]:
    """Owners in the order of their keys, each with its lines, some hundred at a time."""
    after = 0
    while some := connection.execute(owners.where(key > after).order_by(key).limit(TOGETHER)).all():
        theirs: dict[int, list[Row]] = defaultdict(list)
        first, after = some[0].id, some[-1].id
        in_order = lines.where(owner.between(first, after)).order_by(owner, lines.selected_columns.id)
        for line in connection.execute(in_order):
            theirs[getattr(line, owner.name)].append(line)
        yield [(one, theirs[one.id]) for one in some]


def _fill_slips(connection: sa.Connection, counted: Counted, slips: list[tuple[Row, list[Row]]]) -> None:
    changes: list[Values] = []
    vouchers: list[tuple[Row, object, Amounts]] = []
    for slip, lines in slips:
        amounts: Amounts = []
        for line in lines:
            is_sale = line.return_order_line_id is None
            cost, values = _sent(counted, line) if is_sale else _received(counted, line)
            changes.append({"key": line.id, "cost_amount": cost, **values})
            if is_sale:
                amounts += [("GOODS_DELIVERED", cost), ("INVENTORY", -cost)]
            else:
                stock = "SCRAP" if line.disposition == SCRAPPED else "INVENTORY"
                amounts += [(stock, cost), ("RETURNS_RECEIVED", -cost)]
        vouchers.append((slip, slip.date, amounts))
    _update(connection, SLIP_LINE, changes)
    _insert_vouchers(connection, counted, "packing_slip_id", vouchers)


def _sent(counted: Counted, line: Row) -> tuple[Decimal, Values]:
    before = counted.delivered[line.sales_order_line_id]
    counted.delivered[line.sales_order_line_id] += line.quantity
    cost = _cost_of_part(line, before, line.quantity)
    return cost, {"product_id": line.sold_product_id, "action": None, "on_hand_change": -line.quantity}


def _received(counted: Counted, line: Row) -> tuple[Decimal, Values]:
    quantity = -line.quantity
    before = counted.costed[line.original_id]
    counted.costed[line.original_id] += quantity
    if line.invoiced_quantity == line.received_quantity:  # credited in full: exactly what the documents took back
        cost = counted.credited.get(line.return_order_line_id, ZERO)
    else:
        places = get_currency_precision(line.original_currency)
        cost = _allocated(line.original_cost, before, quantity, line.original_quantity, places)
    on_hand = ZERO if line.disposition == SCRAPPED else quantity
    return cost, {"product_id": line.returned_product_id, "action": line.disposition, "on_hand_change": on_hand}


def _of_invoice(counted: Counted, invoice: Row, lines: list[Row]) -> Amounts:
    amounts: Amounts = [
        ("RECEIVABLES", invoice.total_amount),
        ("REVENUE", -invoice.net_amount),
        ("SALES_TAX", -invoice.tax_amount),
    ]
    for line in lines:
        if line.sales_order_line_id is not None:
            amounts += _cost_of_sale(counted, line)
        elif line.return_order_line_id is not None:
            debit = "SCRAP" if line.disposition == "CREDIT_ONLY" else "RETURNS_RECEIVED"
            amounts += [(debit, -line.cost_amount), ("COST_OF_GOODS_SOLD", line.cost_amount)]
    return amounts


def _cost_of_sale(counted: Counted, line: Row) -> Amounts:
    """What packing slips delivered comes off their account; what was invoiced without one, out of stock."""
    before = counted.billed[line.sales_order_line_id]
    counted.billed[line.sales_order_line_id] += line.quantity
    covered = min(max(counted.delivered[line.sales_order_line_id] - before, ZERO), line.quantity)
    cost = line.cost_amount if covered == line.quantity else _cost_of_part(line, before, covered)
    return [
        ("COST_OF_GOODS_SOLD", line.cost_amount),
        ("GOODS_DELIVERED", -cost),
        ("INVENTORY", cost - line.cost_amount),
    ]


def _insert_vouchers(
    connection: sa.Connection, counted: Counted, owner: str, posted: list[tuple[Row, object, Amounts]]
) -> None:
    """A voucher for each that has amounts: its owner, the day, and what goes on which account."""
    vouchers: list[Values] = []
    entries: list[Values] = []
    nobody = {"packing_slip_id": None, "invoice_id": None}
    for one, day, amounts in posted:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for posting_type, amount in amounts:
            sums[posting_type] += amount
        lines = [(kind, amount) for kind, amount in sums.items() if amount != 0]
        if lines:
            counted.vouchers += 1
            key = counted.vouchers
            named = {"id": key, "number": f"V-{key:06d}", "date": day, "currency": one.currency}
            vouchers.append({**named, **nobody, owner: one.id})
            entries += _entries(counted, key, lines)
    if vouchers:
        connection.execute(sa.insert(VOUCHER), vouchers)
        connection.execute(sa.insert(ENTRY), entries)


def _entries(counted: Counted, voucher: int, lines: Amounts) -> list[Values]:
    return [
        {
            "voucher_id": voucher,
            "position": position,
            "posting_type": kind,
            "account": counted.accounts[kind].account,
            "account_name": counted.accounts[kind].name,
            "amount": amount,
            "is_correction": False,
        }
        for position, (kind, amount) in enumerate(lines, 1)
    ]


def _update(connection: sa.Connection, table: sa.TableClause, changes: list[Values]) -> None:
    if changes:
        names = [name for name in changes[0] if name != "key"]
        values = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
        statement = sa.update(table).where(table.c.id == sa.bindparam("key")).values(values)
        prefixed = [{"key": one["key"], **{f"new_{name}": one[name] for name in names}} for one in changes]
        connection.execute(statement, prefixed)


def _sums(connection: sa.Connection, key: sa.ColumnElement[Any], amount: sa.ColumnElement[Any]) -> dict[int, Decimal]:
    """Sums by a key, where it is given."""
    total = sa.func.sum(amount, type_=amount.type)
    return {row[0]: row[1] for row in connection.execute(sa.select(key, total).where(key.is_not(None)).group_by(key))}


def _cost_of_part(line: Row, before: Decimal, part: Decimal) -> Decimal:
    """What `part` of the line of a sales order takes of its cost after `before` of it."""
    places = get_currency_precision(line.sold_currency)
    whole = _rounded(EXACT.multiply(line.sold_quantity, line.unit_cost), places)
    return _allocated(whole, before, part, line.sold_quantity, places)


def _allocated(original: Decimal, before: Decimal, part: Decimal, whole: Decimal, places: int) -> Decimal:
    """What `part` of `whole` takes of `original` after `before` of it has been taken."""

    def share(of: Decimal) -> Decimal:
        return _rounded(EXACT.divide(EXACT.multiply(original, of), whole), places)

    return share(before + part) - share(before)


def _rounded(value: Decimal, places: int) -> Decimal:
    return EXACT.add(EXACT.quantize(value, Decimal((0, (1,), -places))), ZERO)
