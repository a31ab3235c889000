"""What it costs that a server wants to know who asks: a small query and a posting, with a key and with a token.

    python -m benchmarks.access                     # a minute or two
    python -m benchmarks.access --rounds 2 --queries 50 --postings 5     # tries it

Three servers of their own processes, on copies of one SQLite file, get the same requests in turn: one is open, one is
sent a key, one a token. What counts is the processor time of the server, as a ratio to the open one's of that round.
Budgets are off in all three: this is about who asks, not about how much.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from benchmarks.books import Books, opened
from benchmarks.latency import POST, ask
from benchmarks.results import ratio
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.posting.command.clock import SystemClock
from tests.access.serving import bearer, secret
from tests.access.signing import AUDIENCE, ISSUER, claims, jwk, key_file, token

QUERY = "{ invoices(first: 1) { nodes { number totalAmount } } }"
SERVE = "from rebill.cli import main; main()"
STARTING_SECONDS = 30
HOURS = 2 * 60 * 60
ALGORITHM = "ES256"


@dataclass
class Asked:
    """A server, who asks it, and what it took for each round's queries and postings."""

    name: str
    url: str
    pid: int
    client: httpx2.Client
    returns: list[str]
    queries: list[float] = field(default_factory=list)
    postings: list[float] = field(default_factory=list)

    def round(self, queries: int, postings: int) -> None:
        """Ask and post so many times, and note the processor time of each by itself."""
        began = seconds(self.pid)
        for _ in range(queries):
            ask(self.client, self.url, QUERY)
        between = seconds(self.pid)
        for _ in range(postings):
            answer = ask(self.client, self.url, POST, o=self.returns.pop())
            assert answer["postReturnInvoice"]["__typename"] == "PostReturnInvoiceSuccess", answer
        self.queries.append(between - began)
        self.postings.append(seconds(self.pid) - between)


def seconds(pid: int) -> float:
    """Processor time that the threads of a process have used, by the scheduler's own count; Linux only."""
    return sum(int(one.read_text().split()[0]) for one in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


@contextmanager
def server(address: str, *flags: str) -> Iterator[tuple[str, int]]:
    """A server of its own process; the URL it answers at, and its pid."""
    port = 26_000 + random.randrange(4000)
    command = ["serve", "--database", address, "--port", str(port), "--budget", "off", "--processes", "1", *flags]
    process = subprocess.Popen([sys.executable, "-c", SERVE, *command], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                httpx2.get(f"http://127.0.0.1:{port}/livez").raise_for_status()
                break
            except httpx2.HTTPError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/graphql", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def token_flags(folder: Path) -> tuple[str, ...]:
    """How a server is told whose tokens it takes."""
    keys = key_file(folder, jwk(ALGORITHM, kid="a"))
    given = {"issuer": ISSUER, "audience": AUDIENCE, "keys": keys, "algorithms": ALGORITHM}
    return tuple(part for name, value in given.items() for part in (f"--jwt-{name}", value))


def a_token() -> str:
    """A token with every scope, which outlasts the benchmark."""
    now = SystemClock().now()
    scopes = " ".join(f"rebill:{one.value.lower()}" for one in Scope)
    return token(claims(now, exp=int(now.timestamp()) + HOURS, scope=scopes), ALGORITHM, kid="a")


def measured(folder: Path, rounds: int, queries: int, postings: int) -> list[Asked]:
    """Three servers, asked in turn; each round begins with another one."""
    first = folder / "open.db"
    database = opened(f"sqlite:///{first}")
    returns = Books(database).returns((rounds + 1) * postings)
    database.dispose()
    copies = {name: Path(shutil.copy(first, folder / f"{name}.db")) for name in ("key", "token")}
    with_key = Database.open(f"sqlite:///{copies['key']}")
    sent = {"open": {}, "key": bearer(secret(with_key, *Scope)), "token": bearer(a_token())}
    with_key.dispose()
    with ExitStack() as stack:
        found = []
        for name, headers in sent.items():
            flags = token_flags(folder) if name == "token" else ()
            url, pid = stack.enter_context(server(f"sqlite:///{copies.get(name, first)}", *flags))
            client = stack.enter_context(httpx2.Client(timeout=60, headers=headers))
            found.append(Asked(name, url, pid, client, list(returns)))
        for one in found:  # once, so that whatever is made once is there
            one.round(queries, postings)
            one.queries.clear()
            one.postings.clear()
        for place in range(rounds):
            for one in (*found[place % 3 :], *found[: place % 3]):
                one.round(queries, postings)
    return found


def main() -> None:
    """Measure, and print the time of each and its ratio to the open server's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--queries", type=int, default=300, help="in a round")
    parser.add_argument("--postings", type=int, default=40, help="in a round")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rebill-benchmark-") as folder:
        found = measured(Path(folder), asked.rounds, asked.queries, asked.postings)
    for kind, many in (("queries", asked.queries), ("postings", asked.postings)):
        base = getattr(found[0], kind)
        for one in found:
            spent = getattr(one, kind)
            each = sum(spent) / len(spent) / many * 1000
            print(f"{kind:<9} {one.name:<6} {each:>7.3f} ms of processor time each  {ratio(spent, base)} × open")


if __name__ == "__main__":
    main()
