"""The guards of append-only tables, all of them anew: as the tables say themselves what of them is a fact.

Books of before have guards that revisions 0001 to 0003 once made, with conditions listed by hand. They go. The new
ones are the SQL beside this file.
"""

import sqlalchemy as sa
from alembic import op

from rebill.migrations.beside import run_beside

revision = "0008"
down_revision = "0007"

OF_BEFORE = {
    "sqlite": ("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_guard'",),
    "postgresql": (
        "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace"
        " AND NOT tgisinternal AND tgname LIKE '%_guard'",
        "SELECT 'DROP FUNCTION ' || oid::regprocedure FROM pg_proc"
        " WHERE pronamespace = current_schema()::regnamespace AND proname LIKE '%_guard'",
    ),
}


def upgrade() -> None:
    """Drop the guards that are there, and make the new ones."""
    connection = op.get_bind()
    for found in OF_BEFORE[connection.dialect.name]:
        for drop in connection.scalars(sa.text(found)).all():
            connection.exec_driver_sql(drop)
    run_beside(connection, __file__)
