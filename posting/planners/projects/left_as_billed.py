"""Corrections that began with what stands, and were left so: confirming takes them off (putting-right 2.1.2).

So 39 right details of 40 leave no trace, neither in the ledger nor on the document. Where the customer's name or VAT
number is what was wrong, a whole document left as it stands is repeated, every line at 0.00 (putting-right 6.6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...planned.changes import Change
from .draft_values import PRICED, corrected_sums, left_as_billed, repeats
from .facts import Draft, DraftDetail


def without_untouched(draft: Draft) -> tuple[Draft, tuple[int, ...], tuple[Change, ...]]:
    """The draft without them, their keys, and what has to move so that nothing remembers them."""
    repeated = PRICED if repeats(draft) else frozenset()
    untouched = [one for one in draft.details if left_as_billed(one) and one.kind not in repeated]
    if not untouched:
        return draft, (), ()
    keys = {one.id: None for one in untouched}
    kept = tuple(one for one in draft.details if one.id not in keys)
    corrects = {one.corrected_invoice_id for one in kept if one.corrected_invoice_id is not None}
    corrected = tuple(one for one in draft.corrected if one.id in corrects)
    after = replace(draft, details=kept, corrected=corrected)
    return after, tuple(keys), (*_freed(untouched), *_header(draft, after))


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
