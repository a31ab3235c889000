"""The ways in which an operation is carried out: by statements of its own, or by graphql-core walking it.

A query that can be compiled is answered by its statements alone. A mutation is walked, and the records of its answer
are read by statements where its document has come before.
"""

from dataclasses import dataclass
from functools import partial

import strawberry
from graphql import ExecutionResult, OperationType, execute_sync

from ..models.database import Database
from ..resolvers.compiled.held import HeldRecords
from ..resolvers.compiled.operations import CompiledAnswer, NotCompiled, compiled
from ..resolvers.context import Context
from ..resolvers.walking.executor import Walking
from .documents import Documents
from .graphql_document import Written
from .requests import Operation


@dataclass(frozen=True)
class Ways:
    """What operations are carried out on; what is made for a document stays with it."""

    schema: strawberry.Schema
    database: Database
    documents: Documents
    compiles: bool

    def carried_out(self, written: Written, operation: Operation, context: Context, *, is_new: bool) -> ExecutionResult:
        """The result of an operation whose document is valid; one that `is_new` has not come before."""
        data = self._compiled(written, operation, context)
        if data is not None:
            return ExecutionResult(data)  # type: ignore[arg-type]  # its JSON goes out as it is
        is_mutation = written.operation.operation is OperationType.MUTATION
        # compiling takes longer than walking does, and a document with values in it is never sent again
        walk = self._by_records if is_mutation and self.compiles and not is_new else self._walked
        return walk(written, operation, context)

    def _walked(self, written: Written, operation: Operation, context: Context) -> ExecutionResult:
        return execute_sync(
            self.schema._schema,
            written.node,
            context_value=context,
            variable_values=operation.variables,
            operation_name=operation.operation_name,
            executor_class=Walking,
        )

    def _by_records(self, written: Written, operation: Operation, context: Context) -> ExecutionResult:
        """A mutation, of whose answer statements read the records."""
        if written.held is None:
            dialect = self.database.engine.dialect
            written.held = HeldRecords(self.schema._schema, written.node, written.operation, dialect)
        context.records = partial(written.held.text, operation.variables)
        size = written.held.size
        result = self._walked(written, operation, context)
        if written.held.size != size:
            self.documents.grown(operation, written)
        return result

    def _compiled(self, written: Written, operation: Operation, context: Context) -> CompiledAnswer | None:
        """What statements of its own answer an operation; None where graphql-core has to."""
        if written.operation.operation is not OperationType.QUERY or not self.compiles:
            return None
        if written.compiled is None:
            dialect = self.database.engine.dialect
            written.compiled = compiled(self.schema._schema, written.node, written.operation, dialect)
        if isinstance(written.compiled, NotCompiled):
            return None
        made = written.compiled.made
        try:
            return written.compiled.answer(context, operation.variables)
        finally:
            if written.compiled.made != made:
                self.documents.grown(operation, written)
