"""Brings a file into the books: in one transaction, or with the good records in and the bad ones reported.

Records stream through in chunks, so that a file of any length takes the same memory. A whole file is remembered by its
hash in the transaction that writes it; records that are taken one by one must bear a name of their own, so that the
corrected file can be given again. A check does the very same in a transaction that is taken back.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection

from ..models.database import Database
from ..models.rehearsal import rehearse
from ..models.vocabulary import ProblemCode
from ..posting.command.actors import written_down
from ..posting.command.caller import OPERATOR, Caller
from ..posting.command.clock import Clock
from ..posting.command.idempotency import keep, recorded, wait_turn
from ..posting.command.results import restored
from ..posting.command.transaction import Service, Transaction
from ..posting.history.entries import SHOWN
from ..posting.history.following import keeping
from ..posting.history.notes import together
from .chunks import Source, chunks, execute_records
from .lines import BadFile, Lines, file_hash
from .records import Record
from .report import FileProblem, Report

IMPORT = "rebill import"
Told = Callable[[int], None]  # is told how many bytes of the file are done
Showing = Callable[[Source], AbstractContextManager[Told]]


@dataclass(frozen=True)
class ImportedFile:
    """A file that was brought in whole, and how many records it had."""

    records: int


class NothingWritten(Exception):
    """Takes back what the file has written so far; carries what is wrong with it."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def import_whole(
    database: Database, clock: Clock, source: Source, tell: Told, *, again: bool, caller: Caller = OPERATOR
) -> Report:
    """Bring in all of a file or nothing; a file that has been brought in before is not, unless `again`."""

    def work(connection: Connection) -> Report:
        service = Service(database, clock, caller=written_down(connection, clock.now(), caller))
        transaction = service.transaction(connection)
        with keeping(connection) as notes:
            report = _whole(transaction, source, tell, again=again)
        if not report.is_good:
            raise NothingWritten(report)
        report.written = report.imported > 0
        if report.written:
            service.tell(transaction, IMPORT, [together(notes.parts)], shown=SHOWN)
        return report

    try:
        return database.run_write(work, alone=True)
    except NothingWritten as stopped:
        stopped.report.imported = 0
        return stopped.report


def import_good(database: Database, clock: Clock, source: Source, tell: Told, caller: Caller = OPERATOR) -> Report:
    """Bring in what is good of a file, a chunk a transaction; what is bad is reported.

    The history tells of each chunk in its own transaction, so that nothing is ever there without. Every record must
    have a number or an idempotency key, or it is refused: the corrected file, given again, would double it.
    """

    def execute(records: Sequence[Record]) -> Report:
        def work(connection: Connection) -> Report:
            service = Service(database, clock, caller=written_down(connection, clock.now(), caller))
            transaction = service.transaction(connection)
            with keeping(connection) as notes:
                report = execute_records(transaction, source, records, named=True)
            if report.imported:
                service.tell(transaction, IMPORT, [together(notes.parts)], shown=SHOWN)
            return report

        report = database.run_write(work, shared=False)
        report.written = report.imported > 0
        return report

    with source.path.open("rb") as file:
        return _in_chunks(source, file, execute, tell)


def check_files(
    database: Database, clock: Clock, sources: Sequence[Source], showing: Showing, *, again: bool, keep_going: bool
) -> list[Report]:
    """What an import of the files would answer, one after the other; nothing is written.

    All of them are looked at, also after one that would be refused; what is good of that one counts as being there.
    """

    def work(connection: Connection) -> list[Report]:
        transaction = Transaction(connection, clock.now(), caller=written_down(connection, clock.now(), OPERATOR))
        return [_checked(transaction, source, showing, again=again, keep_going=keep_going) for source in sources]

    return rehearse(database, work)


def _checked(transaction: Transaction, source: Source, showing: Showing, *, again: bool, keep_going: bool) -> Report:
    def execute(records: Sequence[Record]) -> Report:
        return execute_records(transaction, source, records, named=True)

    with showing(source) as tell:
        if keep_going:
            with source.path.open("rb") as file:
                report = _in_chunks(source, file, execute, tell)
        else:
            report = _whole(transaction, source, tell, again=again)
            report.imported = report.imported if report.is_good else 0
    report.checked = True
    return report


def _whole(transaction: Transaction, source: Source, tell: Told, *, again: bool) -> Report:
    """Carry out all of a file; it is remembered where all of it is good."""
    with source.path.open("rb") as file:
        hashed = file_hash(file)
        key = f"import {source.kind.name} {hashed}"
        wait_turn(transaction.connection, key)  # others with the same file wait meanwhile
        known = recorded(transaction.connection, [key]).get(key)
        if known is not None and not again:
            records = restored(ImportedFile, known.result).records
            return Report(source.name, source.kind.name, records=records, replayed=records, imported_before=True)
        report = _in_chunks(source, file, lambda part: execute_records(transaction, source, part), tell, hashed)
    if known is None and report.is_good:
        keep(transaction.connection, transaction.now, [(key, hashed, "import", ImportedFile(report.records))])
    return report


def _in_chunks(
    source: Source,
    file: BinaryIO,
    execute: Callable[[Sequence[Record]], Report],
    tell: Told,
    hashed: str | None = None,
) -> Report:
    """Carry out a file chunk by chunk; with `hashed` it must have been the same all the while."""
    report = source.report()
    line = 1
    try:
        lines = Lines(file, source.dialect.encoding)
        for chunk in chunks(source, lines, report):
            report.take(execute(chunk.records))
            tell(chunk.done)
        line = lines.number
    except BadFile as bad:
        report.add(_bad_file(source, bad))
    else:
        if hashed is not None and hashed != lines.hash:
            report.add(_bad_file(source, BadFile("The file was changed while it was read.", line)))
    return report


def _bad_file(source: Source, bad: BadFile) -> FileProblem:
    return FileProblem(source.name, bad.line, bad.column, ProblemCode.INVALID_INPUT, bad.message)
