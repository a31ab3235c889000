"""Books that many tests begin with are entered once a process, and copied into each test's own database."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from tests.api import Api

T = TypeVar("T")
_entered: dict[Callable[[Api], Any], tuple[sqlite3.Connection, Any]] = {}


def entered_once(api: Api, enter: Callable[[Api], T]) -> T:
    """What `enter` gives, having entered its books into fresh ones: ids and numbers, which are the same in each copy.

    On PostgreSQL they are entered anew each time.
    """
    if api.database.dialect != "sqlite":
        return enter(api)
    if enter not in _entered:
        kept, given = sqlite3.connect(":memory:", check_same_thread=False), enter(api)
        _copy(api, lambda mine: mine.backup(kept))
        _entered[enter] = kept, given
        return given
    kept, known = _entered[enter]
    _copy(api, kept.backup)
    same: T = known
    return same


def _copy(api: Api, copy: Callable[[sqlite3.Connection], None]) -> None:
    borrowed = api.database.engine.raw_connection()
    mine = borrowed.driver_connection
    assert isinstance(mine, sqlite3.Connection)
    copy(mine)
    borrowed.close()
