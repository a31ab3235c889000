"""Whoever changes a posted row behind Rebill's back is found out by the check, column by column.

The laws see what follows from something else; what somebody entered and nothing follows from, they cannot. Both are
written down in `seen_by.txt`.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, RowMapping

from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.laws.rich_book import enter_rich_book
from tests.laws.tampering import NO_LAW, SUBJECTS, broken_into, columns_of, row_of, seen_by, tampered

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

BY_ID = {law.id: law for law in LAWS}
SEEN = seen_by()
UNSEEN = SEEN.pop(NO_LAW)


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """Somebody who has the database of the rich book, and its guards off."""
    enter_rich_book(database)
    with broken_into(database) as connection:
        yield connection


def tamperings(connection: Connection) -> Iterator[tuple[str, str, RowMapping, str]]:
    """Every column of every subject: what is tampered with, and where."""
    for subject in SUBJECTS:
        row = row_of(connection, subject)
        for column in columns_of(subject, row):
            yield f"{subject}: {column}", subject, row, column


def test_every_tampering_is_seen_by_its_laws_and_what_none_can_see_is_written_down(intruder: Connection) -> None:
    by_laws: dict[str, list[str]] = {}
    for law, tampering in ((law, one) for law, seen in SEEN.items() for one in seen):
        by_laws.setdefault(tampering, []).append(law)
    found, missed = set(), []
    for name, subject, row, column in tamperings(intruder):
        found.add(name)
        with tampered(intruder, subject, row, column):
            missed += [
                f"{law} does not see {name}" for law in by_laws.get(name, []) if checked(intruder, BY_ID[law]).holds
            ]
    assert missed == []
    assert found == {*by_laws, *UNSEEN}
    assert (len(by_laws), len(UNSEEN)) == (732, 90)


def test_what_is_said_to_be_seen_by_no_law_is_seen_by_none_not_even_all_at_once(book: Connection) -> None:
    with ExitStack() as stack:
        for name, subject, row, column in list(tamperings(book)):
            if name in UNSEEN:
                stack.enter_context(tampered(book, subject, row, column))
        assert [law.id for law in LAWS if not checked(book, law).holds] == []


@pytest.mark.parametrize(
    ("subject", "column", "law", "named"),
    [
        ("invoice of goods", "number", "returns 14 INVOICE", "XINV-000003 is out of place"),
        ("invoice of goods", "number", "returns 14 INVOICE", "INV-000003 is missing"),
        ("series", "next", "returns 14 INVOICE", "INVOICE goes on with"),
        ("line sold", "net_amount", "returns 3.4 line amounts", "{id}"),
        ("charge", "description", "returns 1.8 charges", "{id}"),
        ("detail", "amount", "2.2 detail amounts", "{id}"),
        ("cost", "amount", "K1 entries", "{id}"),
        ("billed work", "unit_price", "3.5 billed = detail", "{id}"),
        ("invoice of goods", "net_amount", "returns 7 invoice = lines", "{id}"),
        ("invoice of goods", "net_amount", "returns 3.7 document kinds", "{number}"),
        ("voucher of a document", "date", "returns 3.7 voucher of", "{number}"),
        ("packing slip", "date", "returns 3.7 voucher of", "V-"),
        ("connection", "other_id", "1.9 connections pair", "{id}"),
        ("payment", "amount", "returns 25 payments", "{id}"),
    ],
)
def test_a_broken_law_names_the_record(book: Connection, subject: str, column: str, law: str, named: str) -> None:
    row = row_of(book, subject)
    with tampered(book, subject, row, column):
        violations = checked(book, BY_ID[law]).violations
    assert [one for one in violations if one.startswith(f"{law}: {named.format(**row)}")], violations


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Connection]:
    """The rich book, entered once, its guards off."""
    path = tmp_path_factory.mktemp("rich") / "rich.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    enter_rich_book(database)
    with broken_into(database) as connection:
        yield connection
    database.dispose()
