"""Customers and products."""

from sqlalchemy import Table, insert, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import CustomerBlock, ProblemCode
from ..commands import CreateCustomer, CreateProduct, UpdateCustomer
from .checks import Checks
from .lookup import find_customer
from .series import draw_free_number
from .transaction import Result, Transaction

LONGEST_TERMS = 365


def create_customer(transaction: Transaction, command: CreateCustomer) -> Result:
    """Add a customer; refuses unknown currencies and numbers in use."""
    checks = Checks()
    checks.text("A customer's name", command.name, "name")
    _check_tax_number(checks, command.tax_registration_number)
    try:
        minor_unit(command.currency)
    except ValueError as error:
        checks.invalid(f"{error}.", "currency", remedy="Give a code like NOK, EUR or JPY.")
    _check_terms(checks, command.payment_terms_days)
    _check_number(transaction, checks, tables.customer, command.number)
    checks.done()
    number = command.number or draw_free_number(transaction, "CUSTOMER", tables.customer)
    key = transaction.connection.execute(
        insert(tables.customer)
        .values(
            number=number,
            name=command.name,
            currency=command.currency,
            tax_registration_number=command.tax_registration_number,
            payment_terms_days=command.payment_terms_days,
            blocked=CustomerBlock.NO,
        )
        .returning(tables.customer.c.id)
    ).scalar_one()
    return {"customer": key}


def update_customer(transaction: Transaction, command: UpdateCustomer) -> Result:
    """Change what is given; what is left out stays."""
    customer = find_customer(transaction.connection, command.customer, "customer")
    checks = Checks()
    if command.name is not None:
        checks.text("A customer's name", command.name, "name")
    _check_tax_number(checks, command.tax_registration_number)
    _check_terms(checks, command.payment_terms_days)
    names = ("name", "tax_registration_number", "payment_terms_days", "blocked")
    values = {name: value for name in names if (value := getattr(command, name)) is not None}
    if not values:
        checks.invalid("There is nothing to change.", "customer")
    checks.done()
    table = tables.customer
    transaction.connection.execute(update(table).where(table.c.id == customer.id).values(values))
    return {"customer": customer.id}


def _check_tax_number(checks: Checks, number: str | None) -> None:
    if number is not None:
        checks.text("A tax registration number", number, "taxRegistrationNumber", longest=100)


def _check_terms(checks: Checks, days: int | None) -> None:
    if days is not None and not 0 <= days <= LONGEST_TERMS:
        checks.invalid(f"Payment terms are 0 to {LONGEST_TERMS} days, not {days}.", "paymentTermsDays")


def create_product(transaction: Transaction, command: CreateProduct) -> Result:
    """Add a product; refuses negative prices and numbers in use."""
    assert command.cost_price is not None
    assert command.tax_rate is not None
    assert command.unit is not None
    checks = Checks()
    checks.text("A product's name", command.name, "name")
    checks.text("A unit", command.unit, "unit", longest=20)
    checks.not_negative("A sales price", command.sales_price, "salesPrice")
    checks.not_negative("A cost price", command.cost_price, "costPrice")
    checks.percent("A tax rate", command.tax_rate, "taxRate")
    _check_number(transaction, checks, tables.product, command.number)
    checks.done()
    number = command.number or draw_free_number(transaction, "PRODUCT", tables.product)
    key = transaction.connection.execute(
        insert(tables.product)
        .values(
            number=number,
            name=command.name,
            unit=command.unit,
            sales_price=command.sales_price,
            cost_price=command.cost_price,
            tax_rate=command.tax_rate,
        )
        .returning(tables.product.c.id)
    ).scalar_one()
    return {"product": key}


def _check_number(transaction: Transaction, checks: Checks, table: Table, number: str | None) -> None:
    if number is None:
        return
    checks.text("A number", number, "number", longest=50)
    if transaction.connection.scalar(select(table.c.id).where(table.c.number == number)) is not None:
        checks.fail(
            ProblemCode.INVALID_INPUT,
            f"The number {number} is already in use.",
            "number",
            remedy="Choose another number, or leave it out to get the next of the series.",
        )
