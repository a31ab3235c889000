"""A return order between creation and credit (returns 2): splits, quarantine, credit only, replacements, canceling."""

from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import RETURN, Api, Rejected, booked
from tests.entered import entered_once

ORDER = f"... on ReturnOrderSuccess {{ order {{ {RETURN} }} warnings {{ code path }} }}"


@pytest.fixture
def sold(api: Api) -> str:
    """A sale."""
    return entered_once(api.database, sell)


def sell(database: Database) -> str:
    """The id of an invoice line: 10 × P-000001 at 100.00, cost 60.00."""
    api = Api(database)
    customer = api.customer()
    product = api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "10"})
    return str(invoice["lines"][0]["id"])


def refused_codes(api: Api, mutation: str, **values: Any) -> list[str]:
    """The codes of a refusal that leaves the database as it was."""
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        api.do(mutation, "", **values)
    assert api.fingerprint() == before
    return refused.value.codes


def end_quarantine(api: Api, order: dict[str, Any], number: int, code: str, **more: Any) -> dict[str, Any]:
    """End the quarantine of a line."""
    line = next(one["id"] for one in order["lines"] if one["lineNumber"] == number)
    values = {"lines": [{"line": line, "dispositionCode": code, **more}]}
    moved: dict[str, Any] = api.do("endQuarantine", ORDER, order={"id": order["id"]}, **values)["order"]
    return moved


def set_code(api: Api, order: dict[str, Any], code: str | None) -> dict[str, Any]:
    """Set the disposition of the first line."""
    values = {"line": order["lines"][0]["id"], "dispositionCode": code}
    moved: dict[str, Any] = api.do("setDisposition", ORDER, order={"id": order["id"]}, **values)["order"]
    return moved


def shown(order: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Expected quantity, status and code of each line."""
    return [(one["expectedQuantity"], one["returnStatus"], one["dispositionCode"]) for one in order["lines"]]


def test_quarantine_splits_and_ends_with_the_code_of_the_inspection(api: Api, sold: str) -> None:
    order = api.return_order((sold, "6"))
    order = api.arrive(order, (1, "5"), code=None, quarantine=True)
    assert shown(order) == [("5", "QUARANTINE", None), ("1", "AWAITING", None)]
    assert (order["returnStatus"], order["lines"][0]["registeredQuantity"]) == ("OPEN", "0")
    line = order["lines"][0]["id"]
    ref = {"id": order["id"]}
    assert refused_codes(api, "postPackingSlip", order=ref) == ["INVALID_STATUS_TRANSITION"]
    assert refused_codes(api, "postReturnInvoice", order=ref) == ["RETURN_LINE_NOT_RECEIVED"] * 2
    change = {"order": ref, "line": line, "dispositionCode": "SCRAP"}
    assert refused_codes(api, "setDisposition", **change) == ["DISPOSITION_NOT_ALLOWED"]
    assert refused_codes(api, "cancelReturnOrder", order=ref) == ["CANCEL_NOT_ALLOWED"]
    order = end_quarantine(api, order, 1, "SCRAP", quantity="2")
    assert shown(order) == [("2", "REGISTERED", "SCRAP"), ("1", "AWAITING", None), ("3", "QUARANTINE", None)]
    order = end_quarantine(api, order, 3, "CREDIT")
    assert refused_codes(api, "setDisposition", **change) == ["DISPOSITION_NOT_ALLOWED"]
    slip = api.receive(order)
    assert [(one["quantity"], one["onHandChange"]) for one in slip["lines"]] == [("-2", "0"), ("-3", "3")]
    assert slip["status"] == "OPEN"
    assert api.credit(order)["invoice"]["totalAmount"] == "-625.00"
    assert api.broken_laws() == []


def test_goods_in_quarantine_bear_no_code(api: Api, sold: str) -> None:
    order = api.return_order((sold, "1"))
    line = {"line": order["lines"][0]["id"], "quantity": "1", "quarantine": True, "dispositionCode": "CREDIT"}
    ref = {"id": order["id"]}
    assert refused_codes(api, "registerArrival", order=ref, lines=[line]) == ["DISPOSITION_NOT_ALLOWED"]
    inspected = {"line": line["line"], "dispositionCode": "CREDIT"}
    assert refused_codes(api, "endQuarantine", order=ref, lines=[inspected]) == ["INVALID_STATUS_TRANSITION"]


def test_credit_only_is_set_and_cleared_while_nothing_has_arrived(api: Api, sold: str) -> None:
    order = api.return_order((sold, "2"))
    assert refused_codes(
        api, "setDisposition", order={"id": order["id"]}, line=order["lines"][0]["id"], dispositionCode="CREDIT"
    ) == ["DISPOSITION_NOT_ALLOWED"]
    order = set_code(api, order, "CREDIT_ONLY")
    assert (order["returnStatus"], shown(order)) == ("OPEN", [("2", "REGISTERED", "CREDIT_ONLY")])
    order = set_code(api, order, None)
    assert (order["returnStatus"], shown(order)) == ("CREATED", [("2", "AWAITING", None)])
    order = set_code(api, order, "CREDIT_ONLY")
    wanted = [{"line": order["lines"][0]["id"], "quantity": "1"}]
    order = api.credit(order, quantity="DELIVER_NOW", lines=wanted)["order"]
    ref, line = {"id": order["id"]}, order["lines"][0]["id"]
    assert refused_codes(api, "setDisposition", order=ref, line=line) == ["INVALID_STATUS_TRANSITION"]
    api.credit(order)
    assert api.broken_laws() == []


def test_the_code_of_registered_goods_can_be_changed_until_their_packing_slip(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "2")), (1, "2"))
    assert shown(set_code(api, order, "SCRAP")) == [("2", "REGISTERED", "SCRAP")]
    ref, line = {"id": order["id"]}, order["lines"][0]["id"]
    for code, codes in (("CREDIT_ONLY", ["DISPOSITION_NOT_ALLOWED"]), (None, ["DISPOSITION_CODE_MISSING"])):
        assert refused_codes(api, "setDisposition", order=ref, line=line, dispositionCode=code) == codes
    api.receive(order)
    codes = refused_codes(api, "setDisposition", order=ref, line=line, dispositionCode="CREDIT")
    assert codes == ["INVALID_STATUS_TRANSITION"]


@pytest.mark.both_engines
def test_a_packing_slip_creates_the_replacement_at_the_price_of_the_return(api: Api, sold: str) -> None:
    other = api.product("30", name="B")
    order = api.return_order((sold, "3"), (sold, "1"))
    api.arrive(order, (1, "3"), code="REPLACE_AND_CREDIT")
    replacement = {"product": {"number": other}, "quantity": "2"}
    order = api.arrive(order, (2, "1"), code="REPLACE_AND_SCRAP", replacement=replacement)
    assert order["replacementOrder"] is None
    slip = api.receive(order)
    assert [one["onHandChange"] for one in slip["lines"]] == ["3", "0"]
    assert booked(slip["voucher"]) == ["Cr RETURNS_RECEIVED 240.00", "Dr INVENTORY 180.00", "Dr SCRAP 60.00"]
    found = api.run(
        "query($id: ID!) { node(id: $id) { ... on ReturnOrder { replacementOrder { number status replacementFor { id } "
        "lines { product { number } quantity unitPrice netAmount } } } } }",
        id=order["id"],
    )["node"]["replacementOrder"]
    assert (found["status"], found["replacementFor"]["id"]) == ("OPEN", order["id"])
    assert found["lines"] == [
        {"product": {"number": "P-000001"}, "quantity": "3", "unitPrice": "100", "netAmount": "300.00"},
        {"product": {"number": other}, "quantity": "2", "unitPrice": "30", "netAmount": "60.00"},
    ]
    assert api.credit(order)["order"]["returnStatus"] == "CLOSED"
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": found["number"]})
    assert api.post_orders({"number": found["number"]})[0]["invoice"]["totalAmount"] == "450.00"
    assert api.broken_laws() == []


def test_an_up_front_replacement_rules_out_replacing_dispositions(api: Api, sold: str) -> None:
    order = api.return_order((sold, "2"))
    ref = {"id": order["id"]}
    made = api.do(
        "createReplacementOrder", "... on SalesOrderSuccess { order { number lines { quantity } } }", order=ref
    )
    assert made["order"]["lines"] == [{"quantity": "2"}]
    assert refused_codes(api, "createReplacementOrder", order=ref) == ["INVALID_STATUS_TRANSITION"]
    line = {"line": order["lines"][0]["id"], "quantity": "2", "dispositionCode": "REPLACE_AND_CREDIT"}
    assert refused_codes(api, "registerArrival", order=ref, lines=[line]) == ["DISPOSITION_NOT_ALLOWED"]
    order = api.arrive(order, (1, "2"))
    assert order["replacementOrder"]["number"] == made["order"]["number"]


def test_nothing_is_replaced_up_front_once_goods_have_arrived(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "2")), (1, "2"))
    assert refused_codes(api, "createReplacementOrder", order={"id": order["id"]}) == ["INVALID_STATUS_TRANSITION"]


def test_a_direct_invoice_posts_the_packing_slip_with_it(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "4")), (1, "3"))
    assert refused_codes(api, "postReturnInvoice", order={"id": order["id"]}) == ["RETURN_LINE_NOT_RECEIVED"] * 2
    slip = {"order": {"id": order["id"]}, "quantity": "PACKING_SLIP", "allowDirectInvoice": True}
    assert refused_codes(api, "postReturnInvoice", **slip) == ["RETURN_LINE_NOT_RECEIVED"] * 2
    half = [{"line": order["lines"][0]["id"], "quantity": "2"}]
    part = {"order": {"id": order["id"]}, "quantity": "DELIVER_NOW", "lines": half, "allowDirectInvoice": True}
    assert refused_codes(api, "postReturnInvoice", **part) == ["PACKING_SLIP_PARTIAL_LINE"]
    on_hand = int(api.on_hand("P-000001"))
    posted = api.credit(order, allowDirectInvoice=True)
    assert posted["invoice"]["totalAmount"] == "-375.00"
    assert [one["line"]["lineNumber"] for one in posted["skippedLines"]] == [2]
    assert int(api.on_hand("P-000001")) == on_hand + 3
    assert [one["receivedQuantity"] for one in posted["order"]["lines"]] == ["3", "0"]
    assert booked(api.document(posted["invoice"]["number"])["voucher"])[0] == "Cr COST_OF_GOODS_SOLD 180.00"
    assert api.broken_laws() == []


def test_what_a_posted_line_leaves_can_be_given_up_and_returned_again(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "4")), (1, "4"))
    api.receive(order)
    wanted = [{"line": order["lines"][0]["id"], "quantity": "1"}]
    posted = api.credit(order, quantity="DELIVER_NOW", lines=wanted, creditRemainingQuantity=False)
    assert posted["order"]["returnStatus"] == "CLOSED"
    assert api.document("INV-000001")["lines"][0]["returnableQuantity"] == "9"
    api.return_order((sold, "9"))
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_packing_slips_choose_the_lines_that_are_credited(api: Api, sold: str) -> None:
    order = api.return_order((sold, "2"), (sold, "3"))
    api.arrive(order, (1, "2"))
    first = api.receive(order)
    api.arrive(order, (2, "3"))
    second = api.receive(order)
    stranger = api.return_order((sold, "1"))
    api.arrive(stranger, (1, "1"))
    foreign = api.receive(stranger)
    chosen = {"order": {"id": order["id"]}, "quantity": "PACKING_SLIP"}
    assert refused_codes(api, "postReturnInvoice", **chosen, packingSlips=[foreign["id"]]) == [
        "PACKING_SLIP_NOT_FOR_ORDER"
    ]
    assert refused_codes(api, "postReturnInvoice", order=chosen["order"], packingSlips=[first["id"]]) == [
        "INVALID_INPUT"
    ]
    posted = api.credit(order, quantity="PACKING_SLIP", packingSlips=[second["id"]])
    assert posted["invoice"]["totalAmount"] == "-375.00"
    assert refused_codes(api, "postReturnInvoice", **chosen, packingSlips=[second["id"]]) == [
        "PACKING_SLIP_ALREADY_INVOICED"
    ]
    assert api.credit(order, quantity="PACKING_SLIP", packingSlips=[first["id"]])["invoice"]["totalAmount"] == "-250.00"


def test_lines_are_canceled_while_the_order_is_created(api: Api, sold: str) -> None:
    order = api.return_order((sold, "2"), (sold, "3"))
    ref = {"id": order["id"]}
    order = api.do("cancelReturnOrder", ORDER, order=ref, lines=[order["lines"][0]["id"]])["order"]
    assert (order["returnStatus"], [one[1] for one in shown(order)]) == ("CREATED", ["CANCELED", "AWAITING"])
    assert refused_codes(api, "cancelReturnOrder", order=ref, lines=[order["lines"][0]["id"]]) == ["CANCEL_NOT_ALLOWED"]
    assert api.document("INV-000001")["lines"][0]["returnableQuantity"] == "7"
    order = api.do("cancelReturnOrder", ORDER, order=ref)["order"]
    assert (order["returnStatus"], order["status"]) == ("CANCELED", "CANCELED")
    assert refused_codes(api, "postReturnInvoice", order=ref) == ["ORDER_CANCELED"]


@pytest.mark.both_engines
def test_a_fixed_charge_is_posted_once_and_the_others_with_every_part(api: Api, sold: str) -> None:
    charges = [
        {"description": "Fixed", "category": "FIXED", "value": "10"},
        {"description": "A piece", "category": "PER_PIECE", "value": "2"},
        {"description": "Per cent", "category": "PERCENT", "value": "-5"},
    ]
    order = api.returned(lines=[{"invoiceLine": sold, "quantity": "3", "charges": charges}], charges=charges)
    order = api.arrive(order, (1, "1"))
    api.receive(order)
    first = api.document(api.credit(order)["invoice"]["number"])
    assert [(one["description"], one["amount"]) for one in first["charges"]] == [
        ("Fixed", "10.00"),
        ("A piece", "2.00"),
        ("Per cent", "5.00"),
    ] * 2
    api.arrive(order, (2, "2"))
    api.receive(order)
    second = api.document(api.credit(order)["invoice"]["number"])
    assert [(one["description"], one["amount"]) for one in second["charges"]] == [
        ("A piece", "4.00"),
        ("Per cent", "10.00"),
    ] * 2
    assert api.broken_laws() == []


def test_a_new_reason_adds_its_charges_and_keeps_the_former_ones(api: Api, sold: str) -> None:
    for code, value in (("A", "1"), ("B", "2")):
        charge = {"description": f"Charge {code}", "category": "FIXED", "value": value}
        api.do("setReasonCode", "... on ReasonCodeSuccess { replayed }", code=code, description="x", charges=[charge])
    order = api.returned(reasonCode="A", lines=[{"invoiceLine": sold, "quantity": "1"}])
    seen = "... on ReturnOrderSuccess { order { reason { code } deadline charges { description origin } } }"
    ref = {"id": order["id"]}
    moved = api.do("updateReturnOrder", seen, order=ref, reasonCode="B", deadline="2027-01-31")["order"]
    assert moved == {
        "reason": {"code": "B"},
        "deadline": "2027-01-31",
        "charges": [
            {"description": "Charge A", "origin": "REASON"},
            {"description": "Charge B", "origin": "REASON"},
        ],
    }
    again = api.do("updateReturnOrder", seen, order=ref, reasonCode="free text")["order"]
    assert (again["reason"], len(again["charges"])) == (None, 2)
    api.receive(api.arrive(order, (1, "1")))
    api.credit(order)
    late = api.do("updateReturnOrder", seen, order=ref, reasonCode="A")["order"]
    assert (late["reason"], len(late["charges"])) == ({"code": "A"}, 2)
    assert refused_codes(api, "updateReturnOrder", order=ref, deadline="2027-01-31") == ["INVALID_STATUS_TRANSITION"]
    assert refused_codes(api, "updateReturnOrder", order=ref) == ["INVALID_INPUT"]


def test_a_line_by_hand_takes_the_products_tax_and_cost_and_warns(api: Api) -> None:
    customer, product = api.customer(), api.product("100", cost="60")
    line = {"product": {"number": product}, "unitPrice": "80", "quantity": "2"}
    made = api.do("createReturnOrder", ORDER, customer={"number": customer}, lines=[line])
    assert made["warnings"] == [{"code": "NOT_LINKED_TO_INVOICE", "path": ["lines", "0"]}]
    order = made["order"]
    api.arrive(order, (1, "2"))
    assert booked(api.receive(order)["voucher"]) == ["Cr RETURNS_RECEIVED 120.00", "Dr INVENTORY 120.00"]
    note = api.document(api.credit(order)["invoice"]["number"])
    assert (note["totalAmount"], note["corrects"], note["settlements"]) == ("-200.00", [], [])
    assert note["openAmount"] == "-200.00"
    assert api.broken_laws() == []


def test_goods_that_arrive_late_are_taken_in_with_a_warning(api: Api, sold: str) -> None:
    order = api.returned(deadline="2026-08-31", lines=[{"invoiceLine": sold, "quantity": "1"}])
    line = {"line": order["lines"][0]["id"], "quantity": "1", "dispositionCode": "CREDIT"}
    late = api.do("registerArrival", ORDER, order={"id": order["id"]}, lines=[line])
    assert late["warnings"] == [{"code": "DEADLINE_PASSED", "path": ["order"]}]
    api.receive(order)
    assert api.credit(order)["warnings"] == []


def test_a_document_dated_before_its_packing_slip_is_posted_with_a_warning(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "1")), (1, "1"))
    api.receive(order, date="2026-09-20")
    posted = api.credit(order, invoiceDate="2026-09-10")
    assert [one["code"] for one in posted["warnings"]] == ["INVOICE_BEFORE_PACKING_SLIP"]


def test_credit_only_lines_of_one_sale_take_its_cost_back_to_the_cent(api: Api) -> None:
    customer = api.customer()
    invoice = api.invoiced(customer, {"product": {"number": api.product("1", cost="0.335")}, "quantity": "3"})
    line = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "1", "dispositionCode": "CREDIT_ONLY"}
    note = api.credit(api.returned(lines=[line] * 3))["invoice"]["number"]
    assert "Cr COST_OF_GOODS_SOLD 1.01" in booked(api.document(note)["voucher"])


def test_a_line_by_hand_worth_nothing_is_a_credit_note_of_zero(api: Api) -> None:
    customer, product = api.customer(), api.product("0", cost="0")
    line = {"product": {"number": product}, "unitPrice": "0", "quantity": "1"}
    order = api.returned(customer={"number": customer}, lines=[line])
    api.receive(api.arrive(order, (1, "1")))
    note = api.document(api.credit(order)["invoice"]["number"])
    assert (note["documentType"], note["totalAmount"], note["voucher"]) == ("CREDIT_NOTE", "0.00", None)
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_the_status_of_an_order_follows_from_its_lines_whatever_the_way(api: Api, sold: str) -> None:
    ends = []
    for credit_only_first in (True, False):
        order = api.return_order((sold, "1"), (sold, "1"))
        second = {"order": {"id": order["id"]}, "line": order["lines"][1]["id"], "dispositionCode": "CREDIT_ONLY"}
        api.receive(api.arrive(order, (1, "1")))
        if credit_only_first:
            api.do("setDisposition", "", **second)
        order = api.credit(order, quantity="PACKING_SLIP")["order"]
        if not credit_only_first:
            order = api.do("setDisposition", ORDER, **second)["order"]
        ends.append((order["status"], order["returnStatus"], [one["returnStatus"] for one in order["lines"]]))
    assert ends == [("DELIVERED", "OPEN", ["INVOICED", "REGISTERED"])] * 2


def test_a_replacement_that_would_be_ignored_is_refused(api: Api, sold: str) -> None:
    order = api.return_order((sold, "1"))
    ref, line = {"id": order["id"]}, order["lines"][0]["id"]
    arrived = {"line": line, "quantity": "1", "quarantine": True, "replacement": {"quantity": "2"}}
    assert refused_codes(api, "registerArrival", order=ref, lines=[arrived]) == ["INVALID_INPUT"]
    code = {"line": line, "dispositionCode": "CREDIT_ONLY", "replacement": {"quantity": "2"}}
    assert refused_codes(api, "setDisposition", order=ref, **code) == ["INVALID_INPUT"]


def test_a_line_that_is_named_and_credited_already_is_told(api: Api, sold: str) -> None:
    order = api.return_order((sold, "1"), (sold, "2"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    api.credit(order)
    api.arrive(order, (2, "2"))
    api.receive(order)
    both = [{"line": line["id"]} for line in order["lines"]]
    ref = {"id": order["id"]}
    assert refused_codes(api, "postReturnInvoice", order=ref, lines=both[:1]) == ["ALREADY_INVOICED"]
    assert [one["code"] for one in api.credit(order, lines=both)["skippedLines"]] == ["ALREADY_INVOICED"]


def test_costs_and_references_that_no_book_can_hold_are_refused_at_once(api: Api, sold: str) -> None:
    huge = {"product": {"number": "P-000001"}, "unitPrice": "1", "unitCost": "999999999", "quantity": "999999999"}
    values = {"customer": {"number": "C-000001"}, "lines": [huge]}
    assert refused_codes(api, "createReturnOrder", **values) == ["INVALID_INPUT"]
    other = api.product("999999999")
    order = api.return_order((sold, "1"))
    replaced = {"product": {"number": other}, "quantity": "999999999"}
    line = {"line": order["lines"][0]["id"], "quantity": "1", "dispositionCode": "REPLACE_AND_CREDIT"}
    ref = {"id": order["id"]}
    assert refused_codes(api, "registerArrival", order=ref, lines=[line | {"replacement": replaced}]) == [
        "INVALID_INPUT"
    ]
    api.arrive(order, (1, "1"))
    assert refused_codes(api, "postPackingSlip", order=ref, customerReference="a\x01b") == ["INVALID_INPUT"]


def test_a_reason_given_again_does_not_charge_again(api: Api, sold: str) -> None:
    charge = {"description": "Fee", "category": "FIXED", "value": "1"}
    api.do("setReasonCode", "", code="A", description="x", charges=[charge])
    order = api.returned(
        reasonCode="A", lines=[{"invoiceLine": sold, "quantity": "1", "dispositionCode": "CREDIT_ONLY"}]
    )
    seen = "... on ReturnOrderSuccess { order { charges { description } lines { charges { description } } } }"
    for reason in ("B", "A"):
        moved = api.do("updateReturnOrder", seen, order={"id": order["id"]}, reasonCode=reason)["order"]
    assert moved == {"charges": [{"description": "Fee"}], "lines": [{"charges": []}]}
    cleared = {"order": {"id": order["id"]}, "line": order["lines"][0]["id"], "dispositionCode": None}
    assert api.do("setDisposition", seen, **cleared)["order"] == moved


def test_a_document_is_compared_with_the_packing_slips_of_its_own_lines(api: Api, sold: str) -> None:
    order = api.return_order((sold, "1"), (sold, "1"))
    api.arrive(order, (1, "1"))
    api.receive(order, date="2026-09-01")
    api.arrive(order, (2, "1"))
    api.receive(order, date="2026-09-20")
    first = [{"line": order["lines"][0]["id"]}]
    assert api.credit(order, lines=first, invoiceDate="2026-09-05")["warnings"] == []
    assert [one["code"] for one in api.credit(order, invoiceDate="2026-09-05")["warnings"]] == [
        "INVOICE_BEFORE_PACKING_SLIP"
    ]


def test_a_charge_that_no_book_can_hold_is_refused(api: Api, sold: str) -> None:
    charge = {"description": "Fee", "category": "PER_PIECE", "value": "999999999"}
    customer, product = "C-000001", "P-000001"
    line = {"product": {"number": product}, "unitPrice": "1", "quantity": "5000", "charges": [charge]}
    order = api.returned(customer={"number": customer}, lines=[line])
    api.receive(api.arrive(order, (1, "5000")))
    assert refused_codes(api, "postReturnInvoice", order={"id": order["id"]}) == ["INVALID_INPUT"]


def test_the_last_day_there_is_can_be_an_invoice_date(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "1")), (1, "1"))
    api.receive(order)
    api.do("setParameters", "", paymentTermsOnCreditNotes=True)
    note = api.document(api.credit(order, invoiceDate="9999-12-31")["invoice"]["number"])
    assert note["dueDate"] == "9999-12-31"
    asked = '{ orders(filter: {createdOn: {to: "9999-12-31"}}) { totalCount } returnStatistics(by: CUSTOMER, '
    found = api.run(asked + 'period: {to: "9999-12-31"}) { lines } }')
    assert (found["orders"]["totalCount"], found["returnStatistics"]) == (2, [{"lines": 1}])


@pytest.mark.both_engines
def test_a_pro_forma_and_the_plan_are_the_posting(api: Api, sold: str) -> None:
    order = api.arrive(api.return_order((sold, "2")), (1, "2"))
    plan = "hash documentType totalAmount dueDate voucher { postingType debit credit } packingSlipVoucher { debit } "
    plan += "settlements { amount invoice { number } } charges { amount } statusChanges { field from to }"
    asked = {"order": {"id": order["id"]}, "allowDirectInvoice": True}
    before = api.fingerprint()
    planned = api.run(
        f"query($i: PostReturnInvoiceInput!) {{ planReturnInvoice(input: $i) {{ ... on PostingPlan {{ {plan} }} }} }}",
        i=asked,
    )["planReturnInvoice"]
    selection = f"... on PostReturnInvoiceSuccess {{ invoice {{ number }} plan {{ {plan} }} }}"
    pro_forma = api.do("postReturnInvoice", selection, **asked, posting=False)
    assert (pro_forma["invoice"], pro_forma["plan"], api.fingerprint()) == (None, planned, before)
    posted = api.do("postReturnInvoice", selection, **asked, expectedPlan=planned["hash"])
    assert (posted["invoice"], posted["plan"]) == ({"number": "CN-000001"}, planned)
    assert planned["settlements"] == [{"amount": "250.00", "invoice": {"number": "INV-000001"}}]
    assert (planned["documentType"], planned["dueDate"]) == ("CREDIT_NOTE", "2026-09-01")
