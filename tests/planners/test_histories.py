"""The laws on thousands of pure histories: contracts and sales, step by step, planned and carried out in memory."""

from hypothesis import given

from tests.planners.histories import Step, examples, steps
from tests.planners.histories.contracts import contract_history
from tests.planners.histories.trades import trade_history
from tests.planners.laws import ledger, sales


@given(taken=steps(12))
@examples(500)
def test_whatever_happens_on_a_contract_the_laws_of_the_ledger_hold(taken: list[Step]) -> None:
    contract, _ = contract_history(taken)
    assert ledger.broken(contract.book) == []


@given(taken=steps(14))
@examples(600)
def test_whatever_is_sold_and_comes_back_the_laws_of_sales_hold(taken: list[Step]) -> None:
    trade, _ = trade_history(taken)
    assert ledger.broken(trade.book, sales.LAWS) == []
