"""Customers and products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Table, update

from ...models import bulk, tables
from ...models.texts import folded
from ...models.vocabulary import CustomerBlock, ProblemCode
from ..amounts import ZERO
from ..checks import Checks
from ..command.addresses import stored_address, stored_electronic_address
from ..command.batch import Answers, only
from ..command.lookup import find_customer, find_product, keys_by_number
from ..command.transaction import Transaction
from ..commands import CreateCustomer, CreateProduct, UpdateCustomer, UpdateProduct
from ..ledger.series import draw_free_numbers, numbers_in_use
from ..ledger.tax_codes import Entering, entering, unless_zero
from ..papers.units import keep_unit
from ..problems import Refused

LONGEST_TERMS = 365
CLEARED = (
    "tax_registration_number",
    "trading_name",
    "registration_number",
    "buyer_reference",
    "contact_name",
    "phone",
    "email",
)
CUSTOMER_NAMES = (
    "name",
    "currency",
    "payment_terms_days",
    *CLEARED,
    "address",
    "delivery_address",
    "electronic_address",
    "language",
    "require_electronic_document",
    "electronic_format",
    "electronic_profile",
    "tax_code_id",
)


@dataclass(frozen=True)
class CustomerResult:
    """A customer."""

    customer: int


@dataclass(frozen=True)
class ProductResult:
    """A product."""

    product: int


def create_customer(transaction: Transaction, command: CreateCustomer) -> CustomerResult:
    """Add a customer; refuses unknown currencies and numbers in use."""
    return only(create_customers(transaction, [command]))


def create_customers(transaction: Transaction, commands: Sequence[CreateCustomer]) -> Answers[CustomerResult]:
    """Add customers, each by itself; the answer to each in the order given."""
    wanted, taxes = [], entering(transaction)
    for command in commands:
        checks = Checks()
        checks.currency(command.currency, "currency")
        values = _customer_values(command, checks) | {"tax_code_id": _tax_code(taxes, command.tax_code, None, checks)}
        wanted.append(Wanted(command.number, checks, command.name, tuple(values[name] for name in CUSTOMER_NAMES)))
    constant = {"blocked": CustomerBlock.NO, "balance": ZERO}
    added = _add(transaction, tables.customer, "CUSTOMER", CUSTOMER_NAMES, wanted, constant)
    return [one if isinstance(one, Refused) else CustomerResult(one) for one in added]


def _customer_values(command: CreateCustomer | UpdateCustomer, checks: Checks) -> dict[str, object]:
    """What a command says of a customer, as it is stored; None for what it does not name."""
    _check_terms(checks, command.payment_terms_days)
    values: dict[str, object] = {name: getattr(command, name, None) for name in CUSTOMER_NAMES}
    values["address"] = stored_address(command.address, checks, "address")
    values["delivery_address"] = stored_address(command.delivery_address, checks, "deliveryAddress")
    values["electronic_address"] = stored_electronic_address(command.electronic_address, checks, "electronicAddress")
    return values


def update_customer(transaction: Transaction, command: UpdateCustomer) -> CustomerResult:
    """Change what is given; what is left out stays."""
    customer = find_customer(transaction.connection, command.customer, "customer")
    checks = Checks()
    found = _customer_values(command, checks) | {"blocked": command.blocked}
    values = {name: value for name, value in found.items() if value is not None}
    values |= {name: None for name in CLEARED if getattr(command, name) == ""}  # takes it away (access 6.9)
    if command.tax_code is not None:
        values["tax_code_id"] = _tax_code(entering(transaction), command.tax_code, None, checks)
    if command.electronic_address is not None:
        values["electronic_address"] = found["electronic_address"]
    if not values:
        checks.invalid("no-customer-change", "customer")
    if command.name is not None:
        values["folded_name"] = folded(command.name)
    checks.done()
    table = tables.customer
    transaction.connection.execute(update(table).where(table.c.id == customer.id).values(values))
    return CustomerResult(customer.id)


def _tax_code(taxes: Entering, code: str | None, rate: Decimal | None, checks: Checks) -> int | None:
    """The key of a tax code that is named, beside a bare rate; an empty text names none."""
    found = taxes.entered(code or None, unless_zero(code, rate), checks)
    return None if found is None else found.code_id


def _check_terms(checks: Checks, days: int | None) -> None:
    if days is not None and not 0 <= days <= LONGEST_TERMS:
        checks.invalid("payment-terms", "paymentTermsDays", limit=LONGEST_TERMS, given=days)


def create_product(transaction: Transaction, command: CreateProduct) -> ProductResult:
    """Add a product; refuses negative prices and numbers in use."""
    return only(create_products(transaction, [command]))


def create_products(transaction: Transaction, commands: Sequence[CreateProduct]) -> Answers[ProductResult]:
    """Add products, each by itself; the answer to each in the order given."""
    wanted, taxes = [], entering(transaction)
    for command in commands:
        checks = _product_checks(command)
        code = _tax_code(taxes, command.tax_code, command.tax_rate, checks)
        values = (command.name, command.unit, command.sales_price, command.cost_price, command.tax_rate, code)
        wanted.append(Wanted(command.number, checks, command.name, values))
    names = ("name", "unit", "sales_price", "cost_price", "tax_rate", "tax_code_id")
    added = _add(transaction, tables.product, "PRODUCT", names, wanted, {"on_hand": ZERO})
    return [one if isinstance(one, Refused) else ProductResult(one) for one in added]


def _product_checks(command: CreateProduct) -> Checks:
    assert command.cost_price is not None
    assert command.tax_rate is not None
    assert command.unit is not None
    checks = Checks()
    checks.not_negative("A sales price", command.sales_price, "salesPrice")
    checks.not_negative("A cost price", command.cost_price, "costPrice")
    checks.percent("A tax rate", command.tax_rate, "taxRate")
    return checks


def update_product(transaction: Transaction, command: UpdateProduct) -> ProductResult:
    """Change what is given; orders and documents that exist keep what they copied."""
    product = find_product(transaction.connection, command.product, "product")
    checks = Checks()
    given = {name: value for name in ("name", "unit") if (value := getattr(command, name)) is not None}
    values: dict[str, object] = dict(given)
    if command.tax_code is not None:
        values["tax_code_id"] = _tax_code(entering(transaction), command.tax_code, None, checks)
    if not values:
        checks.invalid("no-product-change", "product")
    if command.name is not None:
        values["folded_name"] = folded(command.name)
    checks.done()
    if command.unit is not None:
        keep_unit(transaction.connection, product.id, command.unit)
    table = tables.product
    transaction.connection.execute(update(table).where(table.c.id == product.id).values(values))
    return ProductResult(product.id)


@dataclass(frozen=True)
class Wanted:
    """A record to be added: its own number if it has one, what is wrong with it, its name, and its values."""

    number: str | None
    checks: Checks
    name: str
    values: tuple[object, ...]


def _add(
    transaction: Transaction,
    table: Table,
    series: str,
    names: tuple[str, ...],
    wanted: Sequence[Wanted],
    constant: Mapping[str, object],
) -> Answers[int]:
    """Add those with which nothing is wrong, under their own numbers or free ones of the series; their keys."""
    numbers = _own_numbers(transaction, table, wanted)
    good = [place for place, one in enumerate(wanted) if not one.checks.problems]
    unnumbered = [place for place in good if place not in numbers]
    drawn = draw_free_numbers(transaction, series, table, len(unnumbered), set(numbers.values())) if unnumbered else []
    numbers |= dict(zip(unnumbered, drawn, strict=True))
    connection, constants = transaction.connection, tuple(constant.values())
    rows = (
        (numbers[place], folded(numbers[place]), folded(wanted[place].name), *wanted[place].values, *constants)
        for place in good
    )
    keys: dict[str, int] = {}
    if good:
        bulk.append(connection, table, ("number", "folded_number", "folded_name", *names, *constant), rows)
        keys = keys_by_number(connection, table, [numbers[place] for place in good])
    return [
        Refused(one.checks.problems) if one.checks.problems else keys[numbers[place]]
        for place, one in enumerate(wanted)
    ]


def _own_numbers(transaction: Transaction, table: Table, wanted: Sequence[Wanted]) -> dict[int, str]:
    """The numbers that records bring along, by place; what is wrong with them goes to their checks."""
    given = {place: one.number for place, one in enumerate(wanted) if one.number is not None}
    taken = numbers_in_use(transaction.connection, table, set(given.values()))
    for place, number in given.items():
        checks = wanted[place].checks
        if number in taken:
            checks.fail(ProblemCode.INVALID_INPUT, "number-in-use", "number", given=number)
        elif not checks.problems:
            taken.add(number)
    return given
