"""Text in CSV cells that a spreadsheet must not take for a formula.

Excel and others run a cell that begins with =, +, -, @, a tab or a carriage return. A customer's name can be anything,
so that such a text is written with an apostrophe before it, and read without it: what was exported comes back to the
letter. Numbers are no text and keep their sign.
"""

import re

DANGEROUS = re.compile(r"'*[=+\-@\t\r]|''")
GUARDED = re.compile(r"'(?:[=+\-@\t\r]|')")


def guarded(text: str) -> str:
    """A text as it is written to a cell.

    >>> guarded("=1+1"), guarded("Nor-Møbel"), guarded("'n Roll")
    ("'=1+1", 'Nor-Møbel', "'n Roll")
    """
    return f"'{text}" if DANGEROUS.match(text) else text


def unguarded(cell: str) -> str:
    """A text as a cell holds it; undoes `guarded`.

    >>> [unguarded(guarded(text)) for text in ("=1", "'=1", "''", "'x", "x")]
    ['=1', "'=1", "''", "'x", 'x']
    """
    return cell[1:] if GUARDED.match(cell) else cell
