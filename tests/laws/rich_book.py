"""A book with something of everything that laws look at: the demo data, and what that has not."""

from rebill import demo
from rebill.models.database import Database
from tests.api import Api
from tests.goods import Sale
from tests.projects import Project
from tests.settling import unsettle, write_off
from tests.taking_back import pump


def enter_rich_book(database: Database) -> Api:
    """The demo data, goods sold and taken back with charges, goods put right, accounts settled by hand and rests given up, and work edited on a draft."""
    demo.load(database)
    api = Api(database)
    customer = api.customer()
    _on_project(api)
    _put_right(api)
    _goods(api, customer)
    _work(api)
    assert api.broken_laws() == []
    return api


def _goods(api: Api, customer: str) -> None:
    product = api.product("33.33", cost="20.01")
    sold = {"product": {"number": product}, "quantity": "7", "discountPercent": "12.5"}
    invoice = api.invoiced(customer, sold)
    charges = [
        {"description": "Handling", "category": "PERCENT", "value": "-10", "taxRate": "25"},
        {"description": "Freight", "category": "PER_PIECE", "value": "5", "taxRate": "25"},
    ]
    line = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "3", "charges": charges[:1]}
    _lowered(api, line["invoiceLine"])
    for order in (api.returned(lines=[line], charges=charges[1:]), api.return_order((line["invoiceLine"], "1"))):
        arrived = api.arrive(order, (1, order["lines"][0]["expectedQuantity"]))
        api.receive(arrived)
        api.credit(order)
    by_hand = {"product": {"number": product}, "unitPrice": "80.01", "quantity": "2"}
    order = api.returned(customer={"number": customer}, lines=[by_hand])
    api.receive(api.arrive(order, (1, "2")))
    note = api.credit(order, settlement="NONE")["invoice"]
    api.do("settleInvoices", "", invoice={"number": invoice["number"]}, creditNote={"number": note["number"]})
    other = api.invoiced(customer, {"product": {"number": product}, "quantity": "1"})
    api.pay(other["number"], "10")
    given_up = write_off(api, other["number"], amount="1")
    unsettle(api, given_up["settlement"])
    write_off(api, other["number"], amount="2")


def _lowered(api: Api, sold: str) -> None:
    """A piece that is credited at less than it was sold for."""
    order = api.return_order((sold, "1"))
    change = {"line": order["lines"][0]["id"], "unitPrice": "25.55"}
    api.do("updateReturnOrder", "", order={"id": order["id"]}, lines=[change])
    api.receive(api.arrive(order, (1, "1")))
    api.credit(order)


def _put_right(api: Api) -> None:
    """A document for another name, a credit note with its charge, and price and quantity after a partial return."""
    bought = {"product": {"number": api.product("19.99", cost="7.77")}, "quantity": "9", "discountPercent": "7.5"}
    buyer = {"name": "Fjord Motor AS", "currency": "NOK", "taxRegistrationNumber": "NO 123 456 785 MVA"}
    customer = api.do("createCustomer", "... on CustomerSuccess { customer { number } }", **buyer)["customer"]["number"]
    addressed = Sale(api, api.invoiced(customer, bought))
    api.do("updateCustomer", "", customer={"number": customer}, name="Fjord Motor og Marine AS")
    addressed.confirm(addressed.correct())
    other = Sale(api, api.invoiced(customer, bought))
    fee = {"description": "Restocking", "category": "FIXED", "value": "4.99", "taxRate": "25"}
    order = api.returned(lines=[{"invoiceLine": other.line, "quantity": "3"}], charges=[fee])
    api.receive(api.arrive(order, (1, "3")))
    credit = api.credit(order)["invoice"]
    draft = other.correct(credit["number"])
    other.confirm(other.enter(other.enter(draft, quantity="-2"), 1, amount="9.99"))
    of = Sale(api, api.invoiced(customer, bought))
    of.returned("2")
    lower = of.put_right(unitPrice="18.49", quantity="5", description="As delivered")
    of.put_right(lower["number"], taxRate="15")
    of.returned("1")


def _on_project(api: Api) -> None:
    """A product on a project invoice that comes back in part."""
    _, line = pump(api)
    api.credit(api.return_order((line, "1"), dispositionCode="CREDIT_ONLY"))


def _work(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "50"}])
    project.retained()
    project.work("10", "33.37", taxAmount="7.77")
    project.work("4", "100", transactionClass="FEE")
    project.work("2", "50", transactionClass="MATERIAL", billingType="NON_CHARGEABLE")
    invoice = project.confirm(project.bill(project.draft(), quantity="6"))
    project.confirm(project.bill(project.correct(invoice), quantity="3"))
    project.work("1", "20")
