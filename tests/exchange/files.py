"""Files as the tests write them, and the books that they go into."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from rebill.files.chunks import Source
from rebill.files.dialect import Dialect
from rebill.files.importing import check_files, import_good, import_whole
from rebill.files.kinds import kind_of
from rebill.files.report import Report
from rebill.models.database import Database
from tests.api import Api

CUSTOMERS = "number,name,currency\n"


@dataclass
class Desk:
    """Where files are written and taken into the books."""

    api: Api
    folder: Path

    @property
    def database(self) -> Database:
        """The books."""
        return self.api.database

    def source(self, name: str, content: str | bytes, **said: str) -> Source:
        """A file with this content, and what is `said` of how it is written."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        kind = kind_of(path)
        assert kind is not None
        return Source(path, kind, path.suffix[1:], Dialect(**said))

    def take(self, name: str, content: str | bytes, *, again: bool = False, **said: str) -> Report:
        """All of the file or nothing."""
        source = self.source(name, content, **said)
        return import_whole(self.database, self.api.clock, source, lambda _: None, again=again)

    def take_good(self, name: str, content: str | bytes) -> Report:
        """What is good of the file."""
        return import_good(self.database, self.api.clock, self.source(name, content), lambda _: None)

    def check(self, *sources: Source, again: bool = False, keep_going: bool = False) -> list[Report]:
        """What would become of files."""
        clock, showing = self.api.clock, lambda _: nullcontext(lambda _: None)
        return check_files(self.database, clock, sources, showing, again=again, keep_going=keep_going)

    def accept(self, name: str, content: str | bytes, **said: str) -> Report:
        """All of the file, which must be good."""
        report = self.take(name, content, **said)
        assert report.problems == []
        return report


def told(report: Report) -> list[tuple[int, str | None, str]]:
    """Line, column and code of each problem."""
    return [(one.line, one.column, one.code) for one in report.problems]


def rows(header: str, *lines: str) -> str:
    """A CSV file."""
    return "\n".join([header, *lines, ""])


def counted(count: int) -> Iterator[str]:
    """Customers with numbers of their own."""
    return (f"A-{n},Customer {n},NOK" for n in range(count))
