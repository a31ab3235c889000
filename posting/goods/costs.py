"""How many pieces of a sale gave back their cost: when they came back, or were credited without coming back."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from ...models.vocabulary import DispositionAction
from .records import CostedRow


def costed_pieces(rows: Iterable[CostedRow]) -> dict[int, Decimal]:
    """Pieces by line: by packing slips, and by credits without goods."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.action is DispositionAction.CREDIT_ONLY:
            found[row.original_invoice_line_id] += row.invoiced_quantity
        elif row.action is not DispositionAction.RETURN_TO_CUSTOMER:
            found[row.original_invoice_line_id] += row.received_quantity
    return found
