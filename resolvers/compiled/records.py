"""A record as JSON: its stored fields, the records that it leads to, lists of them in their order.

What cannot be written in SQL raises `NotCompiled`, with the field and the reason.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_non_null_type
from sqlalchemy import Column, Select, Text, case, cast, func, select

from ..reading.catalogue import CATALOGUE, Entity
from ..reading.declarations import Children, Computed, Connected, Parent, Stored
from ..reading.renderings import Documents, Embedded, Identified, Kept, Money, Problems
from ..reading.sources import Expression
from .connections import connection_below
from .core import Hole
from .document import Asked
from .making import Making, NotCompiled
from .money import places_of
from .problems import is_told, problems
from .renderings import sql_of
from .scopes import Scope
from .text import MARK, NULL, Piece, constant


def selected(making: Making, asked: Asked, type_name: str, scope: Scope) -> Expression:
    """The record of a scope as a field asks for it: an object of its type, of which there may be several."""
    family = CATALOGUE[type_name]
    entities = [one for one in family.entities.values() if one.name == type_name] or list(family.entities.values())
    if len(entities) == 1:
        return _object(making, asked, entities[0], scope)
    assert family.discriminator is not None, "types of one table are told apart"
    kind = scope.aimed(family.discriminator)
    whens = [(kind == constant(value), _object(making, asked, one, scope)) for value, one in family.entities.items()]
    return case(*whens, else_=constant(MARK))


def _object(making: Making, asked: Asked, entity: Entity, scope: Scope) -> Expression:
    kind = making.asking.schema.type_map[entity.name]
    assert isinstance(kind, GraphQLObjectType), "what is stored is an object"
    parts: list[Piece] = []
    for place, one in enumerate(making.asking.below(asked, kind)):
        parts.append(f'{"," if place else ""}"{one.key}":')
        parts.extend(_field(making, one, kind, entity, scope))
    return making.engine.together(("{", *parts, "}"))


def _field(making: Making, asked: Asked, kind: GraphQLObjectType, entity: Entity, scope: Scope) -> Sequence[Piece]:
    if asked.name == "__typename":
        return (f'"{entity.name}"',)
    declared = entity.fields.get(asked.python_name)
    said = kind.fields[asked.name]
    match declared:
        case Stored(rendering=Problems()) if is_told(making, asked, said):
            return _hole(making, asked, kind, entity, scope)
        case Stored():
            return (_value(making, asked, declared, said, entity, scope),)
        case Parent():
            return (_parent(making, asked, declared, said, scope),)
        case Children():
            return ("[", _children(making, asked, declared, scope), "]")
        case Connected():
            record = partial(selected, making)
            return (connection_below(making, asked, declared, said, scope, record),)
        case Computed():
            return _hole(making, asked, kind, entity, scope)
    raise NotCompiled(f"{entity.name}.{asked.name} is worked out in Python")


def _hole(making: Making, asked: Asked, kind: GraphQLObjectType, entity: Entity, scope: Scope) -> Sequence[Piece]:
    """What Python puts in its place when the statement has answered."""
    hole = Hole(asked, kind)
    making.holes.append(hole)
    before, behind = hole.place(len(making.holes) - 1)
    return (before, cast(scope.aimed(entity.table.c.id), Text), behind)


def _value(
    making: Making, asked: Asked, declared: Stored, said: GraphQLField, entity: Entity, scope: Scope
) -> Expression:
    rendering = declared.rendering
    if isinstance(rendering, Problems | Documents):
        problem = get_named_type(said.type)
        assert isinstance(problem, GraphQLObjectType), "problems are objects"
        return problems(making, asked, rendering, scope.value(declared.source), problem)
    if isinstance(rendering, Embedded):
        kind = get_named_type(said.type)
        assert isinstance(kind, GraphQLObjectType), "what is embedded is an object"
        written = problems(making, asked, rendering, scope.value(declared.source), kind)
        return _or_null(written, said, may_be_null=_may_be_null(declared))
    if isinstance(rendering, Identified):
        rendering = Identified({"": entity.name})
    values = [scope.value(declared.source)]
    if isinstance(rendering, Money):
        values.append(places_of(scope, rendering.currency))
    written = sql_of(making.engine, rendering, values)
    return _or_null(written, said, may_be_null=_may_be_null(declared))


def _may_be_null(declared: Stored) -> bool:
    source = declared.source
    if isinstance(declared.rendering, Kept):
        return True  # what is inside its document
    return not isinstance(source, Column) or source.nullable is not False


def _or_null(written: Expression, said: GraphQLField, *, may_be_null: bool = True) -> Expression:
    if not may_be_null:
        return written
    otherwise = MARK if is_non_null_type(said.type) else NULL
    return func.coalesce(written, constant(otherwise), type_=Text)


def _parent(making: Making, asked: Asked, declared: Parent, said: GraphQLField, scope: Scope) -> Expression:
    family = CATALOGUE[declared.type_name]
    below = making.aliased(family.table, scope)
    owner = family.key if declared.owner is None else declared.owner
    whole = selected(making, asked, declared.type_name, below)
    statement = select(whole).select_from(below.source).where(below.aimed(owner) == scope.aimed(declared.key))
    return _or_null(statement.scalar_subquery(), said)


def _children(making: Making, asked: Asked, declared: Children, scope: Scope) -> Expression:
    below, statement, aimed = _belonging(making, declared, scope)
    if declared.where is not None:
        statement = statement.where(below.aimed(declared.where))
    whole = selected(making, asked, declared.type_name, below)
    return making.engine.listed(whole, statement, [aimed(one) for one in declared.order])


def _belonging(
    making: Making, declared: Children, scope: Scope
) -> tuple[Scope, Select[Any], Callable[[Expression], Expression]]:
    """The records that belong to the one of a scope, and how their table's expressions read."""
    below = making.aliased(CATALOGUE[declared.type_name].table, scope, declared.owner)
    if declared.link is None:
        statement = select().select_from(below.source)
        return below, statement.where(below.aimed(declared.owner) == scope.aimed(declared.key)), below.aimed
    table, condition = declared.link
    between = making.aliased(table)

    def aimed(one: Expression) -> Expression:
        return between.aimed(below.aimed(one))

    statement = select().select_from(below.source.join(between.source, aimed(condition)))
    return below, statement.where(aimed(declared.owner) == scope.aimed(declared.key)), aimed
