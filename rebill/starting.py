"""What commands of the command line begin with: settings, and an open database that fits this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .settings import Settings, from_environment

if TYPE_CHECKING:
    from .models.database import Database


class CannotStart(Exception):
    """Ends the program with one line."""


def settings_of(
    host: str | None,
    port: int | None,
    database: str | None,
    origins: list[str] | None = None,
    *,
    access_log: bool = False,
) -> Settings:
    """Settings from the environment, where flags do not say otherwise."""
    try:
        found = from_environment()
    except ValueError as error:
        raise CannotStart(str(error)) from None
    return Settings(
        host or found.host,
        port or found.port,
        database or found.database,
        tuple(origins or found.origins),
        access_log or found.access_log,
    )


@contextmanager
def migrated(database: str | None) -> "Iterator[Database]":
    """The database, open until the end; raises `CannotStart` where it is not migrated to this version."""
    from .models import migrate
    from .models.database import Database

    opened = Database.open(settings_of(None, None, database).database)
    try:
        if not migrate.at_head(opened):
            raise CannotStart(f"{opened.url} is not migrated to this version; run rebill migrate")
        yield opened
    finally:
        opened.dispose()
