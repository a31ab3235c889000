"""What documents may cost, to the point (access 5.3)."""

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType

from rebill.transport.measuring.prices import ANY_CONNECTION, ANY_MUTATION, DEAR
from tests.measuring.measuring import SCHEMA, measured, refusal

CONFIRM = """mutation { confirmInvoice(input: {invoice: {id: "X"}}) {
  ... on ConfirmInvoiceSuccess { invoice { number } actuals { amount } } ... on Rejection { problems { code } } } }"""
COSTS = [
    ("a page of records with a record each", "{ invoices(first: 50) { nodes { number totalAmount customer { name } } } }", 101),
    ("pages below a page", "{ invoices(first: 250) { nodes { number details(first: 50) { nodes { quantity sourceActual { amount } } } } } }", 25_501),
    ("lists of lists count ten times each", "{ actuals(last: 250) { nodes { lineage { lineage { id } } } } }", 27_751),
    ("a total", "{ invoices(first: 1) { totalCount } }", 501),
    ("a whole book", "{ checkLedger { holds laws { id holds } } }", 20_010),
    ("a mutation and the dearer of its answers", CONFIRM, 21),
    ("leaves are free", "{ __typename a: __typename }", 0),
    ("a page that does not say how long it is", "{ customers { nodes { name } } }", 51),
    ("an empty page", "{ customers(first: 0) { nodes { name } pageInfo { hasNextPage } } }", 1),
    ("edges are free, their nodes are not", "{ customers(first: 7) { edges { cursor node { name } } } }", 8),
    ("nodes and edges count both", "{ customers(first: 7) { nodes { name } edges { node { name } } } }", 15),
    ("the schema has a count of its own", "{ __schema { types { name } } parameters { returnValidityDays } }", 1),
    ("lists of texts are free", "{ checkLedger { laws { violations } } }", 20_010),
    ("statistics, whose lines are leaves", "{ returnStatistics(by: CUSTOMER, first: 250) { label lines } }", 2_000),
    ("what a record has to be looked up for", "{ invoices(first: 10) { nodes { effective { chain { id } } correctionOptions { blockers { code } } } } }", 611),
    ("a run", "mutation { postInvoices(input: {}) { ... on PostingRunSuccess { run { id } } } }", 501),
    ("a plan", 'query { planReturnInvoice(input: {order: {number: "X"}}) { ... on PostingPlan { lines { netAmount } } } }', 110),
    ("the plan of a draft", 'query { planInvoiceConfirmation(input: {invoice: {id: "X"}}) { ... on PostingPlan { hash } } }', 100),
    ("the plan of a cancellation", 'query { planInvoiceCancellation(input: {invoice: {id: "X"}, reason: "x"}) { ... on PostingPlan { hash } } }', 100),
    ("a plan of many corrections", 'query { planCorrections(input: {where: {}, change: {creditInFull: true}, reason: "x"}) { ... on Rejection { problems { code } } } }', 5_010),
    ("what may be done, of which a record is asked", '{ viewer { can(on: "X") { operation problems { code } } } }', 401),
    ("a run of confirmations", "mutation { confirmInvoices(input: {}) { __typename } }", 500),
    ("a run of corrections", "mutation { correctInvoices(input: {}) { __typename } }", 500),
    ("what changed between two days", "{ ledgerDiff { __typename } }", 10_000),
    ("an explanation", '{ explain(actual: {id: "X"}) { __typename } }', 500),
    ("numbers", "{ numberSeries { __typename } }", 500),
    ("a page of files", "{ invoices(first: 50) { nodes { electronicDocument { sha256 problems { rule } } } } }", 20_551),
    ("pages for people", "{ invoices(first: 50) { nodes { printedDocument { content } files { url } } } }", 20_551),
    ("what becomes of a row", "{ actuals(first: 1) { nodes { conservation { __typename } } } }", 22),
    ("a plan of a run", "query { planRun(input: {}) { ... on Rejection { problems { code } } } }", 5_010),
    ("a subscription's event", 'subscription { postingRun(id: "X") { items(first: 5) { nodes { order { number } } } } }', 12),
    ("the dearest type of an interface", "{ orders(first: 10) { nodes { number ... on SalesOrder { lines { id } } ... on ReturnOrder { lines { charges { value } } } } } }", 1_111),
    ("fragments of one type add up", "{ orders(first: 10) { nodes { ...a ... on ReturnOrder { charges { value } } } } } fragment a on ReturnOrder { lines { id } }", 211),
    ("an interface's fields and its types'", "{ orders(first: 10) { nodes { ...o ...s } } } fragment o on Order { customer { name } } fragment s on SalesOrder { lines { id } }", 121),
    ("an interface in an interface", '{ node(id: "X") { ... on Order { customer { name } ... on SalesOrder { lines { id } } } ... on Customer { id } } }', 12),
    ("an interface's fragment on its type", '{ node(id: "X") { ... on SalesOrder { ...o } } } fragment o on Order { customer { name } ... on ReturnOrder { lines { id } } }', 2),
    ("a fragment of a connection, spread in two sizes", "{ a: customers(first: 10) { ...c } b: customers(first: 100) { ...c } } fragment c on CustomerConnection { nodes { name } }", 112),
    ("what is skipped counts", "{ customers(first: 10) @skip(if: true) { nodes { name } } }", 11),
    ("fields that there are not", "{ nothing { more } customers(first: 10) { nodes { less { things } } } }", 11),
    ("types that there are not", "{ customers(first: 10) { nodes { ... on Nothing { customer { name } } } } }", 11),
]  # fmt: skip


@pytest.mark.parametrize(("case", "query", "cost"), COSTS, ids=[one[0] for one in COSTS])
def test_a_document_costs_to_the_point(case: str, query: str, cost: int) -> None:
    assert measured(query).measured.cost == cost


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ invoices(first: 250) { nodes { electronicDocument { sha256 } } } }", 100_251),
        ("{ invoices(first: 250) { nodes { printedDocument(format: HTML) { sha256 } } } }", 100_251),
        ("{ actuals(last: 250) { nodes { lineage { lineage { lineage { id } } } } } }", 277_751),
        ("{ customers { nodes { invoices { nodes { customer { invoices { nodes { id } } } } } } } }", 132_601),
    ],
)
def test_what_costs_more_than_is_allowed_is_refused_with_both_figures(query: str, cost: int) -> None:
    assert refusal(query) == ("cost", "100000", str(cost))


@pytest.mark.parametrize(
    ("variables", "cost"),
    [({"n": 20}, 21), ({}, 31), ({"n": 20.0}, 21), ({"n": None}, 51), ({"n": "20"}, 51), ({"n": True}, 51)],
)
def test_a_page_counts_with_the_value_of_its_variable(variables: dict[str, object], cost: int) -> None:
    query = "query($n: Int = 30) { customers(first: $n) { nodes { name } } }"
    assert measured(query, **variables).measured.cost == cost


def test_every_plan_is_dear() -> None:
    query = SCHEMA._schema.query_type
    assert query is not None
    plans = {f"Query.{name}" for name in query.fields if name.startswith("plan")}
    assert {one for one in plans if DEAR.get(one, 0) < 100} == set()


def test_every_dear_field_is_in_the_schema() -> None:
    known = {
        f"{one.name}.{name}"
        for one in SCHEMA._schema.type_map.values()
        if isinstance(one, GraphQLObjectType | GraphQLInterfaceType)
        for name in one.fields
    }
    assert set(DEAR) - {ANY_CONNECTION, ANY_MUTATION} <= known
