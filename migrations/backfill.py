"""What revision 0002 writes for what was posted before it: stock, costs on packing slips, due dates and vouchers.

The books come out as if they had been posted with that revision, so that its laws hold on an upgraded database too. The
functions of amounts are the service's; everything else is spelled out here, because this history never changes.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rebill.models.exact import Amount, Quantity
from rebill.models.money import minor_units
from rebill.posting.amounts import allocated, gross

ZERO = Decimal(0)
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
VOUCHER = sa.table("voucher", *[sa.column(n) for n in ("id", "number", "currency", "invoice_id", "packing_slip_id")],
    sa.column("date", sa.Date))  # fmt: skip
ENTRY = sa.table(
    "voucher_entry",
    *[sa.column(n) for n in ("voucher_id", "position", "posting_type", "account", "account_name", "is_correction")],
    sa.column("amount", Amount),
)
ACCOUNT = sa.table("posting_account", *[sa.column(name) for name in ("posting_type", "account", "name")])
SERIES = sa.table("number_series", sa.column("name"), sa.column("next"))

Row = Any
Amounts = list[tuple[str, Decimal]]
Values = dict[str, Any]
TOGETHER = 500  # packing slips or documents that are read and written at a time


def backfill(connection: sa.Connection) -> None:
    """Write everything; nothing on an empty database."""
    Backfill(connection).run()


class Backfill:
    """Walks through packing slips and then documents, oldest first, some hundred at a time.

    Each is read once, with its lines and what they point at, so that the work grows with the books and no faster. Of
    the books no more is kept in memory than what is counted of each line.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.written = 0
        self.accounts = {row.posting_type: row for row in connection.execute(sa.select(ACCOUNT))}
        self.delivered: dict[int, Decimal] = defaultdict(Decimal)
        self.costed: dict[int, Decimal] = defaultdict(Decimal)
        self.billed: dict[int, Decimal] = defaultdict(Decimal)
        self.credited = _sums(connection, INVOICE_LINE.c.return_order_line_id, -INVOICE_LINE.c.cost_amount)

    def run(self) -> None:
        """Slips first, because documents take off the clearing accounts what slips put there."""
        slips = sa.select(SLIP, ORDER.c.currency).join(ORDER, ORDER.c.id == SLIP.c.order_id)
        for some in self._chunks(slips, SLIP.c.id):
            self._slips(some)
        posted = sa.select(INVOICE).where(INVOICE.c.posted_at.is_not(None))
        for some in self._chunks(posted, INVOICE.c.id):
            self._invoices(some)
        due = sa.update(INVOICE).where(INVOICE.c.posted_at.is_not(None)).values(due_date=INVOICE.c.invoice_date)
        self.connection.execute(due)
        on_hand = _sums(self.connection, SLIP_LINE.c.product_id, SLIP_LINE.c.on_hand_change)
        self._update(PRODUCT, [{"key": key, "on_hand": quantity} for key, quantity in on_hand.items()])
        self.connection.execute(sa.update(SERIES).where(SERIES.c.name == "VOUCHER").values(next=self.written + 1))
        if self.connection.dialect.name == "postgresql" and self.written:
            sequence = "SELECT setval(pg_get_serial_sequence('voucher', 'id'), :last)"
            self.connection.execute(sa.text(sequence), {"last": self.written})

    def _chunks(self, statement: sa.Select[Any], key: sa.ColumnElement[Any]) -> Iterator[Sequence[Row]]:
        """The rows of a statement in the order of their keys, some at a time."""
        after = 0
        while some := self.connection.execute(statement.where(key > after).order_by(key).limit(TOGETHER)).all():
            yield some
            after = some[-1].id

    def _slips(self, slips: Sequence[Row]) -> None:
        original, sold_in, credited_in = INVOICE_LINE.alias("original"), ORDER.alias("sold"), INVOICE.alias("source")
        lines = (
            sa.select(
                SLIP_LINE,
                SALES_LINE.c.quantity.label("sold_quantity"),
                SALES_LINE.c.unit_cost,
                SALES_LINE.c.product_id.label("sold_product_id"),
                sold_in.c.currency.label("sold_currency"),
                RETURN_LINE.c.product_id.label("returned_product_id"),
                RETURN_LINE.c.received_quantity,
                RETURN_LINE.c.invoiced_quantity,
                CODE.c.action.label("disposition"),
                original.c.id.label("original_id"),
                original.c.quantity.label("original_quantity"),
                original.c.cost_amount.label("original_cost"),
                credited_in.c.currency.label("original_currency"),
            )
            .outerjoin(SALES_LINE, SALES_LINE.c.id == SLIP_LINE.c.sales_order_line_id)
            .outerjoin(sold_in, sold_in.c.id == SALES_LINE.c.order_id)
            .outerjoin(RETURN_LINE, RETURN_LINE.c.id == SLIP_LINE.c.return_order_line_id)
            .outerjoin(CODE, CODE.c.id == RETURN_LINE.c.disposition_code_id)
            .outerjoin(original, original.c.id == RETURN_LINE.c.original_invoice_line_id)
            .outerjoin(credited_in, credited_in.c.id == original.c.invoice_id)
        )
        by_slip = self._lines(lines, SLIP_LINE.c.packing_slip_id, SLIP_LINE.c.id, slips)
        changes: list[Values] = []
        vouchers: list[Values] = []
        entries: list[Values] = []
        for slip in slips:
            amounts: Amounts = []
            for line in by_slip[slip.id]:
                values = self._sent(line) if line.return_order_line_id is None else self._received(line)
                cost = values["cost_amount"]
                if line.return_order_line_id is None:
                    amounts += [("GOODS_DELIVERED", cost), ("INVENTORY", -cost)]
                else:
                    amounts += [(_stock(values["action"]), cost), ("RETURNS_RECEIVED", -cost)]
                changes.append({"key": line.id, **values})
            owner = {"packing_slip_id": slip.id, "invoice_id": None}
            self._voucher(vouchers, entries, amounts, {"date": slip.date, "currency": slip.currency, **owner})
        self._update(SLIP_LINE, changes)
        self._insert(vouchers, entries)

    def _sent(self, line: Row) -> Values:
        places, key = places_then(line.sold_currency), line.sales_order_line_id
        before = self.delivered[key]
        self.delivered[key] += line.quantity
        whole = gross(line.sold_quantity, line.unit_cost, places)
        cost = allocated(whole, before, line.quantity, line.sold_quantity, places)
        moved = {"on_hand_change": -line.quantity, "cost_amount": cost}
        return {"product_id": line.sold_product_id, "action": None, **moved}

    def _received(self, line: Row) -> Values:
        quantity = -line.quantity
        before = self.costed[line.original_id]
        self.costed[line.original_id] += quantity
        if line.invoiced_quantity == line.received_quantity:  # credited in full: exactly what the documents took back
            cost = self.credited.get(line.return_order_line_id, ZERO)
        else:
            places = places_then(line.original_currency)
            cost = allocated(line.original_cost, before, quantity, line.original_quantity, places)
        return {
            "product_id": line.returned_product_id,
            "action": line.disposition,
            "on_hand_change": ZERO if line.disposition == SCRAPPED else quantity,
            "cost_amount": cost,
        }

    def _invoices(self, invoices: Sequence[Row]) -> None:
        lines = (
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
        by_invoice = self._lines(lines, INVOICE_LINE.c.invoice_id, INVOICE_LINE.c.id, invoices)
        vouchers: list[Values] = []
        entries: list[Values] = []
        for invoice in invoices:
            amounts: Amounts = [
                ("RECEIVABLES", invoice.total_amount),
                ("REVENUE", -invoice.net_amount),
                ("SALES_TAX", -invoice.tax_amount),
            ]
            for line in by_invoice[invoice.id]:
                if line.sales_order_line_id is not None:
                    amounts += self._cost_of_sale(line)
                elif line.return_order_line_id is not None:
                    debit = "SCRAP" if line.disposition == "CREDIT_ONLY" else "RETURNS_RECEIVED"
                    amounts += [(debit, -line.cost_amount), ("COST_OF_GOODS_SOLD", line.cost_amount)]
            owner = {"packing_slip_id": None, "invoice_id": invoice.id}
            self._voucher(
                vouchers, entries, amounts, {"date": invoice.invoice_date, "currency": invoice.currency, **owner}
            )
        self._insert(vouchers, entries)

    def _cost_of_sale(self, line: Row) -> Amounts:
        """What packing slips delivered comes off their account; what was invoiced without one, out of stock."""
        places, key = places_then(line.sold_currency), line.sales_order_line_id
        before = self.billed[key]
        self.billed[key] += line.quantity
        covered = min(max(self.delivered[key] - before, ZERO), line.quantity)
        whole = gross(line.sold_quantity, line.unit_cost, places)
        cost = allocated(whole, before, covered, line.sold_quantity, places)
        if covered == line.quantity:
            cost = line.cost_amount
        return [
            ("COST_OF_GOODS_SOLD", line.cost_amount),
            ("GOODS_DELIVERED", -cost),
            ("INVENTORY", cost - line.cost_amount),
        ]

    def _lines(
        self, lines: sa.Select[Any], owner: sa.ColumnElement[Any], key: sa.ColumnElement[Any], owners: Sequence[Row]
    ) -> dict[int, list[Row]]:
        """The lines of `owners`, which are neighbours by their keys."""
        found: dict[int, list[Row]] = defaultdict(list)
        theirs = lines.where(owner.between(owners[0].id, owners[-1].id)).order_by(owner, key)
        for line in self.connection.execute(theirs):
            found[getattr(line, str(owner.key))].append(line)
        return found

    def _voucher(self, vouchers: list[Values], entries: list[Values], amounts: Amounts, values: Values) -> None:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for posting_type, amount in amounts:
            sums[posting_type] += amount
        posted = [(kind, amount) for kind, amount in sums.items() if amount != 0]
        if not posted:
            return
        self.written += 1
        vouchers.append({"id": self.written, "number": f"V-{self.written:06d}", **values})
        entries += [
            {
                "voucher_id": self.written,
                "position": position,
                "posting_type": kind,
                "account": self.accounts[kind].account,
                "account_name": self.accounts[kind].name,
                "amount": amount,
                "is_correction": False,
            }
            for position, (kind, amount) in enumerate(posted, 1)
        ]

    def _insert(self, vouchers: list[Values], entries: list[Values]) -> None:
        if vouchers:
            self.connection.execute(sa.insert(VOUCHER), vouchers)
            self.connection.execute(sa.insert(ENTRY), entries)

    def _update(self, table: sa.TableClause, changes: list[Values]) -> None:
        if changes:
            names = [name for name in changes[0] if name != "key"]
            values = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
            statement = sa.update(table).where(table.c.id == sa.bindparam("key")).values(values)
            prefixed = [{"key": one["key"], **{f"new_{name}": one[name] for name in names}} for one in changes]
            self.connection.execute(statement, prefixed)


def _sums(connection: sa.Connection, key: sa.ColumnElement[Any], amount: sa.ColumnElement[Any]) -> dict[int, Decimal]:
    """Sums by a key, where it is given."""
    total = sa.func.sum(amount, type_=amount.type)
    return {row[0]: row[1] for row in connection.execute(sa.select(key, total).where(key.is_not(None)).group_by(key))}


def places_then(currency: str) -> int:
    """Decimals that amounts in `currency` had when the documents were posted.

    >>> places_then("NOK"), places_then("RSD"), places_then("JPY")
    (2, 0, 0)
    """
    return minor_units(currency)[-1]


def _stock(action: str | None) -> str:
    return "SCRAP" if action == SCRAPPED else "INVENTORY"
