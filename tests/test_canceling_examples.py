"""The worked examples of cancelling (putting-right 10.7, 10.8, 10.17), with vouchers and open amounts."""

import pytest

from tests.api import Api
from tests.canceling import cancel, entries, planned, refused
from tests.goods import ten, three_back, totals
from tests.projects import Project, ledger_table
from tests.settling import matched, still_open
from tests.taking_back import change

pytestmark = pytest.mark.both_engines
CANCELED_WORK = """
15 BS time -8 -800.00 -200.00 unadjustable posted reverses 8
16 BS free time -2 -200.00 0.00 unadjustable posted reverses 11
17 BS retainer 1 600.00 0.00 unadjustable posted reverses 13
18 US retainer 1 400.00 0.00 unadjustable posted reverses 14
19 US time 10 1000.00 0.00 - ready replaces 4
20 US retainer -1 -1000.00 0.00 - ready replaces 2
""".strip()
ORDER = "returnStatus status lines { returnStatus closedOn invoicedQuantity releasedQuantity }"


def order_of(api: Api, number: str) -> dict[str, object]:
    """An order as it stands."""
    query = (
        f"query($n: String!) {{ order(ref: {{number: $n}}) {{ status ... on ReturnOrder {{ {ORDER} }} "
        "... on SalesOrder { lines { invoicedQuantity deliveredQuantity } } } }"
    )
    found: dict[str, object] = api.run(query, n=number)["order"]
    return found


def returnable(api: Api, number: str) -> str:
    """How much of the first line of an invoice can still be returned."""
    query = "query($n: String!) { invoice(ref: {number: $n}) { lines { returnableQuantity } } }"
    return str(api.run(query, n=number)["invoice"]["lines"][0]["returnableQuantity"])


def test_example_10_7_cancel_the_credit_note_of_a_return_and_return_again(api: Api) -> None:
    _, credited, order = three_back(api)
    assert totals(credited) == "-300.00 / -75.00 / -375.00"
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 875.00", "CONFIRMED 0.00"]
    plan = planned(api, "CN-000001")
    assert plan["settlements"] == [
        {"invoice": {"number": "INV-000001"}, "amount": "-375.00"},
        {"invoice": {"number": "CN-000001"}, "amount": "375.00"},
    ]
    answer = cancel(api, "CN-000001", expectedPlan=plan["hash"])
    again = answer["invoice"]
    assert (again["number"], totals(again)) == ("INV-000002", "300.00 / 75.00 / 375.00")
    assert entries(again) == [
        "Cr RETURNS_RECEIVED 180.00",
        "Cr REVENUE 300.00",
        "Cr SALES_TAX 75.00",
        "Dr COST_OF_GOODS_SOLD 180.00",
        "Dr RECEIVABLES 375.00",
    ]
    assert matched(api, "INV-000002") == [("CN-000001", "375.00")]
    opened = still_open(api, "INV-000001", "CN-000001", "INV-000002")
    assert opened == ["CONFIRMED 1250.00", "CONFIRMED 0.00", "CONFIRMED 0.00"]
    assert order_of(api, order["number"]) == {
        "returnStatus": "OPEN",
        "status": "DELIVERED",
        "lines": [{"returnStatus": "RECEIVED", "closedOn": None, "invoicedQuantity": "0", "releasedQuantity": "0"}],
    }
    assert (returnable(api, "INV-000001"), api.broken_laws()) == ("7", [])
    change(api, order, charges=[{"description": "Restocking", "category": "FIXED", "value": "49", "taxRate": "25"}])
    second = api.document(api.credit(order)["invoice"]["number"])
    assert totals(second) == "-251.00 / -62.75 / -313.75"
    assert still_open(api, "INV-000001", "CN-000002") == ["CONFIRMED 936.25", "CONFIRMED 0.00"]
    assert order_of(api, order["number"])["returnStatus"] == "CLOSED"
    assert api.broken_laws() == []


def test_example_10_8_cancel_a_sales_invoice(api: Api) -> None:
    ten(api)
    answer = cancel(api, "INV-000001")
    note = answer["invoice"]
    assert (note["documentType"], totals(note)) == ("CREDIT_NOTE", "-1000.00 / -250.00 / -1250.00")
    assert entries(note) == [
        "Cr COST_OF_GOODS_SOLD 600.00",
        "Cr RECEIVABLES 1250.00",
        "Dr GOODS_DELIVERED 600.00",
        "Dr REVENUE 1000.00",
        "Dr SALES_TAX 250.00",
    ]
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 0.00", "CONFIRMED 0.00"]
    assert (note["cancels"], note["canceledBy"]) == ({"number": "INV-000001"}, None)
    assert answer["canceled"]["canceledBy"] == {"number": "CN-000001"}
    order = order_of(api, "SO-000001")
    assert order == {"status": "DELIVERED", "lines": [{"invoicedQuantity": "0", "deliveredQuantity": "10"}]}
    assert api.broken_laws() == []
    assert [one["code"] for one in refused(api, "INV-000001")] == ["INVOICE_CANCELED"]
    assert [one["code"] for one in refused(api, "CN-000001")] == ["INVOICE_CANCELED"]
    again = api.post_orders({"number": "SO-000001"})[0]["invoice"]
    assert (again["number"], again["totalAmount"]) == ("INV-000002", "1250.00")
    assert order_of(api, "SO-000001")["status"] == "INVOICED"
    assert api.broken_laws() == []


def test_example_10_17_cancel_a_project_invoice(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}])
    project.retained()
    project.work("10", "100")
    draft = project.draft(retainers=[{"retainer": project.retainer["id"], "amount": "600"}])
    invoice = project.confirm(project.bill(draft, quantity="8", taxAmount="200"))
    assert invoice["totalAmount"] == "400.00"
    last = len(api.ledger())
    note = cancel(api, invoice["number"])["invoice"]
    assert (note["documentType"], totals(note)) == ("CREDIT_NOTE", "-200.00 / -200.00 / -400.00")
    assert ledger_table(api, last) == CANCELED_WORK
    query = "query($k: ID!) { node(id: $k) { ... on ProjectContract { backlogAmount retainers { availableAmount } } } }"
    contract = api.run(query, k=project.key)["node"]
    assert contract == {"backlogAmount": "1000.00", "retainers": [{"availableAmount": "1000.00"}]}
    assert still_open(api, invoice["number"], note["number"]) == ["CONFIRMED 0.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []
    again = project.draft(retainers=[{"retainer": project.retainer["id"], "amount": "600"}])
    invoice = project.confirm(project.bill(again, quantity="8", taxAmount="200"))
    assert (invoice["totalAmount"], api.broken_laws()) == ("400.00", [])
