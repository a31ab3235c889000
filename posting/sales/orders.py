"""Creating sales orders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, insert

from ...models import bulk, tables
from ...models.exact import QUANTITY_PLACES
from ...models.money import minor_unit
from ...models.vocabulary import OrderStatus, OrderType
from ..amounts import LARGEST_AMOUNT, ZERO, line_net
from ..command.batch import Answer, only
from ..command.checks import Checks
from ..command.lookup import Directory, Found, customers_named, hold, keys_by_number, products_named
from ..command.transaction import Result, Transaction
from ..commands import CreateSalesOrder, SalesOrderLineInput
from ..ledger.readiness import blocked
from ..ledger.series import draw_number, draw_numbers
from ..plan import SoldLine
from ..problems import Refused

MOST_LINES = 1000
LINE_COLUMNS = (
    "order_id",
    "line_number",
    "product_id",
    "description",
    "quantity",
    "unit_price",
    "unit_cost",
    "discount_percent",
    "tax_rate",
    "net_amount",
    "delivered_quantity",
    "invoiced_quantity",
    "returned_quantity",
)


@dataclass(frozen=True)
class Priced:
    """A sales order that is ready to be added, and what is wrong with it."""

    customer: Found | None
    places: int
    lines: list[SoldLine]
    checks: Checks


def create_sales_order(transaction: Transaction, command: CreateSalesOrder) -> Result:
    """Add a sales order in the customer's currency, open for delivery."""
    return only(create_sales_orders(transaction, [command]))


def create_sales_orders(transaction: Transaction, commands: Sequence[CreateSalesOrder]) -> list[Answer]:
    """Add sales orders, each by itself; the answer to each in the order given."""
    return add_sales_orders(transaction, priced_orders(transaction, commands))


def priced_orders(transaction: Transaction, commands: Sequence[CreateSalesOrder]) -> list[Priced]:
    """The lines of each order as they are sold; what is wrong goes to the order's checks."""
    customers = customers_named(transaction.connection, [command.customer for command in commands])
    products = products_named(transaction.connection, [line.product for command in commands for line in command.lines])
    return [_priced(command, customers, products) for command in commands]


def _priced(command: CreateSalesOrder, customers: Directory, products: Directory) -> Priced:
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    customer = checks.attempt(lambda: customers.find(command.customer, "customer"))
    if customer is not None:
        checks.problems.extend(blocked(customer.number, customer.blocked, "customer", only_all=True))
    places = QUANTITY_PLACES if customer is None else minor_unit(customer.currency)
    lines = [sold_line(products, line, index, places, checks) for index, line in enumerate(command.lines)]
    return Priced(customer, places, [line for line in lines if line is not None], checks)


def add_sales_orders(transaction: Transaction, orders: Sequence[Priced]) -> list[Answer]:
    """Add the orders with which nothing is wrong."""
    connection = transaction.connection
    good = [(one, one.customer) for one in orders if one.customer is not None and not one.checks.problems]
    if not good:
        return [Refused(one.checks.problems) for one in orders]
    hold(connection, tables.customer, (customer.id for _, customer in good))
    hold(connection, tables.product, (line.product_id for one, _ in good for line in one.lines))
    numbers = draw_numbers(transaction, "SALES_ORDER", len(good))
    headers = (
        (OrderType.SALES_ORDER, number, OrderStatus.OPEN, customer.id, customer.currency, transaction.now, False)
        for number, (_, customer) in zip(numbers, good, strict=True)
    )
    names = ("type", "number", "status", "customer_id", "currency", "created_at", "replaced_up_front")
    bulk.append(connection, tables.order, names, headers)
    keys = keys_by_number(connection, tables.order, numbers)
    rows = (
        row
        for number, (order, _) in zip(numbers, good, strict=True)
        for row in _line_rows(keys[number], order.lines, 1, order.places)
    )
    bulk.append(connection, tables.sales_order_line, LINE_COLUMNS, rows)
    made = iter(numbers)
    return [Refused(one.checks.problems) if one.checks.problems else {"order": keys[next(made)]} for one in orders]


def insert_sales_order(
    transaction: Transaction, customer_id: int, currency: str, replaces_for_id: int | None = None
) -> int:
    """Add the header of a sales order; `replaces_for_id` is the return order that it ships replacements for."""
    hold(transaction.connection, tables.customer, [customer_id])
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
    bulk.append(connection, tables.sales_order_line, LINE_COLUMNS, _line_rows(order_id, lines, first, places))


def _line_rows(order_id: int, lines: Sequence[SoldLine], first: int, places: int) -> Iterator[tuple[object, ...]]:
    for number, line in enumerate(lines, first):
        yield (
            order_id,
            number,
            line.product_id,
            line.description,
            line.quantity,
            line.unit_price,
            line.unit_cost,
            line.discount_percent,
            line.tax_rate,
            line_net(line.quantity, line.unit_price, line.discount_percent, places),
            *(ZERO, ZERO, ZERO),
        )


def sold_line(
    products: Directory, line: SalesOrderLineInput, index: int, places: int, checks: Checks
) -> SoldLine | None:
    """A line as it is sold; None, and its problems are collected, where it is refused."""
    assert line.discount_percent is not None
    path = ("lines", str(index))
    checks.positive("A quantity", line.quantity, *path, "quantity")
    product = checks.attempt(lambda: products.find(line.product, *path, "product"))
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
        checks.invalid(
            f"The line's net amount must be below {LARGEST_AMOUNT:,f}.", *path, remedy="Split it into several lines."
        )
    return SoldLine(product.id, product.name, line.quantity, price, product.cost_price, line.discount_percent, rate)
