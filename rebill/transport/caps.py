"""How long a client may take, and how many connections, sockets and subscriptions there may be (access 5.6).

One frozen value, given to the application when it is made, so that a test can make each of them small.
"""

from contextlib import suppress
from dataclasses import dataclass

FILES_FOR_THE_REST = 128  # database connections of every thread, the log, GraphiQL's files, and the spare places below
FEWEST_CONNECTIONS = 16


@dataclass(frozen=True)
class Caps:
    """What a client may take up."""

    request_seconds: float = 10  # in which headers and body are complete, from the first byte or from connecting
    init_seconds: float = 10  # in which a socket's `connection_init` has come
    ping_seconds: float = 20  # between pings of a socket, and for the answer to one
    unread_seconds: float = 20  # in which some of an answer that waits must have been taken
    idle_seconds: int = 5  # for which a connection is kept between two requests
    connections: int = 1_000  # fewer where fewer files may be open
    spare_connections: int = 16  # beyond these, only to be told so, and for whoever watches the server
    spare_seconds: float = 1  # in which such a request is complete
    sockets: int = 20  # an address
    subscriptions: int = 200  # an address, over all its sockets and streams
    operations: int = 100  # under way on a socket
    body: int = 256 * 1024  # bytes, and as many of a message over a socket
    headers: int = 100
    head: int = 32 * 1024  # bytes of the address and all headers


DEFAULT = Caps()
STRICT = Caps(request_seconds=5, init_seconds=5, sockets=5, subscriptions=50, operations=20, body=64 * 1024)


def most_connections(caps: Caps) -> int:
    """How many connections this process may hold, with the files that it needs for the rest left over."""
    return min(caps.connections, max(FEWEST_CONNECTIONS, open_files() - FILES_FOR_THE_REST))


def open_files() -> int:
    """How many files this process may have open, once it has asked for all that it may ask for."""
    try:
        import resource
    except ImportError:  # Windows, where sockets are not files
        return 2**31
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(ValueError, OSError):  # macOS has a lower limit beside the one it tells
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    found = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 2**31 if found == resource.RLIM_INFINITY else found
