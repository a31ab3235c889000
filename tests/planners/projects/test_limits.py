"""Not-to-exceed limits: what takes them up, what fits and what is refused (project-invoicing 1.8, 5, 6.10)."""

import pytest

from rebill.models.vocabulary import BillingStatus, NotToExceedStatus
from tests.planners.projects.contract import TIME, Contract

LIMITED = TIME | {"limit": 1500}


def statuses(contract: Contract) -> list[str]:
    """The status of each unbilled row that stands."""
    return [
        str(row.not_to_exceed_status)
        for row in contract.book.all("Actual")
        if row.transaction_type == "UNBILLED_SALES" and row.reversed_by_id is None and row.reverses_id is None
    ]


@pytest.mark.parametrize(
    ("case", "billed", "problems"),
    [
        ("to the limit", "15", []),
        ("above it", "15.01", [("NTE_FAILED", "details.0.quantity")]),
        ("below what was approved", "5", []),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_first_bill_fits_under_the_limit_of_its_line(case: str, billed: str, problems: list[tuple[str, str]]) -> None:
    contract = Contract.of(LIMITED)
    contract.work("10", "100")
    draft = contract.draft()
    contract.bill(draft, quantity=billed)
    assert (contract.problems(draft) if problems else contract.confirm(draft) and []) == problems, case


def test_a_correction_upwards_counts_for_the_line_and_for_the_contract() -> None:
    contract = Contract.of(LIMITED, TIME, limit="2000")
    contract.billed("10", "100", line=2)
    draft = contract.correct(contract.billed("9", "100"))
    contract.bill(draft, quantity="16")
    assert contract.problems(draft) == [("NTE_FAILED", "details.0.quantity")] * 2
    contract.bill(draft, quantity="10")
    assert contract.confirm(draft).total_amount == 100


def test_a_correction_downwards_always_fits_and_what_goes_back_stays_committed() -> None:
    contract = Contract.of(LIMITED)
    draft = contract.correct(contract.billed("15", "100"))
    contract.bill(draft, quantity="5")
    contract.confirm(draft)
    assert statuses(contract) == ["COMMITTED"]
    others = [row for row in contract.book.all("Actual") if row.transaction_type != "UNBILLED_SALES"]
    assert {row.not_to_exceed_status for row in others} == {None}


def test_what_does_not_fit_is_not_billed_and_what_is_free_does_not_count() -> None:
    contract = Contract.of(LIMITED)
    contract.work("16", "100")
    contract.work("99", "100", billing="NON_CHARGEABLE")
    contract.work("15", "100")
    assert statuses(contract) == ["FAILED", "NOT_APPLICABLE", "COMMITTED"]
    assert contract.problems(contract.draft()) == [("NTE_FAILED", "details.0")]


def test_what_was_not_checked_against_its_new_limit_is_not_billed() -> None:
    contract = Contract.of(LIMITED)
    row = contract.work("10", "100")
    unchecked = NotToExceedStatus.NOT_EVALUATED
    contract.book = contract.book.setting("Actual", [row], not_to_exceed_status=unchecked)
    assert contract.problems(contract.draft()) == [("NTE_NOT_EVALUATED", "details.0")]


def test_a_fee_given_up_in_part_makes_room() -> None:
    contract = Contract.of(LIMITED)
    draft = contract.correct(contract.billed("1", "1500", "FEE"))
    contract.bill(draft, quantity="0.6")
    contract.confirm(draft)
    contract.work("6", "100", status=BillingStatus.READY_TO_INVOICE)
    assert contract.confirm(contract.draft()).total_amount == 600
