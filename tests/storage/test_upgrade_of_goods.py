"""The upgrade gives older documents the details that they would be posted with today, named on their ledger rows."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rebill.models import migrate, tables
from rebill.models.database import Database
from tests.api import Api
from tests.goods import Sale, entries, totals
from tests.laws.tampering import broken_into
from tests.storage.test_upgrade_of_books import write_books

pytestmark = pytest.mark.both_engines

DETAIL, ACTUAL, INVOICE = tables.invoice_line_detail, tables.actual, tables.invoice
OF_SALES = sa.select(INVOICE.c.id).where(INVOICE.c.contract_id.is_(None))


@pytest.fixture
def old(empty: str) -> Iterator[Database]:
    """Books of revision 0001 with a sale of 10 at 100.00, of which 3 and 1 were credited."""
    database = Database.open(empty)
    migrate.upgrade(database, "0001")
    with database.write() as connection:
        write_books(connection)
    migrate.upgrade(database)
    yield database
    database.dispose()


def test_old_sales_and_credit_notes_are_corrected_like_new_ones(old: Database) -> None:
    api = Api(old)
    assert api.broken_laws() == []
    of = Sale(api, {"number": "INV-000001"})
    of.invoice = of.document()
    lower = of.put_right("CN-000001", unitPrice="80")
    assert totals(lower) == "60.00 / 15.00 / 75.00"
    credit = of.put_right(unitPrice="90")
    assert totals(credit) == "-60.00 / -15.00 / -75.00"
    assert entries(credit) == ["Cr RECEIVABLES 75.00", "Dr REVENUE 60.00", "Dr SALES_TAX 15.00"]
    assert api.broken_laws() == []


def test_what_was_posted_is_guarded_as_before(old: Database) -> None:
    for statement in (
        "UPDATE actual SET invoice_line_detail_id = NULL WHERE id = 1",
        "INSERT INTO invoice_line_detail (invoice_id, invoice_line_id, kind, transaction_class, billing_type, "
        "description, quantity, unit_price, amount, tax_amount, extended_amount, invoice_amount, invoice_tax_amount, "
        "correction, starts_billed) VALUES (1, 1, 'PRODUCT', 'PRODUCT', 'CHARGEABLE', 'x', 1, 1, 1, 0, 1, 1, 0, false, "
        "false)",
    ):
        with pytest.raises(DBAPIError), old.write() as connection:
            connection.execute(sa.text(statement))


def _posted(database: Database) -> Api:
    """Documents with several lines and charges of each kind, on lines and on orders, some credited together."""
    api = Api(database)
    of = Sale.of(api, ("10", "33.35"), ("7", "0.99"), discount="12.5")
    first, second = (line["id"] for line in of.invoice["lines"])
    fixed = {"description": "Handling", "category": "FIXED", "value": "20", "taxRate": "25"}
    each = {"description": "Inspection", "category": "PER_PIECE", "value": "1.5", "taxRate": "0"}
    part = {"description": "Restocking", "category": "PERCENT", "value": "10", "taxRate": "15"}
    bonus = {"description": "Goodwill", "category": "FIXED", "value": "-5", "taxRate": "25"}
    lines = [
        {"invoiceLine": first, "quantity": "3", "charges": [part, bonus]},
        {"invoiceLine": second, "quantity": "2", "charges": [each]},
    ]
    for charges in ([fixed], []):
        order = api.returned(lines=lines, charges=charges)
        api.arrive(order, (1, "3"), (2, "2"))
        api.receive(order)
        api.credit(order)
    return api


def _details(connection: sa.Connection) -> list[tuple[Any, ...]]:
    """Details of documents of the sales side in their order, each with its ledger rows, but for its key."""
    values = [column for column in DETAIL.c if column.name != "id"]
    mine = sa.select(DETAIL.c.id, *values).where(DETAIL.c.invoice_id.in_(OF_SALES))
    rows = sa.select(ACTUAL.c.invoice_line_detail_id, ACTUAL.c.id)
    named: dict[int, list[int]] = {}
    for detail, row in connection.execute(rows.where(ACTUAL.c.invoice_line_detail_id.is_not(None))):
        named.setdefault(detail, []).append(row)
    ordered = connection.execute(mine.order_by(DETAIL.c.invoice_id, DETAIL.c.id))
    return [(*row[1:], named.get(row[0])) for row in ordered]


def test_the_upgrade_writes_what_a_posting_writes(database: Database) -> None:
    api = _posted(database)
    migration = import_module("rebill.migrations.versions.0014_corrections")
    with broken_into(database) as connection:
        written = _details(connection)
        connection.execute(sa.update(ACTUAL).values(invoice_line_detail_id=None))
        connection.execute(sa.delete(DETAIL))
        for statement in (migration.LINES, migration.CHARGES, migration.LINES_NAMED, migration.CHARGES_NAMED):
            connection.exec_driver_sql(statement.format(**migration.KEPT_AS[connection.dialect.name]))
        assert _details(connection) == written
        assert len(written) == 2 + 2 * 2 + 4 + 3
    del api
