"""The very statements that Rebill sends for a request, taken from PostgreSQL's log, as scripts for pgbench.

Each request becomes a script of its own with its values written into it, since pgbench's variables are numbers only.
What begins, ends and sets up a transaction is left out: what is measured is the reading alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.postgres import Postgres

SENT = re.compile(r"^(?:execute [^:]+|statement): (?P<sql>.*)$", re.DOTALL)
VALUE = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
PLACEHOLDER = re.compile(r"\$(\d+)\b")
PARTS = re.compile(r"'(?:[^']|'')*'|[^']+")
LITERAL = re.compile(r"'(?:[^']|'')*'")
COLON = re.compile(r":(?=\w)")
AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SET", "START", "SAVEPOINT", "RELEASE", "DISCARD", "DEALLOCATE")
LOGGING = "ALTER DATABASE {} SET log_statement = '{}'"


def sent(entries: Iterable[dict[str, object]]) -> Iterator[str]:
    """The statements that a log tells of, with their values in place, without those around them.

    >>> list(sent([{"message": "execute <unnamed>: SELECT $1::int", "detail": "Parameters: $1 = '7'"}]))
    ["SELECT '7'::int"]
    """
    for entry in entries:
        found = SENT.match(str(entry.get("message", "")))
        if found is None:
            continue
        statement = found["sql"].strip().rstrip(";")
        if statement and statement.split()[0].upper() not in AROUND:
            yield with_values(statement, dict(VALUE.findall(str(entry.get("detail", "")))))


def with_values(statement: str, values: Mapping[str, str]) -> str:
    """A statement with literals in the place of $1 and so on; what stands in a literal of its own is left alone."""

    def one(part: str) -> str:
        return part if part.startswith("'") else PLACEHOLDER.sub(lambda place: values.get(place[1], place[0]), part)

    return "".join(one(part) for part in PARTS.findall(statement))


def script(statements: Iterable[str]) -> str:
    """A pgbench script. A colon before a word would be a variable of pgbench, so that such literals are cut there.

    >>> print(script(["SELECT 'a:null', 1::text"]), end="")
    SELECT 'a:'
    'null', 1::text;
    """
    return "".join(
        LITERAL.sub(lambda literal: COLON.sub(":'\n'", literal[0]), statement) + ";\n" for statement in statements
    )


def logging(server: Postgres, database: str, *, on: bool) -> None:
    """Whether connections that are opened from now on have their statements logged."""
    server.run("postgres", LOGGING.format(database, "all" if on else "none"))


def write_scripts(folder: Path, requests: Iterable[Iterable[str]]) -> list[Path]:
    """The scripts, one a request."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for place, statements in enumerate(requests):
        paths.append(folder / f"{place}.sql")
        paths[-1].write_text(script(statements))
    return paths
