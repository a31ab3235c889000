"""What the user of a draft should know, though nothing is stopped by it."""

from decimal import Decimal

from ....models.vocabulary import WarningCode
from ...canonical import plain
from ...planned.warnings import Warned, warned
from .facts import Draft


def open_remainder_warnings(draft: Draft) -> list[Warned]:
    """A warning for each correction upwards whose lineage still has an open remainder (project-invoicing 3.3)."""
    return [
        open_remainder(index, detail.description, before.quantity, detail.quantity, detail.open_remainder)
        for index, detail in enumerate(draft.details)
        if (before := detail.billed_before) is not None
        and detail.retainer_id is None
        and detail.open_remainder != 0
        and abs(detail.quantity) > abs(before.quantity)
    ]


def open_remainder(place: int, description: str, before: Decimal, after: Decimal, left: Decimal) -> Warned:
    """The warning about the detail at a place of its draft, which goes up while something is `left` open."""
    return warned(
        WarningCode.OPEN_REMAINDER,
        "goes-up",
        ("details", str(place)),
        description=description,
        before=plain(before),
        after=plain(after),
        open=plain(left),
    )
