"""The invoice lines that a new return order takes goods back from.

They are lines of sales invoices, and products on project invoices (putting-right 7.4): the sale of these booked no
cost, and their tax was entered as an amount, so that it is prorated.
"""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from sqlalchemy import func, literal, select

from ...models import tables
from ...models.among import among
from ...models.identity import encode
from ...models.rows import read_all, read_one_or_none, read_pairs
from ...models.vocabulary import InvoiceStatus, ProblemCode
from ..amounts import ZERO
from ..checks import Checks
from ..command.lookup import key_of
from ..command.transaction import Transaction
from ..commands import CreateReturnOrder, ReturnOrderLineInput
from ..goods.live import first_lines
from ..problems import Problem
from ..sales.canceled import canceled_problem, pairs_of
from .claims import SELLS_GOODS
from .records import Original, UnfitLine

LINE, INVOICE, SOLD, PRODUCT = tables.invoice_line, tables.invoice, tables.sales_order_line, tables.product
NONE_OFF = literal(ZERO, LINE.c.discount_percent.type)
GOODS = (
    select(*(LINE.c[name] for name in ("id", "line_number", "product_id", "description", "quantity", "unit_price")))
    .add_columns(func.coalesce(LINE.c.discount_percent, NONE_OFF).label("discount_percent"))
    .add_columns(func.coalesce(LINE.c.tax_rate, PRODUCT.c.tax_rate).label("tax_rate"))
    .add_columns(LINE.c.tax_code_id)
    .add_columns(INVOICE.c.customer_id, INVOICE.c.currency, INVOICE.c.number, SOLD.c.unit_cost)
    .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
    .outerjoin(SOLD, SOLD.c.id == LINE.c.sales_order_line_id)
    .outerjoin(PRODUCT, PRODUCT.c.id == LINE.c.product_id)
    .where(SELLS_GOODS, INVOICE.c.status != InvoiceStatus.DRAFT, LINE.c.quantity > ZERO)
    .order_by(LINE.c.id)
)


def originals_of(transaction: Transaction, command: CreateReturnOrder, checks: Checks) -> dict[int, Original]:
    """The posted invoice lines by place in the command, locked in the order of their keys."""
    keys = _keys(transaction, command, checks)
    wanted = GOODS.where(among(transaction.connection, LINE.c.id, sorted(set(keys.values())))).with_for_update(
        of=LINE, key_share=True
    )
    found = {row.id: row for row in read_all(transaction.connection, wanted, Original)}
    for index, key in keys.items():
        path = ("lines", str(index))
        if key in found:
            _check_cost(command.lines[index], found[key], checks, *path, "unitCost")
            continue
        variant, document = _why_not(transaction, key)
        values = {"type": "InvoiceLine", "given": encode("InvoiceLine", key), "document": document}
        checks.fail(ProblemCode.NOT_FOUND, variant, *path, "invoiceLine", **values)
    return {index: found[key] for index, key in keys.items() if key in found}


def _keys(transaction: Transaction, command: CreateReturnOrder, checks: Checks) -> dict[int, int]:
    """By place, the first line of the chain of each that is named; one that is entered by hand as well is refused."""
    keys: dict[int, int] = {}
    for index, wanted in enumerate(command.lines):
        if wanted.invoice_line is None:
            continue
        path = ("lines", str(index))
        if any(value is not None for value in (wanted.product, wanted.unit_price, wanted.tax_rate, wanted.tax_code)):
            checks.invalid("two-ways", *path)
            continue
        find = partial(key_of, wanted.invoice_line, {"InvoiceLine"}, "invoice line", *path, "invoiceLine")
        key = checks.attempt(find)
        if key is not None:
            keys[index] = key
    first = first_lines(transaction.connection, set(keys.values()))
    void = _void(transaction, {*keys.values(), *first.values()})
    for index, key in keys.items():
        problem = void.get(key) or void.get(first.get(key, key))
        if problem is not None:
            checks.problems.append(replace(problem, path=("lines", str(index), "invoiceLine")))
    return {
        index: first.get(key, key) for index, key in keys.items() if key not in void and first.get(key, key) not in void
    }


def _void(transaction: Transaction, keys: Collection[int]) -> dict[int, Problem]:
    """Those of the lines that are of documents which are canceled, or cancel others."""
    statement = select(LINE.c.id, LINE.c.invoice_id).where(among(transaction.connection, LINE.c.id, list(keys)))
    of_lines = read_pairs(transaction.connection, statement, int, int) if keys else []
    invoices = dict(of_lines)
    pairs = pairs_of(transaction.connection, invoices.values())
    return {key: canceled_problem(pairs[one], one) for key, one in invoices.items() if one in pairs}


def _check_cost(wanted: ReturnOrderLineInput, original: Original, checks: Checks, *path: str) -> None:
    """A cost is entered only where the sale booked none."""
    if wanted.unit_cost is None:
        return
    if original.unit_cost is not None:
        checks.invalid("cost-booked", *path, document=original.number)
        return
    checks.not_negative("A unit cost", wanted.unit_cost, *path)
    checks.worth("The line's cost", wanted.quantity, wanted.unit_cost, *path)


def _why_not(transaction: Transaction, key: int) -> tuple[str, str | None]:
    """Why an invoice line is not one that comes back, as a variant, and the invoice that it is of."""
    statement = select(INVOICE.c.number, INVOICE.c.contract_id)
    named = statement.join(LINE, LINE.c.invoice_id == INVOICE.c.id).where(LINE.c.id == key)
    known = read_one_or_none(transaction.connection, named, UnfitLine)
    if known is None:
        return "sold-line", None
    if known.number is None:
        return "line-of-draft", None
    return "line-that-credits" if known.contract_id is None else "line-of-work", known.number
