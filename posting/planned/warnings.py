"""Warnings: what a command's user should know, though nothing is stopped by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...models.vocabulary import WarningCode
from ...models.wording import ENGLISH, Language
from .. import saying
from ..saying import Params, params_of

OF_RULES = frozenset({WarningCode.DOCUMENT_INCOMPLETE})  # hang on the rules that are installed, not on the books alone


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


def of_books(warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    """Warnings that any server tells on the same books, whatever rules for documents it has."""
    return tuple(one for one in warnings if one.code not in OF_RULES)
