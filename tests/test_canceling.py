"""Cancelling documents of each kind: what is on them, what settles them, and what is free again (putting-right 4)."""

import pytest

from tests.api import Api, Rejected
from tests.canceling import cancel, entries, planned, refused
from tests.goods import Sale, ten, three_back, totals
from tests.projects import Project
from tests.settling import balance, corrected, hours, mark_paid, matched, state, still_open, unsettle, write_off
from tests.taking_back import change


def test_a_paid_invoice_is_canceled_and_its_payment_left_over(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1250")
    answer = cancel(api, "INV-000001", creditUse={"refund": "1000"})
    assert answer["warnings"] == [{"code": "ORIGINAL_ALREADY_PAID"}]
    assert still_open(api, "INV-000001", "CN-000001") == ["PAID 0.00", "CONFIRMED -250.00"]
    assert matched(api, "CN-000001") == [("PAYMENT", "1000.00")]
    assert (balance(api), api.broken_laws()) == ("-250.00", [])


def test_of_a_part_paid_invoice_the_rest_is_matched_and_what_was_paid_left_over(api: Api) -> None:
    of = ten(api)
    api.pay("INV-000001", "1000")
    other = of.again(("1", "40"))
    use = {"apply": [{"invoice": {"number": other["number"]}, "amount": "50"}], "refund": "450"}
    cancel(api, "INV-000001", creditUse=use)
    assert matched(api, "CN-000001") == [("INV-000001", "250.00"), (other["number"], "50.00"), ("PAYMENT", "450.00")]
    assert still_open(api, "INV-000001", "CN-000001", other["number"]) == [
        "CONFIRMED 0.00",
        "CONFIRMED -500.00",
        "CONFIRMED 0.00",
    ]
    assert api.broken_laws() == []


@pytest.mark.parametrize("mode", ["NONE", "AUTOMATIC", "ORIGINAL_INVOICE"])
def test_in_every_mode_it_is_matched_with_what_it_cancels_first(api: Api, mode: str) -> None:
    of = ten(api)
    api.pay("INV-000001", "1000")
    other = of.again(("1", "80"))
    cancel(api, "INV-000001", settlement=mode)
    further = [(other["number"], "100.00")] if mode == "AUTOMATIC" else []
    assert matched(api, "CN-000001") == [("INV-000001", "250.00"), *further]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_what_was_written_off_is_taken_back_with_its_voucher(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1249.97")
    write_off(api, "INV-000001")
    cancel(api, "INV-000001")
    assert still_open(api, "INV-000001", "CN-000001") == ["PAID 0.00", "CONFIRMED -1249.97"]
    kinds = [(one["kind"], one["amount"]) for one in state(api, "INV-000001")["settlements"]]
    assert kinds == [("PAYMENT", "1249.97"), ("WRITE_OFF", "0.03"), ("WRITE_OFF", "-0.03"), ("MATCH", "0.03")]
    assert (balance(api), api.broken_laws()) == ("-1249.97", [])


def test_an_invoice_that_a_canceled_credit_had_closed_is_open_again(api: Api) -> None:
    three_back(api)
    api.pay("INV-000001", "875")
    assert still_open(api, "INV-000001") == ["PAID 0.00"]
    cancel(api, "CN-000001")
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 375.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_a_payment_that_bounces_afterwards_opens_both_and_they_are_matched_by_hand(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1250")
    cancel(api, "INV-000001")
    unsettle(api, state(api, "INV-000001")["settlements"][0])
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 1250.00", "CONFIRMED -1250.00"]
    api.do("settleInvoices", "__typename", invoice={"number": "INV-000001"}, creditNote={"number": "CN-000001"})
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 0.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_once_a_payment_bounced_nothing_is_paid_of_either_until_they_are_matched(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1250")
    cancel(api, "INV-000001")
    unsettle(api, state(api, "INV-000001")["settlements"][0])
    for number in ("INV-000001", "CN-000001"):
        for pay in (lambda one: api.pay(one, "5"), lambda one: mark_paid(api, one), lambda one: write_off(api, one)):
            before = api.fingerprint()
            with pytest.raises(Rejected) as refusal:
                pay(number)
            assert api.fingerprint() == before
            (problem,) = refusal.value.problems
            remedy = "Match INV-000001 with CN-000001 by settleInvoices: they close each other."
            assert (problem["code"], problem["remedy"]) == ("INVOICE_CANCELED", remedy)


@pytest.mark.both_engines
def test_where_the_credit_was_paid_back_a_payment_that_bounces_is_owed_and_paid_again(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1250")
    cancel(api, "INV-000001", creditUse={"refund": "1250"})
    unsettle(api, state(api, "INV-000001")["settlements"][0])
    assert (still_open(api, "INV-000001", "CN-000001"), balance(api)) == (["CONFIRMED 1250.00", "PAID 0.00"], "1250.00")
    api.pay("INV-000001", "1249")
    write_off(api, "INV-000001")
    assert (still_open(api, "INV-000001"), balance(api)) == (["PAID 0.00"], "0.00")
    assert api.broken_laws() == []


def test_what_a_canceled_paid_invoice_left_over_is_paid_back_later_and_matched_with_no_other(api: Api) -> None:
    of = ten(api)
    api.pay("INV-000001", "1250")
    other = of.again(("1", "40"))["number"]
    cancel(api, "INV-000001")
    before = api.fingerprint()
    with pytest.raises(Rejected) as refusal:
        api.do("settleInvoices", "__typename", invoice={"number": other}, creditNote={"number": "CN-000001"})
    (problem,) = refusal.value.problems
    assert (problem["code"], "recordPayment" in problem["remedy"]) == ("INVOICE_CANCELED", True)
    assert api.fingerprint() == before
    api.pay("CN-000001", "1249.50")
    write_off(api, "CN-000001")
    assert still_open(api, "INV-000001", "CN-000001") == ["PAID 0.00", "PAID 0.00"]
    assert api.broken_laws() == []


def test_a_payment_of_a_canceled_invoice_goes_to_another_one_once_it_is_released(api: Api) -> None:
    of = ten(api)
    api.pay("INV-000001", "1250")
    other = of.again(("10", "100"))["number"]
    cancel(api, "INV-000001")
    unsettle(api, state(api, "INV-000001")["settlements"][0])
    api.pay(other, "1250")
    api.do("settleInvoices", "__typename", invoice={"number": "INV-000001"}, creditNote={"number": "CN-000001"})
    assert still_open(api, "INV-000001", "CN-000001", other) == ["CONFIRMED 0.00", "CONFIRMED 0.00", "PAID 0.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def test_what_is_left_over_is_not_applied_to_a_document_that_was_canceled(api: Api) -> None:
    of = ten(api)
    api.pay("INV-000001", "1250")
    cancel(api, "INV-000001", creditUse={"refund": "1250"})
    unsettle(api, state(api, "INV-000001")["settlements"][0])
    other = of.again(("1", "100"))["number"]
    api.pay(other, "125")
    apply = [{"invoice": {"number": "INV-000001"}, "amount": "50"}]
    (problem,) = refused(api, other, creditUse={"apply": apply})
    assert (problem["code"], problem["path"]) == ("INVOICE_CANCELED", ["creditUse", "apply", "0", "invoice"])


@pytest.mark.both_engines
def test_a_call_that_is_repeated_is_answered_with_the_same_plan(api: Api) -> None:
    three_back(api)
    plan = planned(api, "CN-000001")
    first = cancel(api, "CN-000001", idempotencyKey="once", expectedPlan=plan["hash"])
    again = cancel(api, "CN-000001", idempotencyKey="once", expectedPlan=plan["hash"])
    assert (first.pop("replayed"), again.pop("replayed")) == (False, True)
    assert first == again
    assert first["plan"]["hash"] == plan["hash"]


def test_a_plan_writes_nothing_and_says_what_is_written(api: Api) -> None:
    three_back(api)
    before = api.fingerprint()
    plan = planned(api, "CN-000001")
    assert api.fingerprint() == before
    written = cancel(api, "CN-000001")["plan"]
    assert (written["hash"], written["settlements"]) == (plan["hash"], plan["settlements"])


def test_the_charges_of_a_canceled_credit_note_are_not_posted_any_more(api: Api) -> None:
    fee = {"description": "Restocking", "category": "FIXED", "value": "49", "taxRate": "25"}
    _, note, order = three_back(api, charges=[fee])
    assert totals(note) == "-251.00 / -62.75 / -313.75"
    again = cancel(api, "CN-000001")["invoice"]
    assert totals(again) == "251.00 / 62.75 / 313.75"
    assert [one["description"] for one in again["lines"]] == ["A", "Restocking"]
    changed = change(api, order, charges=[{**fee, "value": "10"}])
    assert [(one["value"], one["posted"]) for one in changed["charges"]] == [("10", False)]
    assert totals(api.document(api.credit(order)["invoice"]["number"])) == "-290.00 / -72.50 / -362.50"
    assert api.broken_laws() == []


def test_a_canceled_correction_leaves_the_document_to_be_corrected_again(api: Api) -> None:
    of = ten(api)
    of.put_right(unitPrice="90")
    cancel(api, "CN-000001")
    again = of.put_right(unitPrice="80")
    assert ([one["number"] for one in again["corrects"]], totals(again)) == (
        ["INV-000001"],
        "-200.00 / -50.00 / -250.00",
    )
    assert of.returned("10")["totalAmount"] == "-1000.00"
    assert api.broken_laws() == []


def test_after_a_canceled_correction_goods_come_back_at_the_first_price(api: Api) -> None:
    of = Sale.of(api, ("3", "33.35"), discount="10")
    of.returned("1")
    of.put_right(unitPrice="30.01")
    cancel(api, "CN-000002")
    assert [of.returned("1")["netAmount"], of.returned("1")["netAmount"]] == ["-30.01", "-30.02"]
    assert api.broken_laws() == []


def test_a_correction_of_a_credit_note_is_canceled(api: Api) -> None:
    of, _, _ = three_back(api)
    of.confirm(of.enter(of.correct("CN-000001"), quantity="-2"))
    assert api.broken_laws() == []
    again = cancel(api, "INV-000002")["invoice"]
    assert (again["documentType"], totals(again)) == ("CREDIT_NOTE", "-100.00 / -25.00 / -125.00")
    assert entries(again) == [
        "Cr COST_OF_GOODS_SOLD 60.00",
        "Cr RECEIVABLES 125.00",
        "Dr RETURNS_RECEIVED 60.00",
        "Dr REVENUE 100.00",
        "Dr SALES_TAX 25.00",
    ]
    assert api.broken_laws() == []
    cancel(api, "CN-000001")
    assert api.broken_laws() == []


def test_a_canceled_correction_of_work_takes_back_what_it_gave_back(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    project.confirm(corrected(project, invoice, "8", "200"))
    assert project.contract["backlogAmount"] == "200.00"
    cancel(api, "CN-000001")
    assert project.contract["backlogAmount"] == "0.00"
    assert project.confirm(corrected(project, invoice, "7", "175"))["totalAmount"] == "-375.00"
    assert api.broken_laws() == []


def test_what_a_later_invoice_had_taken_is_free_again_once_that_is_canceled(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    project.confirm(corrected(project, invoice, "8", "200"))
    rows = api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"]
    project.ready(actuals=[one["id"] for one in rows])
    later = project.confirm(project.draft())
    cancel(api, later["number"])
    cancel(api, "CN-000001")
    assert api.broken_laws() == []
    cancel(api, invoice["number"])
    assert (project.contract["backlogAmount"], api.broken_laws()) == ("1000.00", [])


@pytest.mark.parametrize("line", [0, 1], ids=["by time and material", "at a fixed price"])
def test_of_what_was_entered_by_hand_nothing_is_left_once_its_invoice_is_canceled(api: Api, line: int) -> None:
    project = Project.of(
        api,
        {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"},
        {"name": "Build", "billingMethod": "FIXED_PRICE"},
        retainers=[{"description": "Advance", "amount": "500"}],
    )
    project.retained()
    project.work("1", "100")
    manual = {"transactionClass": "EXPENSE", "description": "By hand", "quantity": "3", "unitPrice": "100"}
    details = [{"contractLine": project.lines[line], **manual}]
    draft = project.change(project.draft(), addInvoiceLineDetails={"details": details})
    invoice = project.confirm(draft)
    corrected = project.confirm(project.bill(project.correct(invoice), 2, quantity="2"))
    for one in (corrected, invoice):
        cancel(api, one["number"])
        assert api.broken_laws() == []
    assert (project.contract["billedAmount"], project.contract["backlogAmount"]) == ("500.00", "100.00")
    assert project.retainer["availableAmount"] == "500.00"


def test_a_storno_is_taken_back_by_a_plain_voucher_and_a_sale_by_a_storno(api: Api) -> None:
    api.do("setParameters", "__typename", creditCorrection=True)
    three_back(api)
    back = cancel(api, "CN-000001")["invoice"]["voucher"]["entries"]
    assert {one["isCorrection"] for one in back} == {False}
    second = Sale.of(api, ("1", "100")).invoice["number"]
    storno = cancel(api, second)["invoice"]["voucher"]["entries"]
    assert {one["isCorrection"] for one in storno} == {True}
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_parts_of_an_order_are_billed_again_to_the_cent_whichever_was_canceled(api: Api) -> None:
    product = api.product("0.05", cost="0.03")
    line = {"product": {"number": product}, "quantity": "2", "discountPercent": "50"}
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { id number lines { id } } }",
        customer={"number": api.customer()},
        lines=[line],
    )["order"]
    for _ in range(2):
        part = [{"line": made["lines"][0]["id"], "quantity": "1"}]
        api.do("postPackingSlip", "__typename", order={"id": made["id"]}, lines=part)
        api.post_orders({"id": made["id"]})
    before = [totals(api.document(number)) for number in ("INV-000001", "INV-000002")]
    assert before == ["0.03 / 0.01 / 0.04", "0.02 / 0.00 / 0.02"]
    cancel(api, "INV-000001")
    (item,) = api.post_orders({"id": made["id"]})
    assert totals(api.document(item["invoice"]["number"])) == before[0]
    assert api.broken_laws() == []


def test_the_charge_for_goods_that_were_sent_back_is_canceled_and_posted_again(api: Api) -> None:
    of = ten(api)
    charges = [{"description": "Inspection", "category": "FIXED", "value": "49", "taxRate": "25"}]
    order = api.returned(lines=[{"invoiceLine": of.line, "quantity": "3", "charges": charges}])
    api.arrive(order, (1, "3"), code="RETURN_TO_CUSTOMER")
    api.receive(order)
    charge = api.credit(order)["invoice"]["number"]
    (problem,) = refused(api, "INV-000001")
    assert (problem["code"], charge in problem["message"]) == ("INVOICE_HAS_SUCCESSORS", True)
    cancel(api, charge)
    assert api.broken_laws() == []
    again = api.credit(order)
    assert api.document(again["invoice"]["number"])["totalAmount"] == "61.25"
    assert again["order"]["returnStatus"] == "CLOSED"
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_statistics_count_a_canceled_credit_note_no_more(api: Api) -> None:
    three_back(api)
    cancel(api, "CN-000001")
    (row,) = api.run("{ returnStatistics(by: CUSTOMER) { receivedQuantity creditedQuantity creditedAmount } }")[
        "returnStatistics"
    ]
    assert row == {"receivedQuantity": "3", "creditedQuantity": "0", "creditedAmount": "0.00"}
