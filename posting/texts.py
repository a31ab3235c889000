"""Brings a command into its one form, and says what is wrong with its texts and its empty lists.

This is the one place that decides it, for the API, files and runs alike, because they all hand their commands to
`posting.command`: which field takes what is declared beside the field (`posting.commands.texts`), and the rules are
those of access 6.8 and 6.9. Handlers meet commands in this form alone.
"""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from functools import cache
from operator import is_
from types import UnionType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from ..models.identity import GlobalId
from ..models.texts import INVISIBLE, canonical, unwanted, without
from ..models.vocabulary import ProblemCode
from .commands.texts import EmptyList, Text
from .problems import Problem, problem
from .saying import key_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")
Path = tuple[str, ...]
KEPT = "idempotency_key"  # alone is taken byte for byte


@dataclass
class Wrong:
    """What is wrong with a command, as it is found; `unclear` where an empty list could be read in two ways."""

    problems: list[Problem] = field(default_factory=list)
    unclear: bool = False

    def add(self, variant: str, path: Path, code: ProblemCode = ProblemCode.INVALID_INPUT, **values: str | int) -> None:
        """Add a problem."""
        self.problems.append(problem(code, variant, path, **values))


Read = Callable[[Any, Path, Wrong], Any]


@dataclass(frozen=True)
class Meant(Generic[C]):
    """A command in its one form, and what is wrong with it.

    What is wrong has been taken out of `command`, so that it can be asked what else is; unless it is `unclear`, because
    nobody knows what an empty list was to mean.
    """

    command: C
    problems: tuple[Problem, ...]
    unclear: bool


@dataclass(frozen=True)
class Part:
    """A field of a command whose value may have to change: its names in Python and in the API, and how."""

    name: str
    api_name: str
    left_out: Any
    read: Read


def in_one_form(command: C) -> Meant[C]:
    """What a command means; the command itself, untouched, where it is in its one form already."""
    wrong = Wrong()
    meant = _record(command, (), wrong)
    return Meant(meant, tuple(wrong.problems), wrong.unclear)


def _record(value: C, path: Path, wrong: Wrong) -> C:
    changes: dict[str, Any] = {}
    for part in parts(type(value)):
        given = getattr(value, part.name)
        if given is not None:
            meant = part.read(given, (*path, part.api_name), wrong)
            if meant is not given:
                changes[part.name] = part.left_out if meant is None else meant
    return replace(value, **changes) if changes else value


@cache
def parts(kind: type["DataclassInstance"]) -> tuple[Part, ...]:
    """The fields of a command, or of one of its parts, that hold texts or lists; TypeError for an undeclared text."""
    hints = get_type_hints(kind)
    found = []
    for one in fields(kind):
        if one.name == KEPT:
            continue
        required = one.default is MISSING
        bare, text = without_none(hints[one.name]), one.metadata.get("text")
        if bare is str and text is None:
            raise TypeError(f"{kind.__name__}.{one.name} does not say what kind of text it is")
        read = _reader(bare, text, one.metadata.get("empty"), required)
        if read is not None:
            name = one.metadata.get("name") or api_name(one.name)
            found.append(Part(one.name, name, None if required else one.default, read))
    return tuple(found)


def _reader(kind: Any, text: Text | None, empty: EmptyList | None, required: bool) -> Read | None:
    if get_origin(kind) is list:
        meaning = EmptyList.REFUSED if required else empty or EmptyList.AS_LEFT_OUT
        return _list_reader(get_args(kind)[0], meaning, required=required)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record
    if kind is GlobalId:
        return _read_id
    return None if text is None else _text_reader(text, required or text.needed)


def _read_id(given: Any, path: Path, wrong: Wrong) -> Any:
    return canonical(given)


def _list_reader(kind: Any, empty: EmptyList, *, required: bool) -> Read:
    each = _reader(kind, None, None, True)

    def read(given: Any, path: Path, wrong: Wrong) -> Any:
        if not given and empty is EmptyList.REFUSED:
            variant = "empty-list" if required else "empty-list-or-all"
            wrong.add(variant, path, what=path[-1], given=0, limit=1)
            wrong.unclear = True
        if not given:
            return None if empty is EmptyList.AS_LEFT_OUT else given
        if each is None:
            return given
        meant = [each(one, (*path, str(place)), wrong) for place, one in enumerate(given)]
        return given if all(map(is_, meant, given)) else meant

    return read


def _text_reader(text: Text, required: bool) -> Read:
    what = key_of(text.what)

    def read(given: Any, path: Path, wrong: Wrong) -> Any:
        value = canonical(given)
        if not value:
            if required and not text.clears:
                wrong.add("empty-text", path, text.missing, what=what)
            return value if required or text.clears else None
        if len(value) > text.longest:
            wrong.add("too-long", path, what=what, limit=text.longest, given=len(value))
            value = canonical(value[: text.longest])
        bad = unwanted(value, text.forbidden, text.allowed)
        if bad is not None:
            wrong.add(_rule(text), path, what=what, at=value.index(bad) + 1, given=f"U+{ord(bad):04X}")
            value = canonical(without(value, text.forbidden, text.allowed)) or "?"
        return given if value == given else value

    return read


def _rule(text: Text) -> str:
    """Which rule of its kind a text with a character that it must not have has broken."""
    if text.allowed:
        return "control-characters-but-breaks"
    return "invisible-characters" if text.forbidden == INVISIBLE else "control-characters"


def without_none(hint: Any) -> Any:
    """The type without its None."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    return hint


def api_name(name: str) -> str:
    """A field's name as the API and files write it.

    >>> api_name("unit_price"), api_name("from_")
    ('unitPrice', 'from')
    """
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)
