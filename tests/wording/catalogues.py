"""The catalogues as they are written, for tests that compare them with each other and with the code."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import rebill.models.wording
from rebill.models.wording import Language

ROOT = Path(__file__).resolve().parents[2]
REMEDY = ".remedy"
KEY = re.compile(r"([A-Z_]+)-([a-z-]+)")


class Values(Visitor):
    """The values that a pattern fills in, and what it refers to."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.references: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # as the library looks for it
        self.names.add(node.id.name)

    def visit_FunctionReference(self, node: fluent.FunctionReference) -> None:
        if node.id.name != "COUNT":  # which chooses between one and several, where a language tells them apart
            self.generic_visit(node)

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:
        self.references.add(node.id.name + (f".{node.attribute.name}" if node.attribute else ""))


def patterns(language: Language) -> dict[str, Values]:
    """Every message and remedy of a language, by its key, with what it fills in; refuses what cannot be read."""
    found: dict[str, Values] = {}
    folder = files(rebill.models.wording).joinpath(language.value)
    for file in folder.iterdir():
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), (file.name, entry.content)
            if not isinstance(entry, fluent.Message):
                continue
            for key, pattern in parts(entry):
                assert key not in found, f"{key} stands twice"
                found[key] = Values()
                found[key].visit(pattern)
    return found


def parts(message: fluent.Message) -> Iterator[tuple[str, fluent.Pattern]]:
    """The text of a message, and its remedy."""
    assert message.value is not None, message.id.name
    yield message.id.name, message.value
    for attribute in message.attributes:
        yield f"{message.id.name}.{attribute.id.name}", attribute.value


def filled(language: Language) -> dict[str, frozenset[str]]:
    """The values that each text fills in, also by way of what it refers to."""
    known = patterns(language)

    def names(key: str) -> frozenset[str]:
        return frozenset(known[key].names.union(*(names(one) for one in known[key].references)))

    return {key: names(key) for key in known}


def variants() -> dict[str, set[str]]:
    """The variants that there are of each code."""
    found: dict[str, set[str]] = {}
    for key in patterns(Language.EN):
        named = KEY.fullmatch(key)
        if named is not None:
            found.setdefault(named[1], set()).add(named[2])
    return found


def silent_inputs() -> list[str]:
    """What is told of a wrong value without a way out."""
    known = patterns(Language.EN)
    return sorted(
        one for one in known if one.startswith("INVALID_INPUT-") and REMEDY not in one and one + REMEDY not in known
    )


def told() -> Iterator[tuple[str, str | None, str | None]]:
    """Where in the code something is told, with its code and variant where they are written there."""
    for path in [
        *(ROOT / "posting").rglob("*.py"),
        *(ROOT / "rebill" / "files").glob("*.py"),
        ROOT / "resolvers" / "list_sizes.py",
    ]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                yield from ((f"{path.relative_to(ROOT)}:{call.lineno}", *one) for one in _said(call))


def _said(call: ast.Call) -> Iterator[tuple[str | None, str | None]]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("fail", "refuse", "problem", "warned") and len(call.args) > 1:
        code, variant = ast.unparse(call.args[0]).rpartition(".")[2], call.args[1]
    elif name == "invalid" and call.args:
        code, variant = "INVALID_INPUT", call.args[0]
    else:
        return
    each = (variant.body, variant.orelse) if isinstance(variant, ast.IfExp) else (variant,)
    for one in each:
        yield (code if code.isupper() else None), (str(one.value) if isinstance(one, ast.Constant) else None)
