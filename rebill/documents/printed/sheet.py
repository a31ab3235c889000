"""What stands on a page, in words and figures as they are read: the one thing that both PDF and HTML show.

Whatever kind of document it is, here it has become a letterhead, facts, sentences and tables of texts. So a figure
cannot differ between the two renderings, and neither can compute.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Fact:
    """A value and what it is called."""

    label: str
    text: str


@dataclass(frozen=True)
class Block:
    """Lines beneath each other, such as an address, under a heading or none."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column by its head; `group` stands above it and its neighbours of one group. Figures stand to the right."""

    head: str
    group: str = ""
    is_figure: bool = False
    is_wide: bool = False  # it takes the room that the others leave


@dataclass(frozen=True)
class Row:
    """A row, with small print beneath its widest cell; `carried` is the running total after it, as it is read."""

    cells: tuple[str, ...]
    below: tuple[str, ...] = ()
    carried: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Sum:
    """A line of the totals."""

    label: str
    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head that stands on each page.

    `sums` and `breakdown` never stand on a page without the last row. `forward` and `brought` are the words of carried
    totals; empty where none are carried.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""
    forward: str = ""
    brought: str = ""
    sums: tuple[Sum, ...] = ()
    breakdown: "Table | None" = None


@dataclass(frozen=True)
class Sheet:
    """A whole document. `mark` stands across each page; `page` has places for {page} and {pages}."""

    lang: str
    title: str
    mark: str
    author: str
    letterhead: Block
    blocks: tuple[Block, ...]  # buyer, delivery
    facts: tuple[Fact, ...]
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    closing: tuple[Block, ...]  # how to pay
    foot: str  # of each page
    page: str
    moment: datetime  # the time stamp of the file
    logo: bytes | None = None
