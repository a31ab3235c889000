"""The paged lists: at the root and below records, with their filters and sorts."""

from typing import Annotated, Any

import strawberry

from ..models import tables
from . import filters
from .context import Info
from .reading.declarations import Computed, Expression, _field
from .reading.pages import Below, Listing, page_below
from .reading.rows import Row

First = Annotated[
    int | None, strawberry.argument(description="How many from the start; 50 when left out, at most 250.")
]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end; at most 250.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor.")]
IN_ORDER = (tables.invoice_order, tables.invoice_order.c.invoice_id == tables.invoice.c.id)


def paged(key: Expression, type_name: str, below: Below, description: str) -> Any:
    """A connection field below a record, without a filter."""

    def resolve(  # type: ignore[no-untyped-def]
        root: Row, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ):
        return page_below(info, root, key, below, Listing(type_name), (first, after, last, before))

    return _field(Computed((key,)), description, resolve)


def orders_below(key: Expression, below: Below, description: str) -> Any:
    """The orders below a record."""

    def resolve(  # type: ignore[no-untyped-def]
        root: Row,
        info: Info,
        filter: Annotated[filters.OrderFilter | None, strawberry.argument(description="Which orders.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ):
        listing = Listing("Order", filters.order_conditions(filter))
        return page_below(info, root, key, below, listing, (first, after, last, before))

    return _field(Computed((key,)), description, resolve)


def invoices_below(key: Expression, below: Below, description: str) -> Any:
    """The invoices below a record."""

    def resolve(  # type: ignore[no-untyped-def]
        root: Row,
        info: Info,
        filter: Annotated[filters.InvoiceFilter | None, strawberry.argument(description="Which invoices.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ):
        listing = Listing("Invoice", filters.invoice_conditions(filter))
        return page_below(info, root, key, below, listing, (first, after, last, before))

    return _field(Computed((key,)), description, resolve)
