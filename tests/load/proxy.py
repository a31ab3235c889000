"""A wire between Rebill and PostgreSQL that can be cut, whole or at the very moment of a commit."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

COMMIT = b"COMMIT\0"  # the whole statement: isolation levels have the word in their names
Watch = Callable[[bytes], bool]


def never(_: bytes) -> bool:
    """Nothing is cut."""
    return False


class Wire:
    """Connections to a server on this machine; `is_cut` refuses and cuts all of them."""

    def __init__(self, target: Callable[[], socket.socket]) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.is_cut = False
        self.swallow_answer_to: bytes | None = None  # passed on, and then the wire is cut
        self.cut_after: bytes | None = None  # answered, and what is sent next is not passed on
        self.is_silent = False  # nothing is answered any more, and nothing is cut
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Cut every connection, and refuse new ones."""
        self.is_cut = True
        self._cut_all()

    def mend(self) -> None:
        """Let everything through again."""
        self.is_cut, self.swallow_answer_to, self.cut_after = False, None, None

    def close(self) -> None:
        """Be gone."""
        self._listening.close()
        self._cut_all()

    def _cut_all(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self.is_cut:
                    client.close()
                    continue
                server = self._target()
                self._open |= {client, server}
                threading.Thread(target=self._asked, args=(client, server), daemon=True).start()
                threading.Thread(target=self._answered, args=(server, client), daemon=True).start()

    def _asked(self, client: socket.socket, server: socket.socket) -> None:
        is_last = False
        with suppress(OSError):
            while data := client.recv(65536):
                if is_last:
                    self.cut()
                    break
                if self.swallow_answer_to is not None and self.swallow_answer_to in data:
                    self.is_cut = True
                    client.shutdown(socket.SHUT_RDWR)
                    server.sendall(data)
                    break
                is_last = self.cut_after is not None and self.cut_after in data
                server.sendall(data)

    def _answered(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if not self.is_silent:
                    client.sendall(data)
        for one in (server, client):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # closing alone would not end what another thread reads of it
            one.close()
            self._open.discard(one)


@contextmanager
def wired(url: str) -> Iterator[tuple[Wire, str]]:
    """A wire to the server of a URL, and the URL through it."""
    parts = urlsplit(url)
    folder = parse_qs(parts.query).get("host", [""])[0]

    def target() -> socket.socket:
        if not folder:
            return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432))
        found = socket.socket(socket.AF_UNIX)
        found.connect(f"{folder}/.s.PGSQL.{parts.port or 5432}")
        return found

    wire = Wire(target)
    user = f"{parts.username or 'postgres'}{f':{parts.password}' if parts.password else ''}"
    try:
        yield wire, f"postgresql://{user}@127.0.0.1:{wire.port}{parts.path}?sslmode=disable&gssencmode=disable"
    finally:
        wire.close()
