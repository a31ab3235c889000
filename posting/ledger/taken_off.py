"""Taking details off a draft, by a user or by the confirmation that leaves them out, with what they leave behind."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, select

from ...models import tables
from ...models.vocabulary import ContractLineType
from ..command.lookup import CHUNK

DETAIL, LINE, LINKS = tables.invoice_line_detail, tables.invoice_line, tables.invoice_correction
CONTRACT_LINE = tables.contract_line


def take_off(connection: Connection, invoice_id: int, keys: Sequence[int]) -> None:
    """Delete details of a draft, lines that then bill nothing, and links to what is no longer corrected."""
    for start in range(0, len(keys), CHUNK):
        connection.execute(delete(DETAIL).where(DETAIL.c.id.in_(keys[start : start + CHUNK])))
    own = exists().where(DETAIL.c.invoice_line_id == LINE.c.id)
    products = select(CONTRACT_LINE.c.id).where(CONTRACT_LINE.c.type == ContractLineType.PRODUCT_BASED)
    spare = LINE.c.contract_line_id.is_(None) | LINE.c.contract_line_id.in_(products)
    connection.execute(delete(LINE).where(LINE.c.invoice_id == invoice_id, spare, ~own))
    original = DETAIL.alias("original")
    corrected = (
        select(original.c.invoice_id)
        .join(DETAIL, DETAIL.c.original_detail_id == original.c.id)
        .where(DETAIL.c.invoice_id == invoice_id)
    )
    connection.execute(delete(LINKS).where(LINKS.c.invoice_id == invoice_id, LINKS.c.corrects_id.not_in(corrected)))
