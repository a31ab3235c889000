"""Hand-made books to read from: two customers, a sale with a return and its credit note, a corrected project invoice.

The rows are put in as they are, past every rule, because these tests are about reading alone. Ids are small and fixed,
so that an expected page can be written down.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Table

from rebill.models import tables

D = Decimal
DAY = date(2026, 1, 15)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
SALE, RETURN, CREATED_RETURN, CONTRACT = 1, 2, 3, 4
INVOICE, CREDIT_NOTE, PROJECT_INVOICE, CORRECTION, DRAFT = 1, 2, 3, 4, 5


def put(connection: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert rows of one shape."""
    connection.execute(table.insert(), list(rows))


def write_books(connection: Connection) -> None:
    """Everything below, in the order that foreign keys ask for."""
    for write in (_parties, _orders, _invoices, _invoice_lines, _order_lines, _ledger, _details, _runs):
        write(connection)


def _parties(connection: Connection) -> None:
    names = [("C-000001", "Nordic Pumps AS", "NOK", D("1250.5")), ("C-000002", "Kyoto Valves KK", "JPY", D(1250))]
    put(
        connection,
        tables.customer,
        [
            {"id": key, "number": number, "name": name, "currency": currency, "balance": balance}
            for key, (number, name, currency, balance) in enumerate(names, 1)
        ],
    )
    prices = {"unit": "ea", "sales_price": D("200.5"), "cost_price": D(100), "tax_rate": D(25)}
    put(connection, tables.product, [{"id": 1, "number": "P-1", "name": "Pump", **prices}])
    codes = [("CREDIT", "CREDIT"), ("SCRAP", "SCRAP")]
    put(
        connection,
        tables.disposition_code,
        [{"id": n, "code": code, "description": code, "action": action} for n, (code, action) in enumerate(codes, 1)],
    )


def _orders(connection: Connection) -> None:
    put(
        connection,
        tables.order,
        [
            order(SALE, "SALES_ORDER", "SO-1"),
            order(RETURN, "RETURN_ORDER", "RO-1", rma_number="RMA-1", return_status="OPEN", deadline=DAY),
            order(CREATED_RETURN, "RETURN_ORDER", "RO-2", rma_number="RMA-2", return_status="CREATED", deadline=DAY),
            order(CONTRACT, "PROJECT_CONTRACT", "PC-1", name="Harbour crane", customer_id=2, currency="JPY"),
        ],
    )
    line = {"order_id": CONTRACT, "line_number": 1, "name": "Work", "type": "PROJECT_BASED"}
    put(connection, tables.contract_line, [{"id": 1, **line, "billing_method": "TIME_AND_MATERIAL", "amount": D(0)}])


def order(key: int, kind: str, number: str, **more: object) -> dict[str, object]:
    """A row of `orders`."""
    empty = dict.fromkeys(("name", "rma_number", "return_status", "reason_code", "deadline"))
    row: dict[str, object] = {"id": key, "type": kind, "number": number, "status": "OPEN", "customer_id": 1}
    return {**row, "currency": "NOK", "created_at": NOON, **empty, **more}


def invoice(key: int, number: str | None, net: Decimal, tax: Decimal, **more: object) -> dict[str, object]:
    """A row of `invoice`: posted on the sales side, unless `more` says otherwise."""
    row: dict[str, object] = {"id": key, "number": number, "document_type": "INVOICE", "status": "CONFIRMED"}
    row |= {"version": 1, "contract_id": None, "customer_id": 1, "currency": "NOK", "has_corrections": False}
    row |= {"invoice_date": DAY, "document_date": DAY, "created_at": NOON, "posted_at": NOON}
    row |= {"corrected_total": None, "previous_total": None, "reason": None}
    return {**row, "net_amount": net, "tax_amount": tax, "total_amount": net + tax, **more}


def _invoices(connection: Connection) -> None:
    project = {"contract_id": CONTRACT, "customer_id": 2, "currency": "JPY"}
    drafted = {"status": "DRAFT", "invoice_date": None, "document_date": None, "posted_at": None}
    later = datetime(2026, 2, 1, 12, tzinfo=UTC)
    put(
        connection,
        tables.invoice,
        [
            invoice(INVOICE, "INV-000001", D(1000), D(250)),
            invoice(CREDIT_NOTE, "CN-000001", D(-400), D(-100), document_type="CREDIT_NOTE"),
            invoice(PROJECT_INVOICE, "INV-000002", D(1600), D(160), **project),
            invoice(CORRECTION, "CN-000002", D(-400), D(-40), **project, posted_at=later, has_corrections=True),
            invoice(DRAFT, None, D(0), D(0), **project, **drafted),
        ],
    )
    billed = {INVOICE: SALE, CREDIT_NOTE: RETURN, PROJECT_INVOICE: CONTRACT, CORRECTION: CONTRACT, DRAFT: CONTRACT}
    put(connection, tables.invoice_order, [{"invoice_id": i, "order_id": o} for i, o in billed.items()])
    corrected = {CREDIT_NOTE: INVOICE, CORRECTION: PROJECT_INVOICE}
    put(connection, tables.invoice_correction, [{"invoice_id": i, "corrects_id": c} for i, c in corrected.items()])


def _invoice_lines(connection: Connection) -> None:
    sold = {"order_id": SALE, "line_number": 1, "product_id": 1, "description": "Pump", "unit_cost": D(50)}
    sold |= {"quantity": D(10), "unit_price": D(100), "discount_percent": D(0), "tax_rate": D(25)}
    sold |= {"delivered_quantity": D(10), "invoiced_quantity": D(10), "returned_quantity": D(3)}
    put(connection, tables.sales_order_line, [{"id": 1, **sold, "net_amount": D(1000)}])
    put(
        connection,
        tables.invoice_line,
        [
            invoice_line(1, INVOICE, D(1000), D(250), product_id=1, quantity=D(10), sales_order_line_id=1),
            invoice_line(2, CREDIT_NOTE, D(-400), D(-100), product_id=1, quantity=D(-4), credits_line_id=1),
            invoice_line(3, PROJECT_INVOICE, D(1600), D(160), contract_line_id=1),
            invoice_line(4, CORRECTION, D(-400), D(-40), contract_line_id=1),
        ],
    )


def invoice_line(key: int, of: int, net: Decimal, tax: Decimal, **more: object) -> dict[str, object]:
    """A row of `invoice_line`."""
    empty = ("product_id", "quantity", "contract_line_id", "sales_order_line_id", "credits_line_id")
    row: dict[str, object] = {"id": key, "invoice_id": of, "line_number": 1, "description": "Line", "net_amount": net}
    row |= {"discount_amount": D(0), "cost_amount": D(0)}
    return {**row, "tax_amount": tax, "total_amount": net + tax, **dict.fromkeys(empty), **more}


def _order_lines(connection: Connection) -> None:
    shared = {"product_id": 1, "description": "Pump", "unit_price": D(100), "unit_cost": D(50)}
    shared |= {"discount_percent": D(0), "tax_rate": D(25), "original_invoice_line_id": 1, "line_number": 1}
    shared |= {"registered_quantity": D(0), "received_quantity": D(0), "invoiced_quantity": D(0)}
    back = [(RETURN, "INVOICED", D(4), D(1), 2), (CREATED_RETURN, "AWAITING", D(2), D(0), None)]
    put(
        connection,
        tables.return_order_line,
        [
            {"id": n, "order_id": of, "return_status": status, "expected_quantity": expected}
            | {"released_quantity": released, "disposition_code_id": code, **shared}
            for n, (of, status, expected, released, code) in enumerate(back, 1)
        ],
    )


def actual(key: int, kind: str, quantity: Decimal, **more: object) -> dict[str, object]:
    """A row of the ledger, 200 an hour."""
    empty = ("billing_status", "adjustment_status", "reversed_by_id", "reverses_id", "invoice_id")
    row: dict[str, object] = {"id": key, "transaction_type": kind, "transaction_class": "TIME", "rule": "test"}
    row |= {"billing_type": "CHARGEABLE", "description": "Work", "transaction_date": DAY, "recorded_at": NOON}
    row |= {"quantity": quantity, "unit_price": D(200), "amount": quantity * 200, "tax_amount": quantity * 20}
    row |= {"currency": "JPY", "customer_id": 2, "order_id": CONTRACT, "contract_line_id": 1, "root_id": 1}
    return {**row, **dict.fromkeys(empty), "invoice_line_detail_id": None, **more}


def _ledger(connection: Connection) -> None:
    put(
        connection,
        tables.actual,
        [
            actual(1, "UNBILLED_SALES", D(8), reversed_by_id=2),
            actual(2, "UNBILLED_SALES", D(-8), reverses_id=1, invoice_id=PROJECT_INVOICE),
            actual(3, "BILLED_SALES", D(8), invoice_id=PROJECT_INVOICE, reversed_by_id=4, invoice_line_detail_id=1),
            actual(4, "BILLED_SALES", D(-8), reverses_id=3, invoice_id=CORRECTION),
            actual(5, "BILLED_SALES", D(6), invoice_id=CORRECTION, invoice_line_detail_id=2),
            actual(6, "UNBILLED_SALES", D(2), invoice_id=CORRECTION, billing_status="NOT_READY"),
        ],
    )
    links = [(2, "REVERSING", 1, "ORIGINAL"), (4, "REVERSING", 3, "ORIGINAL")]
    put(
        connection,
        tables.actual_connection,
        [
            {"id": n, "actual_id": one, "role": role, "other_id": other, "other_role": other_role}
            for n, (one, role, other, other_role) in enumerate(links, 1)
        ],
    )


def detail(key: int, of: int, line: int, quantity: Decimal, **more: object) -> dict[str, object]:
    """A row of `invoice_line_detail`, 200 an hour."""
    row: dict[str, object] = {"id": key, "invoice_id": of, "invoice_line_id": line, "kind": "TRANSACTION"}
    row |= {"transaction_class": "TIME", "billing_type": "CHARGEABLE", "description": "Work", "quantity": quantity}
    row |= {"unit_price": D(200), "amount": quantity * 200, "tax_amount": quantity * 20}
    row |= {"extended_amount": quantity * 220, "invoice_amount": quantity * 200, "invoice_tax_amount": quantity * 20}
    empty = ("original_detail_id", "first_detail_id", "previous_quantity", "previous_amount", "previous_tax_amount")
    return {**row, "correction": False, "source_actual_id": 1, **dict.fromkeys(empty), **more}


def _details(connection: Connection) -> None:
    put(connection, tables.invoice_line_detail, [detail(1, PROJECT_INVOICE, 3, D(8))])
    before = {"previous_quantity": D(8), "previous_amount": D(1600), "previous_tax_amount": D(160)}
    before |= {"invoice_amount": D(-400), "invoice_tax_amount": D(-40)}
    again = {"original_detail_id": 1, "first_detail_id": 1, "source_actual_id": 3, "correction": True, **before}
    put(connection, tables.invoice_line_detail, [detail(2, CORRECTION, 4, D(6), **again)])
    goods = {"kind": "PRODUCT", "transaction_class": "PRODUCT", "description": "Line", "source_actual_id": None}
    sold, back = ({"invoice_amount": net, "invoice_tax_amount": net / 4} for net in (D(1000), D(-400)))
    put(connection, tables.invoice_line_detail, [detail(3, INVOICE, 1, D(10), **goods, **sold)])
    put(connection, tables.invoice_line_detail, [detail(4, CREDIT_NOTE, 2, D(-4), **goods, **back)])


def _runs(connection: Connection) -> None:
    counts = {"total": 1, "posted": 0, "skipped": 0, "failed": 1, "waiting": 0}
    put(connection, tables.posting_run, [{"id": 1, "status": "ENDED", "created_at": NOON, "request": {}, **counts}])
    problem = {"code": "ALREADY_INVOICED", "message": "SO-1 is INVOICED.", "path": [], "retryable": False}
    item = {"id": 1, "run_id": 1, "position": 0, "status": "CONTAINS_ERRORS", "order_id": SALE, "invoice_id": None}
    put(connection, tables.posting_run_item, [{**item, "problems": [{**problem, "remedy": None}]}])
