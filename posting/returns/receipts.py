"""Packing slips of a return order that a credit note is asked for by."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ...models import tables
from ...models.identity import GlobalId
from ...models.rows import read_all, read_one_or_none
from ...models.vocabulary import ProblemCode, ReturnLineStatus
from ..checks import Checks
from ..command.lookup import keys_of
from ..planners.sales.facts import ReturnOrder
from ..sales.orders import MOST_LINES
from .records import SlipRow


def lines_on_slips(connection: Connection, order: ReturnOrder, slips: Sequence[GlobalId]) -> list[int]:
    """The return lines on the named packing slips; refuses slips of other orders and those credited already."""
    checks = Checks()
    checks.not_empty("packingSlips", slips, MOST_LINES, "packingSlips")
    checks.done()
    slip, moved = tables.packing_slip, tables.packing_slip_line
    found: list[int] = []
    for index, key in enumerate(keys_of(slips, "PackingSlip", "packing slip", "packingSlips")):
        path = ("packingSlips", str(index))
        known = read_one_or_none(connection, select(slip.c.number, slip.c.order_id).where(slip.c.id == key), SlipRow)
        if known is None:
            checks.fail(ProblemCode.NOT_FOUND, "id", *path, type="PackingSlip", given=slips[index])
            continue
        if known.order_id != order.id:
            checks.fail(ProblemCode.PACKING_SLIP_NOT_FOR_ORDER, "slip", *path, slip=known.number, document=order.number)
            continue
        moved_by = select(moved.c.return_order_line_id).where(moved.c.packing_slip_id == key)
        keys = read_all(connection, moved_by, int)
        if all(line.status is ReturnLineStatus.INVOICED for line in order.lines if line.id in keys):
            checks.fail(
                ProblemCode.PACKING_SLIP_ALREADY_INVOICED,
                "slip",
                *path,
                document=known.number,
                state="INVOICED",
                needed="RECEIVED",
            )
        found.extend(keys)
    checks.done()
    return found
