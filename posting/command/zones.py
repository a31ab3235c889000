"""Time zones by their names in the IANA database."""

from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=100)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown, the name of a folder, or no name
        return None
