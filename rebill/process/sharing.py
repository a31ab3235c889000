"""What the processes of one server share: the connections that PostgreSQL allows, and the carrying of posting runs.

Threads and queues are divided, so that a server of several processes takes on about as much at once as one of one does.
One process carries runs on; the others wake it, so that a run that begins with one of them begins at once.
"""

import os
import socket
import uuid
from contextlib import suppress
from dataclasses import dataclass

from ..models.capacity import DEFAULT, Capacity, shared_by
from ..models.database import Database
from .starting import CannotStart

LIBRARY, WORKER = 5, 1  # connections of the process that carries runs on, and of each worker, beside those of the pool
ALLOWED = "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"


def capacity_for(database: Database, processes: int) -> Capacity:
    """How much each of several processes takes at once; raises `CannotStart` where PostgreSQL has no room for all."""
    if database.dialect == "sqlite":
        return shared_by(processes)
    with database.read() as connection:
        allowed = int(connection.exec_driver_sql(ALLOWED).scalar_one())
    if connections_of(processes) <= allowed:
        return shared_by(processes)
    most = max((one for one in range(1, processes) if connections_of(one) <= allowed), default=0)
    raise CannotStart(
        f"{processes} processes need up to {connections_of(processes)} connections and PostgreSQL gives {allowed}; "
        f"raise its max_connections, or give --processes {most}"
        if most
        else f"one process needs up to {connections_of(1)} connections and PostgreSQL gives {allowed}; raise "
        "its max_connections"
    )


def connections_of(processes: int) -> int:
    """The most connections that so many processes have open together."""
    each = DEFAULT if processes == 1 else shared_by(processes)
    return processes * (each.connections + WORKER) + LIBRARY


@dataclass(frozen=True)
class Sharing:
    """By what name one of the processes takes the carrying of runs for itself, and a pipe that wakes it."""

    name: str
    hearing: int
    ringing: int

    def wake(self) -> None:
        """Have whoever carries runs on look for them; one who is woken already need not be again."""
        with suppress(BlockingIOError):
            os.write(self.ringing, b"!")

    def wait(self) -> None:
        """Wait until woken; for the one that carries runs on."""
        os.read(self.hearing, 4096)


def sharing() -> Sharing:
    """For the processes that are begun from this one."""
    hearing, ringing = os.pipe()
    os.set_blocking(ringing, False)
    return Sharing(f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]} carries runs", hearing, ringing)
