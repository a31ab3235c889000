"""A value as it was given: from JSON in the variables, or as a literal in the document; both have the same shapes."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from graphql import (
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    Node,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    print_ast,
)

from ...schema.scalars import LONGEST_SHOWN, digits
from ..json_numbers import LongNumber, WrittenFloat

Given: TypeAlias = object  # a value of JSON, or a ValueNode
NOTHING = "nothing"


def is_null(given: Given) -> bool:
    """Whether it is null."""
    return given is None or isinstance(given, NullValueNode)


def items(given: Given) -> Sequence[Given] | None:
    """The members of a list; None for what is none."""
    if isinstance(given, ListValueNode):
        return given.values
    return given if isinstance(given, list) else None


def members(given: Given) -> Mapping[str, Given] | None:
    """The fields of an object; None for what is none."""
    if isinstance(given, ObjectValueNode):
        return {one.name.value: one.value for one in given.fields}
    return given if isinstance(given, dict) else None


def text_of(given: Given) -> str | None:
    """A text; None for what is none."""
    if isinstance(given, StringValueNode):
        return given.value
    return given if isinstance(given, str) else None


def digits_of(given: Given) -> int:
    """How many digits a number has; 0 for what is none. Strings are read by whoever takes them."""
    if isinstance(given, IntValueNode | FloatValueNode):
        return digits(given.value)
    return digits(given.text) if isinstance(given, LongNumber | WrittenFloat) else 0


def node_of(given: Given) -> Node | None:
    """Where it stands in the document; None for what came in the variables."""
    return given if isinstance(given, Node) else None


def as_sent(given: Given) -> str:
    """The value as it was sent, at most 100 characters (access 6.3.4)."""
    if isinstance(given, ValueNode):
        text = given.value if isinstance(given, StringValueNode) else " ".join(print_ast(given, LONGEST_SHOWN).split())
    elif isinstance(given, str | LongNumber):
        text = str(given)
    elif isinstance(given, WrittenFloat):
        text = given.text
    else:
        text = json.dumps(given, ensure_ascii=False, default=str)
    return text[:LONGEST_SHOWN]


def quoted(given: Given) -> str:
    """The value as a message shows it: texts in quotes."""
    sent = as_sent(given)
    return sent if text_of(given) is None else json.dumps(sent, ensure_ascii=False)
