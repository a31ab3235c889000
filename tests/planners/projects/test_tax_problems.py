"""What is refused of the tax of details: typed amounts that do not fit, and codes without a rate (documents 2.3, 6.12)."""

import pytest

from tests.planners.projects.contract import Contract
from tests.planners.projects.test_draft_taxes import CODES, S15, S25, code

MISMATCH = [("TAX_AMOUNT_MISMATCH", "details.0.taxAmount")]


@pytest.mark.parametrize(
    ("about", "tax", "key", "problems"),
    [
        ("five minor units above", "250.05", S25, []),
        ("six minor units above", "250.06", S25, MISMATCH),
        ("five minor units below", "249.95", S25, []),
        ("six minor units below", "249.94", S25, MISMATCH),
        ("the amount of another code", "150.00", S25, MISMATCH),
        ("with that code", "150.00", S15, []),
    ],
)
def test_6_12_typed_tax_is_near_to_what_the_code_comes_to(
    about: str, tax: str, key: int, problems: list[tuple[str, str]]
) -> None:
    contract = Contract.of(codes=CODES)
    contract.work("5", "200", code="S25")
    draft = contract.draft()
    contract.bill(draft, tax_amount=tax, tax_code_id=key, tax_entered=True)
    assert (contract.problems(draft) if problems else contract.confirm(draft) and []) == problems, about


def test_6_12_what_has_no_code_takes_any_tax() -> None:
    contract = Contract.of(codes=CODES)
    contract.work("5", "200", tax="62.50")
    assert contract.confirm(contract.draft()).tax_amount == 62.5


def test_a_code_without_a_rate_on_the_day_of_supply_is_refused_with_its_first_day() -> None:
    contract = Contract.of(codes=[code(1, "LATE", ("2026-09-01", "24"))])
    contract.work("5", "200", code="LATE")
    draft = contract.draft()
    assert contract.problems(draft) == [("TAX_RATE_MISSING", "details.0.taxCode")]
    plan = contract.plan(draft)
    assert isinstance(plan, tuple)
    assert "2026-09-01" in plan[0].message
