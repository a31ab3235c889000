"""The laws on thousands of pure histories: contracts and sales, step by step, planned and carried out in memory."""

from hypothesis import given

from tests.planners.histories import Step, examples, shortest, steps
from tests.planners.histories.contracts import contract_history
from tests.planners.histories.trades import trade_history
from tests.planners.laws import ledger, sales


def broken_on_a_contract(taken: list[Step]) -> list[str]:
    """The laws that are broken once the steps are taken on a contract."""
    return ledger.broken(contract_history(taken)[0].book)


def broken_by_trade(taken: list[Step]) -> list[str]:
    """The laws that are broken once the steps are taken with a customer."""
    return ledger.broken(trade_history(taken)[0].book, sales.LAWS)


@given(taken=steps(12))
@examples(450)
def test_whatever_happens_on_a_contract_the_laws_of_the_ledger_hold(taken: list[Step]) -> None:
    found = broken_on_a_contract(taken)
    assert found == [], shortest(taken, lambda fewer: broken_on_a_contract(fewer) != [])


@given(taken=steps(18))
@examples(550)
def test_whatever_is_sold_and_comes_back_the_laws_of_sales_hold(taken: list[Step]) -> None:
    found = broken_by_trade(taken)
    assert found == [], shortest(taken, lambda fewer: broken_by_trade(fewer) != [])
