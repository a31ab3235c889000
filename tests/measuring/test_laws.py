"""Law 10 of access: an answer never costs more than was asked for, and measuring takes time linear in the document."""

from collections.abc import Iterator

import pytest
from graphql import FieldNode, FragmentSpreadNode, GraphQLError, InlineFragmentNode, Node, Visitor, execute_sync, visit
from hypothesis import HealthCheck, assume, given, settings

from rebill.models import tables
from rebill.models.database import Database
from rebill.resolvers.context import Context
from rebill.transport.graphql_document import cost_of, invalid
from tests.measuring.documents import queries
from tests.measuring.measuring import METER, SCHEMA, measured
from tests.reading.books import write_books


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A small book."""
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('costs') / 'books.db'}")
    with database.write() as connection:
        tables.customer.metadata.create_all(connection)
        write_books(connection)
    yield database
    database.dispose()


def costs(books: Database, query: str) -> tuple[int, int]:
    """What a document might cost, and what it did."""
    document = measured(query)
    assert invalid(METER, document, {}) == []
    context = Context(books)
    result = execute_sync(SCHEMA._schema, document.node, context_value=context)
    context.fresh()
    actual = cost_of(METER, document, result.data)
    return document.measured.cost, actual


@given(query=queries())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_answer_never_costs_more_than_was_asked_for(books: Database, query: str) -> None:
    try:
        requested, actual = costs(books, query)
    except GraphQLError:
        assume(False)
    assert 0 <= actual <= requested


ACTUAL = [
    ("{ customers { nodes { name } } }", 51, 3),
    ("{ customers(first: 1) { nodes { name } edges { node { name } } totalCount } }", 503, 503),
    ("{ customers(first: 0) { nodes { name } } }", 1, 1),
    ('{ node(id: "unknown") { id } }', 1, 0),
    ("{ c: customers { n: nodes { ... on Node { id } orders { nodes { number } } } } }", 2_601, 8),
    ("{ checkLedger { laws { id } } }", 20_010, 20_010),
    ("{ customers @skip(if: true) { nodes { name } } }", 51, 0),
]


@pytest.mark.parametrize(("query", "requested", "actual"), ACTUAL, ids=[one[0] for one in ACTUAL])
def test_an_answer_costs_what_came_back(books: Database, query: str, requested: int, actual: int) -> None:
    assert costs(books, query) == (requested, actual)


class Counting(Visitor):
    """Counts what can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self.found = 0

    def enter(self, node: Node, *_: object) -> None:
        self.found += isinstance(node, FieldNode | InlineFragmentNode | FragmentSpreadNode)


@given(query=queries())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_measuring_looks_at_every_selection_twice_at_most(query: str) -> None:
    try:
        document = measured(query)
    except GraphQLError:
        assume(False)
    counting = Counting()
    visit(document.node, counting)
    assert document.measured.visits <= 2 * counting.found


def doublings(levels: int) -> str:
    """Fragments that each spread the next one twice, around nothing: 2^levels of it."""
    chain = [f"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }}" for i in range(levels)]
    return f"{{ ...f0 }} {' '.join(chain)} fragment f{levels} on Query {{ }}"


def test_measuring_a_document_of_twice_the_length_takes_twice_the_steps() -> None:
    short, long = (measured(doublings(levels)).measured.visits for levels in (20, 40))
    assert (short, long) == (2 + 4 * 20, 2 + 4 * 40)
    short, long = (measured(f"{{ a {{ {'b ' * number} }} }}").measured.visits for number in (400, 800))
    assert (short, long) == (2 * 401, 2 * 801)
