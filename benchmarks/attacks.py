"""What each attack costs a server: processor time until it is answered, and how far its memory grows; Linux only.

    python -m benchmarks.attacks

A server of its own process on a fresh SQLite file gets the documents of tests/attacks, one after the other. Time is
counted in steps of 10 ms, as the system counts it.
"""

import os
import tempfile
from pathlib import Path

import httpx2

from benchmarks.subscriptions import memory, server
from tests.attacks.documents import ATTACKS
from tests.attacks.test_attacks import told

HEADERS = {"accept": "application/graphql-response+json", "content-type": "application/json"}


def milliseconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print a line an attack, the dearest first."""
    found = []
    with (
        tempfile.TemporaryDirectory() as folder,
        server(f"sqlite:///{folder}/x.db") as (place, pid),
        httpx2.Client(timeout=60, headers=HEADERS, base_url=f"http://{place}") as client,
    ):
        client.post("/graphql", content=b'{"query": "{ parameters { returnValidityDays } }"}')
        began = memory(pid)
        for attack in ATTACKS:
            before, used = memory(pid), milliseconds(pid)
            answer = client.post("/graphql", content=attack.body)
            spent, more = milliseconds(pid) - used, memory(pid) - before
            found.append((spent, more, told(answer.json()), len(attack.body), attack.name))
        grown = memory(pid) - began
    for spent, more, what, size, name in sorted(found, reverse=True):
        print(f"{spent:>6.0f} ms  {more:>+6.1f} MB  {size:>7} bytes  {what:<26} {name}")
    print(f"after all {len(found)} of them memory had grown by {grown:.1f} MB")


if __name__ == "__main__":
    main()
