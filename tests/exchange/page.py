"""The page about files: its examples are run, its tables are drawn from the code.

`make pages` writes the tables anew.
"""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from rebill.files.exports import EXPORTS
from rebill.files.headers import columns_of
from rebill.files.kinds import KINDS, Kind
from rebill.files.records import LINE
from rebill.files.values import fields_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exchange.md"
FILE = re.compile(r"```(?:csv|jsonl) (\S+)\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
ENCODINGS = {"entries-oslo.csv": "cp1252"}  # of files that the page does not give in UTF-8
TABLES = re.compile(r"(<!-- (import|export) columns -->\n).*?(<!-- end -->)", re.DOTALL)


def text() -> str:
    """The page."""
    return PAGE.read_text(encoding="utf-8")


def with_tables(page: str) -> str:
    """The page with its tables as the code has them."""
    tables = {"import": "\n".join(import_table()), "export": "\n".join(export_table())}
    return TABLES.sub(lambda found: f"{found[1]}{tables[found[2]]}\n{found[3]}", page)


def import_table() -> Iterator[str]:
    """The columns of each kind, and what each is."""
    for kind in KINDS.values():
        columns, nested = columns_of(kind)
        only = f"; only in JSON Lines: {', '.join(f'`{name}`' for name in nested)}" if nested else ""
        yield f"**{kind.name}**{only}\n"
        yield "| column | what it is |\n|---|---|"
        said = dict(descriptions(kind))
        for name, required in columns.items():
            shown = f"**`{name}`**" if required else f"`{name}`"
            yield f"| {shown} | {said[name]} |"
        yield ""


def descriptions(kind: Kind) -> Iterator[tuple[str, str]]:
    """What each column is, in the words of the API."""
    if kind.key is not None:
        yield kind.key, "Any text of your own: rows with the same one are one record."
    for owner, prefix in ((kind.command, ""), *((part, LINE) for part in parts(kind))):
        said = {one.name: one.metadata["description"] for one in dataclasses.fields(owner)}
        for one in fields_of(owner):
            yield prefix + one.name, said[one.attribute]


def parts(kind: Kind) -> Iterator[type]:
    """The class of the lines of a kind that has some."""
    for one in fields_of(kind.command):
        if one.name == "lines":
            yield one.kind.__args__[0]


def export_table() -> Iterator[str]:
    """The columns of each kind of export."""
    yield "| kind | columns |\n|---|---|"
    for kind in EXPORTS.values():
        yield f"| `{kind.name}` | {', '.join(column.name for column in kind.columns)} |"
