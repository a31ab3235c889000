"""Which invoices of a correction run share a document, and how many of them are looked at together."""

from collections.abc import Iterator, Sequence

from ....models.vocabulary import CorrectionGrouping
from .selection import FoundInvoice

MOST_DETAILS = 5000  # that are loaded together, unless a document alone has more
Group = tuple[FoundInvoice, ...]  # invoices of one document, in the order of posting


def grouped(found: Sequence[FoundInvoice], combine: CorrectionGrouping) -> list[Group]:
    """The documents, each in the turn of its first invoice: sales and each contract of a customer apart."""
    if combine is CorrectionGrouping.INVOICE:
        return [(one,) for one in found]
    together: dict[tuple[int, str, int | None], list[FoundInvoice]] = {}
    for one in found:
        together.setdefault((one.customer_id, one.currency, one.contract_id), []).append(one)
    return [tuple(group) for group in together.values()]


def in_parts(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Documents that are loaded together: so many that what is in memory at once has a bound."""
    part: list[Group] = []
    held = 0
    for group in groups:
        size = sum(one.details for one in group)
        if part and held + size > MOST_DETAILS:
            yield part
            part, held = [], 0
        part.append(group)
        held += size
    if part:
        yield part
