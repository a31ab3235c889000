"""Puts the schema together."""

from functools import cache

import strawberry
from graphql import GraphQLInputObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter

from ..resolvers.context import CloseSnapshot
from ..resolvers.reading.rows import attribute
from .mutation import Mutation
from .orders import ProjectContract, ReturnOrder, SalesOrder
from .query import Query
from .scalars import SCALARS
from .subscription import Subscription


@cache
def build_schema() -> strawberry.Schema:
    """The schema; the same for every database."""
    schema = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[SalesOrder, ReturnOrder, ProjectContract],
        extensions=[CloseSnapshot],
        config=StrawberryConfig(default_resolver=attribute, scalar_map=SCALARS),
    )
    for published in schema._schema.type_map.values():  # strawberry knows these itself; GraphQL's rules ask the type
        if isinstance(published, GraphQLInputObjectType):
            published.is_one_of = published.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].is_one_of
    return schema
