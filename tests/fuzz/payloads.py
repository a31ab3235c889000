"""Documents of mutations that were carried out before: repeated by their keys they only read, so both may be asked."""

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress

from graphql import GraphQLSchema, get_named_type, is_union_type

from tests.api import Api, Rejected
from tests.fuzz.books import WRITING
from tests.fuzz.known import Known
from tests.fuzz.scopes import Scope
from tests.fuzz.selections import Room, Selections
from tests.fuzz.values import Values
from tests.fuzz.writing import Drawn, Field, Inline, Operation, Variable, variables_in, written
from tests.values.book import sane_inputs

Inputs = Mapping[str, Mapping[str, object]]
DEPTHS = (2, 3, 4)
FIELDS = (6, 12, 30, 60)
TAKING_AWAY = ("cancel", "delete", "remove")  # what others have made: their keys are gone with it


def carried_out(api: Api) -> Inputs:
    """The input of each mutation that these books take, and a key by which it was carried out."""
    found = {}
    for name, values in sane_inputs(api).items():
        if name in WRITING and not name.startswith(TAKING_AWAY):
            given = values | {"idempotencyKey": f"the first {name}"}
            with suppress(Rejected):
                api.do(name, "", **given)
                found[name] = given
    return found


def repeated(schema: GraphQLSchema, known: Known, inputs: Inputs, seed: int, number: int) -> Iterator[Drawn]:
    """The document of a number: a mutation and whatever may be asked of its answer, once or twice over."""
    rng = random.Random(f"{seed}:{number}")
    values = Values(rng, known)
    made = Selections(schema, values, rng.choice(FIELDS))
    names = sorted(inputs)
    name = names[number % len(names)]
    sent: dict[str, object] = {"input": inputs[name]}
    assert schema.mutation_type is not None, "there are mutations"
    union = get_named_type(schema.mutation_type.fields[name].type)
    assert is_union_type(union), "a success and Rejection"
    success = next(one.name for one in union.types if one.name != "Rejection")
    kind = Variable("input", f"{name[0].upper()}{name[1:]}Input!")
    scope, below = Scope(), []
    for _ in range(rng.choice((1, 1, 2))):
        below.append(Inline(success, (), made.drawn(success, scope, Room(rng.choice(DEPTHS)))))
    asked = Operation(None, (Field(name, None, (("input", kind),), (), tuple(below)),), "mutation")
    for given in (values.given, values.others, values.given):  # from the second time on, statements read
        variables = {one: given[one] for one in variables_in(asked.below) if one in given}
        yield Drawn(written([asked]), None, sent | variables, number)
