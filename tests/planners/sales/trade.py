"""Sales and returns on a book in memory, in the words of the trade: the same as `tests.api`, without the API.

`Trade` sells goods and takes them back; every step is planned by the planners and carried out on the book.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from rebill.models.vocabulary import (
    DispositionAction,
    OrderStatus,
    OrderType,
    QuantitySelection,
    ReturnLineStatus,
    ReturnStatus,
    SettlementMode,
    TaxRounding,
)
from rebill.posting.amounts import line_net
from rebill.posting.plan import Plan
from rebill.posting.planned.packing_slips import SlipPlan
from rebill.posting.planned.vouchers import Entry
from rebill.posting.planners.accounts import AccountDocument
from rebill.posting.planners.payments import plan_payment, plan_settlement
from rebill.posting.planners.sales.credit_documents import CreditRequest
from rebill.posting.planners.sales.crediting import CreditPlan, derived_return_status, plan_credit_note
from rebill.posting.planners.sales.facts import ReturnOrder, SalesOrder
from rebill.posting.planners.sales.invoice import plan_sales_invoice
from rebill.posting.planners.sales.packing_slips import SlipRequest, Wanted, plan_incoming, plan_outgoing
from rebill.posting.planners.sales.receipt import order_status, plan_receipt
from rebill.posting.problems import Problems
from rebill.posting.taxes.codes import Code
from tests.planners.book import ZERO, Book, Row, carried_out
from tests.planners.sales.orders import claimed, return_order, sales_order

TODAY = date(2026, 9, 1)
CREDIT, CREDIT_ONLY = DispositionAction.CREDIT, DispositionAction.CREDIT_ONLY


class Refused(AssertionError):
    """A posting that was to succeed was answered with problems."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(f"{one.code}: {one.message}" for one in problems))
        self.codes = [one.code.value for one in problems]


def booked(entries: Sequence[Entry]) -> list[str]:
    """A voucher as a bookkeeper writes it down: ["Dr REVENUE 400.00", "Cr RECEIVABLES 500.00"]."""
    return sorted(
        f"{'Dr' if (one.amount > 0) != one.is_correction else 'Cr'} {one.posting_type} "
        + (f"{-abs(one.amount):.2f} storno" if one.is_correction else f"{abs(one.amount):.2f}")
        for one in entries
    )


def amounts(plan: Plan) -> tuple[str, str, str]:
    """Net, tax and total."""
    return f"{plan.net_amount:.2f}", f"{plan.tax_amount:.2f}", f"{plan.total_amount:.2f}"


def _whatever_cleared(order: ReturnOrder) -> ReturnOrder:
    """A return order; a slip that moves no cost has no voucher, whatever the books are set up for."""
    return replace(order, lines=tuple(replace(line, cleared=True) for line in order.lines))


@dataclass
class Trade:
    """One customer's orders; `book` is the book as it stands, itself never changed."""

    book: Book = field(default_factory=lambda: Book().adding("Customer", [{"balance": ZERO}]))
    places: int = 2
    in_ledger: bool = True  # whether packing slips of returns have vouchers
    rounding: TaxRounding = TaxRounding.LINE
    code: Code | None = None  # of new products, in place of their rate

    # ------------------------------------------------ sales
    def product(self, price: str, cost: str = "0", tax: str = "25") -> int:
        """A new product."""
        columns = {"price": Decimal(price), "cost": Decimal(cost), "tax_rate": Decimal(tax), "on_hand": ZERO}
        columns["code"] = self.code
        self.book = self.book.adding("Product", [columns])
        return len(self.book.all("Product"))

    def order(self, *lines: tuple[int, str] | tuple[int, str, str]) -> int:
        """A sales order of products, quantities and discounts."""
        order = self._order(OrderType.SALES_ORDER, None)
        self.book = self.book.adding("SalesOrderLine", (self._sold(order, *line) for line in enumerate(lines, 1)))
        return order

    def _order(self, kind: OrderType, return_status: ReturnStatus | None) -> int:
        columns = {"type": kind, "status": OrderStatus.OPEN, "return_status": return_status, "customer_id": 1}
        columns |= {"currency": "NOK", "places": self.places, "rounding": self.rounding}
        self.book = self.book.adding("Order", [columns])
        return len(self.book.all("Order"))

    def _sold(self, order: int, number: int, line: tuple[Any, ...]) -> dict[str, Any]:
        product, quantity = self.book.one("Product", line[0]), Decimal(line[1])
        discount = Decimal(line[2]) if len(line) > 2 else ZERO
        return {
            "order_id": order,
            "line_number": number,
            "product_id": product.id,
            "description": f"Product {product.id}",
            "quantity": quantity,
            "unit_price": product.price,
            "unit_cost": product.cost,
            "discount_percent": discount,
            "tax_rate": product.tax_rate,
            "code": product.code,
            "net_amount": line_net(quantity, product.price, discount, self.places),
            "delivered_quantity": ZERO,
            "invoiced_quantity": ZERO,
        }

    def deliver(self, order: int, quantities: Mapping[int, Decimal] | None = None) -> SlipPlan:
        """Post the packing slip of everything that is left, or of quantities by line key."""
        typed = (quantities or {}).items()
        lines = {key: Wanted(place, quantity) for place, (key, quantity) in enumerate(typed)} or None
        (slip,) = self.carried(plan_outgoing(self.sale(order), SlipRequest(TODAY, lines))).slips
        return slip

    def plan_invoice(
        self, order: int, quantity: str = "PACKING_SLIP", settlement: SettlementMode = SettlementMode.NONE
    ) -> Plan | Problems:
        """What invoicing a sales order comes to."""
        facts = sales_order(self.book, order, settled=settlement is SettlementMode.AUTOMATIC)
        return plan_sales_invoice(facts, QuantitySelection(quantity), TODAY, settlement)

    def invoice(self, order: int, quantity: str = "PACKING_SLIP", **more: Any) -> Plan:
        """Invoice a sales order; the plan that was carried out."""
        return self.carried(self.plan_invoice(order, quantity, **more))

    def sold(self, *lines: tuple[int, str] | tuple[int, str, str]) -> list[int]:
        """Goods ordered, delivered and invoiced; the keys of the invoice's lines."""
        order = self.order(*lines)
        self.deliver(order)
        first = self.book.next("InvoiceLine")
        self.invoice(order)
        return list(range(first, self.book.next("InvoiceLine")))

    def carried(self, plan: Plan | Problems) -> Plan:
        """A plan, once it is carried out."""
        if isinstance(plan, tuple):
            raise Refused(plan)
        self.book = carried_out(self.book, plan)
        return plan

    # ------------------------------------------------ returns
    def returns(self, *lines: tuple[int, str], action: DispositionAction | None = None) -> int:
        """A return order of invoice lines and quantities; credit only where `action` says so."""
        order = self._order(OrderType.RETURN_ORDER, ReturnStatus.CREATED)
        rows = [
            self._returned(order, number, key, Decimal(quantity)) for number, (key, quantity) in enumerate(lines, 1)
        ]
        return self._entered(order, rows, action)

    def returns_by_hand(self, *lines: tuple[int, str, str], cost: str = "0") -> int:
        """A return order of products, quantities and prices that no invoice line is known for."""
        order = self._order(OrderType.RETURN_ORDER, ReturnStatus.CREATED)
        rows = []
        for number, (key, quantity, price) in enumerate(lines, 1):
            columns = self._sold(order, number, (key, quantity))
            columns |= {"unit_price": Decimal(price), "unit_cost": Decimal(cost), "original_invoice_line_id": None}
            rows.append(columns | {"expected_quantity": Decimal(quantity), "sales_line_id": None})
        return self._entered(order, rows, None)

    def _returned(self, order: int, number: int, key: int, quantity: Decimal) -> dict[str, Any]:
        line = self.book.one("InvoiceLine", key)
        assert claimed(self.book, key) + quantity <= line.quantity, "return orders claim no more than was sold"
        same = ("product_id", "description", "unit_price", "discount_percent", "tax_rate")
        return {
            **{name: getattr(line, name) for name in same},
            "order_id": order,
            "line_number": number,
            "unit_cost": ZERO,
            "expected_quantity": quantity,
            "original_invoice_line_id": key,
            "sales_line_id": line.sales_order_line_id,
            "code": None,
        }

    def _entered(self, order: int, rows: list[dict[str, Any]], action: DispositionAction | None) -> int:
        zeros = dict.fromkeys(
            ("registered_quantity", "received_quantity", "invoiced_quantity", "released_quantity"), ZERO
        )
        status = ReturnLineStatus.AWAITING if action is None else ReturnLineStatus.REGISTERED
        state = {"return_status": status, "action": action, "closed_on": None, "slip_cost": ZERO, "slip_id": None}
        state["price_entered"] = False
        self.book = self.book.adding("ReturnOrderLine", ({**zeros, **state, **row} for row in rows))
        self._refresh(order)
        return order

    def _refresh(self, order: int) -> None:
        lines = self.lines(order)
        status = derived_return_status([one.return_status for one in lines])
        goods = order_status((one.return_status, one.action) for one in lines)
        self.book = self.book.setting("Order", [order], return_status=status, status=goods)

    def lines(self, order: int) -> list[Row]:
        """The lines of a return order."""
        return [one for one in self.book.all("ReturnOrderLine") if one.order_id == order]

    def statuses(self, order: int) -> list[str]:
        """The status of each line, by number."""
        return [one.return_status.value for one in self.lines(order)]

    def charge(self, order: int, category: str, value: str, *, line: int | None = None, tax: str = "25") -> None:
        """A charge on a return order, or on the line at a place."""
        key = None if line is None else self.lines(order)[line].id
        columns = {"description": category.capitalize(), "category": category, "value": Decimal(value)}
        columns |= {"tax_rate": Decimal(tax), "order_id": order, "line_id": key, "posted": False}
        self.book = self.book.adding("ReturnCharge", [columns])

    def arrive(self, order: int, place: int, quantity: str, action: DispositionAction = CREDIT) -> None:
        """Register what arrived of the line at a place; the rest of it waits on a line of its own."""
        line, came = self.lines(order)[place], Decimal(quantity)
        registered = {"return_status": ReturnLineStatus.REGISTERED, "registered_quantity": came, "action": action}
        self.book = self.book.setting("ReturnOrderLine", [line.id], expected_quantity=came, **registered)
        if came < line.expected_quantity:
            columns = {name: value for name, value in vars(line).items() if name != "id"}
            columns |= {"expected_quantity": line.expected_quantity - came, "line_number": len(self.lines(order)) + 1}
            self.book = self.book.adding("ReturnOrderLine", [columns])
        self._refresh(order)

    def price(self, order: int, place: int, price: str) -> None:
        """Another price is credited for the line at a place."""
        key = self.lines(order)[place].id
        self.book = self.book.setting("ReturnOrderLine", [key], unit_price=Decimal(price), price_entered=True)

    def receive(self, order: int) -> SlipPlan:
        """Post the packing slip of what is registered."""
        facts = self.facts(order)
        (slip,) = self.carried(plan_incoming(facts, SlipRequest(TODAY, in_ledger=self.in_ledger))).slips
        keys = [line.return_order_line_id for line in slip.lines]
        _, after = plan_receipt(facts, keys, TODAY, in_ledger=self.in_ledger)
        assert _whatever_cleared(after) == _whatever_cleared(self.facts(order)), "the order is as the planner said"
        return slip

    def sale(self, order: int) -> SalesOrder:
        """A sales order as the planner knows it."""
        return sales_order(self.book, order)

    def facts(self, order: int, settlement: SettlementMode = SettlementMode.NONE) -> ReturnOrder:
        """A return order as the planner knows it."""
        return return_order(self.book, order, settlement)

    def request(self, quantity: str = "ALL", **more: Any) -> CreditRequest:
        """What the caller asks for."""
        day = {"invoice_date": TODAY, "document_date": TODAY, "slips_in_ledger": self.in_ledger}
        return CreditRequest(QuantitySelection(quantity), **{**day, **more})

    def plan_credit(self, order: int, quantity: str = "ALL", **more: Any) -> CreditPlan | Problems:
        """What crediting a return order comes to; `lines` by line key."""
        request = self.request(quantity, **more)
        return plan_credit_note(return_order(self.book, order, request.settlement), request)

    def credit(self, order: int, quantity: str = "ALL", **more: Any) -> CreditPlan:
        """Credit a return order; the plan that was carried out."""
        credit = self.plan_credit(order, quantity, **more)
        if isinstance(credit, tuple):
            raise Refused(credit)
        self.carried(credit.plan)
        return credit

    def credited(self, lines: int, quantity: str, action: DispositionAction = CREDIT) -> Plan:
        """So much of an invoice line comes back, is received and credited."""
        order = self.returns((lines, quantity))
        self.arrive(order, 0, quantity, action)
        self.receive(order)
        return self.credit(order).plan

    def problems(self, order: int, quantity: str = "ALL", **more: Any) -> list[tuple[str, str]]:
        """Why a return order cannot be credited: codes and paths."""
        credit = self.plan_credit(order, quantity, **more)
        assert isinstance(credit, tuple), "it can be credited"
        return [(one.code.value, ".".join(one.path)) for one in credit]

    def account(self, invoice: int) -> AccountDocument:
        """A posted document on its customer's account."""
        one = self.book.one("Invoice", invoice)
        same = ("id", "number", "status", "customer_id", "currency", "invoice_date", "total_amount", "settled_amount")
        return AccountDocument(**{name: getattr(one, name) for name in same})

    def pay(self, invoice: int, amount: str) -> Plan:
        """A payment of a document, or of what a credit note pays back."""
        return self.carried(plan_payment(self.account(invoice), Decimal(amount), TODAY, None))

    def match(self, invoice: int, credit: int, amount: str | None = None) -> Plan:
        """An invoice and a credit note settled with each other by hand."""
        wanted = None if amount is None else Decimal(amount)
        return self.carried(plan_settlement(self.account(invoice), self.account(credit), wanted, None, TODAY))

    def open_amount(self, invoice: int) -> Decimal:
        """What is open of a document."""
        one = self.book.one("Invoice", invoice)
        return one.total_amount - one.settled_amount
