"""JSON among values: the bytes are those that the same values would have had."""

import json

import pytest

from rebill.resolvers.walking.written import Written
from rebill.transport.json_text import as_json

PARTS = {"number": "INV-1", "name": 'Ø "1" \\'}
TEXT = as_json(PARTS)


@pytest.mark.parametrize("said", ["plain", "Ø", "\ud800", 'a "quote"', "\x00"])
def test_what_is_written_already_looks_as_if_it_had_been_written_with_the_rest(said: str) -> None:
    whole = {"a": {"invoice": PARTS, "said": said}, "b": [PARTS, None, PARTS], "c": PARTS}
    some = {"a": {"invoice": Written(TEXT), "said": said}, "b": [Written(TEXT), None, PARTS], "c": Written(TEXT)}
    assert as_json(some) == as_json(whole)


def test_nothing_else_can_be_put_in() -> None:
    with pytest.raises(TypeError, match="object is nothing that an answer has"):
        as_json({"a": object()})


def test_what_is_written_can_be_looked_through() -> None:
    assert Written(TEXT).value == json.loads(TEXT) == PARTS
