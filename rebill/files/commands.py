"""`rebill import` and `rebill export` on the command line.

What they need is loaded when they are called, so that the other commands start as fast as before.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from ..process.starting import CannotStart, migrated

if TYPE_CHECKING:
    from .report import Report
    from .selecting import Selection

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
SOME_REFUSED, INTERRUPTED = 1, 130
Kind = Annotated[
    str | None,
    typer.Option(help="customers, products, orders, returns, contracts or entries; else by the file's name."),
]
Locale = Annotated[
    str | None, typer.Option(help="How CSV files write numbers, dates and truth: nb, da, de or en; en by default.")
]
Delimiter = Annotated[
    str | None, typer.Option(help="What stands between cells: comma, semicolon, tab; else by the header.")
]
Encoding = Annotated[
    str | None, typer.Option(help="utf-8, utf-16, windows-1252, …; UTF-8 by default, UTF-16 by its mark.")
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; tell what would be refused in all of the files.")]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Take the good records of a file; else all of it or nothing.")
]
Again = Annotated[bool, typer.Option("--again", help="Take a file though the very same one has been taken before.")]
Url = Annotated[str | None, typer.Option("--database", help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]


def import_files(
    files: Annotated[list[Path], typer.Argument(help="CSV or JSON Lines, in the order given.")],
    kind: Kind = None,
    format: Annotated[str | None, typer.Option(help="csv or jsonl; else by the file's name.")] = None,
    locale: Locale = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    check: Check = False,
    keep_going: KeepGoing = False,
    again: Again = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what became of each file as JSON.")] = False,
    database: Url = None,
) -> None:
    """Bring in customers, products, orders, returns, contracts and entries from files.

    Exit code: 0 all of it is in, 1 something was refused, 2 it could not start, 130 interrupted.
    """
    if again and keep_going:
        raise CannotStart("--again is for whole files: with --keep-going each record is known by its own key")
    from .choosing import chosen, dialect
    from .taking import checked, taken

    written = dialect(locale, delimiter, encoding)
    wanted = [chosen(path, kind, format, written, check=check) for path in files]
    with migrated(database) as opened:
        reports = (checked if check else taken)(opened, wanted, keep_going=keep_going, again=again)
    if as_json:
        print(json.dumps({"files": [one.as_json() for one in reports]}, indent=2))
    else:
        _show(reports, [one.name for one in wanted[len(reports) :]])
    if not all(one.is_good for one in reports) or len(reports) < len(wanted):
        raise typer.Exit(SOME_REFUSED)


def _show(reports: "Sequence[Report]", not_tried: Sequence[str]) -> None:
    from .taking import show

    for report in reports:
        show(report)
    for name in not_tried:
        print(f"{name}: not tried, since a file before it was refused")


def export_rows(
    kind: Annotated[
        str,
        typer.Argument(
            help="customers, products, orders, order-lines, contract-lines, invoices, invoice-lines, actuals, vouchers"
        ),
    ],
    file: Annotated[str, typer.Argument(help="Where to; - is standard output.")] = "-",
    format: Annotated[str | None, typer.Option(help="csv, jsonl or parquet; else by the file's name, or csv.")] = None,
    since: Annotated[datetime | None, typer.Option("--from", help="The first day.", formats=["%Y-%m-%d"])] = None,
    until: Annotated[datetime | None, typer.Option("--to", help="The last day.", formats=["%Y-%m-%d"])] = None,
    customer: Annotated[str | None, typer.Option(help="The number of a customer.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="A status; may be given several times.")] = None,
    database: Url = None,
) -> None:
    """Write what is in the books to a file, all of it as of one moment.

    Exit code: 0 the file is whole, 2 it could not be written (a file that was there before is untouched), 130
    interrupted.
    """
    from .exports import EXPORTS
    from .selecting import Selection

    if kind not in EXPORTS:
        raise CannotStart(f"{kind} cannot be exported; there are {', '.join(EXPORTS)}")
    written = _export_format(file, format)
    wanted = Selection(since and since.date(), until and until.date(), customer, tuple(status or ()))
    with _told(), _target(file) as target:
        count = _exported(kind, wanted, target, written, database)
    print(f"{count:,} {kind} exported", file=sys.stderr)


def _exported(kind: str, wanted: "Selection", target: BinaryIO, written: str, database: str | None) -> int:
    from .exporting import export
    from .exports import EXPORTS
    from .progress import progress

    with migrated(database, reading=True) as opened, progress(kind, in_bytes=False) as tell:
        return export(opened, EXPORTS[kind], wanted, target, written, tell, count=sys.stderr.isatty())


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line why an export failed, and that its file is not whole."""
    from sqlalchemy.exc import DBAPIError

    from ..models.outages import Unavailable
    from ..transport.outages import in_english
    from .selecting import BadSelection
    from .whole import CannotWrite
    from .writing import MissingLibrary

    try:
        yield
    except (BadSelection, CannotWrite, MissingLibrary) as error:
        raise CannotStart(str(error)) from None
    except KeyboardInterrupt:
        print("rebill: the export was interrupted and is not whole", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except Unavailable as error:
        raise CannotStart(f"the export failed and is not whole: {in_english(error.reason)}") from error
    except (DBAPIError, OSError) as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise CannotStart(f"the export failed and is not whole: {reason}") from error


def _export_format(file: str, format: str | None) -> str:
    found = format or ("csv" if file == "-" else FORMATS.get(Path(file).suffix.lower()))
    if found not in FORMATS.values():
        raise CannotStart(f"{file}: its format is none of csv, jsonl and parquet; give --format")
    if found == "parquet" and file == "-" and sys.stdout.isatty():
        raise CannotStart("Parquet is not for terminals; give a file")
    return str(found)


def _target(file: str) -> AbstractContextManager[BinaryIO]:
    from .whole import whole

    return nullcontext(sys.stdout.buffer) if file == "-" else whole(Path(file))
