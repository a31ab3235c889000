"""Customers' accounts and the conditions of posting: payments, settlements, due dates, chronology, accounts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api import Api, Rejected, booked


def set_up(api: Api, mutation: str, **values: Any) -> None:
    """Carry out a set-up mutation."""
    kind = {"updateCustomer": "Customer"}.get(mutation, mutation.removeprefix("set"))
    api.do(mutation, f"... on {kind}Success {{ replayed }}", **values)


def received(api: Api, quantity: str = "2", customer: str | None = None) -> dict[str, Any]:
    """A return order that can be credited, of a sale of 10 × 100.00."""
    customer = customer or api.customer()
    product = api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "10"})
    order = api.return_order((invoice["lines"][0]["id"], quantity))
    api.arrive(order, (1, quantity))
    api.receive(order)
    return order


def refused(api: Api, mutation: str, **values: Any) -> list[tuple[str, list[str]]]:
    """Codes and paths of a refusal that leaves the database as it was."""
    before = api.fingerprint()
    with pytest.raises(Rejected) as refusal:
        api.do(mutation, "", **values)
    assert api.fingerprint() == before
    return [(one["code"], one["path"]) for one in refusal.value.problems]


def settlements(document: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Amount and other document of each settlement."""
    return [(one["amount"], one["other"] and one["other"]["number"]) for one in document["settlements"]]


def balance(api: Api) -> str:
    """What the first customer owes."""
    return str(api.run('{ customer(ref: {number: "C-000001"}) { balance } }')["customer"]["balance"])


def test_the_payment_that_closes_an_invoice_marks_it_paid(api: Api) -> None:
    received(api)
    assert api.pay("INV-000001", "1000")["invoice"] == {"status": "CONFIRMED", "openAmount": "250.00"}
    assert refused(api, "recordPayment", invoice={"number": "INV-000001"}, amount="250.01") == [
        ("INVALID_INPUT", ["amount"])
    ]
    assert api.pay("INV-000001", "250")["invoice"] == {"status": "PAID", "openAmount": "0.00"}
    assert refused(api, "recordPayment", invoice={"number": "INV-000001"}, amount="1") == [
        ("INVALID_STATUS_TRANSITION", ["invoice"])
    ]
    assert [one["payment"] is not None for one in api.document("INV-000001")["settlements"]] == [True, True]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def test_a_paid_project_invoice_can_still_be_corrected(api: Api) -> None:
    contract = api.contract(api.customer())
    api.work(contract, "8", "200")
    billed = api.confirm(api.draft(contract))["invoice"]
    api.pay(billed["number"], "1600")
    assert refused(api, "confirmInvoice", invoice={"id": billed["id"]}) == [("INVALID_STATUS_TRANSITION", ["invoice"])]
    assert refused(api, "deleteInvoice", invoice={"id": billed["id"]}) == [("INVOICE_READ_ONLY", ["invoice"])]
    draft = api.correct(billed)
    api.bill(draft, "6")
    note = api.confirm(draft)["invoice"]
    assert (note["totalAmount"], balance(api)) == ("-400.00", "-400.00")
    assert api.pay(note["number"], "400")["invoice"] == {"status": "PAID", "openAmount": "0.00"}
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def test_a_credit_of_a_paid_invoice_stays_open_and_can_be_paid_back(api: Api) -> None:
    order = received(api)
    api.pay("INV-000001", "1250")
    posted = api.credit(order)
    assert [one["code"] for one in posted["warnings"]] == ["ORIGINAL_ALREADY_PAID"]
    note = posted["invoice"]["number"]
    assert (api.document(note)["openAmount"], balance(api)) == ("-250.00", "-250.00")
    back = api.pay(note, "250")
    assert (back["invoice"], back["payment"]["amount"]) == ({"status": "PAID", "openAmount": "0.00"}, "-250.00")
    assert booked(back["payment"]["voucher"]) == ["Cr BANK 250.00", "Dr RECEIVABLES 250.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def test_without_settlement_a_credit_stays_open_until_it_is_settled_by_hand(api: Api) -> None:
    order = received(api)
    note = api.credit(order, settlement="NONE")["invoice"]["number"]
    assert (settlements(api.document(note)), api.document("INV-000001")["openAmount"]) == ([], "1250.00")
    sides = {"invoice": {"number": "INV-000001"}, "creditNote": {"number": note}}
    assert refused(api, "settleInvoices", **sides, amount="250.01") == [("INVALID_INPUT", ["amount"])]
    turned = {"invoice": sides["creditNote"], "creditNote": sides["invoice"]}
    assert refused(api, "settleInvoices", **turned) == [("INVALID_INPUT", ["creditNote"])]
    selection = "... on SettleInvoicesSuccess { invoice { openAmount } creditNote { openAmount } }"
    half = api.do("settleInvoices", selection, **sides, amount="100")
    assert (half["invoice"]["openAmount"], half["creditNote"]["openAmount"]) == ("1150.00", "-150.00")
    api.do("settleInvoices", selection, **sides)
    assert settlements(api.document(note)) == [("100.00", "INV-000001"), ("150.00", "INV-000001")]
    assert refused(api, "settleInvoices", **sides) == [("INVALID_STATUS_TRANSITION", ["creditNote"])]
    assert api.broken_laws() == []


def test_nothing_is_settled_across_customers_or_currencies(api: Api) -> None:
    note = api.credit(received(api), settlement="NONE")["invoice"]["number"]
    other = api.customer("EUR")
    received(api, customer=other)
    sides = {"invoice": {"number": "INV-000002"}, "creditNote": {"number": note}}
    assert refused(api, "settleInvoices", **sides) == [
        ("CURRENCY_MISMATCH", ["creditNote"]),
        ("INVALID_INPUT", ["creditNote"]),
    ]


def test_automatic_settlement_takes_the_oldest_due_first(api: Api) -> None:
    customer = api.customer()
    first = received(api, customer=customer)
    api.pay("INV-000001", "1200")
    api.clock.instant = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
    second = received(api, customer=customer)
    api.clock.instant = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
    note = api.document(api.credit(second, settlement="AUTOMATIC")["invoice"]["number"])
    assert settlements(note) == [("50.00", "INV-000001"), ("200.00", "INV-000002")]
    rest = api.credit(first, settlement="NONE")["invoice"]["number"]
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": customer},
        lines=[{"product": {"number": "P-000001"}, "quantity": "1"}],
    )
    item = api.post_orders({"number": made["order"]["number"]}, quantity="ALL", settlement="AUTOMATIC")[0]
    sale = api.document(item["invoice"]["number"])
    assert (settlements(sale), sale["openAmount"]) == ([("125.00", rest)], "0.00")
    assert api.broken_laws() == []


def test_an_invoice_is_due_after_the_customers_terms_and_a_credit_note_at_once(api: Api) -> None:
    set_up(api, "setParameters", paymentTermsOnCreditNotes=False)
    customer = api.customer()
    set_up(api, "updateCustomer", customer={"number": customer}, paymentTermsDays=14)
    order = received(api, customer=customer)
    assert api.document("INV-000001")["dueDate"] == "2026-09-15"
    wanted = [{"line": order["lines"][0]["id"], "quantity": "1"}]
    note = api.credit(order, quantity="DELIVER_NOW", lines=wanted, invoiceDate="2026-09-02")["invoice"]["number"]
    assert api.document(note)["dueDate"] == "2026-09-02"
    set_up(api, "setParameters", paymentTermsOnCreditNotes=True)
    note = api.credit(order, invoiceDate="2026-09-02")["invoice"]["number"]
    assert api.document(note)["dueDate"] == "2026-09-16"


def test_numbers_follow_the_calendar_where_that_is_wanted(api: Api) -> None:
    customer = api.customer()
    first, second = received(api, customer=customer), received(api, customer=customer)
    api.credit(first, invoiceDate="2026-09-10")
    set_up(api, "setParameters", enforceChronologicalNumbers=True)
    credit = {"order": {"id": second["id"]}, "invoiceDate": "2026-09-09"}
    assert refused(api, "postReturnInvoice", **credit) == [("DATE_BREAKS_CHRONOLOGY", ["invoiceDate"])]
    assert api.credit(second, invoiceDate="2026-09-10")["invoice"]["number"] == "CN-000002"


def test_a_blocked_customer_is_neither_credited_nor_invoiced(api: Api) -> None:
    order = received(api)
    ref = {"number": "C-000001"}
    set_up(api, "updateCustomer", customer=ref, blocked="INVOICE")
    assert refused(api, "postReturnInvoice", order={"id": order["id"]}) == [("CUSTOMER_BLOCKED", ["order"])]
    sale = {"customer": ref, "lines": [{"product": {"number": "P-000001"}, "quantity": "1"}]}
    api.do("createSalesOrder", "... on SalesOrderSuccess { replayed }", **sale)
    set_up(api, "updateCustomer", customer=ref, blocked="ALL")
    assert refused(api, "createSalesOrder", **sale) == [("CUSTOMER_BLOCKED", ["customer"])]
    line = {"product": {"number": "P-000001"}, "unitPrice": "1", "quantity": "1"}
    assert refused(api, "createReturnOrder", customer=ref, lines=[line]) == [("CUSTOMER_BLOCKED", ["customer"])]
    set_up(api, "updateCustomer", customer=ref, blocked="NO")
    api.credit(order)


def test_a_posting_without_an_account_is_refused_and_a_new_account_is_used(api: Api) -> None:
    order = received(api)
    set_up(api, "setPostingAccount", postingType="REVENUE", name="Sales")
    set_up(api, "setPostingAccount", postingType="REVENUE", remove=True)
    assert refused(api, "postReturnInvoice", order={"id": order["id"]}) == [
        ("LEDGER_ACCOUNT_MISSING", ["postingAccounts", "REVENUE"])
    ]
    set_up(api, "setPostingAccount", postingType="REVENUE", account="3100", name="Sales, lamps")
    note = api.credit(order)["invoice"]["number"]
    entries = api.run(
        "query($n: String!) { invoice(ref: {number: $n}) { voucher { entries { account accountName } } } }", n=note
    )["invoice"]["voucher"]["entries"]
    assert {"account": "3100", "accountName": "Sales, lamps"} in entries


def test_storno_and_the_voucher_of_packing_slips_can_be_switched(api: Api) -> None:
    set_up(api, "setParameters", creditCorrection=True, postPackingSlipsInLedger=False)
    customer = api.customer()
    product = api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "2"})
    order = api.return_order((invoice["lines"][0]["id"], "1"), (invoice["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.arrive(order, (2, "1"), code="SCRAP")
    assert api.receive(order)["voucher"] is None
    note = api.document(api.credit(order)["invoice"]["number"])
    assert booked(note["voucher"])[:2] == ["Cr INVENTORY -60.00 storno", "Cr REVENUE -200.00 storno"]
    assert "Cr SCRAP -60.00 storno" in booked(note["voucher"])
    assert api.broken_laws() == []


def test_a_storno_takes_back_what_was_sold_and_leaves_fees_alone(api: Api) -> None:
    fee = {"description": "Handling", "category": "FIXED", "value": "100", "taxRate": "25"}
    customer = api.customer()
    product = api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "5"})
    order = api.returned(lines=[{"invoiceLine": invoice["lines"][0]["id"], "quantity": "4", "charges": [fee]}])
    api.receive(api.arrive(order, (1, "4")))
    note = api.document(api.credit(order, creditCorrection=True)["invoice"]["number"])
    assert booked(note["voucher"]) == [
        "Cr FEES 100.00",
        "Cr RETURNS_RECEIVED -240.00 storno",
        "Cr REVENUE -400.00 storno",
        "Cr SALES_TAX -100.00 storno",
        "Cr SALES_TAX 25.00",
        "Dr COST_OF_GOODS_SOLD -240.00 storno",
        "Dr RECEIVABLES -500.00 storno",
        "Dr RECEIVABLES 125.00",
    ]
    assert api.broken_laws() == []


def test_a_blocked_customer_is_not_delivered_to(api: Api) -> None:
    ref = {"number": api.customer()}
    line = {"product": {"number": api.product("100")}, "quantity": "1"}
    made = api.do("createSalesOrder", "... on SalesOrderSuccess { order { id } }", customer=ref, lines=[line])
    set_up(api, "updateCustomer", customer=ref, blocked="ALL")
    assert refused(api, "postPackingSlip", order={"id": made["order"]["id"]}) == [("CUSTOMER_BLOCKED", ["order"])]


def test_a_reason_is_required_and_the_deadline_follows_where_parameters_say_so(api: Api) -> None:
    set_up(api, "setParameters", reasonCodeRequired=True, returnValidityDays=10)
    customer, product = api.customer(), api.product("100")
    line = {"product": {"number": product}, "unitPrice": "1", "quantity": "1"}
    values = {"customer": {"number": customer}, "lines": [line]}
    assert refused(api, "createReturnOrder", **values) == [("REASON_CODE_REQUIRED", ["reasonCode"])]
    made = api.do(
        "createReturnOrder", "... on ReturnOrderSuccess { order { deadline } }", **values, reasonCode="DEFECT"
    )
    assert made["order"]["deadline"] == "2026-09-11"
    parameters = api.run("{ parameters { reasonCodeRequired returnValidityDays creditCorrection } }")["parameters"]
    assert parameters == {"reasonCodeRequired": True, "returnValidityDays": 10, "creditCorrection": False}


def test_codes_are_set_up_through_the_api(api: Api) -> None:
    set_up(api, "setReasonCodeGroup", code="SAFETY", description="Safety")
    fee = {"description": "Handling", "category": "PERCENT", "value": "-10", "taxRate": "25"}
    set_up(api, "setReasonCode", code="RECALL", description="Recall", group="SAFETY", charges=[fee])
    set_up(api, "setDispositionCode", code="REPAIR", description="Repair and stock", action="CREDIT", charges=[fee])
    charges = "charges { description category value taxRate }"
    found = api.run(
        f"{{ reasonCodes {{ code group {{ code }} {charges} }} dispositionCodes {{ code action {charges} }} }}"
    )
    installed = {"DAMAGED", "DEFECT", "LATE", "NOT-WANTED", "WRONG-ITEM"}
    assert {one["code"] for one in found["reasonCodes"]} == installed | {"RECALL"}
    assert {"code": "RECALL", "group": {"code": "SAFETY"}, "charges": [fee]} in found["reasonCodes"]
    assert {"code": "REPAIR", "action": "CREDIT", "charges": [fee]} in found["dispositionCodes"]
    assert len(found["dispositionCodes"]) == 7
    assert refused(api, "setReasonCode", code="X", description="x", group="NONE") == [("NOT_FOUND", ["group"])]
    received(api)
    in_use = {"code": "CREDIT", "description": "x", "action": "SCRAP"}
    assert refused(api, "setDispositionCode", **in_use) == [("INVALID_STATUS_TRANSITION", ["action"])]
    wrong = {"description": " ", "category": "FIXED", "value": "0", "taxRate": "101"}
    assert refused(api, "setReasonCode", code="", description="x", charges=[wrong]) == [
        ("INVALID_INPUT", ["code"]),
        ("INVALID_INPUT", ["charges", "0", "description"]),
        ("INVALID_INPUT", ["charges", "0", "value"]),
        ("INVALID_INPUT", ["charges", "0", "taxRate"]),
    ]


def test_a_charge_of_a_code_is_for_orders_in_its_currency(api: Api) -> None:
    fees = [
        {"description": f"Fee {currency}", "category": "FIXED", "value": value, "currency": currency}
        for currency, value in (("NOK", "49.50"), ("EUR", "5"), (None, "1"))
    ]
    set_up(api, "setReasonCode", code="FEE", description="x", charges=fees)
    assert refused(api, "setReasonCode", code="X", description="x", charges=[fees[0] | {"currency": "?"}]) == [
        ("INVALID_INPUT", ["charges", "0", "currency"])
    ]
    line = {"product": {"number": api.product("100")}, "unitPrice": "100", "quantity": "1"}
    seen = "... on ReturnOrderSuccess { order { charges { description } } }"
    for currency in ("NOK", "EUR", "JPY"):
        customer = {"number": api.customer(currency)}
        made = api.do("createReturnOrder", seen, customer=customer, lines=[line], reasonCode="FEE")["order"]
        brought = [one["description"] for one in made["charges"]]
        assert brought == [f"Fee {one}" for one in ("NOK", "EUR", None) if one in (currency, None)]
    mismatch = {"customer": customer, "lines": [line], "charges": [fees[1]]}
    assert refused(api, "createReturnOrder", **mismatch) == [("CURRENCY_MISMATCH", ["charges", "0", "currency"])]


def test_statistics_count_returns_by_what_they_have_in_common(api: Api) -> None:
    customer = api.customer()
    product = api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "10"})
    sold = invoice["lines"][0]["id"]
    for reason, code, quantity in (("DEFECT", "SCRAP", "2"), ("DEFECT", "CREDIT", "1"), ("Smells", "CREDIT", "3")):
        order = api.returned(reasonCode=reason, lines=[{"invoiceLine": sold, "quantity": quantity}])
        api.arrive(order, (1, quantity), code=code)
        api.receive(order)
        api.credit(order)
    api.returned(lines=[{"invoiceLine": sold, "quantity": "1", "dispositionCode": "CREDIT_ONLY"}])
    fields = (
        "key description returnOrders lines expectedQuantity receivedQuantity creditedQuantity creditedAmount scrapLoss"
    )

    def counted(by: str, **more: Any) -> list[tuple[Any, ...]]:
        asked = f"query($p: DateRange) {{ returnStatistics(by: {by}, period: $p) {{ {fields} }} }}"
        return [tuple(row.values()) for row in api.run(asked, p=more.get("period"))["returnStatistics"]]

    by_reason = {row[0]: row[1:] for row in counted("REASON")}
    assert by_reason == {
        "DEFECT": ("Defective", 2, 2, "3", "3", "3", "300.00", "120.00"),
        "Smells": (None, 1, 1, "3", "3", "3", "300.00", "0.00"),
        None: (None, 1, 1, "1", "0", "0", "0.00", "0.00"),
    }
    assert {row[0]: row[2] for row in counted("REASON_GROUP")} == {"QUALITY": 2, None: 2}
    assert {row[0]: (row[2], row[7]) for row in counted("DISPOSITION")} == {
        "CREDIT": (2, "400.00"),
        "SCRAP": (1, "200.00"),
        "CREDIT_ONLY": (1, "0.00"),
    }
    assert counted("PRODUCT") == [(product, "A", 4, 4, "7", "6", "6", "600.00", "120.00")]
    assert counted("CUSTOMER", period={"from": "2026-09-01", "to": "2026-09-01"})[0][2] == 4
    assert counted("CUSTOMER", period={"to": "2026-08-31"}) == []
