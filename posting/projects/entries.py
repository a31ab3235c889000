"""Approved work: cost, and unbilled sales for each customer who pays for it (project-invoicing 1.9 K1, F12)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from ...models import tables
from ...models.exact import QUANTITY_PLACES
from ...models.money import minor_unit
from ...models.vocabulary import (
    BillingMethod,
    BillingStatus,
    BillingType,
    ConnectionRole,
    ContractLineType,
    NotToExceedStatus,
    ProblemCode,
    TransactionClass,
    TransactionType,
)
from ..amounts import LARGEST_AMOUNT, ZERO, gross
from ..command.checks import Checks
from ..command.lookup import Found, known_keys
from ..command.transaction import Result, Transaction
from ..commands import JournalEntryInput, PostEntryJournal
from ..ledger.series import draw
from ..ledger.writer import insert_actuals, insert_links
from ..plan import Link, PlannedActual
from ..planners.projects.facts import Limit
from ..planners.projects.limits import status_of
from ..planners.projects.splitting import Share, split
from ..rules.grammar import WORK
from .limits import committed, load_limits
from .shares import shares_of

MOST_ENTRIES = 20_000
CHUNK = 5000


@dataclass
class Contract:
    """What entries on one contract have in common; `limits` grow with what the entries take up."""

    shares: list[Share]
    limits: tuple[Limit, ...]


@dataclass
class Journal:
    """The rows of a journal as they come together, the customer of each, and where the rows of each entry end."""

    rows: list[PlannedActual] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    groups: dict[tuple[str, int], list[PlannedActual]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: PlannedActual, currency: str, customer_id: int) -> int:
        """Add a row; its position."""
        self.rows.append(row)
        self.groups[currency, customer_id].append(row)
        return row.position


def post_entry_journal(transaction: Transaction, command: PostEntryJournal) -> Result:
    """Write the actuals of approved work: cost, and unbilled sales where it is billed by time and material (K1)."""
    checks = Checks()
    checks.not_empty("entries", command.entries, MOST_ENTRIES, "entries")
    checks.done()
    journal = plan_journal(transaction, command.entries, checks)
    checks.done()
    first = write_journal(transaction, journal)
    return {"actuals": list(range(first, first + len(journal.rows)))}


def plan_journal(transaction: Transaction, entries: Sequence[JournalEntryInput], checks: Checks) -> Journal:
    """The rows that `entries` come to; what is wrong goes to `checks`, and such a journal is not to be written."""
    lines = _contract_lines(transaction, entries, checks)
    contracts = _contracts(transaction, [line for line in lines if line is not None])
    journal = Journal()
    for index, (entry, line) in enumerate(zip(entries, lines, strict=True)):
        path = ("entries", str(index))
        known = len(checks.problems)
        if line is not None:
            _check_entry(entry, line, path, checks)
        if line is not None and len(checks.problems) == known:
            _book(journal, entry, line, contracts[line.order_id], path, checks)
        journal.ends.append(len(journal.rows))
    return journal


def write_journal(transaction: Transaction, journal: Journal) -> int:
    """Append the journal to the ledger; row `position` gets the key that this returns + `position`."""
    first = draw(transaction, "LEDGER", len(journal.rows))
    for (currency, customer_id), group in journal.groups.items():
        insert_actuals(transaction, group, first, currency, customer_id, None, {})
    insert_links(transaction.connection, journal.links, first)
    return first


def _contract_lines(
    transaction: Transaction, entries: Sequence[JournalEntryInput], checks: Checks
) -> list[Found | None]:
    line, order = tables.contract_line, tables.order
    ids = [entry.contract_line for entry in entries]
    wanted = known_keys(ids, "ContractLine", "contract line", checks, "entries", field="contractLine", repeated=True)
    statement = select(line, order.c.currency, order.c.customer_id).join(order, order.c.id == line.c.order_id)
    distinct = sorted({key for key in wanted if key is not None})
    found = {
        row.id: row
        for start in range(0, len(distinct), CHUNK)
        for row in transaction.connection.execute(statement.where(line.c.id.in_(distinct[start : start + CHUNK])))
    }
    for index, key in enumerate(wanted):
        path, line_found = ("entries", str(index), "contractLine"), found.get(key or 0)
        if key is not None and line_found is None:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "There is no contract line with this id.",
                *path,
                remedy="Take an id from the lines of a contract.",
            )
        elif line_found is not None and line_found.type != ContractLineType.PROJECT_BASED:
            message = f"“{line_found.name}” sells a product; work is booked on project-based lines."
            checks.invalid(message, *path, remedy="Name a project-based line of the contract.")
    return [found.get(key or 0) for key in wanted]


def _contracts(transaction: Transaction, lines: Sequence[Found]) -> dict[int, Contract]:
    """The contracts of the lines, locked, so that nobody else sets or takes up their limits meanwhile."""
    connection, order = transaction.connection, tables.order
    customers = {one.order_id: one.customer_id for one in lines}
    locked = select(order.c.id).where(order.c.id.in_(customers)).order_by(order.c.id)
    connection.execute(locked.with_for_update(key_share=True)).all()
    return {
        key: Contract(shares_of(connection, key, customer_id), load_limits(connection, key))
        for key, customer_id in customers.items()
    }


def _check_entry(entry: JournalEntryInput, line: Found, path: tuple[str, ...], checks: Checks) -> None:
    assert entry.unit_cost is not None
    assert entry.tax_amount is not None
    if checks.number("A quantity", entry.quantity, *path, "quantity") and entry.quantity == 0:
        checks.invalid("A quantity must not be zero.", *path, "quantity", remedy="Leave the entry out.")
    checks.not_negative("A unit price", entry.unit_price, *path, "unitPrice")
    checks.not_negative("A unit cost", entry.unit_cost, *path, "unitCost")
    places = minor_unit(line.currency)
    checks.amount("A tax amount", entry.tax_amount, places, *path, "taxAmount")
    if entry.tax_amount != 0 and (entry.tax_amount > 0) != (entry.quantity > 0):
        checks.invalid(
            "A tax amount has the sign of its quantity.", *path, "taxAmount", remedy="Give it the sign of the quantity."
        )
    if entry.transaction_class not in WORK:
        message = f"{entry.transaction_class} is not entered as work."
        checks.invalid(message, *path, "transactionClass", remedy="Use TIME, EXPENSE, MATERIAL or FEE.")
    for price in (entry.unit_price, entry.unit_cost):
        if abs(gross(max(entry.quantity, _billable(entry), key=abs), price, places)) >= LARGEST_AMOUNT:
            checks.invalid(
                f"An entry's amount must be below {LARGEST_AMOUNT:,f}.", *path, remedy="Split it into several entries."
            )
    if entry.billable_quantity is not None:
        _check_billable(entry, line, path, checks)
    if line.billing_method == BillingMethod.FIXED_PRICE:
        if entry.ready_to_invoice:
            message = "Work on a fixed-price line is billed by milestones and is never ready to invoice itself."
            checks.invalid(message, *path, "readyToInvoice", remedy="Leave readyToInvoice out.")
        if entry.transaction_class is TransactionClass.FEE:
            message = "A fee has no cost, and on a fixed-price line no unbilled sales either: nothing would be booked."
            remedy = "Use TIME, EXPENSE or MATERIAL, or book the fee on a line by time and material."
            checks.invalid(message, *path, "transactionClass", remedy=remedy)


def _check_billable(entry: JournalEntryInput, line: Found, path: tuple[str, ...], checks: Checks) -> None:
    billable, at = _billable(entry), (*path, "billableQuantity")
    checks.number("A billable quantity", billable, *at)
    if billable != 0 and (billable > 0) != (entry.quantity > 0):
        message = "A billable quantity is zero or has the sign of the quantity."
        checks.fail(ProblemCode.QUANTITY_SIGN, message, *at)
    if billable == 0 and entry.tax_amount:
        message = "Nothing is billable, so that there is no tax."
        checks.fail(ProblemCode.TAX_WITHOUT_QUANTITY, message, *path, "taxAmount")
    if line.billing_method == BillingMethod.FIXED_PRICE:
        checks.invalid(
            "Work on a fixed-price line is not billed by quantity.",
            *at,
            remedy="Leave billableQuantity out; the price is billed by milestones.",
        )
    if entry.billing_type is not BillingType.CHARGEABLE:
        checks.invalid(
            f"Nothing of {entry.billing_type} work is billable.",
            *at,
            remedy="Leave billableQuantity out, or give billingType CHARGEABLE.",
        )


def _billable(entry: JournalEntryInput) -> Decimal:
    return entry.quantity if entry.billable_quantity is None else entry.billable_quantity


def _book(
    journal: Journal, entry: JournalEntryInput, line: Found, contract: Contract, path: tuple[str, ...], checks: Checks
) -> None:
    """Cost (not for fees) and, on time-and-material lines, unbilled sales a customer and billing type."""
    assert entry.unit_cost is not None
    cost = None
    if entry.transaction_class is not TransactionClass.FEE:
        amount = gross(entry.quantity, entry.unit_cost, minor_unit(line.currency))
        row = _row(entry, line, len(journal.rows), TransactionType.COST, (entry.quantity, amount, ZERO))
        cost = journal.add(row, line.currency, line.customer_id)
    if line.billing_method != BillingMethod.TIME_AND_MATERIAL:
        return
    for share, billing_type, figures in _unbilled(entry, line, contract.shares):
        if figures[0] == 0 or any(figure * entry.quantity < 0 for figure in figures):
            checks.invalid(
                "The quantity is too small to be shared among the customers.",
                *path,
                "quantity",
                remedy="Enter more of it at once.",
            )
            return
        status = status_of(contract.limits, line.id, billing_type, figures[1])
        if status is NotToExceedStatus.COMMITTED:
            contract.limits = committed(contract.limits, line.id, figures[1])
        if status is NotToExceedStatus.FAILED and entry.ready_to_invoice:
            message = (
                f"“{entry.description}” does not fit under its not-to-exceed limit and cannot be ready to invoice."
            )
            remedy = "Leave readyToInvoice out, or raise the limit with setNotToExceedLimit."
            checks.fail(ProblemCode.NTE_FAILED, message, *path, "readyToInvoice", remedy=remedy)
        position = len(journal.rows)
        row = _row(
            entry, line, position, TransactionType.UNBILLED_SALES, figures, billing_type=billing_type, limit=status
        )
        journal.add(row, line.currency, share.customer_id)
        if cost is not None:
            roles = (ConnectionRole.UNBILLED_SALES, ConnectionRole.COST)
            journal.links.append(Link(position, roles[0], None, cost, roles[1]))


def _unbilled(
    entry: JournalEntryInput, line: Found, shares: Sequence[Share]
) -> Iterator[tuple[Share, BillingType, tuple[Decimal, Decimal, Decimal]]]:
    """Customer, billing type, and quantity, amount and tax of each unbilled row; what is not billable bears no tax."""
    assert entry.billing_type is not None
    billable, places = _billable(entry), minor_unit(line.currency)
    parts = [(billable, entry.billing_type, entry.tax_amount or ZERO)]
    if abs(billable) < abs(entry.quantity):
        parts.append((entry.quantity - billable, BillingType.NON_CHARGEABLE, ZERO))
    for quantity, billing_type, tax in parts:
        if quantity == 0:
            continue
        quantities = split(quantity, shares, QUANTITY_PLACES)
        amounts = split(gross(quantity, entry.unit_price, places), shares, places)
        taxes = split(tax, shares, places)
        for share, *figures in zip(shares, quantities, amounts, taxes, strict=True):
            yield share, billing_type, (figures[0], figures[1], figures[2])


def _row(
    entry: JournalEntryInput,
    line: Found,
    position: int,
    kind: TransactionType,
    figures: tuple[Decimal, Decimal, Decimal],
    billing_type: BillingType | None = None,
    limit: NotToExceedStatus | None = None,
) -> PlannedActual:
    assert entry.billing_type is not None
    assert entry.unit_cost is not None
    unbilled = kind is TransactionType.UNBILLED_SALES
    status = BillingStatus.READY_TO_INVOICE if entry.ready_to_invoice else BillingStatus.NOT_READY
    return PlannedActual(
        position=position,
        transaction_type=kind,
        transaction_class=entry.transaction_class,
        billing_type=billing_type or entry.billing_type,
        description=entry.description,
        transaction_date=entry.transaction_date,
        quantity=figures[0],
        unit_price=entry.unit_price if unbilled else entry.unit_cost,
        amount=figures[1],
        tax_amount=figures[2],
        rule="entry.unbilled" if unbilled else "entry.cost",
        order_id=line.order_id,
        contract_line_id=line.id,
        root_position=position,
        billing_status=status if unbilled else None,
        not_to_exceed_status=limit,
    )
