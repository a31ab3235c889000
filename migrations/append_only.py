"""Triggers that make facts immutable: the ledger, posted documents, packing slips, vouchers, idempotency records.

Whatever a program does, a posted row is not changed, deleted or replaced; the few columns of an actual that do move do
so only in their legal direction. SQLite checks each row in plain SQL; PostgreSQL runs the same conditions in one
function a table, and refuses TRUNCATE as well. SQLite's REPLACE skips delete triggers, hence its insert guards.
"""

from collections.abc import Iterator

FACTS = [
    "id",
    "transaction_type",
    "transaction_class",
    "billing_type",
    "description",
    "transaction_date",
    "recorded_at",
    "quantity",
    "unit_price",
    "amount",
    "tax_amount",
    "currency",
    "customer_id",
    "order_id",
    "contract_line_id",
    "invoice_id",
    "invoice_line_id",
    "invoice_line_detail_id",
    "reverses_id",
    "root_id",
    "rule",
]
FROZEN = ("actual_connection", "packing_slip", "packing_slip_line", "idempotency_record")
OF_INVOICE = ("invoice_line", "invoice_line_detail", "invoice_order", "invoice_correction")
INVOICE_FACTS = [
    "id",
    "number",
    "document_type",
    "version",
    "contract_id",
    "customer_id",
    "currency",
    "invoice_date",
    "document_date",
    "created_at",
    "posted_at",
    "net_amount",
    "tax_amount",
    "total_amount",
    "corrected_total",
    "previous_total",
    "has_corrections",
    "reason",
]
UNIQUE = {
    "actual": ("id", "reverses_id"),
    "actual_connection": ("id", "actual_id other_id role"),
    "idempotency_record": ("key",),
    "invoice": ("id", "number"),
    "invoice_line": ("id",),
    "invoice_line_detail": ("id",),
    "packing_slip": ("id", "number"),
    "packing_slip_line": ("id",),
}
RENUMBERED = "EXISTS (SELECT 1 FROM invoice WHERE number = NEW.number AND id <> OLD.id)"
BILLING_MOVES = (
    ("NOT_READY", "READY_TO_INVOICE"),
    ("READY_TO_INVOICE", "NOT_READY"),
    ("READY_TO_INVOICE", "CUSTOMER_INVOICE_CREATED"),
    ("CUSTOMER_INVOICE_CREATED", "READY_TO_INVOICE"),
    ("CUSTOMER_INVOICE_CREATED", "CUSTOMER_INVOICE_POSTED"),
)
ADJUSTMENT_MOVES = (("", "IN_PROCESS"), ("IN_PROCESS", ""), ("", "ADJUSTED"), ("IN_PROCESS", "ADJUSTED"))


# what revision 0002 adds
BOOKS = ("payment", "settlement", "voucher", "voucher_entry")
BOOKS_UNIQUE = {
    "payment": ("id",),
    "settlement": ("id", "payment_id"),
    "voucher": ("id", "number", "invoice_id", "packing_slip_id", "payment_id"),
    "voucher_entry": ("id", "voucher_id position"),
    "invoice_charge": ("id",),
}
SETTLED = (
    "NEW.settled_amount <> OLD.settled_amount AND (NEW.settled_amount * NEW.total_amount < 0 "
    "OR abs(NEW.settled_amount) > abs(NEW.total_amount) OR abs(NEW.settled_amount) < abs(OLD.settled_amount))"
)
# what revision 0003 adds
PROJECT_FACTS = [*FACTS, "milestone_id", "retainer_id"]
PROJECT_BILLING_MOVES = (
    *BILLING_MOVES,
    ("READY_TO_INVOICE", "CUSTOMER_INVOICE_POSTED"),  # what is open of a retainer, without a draft in between
    ("NOT_READY", "CANCELED"),
    ("READY_TO_INVOICE", "CANCELED"),
)


def statements(dialect: str) -> Iterator[str]:
    """The DDL statements of revision 0001 for one engine."""
    yield from _postgresql() if dialect == "postgresql" else _sqlite()


def book_statements(dialect: str) -> Iterator[str]:
    """The DDL statements of revision 0002: what a settlement may move on an invoice, and the tables of the books."""
    broken = f"{_invoice_is_broken(dialect, [*INVOICE_FACTS, 'due_date'])} OR ({SETTLED})"
    if dialect == "postgresql":
        yield "DROP TRIGGER invoice_update_guard ON invoice"
        yield "DROP FUNCTION invoice_update_guard()"
        yield from _guarded("invoice", "UPDATE", broken)
        yield from _postgresql_frozen(BOOKS)
        yield from _postgresql_of_invoice(("invoice_charge",))
        yield from _postgresql_truncate((*BOOKS, "invoice_charge"))
    else:
        yield "DROP TRIGGER invoice_update_guard"
        yield _sqlite_trigger("invoice", "UPDATE", f"{broken} OR NEW.id <> OLD.id OR {RENUMBERED}")
        taken = {table: _taken(table, *keys) for table, keys in BOOKS_UNIQUE.items()}
        yield from _sqlite_frozen(BOOKS, taken)
        yield from _sqlite_of_invoice(("invoice_charge",), taken)


def project_statements(dialect: str) -> Iterator[str]:
    """The DDL statements of revision 0003: the new columns of an actual and the new moves of its billing status."""
    broken = _actual_is_broken(dialect, PROJECT_FACTS, PROJECT_BILLING_MOVES)
    if dialect == "postgresql":
        yield "DROP TRIGGER actual_update_guard ON actual"
        yield "DROP FUNCTION actual_update_guard()"
        yield from _guarded("actual", "UPDATE", broken)
    else:  # the details' guards went with their old table
        yield "DROP TRIGGER actual_update_guard"
        yield _sqlite_trigger("actual", "UPDATE", broken)
        details = "invoice_line_detail"
        yield from _sqlite_of_invoice((details,), {details: _taken(details, *UNIQUE[details])})


def unguarded(dialect: str) -> Iterator[str]:
    """Lets a migration fill the new columns of packing slip lines."""
    of_table = " ON packing_slip_line" if dialect == "postgresql" else ""
    yield f"DROP TRIGGER packing_slip_line_update_guard{of_table}"


def guarded_again(dialect: str) -> Iterator[str]:
    """Puts the guard back."""
    if dialect == "postgresql":
        yield "DROP FUNCTION packing_slip_line_update_guard()"
        yield from _guarded("packing_slip_line", "UPDATE", "true")
    else:
        yield _sqlite_trigger("packing_slip_line", "UPDATE", "1")


def _differs(column: str, dialect: str) -> str:
    operator = "IS DISTINCT FROM" if dialect == "postgresql" else "IS NOT"
    return f"OLD.{column} {operator} NEW.{column}"


def _moves(column: str, moves: tuple[tuple[str, str], ...], dialect: str) -> str:
    old, new = f"coalesce(OLD.{column}, '')", f"coalesce(NEW.{column}, '')"
    legal = " OR ".join(f"({old} = '{before}' AND {new} = '{after}')" for before, after in moves)
    return f"({_differs(column, dialect)} AND NOT ({legal}))"


def _actual_is_broken(dialect: str, columns: list[str], moves: tuple[tuple[str, str], ...]) -> str:
    facts = " OR ".join(_differs(column, dialect) for column in columns)
    reversed_twice = f"(OLD.reversed_by_id IS NOT NULL AND {_differs('reversed_by_id', dialect)})"
    billing = _moves("billing_status", moves, dialect)
    adjustment = _moves("adjustment_status", ADJUSTMENT_MOVES, dialect)
    return f"{facts} OR {reversed_twice} OR {billing} OR {adjustment}"


def _invoice_is_broken(dialect: str, columns: list[str]) -> str:
    facts = " OR ".join(_differs(column, dialect) for column in columns)
    status = _moves("status", (("CONFIRMED", "PAID"),), dialect)
    return f"OLD.posted_at IS NOT NULL AND ({facts} OR {status})"


def _posted(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM invoice WHERE id = {row}.invoice_id AND posted_at IS NOT NULL)"


def _sqlite() -> Iterator[str]:
    taken = {table: _taken(table, *keys) for table, keys in UNIQUE.items()}
    yield _sqlite_trigger("actual", "UPDATE", _actual_is_broken("sqlite", FACTS, BILLING_MOVES))
    yield _sqlite_trigger("actual", "DELETE", "1")
    yield _sqlite_trigger("actual", "INSERT", taken["actual"])
    broken = _invoice_is_broken("sqlite", INVOICE_FACTS)
    yield _sqlite_trigger("invoice", "UPDATE", f"{broken} OR NEW.id <> OLD.id OR {RENUMBERED}")
    yield _sqlite_trigger("invoice", "DELETE", "OLD.posted_at IS NOT NULL")
    yield _sqlite_trigger("invoice", "INSERT", taken["invoice"])
    yield from _sqlite_frozen(FROZEN, taken)
    yield from _sqlite_of_invoice(OF_INVOICE, taken)


def _sqlite_frozen(tables: tuple[str, ...], taken: dict[str, str]) -> Iterator[str]:
    for table in tables:
        yield _sqlite_trigger(table, "UPDATE", "1")
        yield _sqlite_trigger(table, "DELETE", "1")
        yield _sqlite_trigger(table, "INSERT", taken[table])


def _sqlite_of_invoice(tables: tuple[str, ...], taken: dict[str, str]) -> Iterator[str]:
    for table in tables:
        inserted, updated = _posted("NEW"), f"{_posted('OLD')} OR {_posted('NEW')}"
        if table in taken:
            inserted, updated = f"{inserted} OR {taken[table]}", f"{updated} OR NEW.id <> OLD.id"
        yield _sqlite_trigger(table, "INSERT", inserted)
        yield _sqlite_trigger(table, "UPDATE", updated)
        yield _sqlite_trigger(table, "DELETE", _posted("OLD"))


def _taken(table: str, *keys: str) -> str:
    """Whether a row with one of the unique keys of the new one is there already; it would be replaced."""
    same = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key.split()) + ")" for key in keys
    )
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"


def _message(table: str) -> str:
    return f"{table} is append-only: posted facts are never changed or deleted"


def _sqlite_trigger(table: str, event: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{event.lower()}_guard BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"
    )


def _postgresql() -> Iterator[str]:
    yield from _guarded("actual", "UPDATE", _actual_is_broken("postgresql", FACTS, BILLING_MOVES))
    yield from _guarded("actual", "DELETE", "true")
    yield from _guarded("invoice", "UPDATE", _invoice_is_broken("postgresql", INVOICE_FACTS))
    yield from _guarded("invoice", "DELETE", "OLD.posted_at IS NOT NULL")
    yield from _postgresql_frozen(FROZEN)
    yield from _postgresql_of_invoice(OF_INVOICE)
    yield from _postgresql_truncate(("actual", "invoice", *FROZEN, *OF_INVOICE))


def _postgresql_frozen(tables: tuple[str, ...]) -> Iterator[str]:
    for table in tables:
        yield from _guarded(table, "UPDATE", "true")
        yield from _guarded(table, "DELETE", "true")


def _postgresql_of_invoice(tables: tuple[str, ...]) -> Iterator[str]:
    for table in tables:
        yield from _guarded(table, "INSERT", _posted("NEW"))
        yield from _guarded(table, "UPDATE", f"{_posted('OLD')} OR {_posted('NEW')}")
        yield from _guarded(table, "DELETE", _posted("OLD"))


def _postgresql_truncate(tables: tuple[str, ...]) -> Iterator[str]:
    for table in tables:
        yield _function(f"{table}_truncate_guard", _message(table), "true", "NULL")
        yield (
            f"CREATE TRIGGER {table}_truncate_guard BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_truncate_guard()"
        )


def _guarded(table: str, event: str, condition: str) -> Iterator[str]:
    name = f"{table}_{event.lower()}_guard"
    yield _function(name, _message(table), condition, "OLD" if event == "DELETE" else "NEW")
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _function(name: str, message: str, condition: str, row: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; "
        f"RETURN {row}; END $$"
    )
