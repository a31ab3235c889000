"""The command line: serve, migrate, print the schema, check the ledger, bring files in and out.

What an operator can get wrong (a bad URL, a taken port, a newer database) ends in one clear line and exit code 2.
"""

import sys
from dataclasses import replace
from importlib.metadata import version
from typing import Annotated, Literal, NoReturn

import typer

from ..files.commands import export_rows, import_files
from ..files.documents import write_documents
from ..process.settings import MOST_PROCESSES, said
from ..process.starting import CannotStart, loading, migrated, refuse_old_python, settings_of
from . import explaining, keys
from . import runs as run_commands

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Rebill: credit notes and corrective invoices.")
Database = Annotated[str | None, typer.Option(help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]


def main() -> None:
    """Run the command line."""
    try:
        refuse_old_python()
        if "--help" not in sys.argv:  # which needs no log, and is answered sooner without
            from ..process.log import set_up

            set_up()
        app()
    except CannotStart as error:
        _end(str(error))
    except Exception as error:
        from ..models.database import DatabaseError  # is loaded already where it can have been raised
        from ..models.outages import reason_of
        from ..transport.outages import in_english

        reason = reason_of(error)
        if reason is None and not isinstance(error, DatabaseError):
            raise
        _end(str(error) if reason is None else in_english(reason))


def _end(message: str) -> NoReturn:
    print(f"rebill: {message}", file=sys.stderr)
    sys.exit(2)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"rebill {version('rebill')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """What every command takes."""


app.add_typer(keys.app, name="keys")
app.command("import")(import_files)
app.command("export")(export_rows)
app.command("documents")(write_documents)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind; 127.0.0.1 unless REBILL_HOST says else.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port; 8000 unless REBILL_PORT says else; 0 is any.", min=0, max=65535)
    ] = None,
    database: Database = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Origin of pages that may use the server from elsewhere; may be repeated. Else REBILL_ORIGINS."
        ),
    ] = None,
    access_log: Annotated[
        bool, typer.Option("--access-log", help="Log a line a request; else REBILL_ACCESS_LOG.")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Load demo data when the database is empty.")] = False,
    no_worker: Annotated[
        bool,
        typer.Option("--no-worker", help="Execute no posting runs; they wait for a worker. Else REBILL_NO_WORKER."),
    ] = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Migrate nothing, refuse mutations, no worker. Else REBILL_READ_ONLY.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            help="Processes that serve together, on PostgreSQL or --read-only; 1 unless REBILL_PROCESSES says else.",
            min=1,
            max=MOST_PROCESSES,
        ),
    ] = None,
    explain_queries: Annotated[
        bool,
        typer.Option("--explain-queries", help="Show the SQL to requests that ask. Else REBILL_EXPLAIN_QUERIES."),
    ] = False,
    limits: Annotated[
        Literal["default", "strict"] | None,
        typer.Option(help="How much one request may ask for, see docs/limits.md; default unless REBILL_LIMITS says."),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(
            help="Points of whoever asks, and how many come back a second: POINTS:RATE, or off. Else REBILL_BUDGET."
        ),
    ] = None,
    documents: Annotated[
        list[str] | None,
        typer.Option(help="Manifest of trusted documents, see docs/limits.md; may be repeated. Else REBILL_DOCUMENTS."),
    ] = None,
    trusted_only: Annotated[
        bool, typer.Option("--trusted-only", help="Carry out no other documents. Else REBILL_TRUSTED_ONLY.")
    ] = False,
    stays_open: Annotated[
        bool, typer.Option("--open", help="Nobody has to say who they are, wherever it is bound. Else REBILL_OPEN.")
    ] = False,
    jwt_issuer: Annotated[
        str | None,
        typer.Option(help="Takes signed tokens of this issuer, which has to be exactly what their iss says."),
    ] = None,
    jwt_audience: Annotated[str | None, typer.Option(help="What the aud of a token has to contain.")] = None,
    jwt_keys: Annotated[str | None, typer.Option(help="The issuer's JWKS: a file's path or an https URL.")] = None,
    jwt_algorithms: Annotated[
        str | None, typer.Option(help="How tokens may be signed, parted by commas: RS256, ES256, EdDSA, …")
    ] = None,
    jwt_leeway: Annotated[
        str | None, typer.Option(help="Seconds by which clocks may differ; 30 when left out.")
    ] = None,
    jwt_scopes_claim: Annotated[
        str | None, typer.Option(help="The claim that has the scopes; dots go deeper. scope when left out.")
    ] = None,
    jwt_scope_map: Annotated[
        str | None,
        typer.Option(help='JSON file of scopes by what the claim says: {"bookkeeper": ["INVOICE", "CREDIT"]}.'),
    ] = None,
    jwt_name_claim: Annotated[
        str | None, typer.Option(help="The claim that has the name; name, else sub, when left out.")
    ] = None,
) -> None:
    """Migrate the database and serve GraphQL and GraphiQL."""
    with loading():
        from ..process.server import run

    found = settings_of(host, port, database, origin)
    switched = replace(
        found,
        access_log=access_log or found.access_log,
        no_worker=no_worker or found.no_worker,
        read_only=read_only or found.read_only,
        processes=processes or found.processes,
        explain_queries=explain_queries or found.explain_queries,
        limits=limits or found.limits,
        budget=budget or found.budget,
        documents=tuple(documents or found.documents),
        trusted_only=trusted_only or found.trusted_only,
        stays_open=stays_open or found.stays_open,
        jwt=dict(found.jwt)
        | said(
            issuer=jwt_issuer,
            audience=jwt_audience,
            keys=jwt_keys,
            algorithms=jwt_algorithms,
            leeway=jwt_leeway,
            scopes_claim=jwt_scopes_claim,
            scope_map=jwt_scope_map,
            name_claim=jwt_name_claim,
        ),
    )
    run(switched, demo=demo)


@app.command()
def worker(database: Database = None) -> None:
    """Execute posting runs beside the servers of a PostgreSQL database, until a signal."""
    with loading():
        from ..process.server import work

    work(settings_of(None, None, database))


for command in (run_commands.post, run_commands.confirm, run_commands.runs, run_commands.run):
    app.command(epilog=run_commands.OUTCOMES)(command)


app.command(epilog=explaining.OUTCOMES)(explaining.explain_query)


@app.command()
def migrate(database: Database = None) -> None:
    """Bring the database to the state that this version needs."""
    from ..models import migrate as migrations
    from ..models.database import Database as Opened

    opened = Opened.open(settings_of(None, None, database).database)
    try:
        migrations.upgrade(opened)
        print(f"{opened.url} is up to date.")
    finally:
        opened.dispose()


@app.command()
def schema() -> None:
    """Print the GraphQL schema (SDL)."""
    from ..schema.build import build_schema

    print(build_schema())


@app.command()
def check(database: Database = None) -> None:
    """Run every ledger law on the live data; exit code 1 where one is broken."""
    from ..posting.ledger_check import check_connection

    with migrated(database, reading=True) as opened, opened.read() as connection:
        laws = check_connection(connection)
    for law in laws:
        print(f"{'holds ' if law.holds else 'BROKEN'}  {law.id:<24} {law.checked_rows:>9} rows  {law.statement}")
        for violation in law.violations:
            print(f"        {violation}")
    if not all(law.holds for law in laws):
        sys.exit(1)
