"""Statements that PostgreSQL has prepared, run by libpq itself.

psycopg's cursors take more than the statement does: 60 µs of a small one. Values are adapted by psycopg, and rows are
loaded by it. Where it sees a ROLLBACK, also to a savepoint, it has PostgreSQL forget whatever is prepared; so it sees
none.
"""

from collections import OrderedDict
from collections.abc import MutableMapping, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:  # it takes a tenth of a second to load
    import psycopg
    from psycopg.pq.abc import PGresult

MOST = 200  # that are kept on a connection
MOST_TEXT = 1_000_000  # characters of theirs, of each of which PostgreSQL makes some forty bytes
PREPARED = "prepared"  # where a connection keeps their names
NUMBERS = count(1)
DONE = (1, 2)  # libpq's PGRES_COMMAND_OK and PGRES_TUPLES_OK
BAD = 1  # its CONNECTION_BAD
IDLE = 0  # its PQTRANS_IDLE
Key = tuple[str, tuple[int, ...]]
Names = OrderedDict[Key, bytes]


def rows_of(
    driver: "psycopg.Connection", info: MutableMapping[Any, Any], statement: str, values: Sequence[object]
) -> list[tuple[Any, ...]]:
    """The rows of a statement, in which `$1` and so on stand for values; `info` is what is kept with a connection."""
    transformer, automatic = adapting()
    kept = transformer(driver)
    dumped = kept.dump_sequence(values, [automatic] * len(values))
    names: Names = info.setdefault(PREPARED, OrderedDict())
    key = (statement, kept.types or ())
    name = names.get(key)
    if name is None:
        name = _prepared(driver, names, key)
    else:
        names.move_to_end(key)
    result = driver.pgconn.exec_prepared(name, dumped, kept.formats)  # type: ignore[arg-type]  # None is null
    _check(driver, result)
    kept.set_pgresult(result)
    return cast("list[tuple[Any, ...]]", kept.load_rows(0, result.ntuples, tuple))


@cache
def adapting() -> tuple[Any, Any]:
    """What psycopg adapts by, looked for once: an import takes longer than a value."""
    from psycopg.adapt import PyFormat, Transformer

    return Transformer, PyFormat.AUTO


def run(driver: "psycopg.Connection", statement: str) -> None:
    """Run what answers nothing, several statements in one round trip."""
    _check(driver, driver.pgconn.exec_(statement.encode()))


def roll_back(driver: "psycopg.Connection", savepoint: str | None = None) -> None:
    """End a transaction without what it did, or go back to one of its savepoints."""
    if is_in_transaction(driver):
        run(driver, "ROLLBACK" if savepoint is None else f"ROLLBACK TO SAVEPOINT {savepoint}")


def is_in_transaction(driver: "psycopg.Connection") -> bool:
    """Whether one is open, has failed, or was lost."""
    return driver.pgconn.transaction_status != IDLE


def _prepared(driver: "psycopg.Connection", names: Names, key: Key) -> bytes:
    statement, types = key
    name = b"rebill_%d" % next(NUMBERS)
    _check(driver, driver.pgconn.prepare(name, statement.encode(), types))
    names[key] = name
    while too_many(names):
        _, oldest = names.popitem(last=False)
        run(driver, f"DEALLOCATE {oldest.decode()}")
    return name


def too_many(names: Names) -> bool:
    """Whether the oldest is to be forgotten."""
    return len(names) > MOST or (len(names) > 1 and sum(len(text) for text, _ in names) > MOST_TEXT)


def _check(driver: "psycopg.Connection", result: "PGresult") -> None:
    if result.status in DONE:
        return
    from psycopg.errors import OperationalError, error_from_result

    if driver.pgconn.status == BAD:
        raise OperationalError(driver.pgconn.get_error_message())
    raise error_from_result(result)
