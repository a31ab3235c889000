"""Refusals: why a command was not carried out, and what to do instead.

A refusal is an answer, not an accident: it lists every blocker at once, and nothing was written. Code that finds a
blocker collects a `Problem`; planners return them, and the edge raises `Refused`.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TypeVar

from ..models.vocabulary import ProblemCode

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One blocker: its code, a message that names the record and its state, where it is, and the way out."""

    code: ProblemCode
    message: str
    path: tuple[str, ...] = ()
    remedy: str | None = None
    retryable: bool = False


Problems = tuple[Problem, ...]  # what a planner answers instead of a plan: at least one


class Refused(Exception):
    """Ends a command that cannot be carried out; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def refuse(code: ProblemCode, message: str, *path: str, remedy: str | None = None) -> Refused:
    """A refusal for a single reason.

    >>> raise refuse(ProblemCode.NOT_FOUND, "There is no order SO-9.", "order", "number")
    Traceback (most recent call last):
    rebill.posting.problems.Refused: There is no order SO-9.
    """
    return Refused([Problem(code, message, path, remedy)])


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise `Refused` when there is at least one problem."""
    found = tuple(problems)
    if found:
        raise Refused(found)


def planned(made: T | Problems) -> T:
    """What a planner made; raises `Refused` where it answered problems.

    >>> planned((Problem(ProblemCode.NOTHING_TO_POST, "Nothing is left."),))
    Traceback (most recent call last):
    rebill.posting.problems.Refused: Nothing is left.
    """
    if isinstance(made, tuple):
        raise Refused(made)
    return made


def kept_problem(problem: Problem) -> dict[str, object]:
    """A problem as the plain JSON values that an item of a posting run keeps."""
    return asdict(problem) | {"path": list(problem.path)}
