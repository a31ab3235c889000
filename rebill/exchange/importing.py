"""Brings a file into the books: in one transaction, or with the good records in and the bad ones reported.

Records stream through in chunks, so that a file of any length takes the same memory. A whole file is remembered by its
hash in the transaction that writes it; records that are taken one by one must bear a name of their own, so that the
corrected file can be given again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, func, insert, select

from ..models import tables
from ..models.database import Database
from ..models.vocabulary import ProblemCode
from ..posting.problems import Refused
from ..posting.service.checks import Checks
from ..posting.service.clock import Clock
from ..posting.service.several import once_each
from ..posting.service.transaction import Transaction
from .kinds import Kind
from .lines import Lines, file_hash
from .records import BadFile, Record, csv_records, json_records
from .report import FileProblem, Report, form_problems, value_problems
from .values import read_record

CHUNK_RECORDS = 5000
CHUNK_LINES = 5000  # of orders and contracts, in all
CHUNK_BYTES = 4 << 20  # of the file
Told = Callable[[int], None]  # is told how many bytes of the file are done


@dataclass(frozen=True)
class Source:
    """A file to be imported."""

    path: Path
    kind: Kind
    format: str  # "csv" or "jsonl"

    @property
    def name(self) -> str:
        """As the user named it."""
        return str(self.path)


@dataclass
class Chunk:
    """Records that are carried out together; `done` is where the file stands after them."""

    records: list[Record] = field(default_factory=list)
    lines: int = 0
    done: int = 0


class NothingWritten(Exception):
    """Takes back what the file has written so far; carries what is wrong with it."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def import_whole(database: Database, clock: Clock, source: Source, tell: Told, *, again: bool) -> Report:
    """Bring in all of a file or nothing; a file that has been brought in before is not, unless `again`."""

    def work(connection: Connection) -> Report:
        transaction = Transaction(connection, clock.now(), clock.today())
        with source.path.open("rb") as file:
            key = f"import {source.kind.name} {file_hash(file)}"
            known = _known(transaction, key)
            if known is not None and not again:
                return Report(source.name, source.kind.name, records=known, replayed=known, imported_before=True)
            report = _carry_out(transaction, source, file, key, tell)
        if known is None:
            result = {"records": report.records}
            record = tables.idempotency_record
            values = {"key": key, "input_hash": key.rpartition(" ")[2], "result": result, "created_at": transaction.now}
            connection.execute(insert(record).values(values))
        report.written = report.imported > 0
        return report

    try:
        return database.run_write(work, alone=True)
    except NothingWritten as stopped:
        stopped.report.imported = 0
        return stopped.report


def _known(transaction: Transaction, key: str) -> int | None:
    """How many records an import of the same file brought in; others with the same file wait meanwhile."""
    connection, record = transaction.connection, tables.idempotency_record
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    found = connection.scalar(select(record.c.result).where(record.c.key == key))
    return None if found is None else int(found["records"])


def _carry_out(transaction: Transaction, source: Source, file: BinaryIO, key: str, tell: Told) -> Report:
    report, lines = Report(source.name, source.kind.name), Lines(file)
    try:
        for chunk in chunks(source, lines):
            report.take(carry_out_chunk(transaction, source, chunk.records))
            tell(chunk.done)
    except BadFile as bad:
        report.add(_bad_file(source, bad))
    else:
        if not key.endswith(lines.hash):
            report.add(_bad_file(source, BadFile("The file was changed while it was read.", lines.number)))
    if not report.is_good:
        raise NothingWritten(report)
    return report


def import_good(database: Database, clock: Clock, source: Source, tell: Told) -> Report:
    """Bring in what is good of a file, a chunk a transaction; what is bad is reported.

    Every record must have a number or an idempotency key, or it is refused: the corrected file, given again, would
    double it.
    """
    report = Report(source.name, source.kind.name)
    with source.path.open("rb") as file:
        try:
            for chunk in chunks(source, Lines(file)):
                report.take(_in_own_transaction(database, clock, source, chunk.records))
                tell(chunk.done)
        except BadFile as bad:
            report.add(_bad_file(source, bad))
    return report


def _in_own_transaction(database: Database, clock: Clock, source: Source, records: Sequence[Record]) -> Report:
    def work(connection: Connection) -> Report:
        transaction = Transaction(connection, clock.now(), clock.today())
        return carry_out_chunk(transaction, source, records, named=True)

    report = database.run_write(work)
    report.written = report.imported > 0
    return report


def _bad_file(source: Source, bad: BadFile) -> FileProblem:
    return FileProblem(source.name, bad.line, bad.column, ProblemCode.INVALID_INPUT, bad.message)


def chunks(source: Source, lines: Lines) -> Iterator[Chunk]:
    """The records of a file, as many together as memory may hold; raises `BadFile`."""
    records = csv_records(lines, source.kind) if source.format == "csv" else json_records(lines)
    chunk, begun = Chunk(), 0
    for record in records:
        chunk.records.append(record)
        parts = record.values.get("lines")
        chunk.lines += len(parts) if isinstance(parts, list) else 1
        if len(chunk.records) == CHUNK_RECORDS or chunk.lines >= CHUNK_LINES or lines.bytes_read - begun >= CHUNK_BYTES:
            chunk.done = begun = lines.bytes_read
            yield chunk
            chunk = Chunk()
    if chunk.records:
        chunk.done = lines.bytes_read
        yield chunk


def carry_out_chunk(
    transaction: Transaction, source: Source, records: Sequence[Record], *, named: bool = False
) -> Report:
    """Carry out the commands of a chunk; with `named`, refuse records without a name of their own."""
    report = Report(source.name, source.kind.name, records=len(records))
    commands: dict[int, Any] = {}
    wrong: dict[int, list[FileProblem]] = {}
    for place, record in enumerate(records):
        checks = Checks()
        command = None if record.faults else read_record(source.kind.command, record.values, (), checks)
        if command is not None and named:
            _check_named(source.kind, command, checks)
        if record.faults or checks.problems:
            wrong[place] = form_problems(source.name, record) + value_problems(source.name, record, checks.problems)
        else:
            commands[place] = command
    answers = once_each(transaction, list(commands.values()), source.kind.handler)
    for place, answer in zip(commands, answers, strict=True):
        if isinstance(answer, Refused):
            wrong[place] = value_problems(source.name, records[place], answer.problems)
        elif answer.replayed:
            report.replayed += 1
        else:
            report.imported += 1
    for place in sorted(wrong):
        report.refuse(wrong[place])
    return report


def _check_named(kind: Kind, command: Any, checks: Checks) -> None:
    if command.idempotency_key is None and not (kind.numbered and command.number is not None):
        what = "a number or an idempotencyKey" if kind.numbered else "an idempotencyKey"
        checks.invalid(
            f"With --keep-going a record needs {what}, or it would be doubled when the corrected file is given again.",
            "idempotencyKey",
        )
