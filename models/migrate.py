"""Brings a database to the state that the code needs, and knows whether it is there.

Migrations only go forward. They run in one transaction on both engines, and two processes that start at once wait for
each other, so that a database is either wholly migrated or untouched.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from . import tables
from .database import Database, DatabaseError

LOCK = 7_236_001  # any number of our own


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply what is missing up to `revision`; raises `DatabaseError` where the database is newer than the code."""
    with database.migrate() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        configuration = alembic_config(connection)
        current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(configuration).walk_revisions()}
        if current is not None and current not in known:
            raise DatabaseError(
                f"{database.url} is newer than this Rebill (its revision is {current}); install a newer Rebill"
            )
        command.upgrade(configuration, revision)


def at_head(database: Database) -> bool:
    """Whether the database is exactly at the revision that the code needs."""
    with database.read() as connection:
        head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == head


def is_empty(database: Database) -> bool:
    """Whether nobody has entered anything yet."""
    with database.read() as connection:
        return all(
            connection.scalar(select(table.c.id).limit(1)) is None
            for table in (tables.customer, tables.product, tables.order)
        )


def alembic_config(connection: Connection) -> Config:
    """Where the migrations are, and the connection that they run on."""
    configuration = Config()
    folder = Path(__file__).resolve().parent.parent / "migrations"
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    configuration.attributes["connection"] = connection
    return configuration
