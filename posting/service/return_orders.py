"""Return orders: creating them from invoiced lines or by hand, changing, canceling and replacing them up front."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import insert, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import (
    InvoiceStatus,
    OrderStatus,
    OrderType,
    ProblemCode,
    ReturnLineStatus,
    ReturnStatus,
)
from ..amounts import ZERO
from ..commands import (
    CancelReturnOrder,
    CreateReplacementOrder,
    CreateReturnOrder,
    ReturnOrderLineInput,
    UpdateReturnOrder,
)
from ..plan import SoldLine, plain
from ..planners.returns import derived_return_status, not_linked
from ..problems import refuse
from .arrivals import refresh_return_order
from .checks import LARGEST_AMOUNT, Checks
from .dispositions import credit_only_code
from .documents import warning_documents
from .goods import write_replacement
from .loading_sales import returnable_quantity
from .lookup import Found, find_customer, find_order, find_product, key_of, keys_of, require_type
from .readiness import block_problems
from .return_charges import add_charges, add_reason_charges, check_charges, set_disposition_charges
from .sales_orders import MOST_LINES, sold_line
from .series import draw_number
from .transaction import Result, Transaction

LINE = tables.return_order_line


@dataclass(frozen=True)
class Source:
    """What a new line takes from an invoice line, or from the product where it is entered by hand."""

    product_id: int
    description: str
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    original_id: int | None = None


def create_return_order(transaction: Transaction, command: CreateReturnOrder) -> Result:
    """Add a return order; refuses more of an invoice line than can still be returned."""
    connection = transaction.connection
    parameters = connection.execute(select(tables.parameters)).one()
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    checks.done()
    originals = _originals(transaction, command, checks)
    customer = _customer(transaction, command, list(originals.values()), checks)
    sources = [
        _from_invoice(originals[index]) if index in originals else _by_hand(transaction, line, index, checks)
        for index, line in enumerate(command.lines)
    ]
    _check_quantities(transaction, command, originals, checks)
    codes = [
        None
        if line.disposition_code is None
        else credit_only_code(transaction, line.disposition_code, checks, "lines", str(index), "dispositionCode")
        for index, line in enumerate(command.lines)
    ]
    currency = None if customer is None else customer.currency
    check_charges(command.charges, currency, checks)
    for index, line in enumerate(command.lines):
        check_charges(line.charges, currency, checks, "lines", str(index))
    _check_reason(command.reason_code, checks, required=parameters.reason_code_required)
    if customer is not None:
        checks.problems.extend(block_problems(connection, customer.id, "customer", only_all=True))
    checks.done()
    assert customer is not None
    statuses = [ReturnLineStatus.REGISTERED if code else ReturnLineStatus.AWAITING for code in codes]
    order_id = connection.execute(
        insert(tables.order)
        .values(
            type=OrderType.RETURN_ORDER,
            number=draw_number(transaction, "RETURN_ORDER"),
            rma_number=draw_number(transaction, "RMA"),
            status=OrderStatus.OPEN,
            return_status=derived_return_status(statuses),
            customer_id=customer.id,
            currency=customer.currency,
            created_at=transaction.now,
            reason_code=command.reason_code,
            deadline=command.deadline or transaction.today + timedelta(days=parameters.return_validity_days),
            replaced_up_front=False,
        )
        .returning(tables.order.c.id)
    ).scalar_one()
    rows = [
        {
            "order_id": order_id,
            "line_number": index + 1,
            "product_id": source.product_id,
            "description": source.description,
            "return_status": statuses[index],
            "disposition_code_id": code.id if code is not None else None,
            "expected_quantity": line.quantity,
            "registered_quantity": line.quantity if code is not None else ZERO,
            "unit_price": source.unit_price,
            "unit_cost": source.unit_cost,
            "discount_percent": source.discount_percent,
            "tax_rate": source.tax_rate,
            "original_invoice_line_id": source.original_id,
            "inspected": False,
        }
        for index, (line, source, code) in enumerate(zip(command.lines, sources, codes, strict=True))
        if source is not None
    ]
    statement = insert(LINE).returning(LINE.c.id, sort_by_parameter_order=True)
    line_ids = list(connection.execute(statement, rows).scalars())
    add_charges(connection, order_id, None, command.charges)
    add_reason_charges(connection, order_id, command.reason_code)
    for line_id, line, code in zip(line_ids, command.lines, codes, strict=True):
        add_charges(connection, order_id, line_id, line.charges)
        if code is not None:
            set_disposition_charges(connection, order_id, line_id, code.id)
    warnings = [
        not_linked(index + 1, source.description, "lines", str(index))
        for index, source in enumerate(sources)
        if source is not None and source.original_id is None
    ]
    return {"order": order_id, "warnings": warning_documents(warnings)}


def _check_reason(reason_code: str | None, checks: Checks, *, required: bool) -> None:
    if reason_code is not None:
        checks.text("A reason code", reason_code, "reasonCode", longest=50)
    elif required:
        checks.fail(
            ProblemCode.REASON_CODE_REQUIRED,
            "A return order needs a reason code.",
            "reasonCode",
            remedy="Give one of reasonCodes, or a text of your own.",
        )


def _originals(transaction: Transaction, command: CreateReturnOrder, checks: Checks) -> dict[int, Found]:
    """The posted invoice lines by place in the command, locked in the order of their keys."""
    line, invoice, order_line = tables.invoice_line, tables.invoice, tables.sales_order_line
    keys: dict[int, int] = {}
    for index, wanted in enumerate(command.lines):
        path = ("lines", str(index))
        by_hand = (wanted.product, wanted.unit_price, wanted.tax_rate, wanted.unit_cost)
        if wanted.invoice_line is not None and any(value is not None for value in by_hand):
            message = "A line is either from an invoice line, whose price is copied, or entered by hand."
            checks.invalid(message, *path, remedy="Give invoiceLine alone, or product and unitPrice.")
        elif wanted.invoice_line is not None:
            find = partial(key_of, wanted.invoice_line, {"InvoiceLine"}, "invoice line", *path, "invoiceLine")
            key = checks.attempt(find)
            if key is not None:
                keys[index] = key
    statement = (
        select(line, invoice.c.customer_id, invoice.c.currency, invoice.c.number, order_line.c.unit_cost)
        .join(invoice, invoice.c.id == line.c.invoice_id)
        .join(order_line, order_line.c.id == line.c.sales_order_line_id)
        .where(line.c.id.in_(set(keys.values())), invoice.c.status != InvoiceStatus.DRAFT, line.c.quantity > 0)
        .order_by(line.c.id)
        .with_for_update(of=line)
    )
    found = {row.id: row for row in transaction.connection.execute(statement)}
    for index, key in keys.items():
        if key not in found:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "There is no line of a posted sales invoice with this id.",
                *("lines", str(index), "invoiceLine"),
                remedy="Take the id of a line of an invoice that invoiced a sales order.",
            )
    return {index: found[key] for index, key in keys.items() if key in found}


def _customer(
    transaction: Transaction, command: CreateReturnOrder, originals: list[Found], checks: Checks
) -> Found | None:
    """The customer that is named, or whose invoices they are; both must be the same."""
    if len({row.customer_id for row in originals}) > 1:
        checks.invalid("The invoice lines belong to several customers; a return order has one.", "lines")
        return None
    table = tables.customer
    if command.customer is None:
        if not originals:
            if all(line.invoice_line is None for line in command.lines) and any(line.product for line in command.lines):
                message = "Lines entered by hand need a customer."
                checks.invalid(message, "customer", remedy="Name the customer, or give an invoice line.")
            return None
        key = originals[0].customer_id
        return transaction.connection.execute(select(table).where(table.c.id == key)).one()
    ref = command.customer
    customer = checks.attempt(lambda: find_customer(transaction.connection, ref, "customer"))
    if customer is not None and any(row.customer_id != customer.id for row in originals):
        checks.invalid(f"The invoice lines are not those of customer {customer.number}.", "customer")
    return customer


def _from_invoice(original: Found) -> Source:
    return Source(
        product_id=original.product_id,
        description=original.description,
        unit_price=original.unit_price,
        unit_cost=original.unit_cost,
        discount_percent=original.discount_percent,
        tax_rate=original.tax_rate,
        original_id=original.id,
    )


def _by_hand(transaction: Transaction, line: ReturnOrderLineInput, index: int, checks: Checks) -> Source | None:
    path = ("lines", str(index))
    if line.invoice_line is not None:
        return None  # refused already
    if line.product is None or line.unit_price is None:
        missing = "product" if line.unit_price is not None else "unitPrice" if line.product else "invoiceLine"
        message = "A line needs the invoice line that it returns, or a product and a unit price."
        checks.invalid(message, *path, missing, remedy="Give invoiceLine, or product and unitPrice.")
        return None
    ref = line.product
    product = checks.attempt(lambda: find_product(transaction.connection, ref, *path, "product"))
    checks.not_negative("A unit price", line.unit_price, *path, "unitPrice")
    if line.unit_cost is not None:
        checks.not_negative("A unit cost", line.unit_cost, *path, "unitCost")
    if line.tax_rate is not None:
        checks.percent("A tax rate", line.tax_rate, *path, "taxRate")
    if line.quantity * line.unit_price >= LARGEST_AMOUNT:
        checks.invalid(f"The line's net amount must be below {LARGEST_AMOUNT:,f}.", *path)
    if product is None:
        return None
    return Source(
        product_id=product.id,
        description=product.name,
        unit_price=line.unit_price,
        unit_cost=product.cost_price if line.unit_cost is None else line.unit_cost,
        discount_percent=ZERO,
        tax_rate=product.tax_rate if line.tax_rate is None else line.tax_rate,
    )


def _check_quantities(
    transaction: Transaction, command: CreateReturnOrder, originals: dict[int, Found], checks: Checks
) -> None:
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for index, line in enumerate(command.lines):
        checks.positive("A quantity", line.quantity, "lines", str(index), "quantity")
        if index not in originals:
            continue
        original = originals[index]
        left = returnable_quantity(transaction.connection, original.id) - wanted[original.id]
        wanted[original.id] += line.quantity
        if line.quantity > left:
            possible = f"Return at most {plain(left)}."
            checks.fail(
                ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
                f"Line {original.line_number} of {original.number} sold {plain(original.quantity)}, of which "
                f"{plain(left)} can still be returned; {plain(line.quantity)} is too much.",
                *("lines", str(index), "quantity"),
                remedy=possible if left > 0 else "Look at the return orders that claim it already.",
            )


def update_return_order(transaction: Transaction, command: UpdateReturnOrder) -> Result:
    """Change the reason, which may add charges, or the deadline; refused once the order is CLOSED or CANCELED."""
    order = find_order(transaction.connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    checks = Checks()
    if order.return_status in (ReturnStatus.CLOSED, ReturnStatus.CANCELED):
        message = f"Return order {order.number} is {order.return_status}; it must be CREATED or OPEN."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, "order")
    if command.reason_code is None and command.deadline is None:
        checks.invalid("There is nothing to change.", "reasonCode", remedy="Give a reason code or a deadline.")
    _check_reason(command.reason_code, checks, required=False)
    checks.done()
    values = {"reason_code": command.reason_code, "deadline": command.deadline}
    changed = {name: value for name, value in values.items() if value is not None}
    transaction.connection.execute(update(tables.order).where(tables.order.c.id == order.id).values(changed))
    if command.reason_code is not None and command.reason_code != order.reason_code:
        add_reason_charges(transaction.connection, order.id, command.reason_code)
    return {"order": order.id, "warnings": []}


def cancel_return_order(transaction: Transaction, command: CancelReturnOrder) -> Result:
    """CREATED becomes CANCELED, lines too, or only the named lines do; anything else is refused (returns 2.1)."""
    order = find_order(transaction.connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    if order.return_status != ReturnStatus.CREATED:
        raise refuse(
            ProblemCode.CANCEL_NOT_ALLOWED,
            f"Return order {order.number} is {order.return_status}; only a CREATED one can be canceled.",
            "order",
        )
    canceled = (LINE.c.order_id == order.id) & (LINE.c.return_status == ReturnLineStatus.AWAITING)
    if command.lines is not None:
        canceled &= LINE.c.id.in_(_awaiting_lines(transaction, order, command))
    transaction.connection.execute(
        update(LINE).where(canceled).values(return_status=ReturnLineStatus.CANCELED, closed_on=transaction.today)
    )
    refresh_return_order(transaction, order.id)
    return {"order": order.id, "warnings": []}


def _awaiting_lines(transaction: Transaction, order: Found, command: CancelReturnOrder) -> list[int]:
    wanted = command.lines or []
    checks = Checks()
    checks.not_empty("lines", wanted, MOST_LINES, "lines")
    checks.done()
    keys = keys_of(wanted, "ReturnOrderLine", "return order line", "lines")
    statement = select(LINE.c.id, LINE.c.return_status).where(LINE.c.order_id == order.id)
    known = {row.id: row.return_status for row in transaction.connection.execute(statement)}
    for index, key in enumerate(keys):
        if key not in known:
            checks.fail(ProblemCode.NOT_FOUND, f"Return order {order.number} has no such line.", "lines", str(index))
        elif known[key] != ReturnLineStatus.AWAITING:
            message = f"The line is {known[key]}; only an AWAITING one can be canceled."
            checks.fail(ProblemCode.CANCEL_NOT_ALLOWED, message, "lines", str(index))
    checks.done()
    return keys


def create_replacement_order(transaction: Transaction, command: CreateReplacementOrder) -> Result:
    """Ship replacements before anything arrived; afterwards REPLACE_… dispositions are refused (returns 3.10)."""
    connection = transaction.connection
    order = find_order(connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    if order.return_status != ReturnStatus.CREATED or order.replaced_up_front:
        state = "already has an up-front replacement order" if order.replaced_up_front else f"is {order.return_status}"
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            f"Return order {order.number} {state}; it must be CREATED and without one.",
            "order",
            remedy=None if order.replaced_up_front else "Give a REPLACE_… code when the goods arrive.",
        )
    checks = Checks()
    problems = block_problems(connection, order.customer_id, "order", only_all=True)
    checks.problems.extend(problems)
    lines = _replacements(transaction, order, command, checks)
    checks.done()
    connection.execute(update(tables.order).where(tables.order.c.id == order.id).values(replaced_up_front=True))
    made = write_replacement(transaction, order.id, order.customer_id, order.currency, lines)
    return {"order": made}


def _replacements(
    transaction: Transaction, order: Found, command: CreateReplacementOrder, checks: Checks
) -> tuple[SoldLine, ...]:
    if command.lines is not None:
        checks.not_empty("lines", command.lines, MOST_LINES, "lines")
        places = minor_unit(order.currency)
        made = [sold_line(transaction, line, index, places, checks) for index, line in enumerate(command.lines)]
        return tuple(line for line in made if line is not None)
    rows = transaction.connection.execute(
        select(LINE)
        .where(LINE.c.order_id == order.id, LINE.c.return_status == ReturnLineStatus.AWAITING)
        .order_by(LINE.c.line_number)
    )
    return tuple(
        SoldLine(
            row.product_id,
            row.description,
            row.expected_quantity,
            row.unit_price,
            row.unit_cost,
            row.discount_percent,
            row.tax_rate,
        )
        for row in rows
    )
