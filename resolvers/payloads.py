"""Results of commands as the API answers them: keys become records, read as asked for after the commit."""

from collections.abc import Callable
from typing import Any

import strawberry
from sqlalchemy import select

from ..models import tables
from .context import Info
from .reading.rows import load_many, load_one

View = dict[str, Any]


def one(type_name: str, name: str, description: str) -> Any:
    """A field that is the record whose key the result holds under `name`."""

    def resolve(root: View, info: Info):  # type: ignore[no-untyped-def]
        return None if root[name] is None else load_one(info, type_name, root[name])

    return strawberry.field(resolver=resolve, description=description)


def listed(type_name: str, name: str) -> Callable[..., Any]:
    """A resolver for the records whose keys the result holds under `name`."""

    def resolve(root: View, info: Info):  # type: ignore[no-untyped-def]
        keys = _written_by(info, root["invoice"]) if name == "invoice_actuals" else root.get(name, [])
        return load_many(info, type_name, keys)

    return resolve


def _written_by(info: Info, invoice_id: int) -> list[int]:
    """The rows that posting an invoice wrote."""
    actual = tables.actual
    statement = select(actual.c.id).where(actual.c.invoice_id == invoice_id).order_by(actual.c.id)
    return list(info.context.connection.scalars(statement))
