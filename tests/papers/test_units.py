"""Units of products on documents: what was posted keeps the unit of then (documents 0, 3.6)."""

import pytest

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
