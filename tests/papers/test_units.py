"""Products on documents: their units stay those of then, and the slip they came with is named (documents 0, 3.3)."""

import re

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.papers.sent import buyer, electronic, printed, seller, sold

LAMP = (("100", "3", "S25"),)


def counted_in(api: Api, unit: str) -> None:
    answer = "... on ProductSuccess { product { unit } }"
    (product,) = api.run("{ products(first: 1) { nodes { number } } }")["products"]["nodes"]
    assert api.do("updateProduct", answer, product=product, unit=unit)["product"] == {"unit": unit}


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
