"""Running operations: each in a worker thread, never on the event loop, whatever transport it came by.

There it would hold up every other request. A mutation is shielded: when its client goes away, the posting still
finishes. A subscription is its operation carried out again and again, each time on a fresh snapshot, once for everybody
who asked the same.
"""

import asyncio
import json
import random
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cached_property, partial
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
from .resolvers.context import Carry, Context
from .resolvers.progress import Progress, State
from .watching import Watching

THREADS = 40
POSTING_THREADS = 20  # of their own, so that postings that wait for a lock never keep queries waiting
EVENT_THREADS = 2  # few, so that events never keep queries and postings waiting
LARGE_QUERY = 4096  # characters that are parsed on the event loop in about a millisecond
QUIET_SECONDS = 12
SPREAD_SECONDS = 0.1  # over which an event is told to all who watch: a thousand at once would hold everybody else up
ALLOWED = {
    OperationType.QUERY: AllowedOperation.QUERY,
    OperationType.MUTATION: AllowedOperation.MUTATION,
    OperationType.SUBSCRIPTION: AllowedOperation.SUBSCRIPTION,
}
log = structlog.get_logger()


@dataclass(frozen=True)
class Answer:
    """A response, and what it has shown of a run where it is a subscription's."""

    body: dict[str, Any]
    progress: Progress | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was run."""
        return "data" not in self.body

    @cached_property
    def text(self) -> str:
        """The body as JSON on one line, written once for everybody who gets it."""
        return as_json(self.body)


def as_json(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Execution:
    """Operations on one database; `carry` is told of the posting runs that they begin."""

    def __init__(self, schema: strawberry.Schema, database: Database, carry: Carry) -> None:
        self.schema = schema
        self.database = database
        self.carry = carry
        self.draining = asyncio.Event()
        self._threads = anyio.CapacityLimiter(THREADS - POSTING_THREADS)
        self._posting_threads = anyio.CapacityLimiter(POSTING_THREADS)
        self._event_threads = anyio.CapacityLimiter(EVENT_THREADS)
        self._next: dict[tuple[str, State], asyncio.Task[Answer]] = {}
        self._watching = Watching(partial(progress.states, database))

    async def choose(self, operation: Operation) -> Chosen:
        """Which operation of the document is to run; raises `GraphQLError` where it doesn't say."""
        if len(operation.query) < LARGE_QUERY:
            return chosen(operation)
        return await anyio.to_thread.run_sync(chosen, operation, limiter=self._threads)

    async def answer(self, operation: Operation, kind: OperationType, key: str | None = None) -> Answer:
        """The response to a query or mutation, or a subscription's first event; `key` is an idempotency key."""
        threads = self._posting_threads if kind is OperationType.MUTATION else self._threads
        return await self._run(operation, kind, key, threads)

    async def events(
        self, operation: Operation, kind: OperationType, key: str | None = None
    ) -> AsyncGenerator[Answer | None]:
        """The responses to an operation, one or many; None where for a while there was nothing to tell."""
        answer = await self.answer(operation, kind, key)
        yield answer
        while (shown := answer.progress) is not None and not shown.is_over:
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    state = await self._watching.moved(shown)
            except TimeoutError:
                yield None
                continue
            if state is None:
                return
            answer = await self._again(operation, shown.run, state)
            await asyncio.sleep(SPREAD_SECONDS * random.random())
            yield answer

    async def _again(self, operation: Operation, run: int, state: State) -> Answer:
        """The next event of a run that was just seen in `state`: one for everybody who asked the same.

        Everybody who is told of a state has been shown an older one, and what is read from now on is no older.
        """
        asked = json.dumps([operation.query, operation.operation_name, operation.variables, run], sort_keys=True)
        same = (asked, state)
        if same not in self._next:
            event = asyncio.create_task(self._run(operation, OperationType.SUBSCRIPTION, None, self._event_threads))
            self._next[same] = event
            event.add_done_callback(lambda _: self._next.pop(same))
        return await asyncio.shield(self._next[same])  # whoever goes away does not take it from the others

    def drain(self) -> None:
        """End every subscription, and those to come after their first event."""
        self.draining.set()
        self._watching.stop()

    async def _run(
        self, operation: Operation, kind: OperationType, key: str | None, threads: anyio.CapacityLimiter
    ) -> Answer:
        with anyio.CancelScope(shield=kind is OperationType.MUTATION):
            return await anyio.to_thread.run_sync(self._execute, operation, kind, key, limiter=threads)
        raise AssertionError("unreachable")  # mypy: a cancel scope might swallow

    def _execute(self, operation: Operation, kind: OperationType, key: str | None) -> Answer:
        context = Context(self.database, key, carry=self.carry)
        result = self.schema.execute_sync(
            operation.query,
            variable_values=operation.variables,
            operation_name=operation.operation_name,
            context_value=context,
            allowed_operation_types={ALLOWED[kind]},
        )
        errors = [_shown(error) for error in result.errors or ()]
        is_request_error = result.data is None and not any(error.get("path") for error in errors)
        body: dict[str, Any] = {} if is_request_error else {"data": result.data}
        return Answer(body | ({"errors": errors} if errors else {}), context.progress)


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
