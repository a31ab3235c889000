"""Who is measured on reads: each a server of its own process on the same book, and how it is set up.

The peers' sources are in benchmarks/peers; their versions are pinned in its package.json and its lock file.
"""

import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import queries
from benchmarks.book import Book, Books
from benchmarks.processes import Started, free_port, post, started
from benchmarks.queries import Bodies
from benchmarks.versions import HELLO, ROOT, november, today

PEERS = ROOT / "benchmarks" / "peers"
JAVASCRIPT = PEERS / "javascript"
REBILL, SQLITE, NOVEMBER = "Rebill", "Rebill, SQLite", "Rebill, November 2026"
TWO_PROCESSES = "Rebill, 2 processes"
POSTGRAPHILE, MERCURIUS, LOADERS, YOGA, BARE, ENTITIES = (
    "PostGraphile", "mercurius + jit", "mercurius, loaders", "graphql-yoga + jit", "bare node",
    "strawberry + SQLModel",
)  # fmt: skip
PGBENCH = "pgbench"


@dataclass(frozen=True)
class Contestant:
    """How one is started, and what it is asked."""

    name: str
    folder: Path
    command: Callable[[int], list[str]]  # by port
    environment: Callable[[int], Mapping[str, str]]
    bodies: Callable[[Book, Callable[[bytes], dict[str, object]]], Bodies]
    hello: bytes = HELLO

    @contextmanager
    def running(self) -> Iterator[Started]:
        """The server, until it is left."""
        port = free_port()
        url = f"http://127.0.0.1:{port}/graphql"
        with started(self.command(port), url, self.hello, self.folder, self.environment(port)) as server:
            yield server


def answered(url: str) -> Callable[[bytes], dict[str, object]]:
    """Asks a server; anything wrong ends the benchmark."""

    def ask(body: bytes) -> dict[str, object]:
        answer = json.loads(post(url, body))
        if "errors" in answer:
            raise RuntimeError(f"{body.decode()} is answered {answer['errors']}")
        data: dict[str, object] = answer["data"]
        return data

    return ask


def contestants(books: Books, cache: Path) -> list[Contestant]:
    """All that can run here, Rebill first."""
    database = books.addresses["PostgreSQL"]
    found = [_rebill(REBILL, database), _rebill(SQLITE, books.addresses["SQLite"])]
    found.append(_rebill(TWO_PROCESSES, database, "--processes", "2"))
    older = november(cache)
    if older is not None and books.november is not None:
        own = books.november
        found.append(
            Contestant(NOVEMBER, older.folder, lambda port: older.serving(own, port), _nothing, queries.of_rebill)
        )
    return [*found, *_peers(database)]


def _rebill(name: str, database: str, *more: str) -> Contestant:
    newest = today()
    return Contestant(name, ROOT, lambda port: newest.serving(database, port, *more), _nothing, queries.of_rebill)


def _nothing(_: int) -> Mapping[str, str]:
    return {}


def _peers(database: str) -> list[Contestant]:
    def of_node(name: str, file: str, bodies: Callable[..., Bodies], hello: bytes = HELLO, **more: str) -> Contestant:
        return Contestant(
            name, JAVASCRIPT, lambda _: [node(), file], lambda port: {**environment(port), **more}, bodies, hello
        )

    def environment(port: int) -> Mapping[str, str]:
        return {"PORT": str(port), "DATABASE": database, "NODE_ENV": "production"}

    small = queries.body(queries.ONE, number="INV-000001")
    entities = [sys.executable, "-m", "benchmarks.peers.entities"]
    return [
        of_node(POSTGRAPHILE, "postgraphile.mjs", queries.of_postgraphile),
        of_node(MERCURIUS, "mercurius.mjs", queries.of_written),
        of_node(LOADERS, "mercurius.mjs", queries.of_written, LOADERS="yes"),
        of_node(YOGA, "yoga.mjs", queries.of_written),
        of_node(BARE, "bare.mjs", queries.of_bare, small),
        Contestant(ENTITIES, ROOT, lambda _: entities, environment, queries.of_written),
    ]


def node() -> str:
    """The Node that is pinned beside the peers; they are installed by `make .setup/peers`."""
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    found = JAVASCRIPT / "node_modules" / f"node-linux-{machine}" / "bin" / "node"
    if not found.exists():
        raise RuntimeError("The peers are not installed: make .setup/peers")
    return str(found)


def versions() -> dict[str, str]:
    """What runs the peers, and each of them."""
    packages = json.loads((JAVASCRIPT / "package.json").read_text())["dependencies"]
    running = subprocess.run([node(), "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return {"node": running.removeprefix("v"), **packages}
