"""The laws of the books, checked on the live data: what `checkLedger` and `rebill check` run.

A law is a pair of statements: the rows that it looks at, and those of them that break it. Both read whole tables, so a
check of large books takes its time; it runs on a snapshot and blocks nobody.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from .laws import books, connections, ledger, returns, sources
from .laws.law import Law

MOST_VIOLATIONS = 100
LAWS: tuple[Law, ...] = (*ledger.LAWS, *connections.LAWS, *sources.LAWS, *books.LAWS, *returns.LAWS)


@dataclass(frozen=True)
class CheckedLaw:
    """What became of a law on the live data."""

    id: str
    statement: str
    checked_rows: int
    violations: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether no row breaks it."""
        return not self.violations


def check_connection(connection: Connection) -> list[CheckedLaw]:
    """Check every law on what `connection` sees."""
    return [_checked(connection, law) for law in LAWS]


def _checked(connection: Connection, law: Law) -> CheckedLaw:
    rows = int(connection.execute(law.looked_at).scalar_one())
    broken = connection.execute(law.broken.limit(MOST_VIOLATIONS)).scalars()
    return CheckedLaw(law.id, law.statement, rows, tuple(f"{law.id}: {row}" for row in broken))
