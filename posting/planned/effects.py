"""Details and lines of a draft by their places: a detail that is removed and entered again has another key.

What a plan would write is the same then, and so is its hash (access 4.2.6).
"""

from collections.abc import Iterable, Mapping

from .changes import Change, Value
from .rows import PlannedActual

HELD_BY = ("Actual", "draft_detail_id")  # the column that holds a row for a detail of the draft
OWN_LINE = "InvoiceLine"


def by_places(
    actuals: Iterable[PlannedActual], changes: Iterable[Change], taken_off: Iterable[int]
) -> tuple[tuple[PlannedActual, ...], tuple[Change, ...], tuple[int, ...]]:
    """Rows, changes and details that are taken off, with the draft's details and lines under their places."""
    actuals, changes, taken_off = tuple(actuals), tuple(changes), tuple(taken_off)
    held = [one.before for one in changes if (one.subject, one.field) == HELD_BY and isinstance(one.before, int)]
    details = _places([*(one.detail_id for one in actuals), *held, *taken_off])
    lines = _places([one.key for one in changes if one.subject == OWN_LINE])
    return (
        tuple(one if one.detail_id is None else one._replace(detail_id=details[one.detail_id]) for one in actuals),
        tuple(_placed(one, details, lines) for one in changes),
        tuple(details[key] for key in taken_off),
    )


def _places(keys: Iterable[int | None]) -> Mapping[int, int]:
    return {key: place for place, key in enumerate(sorted({key for key in keys if key is not None}))}


def _placed(one: Change, details: Mapping[int, int], lines: Mapping[int, int]) -> Change:
    if one.subject == OWN_LINE:
        return one._replace(key=lines[one.key])
    before: Value = one.before
    if (one.subject, one.field) == HELD_BY and isinstance(before, int):
        return one._replace(before=details[before])
    return one
