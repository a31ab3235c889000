"""What becomes of return lines between their creation and their packing slip (returns 2.2).

Arrival, with or without quarantine, splits a line where fewer come than are expected; the rest keeps its status and can
come later. A credit-only code is set and cleared while nothing has arrived.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select, update

from ...models import tables
from ...models.identity import encode
from ...models.rows import read_all
from ...models.vocabulary import DispositionAction, OrderType, ProblemCode, ReturnLineStatus, WarningCode
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_order, key_of, keys_of, require_type
from ..command.records import OrderRow
from ..command.results import ReturnOrderResult
from ..command.transaction import Transaction
from ..commands import ArrivalLineInput, EndQuarantine, InspectedLineInput, RegisterArrival, SetDisposition
from ..planned.warnings import Warned, warned
from ..planners.sales.crediting import derived_return_status
from ..planners.sales.receipt import order_status
from ..sales.orders import MOST_LINES
from ..saying import Phrase, phrase
from .charges import set_disposition_charges, split_charges, telling
from .dispositions import arrival_code, credit_only_code, replacement_values
from .lines import lines_of
from .records import DispositionRow, LineStage, ReturnLineRow
from .splits import split_off

LINE = tables.return_order_line
Values = dict[str, object]
Move = tuple[ReturnLineRow, Decimal, Values]  # a line, how much of it moves on, and its new values


def register_arrival(transaction: Transaction, command: RegisterArrival) -> ReturnOrderResult:
    """AWAITING lines become REGISTERED, or QUARANTINE where the goods are inspected first."""
    order = _return_order(transaction, command)
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    checks.done()
    keys = keys_of([line.line for line in command.lines], "ReturnOrderLine", "return order line", "lines")
    lines = _lines(transaction, order)
    moves: list[Move] = []
    for index, (key, wanted) in enumerate(zip(keys, command.lines, strict=True)):
        line = _known_line(order, lines, key, checks, "lines", str(index), "line")
        if line is not None:
            moves.append((line, wanted.quantity, _arrival(transaction, order, line, wanted, index, checks)))
    checks.done()
    _move(transaction, order, lines.values(), moves)
    warnings: tuple[Warned, ...] = ()
    if order.deadline is not None and transaction.today > order.deadline:
        warnings = (warned(WarningCode.DEADLINE_PASSED, "deadline", ("order",), date=order.deadline),)
    return ReturnOrderResult(order.id, warnings)


def end_quarantine(transaction: Transaction, command: EndQuarantine) -> ReturnOrderResult:
    """QUARANTINE lines become REGISTERED with the code that the inspection decided, which stays."""
    order = _return_order(transaction, command)
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    checks.done()
    keys = keys_of([line.line for line in command.lines], "ReturnOrderLine", "return order line", "lines")
    lines = _lines(transaction, order)
    moves: list[Move] = []
    for index, (key, wanted) in enumerate(zip(keys, command.lines, strict=True)):
        line = _known_line(order, lines, key, checks, "lines", str(index), "line")
        if line is not None:
            quantity = line.expected_quantity if wanted.quantity is None else wanted.quantity
            values = _inspection(transaction, order, line, wanted, quantity, index, checks)
            moves.append((line, quantity, values))
    checks.done()
    _move(transaction, order, lines.values(), moves)
    return ReturnOrderResult(order.id)


def set_disposition(transaction: Transaction, command: SetDisposition) -> ReturnOrderResult:
    """Set or clear credit only before anything arrived, or change the code of registered goods."""
    order = _return_order(transaction, command)
    key = key_of(command.line, {"ReturnOrderLine"}, "return order line", "line")
    checks = Checks()
    line = _known_line(order, _lines(transaction, order), key, checks, "line")
    checks.done()
    assert line is not None
    values = _new_disposition(transaction, order, line, command, checks)
    checks.done()
    transaction.connection.execute(update(LINE).where(LINE.c.id == line.id).values(values))
    code_id = values["disposition_code_id"]
    with telling(transaction.connection, order.id, line.id):
        set_disposition_charges(transaction.connection, order.id, line.id, code_id)  # type: ignore[arg-type]  # a key
    refresh_return_order(transaction, order.id)
    return ReturnOrderResult(order.id)


def refresh_return_order(transaction: Transaction, order_id: int) -> None:
    """Derive the order's return status, and whether everything is delivered, from its lines (returns 2.1, 2.3)."""
    code = tables.disposition_code
    statement = (
        select(LINE.c.return_status, code.c.action)
        .outerjoin(code, code.c.id == LINE.c.disposition_code_id)
        .where(LINE.c.order_id == order_id)
    )
    rows = read_all(transaction.connection, statement, LineStage)
    lines = [(row.return_status, row.action) for row in rows]
    derived = derived_return_status([row.return_status for row in rows])
    values = {"return_status": derived, "status": order_status(lines)}
    transaction.connection.execute(update(tables.order).where(tables.order.c.id == order_id).values(values))


def _return_order(transaction: Transaction, command: RegisterArrival | EndQuarantine | SetDisposition) -> OrderRow:
    order = find_order(transaction.connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    return order


def _lines(transaction: Transaction, order: OrderRow) -> dict[int, ReturnLineRow]:
    return {row.id: row for row in lines_of(transaction.connection, order.id)}


def _known_line(
    order: OrderRow, lines: dict[int, ReturnLineRow], key: int, checks: Checks, *path: str
) -> ReturnLineRow | None:
    if key not in lines:
        checks.fail(
            ProblemCode.NOT_FOUND,
            "no-return-line",
            *path,
            document=order.number,
            type="ReturnOrderLine",
            given=encode("ReturnOrderLine", key),
        )
    return lines.get(key)


def _name(order: OrderRow, line: ReturnLineRow) -> Phrase:
    return phrase("line", line=line.line_number, description=line.description, document=order.number)


def _arrival(
    transaction: Transaction, order: OrderRow, line: ReturnLineRow, wanted: ArrivalLineInput, index: int, checks: Checks
) -> Values:
    path = ("lines", str(index))
    checks.positive("A quantity", wanted.quantity, *path, "quantity")
    if line.return_status is not ReturnLineStatus.AWAITING:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "arrive",
            *path,
            "line",
            name=_name(order, line),
            state=line.return_status,
            needed="AWAITING",
        )
    elif wanted.quantity > line.expected_quantity:
        checks.invalid(
            "expects",
            *path,
            "quantity",
            name=_name(order, line),
            limit=plain(line.expected_quantity),
            given=plain(wanted.quantity),
        )
    if wanted.quarantine:
        if wanted.disposition_code is not None:
            checks.fail(
                ProblemCode.DISPOSITION_NOT_ALLOWED, "inspection", *(*path, "dispositionCode"), name=_name(order, line)
            )
        if wanted.replacement is not None:
            checks.invalid("replacement-later", *path, "replacement", name=_name(order, line))
        return {"return_status": ReturnLineStatus.QUARANTINE, "arrived_on": transaction.today}
    if wanted.disposition_code is None:
        checks.fail(
            ProblemCode.DISPOSITION_CODE_MISSING, "disposition", *(*path, "dispositionCode"), name=_name(order, line)
        )
        return {}
    code = arrival_code(transaction, order, wanted.disposition_code, checks, *path, "dispositionCode")
    return {
        **_registered(code, wanted.quantity),
        **replacement_values(transaction, line, code, wanted.quantity, wanted.replacement, checks, *path),
        "arrived_on": transaction.today,
    }


def _inspection(
    transaction: Transaction,
    order: OrderRow,
    line: ReturnLineRow,
    wanted: InspectedLineInput,
    quantity: Decimal,
    index: int,
    checks: Checks,
) -> Values:
    path = ("lines", str(index))
    checks.positive("A quantity", quantity, *path, "quantity")
    if line.return_status is not ReturnLineStatus.QUARANTINE:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "quarantine",
            *path,
            "line",
            name=_name(order, line),
            state=line.return_status,
            needed="QUARANTINE",
        )
    elif quantity > line.expected_quantity:
        checks.invalid(
            "in-quarantine",
            *path,
            "quantity",
            name=_name(order, line),
            limit=plain(line.expected_quantity),
            given=plain(quantity),
        )
    code = arrival_code(transaction, order, wanted.disposition_code, checks, *path, "dispositionCode")
    return {
        **_registered(code, quantity),
        **replacement_values(transaction, line, code, quantity, wanted.replacement, checks, *path),
        "inspected": True,
    }


def _registered(code: DispositionRow | None, quantity: Decimal) -> Values:
    return {
        "return_status": ReturnLineStatus.REGISTERED,
        "disposition_code_id": None if code is None else code.id,
        "registered_quantity": quantity,
    }


def _new_disposition(
    transaction: Transaction, order: OrderRow, line: ReturnLineRow, command: SetDisposition, checks: Checks
) -> Values:
    name, path = _name(order, line), ("dispositionCode",)
    if line.return_status is ReturnLineStatus.QUARANTINE or line.inspected:
        variant = "in-quarantine" if line.return_status is ReturnLineStatus.QUARANTINE else "inspected"
        checks.fail(ProblemCode.DISPOSITION_NOT_ALLOWED, variant, *path, name=name)
        return {}
    if line.return_status is ReturnLineStatus.AWAITING and command.disposition_code is not None:
        code = credit_only_code(transaction, command.disposition_code, checks, *path)
        if command.replacement is not None:
            checks.invalid("credit-only-replacement", "replacement")
        return _registered(code, line.expected_quantity)
    is_credit_only = line.action is DispositionAction.CREDIT_ONLY
    if is_credit_only and line.invoiced_quantity == 0 and command.disposition_code is None:
        return {
            "return_status": ReturnLineStatus.AWAITING,
            "disposition_code_id": None,
            "registered_quantity": ZERO,
        }
    if line.return_status is ReturnLineStatus.REGISTERED and not is_credit_only:
        return _other_code(transaction, order, line, command, checks)
    variant = "credit-only-disposition" if is_credit_only else "disposition"
    values = {"name": name, "state": line.return_status, "needed": ReturnLineStatus.REGISTERED}
    wanted = command.disposition_code
    checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, variant, "line", wanted=wanted, **values)
    return {}


def _other_code(
    transaction: Transaction, order: OrderRow, line: ReturnLineRow, command: SetDisposition, checks: Checks
) -> Values:
    """Another code for goods that have arrived."""
    path = ("dispositionCode",)
    if command.disposition_code is None:
        checks.fail(ProblemCode.DISPOSITION_CODE_MISSING, "arrived", *path, name=_name(order, line))
        return {}
    code = arrival_code(transaction, order, command.disposition_code, checks, *path)
    quantity = line.registered_quantity
    return {
        "disposition_code_id": None if code is None else code.id,
        **replacement_values(transaction, line, code, quantity, command.replacement, checks),
    }


def _move(transaction: Transaction, order: OrderRow, lines: Iterable[ReturnLineRow], moves: Sequence[Move]) -> None:
    """Move parts of lines on; what is left of a line becomes a line of its own, as the line was (returns 2.2)."""
    connection = transaction.connection
    last = max(line.line_number for line in lines)
    for line, quantity, values in moves:
        rest = line.expected_quantity - quantity
        connection.execute(update(LINE).where(LINE.c.id == line.id).values(expected_quantity=quantity, **values))
        if rest > 0:
            last += 1
            split_charges(connection, line.id, split_off(connection, line, rest, last))
        code_id = values.get("disposition_code_id")
        if code_id is not None:
            with telling(connection, order.id, line.id):
                set_disposition_charges(connection, order.id, line.id, code_id)  # type: ignore[arg-type]  # a key
    refresh_return_order(transaction, order.id)
