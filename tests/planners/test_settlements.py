"""What a posted document is matched with on the customer's account (returns 3.5, 3.8)."""

from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import SettlementMode
from rebill.posting.planners.settlements import (
    Matching,
    OpenItem,
    already_paid,
    due_date,
    each_once,
    settle,
    settled_changes,
)

DAY = date(2026, 9, 1)
ITEMS = (  # key, due on, dated, total, settled, families
    OpenItem(1, "INV-1", date(2026, 8, 31), DAY, Decimal(100), Decimal(40), (1,)),
    OpenItem(2, "INV-2", date(2026, 8, 1), DAY, Decimal(50), Decimal(0), (2,)),
    OpenItem(3, "CN-1", date(2026, 8, 1), DAY, Decimal(-30), Decimal(-10), (1, 2)),
    OpenItem(4, "INV-3", date(2026, 8, 31), DAY, Decimal(10), Decimal(10), (4,)),
    OpenItem(6, "INV-9", date(2026, 9, 30), DAY, Decimal(7), Decimal(0), (5,)),
    OpenItem(5, "INV-10", date(2026, 9, 30), date(2026, 9, 10), Decimal(8), Decimal(0), (5,)),
    OpenItem(7, "", date(2026, 9, 30), DAY, Decimal(9), Decimal(0), (5,)),
)
AUTOMATIC, ORIGINAL, NONE = SettlementMode.AUTOMATIC, SettlementMode.ORIGINAL_INVOICE, SettlementMode.NONE


def matching(mode: SettlementMode, shares: dict[int, str] | None = None, corrects: tuple[int, ...] = ()) -> Matching:
    """How a document of the day is matched, with its shares by family."""
    return Matching(mode, DAY, {key: Decimal(share) for key, share in (shares or {}).items()}, corrects)


@pytest.mark.parametrize(
    ("case", "total", "mode", "shares", "settled"),
    [
        ("a credit takes the oldest due first", "-80", AUTOMATIC, {}, [(2, 50), (1, 30)]),
        ("a credit larger than all", "-500", AUTOMATIC, {}, [(2, 50), (1, 60), (6, 7), (5, 8), (7, 9)]),
        ("an invoice takes open credits", "15", AUTOMATIC, {}, [(3, 15)]),
        ("a credit of what it credits alone", "-80", ORIGINAL, {1: "-80"}, [(1, 60)]),
        ("and of no more than its share", "-80", ORIGINAL, {1: "-50", 2: "-30"}, [(2, 30), (1, 50)]),
        ("and of no more than it is itself", "-20", ORIGINAL, {1: "-50", 2: "30"}, [(1, 20)]),
        ("a charge above the credit takes open credits of the family", "15", ORIGINAL, {2: "15"}, [(3, 15)]),
        ("of two families, up to both shares", "19", ORIGINAL, {1: "5", 2: "14"}, [(3, 19)]),
        ("an invoice that credits more than it adds", "80", ORIGINAL, {1: "-80"}, []),
        ("on one day by number, and what has none last", "-20", ORIGINAL, {5: "-20"}, [(6, 7), (5, 8), (7, 5)]),
        ("nothing", "-80", NONE, {1: "-80"}, []),
        ("a total of zero", "0", AUTOMATIC, {}, []),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_settle(
    case: str, total: str, mode: SettlementMode, shares: dict[int, str], settled: list[tuple[int, int]]
) -> None:
    found = settle(Decimal(total), matching(mode, shares), ITEMS)
    assert [(one.invoice_id, one.amount) for one in found] == settled, case


def test_what_is_corrected_itself_comes_before_what_is_due_earlier() -> None:
    both = {1: "-100", 2: "-100"}
    first = settle(Decimal(-100), matching(ORIGINAL, both, corrects=(1,)), ITEMS)
    assert [(one.invoice_id, one.amount) for one in first] == [(1, 60), (2, 40)]


def test_nothing_is_matched_before_the_later_of_both_is_dated() -> None:
    found = settle(Decimal(-15), matching(ORIGINAL, {5: "-15"}), ITEMS)
    assert [(one.invoice_id, one.day) for one in found] == [(6, None), (5, date(2026, 9, 10))]


def test_a_document_that_several_orders_are_matched_with_is_in_all_their_families() -> None:
    one, other = OpenItem(3, "CN-1", DAY, DAY, Decimal(-30), Decimal(0), (1,)), ITEMS[2]
    assert [item.families for item in each_once([one, other, one])] == [(1, 2)]


def test_others_move_towards_being_closed_with_the_sign_of_their_total() -> None:
    found = settled_changes(settle(Decimal(-80), matching(AUTOMATIC), ITEMS), ITEMS)
    assert [(one.key, one.before, one.after) for one in found] == [(2, 0, 50), (1, 40, 70)]
    found = settled_changes(settle(Decimal(15), matching(AUTOMATIC), ITEMS), ITEMS)
    assert [(one.key, one.before, one.after) for one in found] == [(3, -10, -25)]


def test_what_is_paid_already_is_warned_about_where_it_is_credited() -> None:
    assert [one.message for one in already_paid(ITEMS, {1, 4}, ORIGINAL)] == [
        "Nothing of INV-3 is open: the credit stays on the customer's account."
    ]
    assert list(already_paid(ITEMS, {4}, AUTOMATIC)) == []


@pytest.mark.parametrize(
    ("total", "on_credit_notes", "due"),
    [(1, False, "2026-10-01"), (0, False, "2026-10-01"), (-1, False, "2026-09-01"), (-1, True, "2026-10-01")],
)
def test_an_invoice_is_due_after_the_terms_and_a_credit_note_at_once(
    total: int, on_credit_notes: bool, due: str
) -> None:
    assert str(due_date(DAY, Decimal(total), 30, terms_on_credit_notes=on_credit_notes)) == due


def test_terms_beyond_the_calendar_end_with_it() -> None:
    assert due_date(DAY, Decimal(1), 10**9, terms_on_credit_notes=False) == date.max
