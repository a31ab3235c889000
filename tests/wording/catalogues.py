"""The catalogues as they are written, for tests that compare them with each other and with the code."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from itertools import chain
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


def keys_of(name: str) -> set[str]:
    """The keys of one file of English."""
    text = files(rebill.models.wording).joinpath(Language.EN.value, name).read_text(encoding="utf-8")
    return {one.id.name for one in FluentParser().parse(text).body if isinstance(one, fluent.Message)}


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


Said = tuple[str, str | None, str | None]  # where, and the code and variant where they are written there


def told() -> Iterator[Said]:
    """Where in the code the trade tells something."""
    return _found(_said, (ROOT / "posting").rglob("*.py"), (ROOT / "rebill/files").glob("*.py"), RESOLVERS)


def refused() -> Iterator[Said]:
    """Where in the code a request is refused before the trade is asked."""
    folders = [ROOT / "rebill" / one for one in ("transport", "process", "access", "cli")]
    return _found(_refused, *(one.rglob("*.py") for one in folders), RESOLVERS, (ROOT / "schema").rglob("*.py"))


RESOLVERS = tuple((ROOT / "resolvers").rglob("*.py"))
CODES = {"BadRequest": "BAD_REQUEST", "bad_value": "BAD_USER_INPUT", "overloaded": "OVERLOADED"}
CODES |= {"PerAddress": "OVERLOADED", "Count": "LIMIT_EXCEEDED"}
PLACES = {"BadRequest": 1, "PerAddress": 1, "Count": 3}  # of the variant among the arguments; else it is the first
VARIANT = re.compile(r"[a-z]+(-[a-z]+)*")


def _found(
    look: Callable[[ast.Call, str], Iterator[tuple[ast.expr | str, ast.expr]]], *files: Iterable[Path]
) -> Iterator[Said]:
    for path in chain(*files):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                for code, variant in look(call, name):
                    for one in _each(variant):
                        yield f"{path.relative_to(ROOT)}:{call.lineno}", _code(code), one


def _each(variant: ast.expr) -> Iterator[str | None]:
    """The variants that an expression chooses from; None for one that is put together or made elsewhere."""
    if isinstance(variant, ast.IfExp):
        yield from _each(variant.body)
        yield from _each(variant.orelse)
    elif isinstance(variant, ast.JoinedStr):  # a variant put together of parts, or a sentence
        parts = "".join(str(one.value) for one in variant.values if isinstance(one, ast.Constant))
        yield parts if " " in parts else None
    else:
        yield str(variant.value) if isinstance(variant, ast.Constant) else None


def _code(code: ast.expr | str) -> str | None:
    text = code if isinstance(code, str) else ast.unparse(code).rpartition(".")[2]
    return text if text.isupper() else None


def _said(call: ast.Call, name: str) -> Iterator[tuple[ast.expr | str, ast.expr]]:
    if name in ("fail", "refuse", "problem", "warned") and len(call.args) > 1:
        yield call.args[0], call.args[1]
    elif name == "invalid" and call.args:
        yield "INVALID_INPUT", call.args[0]


def _refused(call: ast.Call, name: str) -> Iterator[tuple[ast.expr | str, ast.expr]]:
    if name == "RequestError":
        of = next((one.value for one in call.keywords if one.arg == "words_of"), call.args[0])
        yield of, call.args[1]
    elif name in CODES and call.args:
        yield CODES[name], call.args[PLACES.get(name, 0)]
