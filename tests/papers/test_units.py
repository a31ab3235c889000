"""Products on documents: their units stay those of then, and the slip they came with is named (documents 0, 3.3)."""

import re
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.papers.sent import buyer, electronic, ordered, printed, seller, sold
from tests.projects import Project

LAMP = (("100", "3", "S25"),)


def counted_in(api: Api, unit: str, number: str = "P-000001") -> None:
    answer = "... on ProductSuccess { product { unit } }"
    assert api.do("updateProduct", answer, product={"number": number}, unit=unit)["product"] == {"unit": unit}


@pytest.mark.both_engines
def test_another_unit_changes_no_document_that_was_posted_unless_it_had_none_that_a_file_can_name(api: Api) -> None:
    seller(api)
    customer = buyer(api)
    first = sold(api, customer, LAMP)
    before = electronic(api, first["number"]), printed(api, first["number"], "HTML")
    for unit in ("kg", "box of six"):
        counted_in(api, unit)
        assert (electronic(api, first["number"]), printed(api, first["number"], "HTML")) == before
    order = api.return_order((first["lines"][0]["id"], "1"))
    api.receive(api.arrive(order, (1, "1")))
    note = api.credit(order)["invoice"]["number"]
    assert "BR-CL-23" in {one["rule"] for one in electronic(api, note)["problems"]}
    for unit in ("pcs", "kg"):
        counted_in(api, unit)
        assert 'unitCode="H87"' in electronic(api, note)["xml"]
        assert electronic(api, note)["valid"]
    assert electronic(api, first["number"]) == before[0]


def test_the_one_packing_slip_of_the_order_is_named_for_good_and_none_of_several(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    seller(api)
    customer = buyer(api)
    first = sold(api, customer, LAMP)["number"]
    named = [electronic(api, first, one)["xml"] for one in ("UBL", "CII")]
    for xml in named:
        assert re.search(r"Despatch\w+>\s*<\w+:\w*ID>PS-000001<", xml)
    assert electronic(api, first)["valid"]
    (bought,) = api.run("{ products(first: 1) { nodes { number } } }")["products"]["nodes"]
    lines = [{"product": bought, "quantity": "2", "taxCode": "S25"}]
    answer = "... on SalesOrderSuccess { order { number lines { id } } }"
    order = api.do("createSalesOrder", answer, customer={"number": customer}, lines=lines)["order"]
    for _ in range(2):
        moved = [{"line": order["lines"][0]["id"], "quantity": "1"}]
        api.do(
            "postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": order["number"]}, lines=moved
        )
    second = api.post_orders({"number": order["number"]})[0]["invoice"]["number"]
    assert "DespatchDocumentReference" not in electronic(api, second)["xml"]
    assert [electronic(api, first, one)["xml"] for one in ("UBL", "CII")] == named


@pytest.mark.both_engines
def test_the_packing_slip_that_is_posted_with_its_document_is_named_where_it_is_the_only_one(api: Api) -> None:
    seller(api)
    customer = buyer(api, requireElectronicDocument=True)
    whole, rest = (undelivered(api, customer) for _ in range(2))
    part = [{"line": rest["lines"][0]["id"], "quantity": "1"}]
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": rest["number"]}, lines=part)
    orders = {"orders": [{"number": one["number"]} for one in (whole, rest)], "quantity": "ALL"}
    planned = api.run("query($i: PostInvoicesInput!) { planRun(input: $i) { ... on RunPlan { hash } } }", i=orders)
    first, second = api.post_orders(*orders["orders"], quantity="ALL", expectedPlan=planned["planRun"]["hash"])
    assert despatched(api, first["invoice"]["number"]) == ["PS-000002"]
    assert despatched(api, second["invoice"]["number"]) == []
    order = api.return_order((first["invoice"]["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    plan = pro_forma(api, order)
    assert plan["electronicDocument"]["valid"]
    assert "DespatchDocumentReference" not in plan["electronicDocument"]["xml"]
    note = api.credit(order, allowDirectInvoice=True, expectedPlan=plan["hash"])["invoice"]["number"]
    assert despatched(api, note) == ["PS-000004"]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_another_unit_between_plan_and_posting_is_another_document(api: Api) -> None:
    seller(api)
    customer = buyer(api)
    order = ordered(api, customer, LAMP)
    asked = {"orders": [order]}
    run = "query($i: PostInvoicesInput!) { plan: planRun(input: $i) { ... on RunPlan { hash } } }"
    before = api.run(run, i=asked)["plan"]["hash"]
    counted_in(api, "kg")
    with pytest.raises(Rejected, match="PLAN_OUTDATED"):
        api.post_orders(order, expectedPlan=before)
    other = api.product("5")
    after = api.run(run, i=asked)["plan"]["hash"]
    counted_in(api, "kg", other)  # which is not on it
    (posted,) = api.post_orders(order, expectedPlan=after)
    back = api.arrive(api.return_order((posted["invoice"]["lines"][0]["id"], "1")), (1, "1"))
    note = pro_forma(api, back)["hash"]
    line = {"name": "Paint", "type": "PRODUCT_BASED", "product": {"number": "P-000001"}, "quantity": "2"}
    project = Project.of(api, line, customer=customer)
    project.ready(contractLines=project.lines)
    draft = project.draft()
    confirmed = confirmation(api, draft)
    counted_in(api, "pcs")
    with pytest.raises(Rejected, match="PLAN_OUTDATED"):
        api.credit(back, allowDirectInvoice=True, expectedPlan=note)
    with pytest.raises(Rejected, match="PLAN_OUTDATED"):
        api.do("confirmInvoice", "", invoice={"id": draft["id"]}, expectedPlan=confirmed)
    api.credit(back, allowDirectInvoice=True, expectedPlan=pro_forma(api, back)["hash"])
    api.confirm(draft, expectedPlan=confirmation(api, draft))


def confirmation(api: Api, draft: dict[str, Any]) -> str:
    """The hash of a draft's plan."""
    asked = (
        "query($i: ConfirmInvoiceInput!) { plan: planInvoiceConfirmation(input: $i) { ... on PostingPlan { hash } } }"
    )
    return str(api.run(asked, i={"invoice": {"id": draft["id"]}})["plan"]["hash"])


def undelivered(api: Api, customer: str) -> dict[str, Any]:
    """A sales order of two lamps that are still here."""
    lines = [{"product": {"number": api.product("100", tax="0")}, "quantity": "2", "taxCode": "S25"}]
    answer = "... on SalesOrderSuccess { order { number lines { id } } }"
    order: dict[str, Any] = api.do("createSalesOrder", answer, customer={"number": customer}, lines=lines)["order"]
    return order


def pro_forma(api: Api, order: dict[str, Any]) -> dict[str, Any]:
    """The plan of a credit note that is posted with its packing slip."""
    asked = "... on PostingPlan { hash electronicDocument { xml valid } }"
    query = f"query($i: PostReturnInvoiceInput!) {{ plan: planReturnInvoice(input: $i) {{ {asked} }} }}"
    plan: dict[str, Any] = api.run(query, i={"order": {"id": order["id"]}, "allowDirectInvoice": True})["plan"]
    return plan


def despatched(api: Api, number: str) -> list[str]:
    """The packing slip that the file of a document names, which was kept when it was posted."""
    kept = electronic(api, number)
    assert (kept["issued"], kept["valid"]) == (True, True)
    return re.findall(r"DespatchDocumentReference>\s*<cbc:ID>([^<]+)<", kept["xml"])
