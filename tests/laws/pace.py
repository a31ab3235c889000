"""How far the machines go, and how often they look at everything: in the usual run not after every step.

A book that is wrong stays wrong, since the ledger only grows: a later look finds it as well, and only tells less of when.
MACHINE_EXAMPLES and MACHINE_STEPS ask for more, and then for other histories each time.
"""

import os

from tests.length import usually

LOOK_EVERY = usually(5, long=1)  # steps
ASKED_FOR = os.environ.get("MACHINE_EXAMPLES")


def histories(engine: str, *, usual: tuple[int, int], long: int) -> int:
    """How many; usually so many on SQLite and on PostgreSQL, the same ones, so fewer where only the engine differs."""
    on_sqlite, on_postgresql = usual
    return int(ASKED_FOR or usually(on_sqlite if engine == "sqlite" else on_postgresql, long=long))
