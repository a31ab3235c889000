"""Layers and rooms hold: imports point down, also by way of others; what decides is pure; private names stay at home,
and tables go by words.

The contracts are in pyproject.toml; `lint-imports` says them one by one and names the line of each wrong import.
"""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUFF = Path(sys.executable).with_name("ruff")
FOLDERS = ("models", "migrations", "posting", "resolvers", "schema")
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
WRONG = {  # by module: what it must not import, and the contract that says so
    "models/planted.py": ("from ..posting import plan", "models is not allowed to import rebill.posting"),
    "migrations/versions/planted.py": (
        "from rebill.models import exact",
        "migrations is not allowed to import rebill.models",
    ),
    "resolvers/planted.py": ("from rebill.schema import build", "resolvers is not allowed to import rebill.schema"),
    "schema/planted.py": ("from ..transport import caps", "schema is not allowed to import rebill.transport"),
    "transport/planted.py": ("from ..process import app", "transport is not allowed to import rebill.process"),
    "documents/planted.py": ("import socket", "rebill.documents is not allowed to import socket"),
    "posting/ledger/planted.py": (
        "from ..returns import arrivals",
        "posting.ledger is not allowed to import rebill.posting.returns",
    ),
    "posting/command/planted.py": (
        "from ..ledger import series",
        "posting.command is not allowed to import rebill.posting.ledger",
    ),
    "posting/planners/planted.py": ("import time", "posting.planners is not allowed to import time"),
    "posting/rules/planted.py": (
        "from ...models import texts, planted_database",
        "posting.rules is not allowed to import sqlalchemy",
    ),
    "posting/planners/sales/planted.py": (
        "from ..projects import limits",
        "posting.planners.sales is not allowed to import rebill.posting.planners.projects",
    ),
    "resolvers/filters/planted.py": (
        "from ..computed import effective",
        "resolvers.filters is not allowed to import rebill.resolvers.computed",
    ),
    "posting/runs/planted.py": ("import strawberry", "rebill.posting is not allowed to import strawberry"),
    "schema/planted_http.py": ("import starlette", "rebill.schema is not allowed to import starlette"),
    "models/planted_database.py": ("from . import tables", "rebill.models.tables -> sqlmodel"),
    "resolvers/reading/planted.py": ("from .. import planted_circle", "No cycles are allowed in rebill.resolvers"),
    "resolvers/planted_circle.py": ("from .reading import planted", "No cycles are allowed in rebill.resolvers"),
    "posting/planted_room/__init__.py": ("", "rebill.posting.planted_room"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the import linter says of the package `rebill` in a folder."""
    environment = {"PYTHONPATH": str(folder), "COLUMNS": "300"}
    command = [sys.executable, "-c", LINT]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def copy_of_the_package(folder: Path) -> Path:
    """The package as it stands in a wheel: folders in place of links."""
    only_code = shutil.ignore_patterns("graphiql/*", "node_modules", "dist", "__pycache__", *FOLDERS)
    package = Path(shutil.copytree(ROOT / "rebill", folder / "rebill", ignore=only_code))
    for name in FOLDERS:
        shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return package


def test_layers_and_rooms_hold() -> None:
    said = lint(ROOT)
    assert said.returncode == 0, said.stdout + said.stderr


def test_each_wrong_import_is_found(tmp_path: Path) -> None:
    package = copy_of_the_package(tmp_path)
    assert lint(tmp_path).returncode == 0
    for path, (line, _) in WRONG.items():
        (package / path).parent.mkdir(exist_ok=True)
        (package / path).write_text(f"{line}\n", encoding="utf-8")
    said = lint(tmp_path)
    broken = " ".join(said.stdout.split())
    assert said.returncode == 1
    assert [path for path, (_, complaint) in WRONG.items() if complaint not in broken] == []


def ruff(path: str, source: str) -> str:
    """What ruff says of a module with this source at this place."""
    command = [RUFF, "check", "--no-cache", "--stdin-filename", path, "-"]
    return subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True).stdout


@pytest.mark.parametrize("asked", ["datetime.now(UTC)", "date.today()"])
def test_only_the_clock_says_what_time_it_is(asked: str) -> None:
    source = f"from datetime import UTC, date, datetime\n\nprint(UTC, date, datetime, {asked})\n"
    found = {
        path: "TID251" in ruff(path, source) for path in ("posting/planners/planted.py", "posting/command/clock.py")
    }
    assert found == {"posting/planners/planted.py": True, "posting/command/clock.py": False}


def private_imports(source: str) -> Iterator[str]:
    """Private names that a module takes from another one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield from (one.name for one in node.names if one.name.startswith("_") and not one.name.endswith("__"))


def letters_for_tables(source: str) -> Iterator[str]:
    """Names of a letter or two that a module calls tables, their columns or their aliases by."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and re.search(r"\btables\.|\.alias\(|\.c\b", ast.unparse(node.value)):
            names = [one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]
            yield from (name for name in names if len(name) <= 2)


def modules() -> dict[Path, str]:
    """Every module of the package, with its source."""
    paths = [path for name in (*FOLDERS, "rebill") for path in (ROOT / name).rglob("*.py") if not path.is_symlink()]
    return {path: path.read_text(encoding="utf-8") for path in paths if "node_modules" not in path.parts}


def test_tables_go_by_words() -> None:
    assert {(path.name, name) for path, source in modules().items() for name in letters_for_tables(source)} == set()
    assert list(letters_for_tables("I, LINE = tables.invoice.c, tables.invoice_line.c")) == ["I"]


def test_private_names_stay_in_their_module() -> None:
    assert len(modules()) > 300
    taken = {(path.name, name) for path, source in modules().items() for name in private_imports(source)}
    assert taken == set()
    assert list(private_imports("from .declarations import Children, _field")) == ["_field"]
