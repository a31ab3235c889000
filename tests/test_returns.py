"""Return orders through the API: pro formas, typed quantities, runs, and what stands among all orders."""

import pytest

from tests.api import Api, Rejected


def of_a(quantity: str, **more: str) -> dict:
    """An order line of the first product."""
    return {"product": {"number": "P-000001"}, "quantity": quantity, **more}


def test_a_pro_forma_writes_nothing_and_equals_the_posting(api: Api) -> None:
    customer = api.customer()
    api.product("249.90")
    invoice = api.invoiced(customer, of_a("8", discountPercent="12.5"))
    order = api.return_order((invoice["lines"][0]["id"], "3"))
    api.arrive(order, (1, "3"))
    api.receive(order)
    before = api.fingerprint()
    pro_forma = api.credit(order, posting=False, idempotencyKey="one")
    assert pro_forma["invoice"] is None
    assert api.fingerprint() == before
    posted = api.credit(order, idempotencyKey="one", expectedPlan=pro_forma["plan"]["hash"])
    assert posted["plan"] == pro_forma["plan"]
    assert posted["invoice"]["netAmount"] == "-655.99"


def test_deliver_now_credits_typed_quantities_and_can_give_up_the_rest(api: Api) -> None:
    customer = api.customer()
    api.product("100")
    invoice = api.invoiced(customer, of_a("10"))
    order = api.return_order((invoice["lines"][0]["id"], "5"))
    arrived = api.arrive(order, (1, "5"))
    api.receive(order)
    line = arrived["lines"][0]["id"]
    for quantity, code in (("6", "QTY_EXCEEDS_RECEIVED"), ("0", "INVALID_INPUT"), ("-1", "INVALID_INPUT")):
        with pytest.raises(Rejected) as refused:
            api.credit(order, quantity="DELIVER_NOW", lines=[{"line": line, "quantity": quantity}])
        assert refused.value.codes == [code]
    waiting = api.return_order((invoice["lines"][0]["id"], "1"))
    api.arrive(waiting, (1, "1"))
    with pytest.raises(Rejected) as refused:
        typed = [{"line": waiting["lines"][0]["id"], "quantity": "1"}]
        api.credit(waiting, quantity="DELIVER_NOW", lines=typed)
    assert refused.value.codes == ["RETURN_LINE_NOT_RECEIVED"]
    part = {"quantity": "DELIVER_NOW", "lines": [{"line": line, "quantity": "2"}]}
    assert api.credit(order, **part)["order"]["lines"][0]["returnStatus"] == "RECEIVED"
    rest = api.credit(order, creditRemainingQuantity=False, **part)
    assert rest["order"]["lines"][0]["returnStatus"] == "INVOICED"
    assert rest["order"]["returnStatus"] == "CLOSED"
    returnable = api.run('{ invoice(ref: {number: "INV-000001"}) { lines { returnableQuantity } } }')
    assert returnable["invoice"]["lines"] == [{"returnableQuantity": "5"}]
    assert api.broken_laws() == []


def test_a_run_invoices_sales_and_return_orders_and_leaves_alone_what_is_not_ready(api: Api) -> None:
    customer = api.customer()
    api.product("100")
    invoice = api.invoiced(customer, of_a("10"))
    ready = api.return_order((invoice["lines"][0]["id"], "4"))
    api.arrive(ready, (1, "4"))
    api.receive(ready)
    late = api.return_order((invoice["lines"][0]["id"], "2"))
    api.arrive(late, (1, "2"))
    items = api.post_orders({"number": late["number"]}, {"number": ready["number"]})
    assert [one["status"] for one in items] == ["CONTAINS_ERRORS", "EXECUTED"]
    assert items[0]["problems"] == [{"code": "RETURN_LINE_NOT_RECEIVED"}]
    assert items[1]["invoice"]["number"] == "CN-000001"
    api.receive(late)
    stopped = api.post_orders({"number": ready["number"]}, {"number": late["number"]}, stopOnFirstError=True)
    assert [one["status"] for one in stopped] == ["CONTAINS_ERRORS", "WAITING"]
    assert api.post_orders({"number": late["number"]})[0]["invoice"]["number"] == "CN-000002"


def test_return_orders_stand_among_all_orders_once_something_has_arrived(api: Api) -> None:
    customer = api.customer()
    api.product("100")
    invoice = api.invoiced(customer, of_a("10"))
    order = api.return_order((invoice["lines"][0]["id"], "1"))
    listed = "{ orders { nodes { number type } } }"
    assert [one["type"] for one in api.run(listed)["orders"]["nodes"]] == ["SALES_ORDER"]
    created = api.run("{ orders(filter: {returnStatus: [CREATED]}) { nodes { number } } }")["orders"]["nodes"]
    assert created == [{"number": order["number"]}]
    api.arrive(order, (1, "1"))
    assert [one["type"] for one in api.run(listed)["orders"]["nodes"]] == ["SALES_ORDER", "RETURN_ORDER"]


def test_only_a_return_of_which_nothing_has_arrived_can_be_canceled(api: Api) -> None:
    customer = api.customer()
    api.product("100")
    invoice = api.invoiced(customer, of_a("10"))
    order = api.return_order((invoice["lines"][0]["id"], "10"))
    selection = "... on ReturnOrderSuccess { order { returnStatus lines { returnStatus } } }"
    canceled = api.do("cancelReturnOrder", selection, order={"rmaNumber": order["rmaNumber"]})["order"]
    assert canceled == {"returnStatus": "CANCELED", "lines": [{"returnStatus": "CANCELED"}]}
    with pytest.raises(Rejected) as refused:
        api.credit(order)
    assert refused.value.codes == ["ORDER_CANCELED"]
    again = api.return_order((invoice["lines"][0]["id"], "10"))
    api.arrive(again, (1, "10"))
    with pytest.raises(Rejected) as refused:
        api.do("cancelReturnOrder", selection, order={"id": again["id"]})
    assert refused.value.codes == ["CANCEL_NOT_ALLOWED"]
