"""Drawing a document: by a seed and its number, so that each can be drawn again by itself."""

import random

from graphql import GraphQLSchema

from tests.fuzz.known import Known
from tests.fuzz.paths import paths
from tests.fuzz.scopes import Scope
from tests.fuzz.selections import Room, Selections
from tests.fuzz.values import Values
from tests.fuzz.writing import Drawn, Operation, variables_in, written

DEPTHS = (1, 2, 2, 3, 3, 4, 7)
FIELDS = (2, 3, 4, 5, 6, 8, 12, 20, 60)


def drawn(schema: GraphQLSchema, known: Known, seed: int, number: int) -> list[Drawn]:
    """The document of a number, which asks for the number's own field of the schema, and for whatever else.

    Where it has variables it is asked twice, since what was compiled for some values is used for others again.
    """
    rng = random.Random(f"{seed}:{number}")
    values = Values(rng, known)
    path = paths(schema)[number % len(paths(schema))]
    left = rng.choice(FIELDS)
    made = Selections(schema, values, left)
    operations = [Operation("Asked", made.drawn("Query", Scope(), Room(rng.choice(DEPTHS)), path))]
    if rng.random() < 0.08:
        operations.append(Operation("Other", made.drawn("Query", Scope(), Room(2))))
        rng.shuffle(operations)
    asked = next(one for one in operations if one.name == "Asked")
    names = variables_in(asked.below)
    sent, again = ({name: given[name] for name in names if name in given} for given in (values.given, values.others))
    if rng.random() < 0.05:
        sent["unheardOf"] = 1
    is_single = len(operations) == 1
    if is_single and rng.random() < 0.5:
        operations, asked = [Operation(None, asked.below)], Operation(None, asked.below)
    name = asked.name if not is_single or rng.random() < 0.5 else None
    every = (sent, again) if names else (sent,)
    return [Drawn(written(operations), name, variables, number) for variables in every]
