"""How long a list of an input may be: refused before anything is looked up, and told at the list (access 5.2).

Lists of filters and sorts are refused at the door; here it is the trade's to refuse, as a `Rejection`. Files, which do
not come this way, bring whole journals at once.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import get_args, get_origin, get_type_hints

from ..models.vocabulary import ProblemCode
from ..posting.commands import Command
from ..posting.problems import Problem, problem, refuse_if_any
from ..posting.texts import api_name

MOST_MEMBERS = 1000


def refuse_long_lists(command: Command) -> None:
    """Raise `Refused` for every list of a command that is too long."""
    refuse_if_any(_too_long(command, ()))


def _too_long(value: object, path: tuple[str, ...]) -> Iterator[Problem]:
    members = value if isinstance(value, list) else []
    kind: type = type(members[0] if members else value)
    if members and holders(kind):
        for index, one in enumerate(members):
            yield from _too_long(one, (*path, str(index)))
    elif not members:
        for name, api_name in holders(kind):
            yield from _of_field(getattr(value, name), (*path, api_name))


def _of_field(value: object, path: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(value, list) and len(value) > MOST_MEMBERS:
        values = {"what": path[-1], "limit": MOST_MEMBERS, "given": len(value)}
        yield problem(ProblemCode.INVALID_INPUT, "too-many-members", path, **values)
    else:
        yield from _too_long(value, path)


@cache
def holders(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields of a command, or of a part of one, that hold lists or further parts; each with its API name."""
    if not is_dataclass(kind):
        return ()
    hints = get_type_hints(kind)
    return tuple((one.name, api_name(one.name)) for one in fields(kind) if _holds(hints[one.name]))


def _holds(hint: object) -> bool:
    return get_origin(hint) is list or is_dataclass(hint) or any(map(_holds, get_args(hint)))
