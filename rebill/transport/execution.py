"""Running operations: each in a worker thread, never on the event loop, whatever transport it came by.

There it would hold up every other request. A mutation is shielded: when its client goes away, the posting still
finishes. A subscription is its operation carried out again and again, each time on a fresh snapshot, once for everybody
who asked the same.
"""

import asyncio
import json
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from functools import partial

import anyio
import strawberry
from graphql import ExecutionResult, OperationType

from ..models.contention import GIVE_PLACE
from ..models.database import Database
from ..models.ending import Ending
from ..resolvers import progress
from ..resolvers.compiled.operations import Alone, CompiledAnswer, CompiledOperation
from ..resolvers.context import Context, Notify, State
from ..resolvers.errors import ErrorCode, RequestError
from .answers import Answer, Data
from .budgets import Budgets, Charge
from .documents import Documents
from .explaining import as_extension, fields_of
from .graphql_document import Document, cost_of, document_of, invalid, meter, remembered, sized
from .operations import Setting, executed
from .outages import deadline_exceeded
from .places import AGAIN_SECONDS, Places
from .profile import DEFAULT, Profile
from .requests import Operation
from .tasks import Task, is_of_a_field
from .threads import Threads
from .watching import Watching
from .ways import Ways
from .whole_book import reads_whole_book

PARSING_THREADS = 2
LARGE_QUERY = 512  # characters that are parsed and measured on the event loop in a few milliseconds
QUIET_SECONDS = 12
BUG, TOO_LONG = ErrorCode.INTERNAL_SERVER_ERROR, ErrorCode.DEADLINE_EXCEEDED
SPREAD_SECONDS = 0.1  # over which an event is told to all who watch: a thousand at once would hold everybody else up


class Execution:
    """Operations on one database; `notify` is told of the posting runs that they begin.

    With `explains`, whoever asks for it is told how an operation was answered: statements show the tables.
    """

    def __init__(
        self,
        schema: strawberry.Schema,
        database: Database,
        notify: Notify,
        *,
        compiles: bool = True,
        explains: bool = False,
        takes_tokens: bool = False,
        profile: Profile = DEFAULT,
    ) -> None:
        self.schema = schema
        self.database = database
        self.notify = notify
        self._meter = meter(schema._schema, profile.document_limits)
        self._budgets = Budgets(profile.budget, limits_anybody=profile.limits_anybody)
        self._trusted = profile.trusted
        self._documents = Documents()
        self._ways = Ways(schema, database, self._documents, compiles)
        self._explains = explains
        self._takes_tokens = takes_tokens
        self.draining = asyncio.Event()
        has = database.capacity
        slow = partial(deadline_exceeded, has.query_seconds)
        places = partial(Places, threads=Threads())
        self._parsing = places(PARSING_THREADS, has.queries_waiting, has.query_seconds)
        self._queries = places(has.queries, has.queries_waiting, has.query_seconds)
        self._whole_book = places(has.whole_book_reads, has.queries_waiting, has.query_seconds, slow)
        self._postings = places(has.postings, has.postings_waiting, has.mutation_seconds)
        self._events = places(has.events)
        self._next: dict[tuple[str, State], asyncio.Task[Answer]] = {}
        self._watching = Watching(partial(progress.states, database))

    def meant(self, operation: Operation) -> Operation:
        """A request with the document that it names by an id; raises `RequestError` where there is none."""
        return self._trusted.meant(operation)

    async def read(self, operation: Operation) -> Document:
        """The document of a request; raises `GraphQLError` where it cannot be read, or may not be run here."""
        known = self._documents.known(operation)
        document = None if known is None else remembered(known, operation)
        if document is None:
            work = partial(document_of, operation) if known is None else partial(sized, known, operation)
            if len(operation.query) < LARGE_QUERY:
                document = work(self._meter)
            else:
                document = await self._parsing.run(lambda _: work(self._meter))
        if self.database.read_only and document.kind is OperationType.MUTATION:
            raise RequestError(ErrorCode.FORBIDDEN, "read-only")
        return document

    async def answer(self, operation: Operation, document: Document, address: str, key: str | None = None) -> Answer:
        """The response to a query or mutation, or a subscription's first event; `key` is an idempotency key.

        It is charged to whoever asks, who is their `address` where they do not say who they are.
        """
        places = self._queries
        if document.kind is OperationType.MUTATION:
            places = self._postings
        elif reads_whole_book(document):
            places = self._whole_book
        task = Task(operation, document, self._budgets.charge(operation.caller, address), key)
        ending = Ending(self.database.capacity.query_seconds)
        alone = self._alone(task) if places is self._queries else None
        if alone is None:
            return await self._run(task, places, ending)
        return await self._by_wire(task, alone, ending) or await self._run(task, places, ending, grows=True)

    def _alone(self, task: Task) -> Alone | None:
        """The one statement that answers a short request, as it was made for another one; None for what is new."""
        operation, written = task.operation, task.document.written
        is_known = written.checked is not None and isinstance(written.compiled, CompiledOperation)
        if not is_known or not operation.is_short or operation.wants_explanation:
            return None
        assert isinstance(written.compiled, CompiledOperation), "as it is known"
        try:
            is_wrong = bool(invalid(self._meter, task.document, operation.variables, operation.caller))
            return None if is_wrong else written.compiled.alone(operation.variables)
        except Exception:  # a bug, which is told where it comes again
            return None

    async def _by_wire(self, task: Task, alone: Alone, ending: Ending) -> Answer | None:
        """The response, without a thread; None where it is to be asked for in one, which tells what is wrong."""
        throttled = task.charge.take(task.document.measured.cost)
        if throttled is not None:
            return self._throttled(task, throttled)
        if not self._queries.take():
            return None
        try:
            ending.begin()
            rows = await self.database.wires.rows(alone.text, alone.values, ending.seconds)
        finally:
            self._queries.give()
        if rows is None:
            return None
        try:
            found = alone.answer(rows)
        except Exception:  # as well
            return None
        if found is None:
            return None
        return Answer(Data(found.data), [], self._cost(task, found) if task.is_first else None)

    def _cost(self, task: Task, data: Mapping[str, object] | CompiledAnswer | None) -> dict[str, object]:
        """What an answer tells of its cost; what it did not cost is given back before."""
        actual = cost_of(self._meter, task.document, data)
        task.charge.settle(actual)
        return task.cost(actual)

    def _throttled(self, task: Task, error: RequestError) -> Answer:
        """The answer to whoever has too little left."""
        cost = task.cost(None)
        return Answer(errors=[task.told(error)], cost=cost)

    async def events(
        self, operation: Operation, document: Document, address: str, key: str | None = None
    ) -> AsyncGenerator[Answer | None]:
        """The responses to an operation, one or many; None where for a while there was nothing to tell."""
        answer = await self.answer(operation, document, address, key)
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
            answer = await self._again(Task(operation, document, Charge(), is_first=False), shown.run, state)
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
            [
                operation.query,
                operation.operation_name,
                operation.variables,
                operation.language,
                run,
                sorted(operation.caller.scopes),
            ],
            sort_keys=True,
            default=str,
        )
        same = (asked, state)
        if same not in self._next:
            ending = Ending(self.database.capacity.query_seconds)
            event = asyncio.create_task(self._run(task, self._events, ending))
            self._next[same] = event
            event.add_done_callback(lambda _: self._next.pop(same))
        return await asyncio.shield(self._next[same])  # whoever goes away does not take it from the others

    def drain(self) -> None:
        """End every subscription, and those to come after their first event."""
        self.draining.set()
        self._watching.stop()

    async def _run(self, task: Task, places: Places, ending: Ending, *, grows: bool = False) -> Answer:
        """The response, or why there is none; what a query does ends with the task that waits for it."""
        if places is self._whole_book:
            ending.begin()  # they wait within their time
        work = partial(self._execute, task, ending)
        try:
            if task.document.kind is OperationType.MUTATION:
                return await _shielded(places.run(work))
            answer = await places.run(work, ending.give_up)
        except RequestError as refused:
            task.charge.settle(0)
            return Answer(errors=[task.told(refused)])
        if grows and not answer.errors:
            self.database.wires.grow()  # since the database is there
        return answer

    def _execute(self, task: Task, ending: Ending, give_place: Callable[[], None]) -> Answer:
        kind = task.document.kind
        if kind is OperationType.MUTATION:
            GIVE_PLACE.set(give_place)  # in this call's own context
        setting = Setting(
            self.database,
            self.notify,
            task.operation.language,
            task.operation.caller,
            self._takes_tokens,
            task.operation.request_id,
            task.charge.budget,
        )
        result, context = executed(setting, kind, task.key, ending, partial(self._result, task))
        errors = [task.told(error) for error in result.errors or ()]
        is_refused = kind is OperationType.QUERY and any(error["extensions"]["code"] != BUG for error in errors)
        is_request_error = is_refused or (result.data is None and not any(is_of_a_field(error) for error in errors))
        found: object = result.data
        data = None if is_request_error else Data(found.data if isinstance(found, CompiledAnswer) else found)
        cost: Mapping[str, object] | None = None
        if task.charge.is_refused:
            cost = task.cost(None)
        elif task.is_first and not (data is None and found is None):
            spent = self._cost(task, result.data)
            cost = None if data is None else spent  # what ran beside a wrong value was carried out, too
        elif not any(error["extensions"]["code"] == TOO_LONG for error in errors):
            task.charge.settle(0)  # nothing ran
        told = self._explained(task, data) if data is not None and task.operation.wants_explanation else None
        return Answer(data, errors, cost, context.progress, told)

    def _explained(self, task: Task, data: Data) -> dict[str, object] | None:
        """How an operation was answered; None where the server tells nobody."""
        if not self._explains or not task.is_first:
            return None
        fields = fields_of(self.schema, self.database, task.document, task.operation.variables)
        return as_extension(fields, is_whole=data.is_written)

    def _result(self, task: Task, context: Context) -> ExecutionResult:
        written = task.document.written
        is_new = written.checked is None
        wrong = invalid(self._meter, task.document, task.operation.variables, task.operation.caller)
        if is_new and written.is_accepted:
            self._documents.keep(task.operation, written)
        if wrong:
            return ExecutionResult(None, list(wrong))
        throttled = task.charge.take(task.document.measured.cost)
        if throttled is not None:
            return ExecutionResult(None, [throttled])
        return self._ways.carried_out(written, task.operation, context, is_new=is_new)


async def _shielded(answer: Awaitable[Answer]) -> Answer:
    """An answer that is awaited whoever goes away meanwhile."""
    with anyio.CancelScope(shield=True):
        return await answer
    raise AssertionError("unreachable")  # mypy: a cancel scope might swallow
