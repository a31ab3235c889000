"""The records of a file in chunks, and how a chunk is carried out: in whatever transaction it is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..posting.checks import Checks
from ..posting.command.batch import once_each
from ..posting.command.idempotency import Record as Known
from ..posting.command.transaction import Transaction
from ..posting.problems import Refused
from .dialect import AS_THE_FILE_SAYS, Dialect
from .json_lines import json_records
from .kinds import Kind
from .lines import Lines
from .records import Record
from .report import MOST_SHOWN, FileProblem, Report, form_problems, value_problems
from .tables import csv_records
from .values import read_record

CHUNK_RECORDS = 5000
CHUNK_LINES = 5000  # of orders and contracts, in all
CHUNK_BYTES = 4 << 20  # of the file


@dataclass(frozen=True)
class Source:
    """A file to be imported."""

    path: Path
    kind: Kind
    format: str  # "csv" or "jsonl"
    dialect: Dialect = AS_THE_FILE_SAYS
    most_problems: int = MOST_SHOWN  # that are told

    @property
    def name(self) -> str:
        """As the user named it."""
        return str(self.path)

    def report(self, records: int = 0) -> Report:
        """A report of it, or of a part of it."""
        return Report(self.name, self.kind.name, records, most_problems=self.most_problems)


@dataclass
class Chunk:
    """Records that are carried out together; `done` is where the file stands after them."""

    records: list[Record] = field(default_factory=list)
    lines: int = 0
    done: int = 0


def chunks(source: Source, lines: Lines, report: Report) -> Iterator[Chunk]:
    """The records of a file, as many together as memory may hold; rows that are none go to `report`.

    Raises `BadFile`.
    """
    if source.format == "csv":
        records = csv_records(lines, source.kind, source.dialect, report.pass_over)
    else:
        records = json_records(lines)
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


def execute_records(
    transaction: Transaction, source: Source, records: Sequence[Record], *, named: bool = False
) -> Report:
    """Carry out the commands of a chunk; with `named`, refuse records without a name of their own."""
    report = source.report(records=len(records))
    commands: dict[int, Any] = {}
    wrong: dict[int, list[FileProblem]] = {}
    for place, record in enumerate(records):
        checks = Checks()
        command = None if record.faults else read_record(source.kind.command, record.values, (), checks, record.form)
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
        elif isinstance(answer, Known):
            report.replayed += 1
        else:
            report.imported += 1
    for place in sorted(wrong):
        report.refuse(wrong[place])
    return report


def _check_named(kind: Kind, command: Any, checks: Checks) -> None:
    if command.idempotency_key is None and not (kind.numbered and command.number is not None):
        checks.invalid("number-or-key" if kind.numbered else "key-needed", "idempotencyKey")
