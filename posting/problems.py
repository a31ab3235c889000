"""Refusals: why a command was not carried out, and what to do instead.

A refusal is an answer, not an accident: it lists every blocker at once, and nothing was written. Code that finds a
blocker collects a `Problem`; planners answer what they plan or the problems, and the edge, where there is a
transaction to end, raises `Refused`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ..models.vocabulary import ProblemCode


@dataclass(frozen=True)
class Problem:
    """One blocker: its code, a message that names the record and its state, where it is, and the way out."""

    code: ProblemCode
    message: str
    path: tuple[str, ...] = ()
    remedy: str | None = None
    retryable: bool = False


Problems = tuple[Problem, ...]  # what a planner answers instead of a plan; never empty then
T = TypeVar("T")


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


def planned(answer: T | Problems) -> T:
    """What a planner planned; raises `Refused` with its problems where it found any.

    >>> planned((Problem(ProblemCode.NOTHING_TO_POST, "Nothing is left."),))
    Traceback (most recent call last):
    rebill.posting.problems.Refused: Nothing is left.
    """
    if isinstance(answer, tuple):
        raise Refused(answer)
    return answer
