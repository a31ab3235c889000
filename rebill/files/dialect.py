"""How a CSV file is written: its delimiter is told from the line that names the columns, the rest by the user.

In Norway, Denmark and Germany spreadsheets write semicolons, because the comma is in the numbers.
"""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass

from .cells import BLANKS
from .locales import DOUBTFUL, LOCALES, Locale

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
WORDS = {word: mark for mark, word in DELIMITERS.items()} | {r"\t": "\t"}
EXCEL_HINT = re.compile(r'"?sep=(.)"?[,;\t]*\s*')  # the first line of some files: only spreadsheets know it


@dataclass(frozen=True)
class Dialect:
    """What the user says of a file; None is told from the file. `encoding` is one of `encodings.KNOWN`."""

    locale: str | None = None
    delimiter: str | None = None
    encoding: str | None = None

    def locale_with(self, delimiter: str) -> Locale:
        """The locale of the file's values: English where none is given, doubtful but for commas."""
        if self.locale is None:
            return LOCALES["en"] if delimiter == "," else DOUBTFUL
        return LOCALES[self.locale]


AS_THE_FILE_SAYS = Dialect()


def delimiter_named(text: str) -> str | None:
    """The delimiter that a user means; None where it is none.

    >>> delimiter_named(";"), delimiter_named("tab"), delimiter_named("|"), delimiter_named('"'), delimiter_named("x")
    (';', '\\t', '|', None, None)
    """
    found = WORDS.get(text.casefold(), text)
    if len(found) != 1 or found.isalnum() or found in "\"'\r\n .-+_" or not (found == "\t" or found.isprintable()):
        return None
    return found


def delimiter_of(header: str, names: Collection[str]) -> str:
    """The delimiter with which most of a header's cells are `names`, which are in lower case.

    >>> delimiter_of('"number";Name\\n', {"number", "name"}), delimiter_of("a", ())
    (';', ',')
    """

    def known(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(cell.strip(BLANKS).casefold() in names for cell in cells), len(cells)

    return max(DELIMITERS, key=known)


def hinted_delimiter(line: str) -> str | None:
    """The delimiter in a line for spreadsheets, e.g. sep=;

    >>> hinted_delimiter("sep=;\\r\\n"), hinted_delimiter("number;name")
    (';', None)
    """
    found = EXCEL_HINT.fullmatch(line)
    return None if found is None else found[1]
