"""Finding disposition codes, and what they need: when each may be set, and what a REPLACE_… code ships."""

from decimal import Decimal

from sqlalchemy import select

from ...models import tables
from ...models.rows import read_all, read_one, read_one_or_none
from ...models.vocabulary import DispositionAction, ProblemCode
from ..checks import Checks
from ..command.lookup import find_product
from ..command.records import OrderRow, ProductRow
from ..command.transaction import Transaction
from ..commands import ReplacementInput
from ..rules.vouchers import REPLACED
from .records import DispositionRow, ReturnLineRow


def find_disposition(transaction: Transaction, code: str, checks: Checks, *path: str) -> DispositionRow | None:
    """The disposition code; a problem and None where there is none."""
    table = tables.disposition_code
    found = read_one_or_none(transaction.connection, select(table).where(table.c.code == code), DispositionRow)
    if found is None:
        codes = ", ".join(read_all(transaction.connection, select(table.c.code).order_by(table.c.code), str))
        values = {"type": "DispositionCode", "given": code, "expected": codes}
        checks.fail(ProblemCode.NOT_FOUND, "disposition-code", *path, **values)
    return found


def credit_only_code(transaction: Transaction, code: str, checks: Checks, *path: str) -> DispositionRow | None:
    """A code for a line of which nothing has arrived: only a credit-only one."""
    found = find_disposition(transaction, code, checks, *path)
    if found is not None and found.action is not DispositionAction.CREDIT_ONLY:
        checks.fail(ProblemCode.DISPOSITION_NOT_ALLOWED, "needs-goods", *path, disposition=code)
    return found


def arrival_code(
    transaction: Transaction, order: OrderRow, code: str, checks: Checks, *path: str
) -> DispositionRow | None:
    """A code for goods that are there: not a credit-only one, nor a second replacement."""
    found = find_disposition(transaction, code, checks, *path)
    if found is None:
        return None
    if found.action is DispositionAction.CREDIT_ONLY:
        checks.fail(ProblemCode.DISPOSITION_NOT_ALLOWED, "credit-only", *path, disposition=code)
    elif found.action in REPLACED and order.replaced_up_front:
        checks.fail(
            ProblemCode.DISPOSITION_NOT_ALLOWED, "replaced-up-front", *path, disposition=code, document=order.number
        )
    return found


def replacement_values(
    transaction: Transaction,
    line: ReturnLineRow,
    code: DispositionRow | None,
    quantity: Decimal,
    replacement: ReplacementInput | None,
    checks: Checks,
    *path: str,
) -> dict[str, object]:
    """The columns that say what a line ships instead; the same product and `quantity` when nothing else is wanted."""
    if code is None or code.action not in REPLACED:
        if replacement is not None and code is not None:
            checks.invalid("replaces-nothing", *path, "replacement", disposition=code.code)
        return {"replacement_product_id": None, "replacement_quantity": None}
    wanted = replacement or ReplacementInput()
    place = (*path, "replacement")
    table = tables.product
    if (ref := wanted.product) is not None:
        product = checks.attempt(lambda: find_product(transaction.connection, ref, *place, "product"))
    else:
        product = read_one(transaction.connection, select(table).where(table.c.id == line.product_id), ProductRow)
    shipped = quantity if wanted.quantity is None else wanted.quantity
    checks.positive("A quantity", shipped, *place, "quantity")
    if product is None:
        return {}
    price = max(product.sales_price, product.cost_price, line.unit_price)
    checks.worth("The replacement", shipped, price, *place, "quantity")
    return {"replacement_product_id": product.id, "replacement_quantity": shipped}
