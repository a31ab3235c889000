"""What details of drafts are taxed as, and how much that is (documents 2.3, 2.4, 2.6, 6.6, 6.7, 6.11)."""

from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import TaxCategory, TaxRounding
from rebill.posting.plan import Plan
from rebill.posting.planners.projects.draft_taxes import supply_day, with_taxes
from rebill.posting.taxes.codes import Code, Rate
from tests.planners.projects.contract import FIXED, INVOICED_ON, WORKED_ON, Contract
from tests.tables import table


def code(key: int, name: str, *rates: tuple[str, str], account: str | None = None) -> Code:
    """A code with its rates by day."""
    return Code(
        key,
        name,
        TaxCategory.STANDARD,
        tuple(Rate(date.fromisoformat(day), Decimal(rate)) for day, rate in rates),
        account=account,
    )


S25, S15, S19, NEW = 1, 2, 3, 4
CODES = (
    code(S25, "S25", ("2020-01-01", "25")),
    code(S15, "S15", ("2020-01-01", "15"), account="2702"),
    code(S19, "S19", ("2020-01-01", "19")),
    code(NEW, "NEW", ("2026-01-01", "25"), ("2026-09-01", "24")),
)


def taxed(plan: Plan) -> list[str]:
    """The breakdown: code, rate, base and tax."""
    return [f"{row.code_id} {row.rate} {row.base:.2f} {row.amount:.2f}" for row in plan.taxes]


def hours(contract: Contract, name: str = "S25") -> int:
    """Ten hours at 200, billed."""
    return contract.billed("10", "200", code=name)


def test_6_6_hours_are_corrected_and_their_tax_follows() -> None:
    contract = Contract.of(codes=CODES)
    draft = contract.correct(hours(contract))
    contract.bill(draft, quantity="7")
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount, taxed(plan)) == (-600, -150, ["1 25 -600.00 -150.00"])
    assert contract.ledger(after=4) == table("""
        5 BS  time -10  -2000.00  -500.00  unadjustable  posted     reverses 4
        6 US  time   7   1400.00   350.00  -             posted     replaces 4
        7 US  time  -7  -1400.00  -350.00  unadjustable  posted     reverses 6
        8 BS  time   7   1400.00   350.00  -             posted     bills 6
        9 US  time   3    600.00   150.00  -             not-ready  replaces 4
        """)
    codes = [(row.tax_code_id, row.tax_rate) for row in contract.book.all("Actual")[1:]]
    assert codes == [(S25, 25)] * 8


def test_6_7_the_wrong_rate_is_a_correction_like_any_other() -> None:
    contract = Contract.of(codes=CODES)
    draft = contract.correct(hours(contract), billed=True)
    assert contract.problems(draft) == [("NO_CHANGES", "invoice")]
    contract.bill(draft, tax_code_id=S15)
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount) == (0, -200)
    assert taxed(plan) == ["1 25 -2000.00 -500.00", "2 15 2000.00 300.00"]
    booked = {(one.posting_type.value, one.account): one.amount for one in plan.entries}
    assert booked == {("RECEIVABLES", None): -200, ("SALES_TAX", None): 500, ("SALES_TAX", "2702"): -300}


def test_6_11_hours_are_corrected_upwards() -> None:
    contract = Contract.of(codes=CODES)
    draft = contract.correct(hours(contract, "S19"))
    contract.bill(draft, quantity="12")
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount, plan.total_amount) == (400, 76, 476)


def test_a_correction_keeps_the_rate_that_was_billed_and_another_code_has_that_of_the_day_of_supply() -> None:
    contract = Contract.of(codes=CODES)
    lowered, other = (contract.correct(hours(contract, name)) for name in ("NEW", "S25"))
    contract.codes = {**contract.codes, NEW: code(NEW, "NEW", ("2026-01-01", "20"))}
    contract.bill(lowered, quantity="5")
    contract.bill(other, quantity="10", tax_code_id=NEW)
    kept, moved = (contract.confirm(draft).tax_amount for draft in (lowered, other))
    assert (kept, moved) == (-250, -100)


def test_tax_is_rounded_by_line_or_by_rate_and_what_is_typed_is_left_out_of_the_spreading() -> None:
    for rounding, taxes in ((TaxRounding.LINE, "2.48 2.48 2.50 2.48"), (TaxRounding.RATE, "2.48 2.47 2.50 2.48")):
        contract = Contract.of(codes=CODES)
        contract.rounding = rounding
        for _ in range(4):
            contract.work("1", "9.90", code="S25")
        draft = contract.draft()
        contract.bill(draft, 2, tax_amount="2.50", tax_entered=True)
        plan = contract.confirm(draft)
        assert " ".join(f"{line.tax_amount:.2f}" for line in plan.lines) == taxes
        assert plan.tax_rounding is rounding


def test_what_was_rounded_by_rate_is_credited_as_it_was_billed_and_kept_where_it_stays() -> None:
    contract = Contract.of(codes=CODES)
    contract.rounding = TaxRounding.RATE
    for _ in range(3):
        contract.work("1", "9.90", code="S25")
    invoice = contract.draft()
    contract.confirm(invoice)
    draft = contract.correct(invoice)
    contract.bill(draft, 0, quantity="1")
    plan = contract.confirm(draft)
    assert [str(line.tax_amount) for line in plan.lines] == ["0.00", "-2.47", "-2.48"]


def test_what_is_not_chargeable_bears_no_tax() -> None:
    contract = Contract.of(codes=CODES)
    contract.work("1", "100", code="S25")
    contract.work("1", "100", code="S25", billing="NON_CHARGEABLE")
    plan = contract.confirm(contract.draft())
    assert (plan.tax_amount, [line.tax_amount for line in plan.lines]) == (25, [25, 0])


def test_what_has_neither_code_nor_rate_is_in_one_row_whose_rate_nobody_knows() -> None:
    contract = Contract.of(codes=CODES)
    contract.work("1", "100")
    contract.work("1", "100", tax="25")
    contract.work("1", "100", code="S25")
    assert taxed(contract.confirm(contract.draft())) == ["None None 200.00 25.00", "1 25 100.00 25.00"]
    contract.work("1", "100")
    assert taxed(contract.confirm(contract.draft())) == ["None 0 100.00 0.00"]


def test_without_codes_a_draft_stays_as_it_is() -> None:
    contract = Contract.of()
    contract.work("1", "100", tax="7")
    draft = contract.facts(contract.draft())
    assert with_taxes(draft, INVOICED_ON) is draft


@pytest.mark.parametrize(("kind", "day"), [("work", WORKED_ON), ("milestone", INVOICED_ON), ("retainer", INVOICED_ON)])
def test_the_day_of_supply_is_that_of_the_work_or_the_invoice(kind: str, day: date) -> None:
    contract = Contract.of(FIXED if kind == "milestone" else {"method": "TIME_AND_MATERIAL"})
    made = {"work": lambda: contract.work("1", "1"), "milestone": lambda: contract.milestone("1")}
    made.get(kind, lambda: contract.retainer("1"))()
    (detail,) = contract.facts(contract.draft()).details
    assert supply_day(detail, INVOICED_ON) == day
