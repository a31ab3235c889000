"""How much of an invoice line return orders claim, and how much of it can still be returned (returns 2.2)."""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, Select, false, func, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import DispositionAction, ReturnLineStatus
from ..amounts import ZERO
from ..goods.away import given_up_quantity
from .records import ClaimedLine

CLAIM, LINE = tables.return_order_line, tables.invoice_line
SELLS_GOODS = LINE.c.sales_order_line_id.is_not(None) | (  # or a product on a project invoice (putting-right 7.4)
    LINE.c.contract_line_id.is_not(None) & LINE.c.product_id.is_not(None)
)
_KEPT_BY_CUSTOMER = select(tables.disposition_code.c.id).where(
    tables.disposition_code.c.action == DispositionAction.RETURN_TO_CUSTOMER
)
_SENT_BACK = (CLAIM.c.return_status == ReturnLineStatus.INVOICED) & func.coalesce(
    CLAIM.c.disposition_code_id.in_(_KEPT_BY_CUSTOMER), false()
)
_LIVE = (CLAIM.c.return_status != ReturnLineStatus.CANCELED) & ~_SENT_BACK
_CLAIMED = func.sum(CLAIM.c.expected_quantity - CLAIM.c.released_quantity, type_=CLAIM.c.expected_quantity.type)


def claimed_quantity(invoice_line_id: ColumnElement[int]) -> ColumnElement[Decimal]:
    """SQL: how much of an invoice line return orders have claimed.

    Canceled and released quantities are left out, and goods that went back to the customer: they can be returned again.
    """
    claimed = select(_CLAIMED).where(_LIVE, CLAIM.c.original_invoice_line_id == invoice_line_id)
    return claimed.scalar_subquery()


def claimed_quantities() -> Select[tuple[int, Decimal]]:
    """The same of every invoice line that is claimed at all (`original_invoice_line_id`, `quantity`)."""
    line = CLAIM.c.original_invoice_line_id
    return select(line, _CLAIMED.label("quantity")).where(_LIVE, line.is_not(None)).group_by(line)


def returnable_quantities(connection: Connection, invoice_line_ids: Collection[int]) -> dict[int, Decimal]:
    """How much of each invoice line can still be returned."""
    claimed, given_up = claimed_quantity(LINE.c.id).label("claimed"), given_up_quantity(LINE.c.id).label("given_up")
    statement = select(LINE.c.id, LINE.c.quantity, claimed, given_up).where(
        among(connection, LINE.c.id, list(invoice_line_ids))
    )
    rows = read_all(connection, statement, ClaimedLine)
    return {row.id: row.quantity - (row.claimed or ZERO) - (row.given_up or ZERO) for row in rows}
