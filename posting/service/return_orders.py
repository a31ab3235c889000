"""Return orders: creating them from invoiced lines, registering what arrives, canceling them."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import insert, select, update

from ...models import tables
from ...models.vocabulary import (
    DispositionAction,
    InvoiceStatus,
    OrderStatus,
    OrderType,
    ProblemCode,
    ReturnLineStatus,
    ReturnStatus,
    WarningCode,
)
from ..amounts import ZERO
from ..commands import (
    ArrivalLineInput,
    CancelReturnOrder,
    CreateReturnOrder,
    RegisterArrival,
    ReturnOrderLineInput,
)
from ..planners.returns import derived_return_status
from ..problems import refuse
from .checks import Checks
from .loading_sales import returnable_quantity
from .lookup import Found, find_customer, find_order, keys_of, require_type
from .sales_orders import MOST_LINES
from .series import draw_number
from .transaction import Result, Transaction

VALIDITY = timedelta(days=90)
LINE = tables.return_order_line


def create_return_order(transaction: Transaction, command: CreateReturnOrder) -> Result:
    """Add a return order from invoiced lines; refuses more than can still be returned."""
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    checks.done()
    originals = _originals(transaction, command, checks)
    _check_quantities(transaction, command, originals, checks)
    actions = [_creation_action(transaction, line.disposition_code, index, checks) for index, line in _lines(command)]
    if command.reason_code is not None:
        checks.text("A reason code", command.reason_code, "reasonCode", longest=50)
    checks.done()
    customer_id = originals[0].customer_id
    statuses = [ReturnLineStatus.REGISTERED if code else ReturnLineStatus.AWAITING for code in actions]
    order_id = transaction.connection.execute(
        insert(tables.order)
        .values(
            type=OrderType.RETURN_ORDER,
            number=draw_number(transaction, "RETURN_ORDER"),
            rma_number=draw_number(transaction, "RMA"),
            status=OrderStatus.OPEN,
            return_status=derived_return_status(statuses),
            customer_id=customer_id,
            currency=originals[0].currency,
            created_at=transaction.now,
            reason_code=command.reason_code,
            deadline=command.deadline or transaction.today + VALIDITY,
        )
        .returning(tables.order.c.id)
    ).scalar_one()
    rows = [
        {
            "order_id": order_id,
            "line_number": index + 1,
            "product_id": originals[index].product_id,
            "description": originals[index].description,
            "return_status": statuses[index],
            "disposition_code_id": actions[index],
            "expected_quantity": line.quantity,
            "registered_quantity": line.quantity if actions[index] else ZERO,
            "unit_price": originals[index].unit_price,
            "unit_cost": originals[index].unit_cost,
            "discount_percent": originals[index].discount_percent,
            "tax_rate": originals[index].tax_rate,
            "original_invoice_line_id": originals[index].id,
        }
        for index, line in _lines(command)
    ]
    transaction.connection.execute(insert(LINE), rows)
    return {"order": order_id, "warnings": []}


def _lines(command: CreateReturnOrder) -> list[tuple[int, ReturnOrderLineInput]]:
    return list(enumerate(command.lines))


def _originals(transaction: Transaction, command: CreateReturnOrder, checks: Checks) -> list[Found]:
    """The posted invoice lines, locked in the order of their keys; one for each line of the command."""
    line, invoice, order_line = tables.invoice_line, tables.invoice, tables.sales_order_line
    for index, wanted in enumerate(command.lines):
        if wanted.invoice_line is None:
            path = ("lines", str(index), "invoiceLine")
            checks.invalid("A line needs the invoice line that it returns.", *path, remedy="Give invoiceLine.")
    checks.done()
    keys = [
        keys_of([wanted.invoice_line], "InvoiceLine", "invoice line", "lines", str(index), "invoiceLine")[0]
        for index, wanted in enumerate(command.lines)
        if wanted.invoice_line is not None
    ]
    statement = (
        select(line, invoice.c.customer_id, invoice.c.currency, invoice.c.number, order_line.c.unit_cost)
        .join(invoice, invoice.c.id == line.c.invoice_id)
        .join(order_line, order_line.c.id == line.c.sales_order_line_id)
        .where(line.c.id.in_(keys), invoice.c.status != InvoiceStatus.DRAFT, line.c.quantity > 0)
        .order_by(line.c.id)
        .with_for_update(of=line)
    )
    found = {row.id: row for row in transaction.connection.execute(statement)}
    for index, key in enumerate(keys):
        if key not in found:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "There is no line of a posted sales invoice with this id.",
                *("lines", str(index), "invoiceLine"),
                remedy="Take the id of a line of an invoice that invoiced a sales order.",
            )
    checks.done()
    originals: list[Found] = [found[key] for key in keys]
    if len({row.customer_id for row in originals}) > 1:
        checks.invalid("The invoice lines belong to several customers; a return order has one.", "lines")
    if command.customer is not None:
        customer = find_customer(transaction.connection, command.customer, "customer")
        if any(row.customer_id != customer.id for row in originals):
            checks.invalid(f"The invoice lines are not those of customer {customer.number}.", "customer")
    checks.done()
    return originals


def _check_quantities(
    transaction: Transaction, command: CreateReturnOrder, originals: list[Found], checks: Checks
) -> None:
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for index, line in enumerate(command.lines):
        original = originals[index]
        checks.positive("A quantity", line.quantity, "lines", str(index), "quantity")
        left = returnable_quantity(transaction.connection, original.id) - wanted[original.id]
        wanted[original.id] += line.quantity
        if line.quantity > left:
            checks.fail(
                ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
                f"Line {original.line_number} of {original.number} sold {original.quantity:f}, of which {left:f} can "
                f"still be returned; {line.quantity:f} is too much.",
                *("lines", str(index), "quantity"),
                remedy=f"Return at most {left:f}." if left > 0 else "Look at the return orders that claim it already.",
            )


def find_disposition(transaction: Transaction, code: str, checks: Checks, *path: str) -> Found | None:
    """The disposition code; a problem and None where there is none."""
    table = tables.disposition_code
    found = transaction.connection.execute(select(table).where(table.c.code == code)).one_or_none()
    if found is None:
        codes = ", ".join(transaction.connection.scalars(select(table.c.code).order_by(table.c.code)))
        message = f"There is no disposition code {code}."
        checks.fail(ProblemCode.NOT_FOUND, message, *path, remedy=f"Use one of: {codes}.")
    return found


def _creation_action(transaction: Transaction, code: str | None, index: int, checks: Checks) -> int | None:
    if code is None:
        return None
    path = ("lines", str(index), "dispositionCode")
    found = find_disposition(transaction, code, checks, *path)
    if found is not None and found.action != DispositionAction.CREDIT_ONLY:
        checks.fail(
            ProblemCode.DISPOSITION_NOT_ALLOWED,
            f"{code} needs the goods: it cannot be set before they arrive.",
            *path,
            remedy="Leave it out here and give it to registerArrival.",
        )
    return None if found is None else int(found.id)


def register_arrival(transaction: Transaction, command: RegisterArrival) -> Result:
    """AWAITING lines become REGISTERED; a smaller quantity splits the line, the rest stays AWAITING (returns 2.2)."""
    order = find_order(transaction.connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    checks.done()
    keys = keys_of([line.line for line in command.lines], "ReturnOrderLine", "return order line", "lines")
    lines = {row.id: row for row in transaction.connection.execute(select(LINE).where(LINE.c.order_id == order.id))}
    codes = [
        _arrival_code(transaction, order, lines.get(key), wanted, index, checks)
        for index, (key, wanted) in enumerate(zip(keys, command.lines, strict=True))
    ]
    checks.done()
    number = max(row.line_number for row in lines.values())
    for key, wanted, code in zip(keys, command.lines, codes, strict=True):
        number = _register(transaction, lines[key], wanted.quantity, code, number)
    refresh_return_order(transaction, order.id)
    warnings = []
    if order.deadline is not None and transaction.today > order.deadline:
        message = f"The goods were due by {order.deadline}."
        warnings.append({"code": WarningCode.DEADLINE_PASSED, "message": message, "path": ["order"]})
    return {"order": order.id, "warnings": warnings}


def _arrival_code(
    transaction: Transaction, order: Found, line: Found | None, wanted: ArrivalLineInput, index: int, checks: Checks
) -> int | None:
    path = ("lines", str(index))
    if line is None:
        checks.fail(ProblemCode.NOT_FOUND, f"Return order {order.number} has no such line.", *path, "line")
        return None
    name = f"Line {line.line_number} ({line.description})"
    checks.positive("A quantity", wanted.quantity, *path, "quantity")
    if line.return_status != ReturnLineStatus.AWAITING:
        message = f"{name} is {line.return_status}; only AWAITING lines can arrive."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *path, "line")
    elif wanted.quantity > line.expected_quantity:
        message = f"{name} expects {line.expected_quantity:f}; {wanted.quantity:f} is more."
        checks.invalid(message, *path, "quantity", remedy="Return what came in excess on a return order of its own.")
    if wanted.disposition_code is None:
        message = f"{name} needs a disposition code to be registered."
        checks.fail(
            ProblemCode.DISPOSITION_CODE_MISSING, message, *path, "dispositionCode", remedy="See dispositionCodes."
        )
        return None
    found = find_disposition(transaction, wanted.disposition_code, checks, *path, "dispositionCode")
    if found is not None and found.action == DispositionAction.CREDIT_ONLY:
        checks.fail(
            ProblemCode.DISPOSITION_NOT_ALLOWED,
            f"{wanted.disposition_code} is credit only: goods that arrived need another disposition.",
            *(*path, "dispositionCode"),
            remedy="Set a credit-only code when the return order is created.",
        )
    return None if found is None else int(found.id)


def _register(transaction: Transaction, line: Found, arrived: Decimal, code: int | None, number: int) -> int:
    """Register `arrived` of a line; returns the highest line number in use."""
    rest = line.expected_quantity - arrived
    transaction.connection.execute(
        update(LINE)
        .where(LINE.c.id == line.id)
        .values(
            return_status=ReturnLineStatus.REGISTERED,
            disposition_code_id=code,
            expected_quantity=arrived,
            registered_quantity=arrived,
        )
    )
    if rest == 0:
        return number
    copied = ("order_id", "product_id", "description", "unit_price", "unit_cost", "discount_percent", "tax_rate")
    transaction.connection.execute(
        insert(LINE).values(
            {name: getattr(line, name) for name in copied}
            | {
                "line_number": number + 1,
                "return_status": ReturnLineStatus.AWAITING,
                "expected_quantity": rest,
                "original_invoice_line_id": line.original_invoice_line_id,
                "parent_line_id": line.id,
            }
        )
    )
    return number + 1


def refresh_return_order(transaction: Transaction, order_id: int) -> None:
    """Derive the order's return status, and whether everything is delivered, from its lines (returns 2.1, 2.3)."""
    statuses = [
        ReturnLineStatus(status)
        for status in transaction.connection.scalars(select(LINE.c.return_status).where(LINE.c.order_id == order_id))
    ]
    credit_only = select(tables.disposition_code.c.id).where(tables.disposition_code.c.action == "CREDIT_ONLY")
    waiting = transaction.connection.scalars(
        select(LINE.c.id).where(
            LINE.c.order_id == order_id,
            LINE.c.return_status.in_([ReturnLineStatus.AWAITING, ReturnLineStatus.REGISTERED]),
            LINE.c.disposition_code_id.is_(None) | LINE.c.disposition_code_id.not_in(credit_only),
        )
    ).first()
    received = ReturnLineStatus.RECEIVED in statuses and waiting is None
    transaction.connection.execute(
        update(tables.order)
        .where(tables.order.c.id == order_id)
        .values(
            return_status=derived_return_status(statuses),
            status=OrderStatus.DELIVERED if received else OrderStatus.OPEN,
        )
    )


def cancel_return_order(transaction: Transaction, command: CancelReturnOrder) -> Result:
    """CREATED becomes CANCELED, lines too; anything else is refused (returns 2.1)."""
    order = find_order(transaction.connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    if order.return_status != ReturnStatus.CREATED:
        raise refuse(
            ProblemCode.CANCEL_NOT_ALLOWED,
            f"Return order {order.number} is {order.return_status}; only a CREATED one can be canceled.",
            "order",
        )
    transaction.connection.execute(
        update(LINE)
        .where(LINE.c.order_id == order.id)
        .values(return_status=ReturnLineStatus.CANCELED, closed_on=transaction.today)
    )
    transaction.connection.execute(
        update(tables.order)
        .where(tables.order.c.id == order.id)
        .values(return_status=ReturnStatus.CANCELED, status=OrderStatus.CANCELED)
    )
    return {"order": order.id, "warnings": []}
