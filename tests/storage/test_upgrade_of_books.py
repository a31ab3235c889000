"""Books that were posted at revision 0001 keep every law of today once they are upgraded, and go on from there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from rebill.models import migrate
from rebill.models.database import Database
from rebill.models.exact import Amount, Quantity
from rebill.models.identity import encode
from rebill.models.instant import Instant
from tests.api import Api, booked

pytestmark = pytest.mark.both_engines

DAY, NOW = date(2026, 1, 5), datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TYPES = {"created_at": Instant, "posted_at": Instant, "recorded_at": Instant, "date": sa.Date, "deadline": sa.Date}
TYPES |= {"start_date": sa.Date}
TYPES |= {"invoice_date": sa.Date, "transaction_date": sa.Date, "document_date": sa.Date}
MONEY = {"balance", "net_amount", "tax_amount", "total_amount", "discount_amount", "cost_amount", "amount"}
MONEY |= {"extended_amount", "invoice_amount", "invoice_tax_amount"}
PIECES = {"sales_price", "cost_price", "tax_rate", "quantity", "unit_price", "unit_cost", "discount_percent"}
STAGES = ("delivered", "invoiced", "returned", "expected", "registered", "received", "released")
PIECES |= {f"{stage}_quantity" for stage in STAGES}


def kind_of(name: str) -> Any:
    """The type of a column."""
    return Amount if name in MONEY else Quantity if name in PIECES else TYPES.get(name)


def put(connection: sa.Connection, table: str, **values: Any) -> None:
    """Insert a row as revision 0001 had it."""
    columns = [sa.column(name, kind_of(name)) for name in values]
    connection.execute(sa.insert(sa.table(table, *columns)).values(values))


def invoice(connection: sa.Connection, key: int, number: str, order: int, quantity: int, **line: Any) -> None:
    """A posted document of one line at 100.00 with 25 % tax, cost 60.00, and its row of the ledger."""
    net = Decimal(100 * quantity)
    kind = "INVOICE" if quantity > 0 else "CREDIT_NOTE"
    amounts = {"net_amount": net, "tax_amount": net / 4, "total_amount": net * 5 / 4}
    put(connection, "invoice", id=key, document_type=kind, status="CONFIRMED", version=1, customer_id=1, currency="NOK",
        created_at=NOW, has_corrections=False, **amounts)  # fmt: skip
    put(connection, "invoice_line", id=key, invoice_id=key, line_number=1, description="A", product_id=1,
        quantity=quantity, unit_price=100, discount_percent=0, tax_rate=25, discount_amount=0,
        cost_amount=Decimal(60 * quantity), **amounts, **line)  # fmt: skip
    put(connection, "invoice_order", invoice_id=key, order_id=order)
    if quantity < 0:
        put(connection, "invoice_correction", invoice_id=key, corrects_id=1)
    put(connection, "actual", id=key, transaction_type="BILLED_SALES", transaction_class="PRODUCT",
        billing_type="CHARGEABLE", description="A", transaction_date=DAY, recorded_at=NOW, quantity=quantity,
        unit_price=100, amount=net, tax_amount=net / 4, currency="NOK", customer_id=1, order_id=order, invoice_id=key,
        invoice_line_id=key, root_id=1, rule="sales.invoice.billed" if quantity > 0 else "return.credit.billed")  # fmt: skip
    if quantity < 0:
        put(connection, "actual_connection", actual_id=key, role="BILLED_SALES", other_id=1, other_role="ORIGINAL")
    posted = sa.table("invoice", *[sa.column(n, kind_of(n)) for n in ("id", "number", "invoice_date", "posted_at")])
    stamp = sa.update(posted).where(posted.c.id == key)
    connection.execute(stamp.values(number=number, invoice_date=DAY, posted_at=NOW))


def returned(connection: sa.Connection, key: int, quantity: int, status: str, code: int, **stages: int) -> None:
    """A return order of one line of the invoice, taken in by a packing slip of its own."""
    put(connection, "orders", id=key, type="RETURN_ORDER", number=f"RO-{key - 1:06d}", status="DELIVERED", customer_id=1,
        currency="NOK", created_at=NOW, rma_number=f"RMA-{key - 1:06d}", return_status="OPEN", deadline=DAY)  # fmt: skip
    every = dict.fromkeys(("invoiced", "released"), 0) | dict.fromkeys(("expected", "registered", "received"), quantity)
    quantities = {f"{stage}_quantity": amount for stage, amount in (every | stages).items()}
    put(connection, "return_order_line", id=key, order_id=key, line_number=1, product_id=1, description="A",
        return_status=status, disposition_code_id=code, unit_price=100, unit_cost=60, discount_percent=0, tax_rate=25,
        original_invoice_line_id=1, **quantities)  # fmt: skip
    if stages.get("received") != 0:
        put(connection, "packing_slip", id=key, number=f"PS-{key:06d}", order_id=key, date=DAY)
        put(connection, "packing_slip_line", packing_slip_id=key, return_order_line_id=key, quantity=-quantity)


def write_books(connection: sa.Connection) -> None:
    """10 sold: 8 on a packing slip, 2 without. 3 credited, 2 scrapped and not credited, 1 credit only and credited."""
    put(connection, "customer", id=1, number="C-000001", name="x", currency="NOK", balance=Decimal(750))
    put(
        connection, "product", id=1, number="P-000001", name="A", unit="ea", sales_price=100, cost_price=60, tax_rate=25
    )
    put(connection, "orders", id=1, type="SALES_ORDER", number="SO-000001", status="INVOICED", customer_id=1,
        currency="NOK", created_at=NOW)  # fmt: skip
    put(connection, "sales_order_line", id=1, order_id=1, line_number=1, product_id=1, description="A", quantity=10,
        unit_price=100, unit_cost=60, discount_percent=0, tax_rate=25, net_amount=Decimal(1000), delivered_quantity=10,
        invoiced_quantity=10, returned_quantity=5)  # fmt: skip
    put(connection, "packing_slip", id=1, number="PS-000001", order_id=1, date=DAY)
    put(connection, "packing_slip_line", packing_slip_id=1, sales_order_line_id=1, quantity=8)
    invoice(connection, 1, "INV-000001", 1, 10, sales_order_line_id=1)
    codes = dict(connection.execute(sa.text("SELECT code, id FROM disposition_code")).all())  # type: ignore[arg-type]
    returned(connection, 2, 3, "INVOICED", codes["CREDIT"], invoiced=3)
    invoice(connection, 2, "CN-000001", 2, -3, return_order_line_id=2, credits_line_id=1)
    returned(connection, 3, 2, "RECEIVED", codes["SCRAP"])
    returned(connection, 4, 1, "INVOICED", codes["CREDIT_ONLY"], received=0, invoiced=1)
    invoice(connection, 3, "CN-000002", 4, -1, return_order_line_id=4, credits_line_id=1)
    connection.execute(sa.text("UPDATE orders SET return_status = 'CLOSED', status = 'INVOICED' WHERE id IN (2, 4)"))
    drawn = {"INVOICE": 1, "CREDIT_NOTE": 2, "LEDGER": 3, "SALES_ORDER": 1, "RETURN_ORDER": 3, "RMA": 3}
    drawn |= {"PACKING_SLIP": 3, "CUSTOMER": 1, "PRODUCT": 1}
    if connection.dialect.name == "postgresql":  # rows that bring their keys along leave its sequences behind
        for table in ("invoice", "invoice_line", "actual", "actual_connection"):
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            connection.execute(sa.text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))"))
    for series, last in drawn.items():
        connection.execute(sa.text(f"UPDATE number_series SET next = {last + 1} WHERE name = '{series}'"))
    if connection.dialect.name == "postgresql":
        draw_keys(connection, "customer", "product", "orders", "invoice", "invoice_line", "packing_slip")


def draw_keys(connection: sa.Connection, *tables: str) -> None:
    """Have the sequences of PostgreSQL stand behind the keys that were written, as if they had been drawn."""
    for table in tables:
        last = f"(SELECT max(id) FROM {table})"
        connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))


@pytest.fixture
def old(empty: str) -> Iterator[Database]:
    """A database at revision 0001 with books."""
    database = Database.open(empty)
    migrate.upgrade(database, "0001")
    with database.write() as connection:
        write_books(connection)
    yield database
    database.dispose()


def test_old_books_keep_every_law_and_go_on(old: Database) -> None:
    migrate.upgrade(old)
    api = Api(old)
    assert api.broken_laws() == []
    assert booked(api.document("INV-000001")["voucher"]) == [
        "Cr GOODS_DELIVERED 480.00",
        "Cr INVENTORY 120.00",
        "Cr REVENUE 1000.00",
        "Cr SALES_TAX 250.00",
        "Dr COST_OF_GOODS_SOLD 600.00",
        "Dr RECEIVABLES 1250.00",
    ]
    assert "Dr SCRAP 60.00" in booked(api.document("CN-000002")["voucher"])
    assert api.on_hand("P-000001") == "-5"
    note = api.document(api.credit({"id": encode("ReturnOrder", 3)})["invoice"]["number"])
    assert (note["number"], note["totalAmount"]) == ("CN-000003", "-250.00")
    assert {"Dr RETURNS_RECEIVED 120.00", "Cr COST_OF_GOODS_SOLD 120.00"} <= set(booked(note["voucher"]))
    assert api.broken_laws() == []
