"""Books that many tests begin with are entered once a process, and copied into each test's own database."""

import sqlite3
from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

from rebill.models.database import Database

T = TypeVar("T")
_entered: dict[Callable[[Database], Any], tuple[sqlite3.Connection, Any]] = {}


def entered_once(database: Database, enter: Callable[[Database], T]) -> T:
    """What `enter` gives, having entered its books into fresh ones: ids and numbers, which are the same in each copy.

    On PostgreSQL they are entered anew each time.
    """
    if database.dialect != "sqlite":
        return enter(database)
    if enter not in _entered:
        kept, given = sqlite3.connect(":memory:", check_same_thread=False), enter(database)
        _copy(database, lambda mine: mine.backup(kept))
        _entered[enter] = kept, deepcopy(given)  # a test may change what it is given
        return given
    kept, known = _entered[enter]
    _copy(database, kept.backup)
    same: T = deepcopy(known)
    return same


def _copy(database: Database, copy: Callable[[sqlite3.Connection], None]) -> None:
    borrowed = database.engine.raw_connection()
    mine = borrowed.driver_connection
    assert isinstance(mine, sqlite3.Connection)
    copy(mine)
    borrowed.close()
