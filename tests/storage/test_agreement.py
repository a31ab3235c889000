"""The guards that migrations made are those that the tables ask for: whoever adds a column has it guarded, or hears it.

Where these fail, the change needs a migration that makes the guards of its table anew: `make migration` writes it.
"""

import pytest
from sqlalchemy import Column, Connection, MetaData, String, text
from sqlmodel import SQLModel

from rebill.models import migrate
from rebill.models.database import Database
from rebill.models.facts import Moving, may, since_when
from rebill.models.triggers import anew, statements

pytestmark = pytest.mark.both_engines

WORKING_DATA = {
    "approval_policy", "automatic_charge", "company", "contract_customer", "contract_line", "customer",
    "disposition_code", "fiscal_period", "history_head", "milestone", "number_series", "orders", "parameters",
    "posting_account", "posting_run", "posting_run_item", "product", "reason_code", "reason_code_group", "retainer",
    "return_charge", "return_order_line", "return_preceding", "run_schedule", "sales_order_line", "tax_code",
    "tax_rate",
}  # fmt: skip
GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname AS name, pg_get_triggerdef(oid) AS sql FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
}
UNMAKE = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT 'DROP FUNCTION ' || oid::regprocedure || ' CASCADE' FROM pg_proc"
    " WHERE pronamespace = current_schema()::regnamespace",
}


def guards_in(connection: Connection) -> dict[str, str]:
    """The guards of a database, as it says them."""
    return {row.name: row.sql for row in connection.execute(text(GUARDS[connection.dialect.name]))}


def disagreement(connection: Connection, model: MetaData) -> list[str]:
    """The guards that are not there, are otherwise, or are too many; the model's are there afterwards."""
    there = guards_in(connection)
    for drop in connection.scalars(text(UNMAKE[connection.dialect.name])).all():
        connection.exec_driver_sql(drop)
    for statement in statements(connection.dialect.name, model):
        connection.exec_driver_sql(statement)
    asked = guards_in(connection)
    return sorted(name for name in {*there, *asked} if there.get(name) != asked.get(name))


def the_model() -> MetaData:
    """A copy of the tables, to be changed."""
    copy = MetaData()
    for table in SQLModel.metadata.tables.values():
        table.to_metadata(copy)
    return copy


def test_models_and_migrations_agree_about_guards(database: Database) -> None:
    with database.write() as connection:
        assert len(guards_in(connection)) > 40
        assert disagreement(connection, SQLModel.metadata) == []


def test_a_new_column_that_nobody_guarded_is_found(database: Database) -> None:
    model = the_model()
    model.tables["actual"].append_column(Column("approved_by", String))
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE actual ADD COLUMN approved_by VARCHAR")
        assert disagreement(connection, model) == ["actual_update_guard"]


def test_the_guards_that_are_printed_for_a_migration_guard_a_new_column(database: Database) -> None:
    model = the_model()
    model.tables["actual"].append_column(Column("approved_by", String))
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE actual ADD COLUMN approved_by VARCHAR")
        for statement in anew(database.dialect, model.tables["actual"]):
            connection.exec_driver_sql(statement)
        assert disagreement(connection, model) == []


def test_a_new_column_that_may_move_needs_no_guard(database: Database) -> None:
    model = the_model()
    model.tables["invoice"].append_column(Column("sent_by", String, info=may(Moving.FREELY)["info"]))
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE invoice ADD COLUMN sent_by VARCHAR")
        assert disagreement(connection, model) == []


def test_somebody_decided_of_each_table_whether_its_rows_are_facts() -> None:
    tables = SQLModel.metadata.tables.values()
    assert {table.name for table in tables if since_when(table) is None} == WORKING_DATA


OF_OLD = {  # as revisions 0001 to 0003 made them before they were rewritten
    "sqlite": [
        "CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice WHEN 1 BEGIN SELECT RAISE(ABORT, 'x'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION invoice_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice FOR EACH ROW"
        " EXECUTE FUNCTION invoice_update_guard()",
    ],
}


def test_guards_of_old_are_replaced(empty: str, engine_name: str) -> None:
    database = Database.open(empty)
    migrate.upgrade(database, "0007")
    with database.write() as connection:
        for statement in OF_OLD[engine_name]:
            connection.exec_driver_sql(statement)
    migrate.upgrade(database)
    with database.write() as connection:
        assert disagreement(connection, SQLModel.metadata) == []
    database.dispose()
