"""Running operations: each in a worker thread, never on the event loop, whatever transport it came by.

There it would hold up every other request. A mutation is shielded: when its client goes away, the posting still
finishes. A subscription is its operation carried out again and again, each time on a fresh snapshot.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from functools import partial
from typing import Any

import anyio
import strawberry
import structlog
from graphql import GraphQLError, OperationType
from strawberry.types.graphql import OperationType as AllowedOperation

from .documents import Chosen, chosen
from .models.database import Database
from .requests import Operation
from .resolvers import progress
from .resolvers.context import Context
from .watching import Watching

THREADS = 40
EVENT_THREADS = 2  # few, so that events never keep queries and postings waiting
LARGE_QUERY = 4096  # characters that are parsed on the event loop in about a millisecond
QUIET_SECONDS = 12
ALLOWED = {
    OperationType.QUERY: AllowedOperation.QUERY,
    OperationType.MUTATION: AllowedOperation.MUTATION,
    OperationType.SUBSCRIPTION: AllowedOperation.SUBSCRIPTION,
}
Body = dict[str, Any]
log = structlog.get_logger()


class Execution:
    """Operations on one database."""

    def __init__(self, schema: strawberry.Schema, database: Database) -> None:
        self.schema = schema
        self.database = database
        self.draining = asyncio.Event()
        self._threads = anyio.CapacityLimiter(THREADS)
        self._event_threads = anyio.CapacityLimiter(EVENT_THREADS)
        self._watching = Watching(partial(progress.states, database))

    async def choose(self, operation: Operation) -> Chosen:
        """Which operation of the document is to run; raises `GraphQLError` where it doesn't say."""
        if len(operation.query) < LARGE_QUERY:
            return chosen(operation)
        return await anyio.to_thread.run_sync(chosen, operation, limiter=self._threads)

    async def answer(self, operation: Operation, kind: OperationType, key: str | None = None) -> Body:
        """The response to a query or mutation, or a subscription's first event; `key` is an idempotency key."""
        return await self._run(operation, kind, Context(self.database, key), self._threads)

    async def events(
        self, operation: Operation, kind: OperationType, key: str | None = None
    ) -> AsyncGenerator[Body | None]:
        """The responses to an operation, one or many; None where for a while there was nothing to tell."""
        context = Context(self.database, key)
        yield await self._run(operation, kind, context, self._threads)
        while (shown := context.progress) is not None and not shown.is_over:
            moved = None
            with anyio.move_on_after(QUIET_SECONDS):
                moved = await self._watching.moved(shown)
            if moved is None:
                yield None
                continue
            if not moved:
                return
            context = Context(self.database)
            yield await self._run(operation, kind, context, self._event_threads)

    def drain(self) -> None:
        """End every subscription, and those to come after their first event."""
        self.draining.set()
        self._watching.stop()

    async def _run(
        self, operation: Operation, kind: OperationType, context: Context, threads: anyio.CapacityLimiter
    ) -> Body:
        body: Body = {}
        with anyio.CancelScope(shield=kind is OperationType.MUTATION):
            body = await anyio.to_thread.run_sync(self._execute, operation, kind, context, limiter=threads)
        return body  # noqa: RET504 - mypy: a cancel scope might swallow

    def _execute(self, operation: Operation, kind: OperationType, context: Context) -> Body:
        result = self.schema.execute_sync(
            operation.query,
            variable_values=operation.variables,
            operation_name=operation.operation_name,
            context_value=context,
            allowed_operation_types={ALLOWED[kind]},
        )
        errors = [_shown(error) for error in result.errors or ()]
        is_request_error = result.data is None and not any(error.get("path") for error in errors)
        body: Body = {} if is_request_error else {"data": result.data}
        return body | ({"errors": errors} if errors else {})


def _shown(error: GraphQLError) -> dict[str, Any]:
    """An error as the client sees it: what it did wrong in full, a bug of ours as an id that stands in the log."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if original is None:
        return dict(error.formatted)
    return dict(masked(original, error).formatted)


def masked(bug: BaseException, where: GraphQLError | None = None) -> GraphQLError:
    """A bug of ours as the client sees it: an id, under which it stands in the log."""
    request_id = uuid.uuid4().hex[:12]
    nodes, path = (where.nodes, where.path) if where else (None, None)
    log.error("internal error", request_id=request_id, path=path, exc_info=bug)
    return GraphQLError(f"Internal error (id {request_id})", nodes=nodes, path=path)
