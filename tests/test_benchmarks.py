"""What the benchmarks reckon: ratios, the page, whether two answers are the same. They themselves are run by make."""

import doctest
import json
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import bars, equality, page, replays, results, scale, statements, tryton
from benchmarks import contestants as named
from benchmarks.bars import BARS, Bar
from benchmarks.book import Book, spread
from benchmarks.contestants import JAVASCRIPT
from benchmarks.equality import difference, normalised
from benchmarks.load import Load
from benchmarks.queries import Sample, of_written
from benchmarks.read_figures import AGAINST, Life, Round, result
from benchmarks.results import Figure, Result, figure, keep, kept, ratio, shown
from benchmarks.statements import script, sent
from rebill.models.identity import encode

ROOT = Path(__file__).resolve().parent.parent
BOOK = Book(226, 4036, 4128, 2, 118, 113, 106, 4, "hold")


def test_a_ratio_is_taken_round_by_round() -> None:
    assert ratio([10, 40, 90], [5, 10, 30]) == Figure(3, 2, 4, 3)
    assert figure([5, 1, 3]) == Figure(3, 1, 5, 3)
    with pytest.raises(ValueError, match="shorter"):
        ratio([1, 2], [1])


def test_a_figure_is_told_with_its_spread_and_three_digits() -> None:
    assert str(figure([1234.5])) == "1,234"
    assert str(figure([2.0, 2.512, 3.1])) == "2.51 (2.00–3.10)"
    assert [shown(one) for one in (0.0184, 0.5, 99.96)] == ["0.018", "0.5", "100.0"]


def test_answers_are_the_same_whatever_a_server_calls_ids_lists_and_decimals() -> None:
    rebill = {"invoice": {"id": encode("Invoice", 7), "totalAmount": "12.50", "lines": [{"id": encode("Line", 1)}]}}
    peer = {"invoice": {"id": 7, "totalAmount": "12.5000", "lines": {"nodes": [{"id": "1"}]}}}
    assert difference(normalised(rebill), normalised(peer)) is None


@pytest.mark.parametrize(
    ("what", "peer", "where"),
    [
        ("another amount", {"lines": [{"id": 1, "amount": "12.51"}]}, "data.lines[0].amount"),
        ("another record", {"lines": [{"id": 2, "amount": "12.50"}]}, "data.lines[0].id"),
        ("a record less", {"lines": []}, "data.lines"),
        ("a field less", {"lines": [{"id": 1}]}, "data.lines[0]"),
        ("a number for a text", {"lines": [{"id": 1, "amount": None}]}, "data.lines[0].amount"),
    ],
)
def test_answers_that_differ_are_told_by_place(what: str, peer: object, where: str) -> None:
    rebill = {"lines": [{"id": encode("InvoiceLine", 1), "amount": "12.50"}]}
    told = difference(normalised(peer), normalised(rebill))
    assert told is not None, what
    assert told.startswith(f"{where}: ")


def test_the_order_of_a_list_counts() -> None:
    assert difference(normalised([{"id": 1}, {"id": 2}]), normalised([{"id": 2}, {"id": 1}])) is not None


def test_cursors_of_other_rows_are_made_from_one_that_a_server_gave() -> None:
    rebill, postgraphile = "WyJpZCIsIDFd", "WyI2NTE2NWU2NjY0IiwxXQ=="
    assert Sample(rebill).after(1) == rebill
    assert Sample(postgraphile).after(1) == postgraphile
    assert Sample(rebill).after(20_018) == "WyJpZCIsIDIwMDE4XQ"


def test_pages_begin_where_invoices_of_ten_lines_follow() -> None:
    assert BOOK.starts(100) == [18, 68, 136, 186]
    assert BOOK.starts(2) == [18, 136]
    assert BOOK.entered_numbers(9) == ["INV-000106", "INV-000219"]
    assert spread(list("abcdef"), 3) == ["a", "c", "e"]
    assert len(of_written(BOOK, lambda _: {})["q50"]) == 4


def test_statements_are_read_from_the_log_with_their_values() -> None:
    log = [
        {"message": "statement: BEGIN"},
        {"message": "execute _pg3_0: SELECT $1::text, '$1', x FROM t WHERE a = $2", "detail": "Parameters: $1 = 'it''s', $2 = NULL"},
        {"message": "checkpoint complete: wrote 0 buffers"},
        {"message": "execute <unnamed>: COMMIT"},
    ]  # fmt: skip
    assert list(sent(log)) == ["SELECT 'it''s'::text, '$1', x FROM t WHERE a = NULL"]


def test_a_script_for_pgbench_has_no_variables_that_nobody_meant() -> None:
    assert script(["SELECT '{\"a\":null}'::text"]) == "SELECT '{\"a\":'\n'null}'::text;\n"


def test_transactions_are_read_from_the_log_by_session_and_only_those_that_were_committed() -> None:
    def log(session: str, *texts: str) -> list[dict[str, object]]:
        return [{"message": f"execute <unnamed>: {text}", "session_id": session} for text in texts]

    posting = ["BEGIN", "SET LOCAL a = 1", "SELECT 1", "SAVEPOINT s", "INSERT INTO invoice (id) VALUES (1)", "COMMIT"]
    first, other = log("a", *posting), log("b", "BEGIN", "SELECT 2", "INSERT INTO invoice (id) VALUES (2)", "ROLLBACK")
    mixed = [*first[:3], *other[:2], *first[3:], *other[2:], *log("a", "BEGIN", "SELECT 3", "COMMIT")]
    assert [[text for text, _ in one] for one in replays.transactions(mixed, "invoice")] == [posting[2:5:2]]


def test_a_copy_cannot_be_replayed() -> None:
    with pytest.raises(RuntimeError, match="COPY has its rows in no log"):
        list(replays.transactions([{"message": "statement: COPY actual FROM STDIN"}], "invoice"))


def test_a_statement_is_prepared_once_and_executed_with_its_values() -> None:
    twice = [[("SELECT $1, $2", ("'a:b'", "NULL"))], [("SELECT $1, $2", ("'c'", "'d'"))]]
    assert replays.replay(twice).splitlines() == [
        *("PREPARE s0 AS SELECT $1, $2;", "BEGIN;", "EXECUTE s0('a:'", "'b', NULL);", "COMMIT;"),
        *("BEGIN;", "EXECUTE s0('c', 'd');", "COMMIT;"),
    ]


def test_an_exponent_is_taken_round_by_round_over_all_sizes() -> None:
    flat, linear = dict.fromkeys(scale.STEPS, 2.0), dict.fromkeys(scale.STEPS, 20.0)
    found = scale.exponents({1000: [flat, flat], 10_000: [flat, linear]})
    assert {(round(one.low, 6), round(one.high, 6), one.rounds) for one in found.values()} == {(0, 1, 2)}
    shown_table = scale.table("SQLite", {1000: [flat], 10_000: [linear]})
    assert shown_table.columns == ("", "1,000 actuals", "10,000 actuals", "exponent")
    assert shown_table.rows[0][:3] == ["page", "2,000", "20,000"]


def test_against_tryton_the_ratio_is_that_of_its_time_to_ours() -> None:
    found = tryton.result({10: {"Rebill": [(0.1, 0.05), (0.2, 0.1)], "Tryton": [(1, 1), (4, 3)]}}, {})
    assert found.figures == {"tryton-10": figure([10, 20])}
    assert [row[:2] for row in found.tables[0].rows] == [["10", "Rebill"], ["10", "Tryton"]]


@pytest.mark.parametrize("module", [bars, equality, replays, results, scale, statements], ids=lambda one: one.__name__)
def test_the_examples_of_a_benchmark_run(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def loads(query: str, name: str, *rates: float) -> list[Round]:
    return [Round(query, name, place, Load(rate, 1, 1, 1, 1, 1, 2048)) for place, rate in enumerate(rates)]


def test_a_run_becomes_figures_by_bar_and_a_table_a_query() -> None:
    rounds = [*loads("q50", named.REBILL, 8, 12), *loads("q50", named.POSTGRAPHILE, 2, 2)]
    lives = [Life(named.REBILL, [2.0, 1.0], [0.5, 0.4], 100, 0.2)]
    found = result(rounds, lives, {named.REBILL: (150, 160), named.POSTGRAPHILE: (300, 320)}, {"book": "small"})
    assert found.figures["q50-postgraphile"] == Figure(5, 4, 6, 2)
    assert found.figures["memory-postgraphile"].median == 0.5
    assert found.figures["start"] == Figure(1.5, 1, 2, 2)
    assert "q50-mercurius" not in found.figures
    assert [one.title for one in found.tables] == ["q50", "starting, idling, memory"]
    assert found.tables[0].rows[1][:3] == [named.POSTGRAPHILE, "2.00 (2.00–2.00)", "5.00 (4.00–6.00)"]


def test_a_bar_tells_whether_it_is_met() -> None:
    more, less = Bar("a", "A", 4, 6), Bar("b", "B", 2.5, 1, " s", more_is_better=False)
    assert [more.is_met(found, more.must) for found in (3.9, 4, 7)] == [False, True, True]
    assert [less.is_met(found, less.goal) for found in (2, 1, 0.5)] == [False, True, True]
    assert (more.unit_of(more.must), less.unit_of(less.goal), more.unit_of(None)) == ("≥ 4 ×", "≤ 1 s", "–")


def test_the_page_shows_what_is_kept(tmp_path: Path) -> None:
    text = "a\n" + "".join(
        f"<!-- {name}: written by `python -m benchmarks.page` -->\nold\n<!-- end -->\n" for name in ("bars", "runs")
    )
    keep("reads", Result({"q50-postgraphile": figure([3, 5, 4.5]), "start": figure([3])}, [], {"book": "b"}), tmp_path)
    found = page.rendered(text, kept(tmp_path))
    assert "| q50 on PostgreSQL, against PostGraphile 5 | ≥ 4 × | ≥ 6 × | 4.50 (3.00–5.00) × | must |" in found
    assert "| start to first answer | ≤ 2.5 s | ≤ 1 s | 3.00 s | **no** |" in found
    assert "| … against mercurius + jit | ≥ 3 × | ≥ 5 × | not measured yet |  |" in found
    assert "- book: b" in found
    assert "old" not in found
    assert page.rendered(found, kept(tmp_path)) == found


def test_the_page_of_the_repository_is_drawn_from_its_results() -> None:
    written = page.PAGE.read_text(encoding="utf-8")
    assert page.rendered(written, kept()) == written


def test_every_figure_of_reads_has_a_bar() -> None:
    bars = [bar.id for bar in BARS]
    assert len(bars) == len(set(bars))
    assert set(AGAINST) <= set(bars)


def test_the_peers_are_pinned_and_their_lock_names_no_registry() -> None:
    package = json.loads((JAVASCRIPT / "package.json").read_text())
    pinned = {**package["dependencies"], **package["optionalDependencies"]}
    assert [name for name, version in pinned.items() if not version[0].isdigit()] == []
    lock = json.loads((JAVASCRIPT / "package-lock.json").read_text())
    assert lock["packages"][""]["dependencies"] == package["dependencies"]
    assert [name for name, one in lock["packages"].items() if "resolved" in one] == []
