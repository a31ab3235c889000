"""Ledger rows of details in awkward money: prices of six places, taxes that do not divide, other units than cents.

Nothing is lost, to the smallest unit (project-invoicing L5, L7, L16, L17, 3.4).
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.posting.amounts import rounded
from tests.planners.book import ZERO, Row
from tests.planners.histories import examples
from tests.planners.laws.ledger import BILLED, FIGURES, UNBILLED, broken, total
from tests.planners.projects.contract import FIXED, TIME, Contract, Refused

SMALLEST = Decimal("0.000001")
PRICES = st.sampled_from(["100", "33.37", "0.019999", "0", "7.777777", "249.999999"])
QUANTITIES = st.sampled_from(["10", "7", "-4", "0.333333", "2.5"])
PARTS = st.sampled_from(["0", "0.000003", "0.1", "0.333333", "0.5", "0.999999", "1"])
TAKEN_UP = ("TIME", "EXPENSE", "MATERIAL")


def rows(contract: Contract, *sides: str) -> list[Row]:
    """The ledger of one side, or of both, without what is written off."""
    return [row for row in contract.book.all("Actual") if row.transaction_type in sides]


def added_up(contract: Contract, *sides: str) -> tuple[Decimal, ...]:
    """Quantity, amount and tax, reversals included."""
    return tuple(total(rows(contract, *sides), name) for name in FIGURES)


CURRENCIES = [
    ("no places", "JPY", 0, "7", "33.333333", "101"),
    ("two places", "NOK", 2, "7", "14.285714", "33.37"),
    ("three places", "KWD", 3, "7", "0.019999", "0.001"),
    ("three places, much", "KWD", 3, "123456.789012", "9876.543219", "1000.001"),
    ("two places, next to nothing", "NOK", 2, "0.000007", "999.999999", "0.01"),
    ("a credit entered as work", "NOK", 2, "-7", "14.285714", "-33.37"),
]


@pytest.mark.parametrize(
    ("case", "currency", "places", "quantity", "price", "tax"), CURRENCIES, ids=[one[0] for one in CURRENCIES]
)
def test_corrections_downwards_lose_nothing_in_any_currency(
    case: str, currency: str, places: int, quantity: str, price: str, tax: str
) -> None:
    """L7: billed and open come to what was approved; L5: tax is as entered, and pro rata on what goes back."""
    contract = Contract.of(currency=currency)
    whole, before, given_up = Decimal(quantity), Decimal(tax), ZERO
    amount, was = rounded(whole * Decimal(price), places), whole
    invoice = contract.billed(quantity, price, tax=tax)
    for sevenths in (5, 3, 1):
        now = (whole * sevenths / 7).quantize(SMALLEST)
        right = rounded(before / 2, places) if now else ZERO
        invoice = contract.correct(invoice)
        contract.bill(invoice, quantity=now, tax_amount=right)
        contract.confirm(invoice)
        given_up += before - right - rounded(before * (was - now) / was, places)
        was, before = now, right
        assert added_up(contract, BILLED, UNBILLED) == (whole, amount, Decimal(tax) - given_up), case
        assert contract.details(invoice)[0].amount == rounded(now * Decimal(price), places)


@pytest.mark.parametrize(("currency", "places"), [("JPY", 0), ("NOK", 2), ("KWD", 3)])
def test_tax_that_does_not_divide_is_billed_to_the_last_unit_when_everything_is_billed_again(
    currency: str, places: int
) -> None:
    """3.4: a tax entered as what the rest leaves is conserved, however often the detail is corrected."""
    contract = Contract.of(currency=currency)
    tax, was = 100 * Decimal(1).scaleb(-places), Decimal(7)
    invoice, right = contract.billed("7", "3.333333", tax=f"{tax:f}"), tax
    for now in map(Decimal, (6, 5, 3, 2, 1)):
        right -= rounded(right * (was - now) / was, places)
        invoice, was = contract.correct(invoice), now
        contract.bill(invoice, quantity=now, tax_amount=right)
        contract.confirm(invoice)
        assert added_up(contract, BILLED, UNBILLED)[2] == tax
    contract.ready()
    contract.confirm(contract.draft())
    assert added_up(contract, BILLED) == (7, rounded(7 * Decimal("3.333333"), places), tax)
    assert added_up(contract, UNBILLED) == (0, 0, 0)


@given(parts=st.lists(st.integers(0, 3 * 10**6), min_size=1, max_size=40))
@examples(25)
def test_any_number_of_corrections_of_one_detail_loses_nothing(parts: list[int]) -> None:
    """Up and down: what stands is what was approved and all that was ever raised (L5, L7)."""
    contract = Contract.of()
    invoice = contract.billed("1", "33.37")
    for part in parts:
        before = contract.book
        draft = contract.correct(invoice)
        if contract.details(draft):
            contract.bill(draft, quantity=part * SMALLEST)
        else:  # it was credited in full: bill it anew
            contract.book = before
            contract.ready()
            draft = contract.draft()
        if confirmed(contract, draft):
            invoice = draft
        else:
            contract.book = before
    assert broken(contract.book) == []


def confirmed(contract: Contract, draft: int) -> bool:
    """Confirm a draft, unless it changes nothing."""
    try:
        contract.confirm(draft)
    except Refused as refused:
        assert [one.code for one in refused.problems] == ["NO_CHANGES"]
        return False
    return True


def stand(contract: Contract) -> list[dict[str, Decimal]]:
    """What is billed and what is open, by class and billing type, in every figure; nothing of what comes to nothing."""
    found = []
    for side in (BILLED, UNBILLED):
        for name in FIGURES:
            sums: dict[str, Decimal] = {}
            for row in rows(contract, side):
                key = f"{row.transaction_class} {row.billing_type}"
                sums[key] = sums.get(key, ZERO) + getattr(row, name)
            found.append({key: value for key, value in sums.items() if value})
    return found


def reached(quantity: str, price: str, kind: str, path: list[Decimal]) -> list[dict[str, Decimal]]:
    """Where correcting a piece of work along a path ends."""
    contract = Contract.of()
    invoice = contract.billed(quantity, price, kind)
    for now in path:
        before = contract.book
        draft = contract.correct(invoice)
        contract.bill(draft, quantity=now)
        invoice = draft if confirmed(contract, draft) else invoice
        contract.book = contract.book if invoice == draft else before
    return stand(contract)


@given(quantity=QUANTITIES, price=PRICES, kind=st.sampled_from(TAKEN_UP), parts=st.tuples(PARTS, PARTS).map(sorted))
@examples(60)
def test_going_down_in_two_steps_ends_where_one_step_ends(
    quantity: str, price: str, kind: str, parts: list[str]
) -> None:
    """L17 for q0 ≥ a ≥ b, a ≠ 0; for a above q0 what is billed agrees all the same."""
    whole = Decimal(quantity)
    b, a = ((whole * Decimal(part)).quantize(SMALLEST) + ZERO for part in parts)
    a = a or whole
    directly = reached(quantity, price, kind, [b])
    assert reached(quantity, price, kind, [a, b]) == directly
    assert reached(quantity, price, kind, [a * 2, b])[:3] == directly[:3]


@given(
    works=st.lists(st.tuples(QUANTITIES, PRICES, st.sampled_from([*TAKEN_UP, "FEE"]), st.booleans()), max_size=4),
    milestone=st.booleans(),
)
@examples(60)
def test_what_is_credited_in_full_and_billed_again_is_billed_as_before(
    works: list[tuple[str, str, str, bool]], milestone: bool
) -> None:
    """L16, with a milestone and a retainer beside the work."""
    contract = Contract.of(TIME, FIXED)
    contract.retained("50")
    for quantity, price, kind, free in works:
        contract.work(quantity, price, kind, billing="NON_CHARGEABLE" if free else "CHARGEABLE")
    contract.work("1", "7.77", "FEE", tax="2")
    if milestone:
        contract.milestone("100.01", tax="25", line=2)
    first = contract.draft()
    plan = contract.confirm(first)
    billed = stand(contract)
    credit = contract.confirm(contract.correct(first))
    assert credit.total_amount == -plan.total_amount
    contract.ready()
    again = contract.confirm(contract.draft())
    assert (stand(contract), again.total_amount) == (billed, plan.total_amount)
    assert broken(contract.book) == []
