"""Which requests for approval to list; what that means depends on who asks, and when."""

from dataclasses import dataclass, field

from ...models.vocabulary import ApprovalStatus
from ...posting.commands import about


@dataclass(kw_only=True)
class ApprovalFilter:
    """Which requests to list."""

    status: list[ApprovalStatus] | None = field(
        default=None, metadata=about("Any of these; all when left out or empty.")
    )
    mine: bool | None = field(default=None, metadata=about("On: only those that the viewer may decide."))
