"""The triggers that make facts immutable on both engines, derived from what the tables say (see `facts`).

SQLite checks each row in plain SQL. Its REPLACE deletes what it collides with and skips delete triggers, hence guards
of inserts and of keys. PostgreSQL runs one function wherever the condition of a trigger holds, and refuses TRUNCATE,
too. Migrations never call this: each has its own copy of what it installed (`revising` writes it), and a test holds the
two together.
"""

from collections.abc import Mapping
from textwrap import fill

from sqlalchemy import JSON, Column, MetaData, Table, UniqueConstraint

from .facts import Movement, Moving, Since, Status, Within, movement_of, since_when

MESSAGE = "is append-only: posted facts are never changed or deleted"
FUNCTIONS = (
    "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    f"BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' {MESSAGE}', ERRCODE = 'restrict_violation'; END $$",
    "CREATE FUNCTION invoice_is_posted(key integer) RETURNS boolean LANGUAGE plpgsql AS $$\n"
    "BEGIN RETURN EXISTS (SELECT 1 FROM invoice WHERE id = key AND posted_at IS NOT NULL); END $$",
)
WIDTH = 100
Conditions = Mapping[str, str]  # when an event is refused, by the event


def statements(dialect: str, metadata: MetaData) -> list[str]:
    """All that guards the tables of a fresh database."""
    functions = FUNCTIONS if dialect == "postgresql" else ()
    return [*functions, *(one for _, table in sorted(metadata.tables.items()) for one in guards(dialect, table))]


def guards(dialect: str, table: Table) -> list[str]:
    """The statements that create a table's triggers; none for working data."""
    since = since_when(table)
    if since is None:
        return []
    if dialect == "postgresql":
        refused = {**_refused(dialect, table, since), "TRUNCATE": ""}
        return [_postgresql(table.name, event, condition) for event, condition in refused.items()]
    refused = {event: " OR ".join(parts) for event, parts in _on_sqlite(table, since).items()}
    return [_sqlite(table.name, event, condition) for event, condition in refused.items()]


def anew(dialect: str, table: Table) -> list[str]:
    """The statements that make the triggers of a table anew, for a migration that changes what is guarded in it."""
    made = guards(dialect, table)
    of_table = f" ON {table.name}" if dialect == "postgresql" else ""
    return [*(f"DROP TRIGGER IF EXISTS {one.split()[2]}{of_table}" for one in made), *made]


def _refused(dialect: str, table: Table, since: Since) -> Conditions:
    """What both engines refuse."""
    if since is Since.WRITTEN:
        return {"UPDATE": _is_changed(dialect, table), "DELETE": _always(dialect)}
    if since is Since.POSTED:
        changed = f"OLD.posted_at IS NOT NULL AND ({_is_changed(dialect, table)})"
        return {"UPDATE": changed, "DELETE": "OLD.posted_at IS NOT NULL"}
    old, new = _is_posted(dialect, "OLD"), _is_posted(dialect, "NEW")
    return {"INSERT": new, "UPDATE": f"{old} OR {new}", "DELETE": old}


def _on_sqlite(table: Table, since: Since) -> dict[str, list[str]]:
    """The same and whatever REPLACE could collide with: on SQLite also rows of a key of their own are guarded by it."""
    refused = {event: [condition] for event, condition in _refused("sqlite", table, since).items()}
    own = [key for key in _keys(table) if since is not Since.INVOICE_POSTED or "invoice_id" not in key]
    if own:
        refused.setdefault("INSERT", []).append(_is_taken(table, own))
        if since is not Since.WRITTEN:
            others = [key for key in own if key != ("id",)]
            refused["UPDATE"] += [
                "NEW.id <> OLD.id",
                *([_is_taken(table, others, " AND id <> OLD.id")] if others else []),
            ]
    return refused


def _keys(table: Table) -> list[tuple[str, ...]]:
    """The columns of each key that is unique, the primary one first."""
    unique = [
        tuple(column.name for column in constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    unique += [tuple(column.name for column in index.columns) for index in table.indexes if index.unique]
    return [tuple(column.name for column in table.primary_key.columns), *sorted(unique)]


def _is_taken(table: Table, keys: list[tuple[str, ...]], unless: str = "") -> str:
    same = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    return f"EXISTS (SELECT 1 FROM {table.name} WHERE {f'({same}){unless}' if unless else same})"


def _is_changed(dialect: str, table: Table) -> str:
    """Whether a column moved that is a fact, or not as it may."""
    movements = {column.name: movement_of(column) for column in table.columns}
    if not any(movements.values()):
        return _always(dialect)
    fixed = [_comparable(dialect, table.c[name]) for name, movement in movements.items() if movement is None]
    old, new = (fill(", ".join(f"{row}.{name}" for name in fixed), WIDTH) for row in ("OLD", "NEW"))
    illegal = [_is_illegal(dialect, name, movement) for name, movement in movements.items() if movement is not None]
    return "\nOR ".join([f"(\n{old}\n) {_differs(dialect)} (\n{new}\n)", *[one for one in illegal if one]])


def _comparable(dialect: str, column: "Column[object]") -> str:
    """A column as it is compared: PostgreSQL does not say whether two documents of JSON are equal."""
    return f"{column.name}::text" if dialect == "postgresql" and isinstance(column.type, JSON) else column.name


def _is_illegal(dialect: str, name: str, movement: Movement) -> str | None:
    """Whether a column moved otherwise than it may; None where it may move freely."""
    old, new = f"OLD.{name}", f"NEW.{name}"
    differs = f"{old} {_differs(dialect)} {new}"
    match movement:
        case Status(moves):
            pair = f"(coalesce({old}, ''), coalesce({new}, ''))"
            legal = "\n  OR ".join(f"{pair} = ('{before or ''}', '{after or ''}')" for before, after in moves)
            return f"({differs} AND NOT (\n  {legal}))"
        case Within(limit):
            return f"({differs} AND ({new} * NEW.{limit} < 0 OR abs({new}) > abs(NEW.{limit})))"
        case Moving.ONCE:
            return f"({old} IS NOT NULL AND {differs})"
        case Moving.FREELY:
            return None


def _is_posted(dialect: str, row: str) -> str:
    if dialect == "postgresql":
        return f"invoice_is_posted({row}.invoice_id)"
    return f"EXISTS (SELECT 1 FROM invoice WHERE id = {row}.invoice_id AND posted_at IS NOT NULL)"


def _always(dialect: str) -> str:
    return "true" if dialect == "postgresql" else "1"


def _differs(dialect: str) -> str:
    return "IS DISTINCT FROM" if dialect == "postgresql" else "IS NOT"


def _sqlite(table: str, event: str, condition: str) -> str:
    refuse = f"SELECT RAISE(ABORT, '{table} {MESSAGE}');"
    return (
        f"CREATE TRIGGER {table}_{event.lower()}_guard BEFORE {event} ON {table}\nWHEN {condition}\nBEGIN {refuse} END"
    )


def _postgresql(table: str, event: str, condition: str) -> str:
    each = f"FOR EACH ROW\nWHEN ({condition})" if condition else "FOR EACH STATEMENT"
    name = f"{table}_{event.lower()}_guard"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {each}\nEXECUTE FUNCTION append_only()"
