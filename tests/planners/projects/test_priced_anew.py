"""Price and text of work corrected: what is billed has the new ones, what goes back the old (putting-right 3).

Each worked example is named after it; a row is as in `test_confirmation`.
"""

from decimal import Decimal

import pytest

from rebill.models.vocabulary import DocumentType
from tests.planners.laws.ledger import broken
from tests.planners.projects.contract import TIME, Contract
from tests.tables import table


def test_10_11_a_chain_of_three() -> None:
    contract = Contract.of()
    first = contract.billed("10", "100", tax="250")
    lower = contract.correct(first)
    contract.bill(lower, quantity="8", tax_amount="200")
    assert contract.confirm(lower).total_amount == -250
    last = len(contract.book.all("Actual"))
    cheaper = contract.correct(lower)
    contract.bill(cheaper, quantity="8", unit_price="90", tax_amount="180")
    plan = contract.confirm(cheaper)
    assert (plan.net_amount, plan.tax_amount, plan.total_amount) == (-80, -20, -100)
    assert contract.ledger(after=last) == table("""
        10 BS time -8 -800.00 -200.00 unadjustable posted reverses 8
        11 US time  8  720.00  180.00 -            posted replaces 8
        12 US time -8 -720.00 -180.00 unadjustable posted reverses 11
        13 BS time  8  720.00  180.00 -            posted bills 11
        """)
    higher = contract.correct(cheaper)
    contract.bill(higher, quantity="9", tax_amount="202.50")
    plan = contract.confirm(higher)
    assert (plan.document_type, plan.net_amount, plan.tax_amount) == (DocumentType.INVOICE, 90, Decimal("22.50"))
    assert broken(contract.book) == []


def test_10_12_price_and_quantity_of_work() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("10", "100", tax="250"))
    contract.bill(draft, quantity="6", unit_price="90", tax_amount="135")
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount, plan.total_amount) == (-460, -115, -575)
    assert contract.ledger(after=4) == table("""
        5 BS time -10 -1000.00 -250.00 unadjustable posted    reverses 4
        6 US time   6   540.00  135.00 -            posted    replaces 4
        7 US time  -6  -540.00 -135.00 unadjustable posted    reverses 6
        8 BS time   6   540.00  135.00 -            posted    bills 6
        9 US time   4   400.00  100.00 -            not-ready replaces 4
        """)
    assert [row.unit_price for row in contract.book.all("Actual")][4:] == [100, 90, 90, 90, 100]
    assert broken(contract.book) == []


def test_the_rest_takes_what_the_quantity_leaves_of_amount_and_tax_to_the_cent() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("3", "33.35", tax="25.01"))
    contract.bill(draft, quantity="1", unit_price="30", tax_amount="7.50")
    contract.confirm(draft)
    assert contract.ledger(after=8) == table("9 US time 2 66.70 16.67 - not-ready replaces 4")
    assert broken(contract.book) == []


def test_a_full_credit_puts_everything_back_at_the_old_price_and_with_the_old_text_whatever_was_entered() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("10", "100"))
    contract.bill(draft, quantity="0", unit_price="90", description="Other work")
    contract.confirm(draft)
    row = contract.book.all("Actual")[-1]
    assert (row.unit_price, row.amount, row.description) == (100, 1000, "Work")


def test_a_text_alone_is_a_correction_of_nothing() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("10", "100", tax="250"), billed=True)
    contract.bill(draft, description="Assembly, hall A")
    plan = contract.confirm(draft)
    assert (plan.document_type, plan.total_amount, plan.entries) == (DocumentType.CREDIT_NOTE, 0, ())
    texts = [row.description for row in contract.book.all("Actual")][4:]
    assert texts == ["Work", *["Assembly, hall A"] * 3]
    assert broken(contract.book) == []


def test_a_fee_at_a_lower_price_leaves_no_rest() -> None:
    contract = Contract.of()
    draft = contract.correct(contract.billed("10", "100", "FEE", tax="250"))
    contract.bill(draft, quantity="6", unit_price="90", tax_amount="135")
    assert contract.confirm(draft).total_amount == -575
    assert len(contract.book.all("Actual")) == 7
    assert broken(contract.book) == []


@pytest.mark.parametrize(
    ("case", "quantity", "price", "problems"),
    [
        ("a higher price counts like new work", "9", "120", ["NTE_FAILED"]),
        ("up to the limit", "10", "100", []),
        ("less work at a higher price, while the rest stays committed", "5", "120", ["NTE_FAILED"]),
        ("a lower price makes room", "9", "50", []),
    ],
    ids=lambda one: one if isinstance(one, str) and " " in one else "",
)
def test_a_price_counts_against_the_limit(case: str, quantity: str, price: str, problems: list[str]) -> None:
    contract = Contract.of({**TIME, "limit": Decimal(950 if quantity != "10" else 1000)})
    draft = contract.correct(contract.billed("9", "100"))
    contract.bill(draft, quantity=quantity, unit_price=price)
    told = [code for code, _ in contract.problems(draft)] if problems else contract.confirm(draft) and []
    assert told == problems, case
