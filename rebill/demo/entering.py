"""How the demo data is entered: a clock with fixed dates, and the commands that users send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from ..models import tables
from ..models.database import Database
from ..posting import commands
from ..posting.command.transaction import Service, Transaction

Command = TypeVar("Command", bound=commands.Command)
R = TypeVar("R")


@dataclass
class DemoClock:
    """Starts on a Monday in January and moves on by a day with every document."""

    instant: datetime = field(default_factory=lambda: datetime(2026, 1, 5, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """The present instant."""
        return self.instant

    def today(self) -> date:
        """The present date."""
        return self.instant.date()

    def next_day(self) -> None:
        """Move on."""
        self.instant += timedelta(days=1)


@dataclass
class Demo:
    """Enters demo data into an empty database."""

    database: Database
    clock: DemoClock = field(default_factory=DemoClock)

    def do(self, command: Command, handler: Callable[[Transaction, Command], R]) -> R:
        """Carry out one command."""
        return self.service.execute(command, handler).result

    @property
    def service(self) -> Service:
        """The posting service at the demo's own time."""
        return Service(self.database, self.clock)

    def keys(self, table_name: str, **where: int | str) -> list[int]:
        """Keys of the records with these values, oldest first."""
        table = getattr(tables, table_name)
        statement = select(table.c.id).order_by(table.c.id)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        with self.database.read() as connection:
            return list(connection.scalars(statement))
