"""A sheet as one HTML page: styles inside, the logo as data, no script and no link; every text is escaped.

It is read on a screen and prints as it reads: heads of tables on each page, rows whole, totals beside the last row.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from .logos import as_data
from .sheet import Block, Column, Fact, Row, Sheet, Sum, Table
from .texts import shown

STYLE = Path(__file__).parent / "templates" / "page.css"
LINES = "\n"


def html_of(sheet: Sheet) -> bytes:
    """The whole page."""
    return LINES.join(_page(sheet)).encode()


def _page(sheet: Sheet) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{sheet.lang}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(sheet.title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>"
    if sheet.mark:
        yield f'<p class="mark" aria-hidden="true">{_text(sheet.mark)}</p>'
    yield f"<header>\n{_logo(sheet)}{_block(sheet.letterhead, 'from')}\n</header>"
    parties = LINES.join(_block(one, "party") for one in sheet.blocks)
    yield f'<div class="parties">\n{parties}\n{_facts(sheet.facts)}\n</div>'
    yield f"<h1>{_text(sheet.title)}</h1>"
    yield from (f"<p>{_text(one)}</p>" for one in sheet.sentences)
    for table in sheet.tables:
        yield from _whole_table(table)
    yield from (_block(one, "closing") for one in sheet.closing)
    yield "</body>\n</html>\n"


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def _text(text: str) -> str:
    return escape(shown(text))


def _logo(sheet: Sheet) -> str:
    data = as_data(sheet.logo)
    return "" if data is None else f'<img src="{data}" alt="{_text(sheet.author)}">\n'


def _block(block: Block, role: str) -> str:
    """Lines beneath each other, the first one strong."""
    heading = f"<h2>{_text(block.heading)}</h2>" if block.heading else ""
    return f'<div class="{role}">{heading}{"".join(f"<p>{_text(one)}</p>" for one in block.lines)}</div>'


def _facts(facts: Iterable[Fact]) -> str:
    rows = (f'<tr><th scope="row">{_text(one.label)}</th><td>{_text(one.text)}</td></tr>' for one in facts)
    return f'<table class="facts">\n{LINES.join(rows)}\n</table>'


def _whole_table(table: Table) -> Iterator[str]:
    if table.heading:
        yield f"<h2>{_text(table.heading)}</h2>"
    if table.rows or table.sums:
        yield f'<table class="rows">\n<thead>\n{_heads(table.columns)}\n</thead>\n<tbody>'
        yield from (_row(one, table.columns) for one in table.rows)
        yield f"</tbody>\n{_sums(table)}</table>"
    if table.breakdown is not None:
        yield from _whole_table(table.breakdown)


def _heads(columns: tuple[Column, ...]) -> str:
    groups = [(group, len(list(of))) for group, of in groupby(columns, key=lambda one: one.group)]
    above = ""
    if any(group for group, _ in groups):
        cells = (
            f'<th scope="colgroup" colspan="{span}" class="group">{_text(group)}</th>'
            if group
            else f'<td colspan="{span}"></td>'
            for group, span in groups
        )
        above = f"<tr>{''.join(cells)}</tr>\n"
    heads = (f'<th scope="col"{_class(one)}>{_text(one.head)}</th>' for one in columns)
    return f"{above}<tr>{''.join(heads)}</tr>"


def _row(row: Row, columns: tuple[Column, ...]) -> str:
    strong = ' class="strong"' if row.is_strong else ""
    cells = (
        f"<td{_class(column)}>{_text(cell)}{_below(row) if column.is_wide else ''}</td>"
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return f"<tr{strong}>{''.join(cells)}</tr>"


def _below(row: Row) -> str:
    return "".join(f"<br><small>{_text(one)}</small>" for one in row.below)


def _sums(table: Table) -> str:
    """The totals, whose figures stand in the last column."""
    if not table.sums:
        return ""
    return f"<tfoot>\n{LINES.join(_sum(one, len(table.columns) - 1) for one in table.sums)}\n</tfoot>\n"


def _sum(one: Sum, span: int) -> str:
    strong = ' class="strong"' if one.is_strong else ""
    head = f'<th scope="row" colspan="{span}">{_text(one.label)}</th>'
    return f'<tr{strong}>{head}<td class="figure">{_text(one.text)}</td></tr>'


def _class(column: Column) -> str:
    if column.is_figure:
        return ' class="figure"'
    return ' class="wide"' if column.is_wide else ""
