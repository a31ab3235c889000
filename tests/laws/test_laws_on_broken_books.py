"""The check of books in which values are missing: it tells them, and goes on to the other laws."""

from pathlib import Path

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, check_connection
from tests.reading.books import write_books


def test_a_row_with_a_value_missing_breaks_its_law_and_ends_no_check(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'books.db'}")
    with database.write() as connection:
        tables.customer.metadata.create_all(connection)
        write_books(connection)  # rows made by hand, some without a tax rate
    with database.read() as connection:
        found = {law.id: law for law in check_connection(connection)}
    database.dispose()
    assert len(found) == len(LAWS)
    assert not found["returns 3.4 line amounts"].holds
