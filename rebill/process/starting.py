"""What commands of the command line begin with: settings, and an open database that fits this version."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from .settings import Settings, from_environment

if TYPE_CHECKING:
    from ..models.database import Database

OLDEST_PYTHON = (3, 11)


class CannotStart(Exception):
    """Ends the program with one line."""


def refuse_old_python() -> None:
    """Raise `CannotStart` where the code cannot work; the package index refuses it only where it is asked."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        needed, found = (".".join(map(str, one)) for one in (OLDEST_PYTHON, sys.version_info[:3]))
        raise CannotStart(f"Python {needed} or newer is needed, and this is {found}; use another Python")


@contextmanager
def loading() -> Iterator[None]:
    """Load modules without the garbage collector, which finds nothing among them and takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settings_of(host: str | None, port: int | None, database: str | None, origins: list[str] | None = None) -> Settings:
    """Settings from the environment, where flags do not say otherwise."""
    try:
        found = from_environment()
    except ValueError as error:
        raise CannotStart(str(error)) from None
    return replace(
        found,
        host=host or found.host,
        port=found.port if port is None else port,
        database=database or found.database,
        origins=tuple(origins or found.origins),
    )


@contextmanager
def migrated(database: str | None, *, reading: bool = False) -> "Iterator[Database]":
    """The database, open until the end; raises `CannotStart` where it is not migrated to this version.

    Nothing is made and nothing is changed by opening it, whatever the address means. Where it is for `reading` only, a
    file without the right to write is enough.
    """
    from ..models import migrate
    from ..models.database import Database

    url = settings_of(None, None, database).database
    opened = Database.open(url, read_only=not _can_be_written(url) and reading)
    try:
        if not migrate.at_head(opened):
            raise CannotStart(f"{opened.url} is not migrated to this version; run rebill migrate")
        yield opened
    finally:
        opened.dispose()


def _can_be_written(url: str) -> bool:
    """Whether this process may write to the database, as far as its file says; `CannotStart` for a wrong file."""
    import sqlite3

    from ..models.engines import parsed
    from ..models.sqlite_files import file_of, holds_books

    file = file_of(parsed(url))
    if file is None:
        return True
    if not file.exists():
        raise CannotStart(f"there is no file {file}; give the right one, or make it: rebill migrate --database {url}")
    try:
        if not holds_books(file):
            raise CannotStart(f"{file} holds no books of Rebill; is it the right file?")
    except sqlite3.Error as error:
        raise CannotStart(f"cannot open {url}: {error}") from None
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
