"""Who pays how much of a contract (project-invoicing F12)."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import ProblemCode
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_customer
from ..command.records import CustomerRow
from ..commands import ContractCustomerInput, CustomerRef
from ..planners.projects.splitting import Share
from .contract_lines import MOST


def shares_of(connection: Connection, contract_id: int, customer_id: int) -> list[Share]:
    """Who pays how much of a contract: the contract's customer alone, unless others share it."""
    table = tables.contract_customer
    shares = read_all(connection, select(table).where(table.c.order_id == contract_id).order_by(table.c.id), Share)
    return shares or [Share(customer_id, Decimal(100), True)]


def wanted_shares(
    connection: Connection, customer: CustomerRow, wanted: Sequence[ContractCustomerInput] | None, checks: Checks
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
            checks.invalid("share-of-zero", *path, "percent", limit=0)
        payer = find_payer(connection, one.customer, customer, path, checks)
        if payer is not None and payer.id in {share.customer_id for share in found}:
            checks.invalid("payer-twice", *path, "customer", document=payer.number)
        if payer is not None:
            takes = bool(one.takes_rounding) if rounding else payer.id == customer.id
            found.append(Share(payer.id, one.percent, takes))
    total = sum((one.percent for one in wanted), ZERO)
    if total != 100:
        checks.invalid("shares-total", "customers", given=plain(total), expected="100")
    if len(rounding) > 1:
        checks.invalid("rounding", "customers")
    if found and customer.id not in {share.customer_id for share in found}:
        checks.invalid("customer-needs-share", "customers", document=customer.number)
    return found


def find_payer(
    connection: Connection, ref: CustomerRef, customer: CustomerRow, path: tuple[str, ...], checks: Checks
) -> CustomerRow | None:
    """The customer who pays; refused where it has another currency than the contract."""
    payer = checks.attempt(lambda: find_customer(connection, ref, *path, "customer"))
    if payer is not None and payer.currency != customer.currency:
        checks.fail(
            ProblemCode.CURRENCY_MISMATCH,
            "payer",
            *path,
            "customer",
            document=payer.number,
            given=payer.currency,
            expected=customer.currency,
        )
    return payer
