"""How stored values are rendered: each way a frozen value, with what Python makes of it in one table.

A rendering is data, so that whatever reads a field can be drawn from its declaration: the resolver of a row and the
files of an export by `PYTHON` below, statements that answer JSON by a table of SQL beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import reduce
from operator import getitem
from typing import Any

from sqlalchemy.types import TypeDecorator, TypeEngine

from ...models.identity import encode
from ...models.money import minor_unit
from ...posting.problems import restored_problem
from .selection import python_name
from .sources import Source


class Plain(Enum):
    """As the column holds it, by the Python type of its values."""

    TEXT = str
    WHOLE = int
    SWITCH = bool
    DAY = date
    INSTANT = datetime


@dataclass(frozen=True)
class Measured:
    """A quantity, price or per cent: plain notation without trailing zeros."""


@dataclass(frozen=True, eq=False)
class Money:
    """An amount at the minor unit of its currency."""

    currency: Source


@dataclass(frozen=True)
class Member:
    """A member of an enum."""

    kind: type[StrEnum]


@dataclass(frozen=True)
class Members:
    """A list of members of an enum; `otherwise` stands for none at all."""

    kind: type[StrEnum]
    otherwise: tuple[StrEnum, ...]


@dataclass(frozen=True, eq=False)
class Identified:
    """A key as the global id of a record; where a table holds several types, `discriminator` tells which."""

    names: Mapping[str, str]  # value of the discriminator -> type name; of most tables there is just one
    discriminator: Source | None = None


@dataclass(frozen=True)
class Kept:
    """A value inside a JSON document; dates stand there as text."""

    path: tuple[str, ...]
    rendering: Plain | Member | Members


@dataclass(frozen=True)
class Problems:
    """Problem documents of a run's item, kept as JSON."""


@dataclass(frozen=True)
class Texts:
    """A list of ids, kept as JSON."""


@dataclass(frozen=True)
class Documents:
    """A list of documents, kept as JSON under the names that their type's fields have in the API."""


@dataclass(frozen=True)
class Embedded:
    """One document, kept as JSON like those of a list: what is a part of its record, such as an address."""


Rendering = Plain | Measured | Money | Member | Members | Identified | Kept | Problems | Texts | Documents | Embedded


def plain(column_type: TypeEngine[Any]) -> Plain:
    """How a column is rendered as it is; ValueError where it has to say more, as one of decimals or of JSON does."""
    stored_as = column_type.impl_instance if isinstance(column_type, TypeDecorator) else column_type
    return Plain(stored_as.python_type)


def beside(rendering: Rendering) -> tuple[Source, ...]:
    """What a rendering needs besides the value itself, in the order that its function takes it."""
    if isinstance(rendering, Money):
        return (rendering.currency,)
    if isinstance(rendering, Identified) and rendering.discriminator is not None:
        return (rendering.discriminator,)
    return ()


def normalized(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros; whole numbers without an exponent."""
    if value is None:
        return None
    short = Decimal(value).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def at_minor_unit(value: Decimal | None, currency: str) -> Decimal | None:
    """At the places of its currency."""
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-minor_unit(currency)))


def _kept(rendering: Kept) -> Callable[[Mapping[str, Any]], object]:
    inner = rendering.rendering
    shown: Callable[..., object] = _day if inner is Plain.DAY else python_of(inner)
    return lambda document: shown(reduce(getitem, rendering.path, document))


class Sparse(dict[str, object]):
    """A document whose empty fields are not kept."""

    def __missing__(self, name: str) -> None:
        return None


def embedded(document: Mapping[str, Any]) -> Sparse:
    """A document as its type's fields are read; documents in it are, too."""
    return Sparse(
        (python_name(name), embedded(value) if isinstance(value, dict) else value) for name, value in document.items()
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _as_it_is(value: object) -> object:
    return value


PYTHON: dict[type, Callable[[Any], Callable[..., object]]] = {  # of each a function of what `beside` says, value first
    Plain: lambda _: _as_it_is,
    Measured: lambda _: normalized,
    Money: lambda _: at_minor_unit,
    Member: lambda one: lambda value: None if value is None else one.kind(value),
    Members: lambda one: lambda values: [one.kind(value) for value in values or one.otherwise],
    Identified: lambda one: lambda key, kind="": None if key is None else encode(one.names[kind], key),
    Kept: _kept,
    Problems: lambda _: lambda found: [restored_problem(one) for one in found or ()],
    Texts: lambda _: lambda found: list(found or ()),
    Documents: lambda _: lambda found: [embedded(one) for one in found or ()],
    Embedded: lambda _: lambda found: None if found is None else embedded(found),
}


def python_of(rendering: Rendering) -> Callable[..., object]:
    """What Python makes of stored values: a function of the value and of what stands beside it."""
    return PYTHON[type(rendering)](rendering)
