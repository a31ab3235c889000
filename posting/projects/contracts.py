"""Project contracts: lines, the customers who share them, milestones and retainers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from ...models import tables
from ...models.money import minor_unit
from ...models.rows import read_all, read_one
from ...models.vocabulary import BillingStatus, OrderStatus, OrderType
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_customer, find_order, hold, require_type
from ..command.records import CustomerRow
from ..command.results import ContractResult
from ..command.transaction import Transaction
from ..commands import ContractLineInput, CreateProjectContract, CreateRetainer, RetainerInput
from ..history.notes import note_made
from ..ledger.series import draw_number
from ..planners.projects.splitting import Share
from .contract_lines import MOST, Values, check_amount, check_parts, line_values, milestone_values
from .shares import find_payer, shares_of, wanted_shares
from .taxing import Taxing


@dataclass(frozen=True)
class RetainerResult:
    """A retainer, and its contract."""

    retainer: int
    contract: int


def create_project_contract(transaction: Transaction, command: CreateProjectContract) -> ContractResult:
    """Add a project contract, confirmed (OPEN) and in its customer's currency."""
    connection = transaction.connection
    checks = Checks()
    checks.not_empty("lines", command.lines, MOST, "lines")
    customer = checks.attempt(lambda: find_customer(connection, command.customer, "customer"))
    checks.done()
    assert customer is not None
    places = minor_unit(customer.currency)
    shares = wanted_shares(connection, customer, command.customers, checks)
    taxing = Taxing(connection, transaction.today)
    lines = [
        line_values(connection, line, taxing, places, ("lines", str(place)), checks)
        for place, line in enumerate(command.lines)
    ]
    if command.not_to_exceed_limit is not None:
        check_amount("A limit", command.not_to_exceed_limit, places, checks, "notToExceedLimit")
    retainers = [
        _retainer(one, customer, shares, taxing, ("retainers", str(place)), checks)
        for place, one in enumerate(command.retainers or [])
    ]
    if command.retainers is not None:
        checks.not_empty("retainers", command.retainers, MOST, "retainers")
    check_parts(command, shares, places, checks)
    checks.done()
    order_id = _insert_contract(transaction, command, customer)
    if len(shares) > 1:
        values = [{"order_id": order_id, **vars(one)} for one in shares]
        connection.execute(insert(tables.contract_customer), values)
    _insert_lines(order_id, lines, command.lines, shares, taxing, places)
    if retainers:
        connection.execute(insert(tables.retainer), [{"order_id": order_id, **one} for one in retainers])
    return ContractResult(order_id)


def create_retainer(transaction: Transaction, command: CreateRetainer) -> RetainerResult:
    """Add a retainer to a contract; it is not ready to invoice yet."""
    connection = transaction.connection
    contract = find_order(connection, command.contract, "contract")
    require_type(contract, OrderType.PROJECT_CONTRACT, "contract")
    its_customer = select(tables.customer).where(tables.customer.c.id == contract.customer_id)
    customer = read_one(connection, its_customer, CustomerRow)
    checks = Checks()
    shares = shares_of(connection, contract.id, contract.customer_id)
    taxing = Taxing(connection, transaction.today)
    values = _retainer(command.retainer, customer, shares, taxing, ("retainer",), checks)
    checks.done()
    statement = insert(tables.retainer).values(order_id=contract.id, **values).returning(tables.retainer.c.id)
    return RetainerResult(read_one(connection, statement, int), contract.id)


def _insert_contract(transaction: Transaction, command: CreateProjectContract, customer: CustomerRow) -> int:
    hold(transaction.connection, tables.customer, [customer.id])
    statement = insert(tables.order).values(
        type=OrderType.PROJECT_CONTRACT,
        number=draw_number(transaction, "CONTRACT"),
        status=OrderStatus.OPEN,
        customer_id=customer.id,
        currency=customer.currency,
        created_at=transaction.now,
        name=command.name,
        not_to_exceed_limit=command.not_to_exceed_limit,
        purchase_order_number=command.purchase_order_number,
        buyer_reference=command.buyer_reference,
        created_by_id=transaction.caller.actor_id,
    )
    key = read_one(transaction.connection, statement.returning(tables.order.c.id), int)
    note_made(transaction.connection, "ProjectContract", key)
    return key


def _insert_lines(
    order_id: int,
    lines: Sequence[Values],
    wanted: Sequence[ContractLineInput],
    shares: Sequence[Share],
    taxing: Taxing,
    places: int,
) -> None:
    """Lines, and the milestones of each: one a customer."""
    statement = insert(tables.contract_line).returning(tables.contract_line.c.id, sort_by_parameter_order=True)
    numbered = [{"order_id": order_id, "line_number": place, **line} for place, line in enumerate(lines, 1)]
    keys = read_all(taxing.connection, statement, int, numbered)
    milestones = [
        values
        for key, line in zip(keys, wanted, strict=True)
        for one in line.milestones or []
        for values in milestone_values(key, one, taxing, shares, places)
    ]
    if milestones:
        taxing.connection.execute(insert(tables.milestone), milestones)


def _retainer(
    one: RetainerInput,
    customer: CustomerRow,
    shares: Sequence[Share],
    taxing: Taxing,
    path: tuple[str, ...],
    checks: Checks,
) -> Values:
    checks.amount("An amount", one.amount, minor_unit(customer.currency), *path, "amount")
    if one.amount <= 0:
        checks.invalid("paid-in-advance", *path, "amount", given=plain(one.amount), limit=0)
    payer = customer
    if one.customer is not None:
        payer = find_payer(taxing.connection, one.customer, customer, path, checks) or customer
        if payer.id not in {share.customer_id for share in shares}:
            checks.invalid("payer-without-share", *path, "customer", document=payer.number)
    code = taxing.code_of(one.tax_code, checks, path)
    return {
        "customer_id": payer.id,
        "description": one.description,
        "invoice_date": one.invoice_date,
        "contract_amount": one.amount,
        "invoice_status": BillingStatus.NOT_READY,
        "billed_amount": ZERO,
        "used_amount": ZERO,
        "refunded_amount": ZERO,
        "tax_code_id": None if code is None else code.id,
    }
