"""What stands in the way of confirming a draft, all of it at once (project-invoicing 2.5, 5)."""

import pytest

from tests.planners.projects.contract import FIXED, Contract


def test_a_draft_without_details_bills_nothing() -> None:
    contract = Contract.of()
    assert contract.problems(contract.draft()) == [("NO_CHARGEABLE_TRANSACTIONS", "invoice")]


def test_a_correction_that_changes_nothing_is_refused() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("8", "200"))
    contract.bill(draft, quantity="8")
    assert contract.problems(draft) == [("NO_CHANGES", "invoice")]


def test_a_confirmed_invoice_is_not_confirmed_again() -> None:
    contract = Contract.of()
    invoice = contract.billed("8", "200")
    assert contract.problems(invoice) == [("INVALID_STATUS_TRANSITION", "invoice")]


@pytest.mark.parametrize(
    ("case", "entered", "changes", "problems"),
    [
        ("the other sign", "10", {"quantity": "-1"}, [("QUANTITY_SIGN", "details.0.quantity")]),
        ("the other sign of a credit", "-10", {"quantity": "1"}, [("QUANTITY_SIGN", "details.0.quantity")]),
        (
            "tax on nothing",
            "10",
            {"quantity": "0", "tax_amount": "5"},
            [("TAX_WITHOUT_QUANTITY", "details.0.taxAmount")],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_wrong_values_are_refused(
    case: str, entered: str, changes: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    contract = Contract.of()
    contract.work(entered, "100")
    draft = contract.draft()
    contract.bill(draft, **changes)
    assert contract.problems(draft) == problems, case


@pytest.mark.parametrize("changes", [{"quantity": "0.5"}, {"amount": "250"}, {"tax_amount": "1"}], ids=str)
def test_a_milestone_is_credited_in_full_or_not_at_all(changes: dict[str, str]) -> None:
    contract = Contract.of(FIXED)
    contract.milestone("500")
    invoice = contract.draft()
    contract.confirm(invoice)
    draft = contract.correct(invoice)
    contract.bill(draft, **changes)
    assert contract.problems(draft) == [("MILESTONE_PARTIAL_CREDIT_UNSUPPORTED", "details.0")]


def test_unbilled_sales_that_are_gone_are_not_billed() -> None:
    contract = Contract.of()
    row = contract.work("10", "100")
    draft = contract.draft()
    contract.book = contract.book.setting("Actual", [row], draft_detail_id=None)
    assert contract.problems(draft) == [("MISSING_BACKING_ACTUAL", "details.0")]


def test_what_is_corrected_already_is_not_corrected_again() -> None:
    contract = Contract.of()
    invoice = contract.billed("10", "100")
    draft = contract.correct(invoice)
    row = contract.details(draft)[0].source_id
    contract.book = contract.book.setting("Actual", [row], reversed_by_id=99)
    assert contract.problems(draft) == [("DETAIL_ALREADY_CORRECTED", "details.0")]


def test_every_blocker_is_told_at_once_and_the_rows_stay_as_they_were() -> None:
    contract = Contract.of(limit="2000")
    billed = contract.retained()
    contract.work("1", "1000", "FEE")
    contract.confirm(contract.draft(r1="1000"))
    contract.work("10", "100")
    draft = contract.draft()
    contract.bill(draft, quantity="11")
    contract.by_hand(draft, "-1", "5", tax="1")
    contract.correct(billed, add_to=draft)
    before = contract.book
    assert contract.problems(draft) == [
        ("QUANTITY_SIGN", "details.1.quantity"),
        ("RETAINER_BELOW_USED", "details.2.amount"),
        ("NTE_FAILED", "details.0.quantity"),
    ]
    assert contract.book == before


def test_messages_are_sentences_that_name_the_draft_and_the_way_out() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("8", "200"))
    contract.bill(draft, quantity="8")
    plan = contract.plan(draft)
    assert isinstance(plan, tuple)
    assert [(one.message, one.remedy) for one in plan] == [
        (
            "Draft 2 bills every detail exactly as before; there is nothing to correct.",
            "Enter what is right with updateInvoiceLineDetails, or delete the draft with deleteInvoice.",
        )
    ]
