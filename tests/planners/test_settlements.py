"""What a posted document is matched with on the customer's account (returns 3.5, 3.8)."""

from datetime import date
from decimal import Decimal

import pytest

from rebill.models.vocabulary import SettlementMode
from rebill.posting.planners.settlements import OpenItem, already_paid, due_date, settle, settled_changes

DAY = date(2026, 9, 1)
ITEMS = (  # key, due on, total, settled
    OpenItem(1, "INV-1", date(2026, 8, 31), Decimal(100), Decimal(40)),
    OpenItem(2, "INV-2", date(2026, 8, 1), Decimal(50), Decimal(0)),
    OpenItem(3, "CN-1", date(2026, 8, 1), Decimal(-30), Decimal(-10)),
    OpenItem(4, "INV-3", date(2026, 8, 31), Decimal(10), Decimal(10)),
)
AUTOMATIC, ORIGINAL, NONE = SettlementMode.AUTOMATIC, SettlementMode.ORIGINAL_INVOICE, SettlementMode.NONE


@pytest.mark.parametrize(
    ("case", "total", "mode", "credited", "settled"),
    [
        ("a credit takes the oldest due first", "-80", AUTOMATIC, {}, [(2, 50), (1, 30)]),
        ("a credit larger than all", "-500", AUTOMATIC, {}, [(2, 50), (1, 60)]),
        ("an invoice takes open credits", "15", AUTOMATIC, {}, [(3, 15)]),
        ("a credit of what it credits alone", "-80", ORIGINAL, {1: "80"}, [(1, 60)]),
        ("and of no more than it credits", "-80", ORIGINAL, {1: "50", 2: "30"}, [(2, 30), (1, 50)]),
        ("an invoice credits no original", "80", ORIGINAL, {1: "80"}, []),
        ("nothing", "-80", NONE, {1: "80"}, []),
        ("a total of zero", "0", AUTOMATIC, {}, []),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_settle(
    case: str, total: str, mode: SettlementMode, credited: dict[int, str], settled: list[tuple[int, int]]
) -> None:
    limits = {key: Decimal(amount) for key, amount in credited.items()}
    found = settle(Decimal(total), mode, ITEMS, limits)
    assert [(one.invoice_id, one.amount) for one in found] == settled, case


def test_others_move_towards_being_closed_with_the_sign_of_their_total() -> None:
    found = settled_changes(settle(Decimal(-80), AUTOMATIC, ITEMS, {}), ITEMS)
    assert [(one.key, one.before, one.after) for one in found] == [(2, 0, 50), (1, 40, 70)]
    found = settled_changes(settle(Decimal(15), AUTOMATIC, ITEMS, {}), ITEMS)
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
