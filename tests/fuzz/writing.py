"""A drawn document as data, and how it is written down: selections, fragments, variables, operations."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


class Name(str):
    """A member of an enum, which a document writes without quotes and JSON with them."""


@dataclass(frozen=True)
class Variable:
    """A variable in the place of a value: its name and the type that it is declared with."""

    name: str
    type: str
    default: object = None
    has_default: bool = False

    @property
    def declared(self) -> str:
        """How an operation declares it."""
        default = f" = {literal(self.default)}" if self.has_default else ""
        return f"${self.name}: {self.type}{default}"


@dataclass(frozen=True)
class Field:
    """A field with what is asked for below it; None below a leaf."""

    name: str
    alias: str | None
    arguments: tuple[tuple[str, object], ...]
    directives: tuple[tuple[str, object], ...]
    below: tuple["Selection", ...] | None

    @property
    def response_name(self) -> str:
        """What the answer calls it."""
        return self.alias or self.name

    @property
    def given(self) -> str:
        """Its arguments as they are written: fields of one name must agree on them."""
        return ", ".join(f"{name}: {literal(value)}" for name, value in self.arguments)

    def __str__(self) -> str:
        alias = f"{self.alias}: " if self.alias else ""
        given = f"({self.given})" if self.arguments else ""
        below = "" if self.below is None else f" {block(self.below)}"
        return f"{alias}{self.name}{given}{directed(self.directives)}{below}"


@dataclass(frozen=True)
class Inline:
    """An inline fragment; `on` None is one without a type."""

    on: str | None
    directives: tuple[tuple[str, object], ...]
    below: tuple["Selection", ...]

    def __str__(self) -> str:
        on = f" on {self.on}" if self.on else ""
        return f"...{on}{directed(self.directives)} {block(self.below)}"


@dataclass(frozen=True)
class Spread:
    """A named fragment, spread here."""

    fragment: "Fragment"
    directives: tuple[tuple[str, object], ...]

    def __str__(self) -> str:
        return f"...{self.fragment.name}{directed(self.directives)}"


Selection = Field | Inline | Spread


@dataclass(frozen=True)
class Fragment:
    """A named fragment."""

    name: str
    on: str
    below: tuple[Selection, ...]

    def __str__(self) -> str:
        return f"fragment {self.name} on {self.on} {block(self.below)}"


@dataclass(frozen=True)
class Operation:
    """A query, or what its `kind` says; without a name it stands alone."""

    name: str | None
    below: tuple[Selection, ...]
    kind: str = "query"

    def __str__(self) -> str:
        found = variables_in(self.below)
        declared = f"({', '.join(one.declared for one in found.values())})" if found else ""
        if self.name is None and not declared and self.kind == "query":
            return block(self.below)
        return f"{self.kind}{f' {self.name}' if self.name else ''}{declared} {block(self.below)}"


@dataclass(frozen=True)
class Drawn:
    """A document, which operation of it is asked for, and the values of its variables."""

    text: str
    operation: str | None = None
    variables: dict[str, object] = field(default_factory=dict)
    number: int | None = None  # by which it is drawn again

    def __str__(self) -> str:
        named = f"\noperation: {self.operation}" if self.operation else ""
        return f"{self.text}{named}\nvariables: {json.dumps(self.variables, ensure_ascii=True)}"


def written(operations: Sequence[Operation]) -> str:
    """The text of a document, with the fragments that its operations use."""
    fragments = {one.name: one for operation in operations for one in fragments_in(operation.below)}
    return "\n".join(map(str, (*operations, *fragments.values())))


def block(below: Sequence[Selection]) -> str:
    """Selections in braces."""
    return f"{{ {' '.join(map(str, below))} }}"


def directed(directives: Sequence[tuple[str, object]]) -> str:
    """Directives as they are written."""
    return "".join(f" @{name}(if: {literal(value)})" for name, value in directives)


def literal(value: object) -> str:
    """A value as a document writes it."""
    match value:
        case Variable():
            return f"${value.name}"
        case Name():
            return str(value)
        case dict():
            return f"{{{', '.join(f'{name}: {literal(one)}' for name, one in value.items())}}}"
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case _:
            return json.dumps(value)


def fragments_in(below: Sequence[Selection]) -> Iterator[Fragment]:
    """Every fragment that is spread anywhere below."""
    for one in below:
        if isinstance(one, Spread):
            yield one.fragment
            yield from fragments_in(one.fragment.below)
        elif one.below is not None:
            yield from fragments_in(one.below)


def variables_in(below: Sequence[Selection]) -> dict[str, Variable]:
    """Every variable that is used anywhere below, fragments opened."""
    found: dict[str, Variable] = {}
    for one in below:
        for _, value in (*(one.arguments if isinstance(one, Field) else ()), *one.directives):
            found |= {each.name: each for each in _variables_of(value)}
        inside = one.fragment.below if isinstance(one, Spread) else one.below
        found |= variables_in(inside or ())
    return found


def _variables_of(value: object) -> Iterator[Variable]:
    if isinstance(value, Variable):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _variables_of(one)
