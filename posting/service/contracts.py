"""Project contracts, and the approved work that is booked on them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import insert, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import (
    BillingMethod,
    BillingStatus,
    ConnectionRole,
    OrderStatus,
    OrderType,
    ProblemCode,
    TransactionClass,
    TransactionType,
)
from ..amounts import LARGEST_AMOUNT, gross
from ..commands import CreateProjectContract, JournalEntryInput, MarkReadyToInvoice, PostEntryJournal
from ..plan import Link, PlannedActual
from .checks import Checks
from .lookup import Found, find_customer, keys_of
from .series import draw, draw_number
from .transaction import Result, Transaction
from .writer import insert_actuals, insert_links

WORK = {TransactionClass.TIME, TransactionClass.EXPENSE, TransactionClass.MATERIAL, TransactionClass.FEE}
MOST_ENTRIES = 20_000
CHUNK = 5000


def create_project_contract(transaction: Transaction, command: CreateProjectContract) -> Result:
    """Add a project contract, confirmed (OPEN) and in its customer's currency."""
    checks = Checks()
    checks.text("A contract's name", command.name, "name")
    checks.not_empty("lines", command.lines, 1000, "lines")
    for index, line in enumerate(command.lines):
        checks.text("A line's name", line.name, "lines", str(index), "name")
        if line.billing_method is None:
            checks.invalid("Project work needs a billing method.", "lines", str(index), "billingMethod")
    customer = checks.attempt(lambda: find_customer(transaction.connection, command.customer, "customer"))
    checks.done()
    assert customer is not None
    order_id = transaction.connection.execute(
        insert(tables.order)
        .values(
            type=OrderType.PROJECT_CONTRACT,
            number=draw_number(transaction, "CONTRACT"),
            status=OrderStatus.OPEN,
            customer_id=customer.id,
            currency=customer.currency,
            created_at=transaction.now,
            name=command.name,
        )
        .returning(tables.order.c.id)
    ).scalar_one()
    rows = [
        {
            "order_id": order_id,
            "line_number": index + 1,
            "name": line.name,
            "type": line.type,
            "billing_method": line.billing_method,
        }
        for index, line in enumerate(command.lines)
    ]
    transaction.connection.execute(insert(tables.contract_line), rows)
    return {"contract": order_id}


def post_entry_journal(transaction: Transaction, command: PostEntryJournal) -> Result:
    """Write the actuals of approved work: cost, and unbilled sales where it is billed by time and material (K1)."""
    checks = Checks()
    checks.not_empty("entries", command.entries, MOST_ENTRIES, "entries")
    checks.done()
    lines = _contract_lines(transaction, command.entries, checks)
    rows: list[PlannedActual] = []
    links: list[Link] = []
    groups: dict[tuple[str, int], list[PlannedActual]] = defaultdict(list)
    for index, (entry, line) in enumerate(zip(command.entries, lines, strict=True)):
        booked = _rows_of(entry, line, index, len(rows), checks)
        rows.extend(booked)
        groups[line.currency, line.customer_id].extend(booked)
        if len(booked) == 2:
            cost, unbilled = booked
            roles = (ConnectionRole.UNBILLED_SALES, ConnectionRole.COST)
            links.append(Link(unbilled.position, roles[0], None, cost.position, roles[1]))
    checks.done()
    first = draw(transaction, "LEDGER", len(rows))
    for (currency, customer_id), group in groups.items():
        insert_actuals(transaction, group, first, currency, customer_id, None, {})
    insert_links(transaction.connection, links, first)
    return {"actuals": list(range(first, first + len(rows)))}


def _contract_lines(transaction: Transaction, entries: Sequence[JournalEntryInput], checks: Checks) -> list[Found]:
    line, order = tables.contract_line, tables.order
    wanted = [
        keys_of([entry.contract_line], "ContractLine", "contract line", "entries", str(index), "contractLine")[0]
        for index, entry in enumerate(entries)
    ]
    statement = select(line, order.c.currency, order.c.customer_id).join(order, order.c.id == line.c.order_id)
    distinct = sorted(set(wanted))
    found = {
        row.id: row
        for start in range(0, len(distinct), CHUNK)
        for row in transaction.connection.execute(statement.where(line.c.id.in_(distinct[start : start + CHUNK])))
    }
    for index, key in enumerate(wanted):
        if key not in found:
            path = ("entries", str(index), "contractLine")
            checks.fail(ProblemCode.NOT_FOUND, "There is no contract line with this id.", *path)
    checks.done()
    return [found[key] for key in wanted]


def _check_entry(entry: JournalEntryInput, line: Found, places: int, path: tuple[str, ...], checks: Checks) -> None:
    assert entry.unit_cost is not None
    assert entry.tax_amount is not None
    checks.text("A description", entry.description, *path, "description")
    if checks.number("A quantity", entry.quantity, *path, "quantity") and entry.quantity == 0:
        checks.invalid("A quantity must not be zero.", *path, "quantity")
    checks.not_negative("A unit price", entry.unit_price, *path, "unitPrice")
    checks.not_negative("A unit cost", entry.unit_cost, *path, "unitCost")
    checks.amount("A tax amount", entry.tax_amount, places, *path, "taxAmount")
    if entry.tax_amount != 0 and (entry.tax_amount > 0) != (entry.quantity > 0):
        checks.invalid("A tax amount has the sign of its quantity.", *path, "taxAmount")
    if entry.transaction_class not in WORK:
        message = f"{entry.transaction_class} is not entered as work."
        checks.invalid(message, *path, "transactionClass", remedy="Use TIME, EXPENSE, MATERIAL or FEE.")
    for price in (entry.unit_price, entry.unit_cost):
        if abs(gross(entry.quantity, price, places)) >= LARGEST_AMOUNT:
            checks.invalid(f"An entry's amount must be below {LARGEST_AMOUNT:,f}.", *path)
    if line.billing_method == BillingMethod.FIXED_PRICE:
        if entry.ready_to_invoice:
            message = "Work on a fixed-price line is billed by milestones and is never ready to invoice itself."
            checks.invalid(message, *path, "readyToInvoice", remedy="Leave readyToInvoice out.")
        if entry.transaction_class is TransactionClass.FEE:
            message = "A fee has no cost, and on a fixed-price line no unbilled sales either: nothing would be booked."
            checks.invalid(message, *path, "transactionClass")


def _rows_of(entry: JournalEntryInput, line: Found, index: int, position: int, checks: Checks) -> list[PlannedActual]:
    """Cost (not for fees) and, on time-and-material lines, unbilled sales."""
    assert entry.unit_cost is not None
    assert entry.tax_amount is not None
    places = minor_unit(line.currency)
    _check_entry(entry, line, places, ("entries", str(index)), checks)
    rows: list[PlannedActual] = []
    if entry.transaction_class is not TransactionClass.FEE:
        rows.append(_row(entry, line, position, TransactionType.COST, entry.unit_cost, places, Decimal(0)))
    if line.billing_method == BillingMethod.TIME_AND_MATERIAL:
        kind = TransactionType.UNBILLED_SALES
        rows.append(_row(entry, line, position + len(rows), kind, entry.unit_price, places, entry.tax_amount))
    return rows


def _row(
    entry: JournalEntryInput,
    line: Found,
    position: int,
    kind: TransactionType,
    price: Decimal,
    places: int,
    tax: Decimal,
) -> PlannedActual:
    assert entry.billing_type is not None
    status = BillingStatus.READY_TO_INVOICE if entry.ready_to_invoice else BillingStatus.NOT_READY
    unbilled = kind is TransactionType.UNBILLED_SALES
    return PlannedActual(
        position=position,
        transaction_type=kind,
        transaction_class=entry.transaction_class,
        billing_type=entry.billing_type,
        description=entry.description,
        transaction_date=entry.transaction_date,
        quantity=entry.quantity,
        unit_price=price,
        amount=gross(entry.quantity, price, places),
        tax_amount=tax,
        rule="entry.unbilled" if unbilled else "entry.cost",
        order_id=line.order_id,
        contract_line_id=line.id,
        root_position=position,
        billing_status=status if unbilled else None,
    )


def mark_ready_to_invoice(transaction: Transaction, command: MarkReadyToInvoice) -> Result:
    """Mark open unbilled sales ready or not ready; refuses rows that cannot be billed."""
    checks = Checks()
    wanted = command.actuals or []
    checks.not_empty("actuals", wanted, MOST_ENTRIES, "actuals")
    checks.done()
    actual = tables.actual
    keys = keys_of(wanted, "Actual", "actual", "actuals")
    found: dict[int, Found] = {}
    for start in range(0, len(keys), CHUNK):
        chunk = sorted(keys)[start : start + CHUNK]
        statement = select(actual).where(actual.c.id.in_(chunk)).order_by(actual.c.id).with_for_update()
        found |= {row.id: row for row in transaction.connection.execute(statement)}
    for index, key in enumerate(keys):
        _check_billable(found.get(key), str(index), checks)
    checks.done()
    before, after = BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE
    if command.ready is False:
        before, after = after, before
    for start in range(0, len(keys), CHUNK):
        transaction.connection.execute(
            update(actual)
            .where(actual.c.id.in_(keys[start : start + CHUNK]), actual.c.billing_status == before)
            .values(billing_status=after)
        )
    return {"actuals": keys}


def _check_billable(row: Found | None, index: str, checks: Checks) -> None:
    if row is None:
        checks.fail(ProblemCode.NOT_FOUND, "There is no actual with this id.", "actuals", index)
    elif row.transaction_type != TransactionType.UNBILLED_SALES:
        message = f"Actual {row.id} is {row.transaction_type}; only UNBILLED_SALES are billed."
        checks.fail(ProblemCode.SOURCE_NOT_BILLABLE, message, "actuals", index)
    elif row.billing_status not in (BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE):
        message = f"Actual {row.id} is {row.billing_status}; it must be NOT_READY or READY_TO_INVOICE."
        remedy = "Delete the draft that holds it first." if row.draft_detail_id else None
        checks.fail(ProblemCode.SOURCE_NOT_BILLABLE, message, "actuals", index, remedy=remedy)
