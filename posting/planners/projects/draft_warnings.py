"""What the user of a draft should know, though nothing is stopped by it."""

from ....models.vocabulary import WarningCode
from ...canonical import plain
from ...plan import Warned
from .facts import Draft


def open_remainder_warnings(draft: Draft) -> list[Warned]:
    """A warning for each correction upwards whose lineage still has an open remainder (project-invoicing 3.3)."""
    return [
        Warned(
            WarningCode.OPEN_REMAINDER,
            f"“{detail.description}” goes up from {plain(before.quantity)} to {plain(detail.quantity)} "
            f"while {plain(detail.open_remainder)} of it is still open in the backlog from an earlier correction; "
            "both can end up billed.",
            ("details", str(index)),
        )
        for index, detail in enumerate(draft.details)
        if (before := detail.billed_before) is not None
        and detail.retainer_id is None
        and abs(detail.quantity) > abs(before.quantity)
        and detail.open_remainder != 0
    ]
