"""Records of a file of JSON Lines: the input of a mutation on each line."""

import json
from collections import Counter
from collections.abc import Iterator

from .lines import BadFile, Lines
from .locales import shortened
from .records import Record

MOST_DIGITS = 40


class NotTaken(Exception):
    """What JSON allows and a record does not; the message says what."""


def json_records(lines: Lines) -> Iterator[Record]:
    """One record a line; blank lines are passed over."""
    for text in lines:
        lines.begin_row()
        record = Record(lines.number, {}, is_table=False)
        record.faults += [(lines.number, None, fault) for fault in lines.take_faults()]
        if not record.faults:
            if not text.strip():
                continue
            _parse(text, record)
        yield record
    if lines.number == 0:
        raise BadFile("The file is empty.", 1)


def _parse(text: str, record: Record) -> None:
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_whole)
    except RecursionError:
        record.faults.append((record.line, None, "The line is nested too deeply."))
    except json.JSONDecodeError as error:
        message = f"The line is not JSON: it cannot be read on from character {error.pos + 1}."
        record.faults.append((record.line, None, message))
    except NotTaken as error:
        record.faults.append((record.line, None, str(error)))
    else:
        if isinstance(found, dict):
            record.values = found
        else:
            record.faults.append((record.line, None, "A line is a JSON object: {…}."))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise NotTaken(f"The name {shortened(twice)} stands twice in an object.")
    return found


def _no_constant(name: str) -> object:
    raise NotTaken(f"{name} is not a number.")


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise NotTaken(f"A number has {len(digits):,} digits: that is too many.")
    return int(digits)
