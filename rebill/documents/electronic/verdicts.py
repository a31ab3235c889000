"""What the official rules said of a file, remembered by its SHA-256 and without the file: of the last ones asked.

The same document is looked at again and again, on its page, in its PDF, when it is issued, and a verdict never changes
while the process lives, which has one version of the rules.
"""

from collections import OrderedDict
from threading import Lock

from ...models.vocabulary import ElectronicFormat
from ..problems import DocumentProblem
from .engine import failures
from .report import problems_of

REMEMBERED = 2048  # most are of no problem at all
Verdict = tuple[DocumentProblem, ...]
_LOCK = Lock()
_VERDICTS: OrderedDict[tuple[str, ElectronicFormat], Verdict] = OrderedDict()


def official_problems(xml: bytes, sha256: str, format: ElectronicFormat) -> Verdict:
    """What schema and official rules say against a file."""
    key = (sha256, format)
    with _LOCK:
        if key in _VERDICTS:
            _VERDICTS.move_to_end(key)
            return _VERDICTS[key]
    verdict = tuple(problems_of(failures(xml, format)))
    with _LOCK:
        _VERDICTS[key] = verdict
        while len(_VERDICTS) > REMEMBERED:
            _VERDICTS.popitem(last=False)
    return verdict
