"""Warnings: what a command's user should know, though nothing is stopped by it."""

from dataclasses import dataclass

from ...models.vocabulary import WarningCode
from ...models.wording import ENGLISH, Language
from .. import saying
from ..saying import Params, params_of


@dataclass(frozen=True)
class Warned:
    """A warning: its code and variant, the values that its message speaks of, and where it is."""

    code: WarningCode
    variant: str
    params: Params = ()
    path: tuple[str, ...] = ()

    def told(self, language: Language = ENGLISH) -> str:
        """The message in a language."""
        return saying.message(self.code, self.variant, self.params, language)

    @property
    def message(self) -> str:
        """The message in English."""
        return self.told()


def warned(code: WarningCode, variant: str, path: tuple[str, ...] = (), /, **values: object) -> Warned:
    """A warning at a place; `values` are what its message speaks of."""
    return Warned(code, variant, params_of(values), path)
