"""From a mutation to one posting command, and from its outcome to an answer."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection

from ..models.identity import GlobalId
from ..posting.command.acting import KeyEnded
from ..posting.command.results import RunResult
from ..posting.command.transaction import Outcome, Service, Transaction
from ..posting.commands import Command
from ..posting.problems import Problem, Refused
from .context import Info
from .errors import ErrorCode, RequestError
from .list_sizes import holders, refuse_long_lists

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound=Command)
D = TypeVar("D", bound="DataclassInstance")
R = TypeVar("R")
Handler = Callable[[Transaction, C], object]
RunAct = Callable[[Service, GlobalId], RunResult]
RunCheck = Callable[[Connection, GlobalId], object]  # raises `Refused`
Start = Callable[[Service, C], Outcome[Any]]  # of what its handler answers


@dataclass(frozen=True)
class Refusal:
    """A refused command; resolves to `Rejection`."""

    problems: Sequence[Problem]


@dataclass(frozen=True)
class Done(Generic[R]):
    """A command that was carried out; resolves to the success type of its mutation."""

    result: R
    replayed: bool


Answer = Done[object] | Refusal


def execute(
    info: Info,
    command: C,
    handler: Handler[C],
    *,
    pro_forma: bool = False,
    start: Start[C] | None = None,
) -> Answer:
    """Carry out a command in its own transaction and answer from a fresh snapshot; a run that it wrote down goes on.

    As a `pro_forma` a command whose `posting` is off is only looked at.
    """
    if pro_forma and getattr(command, "posting", None) is False:
        looked = look(info, command, handler)
        return looked if isinstance(looked, Refusal) else Done(looked, replayed=False)

    def attempt(prepared: C) -> Outcome[object]:
        service = info.context.service
        return service.execute(prepared, handler) if start is None else start(service, prepared)

    outcome = _unless_refused(info, command, lambda prepared: _once(info, lambda: attempt(prepared)))
    return outcome if isinstance(outcome, Refusal) else _answered(info, outcome)


def about_run(info: Info, act: RunAct, global_id: GlobalId, *, goes_on: bool) -> Answer:
    """Do something with a run that there is; where it `goes_on`, it is taken up before it is answered."""
    info.context.fresh()
    try:
        outcome = _once(info, lambda: Outcome(act(info.context.service, global_id), replayed=False))
    except Refused as refused:
        return Refusal(refused.problems)
    return _answered(info, outcome, goes_on=goes_on)


def _answered(info: Info, outcome: Outcome[object], *, goes_on: bool = True) -> Answer:
    """The answer; a posting run that was written down or taken up goes on before it is read."""
    if goes_on and isinstance(outcome.result, RunResult):
        info.context.notify(info.context.service, outcome.result.run)
        info.context.fresh()
    return Done(outcome.result, outcome.replayed)


def look(info: Info, command: C, handler: Callable[[Transaction, C], R]) -> R | Refusal:
    """Run a command that only looks: it uses up no idempotency key and no number."""
    return _unless_refused(info, command, lambda prepared: info.context.service.look(prepared, handler))


def _unless_refused(info: Info, command: C, run: Callable[[C], R]) -> R | Refusal:
    info.context.fresh()
    prepared = with_defaults(command)
    if prepared.idempotency_key is None and info.context.idempotency_key_header is not None:
        prepared = dataclasses.replace(prepared, idempotency_key=info.context.idempotency_key_header)
    try:
        refuse_long_lists(prepared)
        return run(prepared)
    except Refused as refused:
        return Refusal(refused.problems)


def _once(info: Info, act: Callable[[], Outcome[object]]) -> Outcome[object]:
    """What `act` gives, or gave: an operation whose answer could not be read is executed again to read it."""
    key, outcomes = str(info.path.key), info.context.outcomes
    if key not in outcomes:
        try:
            outcomes[key] = act()
        except KeyEnded:
            outcomes[key] = RequestError(ErrorCode.UNAUTHENTICATED, "invalid", params={"reason": "INVALID"})
        except Exception as error:
            outcomes[key] = error
    known = outcomes[key]
    if isinstance(known, Exception):
        raise known
    return known


def with_defaults(command: D) -> D:
    """An explicit null means the same as leaving a field out, however deep it stands (access 6.8)."""
    kind = type(command)
    values = {name: default for name, default in _defaults(kind) if getattr(command, name) is None}
    for name, _ in holders(kind):
        value = getattr(command, name)
        if value is not None:
            values[name] = [_defaulted(item) for item in value] if isinstance(value, list) else _defaulted(value)
    return dataclasses.replace(command, **values) if values else command


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """What the fields have that are left out, and are not null then."""
    return tuple(
        (f.name, f.default)
        for f in dataclasses.fields(kind)
        if f.default is not None and f.default is not dataclasses.MISSING
    )


def _defaulted(value: Any) -> Any:
    return with_defaults(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
