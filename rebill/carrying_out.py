"""Carrying an operation out in this thread: the bounds it runs in, and what is told where it could not.

A query that the database failed is asked again on a new connection, and one whose time is over ends in the middle. A
mutation is never cut short. Once it is committed, only the reading of its answer is tried again; where that fails, too,
the error says that it was carried out (access 5.6, 6.5).
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, Executor, GraphQLError, OperationType

from .models.database import Database
from .models.ending import Ended, Ending
from .models.identity import encode
from .models.outages import Reason, is_canceled, reason_of
from .outages import QUIETLY, TOLD, cause_of, deadline_exceeded, outage_in, unavailable
from .posting.service.transaction import Outcome
from .resolvers.context import Carry, Context
from .resolvers.errors import ErrorCode, RequestError

TRIES = 3
PASSING = {Reason.AWAY, Reason.STARTING, Reason.CROWDED}  # what a new connection may mend
MADE = {"invoice": "Invoice", "run": "PostingRun", "customer": "Customer", "product": "Product"}
Execute = Callable[[Context], ExecutionResult]


class Bounded(Executor[None]):
    """graphql-core's executor, which goes on from object to object only while the query is to go on."""

    def execute_fields(self, *arguments: Any, **named: Any) -> Any:
        """Look at the clock, then resolve the fields of one object."""
        if self.context_value.ending is not None:
            self.context_value.ending.check()
        return super().execute_fields(*arguments, **named)


@dataclass(frozen=True)
class Setting:
    """What every operation of a server is carried out with."""

    database: Database
    carry: Carry


def carried_out(
    setting: Setting, kind: OperationType, key: str | None, ending: Ending, execute: Execute
) -> tuple[ExecutionResult, Context]:
    """The result of an operation, and what it has shown; a mutation has no end but its own."""
    is_mutation = kind is OperationType.MUTATION
    ending.begin()
    outcomes: dict[str, object] = {}
    for attempt in itertools.count(1):
        context = Context(
            setting.database, key, carry=setting.carry, ending=None if is_mutation else ending, outcomes=outcomes
        )
        try:
            result = execute(context)
        except Ended:
            return _refused(deadline_exceeded(ending.seconds)), context
        except Exception as bug:  # in GraphQL's own code: told as an id, like one in a resolver
            result = _refused(GraphQLError("", original_error=bug))
        finally:
            context.fresh()
        errors = result.errors or []
        if not is_mutation and any(is_canceled(cause_of(error)) for error in errors):
            return _refused(deadline_exceeded(ending.seconds)), context
        reason = outage_in(errors)
        if reason is None:
            return result, context
        is_worth_it = reason in PASSING and (not is_mutation or any(_is_committed(one, outcomes) for one in errors))
        if attempt == TRIES or not is_worth_it:
            QUIETLY.tell("the database cannot be used", reason)
            if not any(_is_done(outcome) for outcome in outcomes.values()):
                return _refused(unavailable(reason, writes=is_mutation)), context
            return ExecutionResult(result.data, _told(result, outcomes)), context
    raise AssertionError("unreachable")


def _refused(error: GraphQLError) -> ExecutionResult:
    return ExecutionResult(None, [error])


def _is_done(outcome: object) -> bool:
    """Whether a mutation was carried out: not refused, and not failed."""
    return not isinstance(outcome, Exception)


def _is_committed(error: GraphQLError, outcomes: dict[str, object]) -> bool:
    key = str(error.path[0]) if error.path else ""
    return reason_of(cause_of(error)) is not None and key in outcomes and _is_done(outcomes[key])


def _told(result: ExecutionResult, outcomes: dict[str, object]) -> list[GraphQLError]:
    """An error for each mutation of which something is not known, at its place; GraphQL's own for other failures."""
    told = []
    for error in result.errors or ():
        reason = reason_of(cause_of(error))
        if reason is None:
            told.append(error)
        elif not _is_committed(error, outcomes):
            told.append(_at(unavailable(reason, writes=True), error.path))
        else:
            told.append(_at(_carried_out(reason, outcomes[str((error.path or [""])[0])]), error.path))
    if result.data is None:  # what the others did is lost from it, too
        named = {str(error.path[0]) for error in told if error.path}
        reason = outage_in(result.errors or []) or Reason.AWAY
        rest = [key for key, outcome in outcomes.items() if _is_done(outcome) and key not in named]
        told += [_at(_carried_out(reason, outcomes[key]), [key]) for key in rest]
    return told


def _at(error: RequestError, path: list[str | int] | None) -> RequestError:
    error.path = path
    return error


def _carried_out(reason: Reason, outcome: object) -> RequestError:
    """A mutation is committed, and its answer cannot be read."""
    what, seconds = TOLD[reason]
    result = outcome.result if isinstance(outcome, Outcome) else {"run": outcome}
    made = next((encode(kind, int(str(result[name]))) for name, kind in MADE.items() if result.get(name)), None)
    return RequestError(
        ErrorCode.UNAVAILABLE,
        f"This was carried out and is written{f' (id {made})' if made else ''}; only its answer could not be read. "
        f"{what} Do not repeat the call without its idempotencyKey; read what it made in {seconds} s.",
        params={"reason": reason, "seconds": seconds, "written": "true"} | ({"id": made} if made else {}),
    )
