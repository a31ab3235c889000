"""What became of a file: counts, and the problems with the line and the column of each."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from ..models.vocabulary import ProblemCode
from ..posting.problems import Problem
from .records import LINE, Record

MOST_SHOWN = 100  # problems of a file that are kept; the others are counted
MOST_CHECKED = 10_000  # of one that is only checked


def printable(text: str) -> str:
    """A text on one line that moves no cursor: what a file says is not to be trusted with a terminal.

    >>> printable("The number A\\n\\x1b[2J is already in use.")
    'The number A\\\\n\\\\x1b[2J is already in use.'
    """
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


@dataclass(frozen=True)
class FileProblem:
    """A problem, where it is in the file, and the way out."""

    file: str
    line: int
    column: str | None
    code: str
    message: str
    remedy: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " + (f"{self.column}: " if self.column else "")
        return printable(place + self.message + (f" {self.remedy}" if self.remedy else ""))


@dataclass
class Report:
    """What became of a file. `replayed` records were there already, by their idempotency keys.

    `passed_over` tells the rows that are no records; of a file that is only `checked`, what would become of it is told.
    """

    file: str
    kind: str
    records: int = 0
    imported: int = 0
    replayed: int = 0
    refused: int = 0
    written: bool = False
    imported_before: bool = False
    problems: list[FileProblem] = field(default_factory=list)
    further_problems: int = 0
    passed_over: list[tuple[int, str]] = field(default_factory=list)
    most_problems: int = MOST_SHOWN
    checked: bool = False

    @property
    def is_good(self) -> bool:
        """Whether all of the file is in the books."""
        return not self.refused and not self.problems

    def add(self, problem: FileProblem) -> None:
        """Keep a problem, or count it."""
        if len(self.problems) < self.most_problems:
            self.problems.append(problem)
        else:
            self.further_problems += 1

    def pass_over(self, line: int, what: str) -> None:
        """Tell a row that is no record; of very many only the first."""
        if len(self.passed_over) < MOST_SHOWN:
            self.passed_over.append((line, what))

    def take(self, other: "Report") -> None:
        """Add what became of a part of the file."""
        self.records += other.records
        self.imported += other.imported
        self.replayed += other.replayed
        self.refused += other.refused
        self.written = self.written or other.written
        for problem in other.problems:
            self.add(problem)
        self.further_problems += other.further_problems

    def refuse(self, problems: Sequence[FileProblem]) -> None:
        """Count a record as refused, for these reasons."""
        self.refused += 1
        for problem in problems:
            self.add(problem)

    def as_json(self) -> dict[str, object]:
        """Plain values, for scripts."""
        return {
            "file": self.file,
            "kind": self.kind,
            "records": self.records,
            "imported": self.imported,
            "replayed": self.replayed,
            "refused": self.refused,
            "written": self.written,
            "importedBefore": self.imported_before,
            "checked": self.checked,
            "passedOver": [{"line": line, "what": what} for line, what in self.passed_over],
            "problems": [asdict(one) for one in self.problems],
            "furtherProblems": self.further_problems,
        }


def form_problems(file: str, record: Record) -> list[FileProblem]:
    """What is wrong with the form of a record."""
    return [
        FileProblem(file, line, column, ProblemCode.INVALID_INPUT, message) for line, column, message in record.faults
    ]


def value_problems(file: str, record: Record, problems: Sequence[Problem]) -> list[FileProblem]:
    """What a command was refused for, at the line and the column that it came from."""
    return [
        FileProblem(file, *_place(record, one.path), code=one.code, message=one.message, remedy=one.remedy)
        for one in problems
    ]


def _place(record: Record, path: tuple[str, ...]) -> tuple[int, str | None]:
    """The line and the column of a path: in CSV each line of a record has a row of its own.

    >>> _place(Record(7, {}, [7, 8]), ("lines", "1", "product", "number"))
    (8, 'line.product')
    """
    if not record.is_table:
        return record.line, ".".join(path) or None
    if path[:1] == ("lines",) and len(path) > 1 and path[1].isdecimal() and int(path[1]) < len(record.rows):
        return record.rows[int(path[1])], f"{LINE}{path[2]}" if len(path) > 2 else None
    return record.line, path[0] if path else None
