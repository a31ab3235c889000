"""Creating sales orders."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Connection, insert

from ...models import tables
from ...models.exact import QUANTITY_PLACES
from ...models.money import minor_unit
from ...models.vocabulary import OrderStatus, OrderType
from ..amounts import LARGEST_AMOUNT, line_net
from ..commands import CreateSalesOrder, SalesOrderLineInput
from ..plan import SoldLine
from .checks import Checks
from .lookup import find_customer, find_product
from .readiness import block_problems
from .series import draw_number
from .transaction import Result, Transaction

MOST_LINES = 1000


def create_sales_order(transaction: Transaction, command: CreateSalesOrder) -> Result:
    """Add a sales order in the customer's currency, open for delivery."""
    connection = transaction.connection
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    customer = checks.attempt(lambda: find_customer(connection, command.customer, "customer"))
    if customer is not None:
        checks.problems.extend(block_problems(connection, customer.id, "customer", only_all=True))
    places = QUANTITY_PLACES if customer is None else minor_unit(customer.currency)
    lines = [sold_line(transaction, line, index, places, checks) for index, line in enumerate(command.lines)]
    checks.done()
    assert customer is not None
    order_id = insert_sales_order(transaction, customer.id, customer.currency)
    insert_sales_lines(connection, order_id, [line for line in lines if line is not None], 1, places)
    return {"order": order_id}


def insert_sales_order(
    transaction: Transaction, customer_id: int, currency: str, replaces_for_id: int | None = None
) -> int:
    """Add the header of a sales order; `replaces_for_id` is the return order that it ships replacements for."""
    return int(
        transaction.connection.execute(
            insert(tables.order)
            .values(
                type=OrderType.SALES_ORDER,
                number=draw_number(transaction, "SALES_ORDER"),
                status=OrderStatus.OPEN,
                customer_id=customer_id,
                currency=currency,
                created_at=transaction.now,
                replaces_for_id=replaces_for_id,
                replaced_up_front=False,
            )
            .returning(tables.order.c.id)
        ).scalar_one()
    )


def insert_sales_lines(
    connection: Connection, order_id: int, lines: Sequence[SoldLine], first: int, places: int
) -> None:
    """Add lines to a sales order, numbered from `first`."""
    rows = [
        {
            "order_id": order_id,
            "line_number": number,
            "product_id": line.product_id,
            "description": line.description,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "unit_cost": line.unit_cost,
            "discount_percent": line.discount_percent,
            "tax_rate": line.tax_rate,
            "net_amount": line_net(line.quantity, line.unit_price, line.discount_percent, places),
        }
        for number, line in enumerate(lines, first)
    ]
    connection.execute(insert(tables.sales_order_line), rows)


def sold_line(
    transaction: Transaction, line: SalesOrderLineInput, index: int, places: int, checks: Checks
) -> SoldLine | None:
    """A line as it is sold; None, and its problems are collected, where it is refused."""
    assert line.discount_percent is not None
    path = ("lines", str(index))
    checks.positive("A quantity", line.quantity, *path, "quantity")
    product = checks.attempt(lambda: find_product(transaction.connection, line.product, *path, "product"))
    if product is None:
        return None
    price: Decimal = product.sales_price if line.unit_price is None else line.unit_price
    rate: Decimal = product.tax_rate if line.tax_rate is None else line.tax_rate
    checks.not_negative("A unit price", price, *path, "unitPrice")
    checks.percent("A discount", line.discount_percent, *path, "discountPercent")
    checks.percent("A tax rate", rate, *path, "taxRate")
    checks.worth("The line's cost", line.quantity, product.cost_price, *path)
    net = line_net(line.quantity, price, line.discount_percent, places)
    if abs(net) >= LARGEST_AMOUNT:
        checks.invalid(f"The line's net amount must be below {LARGEST_AMOUNT:,f}.", *path)
    return SoldLine(product.id, product.name, line.quantity, price, product.cost_price, line.discount_percent, rate)
