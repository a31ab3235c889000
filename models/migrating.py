"""Brings a database to the state that the code needs.

Migrations only go forward. They run in one transaction on both engines, and two processes that start at once wait for
each other, so that a database is either wholly migrated or untouched.
"""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from .database import Database, DatabaseError
from .revisions import MIGRATIONS

LOCK = 7_236_001  # any number of our own


def carry_out(database: Database, revision: str) -> None:
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


def alembic_config(connection: Connection) -> Config:
    """Where the migrations are, and the connection that they run on."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    configuration.attributes["connection"] = connection
    return configuration
