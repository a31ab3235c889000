"""What is in the way of cancelling, and what is no longer done to what is canceled (putting-right 4.3, 4.4, 11).

Each refusal comes through the API, tells the same in the plan, and leaves the database as it was.
"""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.canceling import cancel, refused
from tests.goods import Sale, ten, three_back
from tests.projects import Project
from tests.settling import corrected, hours, mark_paid, state, unsettle, write_off
from tests.test_periods import period


def codes(api: Api, number: str, **values: Any) -> list[str]:
    """The codes of a refusal."""
    return [one["code"] for one in refused(api, number, **values)]


def rejected(api: Api, mutation: str, **values: Any) -> dict[str, Any]:
    """The only problem of another refused mutation, which changes nothing."""
    before = api.fingerprint()
    with pytest.raises(Rejected) as found:
        api.do(mutation, "__typename", **values)
    assert api.fingerprint() == before
    (problem,) = found.value.problems
    return dict(problem)


def test_a_reason_is_required(api: Api) -> None:
    ten(api)
    assert codes(api, "INV-000001", reason="  ") == ["REASON_REQUIRED"]
    assert codes(api, "INV-000001", reason="x" * 501) == ["INVALID_INPUT"]


def test_a_draft_is_not_canceled_but_deleted(api: Api) -> None:
    of = ten(api)
    draft = of.correct()
    (problem,) = refused(api, "", invoice={"id": draft["id"]})
    assert (problem["code"], problem["remedy"]) == ("INVOICE_NOT_CONFIRMED", "Delete the draft with deleteInvoice.")


def test_what_a_draft_corrects_is_in_progress(api: Api) -> None:
    ten(api).correct()
    (problem,) = refused(api, "INV-000001")
    assert problem["code"] == "CORRECTION_IN_PROGRESS"
    assert "draft invoice for" in problem["message"]
    assert "deleteInvoice" in problem["remedy"]


@pytest.mark.both_engines
def test_successors_are_all_named_the_latest_first(api: Api) -> None:
    of = ten(api)
    of.returned("3")
    of.put_right(unitPrice="90")
    api.return_order((of.line, "1"))
    (problem,) = refused(api, "INV-000001")
    assert problem["code"] == "INVOICE_HAS_SUCCESSORS"
    assert all(name in problem["message"] for name in ("RO-000002", "CN-000002", "CN-000001"))
    assert problem["remedy"].startswith("Cancel those first")
    (of_return,) = refused(api, "CN-000001")
    assert (of_return["code"], "CN-000002" in of_return["message"]) == ("INVOICE_HAS_SUCCESSORS", True)


@pytest.mark.both_engines
def test_what_is_canceled_step_by_step_from_the_end_leaves_nothing(api: Api) -> None:
    of = ten(api)
    of.returned("3")
    of.put_right(unitPrice="90")
    cancel(api, "CN-000002")
    cancel(api, "CN-000001")
    (problem,) = refused(api, "INV-000001")
    assert (problem["code"], "RO-000001" in problem["message"]) == ("INVOICE_HAS_SUCCESSORS", True)
    assert api.broken_laws() == []


def test_nothing_more_is_done_to_what_is_canceled(api: Api) -> None:
    of = ten(api)
    other = of.again(("1", "100"))
    note = cancel(api, "INV-000001")["invoice"]["number"]
    for number in ("INV-000001", note):
        assert codes(api, number) == ["INVOICE_CANCELED"]
        assert rejected(api, "correctInvoice", invoice={"number": number})["code"] == "INVOICE_CANCELED"
        line = {"invoiceLine": of.document(number)["lines"][0]["id"], "quantity": "1"}
        problem = rejected(api, "createReturnOrder", lines=[line])
        assert (problem["code"], problem["path"]) == ("INVOICE_CANCELED", ["lines", "0", "invoiceLine"])
        options = api.run(
            "query($n: String!) { invoice(ref: {number: $n}) { correctionOptions { canCorrect blockers { code } "
            "details { canCorrect blockers { code } } } } }",
            n=number,
        )["invoice"]["correctionOptions"]
        assert (options["canCorrect"], [one["code"] for one in options["blockers"]]) == (False, ["INVOICE_CANCELED"])
        assert {one["code"] for detail in options["details"] for one in detail["blockers"]} == {"INVOICE_CANCELED"}
        for mutation, more in (
            ("recordPayment", {"amount": "1"}),
            ("markInvoicePaid", {}),
            ("writeOff", {"reason": "R"}),
        ):
            assert rejected(api, mutation, invoice={"number": number}, **more)["code"] == "INVOICE_CANCELED"
    pair = {"invoice": {"number": other["number"]}, "creditNote": {"number": note}}
    problem = rejected(api, "settleInvoices", **pair)
    assert (problem["code"], problem["path"]) == ("INVOICE_CANCELED", ["creditNote"])


def test_a_credit_that_was_paid_back_is_not_canceled_until_the_payment_is_taken_back(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    api.pay("INV-000001", "1250")
    project.confirm(corrected(project, invoice, "8", "200"))
    mark_paid(api, "CN-000001")
    (problem,) = refused(api, "CN-000001")
    assert problem["code"] == "CREDIT_REFUNDED"
    assert "250.00 NOK of CN-000001" in problem["message"]
    assert "unsettle" in problem["remedy"]
    (paid,) = state(api, "CN-000001")["settlements"]
    unsettle(api, paid)
    cancel(api, "CN-000001")
    assert api.broken_laws() == []


def test_nothing_is_canceled_before_it_was_billed_nor_in_a_closed_period(api: Api) -> None:
    ten(api)
    (problem,) = refused(api, "INV-000001", invoiceDate="2026-08-31")
    assert (problem["code"], problem["path"]) == ("CORRECTION_BEFORE_ORIGINAL", ["invoiceDate"])


def test_of_a_document_whose_date_is_still_to_come_the_date_is_taken(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100", taxAmount="250")
    project.confirm(project.draft(), invoiceDate="2026-10-15")
    assert cancel(api, "INV-000001")["invoice"]["invoiceDate"] == "2026-10-15"


def test_parts_of_a_credit_come_to_what_is_left_over(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1000")
    assert codes(api, "INV-000001", creditUse={"refund": "1001"}) == ["CREDIT_USE_MISMATCH"]
    three = Sale.of(api, ("3", "100"))
    assert codes(api, three.invoice["number"], creditUse={"refund": "1"}) == ["CREDIT_USE_MISMATCH"]


def test_only_the_plan_that_was_looked_at_is_carried_out(api: Api) -> None:
    three_back(api)
    assert codes(api, "CN-000001", expectedPlan="0" * 64) == ["PLAN_OUTDATED"]


def test_a_document_that_does_not_exist_is_not_found(api: Api) -> None:
    assert codes(api, "INV-000009") == ["NOT_FOUND"]


def test_what_was_written_off_later_is_not_taken_back_on_a_day_that_is_closed(api: Api) -> None:
    ten(api)
    api.pay("INV-000001", "1249.97")
    write_off(api, "INV-000001", date="2026-10-05")
    period(api, "2026-09-01", "2026-09-30", "OPEN")
    period(api, "2026-10-01", "2026-10-31", "ON_HOLD")
    (problem,) = refused(api, "INV-000001")
    assert (problem["code"], problem["message"][:40]) == ("PERIOD_NOT_OPEN", "Nothing can be posted on 2026-10-05. The")


def test_the_match_of_a_canceled_document_with_what_cancels_it_is_not_released(api: Api) -> None:
    ten(api)
    cancel(api, "INV-000001")
    before = api.fingerprint()
    with pytest.raises(Rejected, match="INVOICE_CANCELED"):
        unsettle(api, state(api, "INV-000001")["settlements"][0])
    assert api.fingerprint() == before


def test_an_advance_that_was_used_up_and_then_raised_holds_the_invoice_that_used_it(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "300"}])
    advance = project.retained()
    project.work("10", "100")
    used = project.confirm(project.draft())
    raised = project.confirm(project.bill(project.correct(advance), amount="400"))
    (problem,) = refused(api, used["number"])
    assert problem["code"] == "INVOICE_HAS_SUCCESSORS"
    assert raised["number"] in problem["message"]
    for one in (raised, used):
        cancel(api, one["number"])
        assert api.broken_laws() == []
    assert project.retainer["availableAmount"] == "300.00"
