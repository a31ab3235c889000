"""Imports point down only, and the planners stay pure: no database, no GraphQL, no clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("models", "posting", "resolvers", "schema", "rebill")  # from the bottom up
PURE = ("posting/planners", "posting/rules")
IMPURE = {"sqlalchemy", "sqlmodel", "strawberry", "graphql", "starlette", "psycopg", "sqlite3", "time", "threading"}


def imports_of(path: Path, source: str) -> Iterator[str]:
    """Dotted names that a module of a layer imports; relative ones as seen from inside the package `rebill`."""
    package = ["rebill", *path.relative_to(ROOT).parent.parts] if path.parts else ["rebill"]
    if package[1:2] == ["rebill"]:
        package = package[1:]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{one.name}" for one in node.names)


def layer_of(name: str) -> str | None:
    """The layer that an imported name belongs to; None for other packages."""
    parts = name.split(".")
    if parts[0] != "rebill":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else "rebill"


def violations(path: Path, source: str) -> list[str]:
    """What a module imports against the rules."""
    inside = path.relative_to(ROOT).as_posix()
    own = LAYERS.index(inside.split("/")[0])
    found = []
    for name in imports_of(path, source):
        layer = layer_of(name)
        if layer is not None and name != "rebill" and LAYERS.index(layer) > own:
            found.append(f"{inside} imports {name} from a layer above it")
        if inside.startswith(PURE) and (
            name.split(".")[0] in IMPURE or ".service" in name or name.endswith(".database")
        ):
            found.append(f"{inside} is pure and imports {name}")
    return found


def modules() -> list[Path]:
    """Every module of the layers, links left out."""
    return sorted(
        path
        for layer in LAYERS
        for path in (ROOT / layer).rglob("*.py")
        if not any(parent.is_symlink() for parent in path.parents) and "node_modules" not in path.parts
    )


def test_imports_point_down_only() -> None:
    assert len(modules()) > 60
    assert [one for path in modules() for one in violations(path, path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("models/x.py", "from ..posting import plan"),
        ("posting/service/x.py", "from ...resolvers.context import Info"),
        ("resolvers/reading/x.py", "from rebill.schema.build import build_schema"),
        ("schema/x.py", "from ..app import create_app"),
        ("posting/planners/x.py", "import sqlalchemy"),
        ("posting/planners/x.py", "from ..service import series"),
        ("posting/rules/x.py", "from ...models.database import Database"),
    ],
)
def test_a_wrong_import_is_found(path: str, source: str) -> None:
    assert violations(ROOT / path, source) != []
