"""A law of names: what is kept a second time for searches follows from what users call a thing (`models.texts`)."""

from functools import partial

from sqlalchemy import Column, Connection, Table, select

from ...models import tables
from ...models.texts import folded
from .law import Found, Law, rows_of
from .walk import Row, breaking, key_of, rows


def _law(table: Table, name: str, kept: dict[str, Column[str]]) -> Law:
    statement = select(table.c.id, *(table.c[one] for one in kept), *kept.values())

    def broken(connection: Connection) -> Found:
        return breaking(rows(connection, statement), partial(_is_folded, tuple(kept)), key_of)

    text = f"What a search looks through is the {' and '.join(kept)} of each {name}, folded."
    return Law(f"search {name}", text, rows_of(table), broken)


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
