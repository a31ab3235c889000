"""Tables and bars in the terminal; loaded where there is something to show: rich takes a twentieth of a second."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

NARROWEST = 120  # characters: enough for ids and codes


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table as wide as the terminal, but wide enough for ids and codes."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    console = Console()
    console.width = max(console.width, NARROWEST)
    console.print(table)


def progress() -> Progress:
    """A bar on stderr, which shows nothing where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
