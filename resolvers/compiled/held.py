"""Records whose keys a command's answer holds: each field is read by one statement, after the commit.

graphql-core carries the command out and walks its answer. Where it comes to such a field, what the document asks for
below is compiled as below a root field, and kept with the document. Whatever is out of the ordinary, such as a record
that is not there or a wrong argument, is left to graphql-core, which tells of it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Lock

import structlog
from graphql import DocumentNode, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues
from sqlalchemy import Dialect, Select, bindparam, select
from sqlalchemy.util import LRUCache

from ...models.identity import encode
from ...models.outages import is_canceled, reason_of
from ...models.ready import numbered
from ..context import Context
from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Held
from ..walking.written import dumped
from .core import Core, WentWrong
from .document import Asked, Asking, fragments_of
from .given import NoShape, Wanted
from .keys import KEYS
from .making import Making, NotCompiled
from .records import selected
from .roots import Root
from .shapes import MOST_TEXT, Shaped, Shapes
from .statements import Row
from .text import LONG, MARK

log = structlog.get_logger()
Told = Callable[[Sequence[list[Row]], Wanted | None], str]
NAMES = ("id", "__typename")  # what the key of a record tells
MOST_PLACES = 64  # of a document where such records are asked for


class HeldRecords:
    """The records of answers to one operation of a document, place by place."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, dialect: Dialect
    ) -> None:
        self._document, self._dialect = document, numbered(dialect)
        self._asking = Asking(schema, operation, fragments_of(document), VariableValues({}, {}))
        self._guard = Lock()  # of the places, while they are gone through or grow
        self._places: LRUCache[tuple[int, ...], Shapes] = LRUCache(MOST_PLACES)

    @property
    def size(self) -> int:
        """About what its statements take in memory."""
        with self._guard:
            return sum(one.size for one in self._places.values())

    def text(
        self,
        given: Mapping[str, object],
        context: Context,
        variables: VariableValues,
        details: Sequence[FieldDetails],
        held: Held,
        keys: Sequence[int],
    ) -> str | None:
        """The JSON of a field, with the variables as they were given and as GraphQL reads them.

        Raises what says that the database cannot be used, as graphql-core would.
        """
        try:
            shaped, found = self._place(details, held).of(variables, context)
            written = _json(held, keys, _rows(shaped, found, context, keys))
            return None if written is None or MARK in written else self._filled(written, shaped, context, given)
        except (GraphQLError, NotCompiled, NoShape):
            return None
        except WentWrong:
            context.fresh()  # on PostgreSQL nothing more can be read where a statement has failed
        except Exception as bug:
            if reason_of(bug) is not None or is_canceled(bug):
                raise
            log.error("a compiled answer failed, and graphql-core reads it", exc_info=bug)
            context.fresh()
        return None

    def _filled(self, written: str, shaped: Shaped, context: Context, given: Mapping[str, object]) -> str:
        name = self._asking.operation.name
        core = Core(self._asking.schema, self._document, name.value if name else None, given, context)
        data = written.replace(LONG, "")
        return core.filled(data, shaped.holes) if shaped.holes else data

    def _place(self, details: Sequence[FieldDetails], held: Held) -> Shapes:
        nodes = tuple([id(one.node) for one in details])
        place = self._places.get(nodes)
        if place is None:
            node = details[0].node
            asked = Asked(node.alias.value if node.alias else node.name.value, node.name.value, details)
            place = Shapes(self._document, self._asking, self._dialect, partial(_read, asked=asked, held=held))
            is_much = self.size > MOST_TEXT
            with self._guard:
                if is_much:
                    self._places.clear()
                self._places[nodes] = place
        return place


def _read(making: Making, _: Context, asked: Asked, held: Held) -> list[Root]:
    """The one statement, whose keys are the first of all values that it takes; none where the keys tell everything."""
    named = _named(making, asked, held)
    if named is not None:
        return [Root(asked.key, (), named)]
    family = CATALOGUE[held.type_name]
    place = bindparam("keys", [], type_=KEYS, unique=True)
    making.meet(lambda _: Wanted((), (), (place,), ((),)))
    scope = making.aliased(family.table)
    key = scope.aimed(family.key)
    owner = key if held.owner is None else scope.aimed(held.owner)
    whole = selected(making, asked, held.type_name, scope)
    statement: Select[tuple[str, int]] = select(whole, key).select_from(scope.source)
    return [Root(asked.key, [statement.where(making.engine.among(owner, place)).order_by(key)], lambda *_: "")]


def _named(making: Making, asked: Asked, held: Held) -> Told | None:
    """What writes a record of which only the id and the type are asked for, so that it need not be read."""
    entities = [one for one in CATALOGUE[held.type_name].entities.values() if one.name == held.type_name]
    if held.owner is not None or not entities or "id" not in entities[0].fields:
        return None
    kind = making.asking.schema.type_map[held.type_name]
    assert isinstance(kind, GraphQLObjectType), "what is stored is an object"
    below = making.asking.below(asked, kind)
    if any(one.name not in NAMES for one in below):
        return None

    def told(rows: Sequence[list[Row]], _: Wanted | None) -> str:
        ((key,),) = rows[0]
        names = {"id": encode(kind.name, key), "__typename": kind.name}
        return dumped({one.key: names[one.name] for one in below})

    return told


def _rows(shaped: Shaped, found: Sequence[Wanted], context: Context, keys: Sequence[int]) -> list[Row]:
    ((root, statements),) = shaped.roots
    assert isinstance(root, Root), "as it was made"
    if not statements:
        return [(root.told([[(key,)]], None), key) for key in keys]
    others = [value for one in found[1:] for value in one.values]
    return statements[0].rows(context.connection, [keys, *others])


def _json(held: Held, keys: Sequence[int], rows: Sequence[Row]) -> str | None:
    """The record, or the list: in the order of the keys, or of those that belong to their owner."""
    if not held.is_list:
        return str(rows[0][0]) if rows else None
    texts = {key: text for text, key in rows}
    listed = texts.values() if held.owner is not None else [texts[key] for key in keys if key in texts]
    return f"[{','.join(listed)}]"
