"""The command line: serve, migrate, print the schema, check the ledger.

What an operator can get wrong (a bad URL, a taken port, a newer database) ends in one clear line and exit code 2.
"""

import sys
from typing import Annotated

import typer

from .settings import Settings, from_environment

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Rebill: credit notes and corrective invoices.")
Database = Annotated[str | None, typer.Option(help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]


class CannotStart(Exception):
    """Ends the program with one line."""


def main() -> None:
    """Run the command line."""
    from .models.database import DatabaseError

    try:
        app()
    except (CannotStart, DatabaseError) as error:
        print(f"rebill: {error}", file=sys.stderr)
        sys.exit(2)


def _settings(host: str | None, port: int | None, database: str | None, origins: list[str] | None = None) -> Settings:
    try:
        found = from_environment()
    except ValueError as error:
        raise CannotStart(str(error)) from None
    return Settings(host or found.host, port or found.port, database or found.database, tuple(origins or found.origins))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind; 127.0.0.1 unless REBILL_HOST says else.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 8000 unless REBILL_PORT says else.", min=1, max=65535)] = None,
    database: Database = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Origin of pages that may use the server from elsewhere; may be repeated. Else REBILL_ORIGINS."
        ),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load demo data when the database is empty.")] = False,
) -> None:
    """Migrate the database and serve GraphQL and GraphiQL."""
    from .server import run

    run(_settings(host, port, database, origin), demo=demo)


@app.command()
def migrate(database: Database = None) -> None:
    """Bring the database to the state that this version needs."""
    from .models import migrate as migrations
    from .models.database import Database as Opened

    opened = Opened.open(_settings(None, None, database).database)
    try:
        migrations.upgrade(opened)
        print(f"{opened.url} is up to date.")
    finally:
        opened.dispose()


@app.command()
def schema() -> None:
    """Print the GraphQL schema (SDL)."""
    from .schema.build import build_schema

    print(build_schema())


@app.command()
def check(database: Database = None) -> None:
    """Run every ledger law on the live data; exit code 1 where one is broken."""
    from .models import migrate as migrations
    from .models.database import Database as Opened
    from .posting.ledger_check import check_connection

    opened = Opened.open(_settings(None, None, database).database)
    try:
        if not migrations.at_head(opened):
            raise CannotStart(f"{opened.url} is not migrated to this version; run rebill migrate")
        with opened.read() as connection:
            laws = check_connection(connection)
    finally:
        opened.dispose()
    for law in laws:
        print(f"{'holds ' if law.holds else 'BROKEN'}  {law.id:<24} {law.checked_rows:>9} rows  {law.statement}")
        for violation in law.violations:
            print(f"        {violation}")
    if not all(law.holds for law in laws):
        sys.exit(1)
