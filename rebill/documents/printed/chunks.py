"""Rows that fit on a page: a description that is longer than a page goes on in rows of its own.

A row is never split over pages (documents 4.3). One that is taller than a page would have to be, so its text is
divided at lines and words, and its figures stand in the first part.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from .sheet import Row, Table
from .texts import shown, width

TALLEST = 36  # lines in a row that is still printed in one
PART = 18  # lines in a part of one that is not
WIDE, GROUPED, SMALL = 26.0, 13.0, 8.0  # ems of a line: of the widest column, beside groups of figures, of the others
PIECES = re.compile(r"\n|\S{1,200}[^\S\n]*|[^\S\n]+")


def in_chunks(table: Table) -> Iterator[tuple[Row, bool]]:
    """The rows of a table, tall ones in several, each with whether the next one goes on with it."""
    wide = GROUPED if any(one.group for one in table.columns) else WIDE
    rooms = [wide if one.is_wide else SMALL for one in table.columns]
    for row in table.rows:
        cells = tuple(shown(one) for one in row.cells)
        if max(map(len, cells)) <= TALLEST:  # no line is shorter than a character
            yield row, False
            continue
        parts = [list(_parts(one, room)) for one, room in zip(cells, rooms, strict=True)]
        most = max(len(one) for one in parts)
        for place in range(most):
            found = tuple(one[place] if place < len(one) else "" for one in parts)
            is_last = place == most - 1
            yield replace(row, cells=found, below=row.below if is_last else ()), not is_last


def height(text: str, room: float) -> int:
    """About how many lines a text takes that are so many ems wide, rather too many than too few."""
    return sum(int(width(line) / room) + 1 for line in text.split("\n"))


def _parts(text: str, room: float) -> Iterator[str]:
    """A text in parts of some lines each, divided between words, or in a word that is longer than a part."""
    if height(text, room) <= TALLEST:
        yield text
        return
    part = ""
    for piece in PIECES.findall(text):
        if part and height(part + piece, room) > PART:
            yield part.removesuffix("\n")
            part = ""
        part += piece
    yield part
