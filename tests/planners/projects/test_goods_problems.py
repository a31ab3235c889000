"""What is wrong with the right values of goods and charges, case by case (putting-right 2.1.7)."""

from decimal import Decimal
from typing import Any

import pytest

from rebill.posting.planners.projects.facts import DraftDetail
from rebill.posting.planners.projects.goods_problems import nothing_stands
from tests.planners.projects.goods import charge, correction, credited, entered, problems, took

SOLD = correction(("100", "2000", "500"), "20")
RETURNED = correction(("100", "2000", "500"), "20", taken=("10", "200", "50"))
CLAIMED = correction(("100", "2000", "500"), "20", claimed=Decimal(30), claimed_by=("RO-000001",))
CREDIT = credited(("-3", "-300", "-75"), "100", returnable=Decimal(1))
BY_HAND = credited(("-3", "-300", "-75"), "100", most=None, share=None)

CASES: list[tuple[str, DraftDetail, dict[str, str], list[tuple[str, str]]]] = [
    ("more than was sold", SOLD, {"quantity": "101"}, [("CORRECTION_EXCEEDS_BILLED", "quantity")]),
    ("more than returns left", RETURNED, {"quantity": "91"}, [("CORRECTION_EXCEEDS_BILLED", "quantity")]),
    ("below zero", SOLD, {"quantity": "-1"}, [("QUANTITY_SIGN", "quantity")]),
    ("less than is claimed", CLAIMED, {"quantity": "29"}, [("RETURN_QTY_EXCEEDS_INVOICED", "quantity")]),
    ("a credit without its sign", CREDIT, {"quantity": "2"}, [("QUANTITY_SIGN", "quantity")]),
    ("more than was credited", CREDIT, {"quantity": "-4"}, [("CORRECTION_EXCEEDS_BILLED", "quantity")]),
    ("above what was taken", CREDIT, {"unit_price": "100.01"}, [("RETURN_PRICE_EXCEEDS_BILLED", "unitPrice")]),
    ("above its part", CREDIT, {"quantity": "-1", "unit_price": "101"}, [("RETURN_PRICE_EXCEEDS_BILLED", "unitPrice")]),
    (
        "a charge without its sign",
        charge("49", "12.25"),
        {"amount": "-1", "quantity": "-1"},
        [("QUANTITY_SIGN", "amount")],
    ),
]


@pytest.mark.parametrize(("case", "detail", "values", "wrong"), CASES, ids=[one[0] for one in CASES])
def test_wrong_values_are_told(
    case: str, detail: DraftDetail, values: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    assert problems(entered(detail, **values)) == [(code, f"details.0.{path}") for code, path in wrong], case


def test_pieces_of_a_credit_note_stay_where_the_sale_was_corrected_since() -> None:
    built_on: dict[str, Any] = {"successors": ("CN-000003", "CN-000002")}
    detail = credited(("-3", "-300", "-75"), "100", **built_on)
    assert problems(entered(detail, quantity="-2")) == [("INVOICE_HAS_SUCCESSORS", "details.0.quantity")]


def test_pieces_are_credited_again_only_while_they_can_be_returned() -> None:
    lowered = credited(
        ("-1", "-100", "-25"),
        "100",
        sold=Decimal(3),
        most=Decimal(3),
        share=took("300", "75", "100"),
        returnable=Decimal(1),
    )
    assert problems(entered(lowered, quantity="-3")) == [("RETURN_QTY_EXCEEDS_INVOICED", "details.0.quantity")]


def test_credits_by_hand_have_no_limit_but_their_sign() -> None:
    assert problems(entered(BY_HAND, quantity="2")) == [("QUANTITY_SIGN", "details.0.quantity")]


def test_of_what_came_back_whole_nothing_stands() -> None:
    whole = correction(("2", "40", "10"), "20", taken=("2", "40", "10"))
    assert whole.goods is not None
    assert nothing_stands(whole.goods)
