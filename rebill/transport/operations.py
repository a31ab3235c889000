"""Carrying an operation out in this thread: the bounds it runs in, and what is told where it could not.

A query that the database failed is asked again on a new connection, and one whose time is over ends in the middle. A
mutation is never cut short. Once it is committed, only the reading of its answer is tried again; where that fails, too,
the error says that it was carried out (access 5.6, 6.5).
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from graphql import ExecutionResult, GraphQLError, OperationType

from ..models.database import Database
from ..models.ending import Ended, Ending
from ..models.identity import encode
from ..models.outages import PASSING, Reason, is_canceled, reason_of
from ..models.wording import Language
from ..posting.command.caller import ANONYMOUS, Caller
from ..posting.command.transaction import Outcome
from ..resolvers.context import Budget, Context, Notify, Outcomes
from ..resolvers.errors import ErrorCode, RequestError, code_of
from .outages import (
    AGAIN_SECONDS,
    QUIETLY,
    cause_of,
    deadline_exceeded,
    may_double_if_repeated,
    outage_in,
    unavailable,
    why,
)

TRIES = 3
MADE = {"invoice": "Invoice", "run": "PostingRun", "customer": "Customer", "product": "Product"}
Execute = Callable[[Context], ExecutionResult]


@dataclass(frozen=True)
class Setting:
    """What an operation is carried out with, and for whom."""

    database: Database
    notify: Notify
    language: Language
    caller: Caller = ANONYMOUS
    takes_tokens: bool = False
    request_id: str = ""
    budget: Callable[[], Budget | None] = lambda: None


def executed(
    setting: Setting, kind: OperationType, key: str | None, ending: Ending, execute: Execute
) -> tuple[ExecutionResult, Context]:
    """The result of an operation, and what it has shown; a mutation has no end but its own."""
    is_mutation = kind is OperationType.MUTATION
    ending.begin()
    outcomes: Outcomes = {}
    for attempt in itertools.count(1):
        context = Context(
            setting.database,
            key,
            setting.language,
            notify=setting.notify,
            caller=setting.caller,
            takes_tokens=setting.takes_tokens,
            request_id=setting.request_id,
            budget=setting.budget,
            ending=None if is_mutation else ending,
            outcomes=outcomes,
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
            return (_with_what_is_written(result, outcomes) if result.data is None else result), context
        is_worth_it = reason in PASSING and (not is_mutation or any(_committed(one, outcomes) for one in errors))
        if attempt == TRIES or not is_worth_it:
            QUIETLY.tell("the database cannot be used", reason)
            if not any(isinstance(outcome, Outcome) for outcome in outcomes.values()):
                may_double = any(may_double_if_repeated(error) for error in errors)
                return _refused(unavailable(reason, writes=is_mutation, may_double=may_double)), context
            told = ExecutionResult(result.data, _told(result, outcomes))
            return (_with_what_is_written(told, outcomes, reason) if told.data is None else told), context
    raise AssertionError("unreachable")


def _refused(error: GraphQLError) -> ExecutionResult:
    return ExecutionResult(None, [error])


def _committed(error: GraphQLError, outcomes: Outcomes) -> Outcome[object] | None:
    """The mutation of which only the answer could not be read; None where it was not carried out."""
    outcome = outcomes.get(str(error.path[0])) if error.path else None
    return outcome if isinstance(outcome, Outcome) and reason_of(cause_of(error)) is not None else None


def _told(result: ExecutionResult, outcomes: Outcomes) -> list[GraphQLError]:
    """An error for each mutation of which something is not known, at its place; GraphQL's own for other failures."""
    told = []
    for error in result.errors or ():
        reason = reason_of(cause_of(error))
        if reason is None:
            told.append(error)
        elif (outcome := _committed(error, outcomes)) is not None:
            told.append(_at(_though_executed(outcome, reason), error.path))
        else:
            refused = unavailable(reason, writes=True, may_double=may_double_if_repeated(error))
            told.append(_at(refused, error.path))
    return told


def _with_what_is_written(lost: ExecutionResult, outcomes: Outcomes, reason: Reason | None = None) -> ExecutionResult:
    """A result without data, whose errors name every mutation that is written all the same, whatever it failed of."""
    errors = lost.errors or []
    code = ErrorCode.UNAVAILABLE if reason else (code_of(errors[0]) if errors else None)
    said = {str(one.path[0]) for one in errors if one.path and _is_said_to_be_written(one)}
    more = [
        _at(_though_executed(outcome, reason, code or ErrorCode.INTERNAL_SERVER_ERROR), [key])
        for key, outcome in outcomes.items()
        if isinstance(outcome, Outcome) and key not in said
    ]
    return ExecutionResult(None, [*errors, *more]) if more else lost


def _is_said_to_be_written(error: GraphQLError) -> bool:
    return "written" in (error.extensions or {}).get("params", {})


def _at(error: RequestError, path: list[str | int] | None) -> RequestError:
    error.path = path
    return error


def _though_executed(
    outcome: Outcome[object], reason: Reason | None, code: ErrorCode = ErrorCode.UNAVAILABLE
) -> RequestError:
    """A mutation is committed, and its answer cannot be read, or went with that of another one."""
    if reason is Reason.UNKNOWN_OUTCOME:  # of another one: of this one it is known
        reason = Reason.AWAY
    keys = ((kind, getattr(outcome.result, name, None)) for name, kind in MADE.items())
    made = next((encode(kind, key) for kind, key in keys if key is not None), None)
    params = {"reason": reason, "seconds": AGAIN_SECONDS[reason]} if reason else {}
    return RequestError(
        code,
        "written",
        params=params | {"written": "true"} | ({"id": made} if made else {}),
        words={"why": why(reason)} if reason else None,
        words_of=ErrorCode.UNAVAILABLE,
    )
