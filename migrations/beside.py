"""SQL that stands beside a revision, in a file for each engine: statements, with a blank line between them."""

from pathlib import Path

import sqlalchemy as sa


def run_beside(connection: sa.Connection, revision_file: str) -> None:
    """Run the statements of `0008_guards.sqlite.sql` for `0008_guards.py`."""
    file = Path(revision_file).with_suffix(f".{connection.dialect.name}.sql")
    for statement in file.read_text(encoding="utf-8").split("\n\n"):
        connection.exec_driver_sql(statement)
