"""The fuzz from a shell: python -m tests.fuzz --documents 100000 --seed 7, or one document again with --only."""

import argparse
import logging
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import structlog

from rebill.models import migrate
from rebill.models.database import Database
from tests.fuzz.books import NAMES, opened
from tests.fuzz.run import SEED, Asked
from tests.postgres import own_postgres

AT_ONCE = 1000
FAILED = 1


def main() -> int:
    """Compare, and tell of each difference in as few words as it can be had; 1 where there is any."""
    parsed = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parsed.add_argument("--documents", type=int, default=10_000, help="how many, of each book")
    parsed.add_argument("--seed", type=int, default=SEED, help="another seed, other documents")
    parsed.add_argument("--only", type=int, help="the number of one document to ask for, and to show")
    parsed.add_argument("--book", choices=NAMES, action="append", help="both when left out")
    parsed.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    parsed.add_argument("--most", type=int, default=5, help="how many differences are told")
    given = parsed.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        books = [_book(held, folder, name, sqlite=given.sqlite) for name in given.book or NAMES]
        return max([_one(one, given) if given.only is not None else _many(one, given) for one in books])


def _book(held: ExitStack, folder: Path, name: str, *, sqlite: bool) -> Asked:
    template = folder / "template.db"
    _migrated(f"sqlite:///{template}")
    new = None
    if not sqlite:
        server = held.enter_context(own_postgres(folder / "postgres"))
        server.run(f"CREATE DATABASE {name}")
        new = server.address(name)
        _migrated(new)
    return Asked(name, held.enter_context(opened(folder, template, name, new)))


def _migrated(url: str) -> None:
    database = Database.open(url)
    migrate.upgrade(database)
    database.dispose()


def _one(book: Asked, given: argparse.Namespace) -> int:
    documents = book.draw(given.seed, [given.only])
    print(f"{book.name}:", *documents, sep="\n", end="\n\n")
    found = book.compared(documents).differences
    print(book.told(found, given.seed) if found else "answered the same")
    return FAILED if found else 0


def _many(book: Asked, given: argparse.Namespace) -> int:
    told, began, carried_out, compiled = 0, time.process_time(), 0, 0
    for begin in range(0, given.documents, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, given.documents))
        documents = book.draw(given.seed, numbers)
        found = book.compared(documents)
        carried_out, compiled = carried_out + found.carried_out, compiled + found.compiled
        for one in found.differences[: max(0, given.most - told)]:
            print(book.told([one], given.seed), end="\n\n")
        told += len(found.differences)
    print(
        f"{book.name}: {given.documents} documents, {carried_out} answers with data, {compiled} of them compiled, "
        f"{told} differences, {time.process_time() - began:.0f} s of processor time"
    )
    return FAILED if told else 0


if __name__ == "__main__":
    sys.exit(main())
