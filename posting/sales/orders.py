"""Creating sales orders."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...models import bulk, tables
from ...models.money import minor_unit
from ...models.places import QUANTITY_PLACES
from ...models.vocabulary import OrderStatus, OrderType
from ..amounts import LARGEST_AMOUNT, line_net
from ..checks import Checks
from ..command.addresses import stored_address
from ..command.batch import Answers, only
from ..command.lookup import Directory, customers_named, hold, keys_by_number, products_named
from ..command.records import CustomerRow, ProductRow
from ..command.results import SalesOrderResult
from ..command.transaction import Transaction
from ..commands import CreateSalesOrder, SalesOrderLineInput
from ..history.notes import note_made
from ..ledger.readiness import blocked
from ..ledger.sales_orders import LINE_COLUMNS, line_rows
from ..ledger.series import draw_numbers
from ..ledger.tax_codes import Entering, entering
from ..planned.packing_slips import SoldLine
from ..problems import Refused
from ..taxes.codes import by_code, by_rate, picked

MOST_LINES = 1000
SAID = ("purchase_order_number", "buyer_reference", "delivery_address")


@dataclass(frozen=True)
class Priced:
    """A sales order that is ready to be added, and what is wrong with it."""

    customer: CustomerRow | None
    places: int
    lines: list[SoldLine]
    checks: Checks
    said: tuple[object, ...] = ()  # what its documents say, in the order of SAID


def create_sales_order(transaction: Transaction, command: CreateSalesOrder) -> SalesOrderResult:
    """Add a sales order in the customer's currency, open for delivery."""
    return only(create_sales_orders(transaction, [command]))


def create_sales_orders(transaction: Transaction, commands: Sequence[CreateSalesOrder]) -> Answers[SalesOrderResult]:
    """Add sales orders, each by itself; the answer to each in the order given."""
    return add_sales_orders(transaction, priced_orders(transaction, commands))


def priced_orders(transaction: Transaction, commands: Sequence[CreateSalesOrder]) -> list[Priced]:
    """The lines of each order as they are sold; what is wrong goes to the order's checks."""
    customers = customers_named(transaction.connection, [command.customer for command in commands])
    products = products_named(transaction.connection, [line.product for command in commands for line in command.lines])
    taxes = entering(transaction)
    return [_priced(command, customers, products, taxes) for command in commands]


def _priced(
    command: CreateSalesOrder, customers: Directory[CustomerRow], products: Directory[ProductRow], taxes: Entering
) -> Priced:
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    customer = checks.attempt(lambda: customers.find(command.customer, "customer"))
    if customer is not None:
        checks.problems.extend(blocked(customer.number, customer.blocked, "customer", only_all=True))
    places = QUANTITY_PLACES if customer is None else minor_unit(customer.currency)
    terms = Terms(products, places, taxes, None if customer is None else customer.tax_code_id)
    lines = [sold_line(terms, line, index, checks) for index, line in enumerate(command.lines)]
    delivery = stored_address(command.delivery_address, checks, "deliveryAddress")
    said = (command.purchase_order_number, command.buyer_reference, delivery)
    return Priced(customer, places, [line for line in lines if line is not None], checks, said)


def add_sales_orders(transaction: Transaction, orders: Sequence[Priced]) -> Answers[SalesOrderResult]:
    """Add the orders with which nothing is wrong."""
    connection = transaction.connection
    good = [(one, one.customer) for one in orders if one.customer is not None and not one.checks.problems]
    if not good:
        return [Refused(one.checks.problems) for one in orders]
    hold(connection, tables.customer, (customer.id for _, customer in good))
    hold(connection, tables.product, (line.product_id for one, _ in good for line in one.lines))
    numbers = draw_numbers(transaction, "SALES_ORDER", len(good))
    by = transaction.caller.actor_id
    kind, status, now = OrderType.SALES_ORDER, OrderStatus.OPEN, transaction.now
    headers = (
        (kind, number, status, customer.id, customer.currency, now, False, by, *one.said)
        for number, (one, customer) in zip(numbers, good, strict=True)
    )
    names = ("type", "number", "status", "customer_id", "currency", "created_at", "replaced_up_front", "created_by_id")
    bulk.append(connection, tables.order, (*names, *SAID), headers)
    keys = keys_by_number(connection, tables.order, numbers)
    note_made(connection, "SalesOrder", *keys.values())
    rows = (
        row
        for number, (order, _) in zip(numbers, good, strict=True)
        for row in line_rows(keys[number], order.lines, 1, order.places)
    )
    bulk.append(connection, tables.sales_order_line, LINE_COLUMNS, rows)
    made = iter(numbers)
    return [
        Refused(one.checks.problems) if one.checks.problems else SalesOrderResult(keys[next(made)]) for one in orders
    ]


@dataclass(frozen=True)
class Terms:
    """What lines of an order are sold on: products, places of the currency, tax codes and that of the customer."""

    products: Directory[ProductRow]
    places: int
    taxes: Entering
    customer_tax_code_id: int | None


def sold_line(terms: Terms, line: SalesOrderLineInput, index: int, checks: Checks) -> SoldLine | None:
    """A line as it is sold; None, and its problems are collected, where it is refused."""
    assert line.discount_percent is not None
    path = ("lines", str(index))
    checks.positive("A quantity", line.quantity, *path, "quantity")
    product = checks.attempt(lambda: terms.products.find(line.product, *path, "product"))
    if product is None:
        return None
    price = product.sales_price if line.unit_price is None else line.unit_price
    typed = terms.taxes.entered(line.tax_code, line.tax_rate, checks, *path)
    tax = picked(typed, by_code(terms.customer_tax_code_id), by_code(product.tax_code_id), by_rate(product.tax_rate))
    rate = terms.taxes.shown_rate(tax)
    checks.not_negative("A unit price", price, *path, "unitPrice")
    checks.percent("A discount", line.discount_percent, *path, "discountPercent")
    checks.percent("A tax rate", rate, *path, "taxRate")
    checks.worth("The line's cost", line.quantity, product.cost_price, *path)
    net = line_net(line.quantity, price, line.discount_percent, terms.places)
    if abs(net) >= LARGEST_AMOUNT:
        checks.invalid("line-too-large", *path, limit=LARGEST_AMOUNT)
    sold = (product.id, product.name, line.quantity, price, product.cost_price, line.discount_percent)
    return SoldLine(*sold, rate, tax.code_id)
