"""Fields that functions answer, at the root and in records, among fields that statements answer.

graphql-core resolves each where it stands, with the rows of the whole answer in one batch, and its JSON takes its place
in the text. If anything goes wrong in one, graphql-core answers the whole operation, so that errors are told as always.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import DocumentNode, GraphQLObjectType, GraphQLSchema
from graphql.pyutils import Path

from ..context import Context
from ..reading.rows import load_keys
from ..walking.executor import Walking
from ..walking.written import dumped
from .document import Asked
from .text import HOLE

PLACES = re.compile(f"{HOLE}([0-9]+):([0-9]+){HOLE}")


class WentWrong(Exception):
    """A field that cannot be answered by itself."""


@dataclass(frozen=True, eq=False)
class Hole:
    """A field of records that a function works out."""

    asked: Asked
    kind: GraphQLObjectType

    def place(self, number: int) -> tuple[str, str]:
        """What stands before and behind the record's key, where the field's JSON is to be."""
        return f"{HOLE}{number}:", HOLE


class Core:
    """graphql-core for one request; nothing is set up before the first field."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        name: str | None,
        variables: Mapping[str, object],
        context: Context,
    ) -> None:
        self._schema, self._document, self._name = schema, document, name
        self._variables, self._context = variables, context
        self._executor: Walking | None = None

    def text(self, asked: Asked, kind: GraphQLObjectType, source: object = None) -> str:
        """The JSON of a field of an object; raises `WentWrong` where it has an error."""
        executor = self._executor or self._made()
        try:
            details = list(asked.details)
            found = executor.execute_field(kind, source, details, Path(None, asked.key, kind.name), None)
        except Exception as error:
            raise WentWrong from error
        if executor.collected_errors.errors:
            raise WentWrong
        return dumped(found)

    def filled(self, data: str, holes: Sequence[Hole]) -> str:
        """The text with the JSON of each field in its place; each field is worked out for all its records at once."""
        keys: dict[int, list[int]] = {}
        for number, key in dict.fromkeys(PLACES.findall(data)):
            keys.setdefault(int(number), []).append(int(key))
        texts: dict[tuple[str, str], str] = {}
        for number, of_hole in keys.items():
            hole = holes[number]
            name = frozenset((hole.asked.python_name,))
            for row in load_keys(self._context.connection, hole.kind.name, of_hole, name):
                texts[(str(number), str(row.key))] = self.text(hole.asked, hole.kind, row)
        return PLACES.sub(lambda place: texts[(place[1], place[2])], data)

    def _made(self) -> Walking:
        made = Walking.build(
            self._schema,
            self._document,
            context_value=self._context,
            raw_variable_values=dict(self._variables),
            operation_name=self._name,
        )
        if not isinstance(made, Walking):
            raise WentWrong
        self._executor = made
        return made
