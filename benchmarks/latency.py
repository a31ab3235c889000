"""How a server answers while a run goes on, beside how it answers when idle: queries and single postings, in turn.

    python -m benchmarks.latency --orders 3000

Two clients ask for a page of invoices, one posts orders by runs of one; what counts is the whole answer over HTTP.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from benchmarks.books import Books, engines, opened

PAGE = "{ invoices(first: 20) { nodes { number status totalAmount customer { name } } } }"
POST = "mutation($o: String!) { postReturnInvoice(input: { order: { number: $o } }) { __typename } }"
START = (
    "mutation { postInvoices(input: { select: { type: [SALES_ORDER] } }) { ... on PostingRunSuccess { run { id } } } }"
)
RUN = "{ postingRuns(last: 1) { nodes { status posted } } }"
STARTING_SECONDS = 30


@contextmanager
def serving(address: str) -> Iterator[str]:
    """A server of its own process on a database; the URL it answers at."""
    port = 26_000 + random.randrange(4000)
    command = "from rebill.cli import main; main()"
    process = subprocess.Popen([sys.executable, "-c", command, "serve", "--database", address, "--port", str(port)])
    url = f"http://127.0.0.1:{port}/graphql"
    try:
        until = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                httpx2.post(url, json={"query": "{ __typename }"}).raise_for_status()
                break
            except httpx2.HTTPError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield url
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)


def ask(client: httpx2.Client, url: str, query: str, **variables: Any) -> dict[str, Any]:
    """What the server answers; anything wrong ends the benchmark."""
    answer: dict[str, Any] = client.post(url, json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    data: dict[str, Any] = answer["data"]
    return data


def spell(url: str, returns: list[str], seconds: float, over: Callable[[], bool]) -> dict[str, list[float]]:
    """Seconds of each answer to two reading clients and a posting one, until the time is up or it is `over`."""
    until, taken = time.monotonic() + seconds, {"query": [], "posting": []}

    def reading() -> None:
        with httpx2.Client(timeout=60) as client:
            while time.monotonic() < until and not over():
                began = time.perf_counter()
                ask(client, url, PAGE)
                taken["query"].append(time.perf_counter() - began)
                time.sleep(0.01)

    def posting() -> None:
        with httpx2.Client(timeout=60) as client:
            while returns and time.monotonic() < until and not over():
                began = time.perf_counter()
                answer = ask(client, url, POST, o=returns.pop())
                taken["posting"].append(time.perf_counter() - began)
                assert answer["postReturnInvoice"]["__typename"] == "PostReturnInvoiceSuccess"
                time.sleep(0.05)

    clients = [threading.Thread(target=one) for one in (reading, reading, posting)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return taken


def measure(address: str, orders: int, seconds: float) -> dict[str, dict[str, list[float]]]:
    """Answers when idle, during a run, and when idle again."""
    database = opened(address)
    books = Books(database)
    returns = books.returns(int(seconds * 60))
    books.sales(orders)
    database.dispose()
    with serving(address) as url, httpx2.Client(timeout=60) as client:
        spell(url, [], 2, lambda: False)  # warm
        found = {"idle": spell(url, returns, seconds, lambda: False)}
        ask(client, url, START)

        def ended() -> bool:
            run = ask(client, url, RUN)["postingRuns"]["nodes"][0]
            return bool(run["status"] == "ENDED")

        last = [0.0, False]

        def over() -> bool:
            if time.monotonic() - last[0] > 0.5:
                last[:] = [time.monotonic(), ended()]
            return bool(last[1])

        began = time.perf_counter()
        found["during a run"] = spell(url, returns, 600, over)
        spent = time.perf_counter() - began
        found["idle again"] = spell(url, returns, seconds / 2, lambda: False)
    print(f"  the run: {orders / spent:.0f} documents/s beside the clients")
    return found


def quantile(values: list[float], share: float) -> float:
    """The value below which so much of them lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else float("nan")


def main() -> None:
    """Measure both engines in turn and print milliseconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=10, help="of each idle spell")
    asked = parser.parse_args()
    with engines() as addresses:
        for engine, address in addresses.items():
            print(engine)
            found = measure(address, asked.orders, asked.seconds)
            for kind in ("query", "posting"):
                idle = quantile(found["idle"][kind], 0.99)
                for when, taken in found.items():
                    half, most = quantile(taken[kind], 0.5), quantile(taken[kind], 0.99)
                    line = f"  {kind:<8} {when:<13} p50 {half * 1000:>7.1f} ms  p99 {most * 1000:>7.1f} ms"
                    print(f"{line}  {most / idle:>5.1f} × idle  ({len(taken[kind])} answers)")


if __name__ == "__main__":
    main()
