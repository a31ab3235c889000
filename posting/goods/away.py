"""How many pieces corrections gave up of a line: they were billed and never delivered, and cannot come back."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, select

from ...models import tables
from ...models.vocabulary import DetailKind

DETAIL, INVOICE = tables.invoice_line_detail, tables.invoice
FIRST, LATER = DETAIL.alias("first_detail"), DETAIL.alias("later_detail")
_PIECES = func.sum(LATER.c.previous_quantity - LATER.c.quantity, type_=DETAIL.c.quantity.type)
_CORRECTED = (
    select(_PIECES.label("quantity"))
    .select_from(FIRST)
    .join(LATER, LATER.c.first_detail_id == FIRST.c.id)
    .join(INVOICE, INVOICE.c.id == LATER.c.invoice_id)
    .where(FIRST.c.kind == DetailKind.PRODUCT, INVOICE.c.posted_at.is_not(None))
)


def given_up_quantity(invoice_line_id: ColumnElement[int]) -> ColumnElement[Decimal]:
    """SQL: the pieces that corrections gave up of an invoice line; null where there are no corrections."""
    return _CORRECTED.where(FIRST.c.invoice_line_id == invoice_line_id).scalar_subquery()


def given_up_quantities() -> Select[tuple[int, Decimal]]:
    """The same of every line that was corrected at all (`invoice_line_id`, `quantity`)."""
    return _CORRECTED.add_columns(FIRST.c.invoice_line_id).group_by(FIRST.c.invoice_line_id)
