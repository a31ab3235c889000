"""The lines of a new contract: project work with its milestones, and products."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Connection

from ...models.vocabulary import BillingMethod, BillingStatus, ContractLineType
from ..amounts import ZERO, gross
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_product
from ..commands import ContractLineInput, CreateProjectContract, MilestoneInput
from ..planners.projects.splitting import Share, split
from ..saying import key_of
from ..taxes.codes import Code
from .taxing import Taxing

MOST = 1000  # lines, milestones or retainers of a contract
MOST_PARTS = 10_000  # milestones by customers
Values = dict[str, object]


def line_values(
    connection: Connection, line: ContractLineInput, taxing: Taxing, places: int, path: tuple[str, ...], checks: Checks
) -> Values:
    """The columns of a line; what is wrong with it goes to `checks`."""
    code = taxing.code_of(line.tax_code, checks, path)
    if line.type is ContractLineType.PRODUCT_BASED:
        return _product_line(connection, line, code, taxing, places, path, checks)
    if line.billing_method is None:
        checks.invalid("billing-method", *path, "billingMethod")
    for name, given in (
        ("product", line.product),
        ("quantity", line.quantity),
        ("unitPrice", line.unit_price),
        ("taxAmount", line.tax_amount),
    ):
        if given is not None:
            checks.invalid("not-of-work", *path, name)
    _check_milestones(line, taxing, places, path, checks)
    if line.not_to_exceed_limit is not None:
        check_amount("A limit", line.not_to_exceed_limit, places, checks, *path, "notToExceedLimit")
        if line.billing_method is BillingMethod.FIXED_PRICE:
            checks.invalid("fixed-price-limit", *path, "notToExceedLimit")
    amount = sum((one.amount for one in line.milestones or []), ZERO)
    return _stored(line, amount, tax_code_id=None if code is None else code.id)


def check_parts(command: CreateProjectContract, shares: Sequence[Share], places: int, checks: Checks) -> None:
    """Milestones are shared among the customers: none of the parts may be negative, nor may there be too many."""
    parts = sum(len(line.milestones or []) for line in command.lines) * len(shares)
    if parts > MOST_PARTS:
        checks.invalid("too-many-parts", "lines", limit=MOST_PARTS)
        return
    for place, line in enumerate(command.lines):
        for index, one in enumerate(line.milestones or []):
            amounts = (*split(one.amount, shares, places), *split(one.tax_amount or ZERO, shares, places))
            if one.amount >= 0 and min(amounts, default=ZERO) < 0:
                path = ("lines", str(place), "milestones", str(index), "amount")
                checks.invalid("milestone-too-small", *path)


def _stored(line: ContractLineInput, amount: Decimal, **product: object) -> Values:
    empty = dict.fromkeys(("product_id", "quantity", "unit_price", "tax_amount", "billing_status", "tax_code_id"))
    return {
        "tax_entered": False,
        "name": line.name,
        "type": line.type,
        "billing_method": line.billing_method,
        "amount": amount,
        "not_to_exceed_limit": line.not_to_exceed_limit,
        **(empty | product),
    }


def _check_milestones(
    line: ContractLineInput, taxing: Taxing, places: int, path: tuple[str, ...], checks: Checks
) -> None:
    if line.milestones is None:
        return
    checks.not_empty("milestones", line.milestones, MOST, *path, "milestones")
    if line.billing_method is BillingMethod.TIME_AND_MATERIAL:
        checks.invalid("milestones-of-work", *path, "milestones")
    for place, one in enumerate(line.milestones):
        at = (*path, "milestones", str(place))
        check_amount("An amount", one.amount, places, checks, *at, "amount")
        check_amount("A tax amount", one.tax_amount or ZERO, places, checks, *at, "taxAmount")
        taxing.code_of(one.tax_code, checks, at)
        if one.tax_amount and not one.amount:
            checks.invalid("milestone-of-zero", *at, "taxAmount")


def _product_line(
    connection: Connection,
    line: ContractLineInput,
    code: Code | None,
    taxing: Taxing,
    places: int,
    path: tuple[str, ...],
    checks: Checks,
) -> Values:
    """A line that sells a product; it has the product's tax code where neither code nor tax is entered."""
    _check_is_product(line, path, checks)
    if line.product is None:
        return {}
    ref = line.product
    product = checks.attempt(lambda: find_product(connection, ref, *path, "product"))
    quantity = Decimal(1) if line.quantity is None else line.quantity
    price = line.unit_price if line.unit_price is not None else (product.sales_price if product else ZERO)
    tax = line.tax_amount or ZERO
    if code is None and not tax and product is not None:
        code = taxing.of_product(connection, product.id)
    checks.positive("A quantity", quantity, *path, "quantity")
    checks.not_negative("A unit price", price, *path, "unitPrice")
    checks.worth("A line", quantity, price, *path, "unitPrice")
    check_amount("A tax amount", tax, places, checks, *path, "taxAmount")
    if checks.problems or product is None:
        return {}
    amount = gross(quantity, price, places)
    return _stored(
        line,
        amount,
        product_id=product.id,
        quantity=quantity,
        unit_price=price,
        tax_amount=tax or taxing.tax_of(code, amount, None, places),
        billing_status=BillingStatus.NOT_READY,
        tax_code_id=None if code is None else code.id,
        tax_entered=code is not None and bool(tax),
    )


def _check_is_product(line: ContractLineInput, path: tuple[str, ...], checks: Checks) -> None:
    """A product-based line has a product, and nothing of project work."""
    work = (
        ("billingMethod", line.billing_method),
        ("milestones", line.milestones),
        ("notToExceedLimit", line.not_to_exceed_limit),
    )
    for name, given in work:
        if given is not None:
            checks.invalid("not-of-product", *path, name)
    if line.product is None:
        checks.invalid("product-needed", *path, "product")


def milestone_values(
    line_id: int, one: MilestoneInput, taxing: Taxing, shares: Sequence[Share], places: int
) -> list[Values]:
    """The columns of a milestone's parts: one a customer."""
    amounts, code = split(one.amount, shares, places), taxing.named(one.tax_code)
    taxes = split(one.tax_amount or ZERO, shares, places)
    if code is not None and not one.tax_amount:
        taxes = [taxing.tax_of(code, amount, one.date, places) for amount in amounts]
    return [
        {
            "contract_line_id": line_id,
            "customer_id": share.customer_id,
            "name": one.name,
            "date": one.date,
            "amount": amount,
            "tax_amount": tax,
            "tax_code_id": None if code is None else code.id,
            "tax_entered": code is not None and bool(one.tax_amount),
            "invoice_status": BillingStatus.NOT_READY,
        }
        for share, amount, tax in zip(shares, amounts, taxes, strict=True)
    ]


def check_amount(what: str, value: Decimal, places: int, checks: Checks, *path: str) -> None:
    """An amount at the currency's minor unit that is not negative."""
    checks.amount(what, value, places, *path)
    if value < 0:
        checks.invalid("negative", *path, what=key_of(what), given=plain(value), limit=0)
