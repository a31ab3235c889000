"""Migrating: what a fresh database holds, and that two processes may start at once."""

import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select, text

from rebill.models import migrate, tables
from rebill.models.database import Database
from tests.storage.books import write_books

ACTIONS = ["CREDIT", "CREDIT_ONLY", "SCRAP", "REPLACE_AND_CREDIT", "REPLACE_AND_SCRAP", "RETURN_TO_CUSTOMER"]
UPGRADE = """
import sys
from rebill.models import migrate
from rebill.models.database import Database
database = Database.open(sys.argv[1])
migrate.upgrade(database)
print(migrate.at_head(database))
database.dispose()
"""


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


def test_processes_that_start_at_once_migrate_once(
    engine_name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    name = f"test_{uuid.uuid4().hex[:12]}"
    if engine_name == "sqlite":
        url = f"sqlite:///{tmp_path / 'new.db'}"
    else:
        request.getfixturevalue("postgres_template")(f"CREATE DATABASE {name}")
        url = request.getfixturevalue("postgres_address")(name)
    command = [sys.executable, "-W", "error", "-c", UPGRADE, url]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [process.communicate(timeout=60) for process in running]
    if engine_name == "postgresql":
        request.getfixturevalue("postgres_template")(f"DROP DATABASE {name} WITH (FORCE)")
    assert answers == [("True\n", "")] * 4


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that makes its own database runs on both engines, too."""
    if "engine_name" in metafunc.fixturenames and "database" not in metafunc.fixturenames:
        metafunc.parametrize("engine_name", ("sqlite", "postgresql"), indirect=True)
