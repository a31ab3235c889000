"""SQLite's REPLACE deletes the rows it collides with, and skips delete triggers unless `recursive_triggers` is on.

Rebill switches that on; another program does not. So these tests write as another program does: over the standard
library's driver with SQLite's own defaults.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from rebill.models.database import Database
from tests.storage.books import ACTUAL, LINE, actual, write_books


@pytest.fixture
def stranger(sqlite_database: Database) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the books."""
    write_books(sqlite_database)
    with closing(sqlite3.connect(str(sqlite_database.engine.url.database), isolation_level=None)) as connection:
        yield connection


SAME_KEY = [
    ("actual", f"REPLACE INTO actual ({ACTUAL}) VALUES {actual(1)}"),
    ("packing_slip", "REPLACE INTO packing_slip (id, number, order_id, date) VALUES (1, 'PS-9', 2, '2027-01-01')"),
    ("packing_slip_line", "REPLACE INTO packing_slip_line (id, packing_slip_id, quantity) VALUES (1, 1, 5)"),
    ("idempotency_record", "REPLACE INTO idempotency_record VALUES ('k', 'other', '{}', '2027-01-01')"),
    ("invoice_line", f"REPLACE INTO invoice_line ({LINE}) VALUES (1, 1, 1, 'y', 0, 0, 0, 0, 0)"),
]


@pytest.mark.parametrize(("table", "statement"), SAME_KEY)
def test_another_program_cannot_replace_a_fact_by_its_key(
    stranger: sqlite3.Connection, table: str, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        stranger.execute(statement)


COLLISIONS = [
    ("a new actual that reverses the same one", f"REPLACE INTO actual ({ACTUAL}) VALUES {actual(9, reverses='1')}"),
    (
        "a slip of the same number",
        "REPLACE INTO packing_slip (id, number, order_id, date) VALUES (9, 'PS-1', 2, '2027')",
    ),
    ("the same connection", "REPLACE INTO actual_connection VALUES (9, 1, 'ORIGINAL', 2, 'OTHER')"),
    ("a posted line's id in a draft", f"REPLACE INTO invoice_line ({LINE}) VALUES (1, 2, 5, 'y', 0, 0, 0, 0, 0)"),
    ("a draft's line takes a posted line's id", "UPDATE OR REPLACE invoice_line SET id = 1 WHERE id = 2"),
    ("the voucher of the same invoice", "REPLACE INTO voucher VALUES (9, 'V-9', '2026', 'NOK', 1, NULL, NULL, NULL)"),
    (
        "a settlement of the same payment",
        "REPLACE INTO settlement VALUES (9, '2026', 1, 1, NULL, 1, 'PAYMENT', NULL, NULL)",
    ),
    ("a payment with the same key", "REPLACE INTO payment VALUES (1, 1, 1, '2026', 9, NULL, NULL)"),
    ("an entry in the same place", "REPLACE INTO voucher_entry VALUES (9, 1, 1, 'BANK', '1', 'x', 5, false)"),
    ("a draft takes a posted number", "UPDATE OR REPLACE invoice SET number = 'INV-1' WHERE id = 2"),
    ("a draft takes a posted invoice's id", "UPDATE OR REPLACE invoice SET id = 1 WHERE id = 2"),
]


@pytest.mark.parametrize(("about", "statement"), COLLISIONS, ids=[about for about, _ in COLLISIONS])
def test_another_program_cannot_replace_a_fact_by_colliding_with_it(
    stranger: sqlite3.Connection, about: str, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        stranger.execute(statement)


@pytest.mark.parametrize(("about", "statement"), COLLISIONS, ids=[about for about, _ in COLLISIONS])
def test_rebills_own_connections_refuse_every_collision(
    stranger: sqlite3.Connection, about: str, statement: str
) -> None:
    stranger.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        stranger.execute(statement)
