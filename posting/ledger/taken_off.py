"""Taking details off a draft, by a user or by the confirmation that leaves them out, with what they leave behind."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, select, update

from ...models import bulk, tables
from ...models.rows import read_all, read_value
from ...models.vocabulary import ContractLineType
from ..command.lookup import CHUNK

DETAIL, LINE, LINKS = tables.invoice_line_detail, tables.invoice_line, tables.invoice_correction
CONTRACT_LINE, INVOICE, OF_ORDER, ACTUAL = tables.contract_line, tables.invoice, tables.invoice_order, tables.actual
OUT_OF_THE_WAY = 1_000_000  # where no line has its number


def take_off(connection: Connection, invoice_id: int, keys: Sequence[int]) -> None:
    """Delete details of a draft, lines that then bill nothing, and links to what is no longer corrected."""
    for start in range(0, len(keys), CHUNK):
        connection.execute(delete(DETAIL).where(DETAIL.c.id.in_(keys[start : start + CHUNK])))
    own = exists().where(DETAIL.c.invoice_line_id == LINE.c.id)
    billed = select(CONTRACT_LINE.c.type).where(CONTRACT_LINE.c.id == LINE.c.contract_line_id).scalar_subquery()
    spare = LINE.c.contract_line_id.is_(None) | (billed == ContractLineType.PRODUCT_BASED)
    connection.execute(delete(LINE).where(LINE.c.invoice_id == invoice_id, spare, ~own))
    original = DETAIL.alias("original")
    corrected = (
        select(original.c.invoice_id)
        .join(DETAIL, DETAIL.c.original_detail_id == original.c.id)
        .where(DETAIL.c.invoice_id == invoice_id)
    )
    connection.execute(delete(LINKS).where(LINKS.c.invoice_id == invoice_id, LINKS.c.corrects_id.not_in(corrected)))
    of_contract = read_value(connection, select(INVOICE.c.contract_id).where(INVOICE.c.id == invoice_id), int)
    if of_contract is None:
        _close_gaps(connection, invoice_id)


def _close_gaps(connection: Connection, invoice_id: int) -> None:
    """Forget orders that a draft of the sales side is no longer about, and number its lines from 1 again."""
    billed = (
        select(ACTUAL.c.order_id)
        .join(DETAIL, DETAIL.c.source_actual_id == ACTUAL.c.id)
        .where(DETAIL.c.invoice_id == invoice_id)
    )
    mine = OF_ORDER.c.invoice_id == invoice_id
    connection.execute(delete(OF_ORDER).where(mine, OF_ORDER.c.order_id.not_in(billed)))
    of_draft = LINE.c.invoice_id == invoice_id
    moved = update(LINE).where(of_draft).values(line_number=LINE.c.line_number + OUT_OF_THE_WAY)
    connection.execute(moved)
    keys = read_all(connection, select(LINE.c.id).where(of_draft).order_by(LINE.c.line_number), int)
    bulk.change(connection, LINE, ("line_number",), [(key, number) for number, key in enumerate(keys, 1)])
