"""Statements are compiled once a process, though each test has an engine of its own.

SQLAlchemy keeps what it compiled by engine, so that every fresh database would begin by compiling everything anew: a
third of what a test costs. The servers of one kind are alike, so all engines of a kind share what was compiled.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, MutableMapping

from sqlalchemy import Connection, Engine, event
from sqlalchemy.sql.compiler import Compiled

Key = tuple[Hashable, ...]


class Statements(MutableMapping[Key, Compiled]):
    """What was compiled, by everything that SQLAlchemy keys it by but the first, which is the engine's own dialect."""

    def __init__(self) -> None:
        self._found: dict[Key, Compiled] = {}

    def __getitem__(self, key: Key) -> Compiled:
        return self._found[key[1:]]

    def __setitem__(self, key: Key, value: Compiled) -> None:
        self._found[key[1:]] = value

    def __delitem__(self, key: Key) -> None:
        del self._found[key[1:]]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


STATEMENTS: dict[str, Statements] = defaultdict(Statements)


def compile_once_a_process() -> None:
    """From now on, in this process."""
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=STATEMENTS[connection.dialect.name])
