"""Whatever statements answer is what graphql-core answers, on either engine."""

import json
from base64 import b64encode

import pytest

from rebill.models.database import Database
from rebill.models.ending import Ended, Ending
from rebill.resolvers.compiled import shapes
from rebill.resolvers.context import Context
from tests.compiled_reads.comparing import by_graphql_core, compiled_operation, same

pytestmark = pytest.mark.both_engines

LINES = "lines { id quantity netAmount details { id kind amount } }"
QUERIES = {
    "pages of lists in lists": f"{{ invoices(first: 50) {{ nodes {{ id number totalAmount {LINES} }} }} }}",
    "the ledger and its connections": """{ actuals(first: 100) { nodes { id sequence transactionType quantity amount
        billingStatus connections { role other { sequence } } reverses { sequence } reversedBy { sequence }
        invoice { number } recordedAt transactionDate lineage { sequence } customer { name balance } } } }""",
    "types of one table": """{ orders(filter: { returnStatus: [CREATED, OPEN] }) { totalCount pageInfo {
        hasNextPage hasPreviousPage startCursor endCursor } edges { cursor __typename node { __typename id number
        ...Sold ... on ProjectContract { name billedAmount backlogAmount lines { name } retainers { id } } ...Back } } }
      } fragment Sold on SalesOrder { lines { id quantity netAmount product { name } } returnOrders { number } }
      fragment Back on ReturnOrder { rmaNumber deadline reason { description } charges { description value }
        lines { expectedQuantity dispositionAction originalInvoiceLine { id returnableQuantity netAmount } } }""",
    "connections below records": """{ invoices { nodes { __typename number status hasCorrections createdAt postedAt
        invoiceDate reason openAmount voucher { number entries { debit credit amount } }
        details(first: 1) { __typename totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          edges { cursor node { id amount unitPrice quantity } } }
        actuals(last: 2) { pageInfo { hasPreviousPage hasNextPage startCursor endCursor } nodes { sequence } }
        orders { number invoices(filter: { status: [CONFIRMED] }, first: 2) { nodes { number } totalCount } } } } }""",
    "several root fields": """{ __typename parameters { returnValidityDays reasonCodeRequired } reasonCodes { code }
        dispositionCodes { code action } postingAccounts { postingType account } fiscalPeriods { from to status }
        customers { nodes { name balance currency } } products { nodes { number salesPrice } } }""",
    "what functions work out, where it stands": """{ invoices { nodes { number effective { netAmount chain { number }
        details { quantity original { id } } } correctionOptions { canCorrect blockers { code } } lines { id } } }
        actuals(first: 9) { nodes { sequence conservation { approved { quantity amount } } invoice { number
        effective { totalAmount } } } } runSchedules { nodes { name nextRunAt } } }""",
    "functions among lists": """{ a: returnStatistics(by: REASON) { key lines } invoices(first: 2) { nodes { number } }
        ledger: checkLedger { holds laws { id } } __schema { queryType { name } } customers { nodes { name } } }""",
    "runs, their problems and their schedules": """{ postingRuns { nodes { kind status createdAt items { nodes {
        position status problems { __typename code path message retryable remedy } } } } }
        runSchedules { nodes { name types createdFrom quantity mixOrderTypes settlement } } }""",
}


@pytest.mark.parametrize("about", QUERIES)
def test_statements_answer_what_graphql_core_answers(books: Database, about: str) -> None:
    same(books, QUERIES[about])


@pytest.mark.parametrize(
    "order", ["", ", orderBy: [{ postedAt: DESC }]", ", orderBy: [{ number: ASC }, { totalAmount: DESC }]"]
)
@pytest.mark.parametrize("direction", ["first: 2, after", "last: 2, before"])
def test_a_page_begins_where_the_page_before_it_ended(books: Database, direction: str, order: str) -> None:
    query = f"""query Page($cursor: String) {{ invoices({direction}: $cursor{order}) {{
        nodes {{ number postedAt totalAmount }} edges {{ cursor }}
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} totalCount }} }}"""
    cursor, pages = None, 0
    while pages == 0 or cursor:
        info = json.loads(same(books, query, cursor=cursor))["invoices"]["pageInfo"]
        more, end = (
            ("hasNextPage", "endCursor") if direction.startswith("first") else ("hasPreviousPage", "startCursor")
        )
        cursor, pages = info[end] if info[more] else None, pages + 1
    assert pages > 1


@pytest.mark.parametrize("order", ["ASC", "DESC"])
@pytest.mark.parametrize("direction", ["first: 15, after", "last: 15, before"])
@pytest.mark.parametrize("kept", ["", 'filter: { accountingDate: { from: "2026-01-01" } }, '])
def test_the_ledger_is_paged_through_by_accounting_date(books: Database, kept: str, direction: str, order: str) -> None:
    query = f"""query Page($cursor: String) {{ actuals({kept}{direction}: $cursor, orderBy: [{{accountingDate: {order}}}]) {{
        nodes {{ sequence accountingDate }} edges {{ cursor }}
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} totalCount }} }}"""
    forward, cursor, found = direction.startswith("first"), None, []
    while not found or cursor:
        page = json.loads(same(books, query, cursor=cursor))["actuals"]
        info, total = page["pageInfo"], page["totalCount"]
        found = [*found, *page["nodes"]] if forward else [*page["nodes"], *found]
        more, end = ("hasNextPage", "endCursor") if forward else ("hasPreviousPage", "startCursor")
        cursor = info[end] if info[more] else None
    assert len({one["sequence"] for one in found}) == len(found) == total > 20
    days = [one["accountingDate"] for one in found]
    dated = [one for one in days if one is not None]
    assert dated == sorted(dated, reverse=order == "DESC")
    assert days == [*dated, *[None] * (len(days) - len(dated))]  # the others last, both ways
    assert (len(dated) == len(days)) == bool(kept)


def test_one_statement_serves_other_values_of_the_same_arguments(books: Database) -> None:
    query = "query One($number: String!) { invoice(ref: { number: $number }) { number status totalAmount } }"
    assert [same(books, query, number=number) for number in ("INV-000001", "INV-000002", "none")][
        2
    ] == '{"invoice":null}'


def test_every_value_of_a_filter_is_the_requests(books: Database) -> None:
    query = """query Some($filter: InvoiceFilter, $first: Int, $of: InvoiceFilter) { invoices(filter: $filter, first: $first)
        { totalCount nodes { number orders { number invoices(filter: $of, first: $first) { nodes { number } } } } } }"""
    operation = compiled_operation(books, query)
    filters: list[dict[str, object]] = [
        {"search": "INV", "status": ["CONFIRMED"], "totalAmount": {"min": "100"}},
        {"search": "CN", "status": ["DRAFT"], "totalAmount": {"min": "-9000"}},
        {"search": "1", "status": ["CONFIRMED", "DRAFT"], "totalAmount": {"min": "-9000.123456"}},
        {"customer": {"number": "C-000001"}, "hasCorrections": False},
        {"customer": {"number": "C-000002"}, "hasCorrections": True},
        {"invoiceDate": {"from": "2026-01-02", "to": "2026-02-01"}, "orderType": ["RETURN_ORDER"]},
        {"invoiceDate": {"from": "2020-01-02", "to": "2027-02-01"}, "orderType": ["SALES_ORDER"]},
    ]
    for first, one in enumerate([*filters, *filters], 1):
        variables = {"filter": one, "of": filters[first % len(filters)], "first": first}
        context = Context(books)
        answer = operation.answer(context, variables)
        context.fresh()
        assert answer is not None
        assert answer.data.decode() == by_graphql_core(books, query, variables)


@pytest.mark.parametrize("with_lines", [True, False])
def test_directives_leave_fields_out(books: Database, with_lines: bool) -> None:
    query = """query Some($with: Boolean!) { invoices { nodes { number lines @include(if: $with) { id }
        ... @skip(if: $with) { status } } totalCount @skip(if: $with) } }"""
    same(books, query, **{"with": with_lines})


def test_places_of_one_name_are_merged(books: Database) -> None:
    same(books, "{ invoices { nodes { number lines { id } } nodes { lines { netAmount n: netAmount } number } } }")


def test_records_are_found_by_their_global_ids(books: Database) -> None:
    names = ("Invoice:1", "SalesOrder:1", "ReturnOrder:1", "PostingRun:1", "Actual:3", "Actual:2", "Actual:2")
    ids = [b64encode(name.encode()).decode().rstrip("=") for name in names]
    query = """query Some($ids: [ID!]!, $one: ID!) { nodes(ids: $ids) { __typename id ... on Invoice { number }
        ... on Order { name: number } ... on Actual { sequence amount } } node(id: $one) { id } postingRun(id: $one) { status } }"""
    for one in ids:
        same(books, query, ids=[*ids, "none"], one=one)


def test_whatever_is_wrong_is_left_to_graphql_core(books: Database) -> None:
    query = "query Page($cursor: String, $first: Int) { invoices(after: $cursor, first: $first) { nodes { number } } }"
    operation, context = compiled_operation(books, query), Context(books)
    for variables in ({"cursor": "none"}, {"first": -1}, {"first": "x"}):
        assert operation.answer(context, variables) is None
    context.fresh()


def test_only_so_much_text_is_kept_of_an_operation(books: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MOST_TEXT", 1)
    query = "query Page($filter: InvoiceFilter) { invoices(filter: $filter) { nodes { number } } }"
    operation = compiled_operation(books, query)
    for filter in ({"search": "X"}, {"hasCorrections": True}, {}):
        same(books, query, filter=filter)
        context = Context(books)
        assert operation.answer(context, {"filter": filter}) is not None
        context.fresh()
    assert len(operation.statements) == 1


def test_what_is_over_before_it_is_compiled_is_not(books: Database) -> None:
    operation, ending = compiled_operation(books, "{ invoices { nodes { number } } }"), Ending(60)
    ending.give_up()
    with pytest.raises(Ended):
        operation.answer(Context(books, ending=ending), {})
    assert operation.statements == ()
