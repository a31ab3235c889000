"""A sheet as PDF/A-3b, by typst: one template, the sheet as its data, so that no text is ever read as markup.

The compiler is made when the first page is printed and kept warm; it does one thing at a time. Same sheet, same bytes:
the fonts are the product's own, the time stamp is the document's, and typst draws ids from what is printed.
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock

from . import glyphs
from .laying import laid
from .logos import as_svg
from .sheet import Sheet

TEMPLATE = Path(__file__).parent / "templates" / "page.typ"
PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")
UNPRINTABLE = "could not be displayed"
LOGO_ALONE = TEMPLATE.with_name("logo.typ")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_ROWS = 3000  # of a file: each takes 160 kB of memory, and all of them the press, for four seconds
REMEMBERED = 250  # rows: typst remembers ten documents, and two megabytes for each ten rows of them
AGES = 11  # after so many documents typst has forgotten what it was not asked for again


class TooLongError(Exception):
    """A page of more rows than are set: everybody else who prints would wait for it, and HTML has no such limit."""

    def __init__(self, rows: int) -> None:
        self.rows, self.most = rows, MOST_ROWS
        super().__init__(f"{rows} rows, and {MOST_ROWS} at most")


def pdf_of(sheet: Sheet, embedded: bytes | None) -> tuple[bytes, int]:
    """The file and its pages, with the electronic document inside where there is one; raises `TooLongError`."""
    from typst import TypstError

    if (rows := _rows(sheet)) > MOST_ROWS:
        raise TooLongError(rows)
    logo, only = as_svg(sheet.logo), None
    while True:
        try:
            return _made(sheet, logo, only, embedded)
        except TypstError as refused:
            if UNPRINTABLE in str(refused) and only is None:
                only = glyphs.MAIN  # a cluster of characters that no single font has
            elif logo is not None:
                logo = None  # which it cannot draw
            else:
                raise


def _made(sheet: Sheet, logo: str | None, only: str | None, embedded: bytes | None) -> tuple[bytes, int]:
    inputs = {"data": json.dumps(laid(sheet, logo, only))}
    if embedded is not None:
        inputs["xml"] = embedded.decode()
    made = _press().printed(inputs, sheet.moment, _rows(sheet))
    pages = PAGES.search(made)
    assert pages is not None, "typst writes how many pages there are"
    return made, int(pages[1])


def _rows(sheet: Sheet) -> int:
    return sum(len(table.rows) for table in sheet.tables)


def draws(logo: bytes) -> bool:
    """Whether a logo can be printed: a page is printed without one that cannot."""
    from typst import TypstError

    picture = as_svg(logo)
    try:
        return picture is not None and bool(_press().printed({"logo": picture}, LONG_AGO, 0, LOGO_ALONE))
    except TypstError:
        return False


class Press:
    """The compiler, kept warm: a class because it serves one at a time and has to know when to forget."""

    def __init__(self) -> None:
        import typst

        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
        self._compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=TEMPLATE.parent)
        self._turn = Lock()
        self._rows = 0

    def printed(self, inputs: dict[str, str], moment: datetime, rows: int, template: Path = TEMPLATE) -> bytes:
        """The file that a template makes of the inputs."""
        with self._turn:
            made = self._compiler.compile(
                template, format="pdf", sys_inputs=inputs, pdf_standards="a-3b", timestamp=moment
            )
            self._rows += rows
            if self._rows > REMEMBERED:
                self._forget()
        assert isinstance(made, bytes), "a PDF is one file"
        return made

    def _forget(self) -> None:
        """What typst remembers of documents that are printed would take hundreds of megabytes."""
        self._rows = 0
        for _ in range(AGES):
            self._compiler.compile(b"", format="svg", sys_inputs=None)


@cache
def _press() -> Press:
    """Made with the first page; two that are made at once do no harm, and one of them is kept."""
    return Press()
