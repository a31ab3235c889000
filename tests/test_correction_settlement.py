"""What corrections are matched with by themselves, and what becomes of the rest (putting-right 5.1, 5.3)."""

from typing import Any

import pytest

from tests.api import Api
from tests.projects import Project
from tests.settling import balance, corrected, hours, matched, state, still_open
from tests.test_accounts import received, refused

PLAN = "hash totalAmount refund settlements { invoice { number } amount } voucher { postingType } warnings { code }"


def planned(api: Api, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What confirming a draft would write."""
    query = (
        "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) "
        f"{{ ... on PostingPlan {{ {PLAN} }} ... on Rejection {{ problems {{ code path }} }} }} }}"
    )
    plan: dict[str, Any] = api.run(query, i={"invoice": {"id": draft["id"]}, **values})["planInvoiceConfirmation"]
    return plan


def test_the_plan_says_what_a_correction_is_matched_with_and_is_held_to_it(api: Api) -> None:
    project = Project.of(api)
    draft = corrected(project, hours(project, "10", "250"), "7", "175")
    plan = planned(api, draft)
    assert plan["settlements"] == [{"invoice": {"number": "INV-000001"}, "amount": "375.00"}]
    assert planned(api, draft, settlement="NONE")["hash"] != plan["hash"]
    api.pay("INV-000001", "1000")
    values = {"invoice": {"id": draft["id"]}, "expectedPlan": plan["hash"]}
    assert refused(api, "confirmInvoice", **values) == [("PLAN_OUTDATED", ["expectedPlan"])]
    again = planned(api, draft, creditUse={"refund": "125"})
    assert (again["settlements"][0]["amount"], again["refund"]) == ("250.00", "125.00")
    api.confirm(draft, creditUse={"refund": "125"}, expectedPlan=again["hash"])
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 0.00", "PAID 0.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


@pytest.mark.parametrize(
    ("mode", "settled"),
    [
        ("ORIGINAL_INVOICE", [("INV-000002", "250.00")]),
        ("AUTOMATIC", [("INV-000001", "125.00"), ("INV-000002", "125.00")]),
        ("NONE", []),
    ],
)
def test_a_correction_is_matched_as_it_is_asked_to_be(api: Api, mode: str, settled: list[tuple[str, str]]) -> None:
    project = Project.of(api)
    hours(project, "1", "25")
    draft = corrected(project, hours(project, "10", "250"), "8", "200")
    api.confirm(draft, settlement=mode)
    assert (matched(api, "CN-000001"), api.broken_laws()) == (settled, [])


def test_a_run_settles_each_correction_by_default_and_as_it_was_asked_to(api: Api) -> None:
    project = Project.of(api)
    invoices = [hours(project, "10", "250") for _ in range(2)]
    drafts = [corrected(project, one, "8", "200") for one in invoices]
    for draft, more in zip(drafts, ({}, {"settlement": "NONE"}), strict=True):
        api.do("confirmInvoices", "... on PostingRunSuccess { replayed }", invoices=[{"id": draft["id"]}], **more)
    assert still_open(api, "INV-000001", "INV-000002") == ["CONFIRMED 1000.00", "CONFIRMED 1250.00"]
    assert still_open(api, "CN-000001", "CN-000002") == ["CONFIRMED 0.00", "CONFIRMED -250.00"]
    assert api.broken_laws() == []


def test_a_document_that_corrects_two_invoices_is_matched_with_each_up_to_its_share(api: Api) -> None:
    project = Project.of(api)
    first, second = hours(project, "10", "250"), hours(project, "4", "100")
    draft = corrected(project, first, "9", "225")
    added = project.correct(second, addTo=draft["id"])
    assert len(added["details"]["nodes"]) == 2
    note = project.confirm(added)
    assert note["totalAmount"] == "-625.00"
    assert matched(api, note["number"]) == [("INV-000001", "125.00"), ("INV-000002", "500.00")]
    assert still_open(api, "INV-000001", "INV-000002", note["number"]) == [
        "CONFIRMED 1125.00",
        "CONFIRMED 0.00",
        "CONFIRMED 0.00",
    ]


def test_shares_of_both_signs_net_out_and_only_the_total_is_matched(api: Api) -> None:
    project = Project.of(api)
    first, second = hours(project, "10", "250"), hours(project, "4", "100")
    less = project.confirm(corrected(project, first, "5", "125"))
    draft = corrected(project, less, "7", "175")  # 250.00 more
    added = project.correct(second, addTo=draft["id"])  # and 500.00 less
    note = project.confirm(added)
    assert (note["totalAmount"], matched(api, note["number"])) == ("-250.00", [("INV-000002", "250.00")])
    assert still_open(api, "INV-000001", "INV-000002") == ["CONFIRMED 625.00", "CONFIRMED 250.00"]
    assert api.broken_laws() == []


def test_a_fee_above_the_credit_is_matched_with_an_open_credit_of_the_same_invoice(api: Api) -> None:
    customer = api.customer()
    invoice = api.invoiced(customer, {"product": {"number": api.product("100")}, "quantity": "10"})
    api.pay("INV-000001", "1250")
    fee = {"description": "Inspection", "category": "FIXED", "value": "180", "taxRate": "25"}
    for charges in ([], [fee]):
        line = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "1", "charges": charges}
        order = api.returned(lines=[line])
        api.receive(api.arrive(order, (1, "1")))
        api.credit(order)
    assert matched(api, "INV-000002") == [("CN-000001", "100.00")]
    assert still_open(api, "CN-000001", "INV-000002") == ["CONFIRMED -25.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_a_credit_takes_open_documents_of_the_family_beside_the_invoice_itself(api: Api) -> None:
    customer = api.customer()
    invoice = api.invoiced(customer, {"product": {"number": api.product("100")}, "quantity": "10"})
    fee = {"description": "Inspection", "category": "FIXED", "value": "180", "taxRate": "25"}
    line = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "1"}
    charged = api.returned(lines=[{**line, "charges": [fee]}])
    api.receive(api.arrive(charged, (1, "1")))
    api.credit(charged)
    api.pay("INV-000001", "1250")
    assert still_open(api, "INV-000002") == ["CONFIRMED 100.00"]
    order = api.returned(lines=[line])
    api.receive(api.arrive(order, (1, "1")))
    answer = api.credit(order, creditUse={"refund": "25"})
    assert answer["warnings"] == []
    assert matched(api, "CN-000001") == [("INV-000002", "100.00"), ("PAYMENT", "25.00")]
    assert (still_open(api, "CN-000001"), api.broken_laws()) == (["PAID 0.00"], [])


def test_a_return_pays_back_what_is_left_with_its_posting_and_a_repeated_call_answers_the_same(api: Api) -> None:
    order = received(api)
    api.pay("INV-000001", "1250")
    values = {"creditUse": {"refund": "200", "keep": "50"}, "idempotencyKey": "back-1"}
    first, again = api.credit(order, **values), api.credit(order, **values)
    assert (first["plan"], [first["replayed"], again["replayed"]]) == (again["plan"], [False, True])
    assert still_open(api, "INV-000001", "CN-000001") == ["PAID 0.00", "CONFIRMED -50.00"]
    (refund,) = state(api, "CN-000001")["settlements"]
    assert (refund["kind"], refund["payment"]["date"]) == ("PAYMENT", "2026-09-01")
    assert (balance(api), api.broken_laws()) == ("-50.00", [])


@pytest.mark.parametrize(
    ("use", "problems"),
    [
        ({"refund": "251"}, [("CREDIT_USE_MISMATCH", ["creditUse"])]),
        ({"keep": "1"}, [("CREDIT_USE_MISMATCH", ["creditUse"])]),
        ({"refund": "0.001"}, [("INVALID_INPUT", ["creditUse", "refund"])]),
        (
            {"apply": [{"invoice": {"number": "INV-000009"}, "amount": "1"}]},
            [("NOT_FOUND", ["creditUse", "apply", "0", "invoice", "number"])],
        ),
        (
            {"apply": [{"invoice": {"number": "INV-000001"}, "amount": "1"}]},
            [("INVALID_STATUS_TRANSITION", ["creditUse", "apply", "0", "invoice"])],
        ),
    ],
)
def test_parts_that_do_not_fit_leave_all_as_it_was(
    api: Api, use: dict[str, Any], problems: list[tuple[str, list[str]]]
) -> None:
    order = received(api)
    api.pay("INV-000001", "1250")
    assert refused(api, "postReturnInvoice", order={"id": order["id"]}, creditUse=use) == problems


def test_nothing_is_used_where_nothing_is_left(api: Api) -> None:
    order = received(api)
    values = {"order": {"id": order["id"]}, "creditUse": {"keep": "0"}}
    assert refused(api, "postReturnInvoice", **values) == [("CREDIT_USE_MISMATCH", ["creditUse"])]


def test_the_bank_account_is_needed_where_something_is_paid_back(api: Api) -> None:
    order = received(api)
    api.pay("INV-000001", "1250")
    api.do("setPostingAccount", "... on PostingAccountSuccess { replayed }", postingType="BANK", remove=True)
    values = {"order": {"id": order["id"]}, "creditUse": {"refund": "250"}}
    assert refused(api, "postReturnInvoice", **values) == [("LEDGER_ACCOUNT_MISSING", ["postingAccounts", "BANK"])]
