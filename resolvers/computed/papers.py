"""What documents say of their parties: as they were copied, of drafts as it would be now; for a whole list at once."""

from ...documents.parties import Delivery, Party
from ...models.vocabulary import DocumentKind
from ...posting.ledger.shown import papers_of
from ...posting.planned.papers import Papers
from ..context import Info
from ..reading.rows import Row, load_shown
from ..reading.selection import place


def _papers(root: Row, info: Info) -> Papers:
    keys = [row.key for row in root.batch.rows]
    return root.batch.once(("papers",), lambda: papers_of(info.context.connection, keys))[root.key]


def seller(root: Row, info: Info) -> Party | None:
    """Who sells."""
    return _papers(root, info).seller


def bill_to(root: Row, info: Info) -> Party:
    """Who is billed."""
    return _papers(root, info).bill_to


def ship_to(root: Row, info: Info) -> Delivery | None:
    """Where and when it was delivered."""
    return _papers(root, info).ship_to


def buyer_reference(root: Row, info: Info) -> str | None:
    """The buyer's reference."""
    return _papers(root, info).buyer_reference


def purchase_order_number(root: Row, info: Info) -> str | None:
    """The buyer's order number."""
    return _papers(root, info).purchase_order_number


def document_kind(root: Row, info: Info) -> DocumentKind:
    """What it is to the law."""
    return _papers(root, info).kind


def preceding_invoices(root: Row, info: Info) -> list[Row]:
    """Every document that it must name."""
    _papers(root, info)  # of the whole list
    every: dict[int, Papers] = root.batch.once(("papers",), dict)
    keys = [key for one in every.values() for key in one.preceding]
    found = root.batch.once(("preceding", *place(info)), lambda: load_shown(info, "Invoice", keys))
    return [found[key] for key in every[root.key].preceding]
