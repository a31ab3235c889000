"""Writes the migration that brings databases of before to the tables as they are now: `make migration NAME=…`.

A migration imports nothing of Rebill but the types of its columns, so that it does the same for ever. This one is
therefore spelled out whole, the guards of every table that changes included; whoever asked for it reads it through, and
gives what rows need that are there already.
"""

import re
import sys
import tempfile
from pathlib import Path
from textwrap import dedent
from typing import Literal
from warnings import catch_warnings, filterwarnings

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import UpgradeOps
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlmodel.sql.sqltypes import AutoString

from . import migrate, tables
from .database import Database
from .exact import ExactDecimal
from .instant import InstantType
from .migrating import alembic_config
from .places import AMOUNT_PLACES
from .triggers import anew, statements

METADATA = tables.customer.metadata
OF_MIGRATIONS = {  # indexes that the tables do not say
    *("ix_invoice_invoice_date", "ix_invoice_posted_at", "ix_invoice_number"),  # nulls first, on PostgreSQL (0009)
    "ix_invoice_line_detail_invoice_line_id",  # with the key behind it, on PostgreSQL (0010)
    *("ix_settlement_as_debit", "ix_settlement_as_credit"),  # of expressions (0012)
}
OF_EXPRESSIONS = {"ix_actual_accounted_up", "ix_actual_accounted_down"}  # which nobody reads back of SQLite (0011)
UNKNOWN_TO_SQLALCHEMY = "Skipped unsupported reflection of expression-based index"  # on SQLite
ENGINES = ("sqlite", "postgresql")
REFERENCE = re.compile(r"^op\.create_foreign_key\(None, '(\w+)', '(\w+)', \['(\w+)'\], \['(\w+)'\]\)\n?", re.MULTILINE)


def write_revision(name: str) -> Path:
    """The file of a new revision `name`, which makes of the newest one what the tables say; exits if they agree."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/before.db")
        migrate.upgrade(database)
        with database.read() as connection:
            changes, guarded = changes_to(connection, METADATA), _guards_that_differ(connection)
            script = ScriptDirectory.from_config(alembic_config(connection))
        database.dispose()
    if not changes and not guarded:
        sys.exit("The newest migration makes the tables as they are already; change models/ first.")
    number = f"{int(script.get_current_head() or 0) + 1:04}"
    said = name.replace("_", " ").capitalize() + "."
    made = script.generate_revision(number, said, head="head", changes=changes, guards=guarded)
    assert made is not None, "an empty revision directory answers none"
    return Path(made.path)


def is_compared(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Whether tables and database are to agree about something, as alembic asks; not what only migrations say."""
    return kind != "index" or name not in OF_MIGRATIONS | OF_EXPRESSIONS


def changes_to(connection: Connection, metadata: MetaData) -> str:
    """What differs, as the operations of a migration; guards and the types of columns that stay are not looked at."""
    options = {
        "include_object": is_compared,
        "compare_type": False,
        "sqlalchemy_module_prefix": "sa.",
        "alembic_module_prefix": "op.",
    }
    context = MigrationContext.configure(connection, opts=options)
    with catch_warnings():
        filterwarnings("ignore", message=UNKNOWN_TO_SQLALCHEMY)
        operations = produce_migrations(context, metadata).upgrade_ops
    return "" if operations is None or operations.is_empty() else _rendered(operations)


def _rendered(operations: UpgradeOps) -> str:
    written = render_python_code(operations, render_item=_column_type)
    left_out = ("#", "info=")  # what alembic remarks, and what a table says of its facts: guards hold that
    return _inline(dedent("\n".join(line for line in written.splitlines() if not line.lstrip().startswith(left_out))))


def _inline(written: str) -> str:
    """The same, but a new column names itself what it refers to: SQLite adds no constraint to a table that is there."""
    for reference in REFERENCE.finditer(written):
        table, other, column, key = reference.groups()
        added = re.compile(rf"(op\.add_column\('{table}', sa\.Column\('{column}', sa\.\w+\(\))(.*)\)$", re.MULTILINE)
        inline = rf"\1, sa.ForeignKey('{other}.{key}')\2, inline_references=True)"
        told, times = added.subn(inline, written)
        written = told.replace(reference.group(), "") if times else written
    return written


def _column_type(kind: str, one: object, _context: AutogenContext) -> str | Literal[False]:
    """How a migration spells a type of ours (`migrations.columns`); False where SQLAlchemy's own way will do."""
    if kind != "type":
        return False
    if isinstance(one, ExactDecimal):
        return "columns.Amount" if one.places == AMOUNT_PLACES else "columns.Quantity"
    if isinstance(one, InstantType):
        return "columns.Instant"
    return "sa.String()" if isinstance(one, AutoString) else False


def _guards_that_differ(connection: Connection) -> dict[str, str]:
    """By dialect the statements that make the guards of changed tables anew, a blank line between them."""
    found = set(connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")))
    differing = found.symmetric_difference(statements("sqlite", METADATA))
    changed = sorted({named.group(1) for one in differing if (named := re.search(r" ON (\w+)\n", one))})
    made = {dialect: [one for name in changed for one in anew(dialect, METADATA.tables[name])] for dialect in ENGINES}
    return {dialect: "\n\n".join(guards) for dialect, guards in made.items() if guards}


def main() -> None:
    """Write the revision that the command line names; alembic says where it is."""
    if len(sys.argv) != 2 or not re.fullmatch(r"[a-z][a-z0-9_]*", sys.argv[1]):
        sys.exit("Give the migration a name such as invoice_note: make migration NAME=invoice_note")
    write_revision(sys.argv[1])


if __name__ == "__main__":
    main()
