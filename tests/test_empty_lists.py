"""What an empty list means, for every list that the API takes (access 6.8)."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

from rebill.models.database import Database
from tests.api import SCHEMA, Api, Rejected
from tests.projects import Project

Path = tuple[str, ...]
EVERY_TIME = {"where": {"invoices": []}, "change": {"creditInFull": True}, "reason": "x"}
MEANINGS = {
    "none, as left out": {
        "CreateReturnOrderInput.charges",
        "ReturnOrderLineInput.charges",
        "SetReasonCodeInput.charges",
        "SetDispositionCodeInput.charges",
        "CreateProjectContractInput.retainers",
        "CreateProjectContractInput.customers",
        "ContractLineInput.milestones",
        "MarkReadyToInvoiceInput.actuals",
        "MarkReadyToInvoiceInput.milestones",
        "MarkReadyToInvoiceInput.retainers",
        "MarkReadyToInvoiceInput.contractLines",
        "CreateReplacementOrderInput.lines",
        "UpdateReturnOrderInput.lines",
        "CreditUseInput.apply",
        "CreateReturnOrderInput.precedingInvoices",
        *(f"IssueDocumentsInput.{one}" for one in ("electronic", "print")),
    },
    "as left out": {
        *(f"SetApprovalPolicyInput.{one}" for one in ("customers", "documentType", "limits")),
        "Viewer.can(operations:)",
        "SetTaxCodeInput.rates",
    },
    "none from now on": {"SetCompanyInput.bankAccounts"},
    "none, instead of what applyRetainers would": {"CreateInvoiceInput.retainers"},
    "none, instead of those that are not posted": {"UpdateReturnOrderInput.charges", "ReturnLineUpdateInput.charges"},
    "nothing is filtered or sorted": {
        *(f"OrderFilter.{one}" for one in ("type", "status", "returnStatus", "returnLineStatus")),
        *(f"InvoiceFilter.{one}" for one in ("status", "documentType", "orderType")),
        *(
            f"ActualFilter.{one}"
            for one in ("transactionType", "transactionClass", "billingType", "billingStatus", "adjustmentStatus")
        ),
        "CustomerFilter.currency",
        "HistoryFilter.operation",
        "ApprovalFilter.status",
        *(f"Query.{one}(orderBy:)" for one in ("orders", "invoices", "actuals")),
    },
    "refused": {
        "PostReturnInvoiceInput.lines",
        "PostReturnInvoiceInput.packingSlips",
        "CorrectInvoiceInput.details",
        "CorrectInvoiceInput.lines",
        "PostPackingSlipInput.lines",
        "CancelReturnOrderInput.lines",
        "PostInvoicesInput.orders",
        "OrderSelection.type",
        "BilledSelection.invoices",
        "BilledSelection.transactionClass",
    },
}
GRAPHQL = SCHEMA._schema  # strawberry's own, as graphql-core has it
MINIMAL = {"ID": "Q3VzdG9tZXI6MQ", "String": "x", "Decimal": "1", "Date": "2026-09-01", "DateTime": "2026-09-01T00:00Z"}


def _lists(*, required: bool) -> Iterator[str]:
    """Every list among the fields of inputs and the arguments of fields."""
    for kind in GRAPHQL.type_map.values():
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLInputObjectType):
            yield from (f"{kind.name}.{name}" for name, one in kind.fields.items() if _is_list(one.type, required))
        for name, field in getattr(kind, "fields", {}).items():
            for argument, one in getattr(field, "args", {}).items():
                if _is_list(one.type, required):
                    yield f"{kind.name}.{name}({argument}:)"


def _is_list(kind: GraphQLInputType, required: bool) -> bool:
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return isinstance(inner, GraphQLList) and isinstance(kind, GraphQLNonNull) is required


def test_every_optional_list_has_a_meaning_for_being_empty() -> None:
    assert sorted(_lists(required=False)) == sorted(one for lists in MEANINGS.values() for one in lists)


def _minimal(kind: GraphQLInputType) -> Any:
    """The smallest value of a type."""
    if isinstance(kind, GraphQLNonNull):
        return _minimal(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [_minimal(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if not isinstance(kind, GraphQLInputObjectType):
        return {"Int": 1, "Boolean": True}.get(kind.name) or MINIMAL[kind.name]
    if kind.name.endswith("Ref"):
        return {"number": "x"}
    if kind.is_one_of:
        name, one = next(iter(kind.fields.items()))
        return {name: _minimal(GraphQLNonNull(one.type))}
    return {name: _minimal(one.type) for name, one in kind.fields.items() if isinstance(one.type, GraphQLNonNull)}


def _refused_lists(kind: GraphQLInputObjectType, path: Path = ()) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """The smallest inputs of a type that have one empty list which is refused: which one, and where it is."""
    for name, field in kind.fields.items():
        given, inner = {} if kind.is_one_of else _minimal(kind), get_named_type(field.type)
        if _is_list(field.type, True) or f"{kind.name}.{name}" in MEANINGS["refused"]:
            yield f"{kind.name}.{name}", (*path, name), given | {name: []}
        if isinstance(inner, GraphQLInputObjectType) and not inner.name.endswith("Ref"):
            many = _holds_many(field)
            for which, at, value in _refused_lists(inner, (*path, name, "0") if many else (*path, name)):
                yield which, at, given | {name: [value] if many else value}


def _holds_many(field: GraphQLInputField) -> bool:
    return isinstance(field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type, GraphQLList)


def test_a_list_that_narrows_or_is_required_is_never_empty(sqlite_database: Database) -> None:
    api, tried = Api(sqlite_database), set()
    before = api.fingerprint()
    assert GRAPHQL.mutation_type is not None
    for name, field in GRAPHQL.mutation_type.fields.items():
        kind = get_named_type(field.args["input"].type) if "input" in field.args else None
        for which, path, values in _refused_lists(kind) if isinstance(kind, GraphQLInputObjectType) else ():
            with pytest.raises(Rejected) as refused:
                api.do(name, "", **values)
            told = [(one["code"], tuple(one["path"])) for one in refused.value.problems]
            assert told == [("INVALID_INPUT", path)], (name, path)
            assert refused.value.problems[0]["remedy"], (name, path)
            tried.add(which)
    inputs = {one for one in _lists(required=True) if not one.startswith("Query.")}
    assert tried == inputs | MEANINGS["refused"]
    assert api.fingerprint() == before


def test_plans_refuse_the_same_empty_lists(sqlite_database: Database) -> None:
    for field, kind, values, path in (
        ("planRun", "PostInvoices", {"orders": []}, ["orders"]),
        ("planRun", "PostInvoices", {"select": {"type": []}}, ["select", "type"]),
        ("planReturnInvoice", "PostReturnInvoice", {"order": {"number": "x"}, "lines": []}, ["lines"]),
        ("planCorrections", "CorrectInvoices", EVERY_TIME, ["where", "invoices"]),
    ):
        query = (
            f"query($i: {kind}Input!) {{ plan: {field}(input: $i) {{ ... on Rejection {{ problems {{ path }} }} }} }}"
        )
        assert Api(sqlite_database).run(query, i=values)["plan"]["problems"] == [{"path": path}]


def test_lists_that_say_what_a_thing_consists_of_may_be_empty(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    customer, product = api.customer(), api.product("10")
    work = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "milestones": []}
    project = Project.of(api, work, customer=customer, retainers=[], customers=[])
    assert (project.contract["retainers"], project.contract["lines"][0]["milestones"]) == ([], [])
    code = {"code": "X", "description": "X", "charges": []}
    api.do("setReasonCode", "... on ReasonCodeSuccess { reasonCode { code } }", **code)
    api.do("setDispositionCode", "... on DispositionCodeSuccess { dispositionCode { code } }", action="SCRAP", **code)
    line = {"product": {"number": product}, "unitPrice": "10", "quantity": "2", "charges": []}
    order = api.returned(customer={"number": customer}, lines=[line], charges=[])
    made = api.do(
        "createReplacementOrder",
        "... on SalesOrderSuccess { order { lines { quantity } } }",
        order={"id": order["id"]},
        lines=[],
    )
    assert made["order"]["lines"] == [{"quantity": "2"}]  # what is expected back, as when left out


def test_marking_needs_one_source_at_least_whatever_lists_are_given(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    project = Project.of(api)
    (_, row) = project.work("1", "10", readyToInvoice=False)
    names = ("actuals", "milestones", "retainers", "contractLines")
    for lists in ({}, {name: [] for name in names}, dict.fromkeys(names)):
        with pytest.raises(Rejected) as refused:
            project.ready(**lists)
        assert [(one["code"], one["path"]) for one in refused.value.problems] == [("INVALID_INPUT", [])]
    marked = project.ready(**{name: [] for name in names} | {"actuals": [row["id"]]})
    assert [one["billingStatus"] for one in marked["actuals"]] == ["READY_TO_INVOICE"]


def test_an_empty_list_of_retainers_applies_none_whatever_apply_retainers_says(sqlite_database: Database) -> None:
    project = Project.of(Api(sqlite_database), retainers=[{"description": "Advance", "amount": "50"}])
    project.retained()
    project.work("1", "100")
    draft = project.draft(retainers=[], applyRetainers=True)
    assert [one["kind"] for one in draft["details"]["nodes"]] == ["TRANSACTION"]
    deleted = "... on DeleteInvoiceSuccess { deletedId }"
    project.api.do("deleteInvoice", deleted, invoice={"id": draft["id"]})
    kinds = [one["kind"] for one in project.draft()["details"]["nodes"]]
    assert sorted(kinds) == ["APPLIED_RETAINER", "TRANSACTION"]


def test_an_empty_list_of_a_filter_or_a_sort_filters_and_sorts_nothing(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    customer, product = api.customer(), api.product("10")
    bought = {"product": {"number": product}, "quantity": "1"}
    api.invoiced(customer, bought)
    line = {"product": {"number": product}, "unitPrice": "10", "quantity": "1"}
    api.returned(customer={"number": customer}, lines=[line])
    tried = set()
    for name in MEANINGS["nothing is filtered or sorted"]:
        kind, _, field = name.partition(".")
        if kind == "Query":
            field, asked = field.partition("(")[0], "(orderBy: [])"
        else:
            field, asked = (
                {"Customer": "customers", "History": "history"}.get(
                    one := kind.removesuffix("Filter"), f"{one.lower()}s"
                ),
                f"(filter: {{{field}: []}})",
            )
        answer = api.run(f"{{ some: {field}{asked} {{ nodes {{ id }} }} all: {field} {{ nodes {{ id }} }} }}")
        assert answer["some"] == answer["all"], name
        assert answer["all"]["nodes"] or field == "approvals", name  # of which there are none here
        tried.add(field)
    assert tried == {"orders", "invoices", "actuals", "customers", "history", "approvals"}


def test_nodes_of_no_ids_are_none(sqlite_database: Database) -> None:
    assert Api(sqlite_database).run("{ nodes(ids: []) { id } }") == {"nodes": []}
    required = {one for one in _lists(required=True) if one.startswith("Query.")}
    assert required == {"Query.nodes(ids:)"}


def test_null_means_left_out_however_deep_it_stands(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    customer = api.customer()
    selected = {"customer": {"number": customer}, "received": None, "type": None, "createdOn": None}
    run = "... on PostingRunSuccess { replayed run { id } }"
    first = api.do("postInvoices", run, select=selected, idempotencyKey="k")
    again = api.do("postInvoices", run, select={"customer": {"number": customer}}, idempotencyKey="k")
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["run"] == again["run"]
