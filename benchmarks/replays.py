"""What Rebill sent for postings, as scripts for pgbench: a statement is prepared once a session, as drivers do it.

A statement's text is prepared at the beginning of a script, and executed with the values that the log tells. What a
transaction says about itself (settings, savepoints) and what was read outside of it is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from benchmarks.statements import AROUND, SENT, VALUE, script

Statement: TypeAlias = tuple[str, tuple[str, ...]]  # its text with $1 and so on, and the literals of these
BEGUN, ENDED = ("BEGIN", "START"), ("COMMIT", "END")


def transactions(entries: Iterable[dict[str, object]], writing: str) -> Iterator[list[Statement]]:
    """The committed transactions of a log that wrote into a table, of each what it did.

    >>> log = ["BEGIN; SET a = 1", "SELECT 1", 'INSERT INTO "invoice" VALUES (1)', "COMMIT"]
    >>> list(transactions([{"message": f"statement: {one}", "session_id": 1} for one in log], "invoice"))
    [[('SELECT 1', ()), ('INSERT INTO "invoice" VALUES (1)', ())]]
    """
    inserted = re.compile(f'INSERT INTO "?{writing}"? ')
    open_ones: dict[object, list[Statement]] = {}
    for entry in entries:
        found = SENT.match(str(entry.get("message", "")))
        if found is None:
            continue
        text, session = found["sql"].strip().rstrip(";"), entry.get("session_id")
        word = text.split(maxsplit=1)[0].rstrip(";").upper() if text else ""
        if word in BEGUN:
            open_ones[session] = []
        elif word in ENDED:
            done = open_ones.pop(session, [])
            if any(inserted.search(one) for one, _ in done):
                yield done
        elif word == "ROLLBACK" and "TO" not in text.upper().split():
            open_ones.pop(session, None)
        elif word == "COPY":
            raise RuntimeError("a COPY has its rows in no log, so that it cannot be replayed")
        elif session in open_ones and word not in AROUND:
            open_ones[session].append((text, _values(str(entry.get("detail", "")))))


def _values(detail: str) -> tuple[str, ...]:
    found = {int(place): value for place, value in VALUE.findall(detail)}
    return tuple(found[place] for place in sorted(found))


def replay(postings: Sequence[Sequence[Statement]]) -> str:
    """A script that carries out these transactions one after the other.

    >>> print(replay([[("SELECT $1", ("'7'",)), ("SELECT 2", ())]]), end="")
    PREPARE s0 AS SELECT $1;
    PREPARE s1 AS SELECT 2;
    BEGIN;
    EXECUTE s0('7');
    EXECUTE s1;
    COMMIT;
    """
    names: dict[str, str] = {}
    for posting in postings:
        for text, _ in posting:
            names.setdefault(text, f"s{len(names)}")
    lines = [f"PREPARE {name} AS {text}" for text, name in names.items()]
    for posting in postings:
        lines.append("BEGIN")
        lines += [f"EXECUTE {names[text]}" + (f"({', '.join(values)})" if values else "") for text, values in posting]
        lines.append("COMMIT")
    return script(lines)
