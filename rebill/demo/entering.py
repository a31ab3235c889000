"""How the demo data is entered: a clock with fixed dates, and the commands that users send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, select

from ..models import tables
from ..models.database import Database
from ..posting import commands
from ..posting.command.caller import ANONYMOUS, Caller
from ..posting.command.transaction import Service, Transaction
from ..posting.history.entries import SHOWN
from ..posting.history.notes import Notes, together

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
    caller: Caller = ANONYMOUS
    clock: DemoClock = field(default_factory=DemoClock)
    notes: Notes = field(default_factory=Notes)

    def do(self, command: Command, handler: Callable[[Transaction, Command], R]) -> R:
        """Carry out one command."""
        return self.service.execute(command, handler).result

    @property
    def service(self) -> Service:
        """The posting service at the demo's own time."""
        return Service(self.database, self.clock, caller=self.caller, gathered=self.notes)

    def tell(self) -> None:
        """Write the one entry of the history that all of it has."""
        service = Service(self.database, self.clock, caller=self.caller)
        part = together(self.notes.parts)

        def work(connection: Connection) -> None:
            service.tell(service.transaction(connection), "rebill --demo", [part], shown=SHOWN)

        self.database.run_write(work)

    def keys(self, table_name: str, **where: int | str) -> list[int]:
        """Keys of the records with these values, oldest first."""
        table = getattr(tables, table_name)
        statement = select(table.c.id).order_by(table.c.id)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        with self.database.read() as connection:
            return list(connection.scalars(statement))
