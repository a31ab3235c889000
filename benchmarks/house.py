"""How the house stands, in figures: rooms, import arrows and floors, functions, files, untyped expressions, records.

    python -m benchmarks.house [FOLDER]

FOLDER is a working copy of Rebill, this one where none is given: an older commit, checked out with `git worktree add`,
is measured by the same rules. Sources are read, never imported. Two figures need more, and are taken in a process of
their own there: untyped expressions are mypy's, and the record of a repeatable call is what confirming a draft of 200
details leaves in a database of its own, made through the API.

- A room is a folder of `posting`, or a module that stands in `posting` itself. An arrow is an import between two
  modules, or two rooms, however many names it takes. Floors are the longest chain of imports; a circle is one floor.
- Lines of a function are all of its lines, with its docstring, and without the functions inside it.
- Migrations, which are history and mostly tables, are left out of functions and files; tests and benchmarks of all but
  lines.
"""

import ast
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.arrows import floors, import_graph, joined, sources

CODE = ("models", "migrations", "posting", "resolvers", "schema", "rebill")
LINES_TOO = ("tests", "benchmarks")
DETAILS = 200
RECORD = """
import os
from sqlalchemy import text
from rebill.models import migrate
from rebill.models.database import Database
from tests.api import Api
database = Database.open("sqlite:///house.db")
migrate.upgrade(database)
api = Api(database)
contract = api.contract()
entry = {
    "contractLine": contract["lines"][0]["id"], "transactionClass": "TIME", "description": "Work", "unitPrice": "950",
    "transactionDate": "2026-08-31", "quantity": "7.5", "readyToInvoice": True,
}
for _ in range(%d // 50):
    api.do("postEntryJournal", "... on EntryJournalSuccess { actuals { id } }", entries=[entry] * 50)
api.confirm(api.draft(contract), idempotencyKey="house")
with database.read() as connection:
    row = connection.execute(text("SELECT * FROM idempotency_record WHERE key = 'house'")).one()
print(sum(len(str(value)) for value in row))
"""


def room_of_posting(module: str) -> str:
    """The room that a module of posting stands in."""
    return ".".join(module.split(".")[:2])


def of_rooms(root: Path) -> None:
    """Rooms, arrows and floors of posting."""
    modules = dict(sources(root, "posting"))
    packages = {name for name in modules if (root / name.replace(".", "/")).is_dir()}
    graph = import_graph(modules, packages)
    rooms = joined(graph, room_of_posting)
    rows = []
    for room in sorted(rooms):
        inside = {name: graph[name] for name in graph if room_of_posting(name) == room}
        arrows = sum(len(imported & inside.keys()) for imported in inside.values())
        lines = sum(modules[name].count("\n") for name in inside)
        own = {name: imported & inside.keys() for name, imported in inside.items()}
        rows.append((room, len(inside), lines, arrows, floors(own)))
    table("Rooms of posting", ("room", "files", "lines", "arrows inside", "floors inside"), rows)
    totals = [
        ("between modules", len(graph), sum(map(len, graph.values())), floors(graph)),
        ("between rooms", len(rooms), sum(map(len, rooms.values())), floors(rooms)),
    ]
    table("Imports inside posting", ("", "number", "arrows", "floors"), totals)


def functions(name: str, text: str) -> Iterator[tuple[int, str]]:
    """The functions of a module with their lines, nested ones by themselves."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            yield length(node) - sum(map(length, inner)), f"{name}.{node.name}"


def length(node: ast.stmt) -> int:
    """The lines of a statement."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def of_functions(root: Path) -> None:
    """Lengths of functions and files."""
    code = {name: text for folder in CODE if folder != "migrations" for name, text in sources(root, folder)}
    lengths = sorted((one for name, text in code.items() for one in functions(name, text)), reverse=True)
    table("Longest functions", ("lines", "function"), lengths[:10])
    rows = [(f"{most} lines at most", share(lengths, most), sum(one > most for one, _ in lengths)) for most in (25, 40)]
    table(f"{len(lengths)} functions", ("", "share", "longer"), rows)
    files = sorted(((text.count("\n"), name) for name, text in code.items()), reverse=True)
    rows = [(f"{most} lines at most", share(files, most), sum(one > most for one, _ in files)) for most in (200, 300)]
    table(f"{len(files)} files", ("", "share", "longer"), rows)
    table("Longest files", ("lines", "file"), files[:5])


def share(measured: list[tuple[int, str]], most: int) -> str:
    """How many of a hundred are not longer."""
    return f"{100 * sum(one <= most for one, _ in measured) / len(measured):.1f} %"


def of_lines(root: Path) -> None:
    """Files and lines by folder."""
    rows = []
    for folder in (*CODE, *LINES_TOO):
        texts = [text for _, text in sources(root, folder)]
        rows.append((folder, len(texts), sum(text.count("\n") for text in texts)))
    code = rows[: len(CODE)]
    rows.append(("code", sum(files for _, files, _ in code), sum(lines for _, _, lines in code)))
    table("Lines", ("folder", "files", "lines"), rows)


def of_types(root: Path) -> None:
    """Expressions whose type is Any, by folder and by room of posting: mypy's own report."""
    with tempfile.TemporaryDirectory() as report:
        run(root, root, "-m", "mypy", "--any-exprs-report", report)
        lines = Path(report, "any-exprs.txt").read_text(encoding="utf-8").splitlines()[2:]
    untyped: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for name, anys, expressions, _ in (line.split() for line in lines if " rebill" in f" {line}"):
        parts = name.removeprefix("rebill.").split(".")
        folder = parts[0] if parts[0] in CODE else "rebill"
        for place in {folder, ".".join(parts[:2]) if folder == "posting" else folder}:
            untyped[place] += int(anys)
            every[place] += int(expressions)
    rows = [
        (one, untyped[one], every[one], f"{100 * untyped[one] / max(every[one], 1):.1f} %") for one in sorted(every)
    ]
    table("Expressions without a type", ("folder", "Any", "expressions", "share"), rows)


def of_a_record(root: Path) -> None:
    """Bytes that the record of one repeatable call takes."""
    with tempfile.TemporaryDirectory() as folder:
        size = int(run(root, Path(folder), "-c", RECORD % DETAILS))
    table("Idempotency record", ("call", "characters"), [(f"confirmInvoice of {DETAILS} details", size)])


def run(root: Path, folder: Path, *arguments: str) -> str:
    """What Python prints with that working copy on its path; raises `CalledProcessError` where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(root), "MYPYPATH": str(root)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Print a table, numbers to the right."""
    cells = [heads, *(tuple(str(one) for one in row) for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(heads))]
    print(f"\n{title}")
    for row in cells:
        padded = [
            one.rjust(width) if one[:1].isdigit() else one.ljust(width) for one, width in zip(row, widths, strict=True)
        ]
        print("  " + "  ".join(padded).rstrip())


def main() -> None:
    """Print every table."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    for measure in (of_lines, of_rooms, of_functions, of_types, of_a_record):
        measure(root)


if __name__ == "__main__":
    main()
