"""Refusals: why a command was not carried out, and what to do instead.

A refusal is an answer, not an accident: it lists every blocker at once, and nothing was written. Code that finds a
blocker collects a `Problem`; planners return them, and the edge raises `Refused`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ..models.vocabulary import ProblemCode
from ..models.wording import ENGLISH, Language
from . import saying
from .saying import AS_TOLD, Params, as_told, params_of

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One blocker: its code and variant, the values that its message speaks of, and where it is.

    The message names the record and its state, and the remedy says the way out: both are told in a reader's language.
    """

    code: ProblemCode
    variant: str
    params: Params = ()
    path: tuple[str, ...] = ()
    retryable: bool = False
    because: "tuple[Problem, ...]" = ()  # what its message goes on with

    def told(self, language: Language = ENGLISH) -> str:
        """The message in a language."""
        first = saying.message(self.code, self.variant, self.params, language)
        return " ".join((first, *(one.told(language) for one in self.because)))

    def advised(self, language: Language = ENGLISH) -> str | None:
        """The remedy in a language; None where there is none."""
        return saying.remedy(self.code, self.variant, self.params, language)

    @property
    def message(self) -> str:
        """The message in English, as the log and the command line have it."""
        return self.told()

    @property
    def remedy(self) -> str | None:
        """The remedy in English."""
        return self.advised()


Problems = tuple[Problem, ...]  # what a planner answers instead of a plan: at least one


class Refused(Exception):
    """Ends a command that cannot be carried out; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(problem.message for problem in self.problems)


def problem(code: ProblemCode, variant: str, path: tuple[str, ...] = (), /, **values: object) -> Problem:
    """A blocker at a place; `values` are what its message speaks of."""
    return Problem(code, variant, params_of(values), path)


def refuse(code: ProblemCode, variant: str, *path: str, **values: object) -> Refused:
    """A refusal for a single reason.

    >>> raise refuse(ProblemCode.NOT_FOUND, "number", "order", "number", type="Order", given="SO-9")
    Traceback (most recent call last):
    rebill.posting.problems.Refused: There is no order SO-9.
    """
    return Refused([problem(code, variant, path, **values)])


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise `Refused` when there is at least one problem."""
    found = tuple(problems)
    if found:
        raise Refused(found)


def planned(made: T | Problems) -> T:
    """What a planner made; raises `Refused` where it answered problems.

    >>> planned((problem(ProblemCode.NOTHING_TO_POST, "order-lines", document="RO-000001"),))
    Traceback (most recent call last):
    rebill.posting.problems.Refused: Return order RO-000001 has no line with a quantity to credit.
    """
    if isinstance(made, tuple):
        raise Refused(made)
    return made


def kept_problem(problem: Problem) -> dict[str, object]:
    """A problem as the plain JSON values that an item of a posting run keeps."""
    because = {"because": [kept_problem(one) for one in problem.because]} if problem.because else {}
    return because | {
        "code": problem.code.value,
        "variant": problem.variant,
        "params": [{"name": name, "value": value} for name, value in problem.params],
        "path": list(problem.path),
        "retryable": problem.retryable,
    }


def restored_problem(kept: Mapping[str, Any]) -> Problem:
    """The problem that `kept_problem` made plain, or that was kept in English before there were variants.

    >>> restored_problem({"code": "NOT_FOUND", "message": "Gone.", "path": [], "remedy": None, "retryable": False})
    Problem(code=<ProblemCode.NOT_FOUND: 'NOT_FOUND'>, variant='as-told', params=(('message', 'Gone.'),), path=(), \
retryable=False, because=())
    """
    variant = kept.get("variant", AS_TOLD)
    if "message" in kept:
        params = as_told(kept["message"], kept["remedy"])
    else:
        params = tuple((one["name"], one["value"]) for one in kept["params"])
    because = tuple(restored_problem(one) for one in kept.get("because", ()))
    return Problem(ProblemCode(kept["code"]), variant, params, tuple(kept["path"]), kept["retryable"], because)
