"""How much a server lets itself be asked, in one value: what `--limits` chooses (access 5.2, 5.4, 5.6).

A profile is data: the code asks it for figures and never for its name. What a process can do at once is another matter,
of the machine and not of its clients (`models.capacity`); of it a profile only bounds how long a query may take.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..models.capacity import Capacity
from . import budgets, caps
from .budgets import Budget
from .caps import Caps
from .measuring import limits
from .measuring.limits import Limits
from .trusted import NOBODY, Trusted


@dataclass(frozen=True)
class Profile:
    """The limits of a document, what a client may take up, the seconds of a query, and whether there is GraphiQL,
    and the points of whoever asks: none where they are not counted."""

    limits: Limits
    caps: Caps
    query_seconds: float
    has_ide: bool
    usual_budget: Budget  # where whoever asks is limited
    budget: Budget | None = None
    limits_anybody: bool = True  # also who does not say who they are
    trusted: Trusted = NOBODY

    def of(self, capacity: Capacity) -> Capacity:
        """What a process takes at once, within this profile."""
        return replace(capacity, query_seconds=min(capacity.query_seconds, self.query_seconds))

    @property
    def shows_ide(self) -> bool:
        """Whether there is GraphiQL, which asks for documents of its own."""
        return self.has_ide and not self.trusted.is_only

    @property
    def document_limits(self) -> Limits:
        """The limits of a document, of which none may cost more than a full bucket has."""
        limits = self.limits
        return limits if self.budget is None else replace(limits, cost=min(limits.cost, self.budget.points))


DEFAULT = Profile(limits.DEFAULT, caps.DEFAULT, query_seconds=10, has_ide=True, usual_budget=budgets.DEFAULT)
STRICT = Profile(limits.STRICT, caps.STRICT, query_seconds=5, has_ide=False, usual_budget=budgets.STRICT)
PROFILES: Mapping[str, Profile] = {"default": DEFAULT, "strict": STRICT}
