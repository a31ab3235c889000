"""Return orders: creating them from invoiced lines or by hand, and canceling them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.rows import read_all, read_one, read_pairs
from ...models.vocabulary import OrderType, ProblemCode, ReturnLineStatus, ReturnStatus
from ..amounts import ZERO
from ..checks import Checks
from ..command.lookup import find_order, hold, keys_of, require_type
from ..command.records import CustomerRow, OrderRow, ParametersRow
from ..command.results import ReturnOrderResult
from ..command.transaction import Transaction
from ..commands import CancelReturnOrder, CreateReturnOrder, ReturnOrderLineInput
from ..history.notes import note_made
from ..ledger.readiness import block_problems
from ..ledger.series import draw_number
from ..ledger.tax_codes import entering
from ..planners.sales.credit_documents import not_linked
from ..planners.sales.crediting import derived_return_status
from ..planners.sales.receipt import order_status
from ..problems import refuse
from ..sales.orders import MOST_LINES
from .arrivals import refresh_return_order
from .charges import add_charges, add_reason_charges, check_charges, set_disposition_charges
from .dispositions import credit_only_code
from .preceding import name_preceding, preceding_invoices, purchase_order_of
from .records import DispositionRow
from .sources import Source, sources_of

LINE = tables.return_order_line


def create_return_order(transaction: Transaction, command: CreateReturnOrder) -> ReturnOrderResult:
    """Add a return order; refuses more of an invoice line than can still be returned."""
    connection = transaction.connection
    parameters = read_one(connection, select(tables.parameters), ParametersRow)
    customer, lines, preceding = _checked(transaction, command, parameters)
    hold(connection, tables.customer, [customer.id])
    first = next((line.source.original_id for line in lines if line.source.original_id is not None), None)
    bought = purchase_order_of(connection, first, preceding)
    order_id = _insert_order(transaction, command, customer, lines, parameters.return_validity_days, bought)
    name_preceding(connection, order_id, preceding)
    line_ids = _insert_lines(connection, order_id, lines)
    taxes = entering(transaction)
    add_charges(taxes, order_id, None, command.charges)
    add_reason_charges(connection, order_id, command.reason_code)
    for line_id, line in zip(line_ids, lines, strict=True):
        add_charges(taxes, order_id, line_id, line.wanted.charges)
        if line.code is not None:
            set_disposition_charges(connection, order_id, line_id, line.code.id)
    warnings = (
        not_linked(place + 1, line.source.description, "lines", str(place))
        for place, line in enumerate(lines)
        if line.source.original_id is None
    )
    return ReturnOrderResult(order_id, tuple(warnings))


@dataclass(frozen=True)
class NewLine:
    """A line to be: what is wanted, what it returns, and the credit-only code that it begins with, if any."""

    wanted: ReturnOrderLineInput
    source: Source
    code: DispositionRow | None

    @property
    def status(self) -> ReturnLineStatus:
        """What is credited only never arrives."""
        return ReturnLineStatus.AWAITING if self.code is None else ReturnLineStatus.REGISTERED


def _checked(
    transaction: Transaction, command: CreateReturnOrder, parameters: ParametersRow
) -> tuple[CustomerRow, list[NewLine], list[int]]:
    """The customer, the lines and what else a new return order names; raises `Refused` with whatever is wrong."""
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST_LINES, "lines")
    checks.done()
    customer, sources = sources_of(transaction, command, checks)
    codes = [
        None
        if line.disposition_code is None
        else credit_only_code(transaction, line.disposition_code, checks, "lines", str(place), "dispositionCode")
        for place, line in enumerate(command.lines)
    ]
    currency = None if customer is None else customer.currency
    taxes = entering(transaction)
    check_charges(taxes, command.charges, currency, checks)
    for place, line in enumerate(command.lines):
        check_charges(taxes, line.charges, currency, checks, "lines", str(place))
    _check_reason(command.reason_code, checks, required=parameters.reason_code_required)
    preceding = preceding_invoices(transaction.connection, command.preceding_invoices, customer, checks)
    if customer is not None:
        checks.problems.extend(block_problems(transaction.connection, customer.id, "customer"))
    checks.done()
    assert customer is not None, "who is not found is a problem"
    lines = zip(command.lines, sources, codes, strict=True)
    return customer, [NewLine(wanted, source, code) for wanted, source, code in lines if source is not None], preceding


def _insert_order(
    transaction: Transaction,
    command: CreateReturnOrder,
    customer: CustomerRow,
    lines: Sequence[NewLine],
    validity_days: int,
    purchase_order_number: str | None,
) -> int:
    values = {
        "type": OrderType.RETURN_ORDER,
        "number": draw_number(transaction, "RETURN_ORDER"),
        "rma_number": draw_number(transaction, "RMA"),
        "status": order_status((line.status, line.code.action if line.code else None) for line in lines),
        "return_status": derived_return_status([line.status for line in lines]),
        "customer_id": customer.id,
        "currency": customer.currency,
        "created_at": transaction.now,
        "reason_code": command.reason_code,
        "deadline": command.deadline or transaction.today + timedelta(days=validity_days),
        "replaced_up_front": False,
        "created_by_id": transaction.caller.actor_id,
        "purchase_order_number": purchase_order_number,
    }
    key = read_one(transaction.connection, insert(tables.order).values(values).returning(tables.order.c.id), int)
    note_made(transaction.connection, "ReturnOrder", key)
    return key


def _insert_lines(connection: Connection, order_id: int, lines: Sequence[NewLine]) -> list[int]:
    """The keys of the lines, in their order."""
    rows: list[dict[str, object]] = [
        {
            "order_id": order_id,
            "line_number": number,
            "product_id": line.source.product_id,
            "description": line.source.description,
            "return_status": line.status,
            "disposition_code_id": None if line.code is None else line.code.id,
            "expected_quantity": line.wanted.quantity,
            "registered_quantity": ZERO if line.code is None else line.wanted.quantity,
            "unit_price": line.source.unit_price,
            "unit_cost": line.source.unit_cost,
            "discount_percent": line.source.discount_percent,
            "tax_rate": line.source.tax_rate,
            "tax_code_id": line.source.tax_code_id,
            "original_invoice_line_id": line.source.original_id,
            "inspected": False,
        }
        for number, line in enumerate(lines, 1)
    ]
    return read_all(connection, insert(LINE).returning(LINE.c.id, sort_by_parameter_order=True), int, rows)


def _check_reason(reason_code: str | None, checks: Checks, *, required: bool) -> None:
    if reason_code is None and required:
        checks.fail(ProblemCode.REASON_CODE_REQUIRED, "return-order", "reasonCode")


def cancel_return_order(transaction: Transaction, command: CancelReturnOrder) -> ReturnOrderResult:
    """CREATED becomes CANCELED, lines too, or only the named lines do; anything else is refused (returns 2.1)."""
    order = find_order(transaction.connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    if order.return_status is not ReturnStatus.CREATED:
        raise refuse(
            ProblemCode.CANCEL_NOT_ALLOWED,
            "return-order",
            "order",
            document=order.number,
            state=order.return_status,
            needed="CREATED",
        )
    canceled = (LINE.c.order_id == order.id) & (LINE.c.return_status == ReturnLineStatus.AWAITING)
    if command.lines is not None:
        canceled &= LINE.c.id.in_(_awaiting_lines(transaction, order, command))
    transaction.connection.execute(
        update(LINE).where(canceled).values(return_status=ReturnLineStatus.CANCELED, closed_on=transaction.today)
    )
    refresh_return_order(transaction, order.id)
    return ReturnOrderResult(order.id)


def _awaiting_lines(transaction: Transaction, order: OrderRow, command: CancelReturnOrder) -> list[int]:
    wanted = command.lines or []
    checks = Checks()
    checks.not_empty("lines", wanted, MOST_LINES, "lines")
    checks.done()
    keys = keys_of(wanted, "ReturnOrderLine", "return order line", "lines")
    statement = select(LINE.c.id, LINE.c.return_status).where(LINE.c.order_id == order.id)
    known = dict(read_pairs(transaction.connection, statement, int, ReturnLineStatus))
    for index, key in enumerate(keys):
        if key not in known:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-return-line-chosen",
                "lines",
                str(index),
                document=order.number,
                type="ReturnOrderLine",
                given=wanted[index],
            )
        elif known[key] is not ReturnLineStatus.AWAITING:
            checks.fail(
                ProblemCode.CANCEL_NOT_ALLOWED,
                "line",
                "lines",
                str(index),
                state=known[key],
                needed="AWAITING",
                document=order.number,
            )
    checks.done()
    return keys
