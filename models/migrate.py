"""Whether a database is in the state that the code needs, and bringing it there.

Most of the time it is there already. That is known from one query and the names of the migrations' files, so that a
server that starts loads nothing of what migrates.
"""

from sqlalchemy import select

from . import tables
from .database import Database
from .revisions import newest_revision, revision_of

HEAD = "head"


def upgrade(database: Database, revision: str = HEAD) -> None:
    """Apply what is missing up to `revision`; raises `DatabaseError` where the database is newer than the code."""
    if revision == HEAD and at_head(database):
        return
    from .migrating import carry_out  # only here, since it takes a tenth of a second to load

    carry_out(database, revision)


def at_head(database: Database) -> bool:
    """Whether the database is exactly at the revision that the code needs."""
    with database.read() as connection:
        return revision_of(connection) == newest_revision()


def is_empty(database: Database) -> bool:
    """Whether nobody has entered anything yet."""
    with database.read() as connection:
        return all(
            connection.scalar(select(table.c.id).limit(1)) is None
            for table in (tables.customer, tables.product, tables.order)
        )
