"""What fields that lead to records take: a reference, a filter, an order, and where a page begins and ends."""

from collections.abc import Mapping, Sequence
from inspect import Parameter
from types import GenericAlias
from typing import Annotated, TypedDict

import strawberry

from ...models.identity import GlobalId
from ...posting.commands import CustomerRef, InvoiceRef, OrderRef, ProductRef
from .declarations import Filter
from .keyset import DEFAULT_PAGE, LONGEST_PAGE

Ref = CustomerRef | InvoiceRef | OrderRef | ProductRef


class Given(TypedDict, total=False):
    """The arguments of one field, by their Python names; what was left out is not there."""

    ref: Ref
    id: GlobalId
    ids: Sequence[GlobalId]
    subject: GlobalId | None
    filter: Filter | None
    order_by: Sequence[object] | None
    first: int | None
    after: str | None
    last: int | None
    before: str | None


Taken = Mapping[str, tuple[object, str]]  # type and description by Python name
ALL = "Which to list; all when left out."
PAGING: Taken = {
    "first": (int | None, f"How many from the start; {DEFAULT_PAGE} when left out, at most {LONGEST_PAGE}."),
    "after": (str | None, "Only what comes after this cursor."),
    "last": (int | None, f"How many from the end; at most {LONGEST_PAGE}."),
    "before": (str | None, "Only what comes before this cursor."),
}


def reference(ref: type[object]) -> Taken:
    """What a field takes that is one record."""
    return {"ref": (ref, "Which one.")}


ID: Taken = {"id": (GlobalId, "A global id.")}
IDS: Taken = {"ids": (GenericAlias(list, (GlobalId,)), "Global ids.")}


SUBJECT: Taken = {"subject": (GlobalId | None, "Only what is about this record; it may have been deleted since.")}


def page(filter: type[Filter] | None = None, which: str = ALL, sort: type[object] | None = None) -> Taken:
    """What a list in pages takes; `which` describes its filter."""
    filtered: Taken = {} if filter is None else {"filter": (filter | None, which)}
    ordered: Taken = {}
    if sort is not None:
        said = "What to sort by, the first key first; by id when left out."
        ordered = {"order_by": (GenericAlias(list, (sort,)) | None, said)}
    return {**filtered, **ordered, **PAGING}


def parameters(taken: Taken) -> list[Parameter]:
    """Arguments as parameters of a resolver, which strawberry publishes; those that take null may be left out."""
    return [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=None if type(None) in getattr(kind, "__args__", ()) else Parameter.empty,
            annotation=Annotated[kind, strawberry.argument(description=description)],
        )
        for name, (kind, description) in taken.items()
    ]
