"""The account table against a plain-text transcription of returns 3.7 and its worked vouchers, fact by fact."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from rebill.models.vocabulary import DispositionAction, PostingType
from rebill.posting.planners.vouchers import booked, goods_back, voucher
from rebill.posting.rules.render_vouchers import in_words
from rebill.posting.rules.vouchers import (
    ACCOUNTS,
    CREDIT_NOTE,
    GOODS_BACK,
    VOUCHERS,
    Figure,
    Side,
    VoucherRow,
    VoucherRule,
)

SIDES = {Side.DEBIT: "Dr", Side.CREDIT: "Cr"}
FIGURES = {figure.value: figure for figure in Figure}


def transcription() -> dict[str, list[list[str]]]:
    """The facts by the heading that they stand under, each in its columns."""
    found: dict[str, list[list[str]]] = {}
    lines = (Path(__file__).parent / "account_table.txt").read_text(encoding="utf-8").splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("#") or not line:
            continue
        if not before or before.startswith("#"):
            found[line] = heading = []
        else:
            heading.append([one.strip() for one in line.split("|")])
    return found


TABLE, DIRECT, STOCK, CUSTOMER, EXAMPLES = list(transcription().values())[1:]
KEYS = {account: key for (line,) in transcription()["accounts"] for key, account in [line.split(" = ")]}


def at_cost(rows: tuple[VoucherRow, ...] | None) -> str:
    """Entries in the table's words."""
    if rows is None:
        return "(no packing slip)"
    words = in_words(rows)
    for account, key in KEYS.items():
        words = words.replace(f" {account}", f" {key}")
    return words


def with_figures(rows: Iterable[VoucherRow], figures: set[Figure]) -> set[str]:
    """Those entries of a voucher that have such figures, in the table's words."""
    return {
        f"{SIDES[row.side]} {KEYS[row.account]} {' + '.join(one.value for one in row.figures)}"
        for row in rows
        if figures.intersection(row.figures)
    }


def test_goods_that_come_back_are_posted_as_the_table_says() -> None:
    told = [[", ".join(one.actions), at_cost(one.slip), at_cost(one.cleared)] for one in GOODS_BACK]
    assert told == [[cell.removesuffix(" at return cost") for cell in row] for row in TABLE]


def test_without_packing_slips_in_the_ledger_the_cost_is_moved_directly() -> None:
    assert [[", ".join(one.actions), at_cost(one.direct)] for one in GOODS_BACK] == DIRECT


@pytest.mark.parametrize(("action", "change"), STOCK, ids=[action for action, _ in STOCK])
def test_the_stock_moves_by_the_disposition(action: str, change: str) -> None:
    assert goods_back(DispositionAction(action)).on_hand == int(change)


def test_every_disposition_stands_in_the_table_once() -> None:
    assert sorted(action for one in GOODS_BACK for action in one.actions) == sorted(DispositionAction)
    assert len(STOCK) == len(DispositionAction)


@pytest.mark.parametrize(
    ("part", "figures"),
    [("lines", {Figure.NET, Figure.TAX}), ("fees", {Figure.CHARGES, Figure.CHARGE_TAX})],
    ids=["lines", "fees"],
)
def test_the_customer_part_of_a_credit_note_is_that_of_the_table(part: str, figures: set[Figure]) -> None:
    (entries,) = [cell.split(", ") for name, cell in CUSTOMER if name == part]
    assert with_figures(CREDIT_NOTE.rows, figures) == set(entries)


@pytest.mark.parametrize(("case", "credited", "cost", "entered"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_a_worked_example_comes_to_its_voucher(case: str, credited: str, cost: str, entered: str) -> None:
    of_customer = {}
    for one in credited.split(", "):
        name, _, amount = one.rpartition(" ")
        of_customer[FIGURES[name]] = Decimal(amount)
    _, amount, action = cost.split()
    of_goods = goods_back(DispositionAction(action)).cleared
    figures = {Figure.COST: Decimal(amount)} if of_goods else {}
    entries = voucher(*booked(CREDIT_NOTE.rows, of_customer), *booked(of_goods, figures))
    shown = {f"{'Dr' if one.amount > 0 else 'Cr'} {KEYS[one.posting_type]} {abs(one.amount):f}" for one in entries}
    assert shown == set(entered.split(", "))


@pytest.mark.parametrize("rule", VOUCHERS, ids=[rule.label for rule in VOUCHERS])
def test_every_voucher_balances_figure_by_figure(rule: VoucherRule) -> None:
    for figure in Figure:
        assert sum(row.side.value * row.figures.count(figure) for row in rule.rows) == 0


def test_every_account_is_explained_and_posted_to() -> None:
    of_goods = (row for one in GOODS_BACK for rows in (one.slip or (), one.cleared, one.direct) for row in rows)
    posted = {row.account for rows in (of_goods, *(one.rows for one in VOUCHERS)) for row in rows}
    assert posted == set(ACCOUNTS) == set(PostingType)


def test_a_figure_that_no_entry_takes_is_not_lost_silently() -> None:
    with pytest.raises(AssertionError, match="not all of"):
        booked(CREDIT_NOTE.rows, {Figure.ADVANCES: Decimal(1)})
