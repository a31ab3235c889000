"""Every hour is somewhere: what became of a piece of work, summed over everything that descends from it.

Approved and raised come to what is unbilled, billed, credited, written off and withdrawn, in quantity and in amount
(project-invoicing L6, L7). The left side is added up from what each posting brought in or gave up, the right side from
the rows that stand, so that the two meet only where no row is lost.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, case, func, literal, select

from ...models import tables
from ...models.vocabulary import OrderType, TransactionClass, TransactionType
from ...posting.amounts import ZERO
from ...posting.rules.first_confirmation import WRITE_OFF_BILLED
from ..context import Info
from ..reading.renderings import at_minor_unit, normalized
from ..reading.rows import Row, chunks

ACTUAL, ORDER = tables.actual, tables.order
FIGURES = ("quantity", "amount")
PARTS = ("approved", "raised", "unbilled", "billed", "written_off", "credited", "withdrawn")
_is_root = ACTUAL.c.id == ACTUAL.c.root_id
_stands = and_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reversed_by_id.is_(None))
_billed = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
_waived = ACTUAL.c.rule.endswith(f".{WRITE_OFF_BILLED}", autoescape=True)
KINDS: dict[str, ColumnElement[bool]] = {
    "approved": _is_root,
    "change": and_(~_is_root, ACTUAL.c.invoice_id.is_not(None)),  # what postings brought in, less what they took out
    "withdrawn": and_(~_is_root, ACTUAL.c.invoice_id.is_(None)),  # reversals outside of any invoice
    "unbilled": and_(_stands, ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES),
    "billed": and_(_stands, _billed, ~_waived),
    "written_off": and_(_stands, _billed, _waived),
}

Balance = dict[str, dict[str, Decimal | None]]  # figures by part


def conservation(root: Row, info: Info) -> Balance | None:
    """The balance of a row's whole lineage; None for cost, retainers and sales documents. One statement a list."""

    def load() -> dict[int, Balance]:
        return balances(info.context.connection, [row[ACTUAL.c.root_id] for row in root.batch.rows])

    if root[ACTUAL.c.transaction_type] == TransactionType.COST:
        return None
    return root.batch.once(("conservation",), load).get(root[ACTUAL.c.root_id])


def balances(connection: Connection, roots: Iterable[int]) -> dict[int, Balance]:
    """The balance of each lineage of project work by its root's key."""
    return {
        row["root_id"]: _balance(row)
        for chunk in chunks(roots)
        for row in connection.execute(_statement(chunk)).mappings()
    }


def raised_and_credited(approved: Decimal, change: Decimal, sign: int) -> tuple[Decimal, Decimal]:
    """What was billed beyond the approved, and what was conceded for good: of the two only one is not zero.

    Going up again takes back what was conceded before, so the difference counts, not each step. A negative original
    is raised by going further down; `sign` is that of the approved quantity.

    >>> raised_and_credited(Decimal(10), Decimal(2), 1), raised_and_credited(Decimal(-10), Decimal(4), -1)
    ((Decimal('2'), Decimal('0')), (Decimal('0'), Decimal('-4')))
    """
    return (change, ZERO) if change * sign > 0 else (ZERO, -change + ZERO)


def _balance(row: RowMapping) -> Balance:
    """Figures by part: {"approved": {"quantity": …, "amount": …}, …}."""
    found: Balance = {part: {} for part in PARTS}
    sign = -1 if row["approved_quantity"] < 0 else 1
    for figure in FIGURES:
        values: dict[str, Decimal] = {kind: row[f"{kind}_{figure}"] for kind in KINDS}
        values["raised"], values["credited"] = raised_and_credited(values["approved"], values["change"], sign)
        values["withdrawn"] = -values["withdrawn"] + ZERO
        for part in PARTS:
            value = values[part]
            found[part][figure] = normalized(value) if figure == "quantity" else at_minor_unit(value, row["currency"])
    return found


def _statement(roots: Sequence[object]) -> Select[*tuple[Any, ...]]:
    sums = [
        _sum(figure, condition).label(f"{kind}_{figure}") for kind, condition in KINDS.items() for figure in FIGURES
    ]
    return (
        select(ACTUAL.c.root_id, ACTUAL.c.currency, *sums)
        .join(ORDER, ORDER.c.id == ACTUAL.c.order_id)
        .where(
            ACTUAL.c.root_id.in_(roots),
            ACTUAL.c.transaction_type != TransactionType.COST,
            ACTUAL.c.transaction_class != TransactionClass.RETAINER,
            ORDER.c.type == OrderType.PROJECT_CONTRACT,
        )
        .group_by(ACTUAL.c.root_id, ACTUAL.c.currency)
    )


def _sum(figure: str, condition: ColumnElement[bool]) -> ColumnElement[Decimal]:
    column = ACTUAL.c[figure]
    return func.sum(case((condition, column), else_=literal(ZERO, column.type)), type_=column.type)
