"""What the database itself holds to, whatever program writes: two persons, decided once, one living request a posting.

Rows are written in plain SQL, since the rules must not depend on who looked before writing.
"""

import pytest
from sqlalchemy import text

from rebill.models.database import Database
from tests.storage.books import APPROVAL, approval, pending
from tests.storage.test_guards import refusal

pytestmark = pytest.mark.both_engines
KARI, OLA = "1, 'kari', 'https://sign.example'", "2, 'ola', 'https://sign.example'"


@pytest.mark.parametrize(
    ("about", "asker", "decider", "is_fine"),
    [
        ("two subjects", KARI, OLA, True),
        ("one actor", KARI, KARI, False),
        ("one actor without a person", "1, NULL, NULL", "1, NULL, NULL", False),
        ("two keys without owners", "1, NULL, NULL", "2, NULL, NULL", True),
        ("two keys of one owner", "1, 'kari', NULL", "2, 'kari', NULL", False),
        ("a key and its owner", "1, 'kari', NULL", "2, 'kari', 'https://sign.example'", False),
        ("an owner and their key", KARI, "2, 'kari', NULL", False),
        ("equal subjects of two issuers", KARI, "2, 'kari', 'https://other.example'", True),
        ("nobody", KARI, "NULL, NULL, NULL", False),
    ],
)
@pytest.mark.parametrize("status", ["APPROVED", "USED"])
def test_nobody_approves_what_they_asked_for(
    books: Database, about: str, asker: str, decider: str, is_fine: bool, status: str
) -> None:
    living = "'q'" if status == "APPROVED" else "NULL"
    row = approval(9, status, living, asker, decider).replace("'p'", "'q'")
    with books.write() as connection:
        said = refusal(connection, text(f"INSERT INTO approval ({APPROVAL}) VALUES {row}"))
    assert (said == "") is is_fine, (about, said)


def test_who_asked_may_decline(books: Database) -> None:
    row = approval(9, "DECLINED", asker=KARI, decider=KARI)
    with books.write() as connection:
        assert refusal(connection, text(f"INSERT INTO approval ({APPROVAL}) VALUES {row}")) == ""


@pytest.mark.parametrize(
    "row",
    [
        pending(9),  # the posting has one already
        pending(9, "NULL"),
        pending(9, "'another'"),
        approval(9, "USED", "'p2'"),
        approval(9, "DECLINED", decided="NULL"),
    ],
)
def test_a_posting_has_one_living_request_and_only_what_is_pending_or_approved_lives(books: Database, row: str) -> None:
    with books.write() as connection:
        assert refusal(connection, text(f"INSERT INTO approval ({APPROVAL}) VALUES {row}")) != ""


def test_a_document_is_posted_under_one_approval(books: Database) -> None:
    again = "INSERT INTO approval_use (id, invoice_id, approval_id, plan_hash) VALUES (2, 1, 1, 'h')"
    with books.write() as connection:
        assert refusal(connection, text(again)) != ""
