"""Project contracts: lines, the customers who share them, milestones and retainers."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Connection, insert, select

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import (
    BillingMethod,
    BillingStatus,
    ContractLineType,
    OrderStatus,
    OrderType,
    ProblemCode,
)
from ..amounts import ZERO, gross
from ..commands import (
    ContractCustomerInput,
    ContractLineInput,
    CreateProjectContract,
    CreateRetainer,
    CustomerRef,
    MilestoneInput,
    RetainerInput,
)
from ..plan import plain
from ..planners.splitting import Share, split
from .checks import Checks
from .lookup import Found, find_customer, find_order, find_product, require_type
from .series import draw_number
from .transaction import Result, Transaction

MOST = 1000  # lines, milestones or retainers of a contract
MOST_PARTS = 10_000  # milestones by customers
Values = dict[str, object]


def create_project_contract(transaction: Transaction, command: CreateProjectContract) -> Result:
    """Add a project contract, confirmed (OPEN) and in its customer's currency."""
    connection = transaction.connection
    checks = Checks()
    checks.text("A contract's name", command.name, "name")
    checks.not_empty("lines", command.lines, MOST, "lines")
    customer = checks.attempt(lambda: find_customer(connection, command.customer, "customer"))
    checks.done()
    assert customer is not None
    places = minor_unit(customer.currency)
    shares = _shares(connection, customer, command.customers, checks)
    lines = [_line(connection, line, places, ("lines", str(place)), checks) for place, line in enumerate(command.lines)]
    if command.not_to_exceed_limit is not None:
        _check_amount("A limit", command.not_to_exceed_limit, places, checks, "notToExceedLimit")
    retainers = [
        _retainer(connection, one, customer, shares, ("retainers", str(place)), checks)
        for place, one in enumerate(command.retainers or [])
    ]
    if command.retainers is not None:
        checks.not_empty("retainers", command.retainers, MOST, "retainers")
    _check_parts(command, shares, places, checks)
    checks.done()
    order_id = _insert_contract(transaction, command, customer)
    if len(shares) > 1:
        values = [{"order_id": order_id, **vars(one)} for one in shares]
        connection.execute(insert(tables.contract_customer), values)
    _insert_lines(connection, order_id, lines, command.lines, shares, places)
    if retainers:
        connection.execute(insert(tables.retainer), [{"order_id": order_id, **one} for one in retainers])
    return {"contract": order_id}


def create_retainer(transaction: Transaction, command: CreateRetainer) -> Result:
    """Add a retainer to a contract; it is not ready to invoice yet."""
    connection = transaction.connection
    contract = find_order(connection, command.contract, "contract")
    require_type(contract, OrderType.PROJECT_CONTRACT, "contract")
    customer = connection.execute(select(tables.customer).where(tables.customer.c.id == contract.customer_id)).one()
    checks = Checks()
    shares = shares_of(connection, contract.id, contract.customer_id)
    values = _retainer(connection, command.retainer, customer, shares, ("retainer",), checks)
    checks.done()
    statement = insert(tables.retainer).values(order_id=contract.id, **values).returning(tables.retainer.c.id)
    return {"retainer": connection.execute(statement).scalar_one(), "contract": contract.id}


def shares_of(connection: Connection, contract_id: int, customer_id: int) -> list[Share]:
    """Who pays how much of a contract: the contract's customer alone, unless others share it."""
    table = tables.contract_customer
    rows = connection.execute(select(table).where(table.c.order_id == contract_id).order_by(table.c.id)).all()
    shares = [Share(row.customer_id, row.percent, row.takes_rounding) for row in rows]
    return shares or [Share(customer_id, Decimal(100), True)]


def _insert_contract(transaction: Transaction, command: CreateProjectContract, customer: Found) -> int:
    statement = insert(tables.order).values(
        type=OrderType.PROJECT_CONTRACT,
        number=draw_number(transaction, "CONTRACT"),
        status=OrderStatus.OPEN,
        customer_id=customer.id,
        currency=customer.currency,
        created_at=transaction.now,
        name=command.name,
        not_to_exceed_limit=command.not_to_exceed_limit,
    )
    return int(transaction.connection.execute(statement.returning(tables.order.c.id)).scalar_one())


def _insert_lines(
    connection: Connection,
    order_id: int,
    lines: Sequence[Values],
    wanted: Sequence[ContractLineInput],
    shares: Sequence[Share],
    places: int,
) -> None:
    """Lines, and the milestones of each: one a customer."""
    statement = insert(tables.contract_line).returning(tables.contract_line.c.id, sort_by_parameter_order=True)
    numbered = [{"order_id": order_id, "line_number": place, **line} for place, line in enumerate(lines, 1)]
    keys = connection.execute(statement, numbered).scalars().all()
    milestones = [
        values
        for key, line in zip(keys, wanted, strict=True)
        for one in line.milestones or []
        for values in _milestones(key, one, shares, places)
    ]
    if milestones:
        connection.execute(insert(tables.milestone), milestones)


def _milestones(line_id: int, one: MilestoneInput, shares: Sequence[Share], places: int) -> list[Values]:
    amounts = split(one.amount, shares, places)
    taxes = split(one.tax_amount or ZERO, shares, places)
    return [
        {
            "contract_line_id": line_id,
            "customer_id": share.customer_id,
            "name": one.name,
            "date": one.date,
            "amount": amount,
            "tax_amount": tax,
            "invoice_status": BillingStatus.NOT_READY,
        }
        for share, amount, tax in zip(shares, amounts, taxes, strict=True)
    ]


def _shares(
    connection: Connection, customer: Found, wanted: Sequence[ContractCustomerInput] | None, checks: Checks
) -> list[Share]:
    """The shares that the command asks for; the contract's own customer takes the rounding unless another one does."""
    if wanted is None:
        return [Share(customer.id, Decimal(100), True)]
    checks.not_empty("customers", wanted, MOST, "customers")
    rounding = [one for one in wanted if one.takes_rounding]
    found: list[Share] = []
    for place, one in enumerate(wanted):
        path = ("customers", str(place))
        checks.percent("A share", one.percent, *path, "percent")
        if one.percent <= 0:
            checks.invalid("A share must be above zero.", *path, "percent")
        payer = _payer(connection, one.customer, customer, path, checks)
        if payer is not None and payer.id in {share.customer_id for share in found}:
            checks.invalid(f"Customer {payer.number} is named twice.", *path, "customer")
        if payer is not None:
            takes = bool(one.takes_rounding) if rounding else payer.id == customer.id
            found.append(Share(payer.id, one.percent, takes))
    total = sum((one.percent for one in wanted), ZERO)
    if total != 100:
        checks.invalid(f"The shares come to {plain(total)} %; they must come to 100 %.", "customers")
    if len(rounding) > 1:
        checks.invalid("Only one customer takes what rounding leaves.", "customers")
    if found and customer.id not in {share.customer_id for share in found}:
        checks.invalid(f"The contract's customer {customer.number} must have a share.", "customers")
    return found


def _payer(
    connection: Connection, ref: CustomerRef, customer: Found, path: tuple[str, ...], checks: Checks
) -> Found | None:
    payer = checks.attempt(lambda: find_customer(connection, ref, *path, "customer"))
    if payer is not None and payer.currency != customer.currency:
        message = f"{payer.number} is in {payer.currency}, the contract in {customer.currency}; both must be the same."
        checks.fail(ProblemCode.CURRENCY_MISMATCH, message, *path, "customer")
    return payer


def _check_amount(what: str, value: Decimal, places: int, checks: Checks, *path: str) -> None:
    checks.amount(what, value, places, *path)
    if value < 0:
        checks.invalid(f"{what} must not be negative, not {plain(value)}.", *path)


def _line(
    connection: Connection, line: ContractLineInput, places: int, path: tuple[str, ...], checks: Checks
) -> Values:
    checks.text("A line's name", line.name, *path, "name")
    if line.type is ContractLineType.PRODUCT_BASED:
        return _product_line(connection, line, places, path, checks)
    if line.billing_method is None:
        checks.invalid("Project work needs a billing method.", *path, "billingMethod")
    for name, given in (
        ("product", line.product),
        ("quantity", line.quantity),
        ("unitPrice", line.unit_price),
        ("taxAmount", line.tax_amount),
    ):
        if given is not None:
            checks.invalid("Project work has no product, quantity, price or tax of its own.", *path, name)
    _check_milestones(line, places, path, checks)
    if line.not_to_exceed_limit is not None:
        _check_amount("A limit", line.not_to_exceed_limit, places, checks, *path, "notToExceedLimit")
        if line.billing_method is BillingMethod.FIXED_PRICE:
            checks.invalid("A fixed price has no not-to-exceed limit.", *path, "notToExceedLimit")
    amount = sum((one.amount for one in line.milestones or []), ZERO)
    return _line_values(line, amount)


def _check_parts(command: CreateProjectContract, shares: Sequence[Share], places: int, checks: Checks) -> None:
    """Milestones are shared among the customers: none of the parts may be negative, nor may there be too many."""
    parts = sum(len(line.milestones or []) for line in command.lines) * len(shares)
    if parts > MOST_PARTS:
        checks.invalid(f"A contract has at most {MOST_PARTS} milestones and customers, multiplied.", "lines")
        return
    for place, line in enumerate(command.lines):
        for index, one in enumerate(line.milestones or []):
            amounts = (*split(one.amount, shares, places), *split(one.tax_amount or ZERO, shares, places))
            if one.amount >= 0 and min(amounts, default=ZERO) < 0:
                path = ("lines", str(place), "milestones", str(index), "amount")
                checks.invalid("The amount is too small to be shared among the customers.", *path)


def _line_values(line: ContractLineInput, amount: Decimal, **product: object) -> Values:
    empty = dict.fromkeys(("product_id", "quantity", "unit_price", "tax_amount", "billing_status"))
    return {
        "name": line.name,
        "type": line.type,
        "billing_method": line.billing_method,
        "amount": amount,
        "not_to_exceed_limit": line.not_to_exceed_limit,
        **(empty | product),
    }


def _check_milestones(line: ContractLineInput, places: int, path: tuple[str, ...], checks: Checks) -> None:
    if line.milestones is None:
        return
    checks.not_empty("milestones", line.milestones, MOST, *path, "milestones")
    if line.billing_method is BillingMethod.TIME_AND_MATERIAL:
        checks.invalid("Work by time and material has no milestones.", *path, "milestones")
    for place, one in enumerate(line.milestones):
        at = (*path, "milestones", str(place))
        checks.text("A milestone's name", one.name, *at, "name")
        _check_amount("An amount", one.amount, places, checks, *at, "amount")
        _check_amount("A tax amount", one.tax_amount or ZERO, places, checks, *at, "taxAmount")
        if one.tax_amount and not one.amount:
            checks.invalid("A milestone of 0 bears no tax.", *at, "taxAmount")


def _product_line(
    connection: Connection, line: ContractLineInput, places: int, path: tuple[str, ...], checks: Checks
) -> Values:
    for name, given in (
        ("billingMethod", line.billing_method),
        ("milestones", line.milestones),
        ("notToExceedLimit", line.not_to_exceed_limit),
    ):
        if given is not None:
            checks.invalid("A product has no billing method, milestones or limit.", *path, name)
    if line.product is None:
        checks.invalid("A product-based line needs a product.", *path, "product")
        return {}
    ref = line.product
    product = checks.attempt(lambda: find_product(connection, ref, *path, "product"))
    quantity = Decimal(1) if line.quantity is None else line.quantity
    price = line.unit_price if line.unit_price is not None else (product.sales_price if product else ZERO)
    tax = line.tax_amount or ZERO
    checks.positive("A quantity", quantity, *path, "quantity")
    checks.not_negative("A unit price", price, *path, "unitPrice")
    checks.worth("A line", quantity, price, *path, "unitPrice")
    _check_amount("A tax amount", tax, places, checks, *path, "taxAmount")
    if checks.problems or product is None:
        return {}
    return _line_values(
        line,
        gross(quantity, price, places),
        product_id=product.id,
        quantity=quantity,
        unit_price=price,
        tax_amount=tax,
        billing_status=BillingStatus.NOT_READY,
    )


def _retainer(
    connection: Connection,
    one: RetainerInput,
    customer: Found,
    shares: Sequence[Share],
    path: tuple[str, ...],
    checks: Checks,
) -> Values:
    checks.text("A description", one.description, *path, "description")
    checks.amount("An amount", one.amount, minor_unit(customer.currency), *path, "amount")
    if one.amount <= 0:
        checks.invalid(f"An amount must be above zero, not {plain(one.amount)}.", *path, "amount")
    payer = customer
    if one.customer is not None:
        payer = _payer(connection, one.customer, customer, path, checks) or customer
        if payer.id not in {share.customer_id for share in shares}:
            checks.invalid(f"Customer {payer.number} has no share of the contract.", *path, "customer")
    return {
        "customer_id": payer.id,
        "description": one.description,
        "invoice_date": one.invoice_date,
        "contract_amount": one.amount,
        "invoice_status": BillingStatus.NOT_READY,
        "billed_amount": ZERO,
        "used_amount": ZERO,
        "refunded_amount": ZERO,
    }
