"""Whether Rebill works on the Python that runs this: served, a return credited, a run ended, a file brought in.

Needs nothing but Rebill itself, so that CI can run it on every Python of a machine without the tests' tools.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE_SECONDS = 60
REBILL = [sys.executable, "-c", "from rebill.cli import main; main()"]
RETURN = """mutation { postReturnInvoice(input: { order: { number: "RO-000003" }, idempotencyKey: "smoke" }) {
  ... on PostReturnInvoiceSuccess { invoice { number totalAmount } } } }"""
POST = "mutation { postInvoices(input: { select: {} }) { ... on PostingRunSuccess { run { id waiting } } } }"
RUN = "{ postingRuns(last: 1) { nodes { status posted waiting failed } } }"


def asked(place: str, query: str) -> dict:
    """What a server answers to an operation."""
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(f"{place}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        found = json.load(answer)
    assert "errors" not in found, found
    return found["data"]


def until(what: str, holds) -> object:
    """What it holds, once it does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := holds()):
        assert time.monotonic() < end, f"waited {PATIENCE_SECONDS} s in vain: {what}"
        time.sleep(0.1)
    return found


def is_ready(place: str) -> bool:
    """Whether the server calls itself ready."""
    try:
        return urllib.request.urlopen(f"{place}/readyz", timeout=PATIENCE_SECONDS).status == 200
    except urllib.error.HTTPError:
        return False


def main() -> None:
    """Try it all in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="rebill-smoke-") as folder:
        os.chdir(folder)
        try_it_all()
        os.chdir("/")


def try_it_all() -> None:
    """Serve, credit, post, import; the current folder is left with what that made."""
    os.environ["REBILL_DATABASE"] = "sqlite:///smoke.db"
    server = subprocess.Popen([*REBILL, "serve", "--port", "0", "--demo"], stdout=subprocess.PIPE, text=True)
    try:
        place = next(line for line in server.stdout if "http://" in line).split()[-1].removesuffix("/graphql")
        until("it is ready", lambda: is_ready(place))
        credited = asked(place, RETURN)["postReturnInvoice"]["invoice"]
        assert (credited["number"][:3], credited["totalAmount"]) == ("CN-", "-500.00"), credited
        assert asked(place, POST)["postInvoices"]["run"]["waiting"] > 0
        (run,) = until(
            "the run ends",
            lambda: [one for one in asked(place, RUN)["postingRuns"]["nodes"] if one["status"] == "ENDED"],
        )
        assert (run["posted"] > 0, run["waiting"]) == (True, 0), run
        Path("customers.csv").write_text("number,name,currency\nA-1,Nordlys Kraft,NOK\n", encoding="utf-8")
        subprocess.run([*REBILL, "import", "customers.csv"], check=True, timeout=PATIENCE_SECONDS)
        found = asked(place, '{ customers(filter: { search: "Nordlys Kraft" }) { totalCount } }')
        assert found["customers"]["totalCount"] == 1, found
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_SECONDS)
    assert server.returncode == 0, server.returncode
    print(f"smoke test: Python {sys.version.split()[0]} with SQLite {sqlite3.sqlite_version} works")


if __name__ == "__main__":
    main()
