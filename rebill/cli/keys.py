"""The command line of API keys: the way to the first administrator, and back in for whoever has lost every key.

Whoever has the database at hand may do it all; it is put down to their account on the machine (access 1.2.8).
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ..models.hiding import hidden
from ..models.vocabulary import Scope
from ..process.starting import migrated, settings_of

if TYPE_CHECKING:
    from ..models.database import Database as Opened
    from ..posting.command.transaction import Service

REFUSED = 2
ISSUER = "REBILL_JWT_ISSUER"
app = typer.Typer(no_args_is_help=True, help="Make, list and revoke API keys.")
Database = Annotated[str | None, typer.Option(help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True)
class Listed:
    """An API key as it is listed."""

    id: int
    name: str
    prefix: str
    scopes: list[str]
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def shown(self) -> dict[str, object]:
        """As JSON tells it."""
        from ..models.identity import encode

        return {
            "id": encode("ApiKey", self.id),
            "name": self.name,
            "prefix": self.prefix,
            "scopes": self.scopes,
            "expiresAt": _instant(self.expires_at),
        }


@app.command()
def create(
    name: Annotated[str, typer.Option(help="What to call it: who or what will use it.")],
    scopes: Annotated[str, typer.Option(help="Its duties, parted by commas, e.g. INVOICE,CREDIT.")],
    owner: Annotated[str | None, typer.Option(help="The person that it acts for.")] = None,
    expires: Annotated[str | None, typer.Option(help="When it ends, e.g. 2027-01-01T00:00:00Z.")] = None,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Make an API key and print it, this once. The first key of all needs ADMIN, and shuts the server."""
    from ..posting.commands import CreateApiKey
    from ..posting.setup.api_keys import create_api_key

    wanted, ends = _scopes(scopes), None if expires is None else _given_instant(expires)
    with _service(database, "rebill keys create", fresh=True) as service:
        command = CreateApiKey(name=name, scopes=wanted, owner=owner, expires_at=ends)
        with _refusals_told():
            made = service.execute(command, create_api_key).result
        (key,) = [one for one in _listed(service.database) if one.id == made.key]
    if as_json:
        print(json.dumps(key.shown | {"secret": made.secret}))
        return
    print(f"API key “{key.name}” carries {', '.join(key.scopes)}. It is shown this once:", file=sys.stderr)
    print(made.secret)


@app.command("list")
def list_keys(as_json: Json = False, database: Database = None) -> None:
    """List API keys, living, expired and revoked, without their secrets."""
    with migrated(database, reading=True) as opened:
        found = _listed(opened)
    if as_json:
        print(json.dumps([one.shown for one in found]))
        return
    from .showing import show_table

    rows = [
        (one.name, one.prefix, " ".join(one.scopes), *map(_short, (one.expires_at, one.last_used_at, one.revoked_at)))
        for one in found
    ]
    show_table(("name", "prefix", "scopes", "ends", "last used", "revoked"), rows)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="NAME|PREFIX", help="The key's name, or how it begins.")],
    database: Database = None,
) -> None:
    """End an API key for ever; servers notice within a second."""
    from ..models.identity import encode
    from ..posting.commands import RevokeApiKey
    from ..posting.setup.api_keys import revoke_api_key

    with _service(database, "rebill keys revoke", fresh=False) as service:
        found = _meant(_listed(service.database), key)
        with _refusals_told():
            service.execute(RevokeApiKey(key=encode("ApiKey", found.id)), revoke_api_key)
    print(f"API key “{found.name}” ({found.prefix}) is revoked.", file=sys.stderr)


@contextmanager
def _service(database: str | None, program: str, *, fresh: bool) -> "Iterator[Service]":
    """The posting service for whoever runs this; a `fresh` database is made ready first."""
    from ..access.operating import operating
    from ..models import migrate
    from ..models.database import Database as Opened
    from ..posting.command.clock import SystemClock
    from ..posting.command.transaction import Service

    url = settings_of(None, None, database).database
    if fresh:
        opened = Opened.open(url)
        try:
            migrate.upgrade(opened)
        finally:
            opened.dispose()
    with migrated(url) as opened:
        caller = operating(opened)
        takes_tokens = bool(os.environ.get(ISSUER))
        yield Service(opened, SystemClock(), caller=caller, takes_tokens=takes_tokens, program=program)


@contextmanager
def _refusals_told() -> Iterator[None]:
    from ..posting.problems import Refused

    try:
        yield
    except Refused as refused:
        _stop(" ".join(f"{one.code}: {one.message} {one.remedy or ''}".strip() for one in refused.problems))


def _listed(opened: "Opened") -> list[Listed]:
    from sqlalchemy import select

    from ..models import tables
    from ..models.rows import read_all

    names = ("id", "name", "prefix", "scopes", "expires_at", "last_used_at", "revoked_at")
    key = tables.api_key
    with opened.read() as connection:
        return read_all(connection, select(*[key.c[name] for name in names]).order_by(key.c.id), Listed)


def _meant(keys: Sequence[Listed], given: str) -> Listed:
    """The key of that prefix, or else the last one of that name that is not revoked, or else the last one."""
    for one in keys:
        if one.prefix == given:
            return one
    named = [one for one in keys if one.name == given]
    if not named:
        _stop(f"there is no API key {hidden(given)}")
    return next((one for one in reversed(named) if one.revoked_at is None), named[-1])


def _scopes(given: str) -> list[Scope]:
    names = [one.strip().upper() for one in given.split(",") if one.strip()]
    unknown = [one for one in names if one not in Scope.__members__]
    if unknown or not names:
        _stop(f"--scopes has {', '.join(unknown) or 'none'}; those there are: {', '.join(Scope)}")
    return [Scope(one) for one in names]


def _given_instant(given: str) -> datetime:
    found = None
    with suppress(ValueError, OverflowError):  # the latter of what lies in a year that UTC does not come to
        said = datetime.fromisoformat(given)
        found = None if said.tzinfo is None else said.astimezone(UTC)
    if found is None:
        _stop(f"--expires is {given!r}; write an instant with its offset from UTC, e.g. 2027-01-01T00:00:00Z")
    return found


def _instant(given: datetime | None) -> str | None:
    return None if given is None else given.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _short(given: datetime | None) -> str:
    return "" if given is None else f"{given:%Y-%m-%d %H:%M}Z"


def _stop(message: str) -> NoReturn:
    print(f"rebill: {message}", file=sys.stderr)
    raise typer.Exit(REFUSED)
