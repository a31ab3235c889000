"""What the user of a draft should know, though nothing is stopped by it (project-invoicing 3.3)."""

from tests.planners.projects.contract import Contract


def test_going_up_again_while_the_rest_is_still_open_is_warned_about() -> None:
    contract = Contract.of()
    lowered = contract.correct(contract.billed("10", "100"))
    contract.bill(lowered, quantity="6")
    assert contract.confirm(lowered).warnings == ()
    raised = contract.correct(lowered)
    contract.bill(raised, quantity="7")
    assert [(one.code, one.path, one.message) for one in contract.confirm(raised).warnings] == [
        (
            "OPEN_REMAINDER",
            ("details", "0"),
            "“Work” goes up from 6 to 7 while 4 of it is still open in the backlog from an earlier correction; "
            "both can end up billed.",
        )
    ]


def test_going_down_further_or_up_from_what_was_all_billed_is_not() -> None:
    contract = Contract.of()
    invoice = contract.billed("10", "100")
    raised = contract.correct(invoice)
    contract.bill(raised, quantity="12")
    assert contract.confirm(raised).warnings == ()
    lowered = contract.correct(raised)
    contract.bill(lowered, quantity="5")
    assert contract.confirm(lowered).warnings == ()
    lower = contract.correct(lowered)
    contract.bill(lower, quantity="4")
    assert contract.confirm(lower).warnings == ()
