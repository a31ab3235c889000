"""Customers and products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, update

from ...models import bulk, tables
from ...models.texts import folded
from ...models.vocabulary import CustomerBlock, ProblemCode
from ..amounts import ZERO
from ..checks import Checks
from ..command.batch import Answers, only
from ..command.lookup import find_customer, keys_by_number
from ..command.transaction import Transaction
from ..commands import CreateCustomer, CreateProduct, UpdateCustomer
from ..ledger.series import draw_free_numbers, numbers_in_use
from ..problems import Refused

LONGEST_TERMS = 365


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
    wanted = [
        Wanted(
            command.number,
            _customer_checks(command),
            command.name,
            (command.name, command.currency, command.tax_registration_number, command.payment_terms_days),
        )
        for command in commands
    ]
    names = ("name", "currency", "tax_registration_number", "payment_terms_days")
    constant = {"blocked": CustomerBlock.NO, "balance": ZERO}
    added = _add(transaction, tables.customer, "CUSTOMER", names, wanted, constant)
    return [one if isinstance(one, Refused) else CustomerResult(one) for one in added]


def _customer_checks(command: CreateCustomer) -> Checks:
    checks = Checks()
    checks.currency(command.currency, "currency")
    _check_terms(checks, command.payment_terms_days)
    return checks


def update_customer(transaction: Transaction, command: UpdateCustomer) -> CustomerResult:
    """Change what is given; what is left out stays."""
    customer = find_customer(transaction.connection, command.customer, "customer")
    checks = Checks()
    _check_terms(checks, command.payment_terms_days)
    names = ("name", "tax_registration_number", "payment_terms_days", "blocked")
    values = {name: value for name in names if (value := getattr(command, name)) is not None}
    if not values:
        checks.invalid("no-customer-change", "customer")
    if command.name is not None:
        values["folded_name"] = folded(command.name)
    if command.tax_registration_number == "":  # takes it away (access 6.9)
        values["tax_registration_number"] = None
    checks.done()
    table = tables.customer
    transaction.connection.execute(update(table).where(table.c.id == customer.id).values(values))
    return CustomerResult(customer.id)


def _check_terms(checks: Checks, days: int | None) -> None:
    if days is not None and not 0 <= days <= LONGEST_TERMS:
        checks.invalid("payment-terms", "paymentTermsDays", limit=LONGEST_TERMS, given=days)


def create_product(transaction: Transaction, command: CreateProduct) -> ProductResult:
    """Add a product; refuses negative prices and numbers in use."""
    return only(create_products(transaction, [command]))


def create_products(transaction: Transaction, commands: Sequence[CreateProduct]) -> Answers[ProductResult]:
    """Add products, each by itself; the answer to each in the order given."""
    wanted = [
        Wanted(
            command.number,
            _product_checks(command),
            command.name,
            (command.name, command.unit, command.sales_price, command.cost_price, command.tax_rate),
        )
        for command in commands
    ]
    names = ("name", "unit", "sales_price", "cost_price", "tax_rate")
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
