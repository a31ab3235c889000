"""What the lines of a new return order are made from: invoice lines, or products where they are entered by hand."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from ...models import tables
from ...models.rows import read_one
from ...models.vocabulary import ProblemCode
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_customer, find_product
from ..command.records import CustomerRow
from ..command.transaction import Transaction
from ..commands import CreateReturnOrder, ReturnOrderLineInput
from ..ledger.tax_codes import Entering, entering
from ..taxes.codes import by_code, by_rate, picked
from .claims import returnable_quantities
from .originals import originals_of
from .records import Original


@dataclass(frozen=True)
class Source:
    """What a new line takes from an invoice line, or from the product where it is entered by hand."""

    product_id: int
    description: str
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    tax_code_id: int | None
    original_id: int | None = None


def sources_of(
    transaction: Transaction, command: CreateReturnOrder, checks: Checks
) -> tuple[CustomerRow | None, list[Source | None]]:
    """The customer, and what each line takes; None, and problems are collected, where something is refused.

    The invoice lines are locked in the order of their keys: no more of them is returned than they sold.
    """
    originals = originals_of(transaction, command, checks)
    customer = _customer(transaction, command, list(originals.values()), checks)
    by_hand = partial(_by_hand, transaction, entering(transaction), None if customer is None else customer.tax_code_id)
    sources = [
        _from_invoice(originals[index], line) if index in originals else by_hand(line, index, checks)
        for index, line in enumerate(command.lines)
    ]
    _check_quantities(transaction, command, originals, checks)
    return customer, sources


def _customer(
    transaction: Transaction, command: CreateReturnOrder, originals: list[Original], checks: Checks
) -> CustomerRow | None:
    """The customer that is named, or whose invoices they are; both must be the same."""
    if len({row.customer_id for row in originals}) > 1:
        checks.invalid("several-customers", "lines")
        return None
    table = tables.customer
    if command.customer is None:
        if not originals:
            if all(line.invoice_line is None for line in command.lines) and any(line.product for line in command.lines):
                checks.invalid("customer-needed", "customer")
            return None
        key = originals[0].customer_id
        return read_one(transaction.connection, select(table).where(table.c.id == key), CustomerRow)
    ref = command.customer
    customer = checks.attempt(lambda: find_customer(transaction.connection, ref, "customer"))
    if customer is not None and any(row.customer_id != customer.id for row in originals):
        checks.invalid("not-of-customer", "customer", document=customer.number)
    return customer


def _from_invoice(original: Original, wanted: ReturnOrderLineInput) -> Source:
    unit_cost = wanted.unit_cost if original.unit_cost is None else original.unit_cost
    return Source(
        product_id=original.product_id,
        description=original.description,
        unit_price=original.unit_price,
        unit_cost=ZERO if unit_cost is None else unit_cost,
        discount_percent=original.discount_percent,
        tax_rate=original.tax_rate,
        tax_code_id=original.tax_code_id,
        original_id=original.id,
    )


def _by_hand(
    transaction: Transaction,
    taxes: Entering,
    tax_code_id: int | None,
    line: ReturnOrderLineInput,
    index: int,
    checks: Checks,
) -> Source | None:
    """A line of a product; `tax_code_id` is that of the customer."""
    path = ("lines", str(index))
    if line.invoice_line is not None:
        return None  # refused already
    if line.product is None or line.unit_price is None:
        missing = "product" if line.unit_price is not None else "unitPrice" if line.product else "invoiceLine"
        checks.invalid("original-needed", *path, missing)
        return None
    ref = line.product
    product = checks.attempt(lambda: find_product(transaction.connection, ref, *path, "product"))
    checks.not_negative("A unit price", line.unit_price, *path, "unitPrice")
    if line.unit_cost is not None:
        checks.not_negative("A unit cost", line.unit_cost, *path, "unitCost")
    if line.tax_rate is not None:
        checks.percent("A tax rate", line.tax_rate, *path, "taxRate")
    checks.worth("The line's net amount", line.quantity, line.unit_price, *path)
    if product is None:
        return None
    unit_cost = product.cost_price if line.unit_cost is None else line.unit_cost
    checks.worth("The line's cost", line.quantity, unit_cost, *path)
    typed = taxes.entered(line.tax_code, line.tax_rate, checks, *path)
    tax = picked(typed, by_code(tax_code_id), by_code(product.tax_code_id), by_rate(product.tax_rate))
    return Source(
        product_id=product.id,
        description=product.name,
        unit_price=line.unit_price,
        unit_cost=unit_cost,
        discount_percent=ZERO,
        tax_rate=taxes.shown_rate(tax),
        tax_code_id=tax.code_id,
    )


def _check_quantities(
    transaction: Transaction, command: CreateReturnOrder, originals: dict[int, Original], checks: Checks
) -> None:
    left = returnable_quantities(transaction.connection, {original.id for original in originals.values()})
    for index, line in enumerate(command.lines):
        checks.positive("A quantity", line.quantity, "lines", str(index), "quantity")
        if index not in originals:
            continue
        original = originals[index]
        possible = left[original.id]
        left[original.id] -= line.quantity
        if line.quantity > possible:
            checks.fail(
                ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
                "invoice-line" if possible > 0 else "invoice-line-claimed",
                *("lines", str(index), "quantity"),
                document=original.number,
                line=original.line_number,
                sold=plain(original.quantity),
                available=plain(possible),
                given=plain(line.quantity),
            )
