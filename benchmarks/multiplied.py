"""Large books from small ones: every record of a small book copied many times, with keys and numbers of its own.

A copy keeps whatever the original keeps, every law included, because it is the same postings by other customers. It
takes one statement a table, so that a million ledger rows are there in seconds; the guards are off meanwhile. Works on
the tables as they are in the database, at whatever revision.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from warnings import catch_warnings, filterwarnings

from sqlalchemy import Connection, MetaData, Table, insert, select, text, update

from rebill.posting.history.places import covering

COPIED = (
    "customer", "product", "orders", "sales_order_line", "return_order_line", "return_charge", "contract_line",
    "contract_customer", "milestone", "retainer", "packing_slip", "packing_slip_line", "invoice", "invoice_order",
    "invoice_correction", "invoice_line", "invoice_charge", "invoice_line_detail", "actual", "actual_connection",
    "payment", "settlement", "voucher", "voucher_entry", "document_copy", "invoice_preceding", "return_preceding",
    "invoice_tax",
)  # fmt: skip
POINTS_AT = {  # columns that point at a record without a foreign key
    ("actual", "root_id"): "actual",
    ("actual", "reversed_by_id"): "actual",
    ("actual", "draft_detail_id"): "invoice_line_detail",
    ("actual", "invoice_line_detail_id"): "invoice_line_detail",
    ("invoice_line", "return_order_line_id"): "return_order_line",
}
UNKNOWN_TO_SQLALCHEMY = "Skipped unsupported reflection of expression-based index"  # on SQLite; nothing is lost by it
NUMBERS = ("number", "rma_number", "bill_to_number")
INSTANTS = ("posted_at", "recorded_at")  # of a copy the last one of all, because instants rise with positions
LAST = "(SELECT max(recorded_at) FROM actual)"
TOLD = {  # what the history tells of copies, in an entry each: by type of record, and where they are kept
    "MADE": {"SalesOrder": "orders", "ReturnOrder": "orders", "ProjectContract": "orders", "Invoice": "invoice"},
    "POSTED": {"Invoice": "invoice", "Actual": "actual", "PackingSlip": "packing_slip", "Payment": "payment"},
}


def multiply(connection: Connection, copies: int) -> None:
    """Make `copies` of every record, the original counted; the series go on behind them."""
    metadata = MetaData()
    with catch_warnings():
        filterwarnings("ignore", message=UNKNOWN_TO_SQLALCHEMY)
        metadata.reflect(connection)
    tables = [metadata.tables[name] for name in COPIED if name in metadata.tables]
    spans = {table.name: _greatest(connection, table) for table in tables if "id" in table.c}
    numbers = _last_numbers(connection, tables)
    with unguarded(connection):
        for table in tables:
            connection.execute(text(_copying(connection.dialect.name, table, spans, numbers)), {"copies": copies})
    if "history_entry" in metadata.tables:
        _tell(connection, metadata, spans, copies)
    for prefix, last in {**numbers, "": spans["actual"]}.items():
        following = {"following": last * copies + 1, "prefix": prefix}
        connection.execute(text("UPDATE number_series SET next = :following WHERE prefix = :prefix"), following)
    if connection.dialect.name == "postgresql":
        for table in tables:
            if "id" in table.c and table.name != "actual":
                sequence = f"setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
                connection.execute(text(f"SELECT {sequence}"))


def _tell(connection: Connection, metadata: MetaData, spans: Mapping[str, int], copies: int) -> None:
    """Enter the copies in the history, as somebody's who has all of the originals; none where it has not begun."""
    entry, subject, head = (metadata.tables[f"history_{name}"] for name in ("entry", "subject", "head"))
    last = connection.execute(select(entry).order_by(entry.c.id.desc()).limit(1)).mappings().first()
    if last is None:
        return
    for key, (act, types) in enumerate(TOLD.items(), last["id"] + 1):
        told = {"id": key, "operation": "copied", "subjects": [], "changes": []}
        connection.execute(insert(entry).values({**last, **told}))
        for type_name, table in types.items():
            places = covering(spans[table] + 1, spans[table] * copies)
            rows = [{"type": type_name, "place": place, "entry_id": key, "act": act} for place in places]
            if rows:
                connection.execute(insert(subject), rows)
    connection.execute(update(head).values(sequence=head.c.sequence + len(TOLD)))


def _greatest(connection: Connection, table: Table) -> int:
    return int(connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {table.name}")).scalar_one())


def _last_numbers(connection: Connection, tables: list[Table]) -> dict[str, int]:
    """The last number by prefix."""
    last: dict[str, int] = {}
    for table in tables:
        for column in NUMBERS:
            if column not in table.c:
                continue
            for number in connection.execute(text(f"SELECT {column} FROM {table.name} WHERE {column} IS NOT NULL")):
                prefix, _, digits = str(number[0]).rpartition("-")
                last[f"{prefix}-"] = max(last.get(f"{prefix}-", 0), int(digits))
    return last


def _copying(dialect: str, table: Table, spans: Mapping[str, int], numbers: Mapping[str, int]) -> str:
    values = [_value(table, column.name, spans, numbers) for column in table.c]
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    every = "SELECT 1 AS k UNION ALL SELECT k + 1 FROM copy WHERE k + 1 < :copies"
    copy = f"WITH RECURSIVE copy (k) AS ({every})"
    overriding = "OVERRIDING SYSTEM VALUE " if dialect == "postgresql" else ""
    source = f"{copy} SELECT {', '.join(values)} FROM copy CROSS JOIN {table.name} AS t WHERE k < :copies"
    return f"INSERT INTO {table.name} ({columns}) {overriding}{source}"


def _value(table: Table, name: str, spans: Mapping[str, int], numbers: Mapping[str, int]) -> str:
    column = table.c[name]
    targets = [key.column.table.name for key in column.foreign_keys]
    target = targets[0] if targets else POINTS_AT.get((table.name, name), table.name if name == "id" else "")
    if name == "folded_number":
        return f"lower({_value(table, 'number', spans, numbers)})"
    if name in NUMBERS:
        cases = " ".join(
            f"WHEN t.{name} LIKE '{prefix}%' THEN '{prefix}' || {_padded(_number(name, prefix, last))}"
            for prefix, last in numbers.items()
        )
        return f"CASE {cases} END"
    if name in INSTANTS:
        return f"CASE WHEN t.{name} IS NOT NULL THEN {LAST} END"
    return f't."{name}" + k * {spans[target]}' if target in spans else f't."{name}"'


def _number(name: str, prefix: str, last: int) -> str:
    return f"(CAST(substr(t.{name}, {len(prefix) + 1}) AS INTEGER) + k * {last})"


def _padded(number: str) -> str:
    six = f"substr(CAST({number} + 1000000 AS TEXT), 2)"
    return f"CASE WHEN {number} < 1000000 THEN {six} ELSE CAST({number} AS TEXT) END"


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """The append-only guards and foreign keys are off: what is copied is posted already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for guard in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {guard.name}")
    yield
    for guard in guards:
        connection.exec_driver_sql(guard.sql)
