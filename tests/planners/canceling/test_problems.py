"""What is in the way of cancelling a document, all at once (putting-right 4.3, 4.4)."""

from dataclasses import replace
from datetime import UTC, date, datetime

from rebill.posting.planners.canceling.facts import Posted, Successor
from rebill.posting.planners.canceling.problems import cancellation_problems
from rebill.posting.planners.releases import Settled
from tests.planners.canceling.posted import CREDIT, SALE
from tests.planners.sales.trade import TODAY

PAID_BACK = Settled(8, TODAY, CREDIT.settled[0].amount, None, 2, 9, "Bank 18", None, None)


def told(document: Posted, day: date = TODAY) -> list[tuple[str, str]]:
    """Codes and messages."""
    return [(one.code, one.message) for one in cancellation_problems(document, day)]


def built(name: str, hour: int) -> Successor:
    """Something that was built on a document in an hour of a day."""
    return Successor(name, datetime(2026, 9, 1, hour, tzinfo=UTC))


def test_nothing_is_in_the_way_of_a_document_that_nothing_is_built_on() -> None:
    assert (told(SALE), told(CREDIT)) == ([], [])


def test_everything_built_on_it_is_named_once_the_latest_first() -> None:
    successors = (built("CN-000001", 8), built("RO-000002", 10), built("INV-000102", 9), built("CN-000001", 7))
    (problem,) = cancellation_problems(replace(SALE, successors=successors), TODAY)
    assert (problem.code, problem.path) == ("INVOICE_HAS_SUCCESSORS", ("invoice",))
    assert problem.message == (
        "INV-000101 cannot be canceled while these build on it: RO-000002, INV-000102, CN-000001."
    )
    assert problem.remedy == (
        "Cancel those first, the latest before the others, or correct with correctInvoice what is left."
    )


def test_a_draft_alone_is_in_the_way_for_a_while() -> None:
    assert told(replace(SALE, drafts=("draft 9",))) == [
        ("CORRECTION_IN_PROGRESS", "Something of INV-000101 is on the draft 9.")
    ]


def test_drafts_stand_before_what_is_posted() -> None:
    answer = told(replace(SALE, drafts=("draft 9", "draft 10"), successors=(built("CN-000001", 8),)))
    assert answer == [
        (
            "INVOICE_HAS_SUCCESSORS",
            "INV-000101 cannot be canceled while these build on it: the draft 9, the draft 10, CN-000001.",
        ),
        ("CORRECTION_IN_PROGRESS", "Something of INV-000101 is on the draft 9."),
        ("CORRECTION_IN_PROGRESS", "Something of INV-000101 is on the draft 10."),
    ]


def test_a_credit_that_was_paid_back_is_gone_and_one_that_is_matched_is_not() -> None:
    assert told(replace(CREDIT, settled=(PAID_BACK,))) == [
        ("CREDIT_REFUNDED", "375.00 NOK of CN-000001 has been paid back to the customer (2026-09-01).")
    ]


def test_a_paid_invoice_can_be_canceled() -> None:
    paid = replace(PAID_BACK, debit_invoice_id=1, credit_invoice_id=None)
    assert told(replace(SALE, settled=(paid,))) == []


def test_it_is_not_dated_before_what_it_cancels() -> None:
    assert told(SALE, date(2026, 8, 31)) == [
        (
            "CORRECTION_BEFORE_ORIGINAL",
            "The document that cancels INV-000101 would be dated 2026-08-31, before INV-000101 of 2026-09-01, "
            "which it puts right.",
        )
    ]
