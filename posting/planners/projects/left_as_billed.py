"""Corrections that began with what stands, and were left so: confirming takes them off (putting-right 2.1.2).

So 39 right details of 40 leave no trace, neither in the ledger nor on the document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...plan import Change
from .draft_values import corrected_sums, left_as_billed
from .facts import Draft, DraftDetail


def without_untouched(draft: Draft) -> tuple[Draft, tuple[int, ...], tuple[Change, ...]]:
    """The draft without them, their keys, and what has to move so that nothing remembers them."""
    untouched = [one for one in draft.details if left_as_billed(one)]
    if not untouched:
        return draft, (), ()
    keys = tuple(one.id for one in untouched)
    kept = tuple(one for one in draft.details if not left_as_billed(one))
    corrects = {one.corrected_invoice_id for one in kept if one.corrected_invoice_id is not None}
    corrected = tuple(one for one in draft.corrected if one.id in corrects)
    after = replace(draft, details=kept, corrected=corrected)
    return after, keys, (*_freed(untouched), *_header(draft, after))


def _freed(untouched: Sequence[DraftDetail]) -> Iterator[Change]:
    for one in untouched:
        if one.source is not None:
            yield Change("Actual", one.source.id, "draft_detail_id", one.id, None)
            yield Change("Actual", one.source.id, "adjustment_status", one.source.adjustment_status, None)


def _header(draft: Draft, after: Draft) -> Iterator[Change]:
    """What the header says of its corrections; its totals stay, for what is untouched adds nothing."""
    names = ("corrected_total", "previous_total")
    for name, old, new in zip(names, corrected_sums(draft.details), corrected_sums(after.details), strict=True):
        if old != new:
            yield Change("Invoice", draft.id, name, old, new)
    if not after.corrects:
        yield Change("Invoice", draft.id, "has_corrections", before=True, after=False)
