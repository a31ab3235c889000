"""What a correction run refuses, passes over and stops at (putting-right 8.3 to 8.5, 11)."""

from typing import Any

import pytest

from rebill.posting.runs.corrections import selection
from tests.api import Api, Rejected
from tests.correction_runs import act, asleep, correct, outcomes, planned, sales, shown
from tests.goods import Sale
from tests.projects import Project
from tests.test_correction_runs import RULE, five_sales

CUSTOMER: dict[str, Any] = {"customer": {"number": "C-000001"}}
PRICE: dict[str, Any] = {"unitPrice": "90"}
ALL: dict[str, Any] = {"where": CUSTOMER, "change": PRICE}


def refused(api: Api, **values: Any) -> list[tuple[str, str]]:
    """Codes and paths of what a run and its plan are refused with, both alike, writing nothing."""
    before = api.fingerprint()
    found = []
    for attempt in (planned, correct):
        with pytest.raises(Rejected) as why:
            attempt(api, **{**ALL, **values})
        assert all(one["remedy"] for one in why.value.problems if one["code"] != "NOT_FOUND")
        found.append([(one["code"], ".".join(one["path"])) for one in why.value.problems])
    assert api.fingerprint() == before
    assert found[0] == found[1]
    return found[0]


INVALID: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("nothing is selected", {"where": {}}, [("INVALID_INPUT", "where")]),
    ("days without an end", {"where": {"invoiceDate": {}}}, [("INVALID_INPUT", "where")]),
    ("a reason of blanks", {"reason": " "}, [("REASON_REQUIRED", "reason")]),
    ("a price below zero", {"change": {"unitPrice": "-1"}}, [("INVALID_INPUT", "change.unitPrice")]),
    ("a factor below zero", {"change": {"priceFactor": "-1"}}, [("INVALID_INPUT", "change.priceFactor")]),
    ("a rate above a hundred", {"change": {"taxRate": "101"}}, [("INVALID_INPUT", "change.taxRate")]),
    ("nothing that is not credited", {"change": {"creditInFull": False}}, [("INVALID_INPUT", "change.creditInFull")]),
    ("no such customer", {"where": {"customer": {"number": "C-9"}}}, [("NOT_FOUND", "where.customer.number")]),
    ("no such product", {"where": {"product": {"number": "P-9"}}}, [("NOT_FOUND", "where.product.number")]),
    ("no such order", {"where": {"order": {"number": "SO-9"}}}, [("NOT_FOUND", "where.order.number")]),
    ("no such invoice", {"where": {"invoices": [{"number": "X"}]}}, [("NOT_FOUND", "where.invoices.0.number")]),
    (
        "one invoice twice",
        {"where": {"invoices": [{"number": "INV-000001"}] * 2}},
        [("INVALID_INPUT", "where.invoices.1")],
    ),
    (
        "days that end first",
        {"where": {"transactionDate": {"from": "2026-09-02", "to": "2026-09-01"}}},
        [("INVALID_INPUT", "where.transactionDate.to")],
    ),
    ("what no plan has as its hash", {"expectedPlan": "x"}, [("INVALID_INPUT", "expectedPlan")]),
]


@pytest.mark.parametrize(("what", "values", "told"), INVALID, ids=[one[0] for one in INVALID])
def test_what_makes_no_sense_is_refused(
    api: Api, what: str, values: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    sales(api, "100")
    assert refused(api, **values) == told


def test_a_draft_is_not_corrected(api: Api) -> None:
    of = Sale.of(api, ("10", "100"))
    draft = of.correct()
    assert refused(api, where={"invoices": [{"id": draft["id"]}]}) == [("INVOICE_NOT_CONFIRMED", "where.invoices.0")]


def test_a_run_takes_no_more_invoices_than_its_limit(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    sales(api, "100", "100", "100")
    monkeypatch.setattr(selection, "MOST", 2)
    assert refused(api) == [("BULK_LIMIT", "where")]


BLOCKED: list[tuple[str, str, dict[str, Any], str]] = [
    ("a customer that is blocked", "updateCustomer", {**CUSTOMER, "blocked": "INVOICE"}, "CUSTOMER_BLOCKED"),
    (
        "a period that is closed",
        "setFiscalPeriod",
        {"from": "2026-09-01", "to": "2026-09-30", "status": "ON_HOLD"},
        "PERIOD_NOT_OPEN",
    ),
    (
        "an account that is missing",
        "setPostingAccount",
        {"postingType": "REVENUE", "remove": True},
        "LEDGER_ACCOUNT_MISSING",
    ),
]


@pytest.mark.parametrize(("what", "mutation", "values", "code"), BLOCKED, ids=[one[0] for one in BLOCKED])
@pytest.mark.parametrize("combine", ["INVOICE", "CUSTOMER"])
def test_what_blocks_all_is_told_of_each(
    api: Api, what: str, mutation: str, values: dict[str, Any], code: str, combine: str
) -> None:
    sales(api, "100", "200")
    api.do(mutation, "", **values)
    plan = planned(api, **ALL, combine=combine)
    assert [(one[0], one[4]) for one in shown(plan)] == [("INV-000001", code), ("INV-000002", code)]
    for more in ({}, {"expectedPlan": plan["hash"]}):
        run = correct(api, **ALL, combine=combine, **more)
        assert [(one[1], one[4]) for one in outcomes(run)] == [("SKIPPED", code)] * 2
        assert (run["status"], run["skipped"]) == ("ENDED", 2)


def test_a_claim_and_a_date_before_the_invoice_block_one(api: Api) -> None:
    sales(api, "100", "200")
    first = Sale.known(api, "INV-000001")
    api.return_order((first.line, "1"))
    plan = planned(api, where=CUSTOMER, change={"creditInFull": True})
    assert [one[4] for one in shown(plan)] == ["RETURN_QTY_EXCEEDS_INVOICED", ""]
    early = planned(api, **ALL, invoiceDate="2026-08-31")
    assert [one[4] for one in shown(early)] == ["CORRECTION_BEFORE_ORIGINAL"] * 2
    run = correct(api, **ALL, invoiceDate="2026-08-31")
    assert [one[1:] for one in outcomes(run)] == [("SKIPPED", None, None, "CORRECTION_BEFORE_ORIGINAL")] * 2


def test_named_invoices_that_are_blocked_contain_errors(api: Api) -> None:
    five_sales(api)
    named = {"where": {"invoices": [{"number": f"INV-00000{place}"} for place in (3, 1)]}, "change": PRICE}
    plan = planned(api, **named)
    run = correct(api, **named, expectedPlan=plan["hash"])
    assert [one[:2] for one in outcomes(run)] == [("INV-000001", "EXECUTED"), ("INV-000003", "CONTAINS_ERRORS")]
    assert (run["status"], run["posted"], run["failed"]) == ("ENDED", 1, 1)
    again = correct(api, **named)
    assert [one[:2] for one in outcomes(again)] == [("INV-000003", "CONTAINS_ERRORS")]


@pytest.mark.both_engines
def test_a_run_stops_at_its_first_failure_and_is_resumed(api: Api) -> None:
    of = five_sales(api)
    named = {"where": {"invoices": [{"number": f"INV-00000{place}"} for place in (3, 4, 2)]}, "change": PRICE}
    run = correct(api, **named, stopOnFirstError=True)
    assert [one[:2] for one in outcomes(run)] == [
        ("INV-000002", "EXECUTED"),
        ("INV-000003", "CONTAINS_ERRORS"),
        ("INV-000004", "WAITING"),
    ]
    assert (run["status"], run["waiting"]) == ("ERROR", 1)
    draft = api.run("{ invoices(filter: {status: [DRAFT]}) { nodes { id } } }")["invoices"]["nodes"][0]
    api.do("deleteInvoice", "", invoice={"id": draft["id"]})
    resumed = act(api, "resumePostingRun", run)
    assert [one[1] for one in outcomes(resumed)] == ["EXECUTED"] * 3
    assert (of.document("INV-000003")["openAmount"], api.broken_laws()) == ("1125.00", [])


def test_a_run_that_is_canceled_leaves_the_rest_alone(api: Api) -> None:
    sales(api, "100", "200")
    run = correct(asleep(api), **ALL)
    assert (run["status"], run["waiting"]) == ("WAITING", 2)
    assert act(api, "cancelPostingRun", run)["status"] == "CANCELED"
    assert planned(api, **ALL)["ready"] == 2


def test_a_plan_that_has_changed_names_the_invoices(api: Api) -> None:
    five_sales(api)
    plan = planned(api, **RULE)
    Sale.known(api, "INV-000004").put_right(unitPrice="110")
    Sale.known(api, "INV-000005").put_right(unitPrice="115")
    Sale.known(api, "INV-000002").correct()
    before = api.fingerprint()
    with pytest.raises(Rejected) as why:
        correct(api, **RULE, expectedPlan=plan["hash"])
    (problem,) = why.value.problems
    assert (problem["code"], problem["path"], api.fingerprint() == before) == ("PLAN_OUTDATED", ["expectedPlan"], True)
    assert problem["message"] == (
        "The plan has changed: CN-000001, CN-000002 came; INV-000004, INV-000005 went; INV-000001, INV-000002 (now "
        "blocked) would be posted otherwise."
    )


@pytest.mark.both_engines
def test_what_moves_after_the_run_was_asked_for_is_not_posted_otherwise(api: Api) -> None:
    of = five_sales(api)
    plan = planned(api, **RULE)
    run = correct(asleep(api), **RULE, expectedPlan=plan["hash"])
    of.correct("INV-000002")
    api.pay("INV-000004", "1400.00")
    done = act(api, "resumePostingRun", run)
    assert [(one[0], one[1], one[4]) for one in outcomes(done)] == [
        ("INV-000001", "EXECUTED", ""),
        ("INV-000002", "CONTAINS_ERRORS", "PLAN_OUTDATED CORRECTION_IN_PROGRESS"),
        ("INV-000003", "SKIPPED", "CORRECTION_IN_PROGRESS"),
        ("INV-000004", "CONTAINS_ERRORS", "PLAN_OUTDATED"),
        ("INV-000005", "EXECUTED", ""),
    ]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_document_of_several_that_has_changed_fails_as_a_group(api: Api) -> None:
    of = five_sales(api)
    plan = planned(api, **RULE, combine="CUSTOMER")
    run = correct(asleep(api), **RULE, combine="CUSTOMER", expectedPlan=plan["hash"])
    of.correct("INV-000002")
    done = act(api, "resumePostingRun", run)
    assert [(one[0], one[1], one[4]) for one in outcomes(done)] == [
        ("INV-000001", "CONTAINS_ERRORS", "GROUP_FAILED"),
        ("INV-000002", "CONTAINS_ERRORS", "PLAN_OUTDATED CORRECTION_IN_PROGRESS"),
        ("INV-000003", "SKIPPED", "CORRECTION_IN_PROGRESS"),
        ("INV-000004", "CONTAINS_ERRORS", "GROUP_FAILED"),
        ("INV-000005", "CONTAINS_ERRORS", "GROUP_FAILED"),
    ]


def test_what_fits_alone_and_not_together_fails_as_a_group(api: Api) -> None:
    project = Project.of(api)
    for _ in range(2):
        project.billed("10", "100", taxAmount="250")
    limit = {"contract": {"id": project.key}, "limit": "2100"}
    api.do("setNotToExceedLimit", "", **limit)
    dearer = {"where": CUSTOMER, "change": {"unitPrice": "110"}}
    apart = planned(api, **dearer)
    assert [one[4] for one in shown(apart)] == ["", "NTE_FAILED"]
    together = planned(api, **dearer, combine="CUSTOMER")
    assert [one[1] for one in shown(together)] == [None, None]
    assert {code for one in shown(together) for code in one[4].split()} == {"NTE_FAILED"}
    run = correct(api, **dearer, combine="CUSTOMER")
    assert [one[1] for one in outcomes(run)] == ["CONTAINS_ERRORS"] * 2
    assert [one[1] for one in outcomes(correct(api, **dearer))] == ["EXECUTED", "SKIPPED"]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_key_is_carried_out_once(api: Api) -> None:
    sales(api, "100")
    first = correct(api, **ALL, idempotencyKey="k")
    before = api.fingerprint()
    second = correct(api, **ALL, idempotencyKey="k")
    assert (first["replayed"], second["replayed"], second["id"]) == (False, True, first["id"])
    assert (outcomes(first), api.fingerprint()) == (outcomes(second), before)
    with pytest.raises(Rejected) as why:
        correct(api, where=CUSTOMER, change={"unitPrice": "80"}, idempotencyKey="k")
    assert why.value.codes == ["IDEMPOTENCY_KEY_REUSED"]


def test_sales_and_each_contract_of_a_customer_are_apart(api: Api) -> None:
    customer = sales(api, "100", "200")
    for _ in range(2):
        project = Project.of(api, customer=customer)
        project.billed("10", "100", taxAmount="250")
        project.billed("5", "100", taxAmount="125")
    plan = planned(api, where=CUSTOMER, change={"priceFactor": "0.5"}, combine="CUSTOMER")
    assert [(one[0][-1], one[1]) for one in shown(plan)] == [("1", 0), ("2", 0), ("3", 1), ("4", 1), ("5", 2), ("6", 2)]
    run = correct(api, where=CUSTOMER, change={"priceFactor": "0.5"}, combine="CUSTOMER", expectedPlan=plan["hash"])
    assert [one[2] for one in outcomes(run)] == [f"CN-00000{place}" for place in (1, 1, 2, 2, 3, 3)]
    assert api.broken_laws() == []
