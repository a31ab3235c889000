"""Errors that are planted in the compiler are found, and shown in a short document: what finds nothing proves nothing.

Each is one that a compiler could have: decimals, escapes, nulls, orders, names, types, costs, a shape that is not told
apart from another.
"""

from collections.abc import Callable
from typing import Any

import pytest

from rebill.resolvers.compiled import document, records, renderings, root_pages, shapes
from rebill.resolvers.compiled.engines import in_quotes
from rebill.resolvers.reading.keyset import ordering
from rebill.resolvers.reading.renderings import Identified, Money, Plain
from rebill.transport.measuring.counted import Counting
from tests.api import SCHEMA
from tests.fuzz.comparing import Pair
from tests.fuzz.run import SEED, Asked
from tests.length import usually

DOCUMENTS = usually(1_200, long=4_000)  # in which each is found; most are much sooner
AT_ONCE = 50
SHORT = 200  # characters
Plant = Callable[[pytest.MonkeyPatch], None]


def _rendering(kind: type, planted: Callable[..., Any]) -> Plant:
    return lambda patch: patch.setitem(renderings.SQL, kind, planted)


def _in(module: object, name: str, planted: object) -> Plant:
    return lambda patch: patch.setattr(module, name, planted)


def _unescaped(engine: Any, one: Plain, value: Any) -> Any:
    return in_quotes(value) if one is Plain.TEXT else renderings._plain(engine, one, value)


def _by_field_name(grouped: Any) -> Any:
    return [document.Asked(one[0].node.name.value, one[0].node.name.value, one) for one in grouped.values()]


PLANTED: dict[str, Plant] = {
    "amounts without the places of their currency": _rendering(
        Money, lambda engine, _, value, *__: engine.measured(value)
    ),
    "texts that are not escaped": _rendering(Plain, _unescaped),
    "ids of another type": _rendering(
        Identified,
        lambda engine, _, key, *__: in_quotes(engine.in_base64("Customer:", key, "")),
    ),
    "nulls as empty texts": _in(records, "NULL", '""'),
    "pages from their other end": _in(
        root_pages, "ordering", lambda keys, *, backward: ordering(keys, backward=not backward)
    ),
    "aliases that are forgotten": _in(document, "_asked", _by_field_name),
    "directives that do not tell shapes apart": _in(shapes, "switches_of", lambda _: ()),
    "costs that are one too many": _in(Counting, "points", lambda self, data: data.count(b'{"')),
}


@pytest.mark.slow
@pytest.mark.parametrize("error", PLANTED)
def test_a_planted_error_is_found_and_shown_in_a_short_document(
    error: str, asked: dict[str, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = asked["odd"]
    PLANTED[error](monkeypatch)
    pair = Pair(SCHEMA, book.books["sqlite"])
    for begin in range(0, DOCUMENTS, AT_ONCE):
        found = pair.compared(book.draw(SEED, range(begin, begin + AT_ONCE))).differences
        if found:
            break
    assert found, f"nothing was found in {DOCUMENTS} documents"
    if error != "directives that do not tell shapes apart":  # which one document by itself does not show
        assert len(" ".join(pair.shortest(found[0]).asked.text.split())) < SHORT
