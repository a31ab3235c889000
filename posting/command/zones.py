"""Time zones by their names in the IANA database, and the day in that of the company (documents 1.1)."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_value

ZONE = select(tables.company.c.time_zone)
# Files beside the zones: a machine's own, or some seconds off.
NO_PLACES = ("localtime", "posixrules", "Factory", "posix/", "right/")


@lru_cache(maxsize=100)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none."""
    if name.startswith(NO_PLACES):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown, the name of a folder, or no name
        return None


def today_of(connection: Connection, now: datetime) -> date:
    """The company's calendar date at an instant; that of UTC where there is no company."""
    return day_in(read_value(connection, ZONE, str), now)


def day_in(zone: str | None, now: datetime) -> date:
    """The calendar date in a zone at an instant.

    >>> day_in("Europe/Oslo", datetime(2026, 8, 31, 22, 30, tzinfo=UTC)).isoformat()
    '2026-09-01'
    """
    known = None if zone is None else zone_named(zone)
    return now.astimezone(UTC if known is None else known).date()
