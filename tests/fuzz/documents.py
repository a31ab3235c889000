"""The documents that are written down somewhere: in docs, in GraphiQL, in tests, benchmarks and the program itself.

Each is asked for with drawn values for its variables, whatever it was written for.
"""

import ast
import random
import re
from collections.abc import Iterator
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    is_input_type,
    parse,
    type_from_ast,
    validate,
)

from tests.fuzz.known import Known
from tests.fuzz.values import Values
from tests.fuzz.writing import Drawn
from tests.length import usually

ROOT = Path(__file__).resolve().parents[2]
IN_PAGES = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
PAGES = (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
SAVED = tuple(ROOT.glob("rebill/graphiql/operations/*.graphql"))
PROGRAMS = tuple(path for name in ("tests", "benchmarks", "rebill/cli") for path in ROOT.glob(f"{name}/**/*.py"))
EACH = usually(1, long=3)  # times that a document is asked for, each with other values
IN_NO_ORDER = "violations"  # the rows that break a law come as they are found
SHORTEST = 6  # characters of a document: "{ a }"


def texts(schema: GraphQLSchema) -> list[str]:
    """Every text that is a valid document with a query in it, once."""
    found = dict.fromkeys((*_in_pages(), *_in_programs()))
    return [text for text in found if IN_NO_ORDER not in text and _is_a_query(schema, text)]


def known_documents(schema: GraphQLSchema, known: Known, seed: int) -> list[Drawn]:
    """Them all, with values for their variables."""
    return [
        one
        for number, text in enumerate(texts(schema))
        for time in range(EACH)
        for one in _asked(schema, Values(random.Random(f"{seed}:{number}:{time}"), known), text)
    ]


def _asked(schema: GraphQLSchema, values: Values, text: str) -> Iterator[Drawn]:
    for operation in _queries(parse(text)):
        sent: dict[str, object] = {}
        for one in operation.variable_definitions or ():
            kind = type_from_ast(schema, one.type)
            assert is_input_type(kind)
            if one.default_value is None or values.chance(0.5):
                sent[one.variable.name.value] = values.sent(kind)
        yield Drawn(text, operation.name.value if operation.name else None, sent)


def _in_pages() -> Iterator[str]:
    for page in PAGES:
        yield from IN_PAGES.findall(page.read_text(encoding="utf-8"))
    for path in SAVED:
        yield path.read_text(encoding="utf-8")


def _in_programs() -> Iterator[str]:
    for path in (one for one in PROGRAMS if "node_modules" not in one.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value:
                yield node.value


def _is_a_query(schema: GraphQLSchema, text: str) -> bool:
    try:
        document = parse(text, max_tokens=2000)
    except GraphQLError:
        return False
    return bool(_queries(document)) and not validate(schema, document)


def _queries(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [
        one
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode) and one.operation is OperationType.QUERY
    ]
