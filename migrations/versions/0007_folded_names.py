"""Folded names and numbers for searches, and numbers and codes in their one form."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from rebill.migrations.texts_0007 import composed, folded

revision = "0007"
down_revision = "0006"

FOLDED = {"customer": ("number", "name"), "product": ("number", "name"), "orders": ("name",)}
KEYS = (
    ("customer", "number"),
    ("product", "number"),
    ("disposition_code", "code"),
    ("reason_code_group", "code"),
    ("reason_code", "code"),
    ("run_schedule", "name"),
)
LONGEST_KEY = 50
CHUNK = 5000


def upgrade() -> None:
    """Bring keys into their one form first, so that they are folded as they then are."""
    connection = op.get_bind()
    for table, column in KEYS:
        renamed = _compose_keys(connection, table, column)
        if table == "reason_code":
            _compose_reasons(connection, renamed)
    for table, columns in FOLDED.items():
        for column in columns:
            op.add_column(table, sa.Column(f"folded_{column}", sa.String(), nullable=False, server_default=""))
        _fold(connection, table, columns)


def _compose_keys(connection: sa.Connection, table: str, column: str) -> dict[str, str]:
    """Give records keys that the API can name: trimmed, composed, without invisible characters.

    What another record is called already stays apart by a number behind it: "A-1 " beside "A-1" becomes "A-1 (2)".
    """
    keys = sa.table(table, sa.column("id"), sa.column(column))
    known = {
        row.id: str(row[1]) for row in connection.execute(sa.select(keys.c.id, keys.c[column]).order_by(keys.c.id))
    }
    taken = {key for key in known.values() if composed(key) == key}
    renamed: dict[str, str] = {}
    for record, key in known.items():
        if composed(key) != key:
            renamed[key] = new = next(one for one in _names(composed(key)) if one not in taken)
            taken.add(new)
            connection.execute(sa.update(keys).where(keys.c.id == record).values({column: new}))
    return renamed


def _names(key: str) -> Iterator[str]:
    yield key
    number = 2
    while True:
        suffix = f" ({number})"
        yield f"{key[: LONGEST_KEY - len(suffix)]}{suffix}"
        number += 1


def _compose_reasons(connection: sa.Connection, renamed: dict[str, str]) -> None:
    """Return orders bear the reason as a text: the code by its new name, or a text of somebody's own."""
    order = sa.table("orders", sa.column("reason_code"))
    reasons = connection.scalars(sa.select(order.c.reason_code).distinct().where(order.c.reason_code.is_not(None)))
    for reason in reasons.all():
        new = renamed.get(reason) or composed(reason)
        if new != reason:
            connection.execute(sa.update(order).where(order.c.reason_code == reason).values(reason_code=new))


def _fold(connection: sa.Connection, table: str, columns: tuple[str, ...]) -> None:
    named = sa.table(table, sa.column("id"), *[sa.column(one) for one in columns])
    filled = sa.table(table, sa.column("id"), *[sa.column(f"folded_{one}") for one in columns])
    statement = (
        sa.update(filled)
        .where(filled.c.id == sa.bindparam("key"))
        .values({f"folded_{one}": sa.bindparam(f"new_{one}") for one in columns})
    )
    last = 0
    while rows := _next(connection, named, last, columns):
        last = rows[-1].id
        values = [{"key": row.id, **{f"new_{one}": folded(getattr(row, one)) for one in columns}} for row in rows]
        connection.execute(statement, values)


def _next(
    connection: sa.Connection, named: sa.TableClause, last: int, columns: tuple[str, ...]
) -> list[sa.Row[tuple[object, ...]]]:
    """The next records that are called something."""
    called = named.c[columns[-1]].is_not(None)
    statement = sa.select(named).where(named.c.id > last, called).order_by(named.c.id).limit(CHUNK)
    return list(connection.execute(statement))
