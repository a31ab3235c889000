"""What a document asks for that its sender may not: the second gate, before anything runs (access 2.1).

Every field of the operation itself counts, in fragments and behind `@skip` as well; one that is not allowed refuses
all of them. What a field takes stands where it is declared; where nothing is said it is for administrators alone.
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema, OperationType
from strawberry.schema.schema_converter import GraphQLCoreConverter

from ..models.vocabulary import EVERY_SCOPE
from ..posting.command.caller import Caller
from ..resolvers.errors import ErrorCode, RequestError
from ..schema.scopes import ADMIN, ANYBODY, Right, named, right_of

OF_THE_SCHEMA = ("__typename", "__schema", "__type")
Rights = Mapping[OperationType, Mapping[str, Right]]


def rights(schema: GraphQLSchema) -> Rights:
    """What each root field takes."""
    roots: dict[OperationType, Any] = {kind: schema.get_root_type(kind) for kind in OperationType}
    return {
        kind: {
            name: right_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF])
            for name, field in root.fields.items()
        }
        for kind, root in roots.items()
        if root is not None
    }


def forbidden(known: Rights, kind: OperationType, names: tuple[str, ...], caller: Caller) -> list[RequestError]:
    """The refusal of each root field that somebody lacks the duty for."""
    if caller.scopes == EVERY_SCOPE:
        return []
    taken = {name: ANYBODY if name in OF_THE_SCHEMA else known[kind].get(name, ADMIN) for name in names}
    return [_refusal(name, right, caller) for name, right in taken.items() if right and not caller.may(right)]


def _refusal(field: str, right: Right, caller: Caller) -> RequestError:
    needed = named(right)
    variant = "any-scope" if right == EVERY_SCOPE else "scopes"
    has = named(caller.scopes).replace(",", ", ")
    return RequestError(
        ErrorCode.FORBIDDEN, variant, params={"scopes": needed, "field": field}, words={"has": has} if has else None
    )
