"""Takes files one after the other for the command line, and shows what became of them."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from sqlalchemy.exc import DBAPIError

from ..access.operating import operating
from ..models.database import Database
from ..models.outages import Reason, Unavailable
from ..posting.command.clock import SystemClock
from ..process.starting import CannotStart
from ..transport.outages import in_english
from .chunks import Source
from .importing import Told, check_files, import_good, import_whole
from .progress import progress
from .report import Report

INTERRUPTED = 130
NOTHING = "nothing of it is in the books"


def taken(database: Database, sources: Sequence[Source], *, keep_going: bool, again: bool) -> list[Report]:
    """What became of each file; without `keep_going`, of each up to the first one that was refused."""
    reports, caller = list[Report](), operating(database)
    for source in sources:
        kept = "what is good of it so far is in the books" if keep_going else NOTHING
        with _ended_in_words(source.name, kept), _showing(source) as tell:
            if keep_going:
                report = import_good(database, SystemClock(), source, tell, caller)
            else:
                report = import_whole(database, SystemClock(), source, tell, again=again, caller=caller)
        reports.append(report)
        if not report.is_good and not keep_going:
            break
    return reports


def checked(database: Database, sources: Sequence[Source], *, keep_going: bool, again: bool) -> list[Report]:
    """What would become of each file; nothing is written."""
    with _ended_in_words("the check", "nothing was written"):
        return check_files(database, SystemClock(), sources, _showing, again=again, keep_going=keep_going)


@contextmanager
def _ended_in_words(what: str, kept: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print(f"rebill: {what} was interrupted; {kept}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except Unavailable as error:
        is_sure = error.reason is not Reason.UNKNOWN_OUTCOME
        told = f"{kept[:1].upper()}{kept[1:]}." if is_sure else "Give it again: what is in already is not taken twice."
        raise CannotStart(f"{what}: {in_english(error.reason)} {told}") from error
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise CannotStart(f"{what}: the database failed, and {kept}: {reason}") from error
    except OSError as error:
        raise CannotStart(f"{what}: the file can no longer be read, and {kept}: {error.strerror}") from error


@contextmanager
def _showing(source: Source) -> Iterator[Told]:
    size = source.path.stat().st_size
    with progress(source.name, in_bytes=True) as show:
        yield lambda done: show(done, size)


def show(report: Report) -> None:
    """Problems on standard error, what became of the file on standard output."""
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if report.further_problems:
        print(f"{report.file}: {report.further_problems:,} further problems are not shown", file=sys.stderr)
    for line, what in report.passed_over:
        print(f"{report.file}:{line}: passed over: {what}", file=sys.stderr)
    if report.imported_before:
        print(f"{report.file}: the same file was imported before ({report.records:,} records); --again takes it again")
        return
    counts = f"{report.imported:,} imported, {report.replayed:,} there already, {report.refused:,} refused"
    if report.checked:
        ending = "; checked only, nothing was written"
    else:
        ending = "" if report.is_good or report.written or report.replayed else f"; {NOTHING}"
    print(f"{report.file}: {report.records:,} {report.kind}: {counts}{ending}")
