"""What revision 0002 writes for what was posted before it: stock, costs on packing slips, due dates and vouchers.

The books come out as if they had been posted with that revision, so that its laws hold on an upgraded database too. The
functions of amounts are the service's; everything else is spelled out here, because this history never changes.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rebill.models.exact import Amount, Quantity
from rebill.models.money import minor_unit
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


def backfill(connection: sa.Connection) -> None:
    """Write everything; nothing on an empty database."""
    Backfill(connection).run()


class Backfill:
    """Walks through packing slips and then documents, oldest first."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.written = 0
        self.accounts = {row.posting_type: row for row in connection.execute(sa.select(ACCOUNT))}
        self.sales_lines = {row.id: row for row in connection.execute(sa.select(SALES_LINE))}
        actions = sa.select(RETURN_LINE, CODE.c.action).outerjoin(CODE, CODE.c.id == RETURN_LINE.c.disposition_code_id)
        self.return_lines = {row.id: row for row in connection.execute(actions)}
        self.places = {row.id: minor_unit(row.currency) for row in connection.execute(sa.select(ORDER))}
        self.delivered: dict[int, Decimal] = defaultdict(Decimal)
        self.costed: dict[int, Decimal] = defaultdict(Decimal)
        self.originals = {row.id: row for row in connection.execute(sa.select(INVOICE_LINE))}
        self.credited: dict[int, Decimal] = defaultdict(Decimal)
        for row in self.originals.values():
            if row.return_order_line_id is not None:
                self.credited[row.return_order_line_id] -= row.cost_amount

    def run(self) -> None:
        """Slips first, because documents take off the clearing accounts what slips put there."""
        slips = sa.select(SLIP, ORDER.c.currency).join(ORDER, ORDER.c.id == SLIP.c.order_id).order_by(SLIP.c.id)
        for slip in self.connection.execute(slips).all():
            self._slip(slip)
        billed: dict[int, Decimal] = defaultdict(Decimal)
        posted = sa.select(INVOICE).where(INVOICE.c.posted_at.is_not(None)).order_by(INVOICE.c.id)
        for invoice in self.connection.execute(posted).all():
            self._invoice(invoice, billed)
        on_hand = sa.select(
            sa.func.coalesce(sa.func.sum(SLIP_LINE.c.on_hand_change, type_=Quantity), sa.literal(ZERO, Quantity))
        ).where(SLIP_LINE.c.product_id == PRODUCT.c.id)
        self.connection.execute(sa.update(PRODUCT).values(on_hand=on_hand.scalar_subquery()))
        self.connection.execute(sa.update(SERIES).where(SERIES.c.name == "VOUCHER").values(next=self.written + 1))

    def _slip(self, slip: Row) -> None:
        amounts: Amounts = []
        lines = sa.select(SLIP_LINE).where(SLIP_LINE.c.packing_slip_id == slip.id).order_by(SLIP_LINE.c.id)
        for line in self.connection.execute(lines).all():
            values = self._sent(line) if line.return_order_line_id is None else self._received(line)
            cost = values["cost_amount"]
            if line.return_order_line_id is None:
                amounts += [("GOODS_DELIVERED", cost), ("INVENTORY", -cost)]
            else:
                amounts += [(_stock(values["action"]), cost), ("RETURNS_RECEIVED", -cost)]
            self.connection.execute(sa.update(SLIP_LINE).where(SLIP_LINE.c.id == line.id).values(values))
        self._voucher(amounts, slip.date, slip.currency, packing_slip_id=slip.id)

    def _sent(self, line: Row) -> Values:
        sold = self.sales_lines[line.sales_order_line_id]
        places = self.places[sold.order_id]
        before = self.delivered[sold.id]
        self.delivered[sold.id] += line.quantity
        cost = allocated(gross(sold.quantity, sold.unit_cost, places), before, line.quantity, sold.quantity, places)
        return {"product_id": sold.product_id, "on_hand_change": -line.quantity, "cost_amount": cost}

    def _received(self, line: Row) -> Values:
        returned = self.return_lines[line.return_order_line_id]
        original = self.originals[returned.original_invoice_line_id]
        quantity = -line.quantity
        before = self.costed[original.id]
        self.costed[original.id] += quantity
        if returned.invoiced_quantity == returned.received_quantity:
            cost = self.credited[returned.id]  # credited in full: exactly what the documents took back
        else:
            places = minor_unit(self._currency(original.invoice_id))
            cost = allocated(original.cost_amount, before, quantity, original.quantity, places)
        return {
            "product_id": returned.product_id,
            "action": returned.action,
            "on_hand_change": ZERO if returned.action == SCRAPPED else quantity,
            "cost_amount": cost,
        }

    def _currency(self, invoice_id: int) -> str:
        statement = sa.select(INVOICE.c.currency).where(INVOICE.c.id == invoice_id)
        return str(self.connection.execute(statement).scalar_one())

    def _invoice(self, invoice: Row, billed: dict[int, Decimal]) -> None:
        amounts: Amounts = [
            ("RECEIVABLES", invoice.total_amount),
            ("REVENUE", -invoice.net_amount),
            ("SALES_TAX", -invoice.tax_amount),
        ]
        for line in self.originals.values():
            if line.invoice_id == invoice.id and line.sales_order_line_id is not None:
                amounts += self._cost_of_sale(line, billed)
            elif line.invoice_id == invoice.id and line.return_order_line_id is not None:
                without_goods = self.return_lines[line.return_order_line_id].action == "CREDIT_ONLY"
                debit = "SCRAP" if without_goods else "RETURNS_RECEIVED"
                amounts += [(debit, -line.cost_amount), ("COST_OF_GOODS_SOLD", line.cost_amount)]
        due = sa.update(INVOICE).where(INVOICE.c.id == invoice.id).values(due_date=invoice.invoice_date)
        self.connection.execute(due)
        self._voucher(amounts, invoice.invoice_date, invoice.currency, invoice_id=invoice.id)

    def _cost_of_sale(self, line: Row, billed: dict[int, Decimal]) -> Amounts:
        """What packing slips delivered comes off their account; what was invoiced without one, out of stock."""
        sold = self.sales_lines[line.sales_order_line_id]
        places = self.places[sold.order_id]
        before = billed[sold.id]
        billed[sold.id] += line.quantity
        covered = min(max(self.delivered[sold.id] - before, ZERO), line.quantity)
        cost = allocated(gross(sold.quantity, sold.unit_cost, places), before, covered, sold.quantity, places)
        if covered == line.quantity:
            cost = line.cost_amount
        return [
            ("COST_OF_GOODS_SOLD", line.cost_amount),
            ("GOODS_DELIVERED", -cost),
            ("INVENTORY", cost - line.cost_amount),
        ]

    def _voucher(self, amounts: Amounts, day: date, currency: str, **owner: int) -> None:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for posting_type, amount in amounts:
            sums[posting_type] += amount
        entries = [(kind, amount) for kind, amount in sums.items() if amount != 0]
        if not entries:
            return
        self.written += 1
        values = {"number": f"V-{self.written:06d}", "date": day, "currency": currency, **owner}
        key = self.connection.execute(sa.insert(VOUCHER).values(values).returning(VOUCHER.c.id)).scalar_one()
        rows = [
            {
                "voucher_id": key,
                "position": position,
                "posting_type": kind,
                "account": self.accounts[kind].account,
                "account_name": self.accounts[kind].name,
                "amount": amount,
                "is_correction": False,
            }
            for position, (kind, amount) in enumerate(entries, 1)
        ]
        self.connection.execute(sa.insert(ENTRY), rows)


def _stock(action: str | None) -> str:
    return "SCRAP" if action == SCRAPPED else "INVENTORY"
