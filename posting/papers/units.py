"""What products were counted in when documents were posted: another unit later changes none of these (documents 0).

Postings write nothing for it. Whoever gives a product another unit keeps the one before, with the last row of the
ledger; a document whose rows stand up to there goes on showing it. A unit that no file can name is not kept, so that a
document which lacks one can still be sent once the product has it.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from ...documents.units import is_known
from ...models import tables
from ...models.among import among
from ...models.rows import read_all, read_one, read_pairs, read_value
from .figures import DetailRow

BEFORE, PRODUCT, ACTUAL = tables.product_unit, tables.product, tables.actual


class Earlier(NamedTuple):
    """A unit of a product, and the last row of the ledger under it."""

    product: str
    unit: str
    until: int


def keep_unit(connection: Connection, product: int, given: str) -> None:
    """Note what a product has been counted in so far, before it is given another unit."""
    held = select(PRODUCT.c.unit).where(PRODUCT.c.id == product).with_for_update()
    unit = read_one(connection, held, str)
    if unit != given and is_known(unit):
        last = read_value(connection, select(func.max(ACTUAL.c.id)), int) or 0
        connection.execute(insert(BEFORE).values(product_id=product, unit=unit, until_actual_id=last))


def as_posted(connection: Connection, rows: Sequence[DetailRow]) -> list[DetailRow]:
    """The details of documents, those of posted ones with the units of then; drafts have no rows in the ledger."""
    products = sorted({row.product for row in rows if row.product is not None})
    statement = (
        select(PRODUCT.c.number.label("product"), BEFORE.c.unit, BEFORE.c.until_actual_id.label("until"))
        .select_from(BEFORE)
        .join(PRODUCT, PRODUCT.c.id == BEFORE.c.product_id)
        .where(among(connection, PRODUCT.c.number, products))
        .order_by(BEFORE.c.id)
    )
    earlier = defaultdict[str, list[Earlier]](list)
    for one in read_all(connection, statement, Earlier) if products else ():
        earlier[one.product].append(one)
    if not earlier:
        return list(rows)
    keys = sorted({row.invoice_id for row in rows if row.product in earlier})
    of_documents = select(ACTUAL.c.invoice_id, func.max(ACTUAL.c.id)).where(
        among(connection, ACTUAL.c.invoice_id, keys)
    )
    posted = dict(read_pairs(connection, of_documents.group_by(ACTUAL.c.invoice_id), int, int))
    return [_as_of(row, earlier.get(row.product or "", ()), posted.get(row.invoice_id)) for row in rows]


def _as_of(row: DetailRow, earlier: Sequence[Earlier], posted: int | None) -> DetailRow:
    """With the first unit that the product was given up after the document was posted; else with today's."""
    units = (one.unit for one in earlier if posted is not None and one.until >= posted)
    return row._replace(unit=next(units, row.unit))
