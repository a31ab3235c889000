"""What its user should know of a plan."""

from dataclasses import dataclass

from ...models.vocabulary import WarningCode


@dataclass(frozen=True)
class Warned:
    """Something that its user should know; nothing is stopped by it."""

    code: WarningCode
    message: str
    path: tuple[str, ...] = ()
