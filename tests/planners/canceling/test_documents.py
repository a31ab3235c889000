"""The document that cancels another: every detail back at what it was before (putting-right 4.2)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.models.vocabulary import BillingType, DetailKind
from rebill.posting.planners.canceling.documents import pieces_credited_again, shown_lines, taken_back
from rebill.posting.planners.canceling.facts import Terms, WrittenRow
from tests.planners.canceling.facts import detail, written
from tests.planners.canceling.posted import BACK_LINE, SALE, WORK
from tests.planners.projects.goods import Figures

FIRST, LOWERED = ("10", "1000", "250"), ("10", "900", "225")


def test_a_sale_is_taken_back_with_its_cost_and_each_detail_to_nothing() -> None:
    note = taken_back(SALE, "Billed by mistake")
    (line,) = note.lines
    assert (line.quantity, line.unit_price, line.tax_rate) == (-10, 100, 25)
    assert (line.net_amount, line.tax_amount, line.cost_amount) == (-1000, -250, -600)
    assert (line.product_id, line.credits_line_id) == (1, 4)
    (one,) = note.details
    assert (one.quantity, one.amount, one.tax_amount, one.before) == (0, 0, 0, (10, 1000, 250))
    assert (one.original_id, one.source_id, one.line) == (5, 1, 0)
    assert (note.corrected_total, note.previous_total, note.reason) == (0, 1250, "Billed by mistake")
    assert shown_lines(note) == note.lines


def test_a_correction_is_taken_back_to_the_price_discount_and_text_before() -> None:
    was = Terms("Chair, oak", Decimal(100), Decimal(0), Decimal(25))
    lowered = detail(15, LOWERED, FIRST, terms=was._replace(discount_percent=Decimal(10)), terms_before=was, first_id=5)
    discounted = SALE.lines[0]._replace(discount_amount=Decimal(100))
    note = taken_back(replace(SALE, lines=(discounted,), details=(lowered,)), "The price was right")
    (line,) = note.lines
    assert (line.quantity, line.unit_price, line.description) == (0, 100, "Chair, oak")
    assert (line.net_amount, line.tax_amount, line.discount_percent, line.discount_amount) == (100, 25, 0, -100)
    (one,) = note.details
    assert (one.quantity, one.amount, one.tax_amount, one.discount_percent, one.first_id) == (10, 1000, 250, 0, 5)
    assert (note.corrected_total, note.previous_total) == (1250, 1125)


def test_a_charge_is_a_line_of_its_own_without_product_or_cost() -> None:
    back = detail(15, ("-3", "-300", "-75"), line_id=14)
    fee = detail(6, ("1", "-49", "-12.25"), kind=DetailKind.CHARGE, line_id=14)
    goods, charge = taken_back(replace(SALE, lines=(BACK_LINE,), details=(back, fee)), "Wrong").lines
    assert (goods.quantity, goods.net_amount, goods.cost_amount, goods.credits_line_id) == (3, 300, 180, 14)
    assert (charge.line_number, charge.net_amount, charge.tax_amount) == (2, 49, Decimal("12.25"))
    assert (charge.product_id, charge.cost_amount, charge.credits_line_id) == (None, 0, None)


def test_a_project_invoice_keeps_its_lines_and_corrects_what_was_charged_of_the_work() -> None:
    note = taken_back(WORK, "Billed by mistake")
    assert [(one.net_amount, one.tax_amount, one.contract_line_id) for one in note.lines] == [(-200, -200, 1)]
    assert [(one.before, one.source_id, one.retainer_id) for one in note.details] == [
        ((8, 800, 200), 8, None),
        ((-1, -600, 0), 13, 1),
    ]
    assert [(one.quantity, one.net_amount, one.tax_amount) for one in shown_lines(note)] == [
        (-8, -800, -200),
        (1, 600, 0),
    ]


def test_what_was_not_charged_is_in_no_total() -> None:
    gift = detail(7, ("2", "200", "50"), kind=DetailKind.TRANSACTION, billing_type=BillingType.COMPLIMENTARY)
    note = taken_back(replace(WORK, details=(*WORK.details, gift)), "Billed by mistake")
    assert [(one.quantity, one.net_amount, one.tax_amount) for one in shown_lines(note)][-1] == (-2, 0, 0)
    assert (note.corrected_total, note.previous_total) == (0, 400)


def test_neither_what_returns_took_nor_what_was_reversed_is_the_row_that_a_detail_corrects() -> None:
    reversed_ = WrittenRow(written(20, FIRST, reversed_by_id=21), 5)
    part = WrittenRow(written(22, ("3", "300", "75"), rule="sales.correction.returned_part"), 5)
    (one,) = taken_back(replace(SALE, written=(*SALE.written, reversed_, part)), "Wrong").details
    assert one.source_id == 1


@pytest.mark.parametrize(
    ("now", "before", "pieces"),
    [
        (("-2", "-200", "-50"), ("-3", "-300", "-75"), 1),
        (("-3", "-300", "-75"), ("-2", "-200", "-50"), -1),
        (("-3", "-240", "-60"), ("-3", "-300", "-75"), 0),
        (("-3", "-300", "-75"), ("-4", "-400", "-100"), 0),
    ],
    ids=["fewer were credited", "more were credited", "the price alone", "not more than it credited"],
)
def test_a_canceled_correction_of_a_credit_note_gives_back_the_pieces_that_it_took(
    now: Figures, before: Figures, pieces: int
) -> None:
    assert pieces_credited_again(detail(15, now, before, sold=Decimal(-3))) == pieces
