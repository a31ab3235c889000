"""What documents leave behind for later ones before any of them is posted (returns 3.12–3.14)."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.models.vocabulary import DispositionAction, SettlementMode
from rebill.posting.plan import Plan
from rebill.posting.planners.sales.carried_forward import CarriedForward, Credits, Tally, as_planned
from rebill.posting.planners.sales.crediting import plan_credit_note
from rebill.posting.planners.sales.invoice import plan_sales_invoice
from rebill.posting.problems import Problems
from tests.planners.book import carried_out
from tests.planners.histories import Step, examples, steps
from tests.planners.histories.trades import trade_history
from tests.planners.sales.orders import open_items, return_order, sales_order
from tests.planners.sales.trade import CREDIT_ONLY, TODAY, Trade

PARTS = st.dictionaries(st.integers(1, 9), st.decimals(-9, 9, places=2), max_size=4)


@given(parts=st.lists(PARTS, max_size=12))
def test_a_tally_is_what_was_added_under_each_key_and_no_value_changes(parts: list[dict[int, Decimal]]) -> None:
    tallies = [Tally[int, Decimal]()]
    for one in parts:
        tallies.append(tallies[-1].plus(one))
    for place, tally in enumerate(tallies):
        for key in range(1, 10):
            assert tally.of(key, Decimal(0)) == sum(one.get(key, Decimal(0)) for one in parts[:place])


def test_a_tally_of_a_thousand_additions_has_few_layers() -> None:
    tally = Tally[int, Decimal]()
    for key in range(1000):
        tally = tally.plus({key: Decimal(1)})
    assert len(tally.layers) <= 10


def planned(trade: Trade, key: int, mode: SettlementMode, carried: CarriedForward) -> tuple[Plan | Problems, Credits]:
    """The plan of an order as it is once everything before it is posted, and what it credits."""
    if trade.book.one("Order", key).type == "SALES_ORDER":
        sale = sales_order(trade.book, key, settled=mode is SettlementMode.AUTOMATIC)
        quantity = trade.request("ALL").quantity
        return plan_sales_invoice(carried.before_sale(sale, mode), quantity, TODAY, mode), Credits()
    order = carried.before_return(return_order(trade.book, key, mode), mode)
    credit = plan_credit_note(order, trade.request("ALL", settlement=mode, allow_direct_invoice=True))
    return (credit, Credits()) if isinstance(credit, tuple) else (credit.plan, Credits().with_plan(order, credit.plan))


@pytest.mark.parametrize("action", [CREDIT_ONLY, None], ids=["without goods", "with their packing slips"])
def test_orders_of_one_sale_that_are_planned_ahead_share_its_cost_to_the_cent(
    action: DispositionAction | None,
) -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.115"), "3"))
    carried, costs = CarriedForward(), []
    orders = [trade.returns((line, "1"), action=action) for _ in range(3)]
    for place, order in enumerate(orders):
        if action is None:
            trade.arrive(order, 0, "1")
        plan, credits = planned(trade, order, SettlementMode.ORIGINAL_INVOICE, carried)
        assert isinstance(plan, Plan)
        carried = carried.with_document(plan, credits, place)
        costs.append((str(plan.lines[0].cost_amount), [str(one.cost_amount) for s in plan.slips for one in s.lines]))
    slips = [[] if action else [cost] for cost in ("1.12", "1.11", "1.12")]
    assert costs == list(zip(["-1.12", "-1.11", "-1.12"], slips, strict=True))


def posted(trade: Trade, plan: Plan, places: Mapping[int, int]) -> Plan:
    """Carry out a plan that was made anew, and give its documents the keys that they were planned with."""
    trade.book = carried_out(trade.book, plan)
    for slip in plan.slips:
        for line in slip.lines:
            if line.return_order_line_id is not None:
                cost = {"slip_cost": line.cost_amount, "cleared": trade.in_ledger}
                trade.book = trade.book.setting("ReturnOrderLine", [line.return_order_line_id], **cost)
    return as_planned(plan, places)


@given(taken=steps(16), automatic=st.booleans())
@examples(80)
def test_orders_planned_ahead_are_planned_as_they_are_posted_one_after_another(
    taken: list[Step], automatic: bool
) -> None:
    mode = SettlementMode.AUTOMATIC if automatic else SettlementMode.ORIGINAL_INVOICE
    trade, _ = trade_history(taken)
    before, carried, documents = trade.book, CarriedForward(), []
    for place, order in enumerate(before.all("Order")):
        plan, credits = planned(trade, order.id, mode, carried)
        documents.append((order.id, plan))
        carried = carried if isinstance(plan, tuple) else carried.with_document(plan, credits, place)
    places: dict[int, int] = {}
    for place, (order, plan) in enumerate(documents):
        anew, _ = planned(trade, order, mode, CarriedForward())
        if isinstance(anew, tuple):
            assert anew == plan
            continue
        key = trade.book.next("Invoice")
        assert posted(trade, anew, places) == plan
        if anew.document_type is not None:
            places[key] = place
    assert len(open_items(trade.book, None)) <= len(trade.book.all("Invoice"))
