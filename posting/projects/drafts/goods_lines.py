"""Lines of drafts that correct goods: one a detail, with the right terms and what they differ by (putting-right 2.2).

On a project's draft goods stand on the line of their contract line, as they did when they were billed.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from ....models import bulk, tables
from ....models.drawing import draw_numbers_and_keys
from ....models.money import minor_unit
from ....models.rows import read_value
from ...amounts import ZERO
from ...planners.projects.draft_values import invoice_amount, invoice_tax
from ...planners.projects.facts import DraftDetail
from ...planners.projects.goods_facts import GoodsSide
from ...planners.projects.goods_values import discount_change

LINE, DETAIL = tables.invoice_line, tables.invoice_line_detail
EMPTY = ("net_amount", "tax_amount", "total_amount", "discount_amount", "cost_amount")
NEW_COLUMNS = ("id", "invoice_id", "line_number", "description", *EMPTY)
LINE_COLUMNS = (
    "description",
    "product_id",
    "quantity",
    "unit_price",
    "discount_percent",
    "tax_rate",
    "discount_amount",
    "credits_line_id",
    "tax_code_id",
    "supplied_on",
)
DETAIL_COLUMNS = (
    "quantity",
    "unit_price",
    "amount",
    "tax_amount",
    "extended_amount",
    "invoice_amount",
    "invoice_tax_amount",
    "billing_type",
    "description",
    "discount_percent",
    "tax_rate",
    "tax_code_id",
    "supplied_on",
    "tax_entered",
)


def insert_goods_lines(connection: Connection, invoice_id: int, descriptions: Sequence[str]) -> list[int]:
    """New lines behind those that the draft has, without values yet; their keys."""
    last = read_value(connection, select(func.max(LINE.c.line_number)).where(LINE.c.invoice_id == invoice_id), int) or 0
    _, drawn = draw_numbers_and_keys(connection, {}, {LINE.name: len(descriptions)})
    keys = drawn[LINE.name]
    numbered = enumerate(zip(keys, descriptions, strict=True), last + 1)
    bulk.append(
        connection, LINE, NEW_COLUMNS, ((key, invoice_id, at, text, *[ZERO] * 5) for at, (key, text) in numbered)
    )
    return keys


def store_details(connection: Connection, details: Sequence[DraftDetail]) -> None:
    """Write the values of details that were changed, and of the lines of those that correct goods of the sales side."""
    rows = (
        (
            one.id,
            one.quantity,
            one.unit_price,
            one.amount,
            one.tax_amount,
            one.amount + one.tax_amount,
            invoice_amount(one),
            invoice_tax(one),
            one.billing_type,
            one.description,
            one.discount_percent,
            one.tax_rate,
            one.tax_code_id,
            one.supplied_on,
            one.tax_entered,
        )
        for one in details
    )
    bulk.change(connection, DETAIL, DETAIL_COLUMNS, rows)
    store_goods(connection, details)


def store_goods(connection: Connection, details: Sequence[DraftDetail]) -> None:
    """Write the lines of details that correct goods or charges of the sales side, but for their sums."""
    bulk.change(connection, LINE, LINE_COLUMNS, _line_rows(details))


def _line_rows(details: Sequence[DraftDetail]) -> Iterator[tuple[object, ...]]:
    for one in details:
        goods, source = one.goods, one.billed_before
        if goods is None or source is None or one.contract_line_id is not None:
            continue
        is_charge = goods.side is GoodsSide.CHARGE
        yield (
            one.line_id,
            one.description,
            goods.product_id,
            one.quantity - source.quantity,
            one.unit_price,
            one.discount_percent or ZERO,
            one.tax_rate,
            discount_change(one, goods, minor_unit(source.currency)),
            None if is_charge else goods.line_id,
            one.tax_code_id,
            one.supplied_on,
        )
