"""From a mutation to one posting command, and from its outcome to an answer."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..models.identity import GlobalId, encode
from ..models.vocabulary import ProblemCode
from ..posting.command.transaction import Outcome, Result, Service, Transaction
from ..posting.commands import Command
from ..posting.problems import Refused
from ..posting.runs import runs
from .context import Info
from .list_sizes import refuse_long_lists
from .plans import plan_view, warning_view

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound=Command)
T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")
Handler = Callable[[Transaction, C], Result]


class Refusal(dict[str, Any]):
    """A view that resolves to `Rejection`."""


class Done(dict[str, Any]):
    """A view that resolves to the success type of its mutation."""


def carry_out(info: Info, command: C, handler: Handler[C]) -> Refusal | Done:
    """Run a command in its own transaction and answer from a fresh snapshot."""
    return _answer(
        info, command, lambda prepared: _once(info, lambda: info.context.service.carry_out(prepared, handler))
    )


def carry_run(info: Info, command: C, start: Callable[[Service, C], Outcome]) -> Refusal | Done:
    """Write a run down and let it go on; answers the run as it stands."""
    answer = _answer(info, command, lambda prepared: _once(info, lambda: start(info.context.service, prepared)))
    if isinstance(answer, Done):
        info.context.carry(info.context.service, answer["run"])
        info.context.fresh()
    return answer


def resume_run(info: Info, global_id: GlobalId) -> Refusal | Done:
    """Let a run that has stopped go on."""
    answer = about_run(info, runs.resume, global_id)
    if isinstance(answer, Done):
        info.context.carry(info.context.service, answer["run"])
        info.context.fresh()
    return answer


def about_run(info: Info, act: Callable[[Service, GlobalId], int], global_id: GlobalId) -> Refusal | Done:
    """Do something with a run that there is."""
    info.context.fresh()
    try:
        run = _once(info, lambda: act(info.context.service, global_id))
    except Refused as refused:
        return Refusal(problems=refused.problems)
    return Done(run=run, replayed=False)


def look(info: Info, command: C, handler: Handler[C]) -> Refusal | Done:
    """Run a command that only looks: it uses up no idempotency key and no number."""
    return _answer(info, command, lambda prepared: info.context.service.look(prepared, handler))


def _answer(info: Info, command: C, run: Callable[[C], Outcome]) -> Refusal | Done:
    info.context.fresh()
    prepared = with_defaults(command)
    if prepared.idempotency_key is None and info.context.idempotency_key_header is not None:
        prepared = dataclasses.replace(prepared, idempotency_key=info.context.idempotency_key_header)
    try:
        refuse_long_lists(prepared)
        outcome = run(prepared)
    except Refused as refused:
        return Refusal(problems=refused.problems)
    return Done(_viewed(outcome.result), replayed=outcome.replayed)


def _once(info: Info, act: Callable[[], T]) -> T:
    """What `act` gives, or gave: an operation whose answer could not be read is executed again to read it."""
    key, outcomes = str(info.path.key), info.context.outcomes
    if key not in outcomes:
        try:
            outcomes[key] = act()
        except Exception as error:
            outcomes[key] = error
    known = outcomes[key]
    if isinstance(known, Exception):
        raise known
    return known  # type: ignore[return-value]  # what act gave


def with_defaults(command: D) -> D:
    """An explicit null means the same as leaving a field out, however deep it stands (access 6.8)."""
    values = {}
    for one in dataclasses.fields(command):
        value = getattr(command, one.name)
        if value is None and one.default is not dataclasses.MISSING:
            values[one.name] = one.default
        elif isinstance(value, list):
            values[one.name] = [_defaulted(item) for item in value]
        else:
            values[one.name] = _defaulted(value)
    return dataclasses.replace(command, **values)


def _defaulted(value: Any) -> Any:
    return with_defaults(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def _viewed(result: Result) -> dict[str, Any]:
    view: dict[str, Any] = dict(result)
    if "plan" in view:
        view["plan"] = plan_view(view["plan"])
    if "warnings" in view:
        view["warnings"] = [warning_view(one) for one in view["warnings"]]
    if "skipped" in view:
        view["skipped_lines"] = view["skipped_details"] = [
            one | {"code": ProblemCode(one["code"])} for one in view["skipped"]
        ]
    if "deleted" in view:
        view["deleted_id"] = encode("Invoice", view["deleted"])
    return view
