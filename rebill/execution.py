"""Running operations: each in a worker thread, never on the event loop, whatever transport it came by.

There it would hold up every other request. A mutation is shielded: when its client goes away, the posting still
finishes. A subscription is its operation carried out again and again, each time on a fresh snapshot, once for everybody
who asked the same.
"""

import asyncio
import json
import random
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import anyio
import strawberry
from graphql import ExecutionResult, GraphQLError, OperationType, execute_sync

from .documents import Document, document_of, invalid
from .models.database import Database
from .refusals import formatted, status_of
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


@dataclass(frozen=True)
class Answer:
    """A response, and what it has shown of a run where it is a subscription's."""

    body: dict[str, Any]
    progress: Progress | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was run."""
        return "data" not in self.body

    @property
    def errors(self) -> list[dict[str, Any]]:
        """What is wrong."""
        return list(self.body.get("errors", ()))

    def status(self, *, is_old_media: bool) -> int:
        """The HTTP status: 200 where there is anything to be shown."""
        if not self.errors or self.body.get("data") is not None:
            return 200
        return status_of(self.errors, is_old_media=is_old_media)

    @cached_property
    def text(self) -> str:
        """The body as JSON on one line, written once for everybody who gets it."""
        return as_json(self.body)


def as_json(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Task:
    """What is to be run: the request, its document, and an idempotency key that came beside them."""

    operation: Operation
    document: Document
    key: str | None = None


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

    async def read(self, operation: Operation) -> Document:
        """The document of a request; raises `GraphQLError` where it cannot be read or doesn't say what is to run."""
        if len(operation.query) < LARGE_QUERY:
            return document_of(operation)
        return await anyio.to_thread.run_sync(document_of, operation, limiter=self._threads)

    async def answer(self, operation: Operation, document: Document, key: str | None = None) -> Answer:
        """The response to a query or mutation, or a subscription's first event; `key` is an idempotency key."""
        threads = self._posting_threads if document.kind is OperationType.MUTATION else self._threads
        return await self._run(Task(operation, document, key), threads)

    async def events(
        self, operation: Operation, document: Document, key: str | None = None
    ) -> AsyncGenerator[Answer | None]:
        """The responses to an operation, one or many; None where for a while there was nothing to tell."""
        answer = await self.answer(operation, document, key)
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
            answer = await self._again(Task(operation, document), shown.run, state)
            await asyncio.sleep(SPREAD_SECONDS * random.random())
            yield answer

    async def _again(self, task: Task, run: int, state: State) -> Answer:
        """The next event of a run that was just seen in `state`: one for everybody who asked the same.

        Everybody who is told of a state has been shown an older one, and what is read from now on is no older.
        """
        operation = task.operation
        asked = json.dumps([operation.query, operation.operation_name, operation.variables, run], sort_keys=True)
        same = (asked, state)
        if same not in self._next:
            event = asyncio.create_task(self._run(task, self._event_threads))
            self._next[same] = event
            event.add_done_callback(lambda _: self._next.pop(same))
        return await asyncio.shield(self._next[same])  # whoever goes away does not take it from the others

    def drain(self) -> None:
        """End every subscription, and those to come after their first event."""
        self.draining.set()
        self._watching.stop()

    async def _run(self, task: Task, threads: anyio.CapacityLimiter) -> Answer:
        with anyio.CancelScope(shield=task.document.kind is OperationType.MUTATION):
            return await anyio.to_thread.run_sync(self._execute, task, limiter=threads)
        raise AssertionError("unreachable")  # mypy: a cancel scope might swallow

    def _execute(self, task: Task) -> Answer:
        context = Context(self.database, task.key, carry=self.carry)
        try:
            wrong = invalid(self.schema, task.document)
            result = ExecutionResult(None, wrong) if wrong else self._result(task, context)
        except Exception as bug:  # in GraphQL's own code: told as an id, like one in a resolver
            result = ExecutionResult(None, [GraphQLError("", original_error=bug)])
        finally:
            context.fresh()
        errors = [formatted(error, task.operation.request_id) for error in result.errors or ()]
        is_request_error = result.data is None and not any(error.get("path") for error in errors)
        body: dict[str, Any] = {} if is_request_error else {"data": result.data}
        return Answer(body | ({"errors": errors} if errors else {}), context.progress)

    def _result(self, task: Task, context: Context) -> ExecutionResult:
        return execute_sync(
            self.schema._schema,
            task.document.node,
            context_value=context,
            variable_values=task.operation.variables,
            operation_name=task.operation.operation_name,
        )
