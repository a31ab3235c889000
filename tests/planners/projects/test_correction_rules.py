"""One rule for many details: what it says is right of each, begun with what stands (putting-right 8.1, 8.2)."""

from decimal import Decimal
from typing import Any

import pytest

from rebill.models.vocabulary import DetailKind, TransactionClass
from rebill.posting.planners.projects.correction_rules import CorrectionRule, right_values
from rebill.posting.planners.projects.facts import DraftDetail
from tests.planners.projects.goods import charge, correction

PRICE = CorrectionRule(unit_price=Decimal(110))
FACTOR = CorrectionRule(price_factor=Decimal("0.9"))
RATE = CorrectionRule(tax_rate=Decimal(15))
NOTHING = CorrectionRule(credit_in_full=True)
RULES = {"price": PRICE, "factor": FACTOR, "rate": RATE, "nothing": NOTHING}
GOODS = correction(("10", "1200", "300"), "120")


def work(kind: DetailKind = DetailKind.TRANSACTION, **columns: Any) -> DraftDetail:
    """Ten hours, or something else of a project, which has no tax rate of its own."""
    one = GOODS._replace(kind=kind, transaction_class=TransactionClass.TIME, goods=None)
    return one._replace(**{"tax_rate": None, "discount_percent": None, **columns})


FIXED, MILESTONE, RETAINER = work(fixed_price=True), work(DetailKind.MILESTONE), work(DetailKind.RETAINER)
CASES = {"goods": GOODS, "work": work(), "fixed": FIXED, "milestone": MILESTONE, "retainer": RETAINER}


def entered(detail: DraftDetail, rule: CorrectionRule) -> dict[str, Decimal]:
    """What is entered, by field."""
    values = right_values(detail, rule, 2)
    return {} if values is None else {name: one for name, one in vars(values).items() if isinstance(one, Decimal)}


@pytest.mark.parametrize(
    ("what", "rule", "values"),
    [
        ("goods", "price", {"unit_price": "110"}),
        ("goods", "factor", {"unit_price": "108"}),
        ("goods", "rate", {"tax_rate": "15"}),
        ("goods", "nothing", {"quantity": "0"}),
        ("work", "price", {"unit_price": "110", "tax_amount": "275"}),
        ("work", "factor", {"unit_price": "108", "tax_amount": "270"}),
        ("work", "rate", {"tax_amount": "180"}),
        ("work", "nothing", {"quantity": "0", "tax_amount": "0"}),
        ("fixed", "price", {}),
        ("fixed", "rate", {}),
        ("fixed", "nothing", {"quantity": "0", "tax_amount": "0"}),
        ("milestone", "price", {}),
        ("milestone", "rate", {}),
        ("milestone", "nothing", {"quantity": "0"}),
        ("retainer", "price", {}),
        ("retainer", "nothing", {}),
    ],
)
def test_what_a_rule_enters_of_what_it_reaches(what: str, rule: str, values: dict[str, str]) -> None:
    assert entered(CASES[what], RULES[rule]) == {name: Decimal(one) for name, one in values.items()}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_charge_is_never_reached(rule: CorrectionRule) -> None:
    assert right_values(charge("49", "12.25"), rule, 2) is None


def test_a_price_by_a_factor_is_rounded_to_six_places_half_away_from_zero() -> None:
    assert entered(GOODS._replace(unit_price=Decimal("33.333345")), FACTOR) == {"unit_price": Decimal("30.000011")}


def test_the_tax_of_work_goes_with_its_amount_and_stays_where_the_price_does() -> None:
    odd = work(quantity=Decimal(3), unit_price=Decimal("33.35"), amount=Decimal("100.05"), tax_amount=Decimal(25))
    assert entered(odd, CorrectionRule(unit_price=Decimal("30.01"))) == {
        "unit_price": Decimal("30.01"),
        "tax_amount": Decimal("22.50"),
    }
    assert entered(odd, CorrectionRule(unit_price=Decimal("33.35")))["tax_amount"] == 25


def test_work_that_was_billed_at_nothing_keeps_its_tax() -> None:
    free = work(unit_price=Decimal(0), amount=Decimal(0), tax_amount=Decimal(0))
    assert entered(free, PRICE) == {"unit_price": Decimal(110), "tax_amount": Decimal(0)}
