"""Messages as they are told: in the language of whoever asks, and their values for those who write their own."""

from dataclasses import dataclass
from typing import Any, Protocol

import strawberry

from ..models.wording import Language
from ..posting.problems import Problem
from ..posting.saying import Params, shown_params
from .context import Info


class Said(Protocol):
    """What is told without words of its own: a problem, a warning, something that was left out."""

    @property
    def variant(self) -> str:
        """Which of the messages of its code it is."""

    @property
    def params(self) -> Params:
        """The values that its message speaks of."""

    def told(self, language: Language) -> str:
        """The message."""


@dataclass(frozen=True)
class Param:
    """A value that a message speaks of."""

    name: str
    value: str


def message(root: Said, info: Info) -> str:
    """The message in the reader's language."""
    return root.told(info.context.language)


def remedy(root: Problem, info: Info) -> str | None:
    """The remedy in the reader's language."""
    return root.advised(info.context.language)


def params_told(description: str) -> Any:
    """A field that is the values of a message, by name."""

    def resolve(root: Said):  # type: ignore[no-untyped-def]  # typed by its class
        return [Param(name, value) for name, value in shown_params(root.variant, root.params)]

    return strawberry.field(resolver=resolve, description=description)
