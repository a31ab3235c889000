"""Asking one executor the way that a client's request is answered: everything that its response would say."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphql import GraphQLError
from strawberry import Schema

from rebill.models.database import Database
from rebill.transport.answers import Answer
from rebill.transport.execution import Execution
from rebill.transport.refusals import formatted, masked
from rebill.transport.requests import Operation
from tests.fuzz.writing import Drawn

REQUEST_ID = "fuzz-request"  # stands in every error


@dataclass(frozen=True)
class Told:
    """A response: its body, and its status under the older and the newer media type."""

    text: str
    old_status: int
    new_status: int
    has_data: bool
    is_compiled: bool
    bug: str = ""  # which graphql-core has stood in for, so that the response does not show it

    @property
    def response(self) -> tuple[str, int, int]:
        """What the client sees of it."""
        return self.text, self.old_status, self.new_status


def executors(schema: Schema, database: Database) -> tuple[Execution, Execution]:
    """What answers the requests of a server, with compiling and without."""
    compiling, walking = (
        Execution(schema, database, lambda _, __: None, compiles=compiles) for compiles in (True, False)
    )
    walking._documents = compiling._documents  # parsing and validating takes longer than all the rest, and is the same
    return compiling, walking


def told(execution: Execution, asked: Iterable[Drawn]) -> Sequence[Told]:
    """The responses to documents, one after the other."""

    async def run() -> list[Told]:
        return [await _told(execution, one) for one in asked]

    return asyncio.run(run())


async def _told(execution: Execution, one: Drawn) -> Told:
    operation = Operation(one.text, one.operation, dict(one.variables), request_id=REQUEST_ID)
    failure = None
    try:
        document = await execution.read(operation)
        answer = await execution.answer(operation, document, "the fuzz")
        failure = getattr(document.written.compiled, "failure", None)
    except GraphQLError as error:
        answer = Answer(errors=[formatted(error, REQUEST_ID)])
    except Exception as bug:  # where no answer is made of it, a difference is made of it here
        answer = Answer(errors=[formatted(masked(bug, REQUEST_ID), REQUEST_ID), {"message": repr(bug)}])
    statuses = answer.status(is_old_media=True), answer.status(is_old_media=False)
    is_compiled = answer.data is not None and answer.data.is_written
    return Told(
        answer.content.decode(), *statuses, not answer.is_refused, is_compiled, "" if failure is None else repr(failure)
    )
