"""Problem documents, which are kept as JSON, as a list of objects with the fields asked for."""

from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_nullable_type, is_list_type, is_non_null_type
from sqlalchemy import Text, func, select

from ..reading.sources import Expression
from .document import Asked
from .making import Making
from .text import MARK, NULL, Piece, chained, constant


def problems(making: Making, asked: Asked, documents: Expression, kind: GraphQLObjectType) -> Expression:
    """The list, empty where there is no document."""
    source, document, place = making.engine.elements(documents)
    parts: list[Piece] = []
    for number, one in enumerate(making.asking.below(asked, kind)):
        parts.append(f'{"," if number else ""}"{one.key}":')
        if one.name == "__typename":
            parts.append(f'"{kind.name}"')
        else:
            parts.append(_member(making, one, kind.fields[one.name], document))
    whole = making.engine.together(("{", *parts, "}"))
    return chained(("[", making.engine.listed(whole, select().select_from(source), [place]), "]"))


def _member(making: Making, asked: Asked, said: GraphQLField, document: Any) -> Expression:
    engine, path = making.engine, (asked.python_name,)
    kind = get_nullable_type(said.type)
    if is_list_type(kind):
        return func.coalesce(engine.member_list(document, path), constant("[]"), type_=Text)
    if getattr(kind, "name", "") == "Boolean":
        found = engine.member_switch(document, path)
    else:
        found = engine.quoted(engine.member_text(document, path))
    otherwise = MARK if is_non_null_type(said.type) else NULL
    return func.coalesce(found, constant(otherwise), type_=Text)
