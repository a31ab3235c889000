"""How several processes share the connections that come to one port: whoever has the fewest takes the next.

All of them wait at one socket, and the system wakes all. Left to themselves the one that is at work anyway takes
nearly everything, being awake, and the others rest. So each tells the others how many connections it has, in memory
that they share, and leaves what comes to whoever has fewer; for a moment only, in case that one is busy or gone.
"""

import mmap
import socket
import struct
import time
from dataclasses import dataclass

LEFT_SECONDS = 0.02  # for which a connection is left to another process
NOBODY = 2**31 - 1  # connections of a place that nobody holds
COUNT = struct.Struct("i")  # which is written and read in one piece


class Counts:
    """How many connections each of several processes has; made before they are."""

    def __init__(self, many: int) -> None:
        self._many = many
        self._shared = mmap.mmap(-1, COUNT.size * many)
        for place in range(many):
            self.leave(place)

    def note(self, place: int, count: int) -> None:
        """Tell the others."""
        COUNT.pack_into(self._shared, COUNT.size * place, count)

    def leave(self, place: int) -> None:
        """Nobody holds a place."""
        self.note(place, NOBODY)

    def of(self, place: int) -> int:
        """What is told of one."""
        found: int = COUNT.unpack_from(self._shared, COUNT.size * place)[0]
        return found

    def fewest(self) -> int:
        """What the one has that has the fewest."""
        return min(self.of(place) for place in range(self._many))


@dataclass(frozen=True)
class Place:
    """The place of one process among several."""

    counts: Counts
    number: int

    def note(self, count: int) -> None:
        """Tell the others how many connections it has."""
        self.counts.note(self.number, count)


class SharedPort(socket.socket):
    """A listening socket that leaves what comes to another process while that one has fewer connections."""

    place: Place
    since: float | None = None  # a connection waits that was left to others

    def accept(self) -> tuple[socket.socket, object]:
        """Take a connection on; raises `BlockingIOError`, as if there were none, where it is another one's turn."""
        place, counts = self.place, self.place.counts
        own = counts.of(place.number)
        if own > counts.fewest():
            now = time.monotonic()
            self.since = self.since or now
            if now < self.since + LEFT_SECONDS:
                raise BlockingIOError
        self.since = None
        taken = super().accept()
        place.note(own + 1)
        return taken


def shared_port(listening: socket.socket, place: Place) -> SharedPort:
    """The same port, as one of several processes listens at it."""
    made = SharedPort(fileno=listening.detach())
    made.place = place
    place.note(0)
    return made
