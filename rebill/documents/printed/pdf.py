"""A sheet as PDF/A-3b, by typst: one template, the sheet as its data, so that no text is ever read as markup.

The compiler is made when the first page is printed and kept warm; it does one thing at a time. Same sheet, same bytes:
the fonts are the product's own, the time stamp is the document's, and typst draws ids from what is printed.
"""

import json
import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from . import glyphs
from .chunks import in_chunks
from .logos import as_svg
from .sheet import Block, Sheet, Table
from .texts import breakable, shown

if TYPE_CHECKING:
    from typst import Compiler

TEMPLATE = Path(__file__).parent / "templates" / "page.typ"
CELL, FACT, BLOCK, WIDE, WHOLE = 6.0, 9.0, 15.0, 25.0, 54.0  # ems of a line; a wider word may be broken anywhere
PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")
ONE_AT_A_TIME = Lock()
UNPRINTABLE = "could not be displayed"


def pdf_of(sheet: Sheet, embedded: bytes | None) -> tuple[bytes, int]:
    """The file and its pages, with the electronic document inside where there is one."""
    from typst import TypstError

    logo, only = as_svg(sheet.logo), None
    while True:
        try:
            return _compiled(sheet, logo, only, embedded)
        except TypstError as refused:
            if UNPRINTABLE in str(refused) and only is None:
                only = glyphs.MAIN  # a cluster of characters that no single font has
            elif logo is not None:
                logo = None  # which it cannot draw
            else:
                raise


def _compiled(sheet: Sheet, logo: str | None, only: str | None, embedded: bytes | None) -> tuple[bytes, int]:
    inputs = {"data": json.dumps(_data(sheet, logo, only))}
    if embedded is not None:
        inputs["xml"] = embedded.decode()
    with ONE_AT_A_TIME:
        made = _compiler().compile(
            TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards="a-3b", timestamp=sheet.moment
        )
    assert isinstance(made, bytes), "a PDF is one file"
    pages = PAGES.search(made)
    assert pages is not None, "typst writes how many pages there are"
    return made, int(pages[1])


@cache
def _compiler() -> "Compiler":
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=TEMPLATE.parent)


def _data(sheet: Sheet, logo: str | None, only: str | None) -> dict[str, object]:
    """The sheet as the template reads it: texts that can be printed."""

    def text(given: str, room: float) -> str:
        return breakable(glyphs.printable(shown(given), only), room)

    def block(one: Block) -> dict[str, object]:
        return {"heading": text(one.heading, BLOCK), "lines": [text(line, BLOCK) for line in one.lines]}

    def table(one: Table) -> dict[str, object]:
        wide = WIDE if not any(column.group for column in one.columns) else WIDE / 2
        rooms = [wide if column.is_wide else CELL for column in one.columns]
        return {
            "heading": text(one.heading, WHOLE),
            "columns": [
                {"head": c.head, "group": c.group, "figure": c.is_figure, "wide": c.is_wide} for c in one.columns
            ],
            "rows": [
                {
                    "cells": [text(cell, room) for cell, room in zip(row.cells, rooms, strict=True)],
                    "below": [text(line, wide) for line in row.below],
                    "carried": row.carried,
                    "strong": row.is_strong,
                    "goes-on": goes_on,
                }
                for row, goes_on in in_chunks(one)
            ],
            "forward": one.forward,
            "brought": one.brought,
            "sums": [{"label": s.label, "text": s.text, "strong": s.is_strong} for s in one.sums],
            "breakdown": None if one.breakdown is None else table(one.breakdown),
        }

    return {
        "lang": sheet.lang,
        "title": glyphs.printable(shown(sheet.title), only),
        "mark": sheet.mark,
        "author": glyphs.printable(shown(sheet.author), only),
        "letterhead": block(sheet.letterhead),
        "blocks": [block(one) for one in sheet.blocks],
        "facts": [{"label": one.label, "text": text(one.text, FACT)} for one in sheet.facts],
        "sentences": [text(one, WHOLE) for one in sheet.sentences],
        "tables": [table(one) for one in sheet.tables],
        "closing": [block(one) for one in sheet.closing],
        "foot": text(sheet.foot, WHOLE),
        "page": sheet.page,
        "logo": logo,
    }
