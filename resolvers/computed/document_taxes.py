"""The tax breakdown of documents, for a whole list at once."""

from ...models import tables
from ...posting.issuing.taxes import taxes_of
from ..context import Info
from ..reading.rows import Row
from ..reading.tax_views import View, tax_view

INVOICE = tables.invoice


def taxes(root: Row, info: Info) -> list[View]:
    """The rows of a document."""
    found = root.batch.once(("taxes",), lambda: taxes_of(info.context.connection, [row.key for row in root.batch.rows]))
    return [tax_view(row, root[INVOICE.c.currency]) for row in found.get(root.key, ())]
