"""The clock: the only thing that tests replace."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Tells the instant and the legal entity's calendar date."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock; `zone` is the legal entity's time zone."""

    zone: tzinfo = UTC

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar date of the legal entity."""
        return datetime.now(self.zone).date()
