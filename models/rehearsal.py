"""A write that is taken back to the last number: for looking at what would become of it.

Rolling back is not all on PostgreSQL: numbers of keys are drawn outside of transactions and stay drawn. A sequence that
is restarted within the transaction, where it stands, is another one until the transaction ends, and then the old one
again; nobody else draws from it meanwhile, since one who rehearses writes alone.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from .database import Database
from .driver import run

T = TypeVar("T")
SEQUENCES = "SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = current_schema()"
STANDS_AT = "SELECT last_value + is_called::int FROM {}"


class _Rehearsed(Exception, Generic[T]):
    """Ends the transaction; carries what came of it."""

    def __init__(self, result: T) -> None:
        super().__init__()
        self.result = result


def rehearse(database: Database, work: Callable[[Connection], T]) -> T:
    """What `work` answers in a write transaction of its own, of which nothing stays."""

    def rehearsed(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            _restart_sequences(connection)
        raise _Rehearsed(work(connection))

    try:
        database.run_write(rehearsed, alone=True)
    except _Rehearsed as ended:
        result: T = ended.result
        return result
    raise AssertionError("unreachable")


def _restart_sequences(connection: Connection) -> None:
    for name in connection.exec_driver_sql(SEQUENCES).scalars().all():
        stands_at = connection.exec_driver_sql(STANDS_AT.format(name)).scalar_one()
        run(connection, f"ALTER SEQUENCE {name} RESTART WITH {int(stands_at)}")  # psycopg would forget what is prepared
