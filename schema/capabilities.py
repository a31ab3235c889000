"""What somebody may do, asked beforehand: so that no button is shown that would be refused (access 2.6).

No rule of it stands here. The duty of a mutation is looked at as for a document that asks for it; what becomes of a
record the mutation itself is asked, run on the query's snapshot as far as its first write.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..models.identity import GlobalId, decode
from ..models.vocabulary import ProblemCode, Scope
from ..posting.problems import Problem, Problems, problem
from ..resolvers.context import Info
from .done_to import DoneTo
from .mutation import MUTATIONS
from .mutation_declarations import Declared, Mutation
from .scopes import named

BY_NAME = {one.name: one for one in MUTATIONS}
A_RUN = "PostingRun"  # what mutations are done to that take a run's id and no input
DECIDES = "decideApproval"  # which needs none itself
NEEDS_APPROVAL = {ProblemCode.APPROVAL_REQUIRED, ProblemCode.PLAN_OUTDATED}  # there is none, or one of another plan


@dataclass(frozen=True)
class Foreseen:
    """A mutation, and what stands in its way."""

    operation: str
    problems: Problems

    @property
    def allowed(self) -> bool:
        """Whether nothing that is known does."""
        return not self.problems

    @property
    def needs_approval(self) -> bool:
        """Whether somebody else has to approve it: the door refuses it for that once nothing else is in the way."""
        return self.operation != DECIDES and any(one.code in NEEDS_APPROVAL for one in self.problems)


def capabilities(info: Info, operations: Sequence[str] | None, on: GlobalId | None) -> list[Foreseen]:
    """Whether mutations would be let through: those that are named, each once, or all that come into question."""
    if operations:
        names = dict(zip(reversed(operations), reversed(range(len(operations))), strict=True))  # where first named
        return [_named(info, name, names[name], on) for name in dict.fromkeys(operations)]
    return [
        Foreseen(name, _met(info, declared, on))
        for name, declared in BY_NAME.items()
        if on is None or ways(declared, on)
    ]


def types(declared: Declared) -> tuple[str, ...]:
    """The types of records that a mutation can be done to."""
    return tuple(one.type_name for one in declared.on) if isinstance(declared, Mutation) else (A_RUN,)


def ways(declared: Declared, on: GlobalId) -> bool:
    """Whether a mutation can be done to such a record at all."""
    decoded = decode(on)
    return decoded is not None and decoded[0] in types(declared)


def _named(info: Info, name: str, place: int, on: GlobalId | None) -> Foreseen:
    path, declared = ("operations", str(place)), BY_NAME.get(name)
    if declared is None:
        return Foreseen(name, (problem(ProblemCode.INVALID_INPUT, "no-such-operation", path, given=name),))
    if on is not None and not ways(declared, on):
        expected = ", ".join(dict.fromkeys(types(declared))) or None
        values = {"operation": name, "given": on, "expected": expected}
        return Foreseen(name, (problem(ProblemCode.INVALID_INPUT, "operation-of-others", path, **values),))
    return Foreseen(name, _met(info, declared, on))


def _met(info: Info, declared: Declared, on: GlobalId | None) -> Problems:
    """What a call would meet; who lacks the duty for it is told nothing of the record."""
    caller = info.context.caller
    if not caller.may(declared.right):
        return (_forbidden(info, declared),)
    if on is None:
        return ()
    if not isinstance(declared, Mutation):
        connection = info.context.connection
        return info.context.service.foreseen(connection, lambda: declared.check(connection, on))
    found = [_of_one(info, declared, way, on) for way in _ways(declared, on)]
    return min(found, key=len)  # one of them is enough


def _of_one(info: Info, declared: Mutation[Any], way: DoneTo, on: GlobalId) -> tuple[Problem, ...]:
    command = way.call(declared.command, on)
    met = info.context.service.foresee(info.context.connection, command, declared.handler)
    return way.of_the_record(declared.command, met)


def _ways(declared: Mutation[Any], on: GlobalId) -> Iterator[DoneTo]:
    decoded = decode(on)
    return (one for one in declared.on if decoded is not None and one.type_name == decoded[0])


def _forbidden(info: Info, declared: Declared) -> Problem:
    caller = info.context.caller
    has = ", ".join(one.value for one in Scope if one in caller.scopes) or None
    values = {"scope": named(declared.right), "operation": declared.name, "who": caller.name, "has": has}
    return problem(ProblemCode.FORBIDDEN, "operation", (), **values)
