"""When a document may be dated: not before any that it corrects, credits or cancels (putting-right 6.1).

Left to itself it is dated today, or like the latest of those where that is later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ...models.vocabulary import ProblemCode
from ..problems import Problems, problem
from ..saying import Phrase


@dataclass(frozen=True)
class Earlier:
    """A posted document that another one puts right."""

    id: int
    number: str
    invoice_date: date


def usual_date(today: date, put_right: Iterable[Earlier]) -> date:
    """The invoice date of a document that nobody has dated.

    >>> usual_date(date(2026, 9, 1), [Earlier(1, "INV-000001", date(2026, 9, 3))])
    datetime.date(2026, 9, 3)
    """
    return max((today, *(one.invoice_date for one in put_right)))


def date_problems(what: Phrase | str, day: date, put_right: Iterable[Earlier]) -> Problems:
    """A problem with each document that is dated after `day`; `what` is the one that would bear it."""
    later = sorted((one for one in put_right if one.invoice_date > day), key=lambda one: (one.invoice_date, one.id))
    return tuple(
        problem(
            ProblemCode.CORRECTION_BEFORE_ORIGINAL,
            "before-original",
            ("invoiceDate",),
            name=what,
            given=day,
            document=one.number,
            date=one.invoice_date,
            limit=later[-1].invoice_date,
        )
        for one in later
    )
