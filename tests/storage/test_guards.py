"""Posted facts stay as they are, whatever program writes; what may move does so in its legal direction only."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rebill.models.database import Database
from tests.storage.books import ACTUAL, GUARDED, LINE, actual, detail

pytestmark = pytest.mark.both_engines

REFUSED = [
    ("actual", "UPDATE actual SET transaction_date = '2027-01-01' WHERE id = 1"),
    ("actual", "UPDATE actual SET invoice_id = 1 WHERE id = 1"),
    ("actual", "UPDATE actual SET root_id = 2 WHERE id = 1"),
    ("actual", "UPDATE actual SET id = 9 WHERE id = 2"),
    ("actual", "UPDATE actual SET adjustment_status = '' WHERE id = 1"),
    ("invoice", "UPDATE invoice SET posted_at = NULL WHERE id = 1"),
    ("invoice", "UPDATE invoice SET reason = 'y' WHERE id = 1"),
    ("invoice", "UPDATE invoice SET version = 2 WHERE id = 1"),
    ("invoice", "DELETE FROM invoice WHERE id = 1"),
    ("invoice_line", "UPDATE invoice_line SET invoice_id = 2, line_number = 2 WHERE id = 1"),
    ("invoice_line", "UPDATE invoice_line SET invoice_id = 1, line_number = 2 WHERE id = 2"),
    ("invoice_line", f"INSERT INTO invoice_line ({LINE}) VALUES (9, 1, 9, 'x', 0, 0, 0, 0, 0)"),
    ("invoice_line", "DELETE FROM invoice_line WHERE id = 1"),
    ("invoice_line_detail", "DELETE FROM invoice_line_detail WHERE id = 1"),
    ("invoice_line_detail", "UPDATE invoice_line_detail SET tax_amount = 1 WHERE id = 1"),
    ("invoice_order", "INSERT INTO invoice_order (invoice_id, order_id) VALUES (1, 2)"),
    ("invoice_order", "DELETE FROM invoice_order WHERE invoice_id = 1"),
    ("invoice_correction", "INSERT INTO invoice_correction (invoice_id, corrects_id) VALUES (1, 1)"),
    ("invoice_correction", "DELETE FROM invoice_correction WHERE invoice_id = 1"),
    ("actual_connection", "UPDATE actual_connection SET role = 'y'"),
    ("packing_slip", "DELETE FROM packing_slip"),
    ("packing_slip_line", "UPDATE packing_slip_line SET quantity = 5"),
    ("packing_slip_line", "DELETE FROM packing_slip_line"),
    ("idempotency_record", "UPDATE idempotency_record SET input_hash = 'y'"),
    ("invoice", "UPDATE invoice SET due_date = '2027-01-01' WHERE id = 1"),
    ("invoice", "UPDATE invoice SET settled_amount = 39 WHERE id = 1"),
    ("invoice", "UPDATE invoice SET settled_amount = 101 WHERE id = 1"),
    ("invoice", "UPDATE invoice SET settled_amount = -41 WHERE id = 1"),
    ("invoice_charge", "UPDATE invoice_charge SET amount = 2"),
    ("invoice_charge", "DELETE FROM invoice_charge"),
    (
        "invoice_charge",
        "INSERT INTO invoice_charge (id, invoice_id, return_charge_id, description, amount, tax_amount)"
        " VALUES (9, 1, 1, 'x', 1, 0)",
    ),
    ("payment", "UPDATE payment SET amount = 41"),
    ("payment", "DELETE FROM payment"),
    ("settlement", "UPDATE settlement SET amount = 41"),
    ("settlement", "DELETE FROM settlement"),
    ("voucher", "UPDATE voucher SET date = '2027-01-01'"),
    ("voucher", "DELETE FROM voucher"),
    ("voucher_entry", "UPDATE voucher_entry SET account = '9999'"),
    ("voucher_entry", "DELETE FROM voucher_entry"),
]


@pytest.mark.parametrize(("table", "statement"), REFUSED)
def test_a_posted_fact_refuses(books: Database, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match=rf"{table} is append-only"), books.write() as connection:
        connection.execute(text(statement))


BILLING = (None, "NOT_READY", "READY_TO_INVOICE", "CUSTOMER_INVOICE_CREATED", "CUSTOMER_INVOICE_POSTED", "CANCELED")
BILLING_LEGAL = {
    ("NOT_READY", "READY_TO_INVOICE"),
    ("READY_TO_INVOICE", "NOT_READY"),
    ("READY_TO_INVOICE", "CUSTOMER_INVOICE_CREATED"),
    ("CUSTOMER_INVOICE_CREATED", "READY_TO_INVOICE"),
    ("CUSTOMER_INVOICE_CREATED", "CUSTOMER_INVOICE_POSTED"),
    ("READY_TO_INVOICE", "CUSTOMER_INVOICE_POSTED"),
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
    "UPDATE invoice SET settled_amount = 100 WHERE id = 1",
    "UPDATE invoice SET reason = 'y', total_amount = 7 WHERE id = 2",
    "UPDATE invoice_line SET net_amount = 7 WHERE id = 2",
    f"INSERT INTO invoice_line_detail ({'id, invoice_id, invoice_line_id, kind'}, transaction_class, billing_type,"
    " description, quantity, unit_price, amount, tax_amount, extended_amount, invoice_amount, invoice_tax_amount,"
    f" correction, source_actual_id) VALUES {detail(9, 2)}",
    "DELETE FROM invoice_order WHERE invoice_id = 2",
    "UPDATE actual SET draft_detail_id = 2 WHERE id = 1",
]


@pytest.mark.parametrize("statement", ALLOWED)
def test_a_draft_and_what_may_move_stay_open(books: Database, statement: str) -> None:
    with books.write() as connection:
        assert connection.execute(text(statement)).rowcount == 1


def test_a_paid_invoice_is_never_unpaid(books: Database) -> None:
    with books.write() as connection:
        connection.execute(text("UPDATE invoice SET status = 'PAID' WHERE id = 1"))
    with pytest.raises(DBAPIError, match="invoice is append-only"), books.write() as connection:
        connection.execute(text("UPDATE invoice SET status = 'CONFIRMED' WHERE id = 1"))


def test_no_guarded_table_can_be_truncated(books: Database) -> None:
    refusal = 'near "TRUNCATE": syntax error' if books.dialect == "sqlite" else "is append-only"
    for table in GUARDED:
        with pytest.raises(DBAPIError, match=refusal), books.write() as connection:
            connection.execute(text(f"TRUNCATE {table} CASCADE"))
