"""Whoever runs commands on the server's machine: with the database at hand they may do everything (access 1.5)."""

import getpass
import os
from functools import partial

from ..models.database import Database
from ..posting.command.actors import operator
from ..posting.command.caller import Caller
from ..posting.command.clock import Clock, SystemClock


def account() -> str:
    """What the operating system calls whoever runs this."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
        return f"account {os.getuid()}" if hasattr(os, "getuid") else "somebody"


def operating(database: Database, clock: Clock | None = None) -> Caller:
    """Whoever runs this, written down as an actor."""
    now = (clock or SystemClock()).now()
    return database.run_write(partial(operator, now=now, account=account()))
