"""The migrations that there are, and the one that a database is at, asked without what carries them out."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
VERSION_TABLE = "alembic_version"


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at; None where it was never migrated."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def newest_revision() -> str:
    """The revision of the last migration there is: files are named for theirs, and count up."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
