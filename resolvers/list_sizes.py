"""How long a list of an input may be: refused before anything is looked up, and told at the list (access 5.2).

Lists of filters and sorts are refused at the door; here it is the trade's to refuse, as a `Rejection`. Files, which do
not come this way, bring whole journals at once.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from ..models.vocabulary import ProblemCode
from ..posting.commands import Command
from ..posting.problems import Problem, refuse_if_any

MOST_MEMBERS = 1000


def refuse_long_lists(command: Command) -> None:
    """Raise `Refused` for every list of a command that is too long."""
    refuse_if_any(_too_long(command, ()))


def _too_long(value: object, path: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _too_long(one, (*path, str(index)))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _of_field(value, field.name, (*path, _name_in_the_api(field.name)))


def _of_field(owner: object, name: str, path: tuple[str, ...]) -> Iterator[Problem]:
    value = getattr(owner, name)
    if isinstance(value, list) and len(value) > MOST_MEMBERS:
        message = f"{path[-1]} has at most {MOST_MEMBERS} members, not {len(value)}."
        yield Problem(ProblemCode.INVALID_INPUT, message, path, "Send them in parts.")
    else:
        yield from _too_long(value, path)


def _name_in_the_api(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, rest))
