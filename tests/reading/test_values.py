"""How values look and what a Decimal takes; filters, references, nodes and the fields that are worked out."""

import pytest

from rebill.models.identity import encode
from tests.reading.asking import Ask
from tests.reading.books import CREDIT_NOTE, INVOICE, PROJECT_INVOICE, RETURN, SALE

DECIMAL = "query ($least: Decimal) { invoices(filter: {totalAmount: {min: $least}}) { nodes { number } } }"


def test_amounts_have_the_places_of_their_currency_and_quantities_no_trailing_zeros(ask: Ask) -> None:
    answer = ask("{ customers { nodes { currency balance } } products { nodes { salesPrice costPrice taxRate } } }")
    assert answer.data["customers"]["nodes"] == [
        {"currency": "NOK", "balance": "1250.50"},
        {"currency": "JPY", "balance": "1250"},
    ]
    assert answer.data["products"]["nodes"] == [{"salesPrice": "200.5", "costPrice": "100", "taxRate": "25"}]


def test_an_instant_is_in_utc_and_a_draft_has_no_number(ask: Ask) -> None:
    answer = ask("{ invoices(filter: {status: [DRAFT]}) { nodes { number invoiceDate createdAt } } }")
    (draft,) = answer.data["invoices"]["nodes"]
    assert draft["number"] is None
    assert draft["invoiceDate"] is None
    assert draft["createdAt"].startswith("2026-01-15T12:00:00")
    assert draft["createdAt"].endswith("Z")


@pytest.mark.parametrize("value", ["1250", 1250, "1250.00"])
def test_a_decimal_is_a_string_or_a_whole_number(value: object, ask: Ask) -> None:
    answer = ask(DECIMAL, least=value)
    assert answer.errors == []
    assert [one["number"] for one in answer.data["invoices"]["nodes"]] == ["INV-000001", "INV-000002"]


@pytest.mark.parametrize("value", [12.5, "NaN", "Infinity", "1e3", "", " 1", True, "١"])
def test_anything_else_is_refused_and_told_how_to_write_it(value: object, ask: Ask) -> None:
    answer = ask(DECIMAL, least=value)
    assert len(answer.errors) == 1
    assert '"12.50"' in answer.errors[0]


def test_a_float_in_the_document_is_refused_too(ask: Ask) -> None:
    answer = ask("{ invoices(filter: {totalAmount: {min: 12.5}}) { nodes { number } } }")
    assert len(answer.errors) == 1
    assert '"12.50"' in answer.errors[0]


ORDERS = [
    ("created returns are hidden", "", ["SO-1", "RO-1", "PC-1"]),
    ("unless asked for", "{returnStatus: [CREATED]}", ["RO-2"]),
    ("any of several types", "{type: [SALES_ORDER, PROJECT_CONTRACT]}", ["SO-1", "PC-1"]),
    ("all fields at once", '{type: [RETURN_ORDER], customer: {number: "C-000002"}}', []),
    ("by a customer's number", '{customer: {number: "C-000002"}}', ["PC-1"]),
    ("by the status of a line", "{returnLineStatus: [INVOICED]}", ["RO-1"]),
    ("search in any case", '{search: "HARBOUR"}', ["PC-1"]),
    ("search is no pattern", '{search: "_"}', []),
    ("an RMA number", '{search: "rma-1"}', ["RO-1"]),
    ("days are included", '{createdOn: {from: "2026-01-15", to: "2026-01-15"}}', ["SO-1", "RO-1", "PC-1"]),
    ("an unknown customer", '{customer: {id: "nonsense"}}', []),
]


@pytest.mark.parametrize(("why", "wanted", "numbers"), ORDERS, ids=[row[0] for row in ORDERS])
def test_orders_are_filtered(why: str, wanted: str, numbers: list[str], ask: Ask) -> None:
    arguments = f"(filter: {wanted})" if wanted else ""
    answer = ask(f"{{ orders{arguments} {{ nodes {{ number }} }} }}")
    assert answer.errors == [], why
    assert [one["number"] for one in answer.data["orders"]["nodes"]] == numbers


INVOICES = [
    ('{order: {rmaNumber: "RMA-1"}}', ["CN-000001"]),
    ("{orderType: [PROJECT_CONTRACT], status: [CONFIRMED]}", ["INV-000002", "CN-000002"]),
    ("{hasCorrections: true}", ["CN-000002"]),
    ("{documentType: [CREDIT_NOTE]}", ["CN-000001"]),
    ('{totalAmount: {max: "0"}, status: [CONFIRMED]}', ["CN-000001", "CN-000002"]),
    ('{search: "nordic"}', ["INV-000001", "CN-000001"]),
]


@pytest.mark.parametrize(("wanted", "numbers"), INVOICES)
def test_invoices_are_filtered(wanted: str, numbers: list[str], ask: Ask) -> None:
    answer = ask(f"{{ invoices(filter: {wanted}) {{ nodes {{ number }} }} }}")
    assert answer.errors == []
    assert [one["number"] for one in answer.data["invoices"]["nodes"]] == numbers


ACTUALS = [
    ("{open: true}", [6]),
    ("{open: false}", [1, 2, 3, 4, 5]),
    ('{invoice: {number: "CN-000002"}}', [4, 5, 6]),
    ("{sequenceAfter: 4}", [5, 6]),
    ("{billingStatus: [NOT_READY]}", [6]),
    ("{transactionType: [BILLED_SALES]}", [3, 4, 5]),
]


@pytest.mark.parametrize(("wanted", "rows"), ACTUALS)
def test_the_ledger_is_filtered(wanted: str, rows: list[int], ask: Ask) -> None:
    answer = ask(f"{{ actuals(filter: {wanted}) {{ nodes {{ sequence }} }} }}")
    assert answer.errors == []
    assert [one["sequence"] for one in answer.data["actuals"]["nodes"]] == rows


def test_a_node_is_found_by_its_id_and_told_by_its_type(ask: Ask) -> None:
    ids = [encode("SalesOrder", SALE), encode("Invoice", INVOICE), encode("Actual", 6), encode("Customer", 2)]
    query = """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
      ... on Invoice { invoiceNumber: number } ... on SalesOrder { number }
      ... on Actual { sequence } ... on Customer { number } } }"""
    answer = ask(query, ids=[*ids, "nonsense", encode("Invoice", 999), encode("SalesOrder", RETURN)])
    assert answer.errors == []
    kinds = ("SalesOrder", "Invoice", "Actual", "Customer")
    shown: list[dict[str, object]] = [
        {"number": "SO-1"},
        {"invoiceNumber": "INV-000001"},
        {"sequence": 6},
        {"number": "C-000002"},
    ]
    found = [{"__typename": kind, "id": key, **more} for kind, key, more in zip(kinds, ids, shown, strict=True)]
    assert answer.data["nodes"] == [*found, None, None, None]


def test_a_single_record_is_found_by_id_or_number(ask: Ask) -> None:
    answer = ask(
        """query ($id: ID!) { order(ref: {rmaNumber: "RMA-2"}) { number } invoice(ref: {number: "CN-000001"}) { id }
           customer(ref: {id: $id}) { name } gone: order(ref: {number: "SO-99"}) { id } }""",
        id=encode("Customer", 2),
    )
    assert answer.errors == []
    assert answer.data == {
        "order": {"number": "RO-2"},
        "invoice": {"id": encode("Invoice", CREDIT_NOTE)},
        "customer": {"name": "Kyoto Valves KK"},
        "gone": None,
    }


def test_a_reference_names_one_thing(ask: Ask) -> None:
    assert ask('{ invoice(ref: {number: "INV-000001", id: "x"}) { id } }').errors
    assert ask("{ invoice(ref: {}) { id } }").errors


def test_what_can_be_returned_leaves_out_what_is_already_coming_back(ask: Ask) -> None:
    query = "{ invoices(first: 3) { nodes { lines { returnableQuantity } } } }"
    shown = [one["lines"][0]["returnableQuantity"] for one in ask(query).data["invoices"]["nodes"]]
    assert shown == ["5", "0", "0"]  # 10 sold, 4 − 1 and 2 coming back


def test_a_sale_knows_its_returns_and_a_return_its_sale(ask: Ask) -> None:
    answer = ask("""{ order(ref: {number: "SO-1"}) { ... on SalesOrder { returnOrders { number lines {
      dispositionCode dispositionAction originalInvoiceLine { id } } } } } }""")
    assert answer.errors == []
    line = {"originalInvoiceLine": {"id": encode("InvoiceLine", 1)}}
    assert answer.data["order"]["returnOrders"] == [
        {"number": "RO-1", "lines": [{"dispositionCode": "SCRAP", "dispositionAction": "SCRAP", **line}]},
        {"number": "RO-2", "lines": [{"dispositionCode": None, "dispositionAction": None, **line}]},
    ]


def test_a_contract_adds_up_what_is_billed_and_what_is_open(ask: Ask) -> None:
    answer = ask('{ order(ref: {number: "PC-1"}) { ... on ProjectContract { billedAmount backlogAmount } } }')
    assert answer.data["order"] == {"billedAmount": "1200", "backlogAmount": "400"}


def test_links_between_actuals_show_at_both_ends_and_lineage_is_oldest_first(ask: Ask) -> None:
    answer = ask("""{ actuals(first: 2) { nodes { connections { role otherRole other { sequence } }
      lineage { sequence } reversedBy { sequence } reverses { sequence } } } }""")
    first, second = answer.data["actuals"]["nodes"]
    assert first["connections"] == [{"role": "ORIGINAL", "otherRole": "REVERSING", "other": {"sequence": 2}}]
    assert second["connections"] == [{"role": "REVERSING", "otherRole": "ORIGINAL", "other": {"sequence": 1}}]
    assert [one["sequence"] for one in first["lineage"]] == [1, 2, 3, 4, 5, 6]
    assert (first["reversedBy"], second["reverses"]) == ({"sequence": 2}, {"sequence": 1})


EFFECTIVE = """query ($id: ID!) { node(id: $id) { ... on Invoice { effective { netAmount taxAmount totalAmount
  chain { number }
  details { quantity amount taxAmount original { quantity } current { quantity correction } } } } } }"""


def test_a_corrected_project_invoice_stands_as_its_last_correction_left_it(ask: Ask) -> None:
    answer = ask(EFFECTIVE, id=encode("Invoice", PROJECT_INVOICE))
    assert answer.errors == []
    assert answer.data["node"]["effective"] == {
        "netAmount": "1200",
        "taxAmount": "120",
        "totalAmount": "1320",
        "chain": [{"number": "INV-000002"}, {"number": "CN-000002"}],
        "details": [
            {"quantity": "6", "amount": "1200", "taxAmount": "120", "original": {"quantity": "8"}}
            | {"current": {"quantity": "6", "correction": True}}
        ],
    }


@pytest.mark.parametrize(
    ("key", "amounts", "number"),
    [
        (INVOICE, ("1000.00", "250.00", "1250.00"), "INV-000001"),
        (CREDIT_NOTE, ("-400.00", "-100.00", "-500.00"), "CN-000001"),
    ],
)
def test_a_sale_stands_as_it_was_billed_whatever_came_back(
    key: int, amounts: tuple[str, ...], number: str, ask: Ask
) -> None:
    shown = ask(EFFECTIVE, id=encode("Invoice", key)).data["node"]["effective"]
    assert (shown["netAmount"], shown["taxAmount"], shown["totalAmount"]) == amounts
    assert shown["chain"] == [{"number": number}]
    assert [one["amount"] for one in shown["details"]] == [amounts[0]]


def test_original_and_current_may_ask_for_different_things_of_one_detail(ask: Ask) -> None:
    query = """query ($id: ID!) { node(id: $id) { ... on Invoice { effective { details {
      original { sourceActual { sequence } } current { sourceActual { amount } } } } } } }"""
    answer = ask(query, id=encode("Invoice", PROJECT_INVOICE))
    assert answer.errors == []
    (detail,) = answer.data["node"]["effective"]["details"]
    assert detail == {"original": {"sourceActual": {"sequence": 1}}, "current": {"sourceActual": {"amount": "1600"}}}


def test_a_run_lists_its_items_with_their_problems(ask: Ask) -> None:
    query = """{ postingRuns { nodes { failed
      items { nodes { order { number } invoice { id } problems { code message } } } } } }"""
    answer = ask(query)
    assert answer.errors == []
    problem = {"code": "ALREADY_INVOICED", "message": "SO-1 is INVOICED."}
    item = {"order": {"number": "SO-1"}, "invoice": None, "problems": [problem]}
    assert answer.data["postingRuns"]["nodes"] == [{"failed": 1, "items": {"nodes": [item]}}]
