"""What every stored type shares: the Node interface and connections."""

from typing import Generic, TypeVar

import strawberry
from graphql import GraphQLAbstractType, GraphQLResolveInfo

from ..models.identity import GlobalId
from ..resolvers.reading.rows import Row

T = TypeVar("T")


@strawberry.interface(description="Anything that has a global id.")
class Node:
    """A stored record."""

    id: GlobalId = strawberry.field(description="Opaque and stable; give it to node, or where an id is asked for.")

    @classmethod
    def resolve_type(cls, obj: Row, _info: GraphQLResolveInfo[object], _type: GraphQLAbstractType) -> str:
        """The concrete type of a row."""
        return obj.type_name

    @classmethod
    def is_type_of(cls, obj: object, _info: GraphQLResolveInfo[object]) -> bool:
        """Whether a row is of this type."""
        return isinstance(obj, Row) and obj.type_name == cls.__name__


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before this page.")
    start_cursor: str | None = strawberry.field(description="Pass as before, with last, for the page before.")
    end_cursor: str | None = strawberry.field(description="Pass as after, with first, for the next page.")


@strawberry.type(description="A record and its place in the list.")
class Edge(Generic[T]):
    """Relay's edge."""

    cursor: str = strawberry.field(description="The record's place in the list, as after and before take it.")
    node: T = strawberry.field(description="The record.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """Relay's connection, with `nodes` as a short cut."""

    edges: list[Edge[T]] = strawberry.field(description="The records with their cursors.")
    nodes: list[T] = strawberry.field(description="The records.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")
    total_count: int = strawberry.field(description="How many records the whole list has; counted when asked for.")
