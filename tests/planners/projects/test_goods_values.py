"""Goods and charges put right: rows, voucher, cost and lines of every worked example (putting-right 2.3, 10.1 to 10.6)."""

from decimal import Decimal

from rebill.models.vocabulary import DispositionAction, DocumentType
from rebill.posting.planned.changes import Change
from rebill.posting.planners.projects.goods_facts import ReturnLineMoves
from tests.planners.projects.goods import charge, correction, credited, entered, entries, planned, problems, rows
from tests.tables import table

SOLD = ("100", "2000", "500")


def test_10_1_price_wrong() -> None:
    plan = planned(entered(correction(SOLD, "20"), unit_price="18"))
    assert (plan.document_type, plan.net_amount, plan.tax_amount) == (DocumentType.CREDIT_NOTE, -200, -50)
    assert rows(plan) == table("""
        reversal  -100 -2000.00 -500.00 reverses 1
        corrected  100  1800.00  450.00 replaces 1
        """)
    assert entries(plan) == ["Cr RECEIVABLES 250.00", "Dr REVENUE 200.00", "Dr SALES_TAX 50.00"]
    (line,) = plan.lines
    assert (line.quantity, line.unit_price, line.net_amount, line.cost_amount) == (0, 18, -200, 0)


def test_10_2_tax_rate_wrong() -> None:
    plan = planned(entered(correction(("4", "1000", "250"), "250"), tax_rate="15"))
    assert (plan.net_amount, plan.tax_amount) == (0, -100)
    assert entries(plan) == ["Cr RECEIVABLES 100.00", "Dr SALES_TAX 100.00"]


def test_10_3_text_wrong() -> None:
    plan = planned(entered(correction(("1", "500", "125"), "500"), description="Oak chair"))
    assert (plan.document_type, plan.total_amount, plan.entries) == (DocumentType.CREDIT_NOTE, 0, ())
    assert [one.description for one in plan.actuals] == ["Chair", "Oak chair"]


def test_10_4_billed_never_delivered() -> None:
    plan = planned(entered(correction(SOLD, "20"), quantity="98"))
    assert entries(plan) == [
        "Cr COST_OF_GOODS_SOLD 24.00",
        "Cr RECEIVABLES 50.00",
        "Dr REVENUE 40.00",
        "Dr SALES_TAX 10.00",
        "Dr SCRAP 24.00",
    ]
    assert (plan.lines[0].quantity, plan.lines[0].cost_amount) == (-2, -24)
    assert Change("InvoiceLine", 9, "cost_amount", Decimal(0), Decimal(-24)) in plan.changes


def test_10_5_after_a_partial_return() -> None:
    plan = planned(entered(correction(SOLD, "20", taken=("10", "200", "50")), unit_price="18"))
    assert (plan.net_amount, plan.tax_amount) == (-180, -45)
    assert rows(plan) == table("""
        reversal      -100 -2000.00 -500.00 reverses 1
        returned_part   10   200.00   50.00 replaces 1
        corrected       90  1620.00  405.00 replaces 1
        """)
    assert [one.unit_price for one in plan.actuals] == [20, 20, 18]


def test_10_6_cents() -> None:
    plan = planned(entered(correction(("3", "90.05", "22.51"), "33.35", discount="10"), unit_price="30.01"))
    assert (str(plan.net_amount), str(plan.tax_amount)) == ("-9.02", "-2.25")


def test_10_6_kept_cents() -> None:
    detail = correction(("3", "3.02", "0.76"), "1.12", taken=("1", "1.01", "0.25"), discount="10")
    plan = planned(entered(detail, description="Screws"))
    assert plan.total_amount == 0
    assert rows(plan) == table("""
        reversal      -3 -3.02 -0.76 reverses 1
        returned_part  1  1.01  0.25 replaces 1
        corrected      2  2.01  0.51 replaces 1
        """)
    plan = planned(entered(correction(("2", "2.01", "0.51"), "1.12", discount="10"), tax_rate="0"))
    assert (plan.net_amount, str(plan.tax_amount)) == (0, "-0.51")


def test_10_13_raised_again_the_cost_comes_back() -> None:
    lowered = correction(
        ("6", "600", "150"), "100", most=Decimal(10), sold=Decimal(10), cost_amount=Decimal(600), costed=Decimal(4)
    )
    plan = planned(entered(lowered, quantity="8"))
    assert (plan.document_type, plan.total_amount) == (DocumentType.INVOICE, 250)
    assert {"Dr COST_OF_GOODS_SOLD 120.00", "Cr SCRAP 120.00"} <= set(entries(plan))


def test_10_19_a_credit_note_at_a_lower_price_is_an_invoice_of_the_difference() -> None:
    plan = planned(entered(credited(("-3", "-300", "-75"), "100"), unit_price="80"))
    assert (plan.document_type, plan.net_amount, plan.tax_amount) == (DocumentType.INVOICE, 60, 15)
    assert [one.rule for one in plan.actuals] == ["return.correction.reversal", "return.correction.corrected"]


def test_2_3_pieces_no_longer_credited_move_the_cost_back_and_the_return_line() -> None:
    moves = ReturnLineMoves(11, Decimal(3), Decimal(0))
    detail = credited(("-3", "-300", "-75"), "100", return_line=moves, returnable=Decimal(7), cost_amount=Decimal(180))
    plan = planned(entered(detail, quantity="-2"))
    assert (plan.total_amount, plan.lines[0].cost_amount) == (125, 60)
    assert {"Dr COST_OF_GOODS_SOLD 60.00", "Cr RETURNS_RECEIVED 60.00"} <= set(entries(plan))
    moved = [(one.field, one.before, one.after) for one in plan.changes if one.subject == "ReturnOrderLine"]
    assert moved == [("invoiced_quantity", 3, 2), ("released_quantity", 0, 1)]


def test_2_3_what_was_credited_without_goods_goes_back_to_the_losses() -> None:
    detail = credited(("-3", "-300", "-75"), "100", action=DispositionAction.CREDIT_ONLY, cost_amount=Decimal(180))
    assert {"Dr COST_OF_GOODS_SOLD 60.00", "Cr SCRAP 60.00"} <= set(entries(planned(entered(detail, quantity="-2"))))


def test_2_3_a_charge_moves_fees() -> None:
    plan = planned(entered(charge("49", "12.25"), amount="40", tax_amount="10", unit_price="40"))
    assert entries(plan) == ["Cr RECEIVABLES 11.25", "Dr FEES 9.00", "Dr SALES_TAX 2.25"]
    assert rows(plan) == table("""
        reversal  -1 -49.00 -12.25 reverses 1
        corrected  1  40.00  10.00 replaces 1
        """)


def test_a_full_credit_leaves_no_live_row() -> None:
    plan = planned(entered(correction(SOLD, "20", taken=("10", "200", "50")), quantity="0"))
    assert [one.rule.rpartition(".")[2] for one in plan.actuals] == ["reversal", "returned_part"]


def test_goods_left_as_they_stand_are_taken_off() -> None:
    changed = entered(correction(SOLD, "20"), unit_price="18")
    other = correction(("1", "5", "1.25"), "5")
    assert other.source is not None
    source = other.source._replace(id=2, draft_detail_id=70)
    other = other._replace(id=70, corrected_invoice_id=3, source=source)
    plan = planned(changed, other)
    assert (plan.taken_off, plan.corrects, len(plan.lines)) == ((70,), (2,), 1)
    assert problems(other) == [("NO_CHANGES", "invoice")]
