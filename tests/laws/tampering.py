"""Rows of the rich book that are tampered with, column by column, as somebody does who has the database itself.

`seen_by.txt` says which laws see what; what stands there under "no law" cannot be seen yet.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Table, select, text, update

from benchmarks.multiplied import unguarded
from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked

SEEN_BY = Path(__file__).with_name("seen_by.txt")
NO_LAW = "no law"
POSTED = "invoice_id IN (SELECT id FROM invoice WHERE number IS NOT NULL)"
OF_SALES = f"{POSTED} AND invoice_id IN (SELECT id FROM invoice WHERE contract_id IS NULL)"
CORRECTED = f"SELECT * FROM invoice_line_detail WHERE correction AND {POSTED} AND kind ="
SUBJECTS: dict[str, tuple[Table, str]] = {
    "invoice of goods": (tables.invoice, "number = 'INV-000003'"),
    "invoice of work": (tables.invoice, "contract_id IS NOT NULL AND NOT has_corrections AND number LIKE 'INV%'"),
    "corrective invoice": (tables.invoice, "has_corrections AND number IS NOT NULL"),
    "credit note": (tables.invoice, "id IN (SELECT invoice_id FROM invoice_charge)"),
    "correction of a sale": (
        tables.invoice,
        "contract_id IS NULL AND has_corrections AND total_amount < 0 AND number IS NOT NULL",
    ),
    "correction for another name": (
        tables.invoice,
        "contract_id IS NULL AND has_corrections AND total_amount = 0 AND number IS NOT NULL",
    ),
    "line sold": (
        tables.invoice_line,
        "id IN (SELECT credits_line_id FROM invoice_line WHERE return_order_line_id > 0)",
    ),
    "line credited": (tables.invoice_line, "credits_line_id IS NOT NULL AND return_order_line_id IS NOT NULL"),
    "line credited lower": (
        tables.invoice_line,
        "return_order_line_id IN (SELECT id FROM return_order_line WHERE price_entered)",
    ),
    "line of a product taken back": (
        tables.invoice_line,
        "credits_line_id IN (SELECT id FROM invoice_line WHERE contract_line_id IS NOT NULL)",
    ),
    "line entered by hand": (tables.invoice_line, "credits_line_id IS NULL AND return_order_line_id IS NOT NULL"),
    "line of work": (
        tables.invoice_line,
        f"id IN (SELECT invoice_line_id FROM invoice_line_detail WHERE correction AND {POSTED})",
    ),
    "line of goods put right": (
        tables.invoice_line,
        f"id IN (SELECT invoice_line_id FROM ({CORRECTED} 'PRODUCT') AS d)",
    ),
    "charge": (tables.invoice_charge, "id > 0"),
    "charge in per cent": (
        tables.invoice_charge,
        "return_charge_id IN (SELECT id FROM return_charge WHERE category = 'PERCENT')",
    ),
    "detail": (
        tables.invoice_line_detail,
        f"NOT correction AND kind = 'TRANSACTION' AND source_actual_id IS NOT NULL AND {POSTED}",
    ),
    "correction": (
        tables.invoice_line_detail,
        f"correction AND kind = 'TRANSACTION' AND quantity <> 0 AND {POSTED}",
    ),
    "detail of a retainer": (tables.invoice_line_detail, f"kind = 'RETAINER' AND {POSTED}"),
    "detail of goods": (tables.invoice_line_detail, f"NOT correction AND kind = 'PRODUCT' AND {OF_SALES}"),
    "detail of a charge": (tables.invoice_line_detail, f"NOT correction AND kind = 'CHARGE' AND {POSTED}"),
    "correction of goods": (
        tables.invoice_line_detail,
        f"id IN (SELECT original_detail_id FROM ({CORRECTED} 'PRODUCT') AS d) AND correction",
    ),
    "correction of a credit": (
        tables.invoice_line_detail,
        "id IN (SELECT invoice_line_detail_id FROM actual WHERE rule = 'return.correction.corrected')",
    ),
    "correction of a charge": (tables.invoice_line_detail, f"correction AND kind = 'CHARGE' AND {POSTED}"),
    "cost": (tables.actual, "rule = 'entry.cost' AND amount <> 0"),
    "open work": (
        tables.actual,
        "rule = 'entry.unbilled' AND reversed_by_id IS NULL AND transaction_class = 'TIME' "
        "AND id < (SELECT max(id) - 2 FROM actual)",
    ),
    "reversal": (tables.actual, "reverses_id IS NOT NULL AND invoice_id IS NOT NULL"),
    "billed work": (tables.actual, "rule LIKE '%corrected_billed'"),
    "billed goods": (tables.actual, "rule = 'sales.invoice.billed'"),
    "credited goods": (tables.actual, "rule = 'return.credit.billed'"),
    "goods put right": (tables.actual, "rule = 'sales.correction.corrected'"),
    "goods put right that had come back": (tables.actual, "rule = 'sales.correction.returned_part'"),
    "reversal of goods": (tables.actual, "rule = 'sales.correction.reversal'"),
    "credit put right": (tables.actual, "rule = 'return.correction.corrected'"),
    "charge put right": (tables.actual, "rule = 'charge.correction.corrected'"),
    "billed charge": (tables.actual, "rule = 'return.charge.billed'"),
    "open retainer": (tables.actual, "rule = 'retainer.first.open'"),
    "connection": (tables.actual_connection, "role = 'BILLED_SALES'"),
    "voucher of a document": (tables.voucher, "invoice_id IS NOT NULL"),
    "voucher of a packing slip": (tables.voucher, "packing_slip_id IS NOT NULL"),
    "voucher of a payment": (tables.voucher, "payment_id IS NOT NULL"),
    "voucher of a rest": (tables.voucher, "settlement_id IS NOT NULL"),
    "entry of a document": (
        tables.voucher_entry,
        "voucher_id = (SELECT max(id) FROM voucher WHERE invoice_id IS NOT NULL)",
    ),
    "entry of a packing slip": (
        tables.voucher_entry,
        "voucher_id = (SELECT max(id) FROM voucher WHERE packing_slip_id IS NOT NULL)",
    ),
    "entry of a payment": (
        tables.voucher_entry,
        "voucher_id = (SELECT max(id) FROM voucher WHERE payment_id IS NOT NULL)",
    ),
    "entry of a rest": (
        tables.voucher_entry,
        "voucher_id = (SELECT max(id) FROM voucher WHERE settlement_id IS NOT NULL)",
    ),
    "payment": (tables.payment, "id > 0"),
    "settlement": (tables.settlement, "debit_invoice_id IS NOT NULL AND credit_invoice_id IS NOT NULL"),
    "write-off": (tables.settlement, "write_off_limit IS NOT NULL"),
    "release": (tables.settlement, "releases_id IS NOT NULL"),
    "packing slip": (tables.packing_slip, "id > 0"),
    "line sent out": (tables.packing_slip_line, "sales_order_line_id IS NOT NULL"),
    "line taken back": (tables.packing_slip_line, "return_order_line_id IS NOT NULL"),
    "order line sold": (tables.sales_order_line, "invoiced_quantity > 1"),
    "sales order": (tables.order, "number = 'SO-000001'"),
    "return order": (tables.order, "number = 'RO-000004'"),
    "contract": (tables.order, "number = 'PC-000001'"),
    "orders of a document": (tables.invoice_order, "invoice_id = (SELECT max(invoice_id) FROM invoice_order)"),
    "documents corrected": (
        tables.invoice_correction,
        "invoice_id = (SELECT max(invoice_id) FROM invoice_correction)",
    ),
    "series": (tables.number_series, "name = 'INVOICE'"),
}
BY_ID = {law.id: law for law in LAWS}
KEYS = ("id", "name")  # of a row, and of a series
TAKEN = {  # columns whose next lower value another row has: the database itself refuses that one
    ("invoice_line", "invoice_id"),
    ("invoice_line", "line_number"),
    ("voucher", "invoice_id"),
    ("voucher", "packing_slip_id"),
    ("voucher", "payment_id"),
    ("voucher_entry", "voucher_id"),
    ("voucher_entry", "position"),
    ("invoice_order", "invoice_id"),
    ("actual", "reverses_id"),
    ("sales_order_line", "order_id"),
    ("voucher", "settlement_id"),
    ("settlement", "debit_invoice_id"),
    ("settlement", "releases_id"),
    ("invoice_correction", "corrects_id"),
}


def seen_by() -> dict[str, list[str]]:
    """By law, what it sees: "subject: column"."""
    found: dict[str, list[str]] = {}
    law = ""
    for line in SEEN_BY.read_text().splitlines():
        if not line.startswith(" "):
            law = line
            found[law] = []
        else:
            subject, columns = line.strip().split(": ")
            found[law] += [f"{subject}: {column}" for column in columns.split()]
    return found


@contextmanager
def broken_into(database: Database) -> Iterator[Connection]:
    """A connection for which nothing is guarded; whatever it does is rolled back."""
    with database.engine.connect() as connection:
        if database.dialect == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
        try:
            with unguarded(connection):
                yield connection
        finally:
            connection.rollback()
            if database.dialect == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def missed(connection: Connection, planted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of errors, each with the law that is to find it, those that it does not; each is taken back before the next.

    A book is entered once for all of them: that takes far longer than to look at it.
    """
    return [(law, error) for law, error in planted if not _is_found(connection, law, error)]


def _is_found(connection: Connection, law: str, error: str) -> bool:
    with connection.begin_nested() as savepoint:
        connection.execute(text(error))
        found = not checked(connection, BY_ID[law]).holds
        savepoint.rollback()
    return found


def row_of(connection: Connection, subject: str) -> RowMapping:
    """The row that is tampered with: the last one that the subject describes."""
    table, condition = SUBJECTS[subject]
    last = select(table).where(text(condition)).order_by(*(column.desc() for column in table.primary_key)).limit(1)
    return connection.execute(last).mappings().one()


def columns_of(subject: str, row: RowMapping) -> list[str]:
    """Columns that can be tampered with: those that have a value, but for the key of the row itself."""
    columns = SUBJECTS[subject][0].c
    return [column.name for column in columns if row[column.name] is not None and column.name not in KEYS]


@contextmanager
def tampered(connection: Connection, subject: str, row: RowMapping, column: str) -> Iterator[None]:
    """The book with another value in one column of a row."""
    table = SUBJECTS[subject][0]
    mine = [key == row[key.name] for key in table.primary_key]
    with connection.begin_nested() as savepoint:
        connection.execute(update(table).where(*mine).values({column: other(row[column], table.c[column])}))
        yield
        savepoint.rollback()


def other(value: Any, column: Column[Any]) -> Any:
    """Another value of the same kind, as near as somebody would choose it."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Decimal):
        return value + Decimal("0.01")
    if isinstance(value, datetime):
        return value + timedelta(days=400)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return value + 1000 if (column.table.name, column.name) in TAKEN or value == 1 else value - 1  # type: ignore[attr-defined]
    return f"X{value}"
