"""The row of a sale that the credit of a return took pieces of, with the terms that stood then (putting-right 1.3)."""

from sqlalchemy import Subquery, func, select

from ...models import tables
from ...models.vocabulary import ConnectionRole, TransactionClass
from .law import ACTUAL

STOOD = tables.actual.alias("stood")
LINK, SALE, TERMS = tables.actual_connection, tables.actual.alias("sale"), tables.invoice_line_detail.alias("terms")


def taken_rows() -> Subquery:
    """By the line that credits (`key`): the row, its figures, and price, discount, tax rate and code of its detail.

    A row that a cancellation restored counts as the one that it stands in for.
    """
    figures = (SALE.c[name] for name in ("quantity", "amount", "tax_amount"))
    terms = (TERMS.c[name] for name in ("unit_price", "discount_percent", "tax_rate", "tax_code_id", "correction"))
    row_id = func.coalesce(SALE.c.stands_for_id, SALE.c.id).label("row_id")
    return (
        select(ACTUAL.c.invoice_line_id.label("key"), row_id, *figures, *terms)
        .select_from(ACTUAL)
        .join(LINK, LINK.c.actual_id == ACTUAL.c.id)
        .join(SALE, SALE.c.id == LINK.c.other_id)
        .outerjoin(STOOD, STOOD.c.id == SALE.c.stands_for_id)
        .join(TERMS, TERMS.c.id == func.coalesce(STOOD.c.invoice_line_detail_id, SALE.c.invoice_line_detail_id))
        .where(LINK.c.role == ConnectionRole.BILLED_SALES, LINK.c.other_role == ConnectionRole.ORIGINAL)
        .where(ACTUAL.c.invoice_line_id.is_not(None), ACTUAL.c.transaction_class == TransactionClass.PRODUCT)
        .subquery("taken")
    )
