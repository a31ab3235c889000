"""Problem documents, which are kept as JSON, as a list of objects with the fields asked for."""

from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, get_nullable_type, is_list_type, is_non_null_type
from sqlalchemy import Text, func

from ..reading.renderings import Documents, Embedded, Problems
from ..reading.sources import Expression
from .document import Asked
from .making import Making
from .renderings import sql_of
from .text import MARK, NULL, Piece, constant

TOLD = ("message", "remedy", "params")  # which differ by language, or by what was kept before there were any


def is_told(making: Making, asked: Asked, said: GraphQLField) -> bool:
    """Whether anything of the problems is asked for that no statement can tell."""
    kind = get_named_type(said.type)
    assert isinstance(kind, GraphQLObjectType), "problems are objects"
    return any(one.name in TOLD for one in making.asking.below(asked, kind))


def problems(
    making: Making,
    asked: Asked,
    rendering: Problems | Documents | Embedded,
    documents: Expression,
    kind: GraphQLObjectType,
) -> Expression:
    """The list, empty where there is no document; of what is embedded the object."""

    def problem(document: Expression) -> Expression:
        parts: list[Piece] = []
        for number, one in enumerate(making.asking.below(asked, kind)):
            parts.append(f'{"," if number else ""}"{one.key}":')
            is_name = one.name == "__typename"
            parts.append(f'"{kind.name}"' if is_name else _member(making, one, kind.fields[one.name], document))
        return making.engine.together(("{", *parts, "}"))

    return sql_of(making.engine, rendering, [documents, problem])


def _member(making: Making, asked: Asked, said: GraphQLField, document: Any) -> Expression:
    engine, path = making.engine, (asked.name,)
    kind = get_nullable_type(said.type)
    if is_list_type(kind):
        return func.coalesce(engine.member_list(document, path), constant("[]"), type_=Text)
    if getattr(kind, "name", "") == "Boolean":
        found = engine.member_switch(document, path)
    else:
        found = engine.quoted(engine.member_text(document, path))
    otherwise = MARK if is_non_null_type(said.type) else NULL
    return func.coalesce(found, constant(otherwise), type_=Text)
