"""Rows that fit on a page: a description that is longer than a page goes on in rows of its own.

A row is never split over pages (documents 4.3). One that is taller than a page would have to be, so its text is
divided at lines and words, and its figures stand in the first part.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from .sheet import Row, Table
from .texts import shown

TALLEST = 36  # lines in a row that is still printed in one
PART = 18  # lines in a part of one that is not
WIDTH = 30  # characters in a line of the widest column, at least
PIECES = re.compile(r"\n|\S{1,200}[^\S\n]*|[^\S\n]+")


def in_chunks(table: Table) -> Iterator[Row]:
    """The rows of a table, tall ones in several."""
    for row in table.rows:
        cells = tuple(shown(one) for one in row.cells)
        if max(_height(one) for one in cells) + len(row.below) <= TALLEST:
            yield row
            continue
        parts = [list(_parts(one)) for one in cells]
        most = max(len(one) for one in parts)
        for place in range(most):
            found = tuple(one[place] if place < len(one) else "" for one in parts)
            yield replace(row, cells=found, below=row.below if place == most - 1 else ())


def _height(text: str) -> int:
    return len(text) // WIDTH + text.count("\n") + 1


def _parts(text: str) -> Iterator[str]:
    """A text in parts of some lines each, divided between words, or in a word that is longer than a part."""
    if _height(text) <= TALLEST:
        yield text
        return
    part = ""
    for piece in PIECES.findall(text):
        if part and _height(part + piece) > PART:
            yield part.removesuffix("\n")
            part = ""
        part += piece
    yield part
