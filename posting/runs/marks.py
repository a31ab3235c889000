"""Hashes that say what a plan was, though it is kept nowhere: by them a refusal can name what has changed.

SHA-256 over everything that would be done, a dot, and the key of each record with a short fingerprint of what would
become of it. The first part decides; the second names the records that came, went, or would fare otherwise.
"""

import binascii
import hashlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from ...models.identity import LARGEST_KEY
from ...models.vocabulary import ProblemCode
from ..problems import Problem, Refused, refuse

KEY, MARK = 5, 3  # bytes; a changed record stays unnamed once in 16 million times
MOST_MARKED = 1000  # records
MOST_NAMED = 10  # in a message
WITHOUT_FILE = ProblemCode.ELECTRONIC_DOCUMENT_INVALID, ""
NO_FILE = frozenset({ProblemCode.ELECTRONIC_DOCUMENT_INVALID, ProblemCode.ELECTRONIC_RULES_MISSING})
Marks = Mapping[int, bytes]
Named = Callable[[Sequence[int]], list[str]]


def said(problems: Iterable[Problem]) -> tuple[tuple[ProblemCode, str], ...]:
    """What is told of a record that is left out, each once.

    Which rules its file fails hangs on those that a server has; that it has no file which passes is all that counts.
    """
    return tuple(dict.fromkeys(WITHOUT_FILE if one.code in NO_FILE else (one.code, one.message) for one in problems))


def mark(text: str) -> bytes:
    """A short fingerprint of what would become of a record."""
    return hashlib.sha256(text.encode()).digest()[:MARK]


def marked_hash(whole: str, marks: Marks) -> str:
    """The hash of a plan: of all of it, with the mark of each record by its key."""
    packed = b"".join(key.to_bytes(KEY) + each for key, each in marks.items())
    return f"{hashlib.sha256(whole.encode()).hexdigest()}.{urlsafe_b64encode(packed).decode()}"


def marks_in(expected: str, kind: str) -> Marks:
    """The marks in a hash, by record; refused where it is not the hash of a run's plan."""
    digest, _, encoded = expected.partition(".")
    try:
        packed = b64decode(encoded, altchars=b"-_", validate=True)
        whole = len(bytes.fromhex(digest)) == hashlib.sha256().digest_size and len(packed) % (KEY + MARK) == 0
    except (ValueError, binascii.Error):
        whole = False
    if not whole or "." not in expected or len(packed) > MOST_MARKED * (KEY + MARK):
        raise refuse(ProblemCode.INVALID_INPUT, f"no-hash-of-{kind}", "expectedPlan")
    places = range(0, len(packed), KEY + MARK)
    marks = {int.from_bytes(packed[at : at + KEY]): packed[at + KEY : at + KEY + MARK] for at in places}
    return {key: each for key, each in marks.items() if key <= LARGEST_KEY}  # no record has another, nor had one


def outdated(
    hashes: tuple[str, str], known: Marks, now: Marks, named: Named, becomes: Mapping[int, StrEnum], kind: str
) -> Refused:
    """The refusal of a plan that has changed, with the records that did; `becomes` says more of some of them.

    `hashes` are the one that was expected, and today's.
    """
    otherwise = [key for key, each in now.items() if key in known and known[key] != each]
    said = dict(zip(otherwise, named(otherwise), strict=True))
    parts = {
        "came": named([key for key in now if key not in known]),
        "went": named([key for key in known if key not in now]),
        "otherwise": [number + (f" {becomes[key].value}" if key in becomes else "") for key, number in said.items()],
    }
    values = {name: text for part, numbers in parts.items() for name, text in _listed(part, numbers)}
    variant = f"{kind}-changed" if values else f"{kind}-otherwise"
    expected, current = hashes
    return refuse(ProblemCode.PLAN_OUTDATED, variant, "expectedPlan", expected=expected, current=current, **values)


def _listed(part: str, numbers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first of several records, and how many more there are."""
    if numbers:
        yield part, ", ".join(numbers[:MOST_NAMED])
    if len(numbers) > MOST_NAMED:
        yield f"{part}More", str(len(numbers) - MOST_NAMED)
