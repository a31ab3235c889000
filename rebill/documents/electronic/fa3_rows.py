"""The rows of a document in FA(3): of a correction those of before, each with the row of what should be behind it."""

from datetime import date

from ..ksef.taxes import code_of
from ..listed import Entry
from ..terms import Document
from .fa3_parties import YES
from .writing import Content, amount, day, plain, tag

PIECE = "szt."
LONGEST_INDEX = 50


def row(number: int, one: Entry, document: Document, is_dated: bool) -> Content:
    """FaWiersz; what quantity times price is more than the amount is a reduction of the price (P_10)."""
    code = code_of(one, document)
    index = one.product_number
    return tag(
        "FaWiersz",
        tag("NrWierszaFa", str(number)),
        tag("P_6A", day(one.day)) if is_dated and one.day != document.issue_date else None,
        tag("P_7", one.description),
        tag("Indeks", index) if index is not None and len(index) <= LONGEST_INDEX else None,
        tag("P_8A", one.unit or PIECE),
        tag("P_8B", plain(one.quantity)),
        tag("P_9A", amount(one.unit_price)),
        tag("P_10", amount(one.off)) if one.off else None,
        tag("P_11", amount(one.net_amount)),
        tag("P_12", code[0]) if code is not None else None,
        tag("StanPrzed", YES) if one.is_before else None,
    )


def dates(document: Document) -> tuple[date | None, bool]:
    """P_6: the one day of all that is supplied, where it is not the document's; else whether rows have days (P_6A)."""
    days = {one.day for one in document.entries if not one.is_charge}
    if len(days) > 1:
        return None, True
    moved = document.delivery.date if document.delivery is not None else None
    delivered = None if document.came_back else moved  # goods that come back are supplied to nobody
    (worked,) = days or {None}
    supplied = worked or delivered
    return (supplied if supplied != document.issue_date else None), False
