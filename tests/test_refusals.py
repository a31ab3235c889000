"""Bad input: each gets a Rejection with every problem, its path and a remedy; the database stays as it was."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from rebill.models.database import Database
from rebill.models.identity import encode
from tests.api import SCHEMA, Api, Context, Rejected
from tests.entered import entered_once

TRAILING_ZEROS = re.compile(r"\.\d*000\b")
UNKNOWN = encode("Invoice", 999)
SUCCESSES = {"createReturnOrder": "ReturnOrder", "registerArrival": "ReturnOrder", "cancelReturnOrder": "ReturnOrder"}


@pytest.fixture
def books(api: Api) -> Callable[[str], str]:
    """The books; ids by name."""
    ids = entered_once(api.database, enter_books)
    return lambda name: ids.get(name, name)


def enter_books(database: Database) -> dict[str, str]:
    """An invoiced order, a return awaiting, a confirmed and corrected invoice and a draft; ids by name."""
    api = Api(database)
    customer = api.customer()
    api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": "P-000001"}, "quantity": "10"})
    order = api.return_order((invoice["lines"][0]["id"], "4"))
    contract = api.contract(customer)
    rows = api.work(contract, "8", "200")
    confirmed = api.draft(contract)
    api.confirm(confirmed)
    spent = api.correct(confirmed)
    api.bill(spent, "6")
    api.confirm(spent)
    rows += api.work(contract, "2", "200")
    draft = api.draft(contract)
    fixed = api.contract(customer, "FIXED_PRICE")
    return {
        "<invoice line>": invoice["lines"][0]["id"],
        "<return>": order["id"],
        "<return line>": order["lines"][0]["id"],
        "<contract>": contract["id"],
        "<contract line>": contract["lines"][0]["id"],
        "<fixed line>": fixed["lines"][0]["id"],
        "<confirmed>": confirmed["id"],
        "<confirmed detail>": confirmed["details"]["nodes"][0]["id"],
        "<draft>": draft["id"],
        "<draft detail>": draft["details"]["nodes"][0]["id"],
        "<billed>": rows[1]["id"],
        "<cost>": rows[0]["id"],
        "<on draft>": rows[3]["id"],
    }


def filled(value: Any, ids: Callable[[str], str]) -> Any:
    """Input with its placeholders replaced."""
    if isinstance(value, dict):
        return {key: filled(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, ids) for one in value]
    return ids(value) if isinstance(value, str) else value


ORDER_LINE = {"product": {"number": "P-000001"}, "quantity": "1"}
ENTRY = {
    "contractLine": "<contract line>",
    "transactionClass": "TIME",
    "description": "W",
    "transactionDate": "2026-08-31",
    "quantity": "1",
    "unitPrice": "1",
}


def entry(**changes: Any) -> dict[str, Any]:
    """A journal with one changed entry."""
    return {"entries": [ENTRY | changes]}


def detail(**changes: Any) -> dict[str, Any]:
    """A change of the draft's detail."""
    return {"invoice": {"id": "<draft>"}, "details": [{"detail": "<draft detail>"} | changes]}


def arrival(**changes: Any) -> dict[str, Any]:
    """An arrival of the return line."""
    return {
        "order": {"id": "<return>"},
        "lines": [{"line": "<return line>", "quantity": "1", "dispositionCode": "CREDIT"} | changes],
    }


CASES: list[tuple[str, str, dict[str, Any], list[tuple[str, list[str]]]]] = [
    ("a nameless customer in no currency", "createCustomer", {"name": " ", "currency": "XYZ"},
     [("INVALID_INPUT", ["name"]), ("INVALID_INPUT", ["currency"])]),
    ("a number in use", "createCustomer", {"name": "N", "currency": "NOK", "number": "C-000001"},
     [("INVALID_INPUT", ["number"])]),
    ("a negative price and seven places", "createProduct", {"name": "P", "salesPrice": "-1", "costPrice": "0.0000001"},
     [("INVALID_INPUT", ["salesPrice"]), ("INVALID_INPUT", ["costPrice"])]),
    ("an unknown customer", "createSalesOrder", {"customer": {"number": "C-9"}, "lines": [ORDER_LINE]},
     [("NOT_FOUND", ["customer", "number"])]),
    ("an unknown customer and a wrong line", "createSalesOrder",
     {"customer": {"number": "C-9"}, "lines": [{"product": {"number": "P-9"}, "quantity": "0"}]},
     [("NOT_FOUND", ["customer", "number"]), ("INVALID_INPUT", ["lines", "0", "quantity"]),
      ("NOT_FOUND", ["lines", "0", "product", "number"])]),
    ("no lines", "createSalesOrder", {"customer": {"number": "C-000001"}, "lines": []}, [("INVALID_INPUT", ["lines"])]),
    ("every line wrong", "createSalesOrder",
     {"customer": {"number": "C-000001"}, "lines": [
         ORDER_LINE | {"product": {"number": "P-9"}}, ORDER_LINE | {"quantity": "0"},
         ORDER_LINE | {"quantity": "1.0000001"}, ORDER_LINE | {"discountPercent": "101"}]},
     [("NOT_FOUND", ["lines", "0", "product", "number"]), ("INVALID_INPUT", ["lines", "1", "quantity"]),
      ("INVALID_INPUT", ["lines", "2", "quantity"]), ("INVALID_INPUT", ["lines", "3", "discountPercent"])]),
    ("too large an amount", "createSalesOrder",
     {"customer": {"number": "C-000001"}, "lines": [ORDER_LINE | {"quantity": "999999999", "unitPrice": "999999999"}]},
     [("INVALID_INPUT", ["lines", "0"])]),
    ("a return of nothing", "createReturnOrder", {"lines": [{"quantity": "1"}]},
     [("INVALID_INPUT", ["lines", "0", "invoiceLine"])]),
    ("a return of an id of another type", "createReturnOrder", {"lines": [{"invoiceLine": UNKNOWN, "quantity": "1"}]},
     [("NOT_FOUND", ["lines", "0", "invoiceLine"])]),
    ("an over-return", "createReturnOrder", {"lines": [{"invoiceLine": "<invoice line>", "quantity": "7"}]},
     [("RETURN_QTY_EXCEEDS_INVOICED", ["lines", "0", "quantity"])]),
    ("two lines that together return too much", "createReturnOrder",
     {"lines": [{"invoiceLine": "<invoice line>", "quantity": "4"}, {"invoiceLine": "<invoice line>", "quantity": "3"}]},
     [("RETURN_QTY_EXCEEDS_INVOICED", ["lines", "1", "quantity"])]),
    ("goods disposed of before they arrive", "createReturnOrder",
     {"lines": [{"invoiceLine": "<invoice line>", "quantity": "1", "dispositionCode": "CREDIT"}]},
     [("DISPOSITION_NOT_ALLOWED", ["lines", "0", "dispositionCode"])]),
    ("an arrival without disposition", "registerArrival", arrival(dispositionCode=None),
     [("DISPOSITION_CODE_MISSING", ["lines", "0", "dispositionCode"])]),
    ("an arrival with an unknown disposition", "registerArrival", arrival(dispositionCode="X"),
     [("NOT_FOUND", ["lines", "0", "dispositionCode"])]),
    ("a credit-only arrival", "registerArrival", arrival(dispositionCode="CREDIT_ONLY"),
     [("DISPOSITION_NOT_ALLOWED", ["lines", "0", "dispositionCode"])]),
    ("more than was expected", "registerArrival", arrival(quantity="5"), [("INVALID_INPUT", ["lines", "0", "quantity"])]),
    ("a packing slip before the arrival", "postPackingSlip", {"order": {"id": "<return>"}},
     [("INVALID_STATUS_TRANSITION", ["order"])]),
    ("a packing slip of nothing left", "postPackingSlip", {"order": {"number": "SO-000001"}},
     [("NOTHING_TO_POST", ["order"])]),
    ("a credit note of a sales order", "postReturnInvoice", {"order": {"number": "SO-000001"}},
     [("NOT_A_RETURN_ORDER", ["order"])]),
    ("a credit note before the arrival", "postReturnInvoice", {"order": {"id": "<return>"}},
     [("RETURN_ORDER_NOT_OPEN", ["order"])]),
    ("an unknown RMA number", "postReturnInvoice", {"order": {"rmaNumber": "RMA-9"}},
     [("NOT_FOUND", ["order", "rmaNumber"])]),
    ("an unknown order in a run", "postInvoices", {"orders": [{"number": "SO-000001"}, {"number": "SO-9"}]},
     [("NOT_FOUND", ["orders", "1", "number"])]),
    ("a project contract in a run", "postInvoices", {"orders": [{"number": "PC-000001"}]},
     [("ORDER_TYPE_NOT_INVOICEABLE", ["orders", "0"])]),
    ("an order named twice in a run", "postInvoices", {"orders": [{"number": "SO-000001"}, {"number": "SO-000001"}]},
     [("INVALID_INPUT", ["orders", "1"])]),
    ("DELIVER_NOW in a run", "postInvoices", {"orders": [{"number": "SO-000001"}], "quantity": "DELIVER_NOW"},
     [("QUANTITY_OPTION_NOT_VALID_FOR_RETURN", ["quantity"])]),
    ("work of nothing", "postEntryJournal", entry(quantity="0"), [("INVALID_INPUT", ["entries", "0", "quantity"])]),
    ("a cost row marked ready", "markReadyToInvoice", {"actuals": ["<cost>", "<billed>", "<on draft>"]},
     [("SOURCE_NOT_BILLABLE", ["actuals", "0"]), ("SOURCE_NOT_BILLABLE", ["actuals", "1"]),
      ("SOURCE_NOT_BILLABLE", ["actuals", "2"])]),
    ("nothing marked ready", "markReadyToInvoice", {}, [("INVALID_INPUT", [])]),
    ("an invoice of nothing", "createInvoice", {"contract": {"id": "<contract>"}},
     [("NO_CHARGEABLE_TRANSACTIONS", ["contract"])]),
    ("a project invoice of a sales order", "createInvoice", {"contract": {"number": "SO-000001"}},
     [("INVALID_INPUT", ["contract"])]),
    ("a negative quantity to bill", "updateInvoiceLineDetails", detail(quantity="-1"),
     [("QUANTITY_SIGN", ["details", "0", "quantity"])]),
    ("tax on nothing", "updateInvoiceLineDetails", detail(quantity="0", taxAmount="5"),
     [("TAX_WITHOUT_QUANTITY", ["details", "0", "taxAmount"])]),
    ("no change", "updateInvoiceLineDetails", detail(), [("INVALID_INPUT", ["details", "0"])]),
    ("a stranger's detail", "updateInvoiceLineDetails",
     {"invoice": {"id": "<draft>"}, "details": [{"detail": "<confirmed detail>", "quantity": "1"}]},
     [("NOT_FOUND", ["details", "0", "detail"])]),
    ("a change of a confirmed invoice", "updateInvoiceLineDetails",
     {"invoice": {"id": "<confirmed>"}, "details": [{"detail": "<confirmed detail>", "quantity": "1"}]},
     [("INVOICE_READ_ONLY", ["invoice"])]),
    ("deleting a confirmed invoice", "deleteInvoice", {"invoice": {"id": "<confirmed>"}},
     [("INVOICE_READ_ONLY", ["invoice"])]),
    ("deleting a sales invoice", "deleteInvoice", {"invoice": {"number": "INV-000001"}},
     [("INVOICE_READ_ONLY", ["invoice"])]),
    ("an old version", "deleteInvoice", {"invoice": {"id": "<draft>"}, "expectedVersion": 7},
     [("CONCURRENT_UPDATE", ["expectedVersion"])]),
    ("a second confirmation", "confirmInvoice", {"invoice": {"id": "<confirmed>"}},
     [("INVALID_STATUS_TRANSITION", ["invoice"])]),
    ("another plan", "confirmInvoice", {"invoice": {"id": "<draft>"}, "expectedPlan": "0"},
     [("PLAN_OUTDATED", ["expectedPlan"])]),
    ("correcting a draft", "correctInvoice", {"invoice": {"id": "<draft>"}}, [("INVOICE_NOT_CONFIRMED", ["invoice"])]),
    ("correcting what is corrected", "correctInvoice", {"invoice": {"id": "<confirmed>"}},
     [("NOTHING_TO_CORRECT", ["invoice"])]),
    ("correcting a corrected detail", "correctInvoice",
     {"invoice": {"id": "<confirmed>"}, "details": ["<confirmed detail>"]}, [("DETAIL_ALREADY_CORRECTED", ["details", "0"])]),
    ("correcting no lines", "correctInvoice", {"invoice": {"number": "INV-000001"}, "lines": []},
     [("INVALID_INPUT", ["lines"])]),
    ("an endless idempotency key", "createCustomer", {"name": "N", "currency": "NOK", "idempotencyKey": "k" * 201},
     [("INVALID_INPUT", ["idempotencyKey"])]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "mutation", "values", "problems"), CASES, ids=[one[0] for one in CASES])
def test_bad_input_is_refused_whole_and_nothing_is_written(
    api: Api,
    books: Callable[[str], str],
    case: str,
    mutation: str,
    values: dict[str, Any],
    problems: list[tuple[str, list[str]]],
) -> None:
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        api.do(mutation, "", **filled(values, books))
    assert [(one["code"], one["path"]) for one in refused.value.problems] == problems
    assert [one["message"] for one in refused.value.problems if TRAILING_ZEROS.search(one["message"])] == []
    assert all(one["message"].endswith(".") for one in refused.value.problems)
    assert api.fingerprint() == before


def test_an_unchanged_correction_is_refused(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "8", "200")
    draft = api.draft(contract)
    api.confirm(draft)
    corrective = api.correct(draft)
    api.bill(corrective, "8")
    with pytest.raises(Rejected) as refused:
        api.confirm(corrective)
    assert refused.value.codes == ["NO_CHANGES"]


def test_a_return_packing_slip_takes_the_whole_registered_quantity(api: Api) -> None:
    customer = api.customer()
    api.product("100")
    invoice = api.invoiced(customer, ORDER_LINE | {"quantity": "10"})
    order = api.return_order((invoice["lines"][0]["id"], "4"))
    line = api.arrive(order, (1, "4"))["lines"][0]["id"]
    with pytest.raises(Rejected) as refused:
        api.do("postPackingSlip", "", order={"id": order["id"]}, lines=[{"line": line, "quantity": "3"}])
    assert refused.value.codes == ["PACKING_SLIP_PARTIAL_LINE"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, 'Decimal does not take the JSON float 1.5, which may not be exact: write it as a string, e.g. "12.50"'),
        ("1e3", "no exponents, NaN or infinities"),
        ("NaN", "no exponents, NaN or infinities"),
        (True, "Decimal cannot be true"),
    ],
)
def test_what_is_no_exact_decimal_is_refused_by_the_scalar(api: Api, value: object, message: str) -> None:
    query = 'mutation($v: Decimal!) { createProduct(input: {name: "P", salesPrice: $v}) { __typename } }'
    result = SCHEMA.execute_sync(query, variable_values={"v": value}, context_value=Context(api.database))
    assert result.data is None
    assert result.errors is not None
    assert message in result.errors[0].message
