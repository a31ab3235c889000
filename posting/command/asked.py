"""What a call asked for, as its idempotency key keeps it: a hash of the whole, and enough to say what differs.

Whoever uses a key again for something else is told which operation had it, and which values are others now. None of the
values is kept for that, only a mark of each.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from ..canonical import as_json
from ..commands import Command
from ..history.entries import operation_of
from ..texts import api_name

MOST_MARKS = 40  # of the values of one call; a longer one is kept by the fields of its input alone
MARK = 8  # digits


def input_hash(command: Command) -> str:
    """SHA-256 of what a command means, in hexadecimal; its key is left out.

    A field that has its default counts as left out, so that a command may grow without its old keys being forgotten.
    """
    return _hash([type(command).__name__, _said(command)])


def _hash(said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _said(value: object) -> object:
    """A command as plain JSON values, without what has its default."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _said(said)
            for f in fields(value)
            if (said := getattr(value, f.name)) != f.default and f.name != "idempotency_key"
        }
    return [_said(item) for item in value] if isinstance(value, list) else as_json(value)


def asked_for(command: Command) -> str:
    """What a call asked for, as its key's record keeps it: the operation, and a mark of each value by its path.

    A mark is 32 bits of a hash: enough to tell which values of another call are others, and no value of anybody's.
    """
    marks = _marks(command)
    if len(marks) > MOST_MARKS:
        marks = _marks_of_fields(command)
    return " ".join((operation_of(command), *(f"{path}={mark}" for path, mark in marks.items())))


def differing(asked: str, command: Command) -> str | None:
    """The paths of the values that a call has otherwise; None where it is another operation's, or nobody knows."""
    operation, *kept = asked.split(" ")
    if operation != operation_of(command) or not kept:
        return None
    before = dict(one.split("=") for one in kept)
    now = _marks(command) if any("." in path for path in before) else _marks_of_fields(command)
    names = dict.fromkeys((*before, *now))
    return ",".join(name for name in names if before.get(name) != now.get(name)) or None


def _marks_of_fields(command: Command) -> dict[str, str]:
    """A mark of each field of an input, whatever is below it."""
    said = _said(command)
    assert isinstance(said, dict), "a command has fields"
    return {api_name(name): _hash(value)[:MARK] for name, value in said.items()}


def _marks(command: Command) -> dict[str, str]:
    """A mark of each value of an input, however deep it is."""
    return {path: _hash(value)[:MARK] for path, value in _values(_said(command), "")}


def _values(said: object, path: str) -> Iterator[tuple[str, object]]:
    inner: Iterable[tuple[str, object]] = ()
    if isinstance(said, dict):
        inner = ((api_name(name), value) for name, value in said.items())
    elif isinstance(said, list):
        inner = ((str(place), value) for place, value in enumerate(said))
    else:
        yield path, said
    for name, value in inner:
        yield from _values(value, f"{path}.{name}" if path else name)
