"""Corrections that begin with what stands: what is left so goes on no document (putting-right 2.1.2, 3.5)."""

import pytest

from rebill.models.vocabulary import AdjustmentStatus
from rebill.posting.plan import Plan
from tests.planners.laws.ledger import broken
from tests.planners.projects.contract import FIXED, TIME, Contract


def three_kinds() -> tuple[Contract, int]:
    """An invoice of work, a milestone and a part of a retainer that was billed before."""
    contract = Contract.of(TIME, FIXED)
    contract.retained()
    contract.work("10", "100", tax="250")
    contract.milestone("500", tax="125", line=2)
    invoice = contract.draft(r1="300")
    contract.confirm(invoice)
    return contract, invoice


def lines(plan: Plan) -> list[tuple[str, str]]:
    """Text and difference of each line."""
    return [(one.description, f"{one.net_amount:.2f}") for one in plan.lines]


def test_only_what_was_changed_goes_on_the_document() -> None:
    contract, invoice = three_kinds()
    draft = contract.correct(invoice, billed=True)
    contract.bill(draft, quantity="8", tax_amount="200")
    untouched = tuple(one.id for one in contract.details(draft))[1:]
    plan = contract.confirm(draft)
    assert (lines(plan), plan.taken_off) == ([("Work", "-200.00")], untouched)
    assert len(contract.details(draft)) == 1
    header = contract.book.one("Invoice", draft)
    assert (header.corrected_total, header.previous_total, header.corrects) == (1000, 1250, (invoice,))
    held = [row.adjustment_status for row in contract.book.all("Actual") if row.draft_detail_id is not None]
    assert (held, broken(contract.book)) == ([], [])


def test_what_was_taken_off_can_be_corrected_afterwards() -> None:
    contract, invoice = three_kinds()
    draft = contract.correct(invoice, billed=True)
    contract.bill(draft, quantity="8", tax_amount="200")
    contract.confirm(draft)
    rest = contract.correct(invoice)
    assert [one.kind for one in contract.details(rest)] == ["MILESTONE", "APPLIED_RETAINER"]
    marks = {contract.book.one("Actual", one.source_id).adjustment_status for one in contract.details(rest)}
    assert marks == {AdjustmentStatus.IN_PROCESS}


def test_nothing_changed_is_nothing_to_correct() -> None:
    contract, invoice = three_kinds()
    draft = contract.correct(invoice, billed=True)
    assert contract.problems(draft) == [("NO_CHANGES", "invoice")]


@pytest.mark.parametrize(
    ("case", "place", "entered", "line"),
    [
        ("a milestone set to zero is credited", 1, {"quantity": "0", "tax_amount": "0"}, ("Done", "-500.00")),
        ("a retainer at another amount is applied anew", 2, {"amount": "200"}, ("Advance", "100.00")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_milestones_and_retainers_stay_as_billed_until_something_else_is_entered(
    case: str, place: int, entered: dict[str, str], line: tuple[str, str]
) -> None:
    contract, invoice = three_kinds()
    draft = contract.correct(invoice, billed=True)
    contract.bill(draft, place, **entered)
    assert lines(contract.confirm(draft)) == [line], case
    assert broken(contract.book) == []


def test_a_detail_that_began_at_zero_is_reversed_and_billed_again_among_changed_ones() -> None:
    contract = Contract.of()
    contract.work("10", "100")
    contract.work("5", "100")
    invoice = contract.draft()
    contract.confirm(invoice)
    draft = contract.correct(invoice)
    contract.bill(draft, 0, quantity="10")
    contract.bill(draft, 1, quantity="4")
    plan = contract.confirm(draft)
    assert [one.net_amount for one in plan.lines] == [0, -100]
    assert plan.taken_off == ()


def test_a_milestone_as_billed_is_taken_off_a_draft_that_began_at_zero_too() -> None:
    contract, invoice = three_kinds()
    draft = contract.correct(invoice, 0, 1)
    contract.bill(draft, 0, quantity="8", tax_amount="200")
    contract.bill(draft, 1, quantity="1", tax_amount="125")
    plan = contract.confirm(draft)
    assert lines(plan) == [("Work", "-200.00")]
    assert contract.book.one("Milestone", 1).invoice_status == "CUSTOMER_INVOICE_POSTED"
