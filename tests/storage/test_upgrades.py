"""Migrating: what a fresh database holds, and that two processes may start at once."""

import pytest
from sqlalchemy import select, text

from rebill.models import migrate, tables
from rebill.models.database import Database
from tests.processes import Running, upgrade
from tests.storage.books import write_books

pytestmark = pytest.mark.both_engines

ACTIONS = ["CREDIT", "CREDIT_ONLY", "SCRAP", "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP", "RETURN_TO_CUSTOMER"]


def test_a_fresh_database_has_its_number_series_and_disposition_codes(database: Database) -> None:
    with database.read() as connection:
        series = connection.execute(select(tables.number_series)).all()
        codes = connection.execute(select(tables.disposition_code.c.code, tables.disposition_code.c.action)).all()
    assert {(name, prefix) for name, prefix, _ in series} == {
        ("INVOICE", "INV-"),
        ("CREDIT_NOTE", "CN-"),
        ("SALES_ORDER", "SO-"),
        ("RETURN_ORDER", "RO-"),
        ("RMA", "RMA-"),
        ("CONTRACT", "PC-"),
        ("PACKING_SLIP", "PS-"),
        ("CUSTOMER", "C-"),
        ("PRODUCT", "P-"),
        ("LEDGER", ""),
        ("VOUCHER", "V-"),
    }
    assert {following for _, _, following in series} == {1}
    assert {tuple(row) for row in codes} == {(name, name) for name in ACTIONS}


def test_a_database_is_empty_until_someone_enters_something(database: Database) -> None:
    assert (migrate.at_head(database), migrate.is_empty(database)) == (True, True)
    write_books(database)
    assert not migrate.is_empty(database)


def test_a_database_behind_the_code_is_not_at_head(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert not migrate.at_head(database)


def test_processes_that_start_at_once_migrate_once(empty: str) -> None:
    running = [Running(upgrade, empty) for _ in range(3)]
    assert [process.ended() for process in running] == ["True\n"] * 3
