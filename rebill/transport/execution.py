"""Running operations: each in a worker thread, never on the event loop, whatever transport it came by.

There it would hold up every other request. A mutation is shielded: when its client goes away, the posting still
finishes. A subscription is its operation carried out again and again, each time on a fresh snapshot, once for everybody
who asked the same.
"""

import asyncio
import json
import random
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import anyio
import strawberry
from graphql import ExecutionResult, OperationType, execute_sync

from ..models.contention import GIVE_PLACE
from ..models.database import Database
from ..models.ending import Ending
from ..resolvers import progress
from ..resolvers.context import Context, Notify, Progress, State
from ..resolvers.errors import ErrorCode, RequestError
from .graphql_document import Document, cost_of, document_of, invalid, meter
from .json_text import as_json
from .operations import Bounded, Setting, executed
from .outages import deadline_exceeded
from .places import AGAIN_SECONDS, Places
from .refusals import formatted, status_of
from .requests import Operation
from .watching import Watching
from .whole_book import reads_whole_book
from .written import Statements, Written

PARSING_THREADS = 2
LARGE_QUERY = 512  # characters that are parsed and measured on the event loop in a few milliseconds
QUIET_SECONDS = 12
BUG = ErrorCode.INTERNAL_SERVER_ERROR
SPREAD_SECONDS = 0.1  # over which an event is told to all who watch: a thousand at once would hold everybody else up
READ_ONLY = "This server is read-only (--read-only): it answers queries and carries out no mutation."


@dataclass(frozen=True)
class Answer:
    """A response, and what it has shown of a run where it is a subscription's."""

    body: dict[str, Any]
    progress: Progress | None = None
    data: bytes | None = None  # the JSON of what the body has as data, where statements have written it

    @property
    def is_refused(self) -> bool:
        """Whether nothing was run."""
        return "data" not in self.body

    @property
    def is_passing(self) -> bool:
        """Whether nothing was run for now, and the same may be run in a moment."""
        return self.is_refused and bool(self.errors[0]["extensions"]["retryable"])

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
        if self.data is None:
            return as_json(self.body)
        others = as_json({name: value for name, value in self.body.items() if name != "data"})
        return f'{{"data":{self.data.decode()}{"," if len(others) > 2 else ""}{others[1:]}'


@dataclass(frozen=True)
class Task:
    """What is to be run: the request, its document, and an idempotency key that came beside them."""

    operation: Operation
    document: Document
    key: str | None = None
    is_first: bool = True  # whether its answer tells its cost, which later events of a stream do not


class Execution:
    """Operations on one database; `notify` is told of the posting runs that they begin."""

    def __init__(self, schema: strawberry.Schema, database: Database, notify: Notify) -> None:
        self.schema = schema
        self.database = database
        self.notify = notify
        self._meter = meter(schema._schema)
        self._statements = Statements(self._meter, database.engine.dialect)
        self.draining = asyncio.Event()
        has = database.capacity
        slow = partial(deadline_exceeded, has.query_seconds)
        self._parsing = Places(PARSING_THREADS, has.queries_waiting, has.query_seconds)
        self._queries = Places(has.queries, has.queries_waiting, has.query_seconds)
        self._whole_book = Places(has.whole_book_reads, has.queries_waiting, has.query_seconds, slow)
        self._postings = Places(has.postings, has.postings_waiting, has.mutation_seconds)
        self._events = Places(has.events)
        self._next: dict[tuple[str, State], asyncio.Task[Answer]] = {}
        self._watching = Watching(partial(progress.states, database))

    async def read(self, operation: Operation) -> Document:
        """The document of a request; raises `GraphQLError` where it cannot be read, or may not be run here."""
        if len(operation.query) < LARGE_QUERY:
            document = document_of(operation, self._meter)
        else:
            document = await self._parsing.run(lambda _: document_of(operation, self._meter))
        if self.database.read_only and document.kind is OperationType.MUTATION:
            raise RequestError(ErrorCode.FORBIDDEN, READ_ONLY)
        return document

    async def answer(self, operation: Operation, document: Document, key: str | None = None) -> Answer:
        """The response to a query or mutation, or a subscription's first event; `key` is an idempotency key."""
        places = self._queries
        if document.kind is OperationType.MUTATION:
            places = self._postings
        elif reads_whole_book(document):
            places = self._whole_book
        return await self._run(Task(operation, document, key), places)

    async def events(
        self, operation: Operation, document: Document, key: str | None = None
    ) -> AsyncGenerator[Answer | None]:
        """The responses to an operation, one or many; None where for a while there was nothing to tell."""
        answer = await self.answer(operation, document, key)
        yield answer
        shown = answer.progress
        while shown is not None and not shown.is_over:
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    state = await self._watching.moved(shown)
            except TimeoutError:
                yield None
                continue
            if state is None:
                return
            answer = await self._again(Task(operation, document, is_first=False), shown.run, state)
            if answer.is_passing:  # whoever watches is told when the database is there again
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            await asyncio.sleep(SPREAD_SECONDS * random.random())
            yield answer
            shown = answer.progress

    async def _again(self, task: Task, run: int, state: State) -> Answer:
        """The next event of a run that was just seen in `state`: one for everybody who asked the same.

        Everybody who is told of a state has been shown an older one, and what is read from now on is no older.
        """
        operation = task.operation
        asked = json.dumps(
            [operation.query, operation.operation_name, operation.variables, run], sort_keys=True, default=str
        )
        same = (asked, state)
        if same not in self._next:
            event = asyncio.create_task(self._run(task, self._events))
            self._next[same] = event
            event.add_done_callback(lambda _: self._next.pop(same))
        return await asyncio.shield(self._next[same])  # whoever goes away does not take it from the others

    def drain(self) -> None:
        """End every subscription, and those to come after their first event."""
        self.draining.set()
        self._watching.stop()

    async def _run(self, task: Task, places: Places) -> Answer:
        """The response, or why there is none; what a query does ends with the task that waits for it."""
        ending = Ending(self.database.capacity.query_seconds)
        if places is self._whole_book:
            ending.begin()  # they wait within their time
        work = partial(self._execute, task, ending)
        try:
            with anyio.CancelScope(shield=task.document.kind is OperationType.MUTATION):
                return await places.run(work, ending.give_up)
        except RequestError as refused:
            return Answer({"errors": [formatted(refused, task.operation.request_id)]})
        raise AssertionError("unreachable")  # mypy: a cancel scope might swallow

    def _execute(self, task: Task, ending: Ending, give_place: Callable[[], None]) -> Answer:
        kind = task.document.kind
        if kind is OperationType.MUTATION:
            GIVE_PLACE.set(give_place)  # in this call's own context
        setting = Setting(self.database, self.notify)
        result, context = executed(setting, kind, task.key, ending, partial(self._result, task))
        errors = [formatted(error, task.operation.request_id) for error in result.errors or ()]
        is_refused = kind is OperationType.QUERY and errors and errors[0]["extensions"]["code"] != BUG
        is_request_error = result.data is None and (is_refused or not any(error.get("path") for error in errors))
        body: dict[str, Any] = {} if is_request_error else {"data": result.data}
        body |= {"errors": errors} if errors else {}
        written = result if isinstance(result, Written) else None
        if task.is_first and not is_request_error:
            document = task.document
            cost = written.cost(self._meter, document) if written else cost_of(self._meter, document, result.data)
            body["extensions"] = {"cost": cost}
        return Answer(body, context.progress, written.text if written else None)

    def _result(self, task: Task, context: Context) -> ExecutionResult:
        wrong = invalid(self._meter, task.document, task.operation.variables)
        if wrong:
            return ExecutionResult(None, wrong)
        if (written := self._statements.answer(task.operation, task.document, context)) is not None:
            return written
        return execute_sync(
            self.schema._schema,
            task.document.node,
            context_value=context,
            variable_values=task.operation.variables,
            operation_name=task.operation.operation_name,
            executor_class=Bounded,
        )
