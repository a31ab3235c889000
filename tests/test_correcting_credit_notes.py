"""Credit notes of returns put right, and their charges (putting-right 2.1.7, 2.3)."""

import pytest

from tests.api import Api, Rejected
from tests.canceling import cancel
from tests.goods import Sale, entries, ten, three_back, totals
from tests.projects import Project
from tests.tables import table


@pytest.mark.both_engines
def test_2_3_pieces_that_are_no_longer_credited_lie_here_and_can_be_returned_again(api: Api) -> None:
    of, credit, order = three_back(api)
    invoice = of.put_right(credit["number"], quantity="-2")
    assert totals(invoice) == "100.00 / 25.00 / 125.00"
    assert {"Dr COST_OF_GOODS_SOLD 60.00", "Cr RETURNS_RECEIVED 60.00"} <= set(entries(invoice))
    assert of.rows(after=2) == table("""
        3 BS product  3  300.00  75.00 unadjustable posted reverses 2
        4 BS product -2 -200.00 -50.00 -            posted replaces 2
        """)
    line = "returnStatus invoicedQuantity releasedQuantity"
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on ReturnOrder {{ returnStatus lines {{ {line} }} }} }} }}"
    found = api.run(query, k=order["id"])["node"]
    assert found["returnStatus"] == "CLOSED"
    assert found["lines"] == [{"returnStatus": "INVOICED", "invoicedQuantity": "2", "releasedQuantity": "1"}]
    assert of.document()["lines"][0]["returnableQuantity"] == "8"
    assert totals(of.returned("8")) == "-800.00 / -200.00 / -1000.00"
    assert api.broken_laws() == []


@pytest.mark.parametrize(
    ("quantity", "code"),
    [("-4", "CORRECTION_EXCEEDS_BILLED"), ("2", "QUANTITY_SIGN")],
)
def test_a_credit_note_is_corrected_within_what_it_credited(api: Api, quantity: str, code: str) -> None:
    of, credit, _ = three_back(api)
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(credit["number"]), quantity=quantity)
    assert refused.value.codes == [code]


def test_pieces_of_a_credit_note_stay_where_the_sale_was_corrected_after_it(api: Api) -> None:
    of, credit, _ = three_back(api)
    later = of.put_right(unitPrice="90")
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(credit["number"]), quantity="-2")
    assert refused.value.codes == ["INVOICE_HAS_SUCCESSORS"]
    assert later["number"] in refused.value.problems[0]["message"]


def test_a_charge_is_a_detail_of_its_own_and_put_right_by_its_amount(api: Api) -> None:
    fee = {"description": "Restocking", "category": "FIXED", "value": "49", "taxRate": "25"}
    of, credit, _ = three_back(api, charges=[fee])
    assert totals(credit) == "-251.00 / -62.75 / -313.75"
    charge = credit["details"]["nodes"][1]
    assert [charge[name] for name in ("kind", "quantity", "unitPrice", "taxRate", "amount", "taxAmount")] == [
        "CHARGE", "1", "49", "25", "49.00", "12.25",
    ]  # fmt: skip
    lower = of.confirm(of.enter(of.correct(credit["number"]), 1, amount="40"))
    assert totals(lower) == "-9.00 / -2.25 / -11.25"
    assert entries(lower) == ["Cr RECEIVABLES 11.25", "Dr FEES 9.00", "Dr SALES_TAX 2.25"]
    assert of.rows(after=3) == table("""
        4 BS fee -1 -49.00 -12.25 unadjustable posted reverses 3
        5 BS fee  1  40.00  10.00 -            posted replaces 3
        """)
    none = of.confirm(of.enter(of.correct(lower["number"]), amount="0"))
    assert totals(none) == "-40.00 / -10.00 / -50.00"
    assert api.broken_laws() == []


def test_a_credit_by_hand_has_no_limit_and_moves_no_more_cost_than_came_back(api: Api) -> None:
    line = {"product": {"number": api.product("10", "4")}, "unitPrice": "10", "quantity": "3"}
    order = api.returned(customer={"number": api.customer()}, lines=[line])
    api.arrive(order, (1, "3"))
    api.receive(order)
    of = Sale.known(api, api.credit(order)["invoice"]["number"])
    more = of.put_right(quantity="-5")
    assert totals(more) == "-20.00 / -5.00 / -25.00"
    assert entries(more) == ["Cr RECEIVABLES 25.00", "Dr REVENUE 20.00", "Dr SALES_TAX 5.00"]
    less = of.put_right(more["number"], quantity="-2")
    assert totals(less) == "30.00 / 7.50 / 37.50"
    assert {"Dr COST_OF_GOODS_SOLD 4.00", "Cr RETURNS_RECEIVED 4.00"} <= set(entries(less))
    assert api.broken_laws() == []


def test_a_draft_follows_what_the_correction_of_a_credit_note_gives_back_to_the_sale(api: Api) -> None:
    of, credit, _ = three_back(api)
    draft = of.enter(of.correct(), unitPrice="90")
    assert draft["details"]["nodes"][0]["previousQuantity"] == "7"
    of.put_right(credit["number"], quantity="-2")
    found = api.run(
        "{ invoices(filter: {status: [DRAFT]}) { nodes { details { nodes { quantity previousQuantity } } } } }"
    )
    assert found["invoices"]["nodes"][0]["details"]["nodes"] == [{"quantity": "8", "previousQuantity": "8"}]
    assert totals(of.confirm(draft)) == "-80.00 / -20.00 / -100.00"
    assert api.broken_laws() == []


def test_pieces_of_a_credit_note_stay_while_the_same_draft_corrects_the_sale(api: Api) -> None:
    of, credit, _ = three_back(api)
    draft = of.enter(of.correct(), unitPrice="90")
    both = of.enter(of.correct(credit["number"], addTo=draft["id"]), 1, quantity="-2")
    (problem,) = of.planned(both)["problems"]
    assert problem["code"] == "INVOICE_HAS_SUCCESSORS"
    assert "corrects, too; its quantity stays as it is there" in problem["message"]


@pytest.mark.both_engines
def test_statistics_count_what_stands_of_a_corrected_credit_note(api: Api) -> None:
    of, credit, _ = three_back(api)
    lower = of.put_right(credit["number"], quantity="-2")
    assert _credited(api) == ("2", "200.00")
    cheaper = of.put_right(lower["number"], unitPrice="80")
    assert _credited(api) == ("2", "160.00")
    of.enter(of.correct(cheaper["number"]), quantity="-1")  # a draft counts no more than a canceled correction
    assert _credited(api) == ("2", "160.00")


def test_a_correction_of_a_credit_note_that_was_canceled_is_not_counted(api: Api) -> None:
    of, credit, _ = three_back(api)
    lower = of.put_right(credit["number"], quantity="-2")
    cancel(api, lower["number"])
    assert _credited(api) == ("3", "300.00")
    cancel(api, credit["number"])
    assert _credited(api) == ("0", "0.00")


def test_the_loss_of_credit_only_goods_is_that_of_the_pieces_that_stand_credited(api: Api) -> None:
    of = ten(api)
    order = api.returned(lines=[{"invoiceLine": of.line, "quantity": "3", "dispositionCode": "CREDIT_ONLY"}])
    of.put_right(api.credit(order)["invoice"]["number"], quantity="-2")
    (row,) = api.run("{ returnStatistics(by: CUSTOMER) { scrapLoss } }")["returnStatistics"]
    assert row["scrapLoss"] == "120.00"


def _credited(api: Api) -> tuple[str, str]:
    (row,) = api.run("{ returnStatistics(by: CUSTOMER) { creditedQuantity creditedAmount } }")["returnStatistics"]
    return row["creditedQuantity"], row["creditedAmount"]


def test_a_credit_note_without_a_tax_rate_is_corrected_without_one(api: Api) -> None:
    product = {"number": api.product("50")}
    line = {"name": "Pumps", "type": "PRODUCT_BASED", "product": product, "quantity": "3", "taxAmount": "37.50"}
    project = Project.of(api, line)
    project.ready(contractLines=project.lines)
    of = Sale.known(api, project.confirm(project.draft())["number"])
    api.credit(api.return_order((of.line, "1"), dispositionCode="CREDIT_ONLY"))
    document = of.put_right("CN-000001", quantity="0")
    assert (totals(document), document["lines"][0]["taxRate"]) == ("50.00 / 12.50 / 62.50", None)
    assert api.broken_laws() == []
    cancel(api, document["number"])
    cancel(api, "CN-000001")
    assert api.broken_laws() == []
