"""Whether a server may start as it is set up, and the door that it gets (access 1.1).

Bound to anything but loopback, nobody is let in who does not say who they are, unless the operator says so. That is
found out before anything is bound, migrated or loaded.
"""

from pathlib import Path

from sqlalchemy import inspect, select

from ..access.door import Door
from ..access.key_sets import KeySet, NoKeys, WeakKey, key_set
from ..access.token_settings import TokenSettings, WrongSettings, token_settings
from ..access.tokens import Tokens
from ..models import tables
from ..models.database import Database
from ..transport.origins import Reach
from .settings import Settings
from .starting import CannotStart

NOT_SET_UP = (
    "nobody could say who they are, and {host} can be reached from elsewhere; make a key with rebill keys create, "
    "take signed tokens with --jwt-issuer, or let everybody do everything with --open"
)


def check(settings: Settings, reach: Reach, file: Path | None) -> None:
    """Raise `CannotStart` where a server must not start, or what it is told of tokens cannot be used."""
    tokens = tokens_of(settings)
    if tokens is not None:
        _first_keys(tokens)
    elif reach.is_public and not settings.stays_open and not _has_had_a_key(settings, file):
        raise CannotStart(NOT_SET_UP.format(host=settings.host))


def tokens_of(settings: Settings) -> TokenSettings | None:
    """What is said of signed tokens; None where none are taken. Raises `CannotStart`."""
    try:
        return token_settings(settings.jwt)
    except WrongSettings as wrong:
        raise CannotStart(str(wrong)) from None


def door_of(settings: Settings, database: Database) -> Door:
    """The door of a server."""
    said = tokens_of(settings)
    tokens = None if said is None else Tokens(said, database, _first_keys(said))
    return Door(database, stays_open=settings.stays_open, tokens=tokens)


def _first_keys(said: TokenSettings) -> KeySet | None:
    """The keys as they stand at the start; None where their address does not answer yet. Raises `CannotStart`."""
    try:
        return key_set(said)
    except NoKeys as none:
        if said.is_fetched and not isinstance(none, WeakKey):
            return None
        raise CannotStart(f"--jwt-keys: {none}") from None


def _has_had_a_key(settings: Settings, file: Path | None) -> bool:
    """Whether the database has ever held an API key; one that is not there, or not migrated, has not."""
    if file is not None and not file.exists():
        return False
    database = Database.open(settings.database, read_only=file is not None)
    try:
        with database.read() as connection:
            key = tables.api_key
            has_table = inspect(connection).has_table(key.name)
            return has_table and connection.scalar(select(key.c.id).limit(1)) is not None
    finally:
        database.dispose()
