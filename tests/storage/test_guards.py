"""Posted facts stay as they are, whatever program writes; what may move does so in its legal direction only."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Column, Connection, Executable, Table, TypeDecorator, delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from rebill.models.database import Database
from rebill.models.facts import Since, movement_of, since_when
from tests.storage.books import ACTUAL, DETAIL, LINE, actual, detail

GUARDED = {table: since for table in SQLModel.metadata.tables.values() if (since := since_when(table)) is not None}
ANOTHER = {  # a value that the books do not have, of each type
    str: "another",
    int: 999,
    bool: True,
    Decimal: Decimal(77),
    date: date(2031, 1, 1),
    datetime: datetime(2031, 1, 1, tzinfo=UTC),
    object: {"another": 1},  # JSON says no more of itself
    dict: {"another": 1},
    bytes: b"another",
}


def refusal(connection: Connection, statement: Executable) -> str:
    """What the database says against a statement; nothing of it stays, also where it says nothing."""
    with connection.begin_nested() as attempt:
        try:
            connection.execute(statement)
        except DBAPIError as error:
            return str(error.orig)
        finally:
            attempt.rollback()
    return ""


def of_a_posted_row(table: Table) -> Executable:
    """The condition that picks a row of the books which is a fact."""
    if GUARDED[table] is Since.INVOICE_POSTED:
        return table.c.invoice_id == 1
    if "entry_id" in table.c:
        return table.c.entry_id == 1
    (key,) = table.primary_key.columns
    return key == ("k" if python_type(key) is str else 1)


def python_type(column: Column[object]) -> type:
    """What its values are in Python."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return kind.python_type


def facts_of_the_model() -> Iterator[Column[object]]:
    """Each column that is a fact."""
    for table in GUARDED:
        yield from (column for column in table.columns if movement_of(column) is None)


def changed(column: Column[object]) -> Executable:
    """A statement that changes a fact of the books."""
    return update(column.table).where(of_a_posted_row(column.table)).values({column: ANOTHER[python_type(column)]})


def test_no_fact_of_the_model_can_be_changed(books: Database) -> None:
    facts = list(facts_of_the_model())
    with books.write() as connection:
        unguarded = [
            str(column)
            for column in facts
            if f"{column.table.name} is append-only" not in refusal(connection, changed(column))
        ]
    assert len(facts) > 120
    assert unguarded == []


def test_no_fact_can_be_deleted(books: Database) -> None:
    with books.write() as connection:
        deletable = [
            table.name
            for table in GUARDED
            if f"{table.name} is append-only" not in refusal(connection, delete(table).where(of_a_posted_row(table)))
        ]
    assert deletable == []


pytestmark = pytest.mark.both_engines

REFUSED = [
    ("actual", "UPDATE actual SET id = 9 WHERE id = 2"),
    ("actual", "UPDATE actual SET adjustment_status = '' WHERE id = 1"),
    ("invoice", "UPDATE invoice SET posted_at = NULL WHERE id = 1"),
    ("invoice", "UPDATE invoice SET settled_amount = 101 WHERE id = 1"),
    ("invoice", "UPDATE invoice SET settled_amount = -41 WHERE id = 1"),
    ("invoice_line", "UPDATE invoice_line SET invoice_id = 2, line_number = 2 WHERE id = 1"),
    ("invoice_line", "UPDATE invoice_line SET invoice_id = 1, line_number = 2 WHERE id = 2"),
    ("invoice_line", f"INSERT INTO invoice_line ({LINE}) VALUES (9, 1, 9, 'x', 0, 0, 0, 0, 0)"),
    ("invoice_line_detail", f"INSERT INTO invoice_line_detail ({DETAIL}) VALUES {detail(9, 1)}"),
    ("invoice_order", "INSERT INTO invoice_order (invoice_id, order_id) VALUES (1, 2)"),
    ("invoice_correction", "INSERT INTO invoice_correction (invoice_id, corrects_id) VALUES (1, 1)"),
    (
        "invoice_charge",
        "INSERT INTO invoice_charge (id, invoice_id, return_charge_id, description, amount, tax_amount)"
        " VALUES (9, 1, 1, 'x', 1, 0)",
    ),
    ("api_key", "UPDATE api_key SET revoked_at = NULL WHERE id = 1"),
    ("approval", "UPDATE approval SET decided_by_id = 1 WHERE id = 1"),
    ("approval", "UPDATE approval SET decided_by_id = NULL WHERE id = 1"),
    ("approval", "UPDATE approval SET decided_at = '2026-09-02T12:00:00.000000+00:00' WHERE id = 1"),
    ("approval", "UPDATE approval SET status = 'PENDING' WHERE id = 1"),
    ("approval", "UPDATE approval SET status = 'USED' WHERE id = 2"),
]


def test_a_posted_document_and_what_moves_in_one_direction_refuse(books: Database) -> None:
    with books.write() as connection:
        allowed = [
            statement
            for table, statement in REFUSED
            if f"{table} is append-only" not in refusal(connection, text(statement))
        ]
    assert allowed == []


BILLING = (None, "NOT_READY", "READY_TO_INVOICE", "CUSTOMER_INVOICE_CREATED", "CUSTOMER_INVOICE_POSTED", "CANCELED")
BILLING_LEGAL = {
    ("NOT_READY", "READY_TO_INVOICE"),
    ("READY_TO_INVOICE", "NOT_READY"),
    ("READY_TO_INVOICE", "CUSTOMER_INVOICE_CREATED"),
    ("CUSTOMER_INVOICE_CREATED", "READY_TO_INVOICE"),
    ("CUSTOMER_INVOICE_CREATED", "CUSTOMER_INVOICE_POSTED"),
    ("READY_TO_INVOICE", "CUSTOMER_INVOICE_POSTED"),
    ("NOT_READY", "CUSTOMER_INVOICE_POSTED"),
    ("NOT_READY", "CANCELED"),
    ("READY_TO_INVOICE", "CANCELED"),
}
ADJUSTMENT = (None, "IN_PROCESS", "ADJUSTED", "UNADJUSTABLE")
ADJUSTMENT_LEGAL = {(None, "IN_PROCESS"), ("IN_PROCESS", None), (None, "ADJUSTED"), ("IN_PROCESS", "ADJUSTED")}
MOVES = [("billing", old, new, (old, new) in BILLING_LEGAL) for old in BILLING for new in BILLING if old != new] + [
    ("adjustment", old, new, (old, new) in ADJUSTMENT_LEGAL) for old in ADJUSTMENT for new in ADJUSTMENT if old != new
]


def test_a_status_moves_in_its_legal_direction_only(books: Database) -> None:
    went: list[tuple[str, str | None, str | None, bool]] = []
    for key, (column, old, new, _) in enumerate(MOVES, start=100):
        start = actual(key, **{column: "NULL" if old is None else f"'{old}'"})
        with books.write() as connection:
            connection.execute(text(f"INSERT INTO actual ({ACTUAL}) VALUES {start}"))
        try:
            with books.write() as connection:
                connection.execute(text(f"UPDATE actual SET {column}_status = :new WHERE id = {key}"), {"new": new})
            went.append((column, old, new, True))
        except DBAPIError:
            went.append((column, old, new, False))
    assert went == MOVES


def test_an_actual_is_reversed_once(books: Database) -> None:
    with books.write() as connection:
        connection.execute(text("UPDATE actual SET reversed_by_id = 2 WHERE id = 1"))
    with pytest.raises(DBAPIError, match="append-only"), books.write() as connection:
        connection.execute(text("UPDATE actual SET reversed_by_id = 1 WHERE id = 1"))


ALLOWED = [
    "UPDATE invoice SET status = 'PAID' WHERE id = 1",
    "UPDATE invoice SET status = 'CONFIRMED' WHERE id = 1",
    "UPDATE invoice SET settled_amount = 100 WHERE id = 1",
    "UPDATE invoice SET settled_amount = 39 WHERE id = 1",
    "UPDATE invoice SET reason = 'y', total_amount = 7 WHERE id = 2",
    "UPDATE invoice_line SET net_amount = 7 WHERE id = 2",
    f"INSERT INTO invoice_line_detail ({DETAIL}) VALUES {detail(9, 2)}",
    "DELETE FROM invoice_order WHERE invoice_id = 2",
    "UPDATE actual SET draft_detail_id = 2 WHERE id = 1",
    "UPDATE api_key SET last_used_at = '2026-09-02T12:00:00.000000+00:00' WHERE id = 1",
    "UPDATE actor SET name = 'somebody else' WHERE id = 1",
]


def test_a_draft_and_what_may_move_stay_open(books: Database) -> None:
    with books.write() as connection:
        assert [refusal(connection, text(statement)) for statement in ALLOWED] == [""] * len(ALLOWED)


def test_a_paid_invoice_is_confirmed_again_and_never_a_draft(books: Database) -> None:
    with books.write() as connection:
        for status in ("PAID", "CONFIRMED", "PAID"):
            connection.execute(text(f"UPDATE invoice SET status = '{status}' WHERE id = 1"))
    with pytest.raises(DBAPIError, match="invoice is append-only"), books.write() as connection:
        connection.execute(text("UPDATE invoice SET status = 'DRAFT' WHERE id = 1"))


def test_no_guarded_table_can_be_truncated(books: Database) -> None:
    said = 'near "TRUNCATE": syntax error' if books.dialect == "sqlite" else "is append-only"
    with books.write() as connection:
        answers = [refusal(connection, text(f"TRUNCATE {table.name} CASCADE")) for table in GUARDED]
    assert [answer for answer in answers if said not in answer] == []
