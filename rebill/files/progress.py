"""Progress on a terminal; where standard error is none, nothing is printed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn
from rich.progress import TimeRemainingColumn as Remaining

Tell = Callable[[int, int | None], None]  # how much is done, and of how much where that is known


@contextmanager
def progress(what: str, *, in_bytes: bool) -> Iterator[Tell]:
    """A bar on standard error that moves when it is told to."""
    amount = DownloadColumn() if in_bytes else MofNCompleteColumn()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), amount, TaskProgressColumn(), Remaining())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
