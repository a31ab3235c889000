"""Creating sales orders."""

from decimal import Decimal

from sqlalchemy import insert

from ...models import tables
from ...models.exact import QUANTITY_PLACES
from ...models.money import minor_unit
from ...models.vocabulary import OrderStatus, OrderType
from ..amounts import line_net
from ..commands import CreateSalesOrder, SalesOrderLineInput
from .checks import LARGEST_AMOUNT, Checks
from .lookup import find_customer, find_product
from .series import draw_number
from .transaction import Result, Transaction

MOST_LINES = 1000


def create_sales_order(transaction: Transaction, command: CreateSalesOrder) -> Result:
    """Add a sales order in the customer's currency, open for delivery."""
    connection = transaction.connection
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    customer = checks.attempt(lambda: find_customer(connection, command.customer, "customer"))
    places = QUANTITY_PLACES if customer is None else minor_unit(customer.currency)
    lines = [_line(transaction, line, index, places, checks) for index, line in enumerate(command.lines)]
    checks.done()
    assert customer is not None
    order_id = connection.execute(
        insert(tables.order)
        .values(
            type=OrderType.SALES_ORDER,
            number=draw_number(transaction, "SALES_ORDER"),
            status=OrderStatus.OPEN,
            customer_id=customer.id,
            currency=customer.currency,
            created_at=transaction.now,
        )
        .returning(tables.order.c.id)
    ).scalar_one()
    connection.execute(insert(tables.sales_order_line), [{"order_id": order_id, **line} for line in lines])
    return {"order": order_id}


def _line(
    transaction: Transaction, line: SalesOrderLineInput, index: int, places: int, checks: Checks
) -> dict[str, object]:
    assert line.discount_percent is not None
    path = ("lines", str(index))
    checks.positive("A quantity", line.quantity, *path, "quantity")
    product = checks.attempt(lambda: find_product(transaction.connection, line.product, *path, "product"))
    if product is None:
        return {}
    price: Decimal = product.sales_price if line.unit_price is None else line.unit_price
    rate: Decimal = product.tax_rate if line.tax_rate is None else line.tax_rate
    checks.not_negative("A unit price", price, *path, "unitPrice")
    checks.percent("A discount", line.discount_percent, *path, "discountPercent")
    checks.percent("A tax rate", rate, *path, "taxRate")
    net = line_net(line.quantity, price, line.discount_percent, places)
    if abs(net) >= LARGEST_AMOUNT:
        checks.invalid(f"The line's net amount must be below {LARGEST_AMOUNT:,f}.", *path)
    return {
        "line_number": index + 1,
        "product_id": product.id,
        "description": product.name,
        "quantity": line.quantity,
        "unit_price": price,
        "unit_cost": product.cost_price,
        "discount_percent": line.discount_percent,
        "tax_rate": rate,
        "net_amount": net,
    }
