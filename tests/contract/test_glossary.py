"""docs/glossary.md: every name of the API that it has is one, and its English word is found in the schema."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from rebill.schema.build import build_schema

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
LANGUAGES = ("Norwegian", "Danish", "German", "English", "API")
Row = tuple[str, ...]


def rows() -> list[Row]:
    """The rows of the table."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    assert cells[0] == LANGUAGES
    return cells[1:]


def described() -> Iterator[tuple[str, str]]:
    """Each name of the schema, and what it is described as: types, their fields, arguments and members."""
    for kind in build_schema()._schema.type_map.values():
        yield kind.name, kind.description or ""
        if isinstance(kind, GraphQLEnumType):
            yield from ((name, member.description or "") for name, member in kind.values.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in kind.fields.items():
                yield from ((one, field.description or "") for one in (name, f"{kind.name}.{name}"))
                arguments = getattr(field, "args", {})
                yield from ((one, argument.description or "") for one, argument in arguments.items())


KNOWN = list(described())


def names_of(row: Row) -> list[str]:
    """The API's names in a row; `post…` stands for all that begin so, and terms of the standard are none."""
    return re.findall(r"`([\w.]+)(?:: \w+)?`", row[4])


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[3])
def test_a_word_of_the_glossary_is_found_in_the_schema(row: Row) -> None:
    names, known = names_of(row), {name for name, _ in KNOWN}
    assert [name for name in names if name not in known] == []
    words = [word.strip() for word in re.split(r"[;,/()]", row[3]) if word.strip()]
    spoken = " ".join(f"{name} {said}" for name, said in KNOWN if name in names).lower()
    assert not names or any(word.lower().removeprefix("order type ") in spoken for word in words), spoken


def test_the_glossary_has_each_word_in_every_language() -> None:
    assert [row for row in rows() if not all(row)] == []
