"""Up-front replacement orders: shipped before anything of a return order has arrived (returns 3.10)."""

from sqlalchemy import case, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.rows import read_all, read_value
from ...models.vocabulary import OrderType, ProblemCode, ReturnLineStatus, ReturnStatus
from ..checks import Checks
from ..command.lookup import find_order, products_named, require_type
from ..command.records import OrderRow
from ..command.results import SalesOrderResult
from ..command.transaction import Transaction
from ..commands import CreateReplacementOrder
from ..ledger.readiness import block_problems
from ..ledger.sales_orders import write_replacements
from ..ledger.tax_codes import entering
from ..planned.packing_slips import SoldLine
from ..problems import refuse
from ..sales.orders import MOST_LINES, Terms, sold_line

LINE, BILLED = tables.return_order_line, tables.invoice_line


def create_replacement_order(transaction: Transaction, command: CreateReplacementOrder) -> SalesOrderResult:
    """Ship replacements before anything arrived; afterwards REPLACE_… dispositions are refused (returns 3.10)."""
    connection = transaction.connection
    order = find_order(connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    if order.return_status is not ReturnStatus.CREATED or order.replaced_up_front:
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "replaced-already" if order.replaced_up_front else "to-replace",
            "order",
            document=order.number,
            state=order.return_status,
            needed=ReturnStatus.CREATED,
        )
    checks = Checks()
    problems = block_problems(connection, order.customer_id, "order")
    checks.problems.extend(problems)
    lines = _replacements(transaction, order, command, checks)
    checks.done()
    connection.execute(update(tables.order).where(tables.order.c.id == order.id).values(replaced_up_front=True))
    return SalesOrderResult(write_replacements(transaction, order.id, order.customer_id, order.currency, lines))


def _replacements(
    transaction: Transaction, order: OrderRow, command: CreateReplacementOrder, checks: Checks
) -> tuple[SoldLine, ...]:
    if command.lines is not None:
        checks.not_empty("lines", command.lines, MOST_LINES, "lines")
        places = minor_unit(order.currency)
        products = products_named(transaction.connection, [line.product for line in command.lines])
        statement = select(tables.customer.c.tax_code_id).where(tables.customer.c.id == order.customer_id)
        tax_code_id = read_value(transaction.connection, statement, int)
        terms = Terms(products, places, entering(transaction), tax_code_id)
        made = [sold_line(terms, line, index, checks) for index, line in enumerate(command.lines)]
        return tuple(line for line in made if line is not None)
    product = tables.product
    statement = (
        select(
            LINE.c.product_id,
            LINE.c.description,
            LINE.c.expected_quantity.label("quantity"),
            case((LINE.c.price_entered, BILLED.c.unit_price), else_=LINE.c.unit_price).label("unit_price"),
            product.c.cost_price.label("unit_cost"),
            LINE.c.discount_percent,
            LINE.c.tax_rate,
            LINE.c.tax_code_id,
        )
        .join(product, product.c.id == LINE.c.product_id)
        .outerjoin(BILLED, BILLED.c.id == LINE.c.original_invoice_line_id)
        .where(LINE.c.order_id == order.id, LINE.c.return_status == ReturnLineStatus.AWAITING)
        .order_by(LINE.c.line_number)
    )
    return tuple(read_all(transaction.connection, statement, SoldLine))
