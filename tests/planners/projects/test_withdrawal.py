"""Withdrawing approved work: its unbilled sales and its cost are reversed (project-invoicing 6.12)."""

from rebill.models.vocabulary import NotToExceedStatus
from rebill.posting.planners.projects.withdrawal import plan_withdrawal
from tests.planners.book import carried_out
from tests.planners.laws.ledger import broken
from tests.planners.projects.contract import Contract
from tests.planners.projects.withdrawing import withdrawal
from tests.tables import table

COMMITTED = NotToExceedStatus.COMMITTED


def withdraw(contract: Contract, *rows: int) -> None:
    """Withdraw work."""
    plan = plan_withdrawal(withdrawal(contract.book, rows))
    assert not isinstance(plan, tuple), plan
    contract.book = carried_out(contract.book, plan)


def problems(contract: Contract, *rows: int) -> list[tuple[str, str]]:
    """Why work cannot be withdrawn: codes and paths."""
    answer = plan_withdrawal(withdrawal(contract.book, rows))
    assert isinstance(answer, tuple)
    return [(one.code, ".".join(one.path)) for one in answer]


def test_work_is_withdrawn_with_its_cost() -> None:
    contract = Contract.of()
    row = contract.work("10", "100", tax="250", cost="60")
    withdraw(contract, row)
    assert contract.ledger() == table("""
        1 cost  time  10    600.00     0.00  adjusted      -
        2 US    time  10   1000.00   250.00  adjusted      canceled  of 1
        3 US    time -10  -1000.00  -250.00  unadjustable  canceled  reverses 2
        4 cost  time -10   -600.00     0.00  unadjustable  -         reverses 1
        """)
    assert broken(contract.book) == []
    assert problems(contract, row) == [("INVALID_STATUS_TRANSITION", "actuals.0")]


def test_a_credit_entered_as_work_is_withdrawn_with_its_sign() -> None:
    contract = Contract.of()
    row = contract.work("-4", "100", "FEE")
    withdraw(contract, row)
    assert contract.ledger(after=1) == table("2 US fee 4 400.00 0.00 unadjustable canceled reverses 1")


def test_work_on_an_invoice_is_withdrawn_once_it_is_credited_in_full() -> None:
    contract = Contract.of()
    row = contract.work("10", "100", "FEE")
    draft = contract.draft()
    assert problems(contract, row) == [("INVOICED_ENTRY_LOCKED", "actuals.0")]
    contract.confirm(draft)
    assert problems(contract, row) == [("INVOICED_ENTRY_LOCKED", "actuals.0")]
    lowered = contract.correct(draft)
    contract.bill(lowered, quantity="4")
    contract.confirm(lowered)
    contract.confirm(contract.correct(lowered))
    returned = len(contract.book.all("Actual"))
    withdraw(contract, returned)
    assert contract.ledger(after=returned) == table("10 US fee -4 -400.00 0.00 unadjustable canceled reverses 9")
    assert broken(contract.book) == []


def test_what_a_first_draft_gave_up_keeps_its_cost() -> None:
    contract = Contract.of()
    contract.work("10", "100", cost="33.333333")
    draft = contract.draft()
    contract.bill(draft, quantity="8")
    contract.confirm(draft)
    contract.confirm(contract.correct(draft))
    returned = len(contract.book.all("Actual"))
    withdraw(contract, returned)
    assert contract.ledger(after=returned) == table("""
        12 US   time  -8 -800.00 0.00 unadjustable canceled reverses 11
        13 cost time -10 -333.33 0.00 unadjustable -        reverses 1
        14 cost time   2   66.67 0.00 -            -        replaces 1
        """)
    assert broken(contract.book) == []


def test_a_reversal_has_the_limit_status_of_what_it_reverses() -> None:
    contract = Contract.of(limit="1500")
    withdraw(contract, contract.work("10", "100"))
    assert [row.not_to_exceed_status for row in contract.book.all("Actual")] == [None, COMMITTED, COMMITTED, None]


def test_what_is_not_open_work_is_not_withdrawn() -> None:
    contract = Contract.of()
    contract.work("10", "100")
    assert problems(contract, 1, 99) == [("INVALID_INPUT", "actuals.0"), ("NOT_FOUND", "actuals.1")]
