"""Queries whose answer statements write as JSON: each operation is compiled once and kept, within bounds."""

import json
from dataclasses import dataclass

from graphql import ExecutionResult, OperationType
from sqlalchemy import Dialect
from sqlalchemy.util import LRUCache

from ..resolvers.compiled.operations import CompiledOperation, NotCompiled, compiled
from ..resolvers.context import Context
from .graphql_document import Document, Meter, cost_of, told_cost
from .measuring.counted import Counting, counting
from .requests import Operation

MOST_OPERATIONS = 500


class Written(ExecutionResult):
    """A result whose data is written already."""

    def __init__(self, text: bytes, points: int | None) -> None:
        super().__init__({})
        self.text = text
        self.points = points  # what it cost; None where only looking through it tells

    def cost(self, meter: Meter, document: Document) -> dict[str, object]:
        """What it tells of its cost."""
        if self.points is None:
            return cost_of(meter, document, json.loads(self.text))
        return told_cost(document, self.points)


@dataclass(frozen=True)
class Known:
    """An operation that was met before."""

    how: CompiledOperation | NotCompiled
    counting: Counting | None


class Statements:
    """The operations compiled for one database."""

    def __init__(self, meter: Meter, dialect: Dialect) -> None:
        self._meter, self._dialect = meter, dialect
        self._known: LRUCache[tuple[str, str | None], Known] = LRUCache(MOST_OPERATIONS)

    def answer(self, operation: Operation, document: Document, context: Context) -> Written | None:
        """What statements answer; None where graphql-core has to."""
        if document.kind is not OperationType.QUERY:
            return None
        key = (operation.query, operation.operation_name)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(document)
        if isinstance(known.how, NotCompiled):
            return None
        found = known.how.answer(context, operation.variables)
        if found is None:
            return None
        is_counted = known.counting is not None and not found.has_long_list
        return Written(found.data, known.counting.points(found.data) if is_counted and known.counting else None)

    def _made(self, document: Document) -> Known:
        how = compiled(self._meter.schema, document.node, document.operation, self._dialect)
        return Known(how, counting(document.operation, document.measured.fragments, self._meter.tariff))
