"""How much a server lets itself be asked, in one value: what `--limits` chooses (access 5.2, 5.4, 5.6).

A profile is data: the code asks it for figures and never for its name. What a process can do at once is another matter,
of the machine and not of its clients (`models.capacity`); of it a profile only bounds how long a query may take.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..models.capacity import Capacity
from . import caps
from .caps import Caps
from .measuring import limits
from .measuring.limits import Limits


@dataclass(frozen=True)
class Profile:
    """The limits of a document, what a client may take up, the seconds of a query, and whether there is GraphiQL."""

    limits: Limits
    caps: Caps
    query_seconds: float
    shows_ide: bool

    def of(self, capacity: Capacity) -> Capacity:
        """What a process takes at once, within this profile."""
        return replace(capacity, query_seconds=min(capacity.query_seconds, self.query_seconds))


DEFAULT = Profile(limits.DEFAULT, caps.DEFAULT, query_seconds=10, shows_ide=True)
STRICT = Profile(limits.STRICT, caps.STRICT, query_seconds=5, shows_ide=False)
PROFILES: Mapping[str, Profile] = {"default": DEFAULT, "strict": STRICT}
