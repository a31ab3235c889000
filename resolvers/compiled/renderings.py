"""The SQL side of renderings, beside `PYTHON`: the same keys, and of each what makes JSON of a stored value.

An entry makes the JSON text of a value that is there; of one that is not it is NULL, unless the rendering says
otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Text, case, cast, func, null

from ..reading.renderings import (
    Documents,
    Embedded,
    Identified,
    Kept,
    Measured,
    Member,
    Members,
    Money,
    Plain,
    Problems,
    Rendering,
    Texts,
)
from ..reading.sources import Expression
from .engines import Engine, in_quotes
from .text import constant

Rendered = Callable[..., Expression]


def _plain(engine: Engine, one: Plain, value: Expression) -> Expression:
    if one is Plain.TEXT:
        return engine.quoted(value)
    if one is Plain.WHOLE:
        return cast(value, Text)
    if one is Plain.SWITCH:
        return case((value.is_(True), constant("true")), (value.is_(False), constant("false")))
    return engine.day(value) if one is Plain.DAY else engine.instant(value)


def _identified(engine: Engine, one: Identified, key: Expression, kind: Expression | None = None) -> Expression:
    if kind is None:
        (name,) = one.names.values()
        return in_quotes(engine.in_base64(f"{name}:", key, ""))
    return case(
        *[
            (kind == constant(value), in_quotes(engine.in_base64(f"{name}:", key, "")))
            for value, name in one.names.items()
        ]
    )


def _kept(engine: Engine, one: Kept, document: Expression) -> Expression:
    if one.rendering is Plain.SWITCH:
        return engine.member_switch(document, one.path)
    if isinstance(one.rendering, Members):
        otherwise = ",".join(f'"{member}"' for member in one.rendering.otherwise)
        return func.coalesce(engine.member_list(document, one.path), constant(f"[{otherwise}]"), type_=Text)
    return engine.quoted(engine.member_text(document, one.path))


def _members(engine: Engine, one: Members, values: Expression) -> Expression:
    return _kept(engine, Kept((), one), values)


SQL: Mapping[type, Rendered] = {
    Plain: _plain,
    Measured: lambda engine, _, value: engine.measured(value),
    Money: lambda engine, _, value, places: engine.money(value, places),
    Member: lambda engine, _, value: in_quotes(value),
    Members: _members,
    Identified: _identified,
    Kept: _kept,
    Problems: lambda engine, _, documents, problem: engine.objects(documents, problem),
    Documents: lambda engine, _, documents, document: engine.objects(documents, document),
    Embedded: lambda _, __, document, written: case((document.is_not(null()), written(document))),
    Texts: lambda engine, _, texts: func.coalesce(engine.member_list(texts, ()), constant("[]"), type_=Text),
}


def sql_of(engine: Engine, rendering: Rendering, values: Sequence[Any]) -> Expression:
    """The JSON of a stored value; problems need beside their documents what makes an object of one."""
    return SQL[type(rendering)](engine, rendering, *values)
