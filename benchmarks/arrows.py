"""Which module imports which: read from sources, which are never imported; for `house`."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, set[str]]


def sources(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """The modules of a folder, as posting.plan or rebill.process.app, with their text; links are left out."""
    for path in sorted((root / folder).rglob("*.py")):
        inside = path.relative_to(root)
        if "node_modules" in path.parts or any((root / parent).is_symlink() for parent in inside.parents):
            continue
        parts = inside.with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path.read_text(encoding="utf-8")


def imports(module: str, is_package: bool, text: str) -> Iterator[str]:
    """The dotted names that a module imports, as seen from inside the package `rebill`."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name.removeprefix("rebill.") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])]).removeprefix("rebill.")
            yield from (f"{stem}.{one.name}" for one in node.names)


def import_graph(modules: Mapping[str, str], packages: set[str]) -> dict[str, set[str]]:
    """Which module imports which; an imported name is counted for the module that has it."""
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for name, text in modules.items():
        for imported in imports(name, name in packages, text):
            found = imported if imported in modules else imported.rpartition(".")[0]
            if found in modules and found != name:
                graph[name].add(found)
    return graph


def joined(graph: Graph, room_of: Callable[[str], str]) -> dict[str, set[str]]:
    """The same between rooms."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, imported in graph.items():
        rooms[room_of(name)] |= {room_of(one) for one in imported} - {room_of(name)}
    return rooms


def floors(graph: Graph) -> int:
    """The longest chain; what is in a circle stands on one floor."""
    reached = {name: _reached(graph, name) for name in graph}
    height: dict[str, int] = {}

    def floor(name: str) -> int:
        if name not in height:
            below = [one for one in reached[name] if name not in reached[one]]
            height[name] = 1 + max(map(floor, below), default=0)
        return height[name]

    return max(map(floor, graph), default=0)


def _reached(graph: Graph, name: str) -> set[str]:
    reached: set[str] = set()
    ahead = [name]
    while ahead:
        new = graph.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return reached
