"""What the products on a document are counted in: documents say it (BT-130), so that it is a part of the plan's hash.

Postings store nothing for it: whoever gives a product another unit keeps the one before (`papers.units`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import cast, null, select, union_all

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.several import Part
from ..plan import Plan


@dataclass(frozen=True)
class Counted:
    """A product and its unit; `contract_line_id` is the one that sells it, None of goods."""

    product_id: int
    number: str
    unit: str
    contract_line_id: int | None


PRODUCT, CONTRACT_LINE, LINE = tables.product, tables.contract_line, tables.invoice_line
SOLD, RETURNED = tables.sales_order_line, tables.return_order_line
ORDERS, INVOICES = given_keys("orders"), given_keys("invoices")

_goods = union_all(
    select(SOLD.c.product_id).where(is_given(SOLD.c.order_id, ORDERS)),
    select(RETURNED.c.product_id).where(is_given(RETURNED.c.order_id, ORDERS)),
    select(LINE.c.product_id).where(is_given(LINE.c.invoice_id, INVOICES), LINE.c.product_id.is_not(None)),
)
_billed = select(LINE.c.contract_line_id).where(
    is_given(LINE.c.invoice_id, INVOICES), LINE.c.contract_line_id.is_not(None)
)
_named = (PRODUCT.c.id.label("product_id"), PRODUCT.c.number, PRODUCT.c.unit)
_both = union_all(
    select(*_named, cast(null(), CONTRACT_LINE.c.id.type).label("contract_line_id")).where(PRODUCT.c.id.in_(_goods)),
    select(*_named, CONTRACT_LINE.c.id.label("contract_line_id"))
    .select_from(CONTRACT_LINE)
    .join(PRODUCT, PRODUCT.c.id == CONTRACT_LINE.c.product_id)
    .where(CONTRACT_LINE.c.id.in_(_billed)),
).subquery()
COUNTED = Part(select(*_both.c), Counted)


def units_on(plan: Plan, counted: Sequence[Counted]) -> tuple[tuple[str, str], ...]:
    """The numbers of the products that a document names, each with its unit."""
    lines = plan.lines if plan.cancellation is None else plan.cancellation.lines
    goods = {one.product_id for one in lines if one.product_id is not None}
    sold_by = {one.contract_line_id for one in lines} | {row.contract_line_id for row in plan.actuals}
    on_it = (one for one in counted if one.product_id in goods or one.contract_line_id in sold_by - {None})
    return tuple(sorted({(one.number, one.unit) for one in on_it}))
