"""What a detail adds to its invoice: everything, or of a correction the difference to what was billed before."""

from tests.planners.projects.contract import Contract


def test_a_first_detail_adds_all_of_it_and_a_correction_what_it_differs_by() -> None:
    contract = Contract.of()
    invoice = contract.billed("10", "100", "FEE", tax="250")
    before = contract.book
    assert contract.confirm(contract.correct(invoice)).net_amount == -1000
    contract.book = before
    draft = contract.correct(invoice)
    contract.bill(draft, quantity="8", tax_amount="200")
    plan = contract.confirm(draft)
    assert [(one.quantity, one.net_amount, one.tax_amount) for one in plan.lines] == [(-2, -200, -50)]
    assert (plan.net_amount, plan.tax_amount) == (-200, -50)


def test_what_is_not_charged_adds_nothing() -> None:
    contract = Contract.of()
    contract.work("10", "100", billing="COMPLIMENTARY")
    contract.work("1", "100")
    plan = contract.confirm(contract.draft())
    assert [(one.quantity, one.net_amount) for one in plan.lines] == [(10, 0), (1, 100)]
    assert plan.net_amount == 100
