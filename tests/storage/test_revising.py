"""What `make migration` writes: it holds on both engines, and is not written where nothing has changed."""

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from rebill.models import revising, tables
from rebill.models.database import Database


@pytest.mark.both_engines
def test_a_column_that_refers_to_another_table_can_be_added(database: Database) -> None:
    with_another = sa.MetaData()
    for table in tables.customer.metadata.tables.values():
        table.to_metadata(with_another)
    with_another.tables["invoice"].append_column(sa.Column("pays_for_id", sa.ForeignKey("invoice.id")))
    with database.migrate() as connection:
        written = revising.changes_to(connection, with_another)
        exec(written, {"sa": sa, "op": Operations(MigrationContext.configure(connection))})
        assert "pays_for_id" in written
        assert revising.changes_to(connection, with_another) == ""
        (added,) = [one for one in sa.inspect(connection).get_foreign_keys("invoice") if "pays_for_id" in str(one)]
    assert (added["constrained_columns"], added["referred_table"]) == (["pays_for_id"], "invoice")


def test_no_migration_is_written_where_tables_and_migrations_agree() -> None:
    with pytest.raises(SystemExit, match="The newest migration makes the tables as they are already"):
        revising.write_revision("nothing")
