"""A sheet as the template reads it: plain texts that its fonts can print and its columns can take."""

from collections.abc import Callable
from functools import partial

from . import glyphs
from .chunks import height, in_chunks
from .sheet import Block, Column, Sheet, Table
from .texts import breakable, shown, widest, width

CELL, FACT, BLOCK, WIDE, WHOLE = 6.0, 9.0, 15.0, 25.0, 54.0  # ems of a line; a wider word may be broken anywhere
ROOMY, PADDING = 9.8, 0.8  # ems: what a column of texts takes at most, and what stands about each
TABLE, BREAKDOWN, REASON = 46.0, 34.0, 9.0  # ems of a table's narrow columns; of those beside the totals, less a reason
BESIDE, MOST_BESIDE = 18.0, 16  # ems of a line, and lines, of what stands beside the totals
Text = Callable[[str, float], str]  # a text for a line of so many ems
Laid = dict[str, object]


def laid(sheet: Sheet, logo: str | None, only: str | None) -> Laid:
    """The data of the template; with `only`, of nothing but what that font can print."""
    text = partial(_text, only)
    return {
        "lang": sheet.lang,
        "title": glyphs.printable(shown(sheet.title), only),
        "mark": sheet.mark,
        "author": glyphs.printable(shown(sheet.author), only),
        "letterhead": _block(sheet.letterhead, text),
        "blocks": [_block(one, text) for one in sheet.blocks],
        "facts": [{"label": one.label, "text": text(one.text, FACT)} for one in sheet.facts],
        "sentences": [text(one, WHOLE) for one in sheet.sentences],
        "tables": [_table(one, text, TABLE) for one in sheet.tables],
        "closing": [_block(one, text) for one in sheet.closing],
        "foot": text(sheet.foot, WHOLE),
        "page": sheet.page,
        "logo": logo,
    }


def _text(only: str | None, given: str, room: float) -> str:
    return breakable(glyphs.printable(shown(given), only), room)


def _block(block: Block, text: Text) -> Laid:
    return {"heading": block.heading, "lines": [text(line, BLOCK) for line in block.lines]}


def _table(table: Table, text: Text, room: float) -> Laid:
    wide = WIDE / 2 if any(column.group for column in table.columns) else WIDE
    rooms = _rooms(table, wide, room)
    return {
        "heading": table.heading,
        "columns": [_column(one, place, table) for place, one in enumerate(table.columns)],
        "rows": [
            {
                "cells": [text(cell, room) for cell, room in zip(row.cells, rooms, strict=True)],
                "below": [text(line, wide) for line in row.below],
                "carried": row.carried,
                "strong": row.is_strong,
                "goes-on": goes_on,
            }
            for row, goes_on in in_chunks(table)
        ],
        "forward": table.forward,
        "brought": table.brought,
        "sums": [{"label": one.label, "text": one.text, "strong": one.is_strong} for one in table.sums],
        "breakdown": None if table.breakdown is None else _breakdown(table.breakdown, text),
        "apart": table.breakdown is not None and (_is_tall(table.breakdown) or _is_broad(table.breakdown)),
    }


def _breakdown(table: Table, text: Text) -> Laid:
    return _table(table, text, BREAKDOWN - (REASON if any(one.is_wide for one in table.columns) else 0))


def _rooms(table: Table, wide: float, room: float) -> list[float]:
    """How wide a word of each column may be before it is broken: figures and numbers never are where there is room.

    A break is a character, which whoever searches the page for a number or copies a figure from it comes across.
    """
    widths = [max(map(width, _found(table, place))) for place in range(len(table.columns))]
    narrow = [
        widths[place] if one.is_figure else min(widths[place], ROOMY)
        for place, one in enumerate(table.columns)
        if not one.is_wide
    ]
    fits = sum(narrow) + PADDING * len(narrow) <= room
    return [
        wide if one.is_wide else CELL if not fits else widths[place] if one.is_figure else ROOMY
        for place, one in enumerate(table.columns)
    ]


def _found(table: Table, place: int) -> list[str]:
    """The widest cells of a narrow column, and its head."""
    column = table.columns[place]
    return [column.head, *([] if column.is_wide else widest(row.cells[place] for row in table.rows))]


def _is_tall(breakdown: Table) -> bool:
    """Whether it is too tall to stand beside the totals, which are kept with the last row."""
    return sum(max(height(cell, BESIDE) for cell in row.cells) for row in breakdown.rows) > MOST_BESIDE


def _is_broad(breakdown: Table) -> bool:
    """Whether its figures leave no room for a reason beside the totals, which that would run into."""
    narrow = [place for place, one in enumerate(breakdown.columns) if not one.is_wide]
    if len(narrow) == len(breakdown.columns):
        return False
    widths = (max(width(row.cells[place]) for row in breakdown.rows) for place in narrow)
    return sum(widths) + PADDING * len(narrow) > BREAKDOWN - REASON


def _column(column: Column, place: int, table: Table) -> Laid:
    return {
        "head": column.head,
        "group": column.group,
        "figure": column.is_figure,
        "wide": column.is_wide,
        "widest": [] if column.is_wide else widest(row.cells[place] for row in table.rows),
    }
