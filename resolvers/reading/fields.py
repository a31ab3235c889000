"""What schema classes declare their fields with: each call is the one place where a field says what it is made of.

All fields that lead to records, at the root and below, have one resolver, which goes by the declaration alone.
"""

from collections.abc import Callable
from enum import StrEnum
from inspect import Parameter, Signature
from types import MappingProxyType
from typing import Any, Unpack

import strawberry

from ..context import Info
from . import records
from .arguments import ID, IDS, SUBJECT, Given, Taken, page, parameters, reference
from .catalogue import DECLARATION
from .declarations import (
    About,
    ById,
    ByIds,
    Children,
    Computed,
    Connected,
    Filter,
    Link,
    Listed,
    Only,
    Parent,
    Referred,
    RootDeclaration,
    Stored,
    Whole,
)
from .pages import page_below, root_page
from .renderings import Embedded, Kept, Measured, Member, Members, Money, Plain, Problems, Rendering, plain
from .rows import Row, children_of, parent_of
from .sources import Expression, Source, expression

Led = Parent | Children | Connected | RootDeclaration
RESERVED = (
    Parameter("root", Parameter.POSITIONAL_OR_KEYWORD),
    Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=Info),
)


def stored(source: Source, description: str, name: str | None = None) -> Any:
    """A field that is a column as it is; `name` is what the API calls it, where Python cannot."""
    return rendered(source, plain(expression(source).type), description, name)


def enumerated(source: Source, kind: type[StrEnum], description: str) -> Any:
    """A field that is a column holding a member of an enum."""
    return rendered(source, Member(kind), description)


def measured(source: Source, description: str) -> Any:
    """A quantity, price or per cent."""
    return rendered(source, Measured(), description)


def money(source: Source, currency: Source, description: str) -> Any:
    """An amount at its currency's minor unit."""
    return rendered(source, Money(currency), description)


def kept(source: Source, path: tuple[str, ...], rendering: Plain | Member | Members, description: str) -> Any:
    """A value that stands inside a JSON document."""
    return rendered(source, Kept(path, rendering), description)


def embedded(source: Source, description: str) -> Any:
    """An object that is a part of the record, kept as JSON."""
    return rendered(source, Embedded(), description)


def kept_problems(source: Source, description: str) -> Any:
    """The problems that a run has written down."""
    return rendered(source, Problems(), description)


def rendered(source: Source, rendering: Rendering, description: str, name: str | None = None) -> Any:
    """A stored field."""
    return strawberry.field(name=name, description=description, metadata={DECLARATION: Stored(source, rendering)})


def computed(description: str, *columns: Expression, resolver: Callable[..., object]) -> Any:
    """A field that `resolver` works out from `columns`."""
    return strawberry.field(resolver=resolver, description=description, metadata={DECLARATION: Computed(columns)})


def parent(key: Expression, type_name: str, description: str, owner: Expression | None = None) -> Any:
    """A field that is the one record `key` points at."""
    return _led(Parent(key, type_name, owner), description)


def children(
    key: Expression,
    type_name: str,
    owner: Expression,
    order: tuple[Expression, ...],
    description: str,
    link: Link | None = None,
    where: Expression | None = None,
) -> Any:
    """A field that lists the records whose `owner` is this record's `key`."""
    return _led(Children(key, type_name, owner, order, link, where), description)


def connected(
    key: Expression,
    type_name: str,
    owner: Expression,
    description: str,
    link: Link | None = None,
    filter: type[Filter] | None = None,
    which: str = "",
) -> Any:
    """A field that pages through the records whose `owner` is this record's `key`; `which` describes the filter."""
    return _led(Connected(key, type_name, owner, link, filter), description, page(filter, which))


def listed(
    type_name: str,
    description: str,
    filter: type[Filter] | None = None,
    sort: type[object] | None = None,
    about: About | None = None,
) -> Any:
    """A field at the root that pages through all records of a type, or those that are `about` one record."""
    taken = page(filter, sort=sort)
    declared = Listed(type_name, filter, sort, about)
    return _led(declared, description, taken if about is None else {**SUBJECT, **taken})


def whole(type_name: str, order: Expression, description: str) -> Any:
    """A field at the root that is a whole short list."""
    return _led(Whole(type_name, order), description)


def only(type_name: str, description: str) -> Any:
    """A field at the root that is the one record of its type."""
    return _led(Only(type_name), description)


def referred(type_name: str, ref: type[object], description: str) -> Any:
    """A field at the root that is the record which `ref` names."""
    return _led(Referred(type_name, ref), description, reference(ref))


def by_id(description: str, type_name: str | None = None) -> Any:
    """A field at the root that is the record which a global id names."""
    return _led(ById(type_name), description, ID)


def by_ids(description: str) -> Any:
    """A field at the root that is the records which global ids name."""
    return _led(ByIds(), description, IDS)


def answered(description: str, resolver: Callable[..., object]) -> Any:
    """A field at the root that a function answers, with what it takes: nothing else of it is declared."""
    return strawberry.field(resolver=resolver, description=description)


def _led(declared: Led, description: str, taken: Taken = MappingProxyType({})) -> Any:
    def resolve(root: Row, info: Info, **given: Unpack[Given]) -> object:
        return led_to(root, info, declared, given)

    signature = Signature([*RESERVED, *parameters(taken)])
    resolve.__signature__ = signature  # type: ignore[attr-defined]  # where inspect looks first
    return strawberry.field(resolver=resolve, description=description, metadata={DECLARATION: declared})


def led_to(root: Row, info: Info, declared: Led, given: Given) -> object:
    """The one resolver of fields that lead to records."""
    match declared:
        case Parent():
            return parent_of(info, root, declared)
        case Children():
            return children_of(info, root, declared)
        case Connected():
            return page_below(info, root, declared, given)
        case Listed():
            return root_page(info, declared, given)
        case Whole():
            return records.whole_table(info, declared)
        case Only():
            return records.only_record(info, declared)
        case Referred():
            return records.by_reference(info, declared, given["ref"])
        case ById():
            return records.by_id(info, declared, given["id"])
        case ByIds():
            return records.by_ids(info, given["ids"])
