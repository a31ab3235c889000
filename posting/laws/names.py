"""A law of names: what is kept a second time for searches follows from what users call a thing (`models.texts`)."""

from functools import partial
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, collate, func, literal_column, not_, select

from ...models import tables
from ...models.texts import folded
from .law import Found, Law, rows_of
from .walk import Row, breaking, key_of, rows


def _law(table: Table, name: str, kept: dict[str, Column[str]]) -> Law:
    statement = select(table.c.id, *(table.c[one] for one in kept), *kept.values())

    def broken(connection: Connection) -> Found:
        plain = (_is_plainly_folded(connection.dialect.name, table.c[one], column) for one, column in kept.items())
        doubtful = statement.where(not_(and_(*plain)))
        return breaking(rows(connection, doubtful), partial(_is_folded, tuple(kept)), key_of)

    text = f"What a search looks through is the {' and '.join(kept)} of each {name}, folded."
    return Law(f"search {name}", text, rows_of(table), broken)


def _is_plainly_folded(dialect: str, name: Column[Any], kept: Column[str]) -> ColumnElement[bool]:
    """SQL: a name of plain letters is kept in small ones; of others each engine has a mind of its own (`folded`)."""
    given: ColumnElement[str] = func.coalesce(name, "")
    if dialect == "postgresql":
        plain = collate(given, "C")
        return and_(plain.op("~")(literal_column("'^[ -~]*$'")), kept == func.lower(func.trim(plain, " ")))
    letters_alone = and_(given.op("NOT GLOB")("*[^ -~]*"), func.instr(given, func.char(0)) == 0)
    return and_(letters_alone, kept == func.lower(func.trim(given, " ")))


def _is_folded(names: tuple[str, ...], row: Row) -> bool:
    values = row._mapping
    return all(values[f"folded_{name}"] == folded(values[name] or "") for name in names)


LAWS: tuple[Law, ...] = tuple(
    _law(table, name, {one: table.c[f"folded_{one}"] for one in kept})
    for table, name, kept in (
        (tables.customer, "customer", ("number", "name")),
        (tables.product, "product", ("number", "name")),
        (tables.order, "order", ("name",)),
    )
)
