"""The mirror of a document: its rows are reversed, what it reversed stands again, and nothing else (putting-right 4.5)."""

from dataclasses import replace

from rebill.models.vocabulary import AdjustmentStatus, BillingStatus, NotToExceedStatus
from rebill.posting.planners.canceling.facts import ReversedRow, WrittenRow
from rebill.posting.planners.canceling.ledger_rows import Mirror, mirrored
from tests.planners.canceling.facts import written
from tests.planners.canceling.posted import SALE, WORK
from tests.tables import FREE, ROLES, SIDES, STATUSES, table

PRICE_BEFORE, PRICE_NOW = ("10", "1000", "250"), ("10", "900", "225")


def told(mirror: Mirror) -> str:
    """The rows as a text table: rule, side, class, quantity, amount, tax, statuses, connections."""
    links = [(link.position, f"{ROLES[link.role]} {link.other}") for link in mirror.links]
    return "\n".join(
        f"{one.rule.rpartition('.')[2]} {SIDES[one.transaction_type]}{FREE[one.billing_type]} "
        f"{one.transaction_class.lower()} {one.quantity:f} {one.amount:.2f} {one.tax_amount:.2f} "
        f"{(one.adjustment_status or '-').lower()} {STATUSES[one.billing_status]} "
        + " ".join(link for position, link in links if position == one.position)
        for one in mirror.rows
    )


def test_example_10_17_what_the_invoice_left_is_reversed_and_what_it_took_is_ready_again() -> None:
    mirror = mirrored(WORK, {5: 0, 6: 1})
    assert told(mirror) == table("""
        reversal BS      time     -8  -800.00 -200.00 unadjustable posted reverses 8
        reversal BS free time     -2  -200.00    0.00 unadjustable posted reverses 11
        reversal BS      retainer  1   600.00    0.00 unadjustable posted reverses 13
        reversal US      retainer  1   400.00    0.00 unadjustable posted reverses 14
        restored US      time     10  1000.00    0.00 -            ready  replaces 4
        restored US      retainer -1 -1000.00    0.00 -            ready  replaces 2
        """)
    assert [one.document_detail for one in mirror.rows] == [0, 0, 1, 1, 0, 1]
    assert [one.root for one in mirror.rows] == [4, 4, 13, 14, 4, 2]
    assert [one.retainer_id for one in mirror.rows] == [None, None, 1, 1, None, 1]
    assert mirror.reversed_existing == ((8, 0), (11, 1), (13, 2), (14, 3))


def test_a_copy_is_of_the_same_contract_line_and_under_the_same_limit() -> None:
    limited = written(8, PRICE_NOW, contract_line_id=3, not_to_exceed_status=NotToExceedStatus.COMMITTED)
    (one,) = mirrored(replace(SALE, written=(WrittenRow(limited, 5),)), {5: 0}).rows
    assert (one.contract_line_id, one.not_to_exceed_status) == (3, "COMMITTED")


def test_what_is_reversed_is_adjusted_and_if_unbilled_no_longer_ready() -> None:
    changes = mirrored(WORK, {}).changes
    assert [one.key for one in changes if one.field == "adjustment_status"] == [8, 11, 13, 14]
    assert {one.after for one in changes if one.field == "adjustment_status"} == {AdjustmentStatus.ADJUSTED}
    assert [(one.key, one.before, one.after) for one in changes if one.field == "billing_status"] == [
        (14, BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_POSTED)
    ]


def test_a_row_that_the_document_wrote_and_reversed_itself_is_left_alone() -> None:
    assert told(mirrored(SALE, {5: 0})) == "reversal BS product -10 -1000.00 -250.00 unadjustable posted reverses 1"
    spent = WrittenRow(written(2, PRICE_NOW, reversed_by_id=3), 5)
    assert mirrored(replace(SALE, written=(spent,)), {5: 0}) == ((), (), (), ())


def test_what_a_correction_replaced_is_live_again_and_bills_the_same_work() -> None:
    correction = replace(
        SALE,
        written=(WrittenRow(written(8, PRICE_NOW, root_id=1), 7),),
        reversed=(ReversedRow(written(2, PRICE_BEFORE, root_id=1, reversed_by_id=7), 7, 1),),
    )
    mirror = mirrored(correction, {7: 0})
    assert told(mirror) == table("""
        reversal BS time -10 -900.00 -225.00 unadjustable posted reverses 8
        restored BS time  10 1000.00  250.00 -            posted replaces 2 bills 1
        """)
    assert [(one.reverses, one.stands_for) for one in mirror.rows] == [(8, None), (None, 2)]


def test_a_row_restored_once_more_stands_in_for_the_first_one_that_it_copies() -> None:
    again = ReversedRow(written(12, PRICE_BEFORE, root_id=1, stands_for_id=2, reversed_by_id=13), 7, None)
    mirror = mirrored(replace(SALE, written=(), reversed=(again,)), {})
    assert [(one.stands_for, one.root) for one in mirror.rows] == [(2, 1)]
    assert [(link.position, link.other) for link in mirror.links] == [(0, 12)]
