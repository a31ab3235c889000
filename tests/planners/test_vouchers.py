"""The journal entries of a posting: amounts of one posting type together, zeros left out, always balanced (returns 3.7)."""

from decimal import Decimal

import pytest

from rebill.models.vocabulary import DispositionAction, PostingType
from rebill.posting.planners.vouchers import booked as amounts
from rebill.posting.planners.vouchers import goods_back, voucher
from rebill.posting.rules.vouchers import CREDIT_NOTE, DELIVERY, PROJECT_INVOICE, SALES_INVOICE, Figure
from tests.planners.sales.trade import booked

REVENUE, RECEIVABLES = (PostingType.REVENUE, Decimal(8)), (PostingType.RECEIVABLES, Decimal(-8))


@pytest.mark.parametrize(
    ("case", "rule", "figures", "entries"),
    [
        (
            "a sale",
            SALES_INVOICE,
            {Figure.NET: 1000, Figure.TAX: 250, Figure.COST: 600},
            "Cr GOODS_DELIVERED 600.00, Cr REVENUE 1000.00, Cr SALES_TAX 250.00, Dr COST_OF_GOODS_SOLD 600.00, "
            "Dr RECEIVABLES 1250.00",
        ),
        (
            "work with a retainer applied",
            PROJECT_INVOICE,
            {Figure.NET: 1000, Figure.TAX: 250, Figure.ADVANCES: -600},
            "Cr REVENUE 1000.00, Cr SALES_TAX 250.00, Dr ADVANCES 600.00, Dr RECEIVABLES 650.00",
        ),
        (
            "a credit with a fee",
            CREDIT_NOTE,
            {Figure.NET: 400, Figure.TAX: 100, Figure.CHARGES: 50, Figure.CHARGE_TAX: 12},
            "Cr FEES 50.00, Cr RECEIVABLES 438.00, Dr REVENUE 400.00, Dr SALES_TAX 88.00",
        ),
        ("a delivery", DELIVERY, {Figure.COST: 600}, "Cr INVENTORY 600.00, Dr GOODS_DELIVERED 600.00"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith(("a ", "work")) else "",
)
def test_the_account_table_with_figures_in_it(
    case: str, rule: object, figures: dict[Figure, int], entries: str
) -> None:
    given = {figure: Decimal(amount) for figure, amount in figures.items()}
    assert ", ".join(booked(voucher(*amounts(rule.rows, given)))) == entries, case


def test_figures_that_no_row_books_are_a_mistake() -> None:
    with pytest.raises(AssertionError, match="is booked"):
        amounts(DELIVERY.rows, {Figure.NET: Decimal(1)})


def test_a_correction_shows_in_the_other_column_negated() -> None:
    assert booked(voucher(REVENUE, RECEIVABLES, correction=True)) == [
        "Cr REVENUE -8.00 storno",
        "Dr RECEIVABLES -8.00 storno",
    ]


def test_one_type_stands_once_and_what_comes_to_nothing_not_at_all() -> None:
    back = [(kind, -amount) for kind, amount in (REVENUE, RECEIVABLES)]
    assert voucher(REVENUE, RECEIVABLES, *back) == ()
    assert booked(voucher(REVENUE, RECEIVABLES, REVENUE, RECEIVABLES)) == ["Cr RECEIVABLES 16.00", "Dr REVENUE 16.00"]


def test_what_does_not_balance_is_no_voucher() -> None:
    with pytest.raises(AssertionError, match="does not balance"):
        voucher(REVENUE)


@pytest.mark.parametrize(
    ("action", "on_hand"),
    [(DispositionAction.CREDIT, 1), (DispositionAction.SCRAP, 0), (DispositionAction.CREDIT_ONLY, 0)],
)
def test_what_becomes_of_goods_that_came_back(action: DispositionAction, on_hand: int) -> None:
    assert goods_back(action).on_hand == on_hand
