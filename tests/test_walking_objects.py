"""Plain objects and dictionaries are shown as graphql-core shows them, errors and their places included."""

import enum
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import Executor, execute_sync, parse
from strawberry.schema.config import StrawberryConfig

from rebill.resolvers.reading.rows import attribute
from rebill.resolvers.walking.executor import Walking


@strawberry.enum
class Colour(enum.Enum):
    """A choice."""

    RED = "red"


@strawberry.interface
class Named:
    """What has a name."""

    name: str


@strawberry.type
class Leaf(Named):
    """An object whose type asks whether it is one."""

    size: int | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Whether it has a size."""
        return attribute(obj, "size") != 13


@strawberry.type
class Thing:
    """A plain object with a field of each kind."""

    text: str
    number: int | None
    price: Decimal
    colour: Colour
    texts: list[str]
    grid: list[list[int | None]] | None
    below: "Thing | None"
    many: list["Thing"]
    some: list["Thing | None"] | None
    leaf: Leaf | None
    named: Named | None

    @strawberry.field
    def worked_out(self, times: int = 2) -> str:
        """A field with a resolver of its own."""
        return str(attribute(self, "text")) * times


def thing(**values: Any) -> dict[str, Any]:
    """A thing, with these values in the place of what is there otherwise."""
    plain = {"text": "A", "number": 1, "price": Decimal("1.50"), "colour": Colour.RED, "texts": ["x"], "many": []}
    return {**plain, "grid": None, "below": None, "some": None, "leaf": None, "named": None, **values}


FIELDS = "__typename text number price colour texts grid workedOut(times: 3) leaf { name size } named { name }"
NESTED = f"{FIELDS} below {{ {FIELDS} }} many {{ {FIELDS} again: text }} some {{ {FIELDS} }}"
LEAF = {"name": "N", "size": 1}
BOOM = RuntimeError("boom")
THINGS = {
    "a dictionary": thing(below=thing(), many=[thing(), thing(number=None)], some=[None, thing()], leaf=LEAF),
    "an object": SimpleNamespace(**thing(below=SimpleNamespace(**thing()), many=(thing(),), grid=[[1, None], []])),
    "a value of another type": thing(text=5, number="7", price=2, texts=("a", 1)),
    "a null where none can be": thing(below=thing(text=None), some=[thing(texts=None), thing()]),
    "a null in a list": thing(many=[thing(below=thing(price=None)), None]),
    "a null deep in a list": thing(some=[thing(many=[thing(text=None)])], many=[thing(leaf={"name": None})]),
    "a value that cannot be shown": thing(below=thing(colour="green"), some=[thing(number=2**40)]),
    "no list": thing(below=thing(texts=5, many=5), grid=[5]),
    "an attribute that is not there": thing(below={"text": "B"}),
    "an error for a value": thing(number=BOOM, some=[thing(text=BOOM), BOOM]),
    "an error in a list": thing(below=thing(many=[BOOM])),
    "an object that its type does not know": thing(leaf={"name": "N", "size": 13}),
    "a generator": thing(some=(thing(number=one) for one in range(2))),
}


def schema() -> Any:
    """A schema as the server's is made, with a thing at its root."""

    @strawberry.type
    class Query:
        @strawberry.field
        def thing(self, info: strawberry.Info) -> Thing | None:
            """What the request is about."""
            return info.context.thing  # type: ignore[no-any-return]  # which stands for one

    config = StrawberryConfig(default_resolver=attribute)
    return strawberry.Schema(query=Query, types=[Leaf], config=config)._schema


SCHEMA = schema()


@pytest.mark.parametrize("what", [one for one in THINGS if one != "a generator"])
def test_an_object_is_shown_as_graphql_core_shows_it(what: str) -> None:
    def told(executor: type[Executor[None]]) -> Any:
        context = SimpleNamespace(thing=THINGS[what], ending=None, records=None)
        result = execute_sync(
            SCHEMA, parse(f"{{ thing {{ {NESTED} }} }}"), context_value=context, executor_class=executor
        )
        return result.formatted

    ours, theirs = told(Walking), told(Executor)
    assert ours == theirs
    assert list(ours["data"]) == ["thing"]


def test_a_list_that_can_be_gone_through_once_is_graphql_cores() -> None:
    context = SimpleNamespace(thing=THINGS["a generator"], ending=None, records=None)
    query = parse("{ thing { some { number } } }")
    result = execute_sync(SCHEMA, query, context_value=context, executor_class=Walking)
    assert result.data == {"thing": {"some": [{"number": 0}, {"number": 1}]}}
