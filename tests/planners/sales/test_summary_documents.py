"""One document for several orders of a customer: everything of their plans, each line with what it credits (returns 3.13)."""

from rebill.models.vocabulary import DocumentType, QuantitySelection, SettlementMode
from rebill.posting.plan import Plan
from rebill.posting.planners.sales.carried_forward import Credits
from rebill.posting.planners.sales.crediting import CreditPlan, plan_credit_note
from rebill.posting.planners.sales.invoice import plan_sales_invoice
from rebill.posting.planners.sales.summary_documents import Account, combine
from tests.planners.book import carried_out
from tests.planners.laws.ledger import broken
from tests.planners.laws.sales import LAWS
from tests.planners.sales.orders import open_items
from tests.planners.sales.trade import TODAY, Trade, amounts, booked

NONE, ORIGINAL = SettlementMode.NONE, SettlementMode.ORIGINAL_INVOICE


def received(trade: Trade, line: int, quantity: str) -> int:
    """A return order, received."""
    order = trade.returns((line, quantity))
    trade.arrive(order, 0, quantity)
    trade.receive(order)
    return order


def credits_of(trade: Trade, *orders: int) -> list[Plan]:
    """Their plans, each after the credits of those before it."""
    found, credits = [], Credits()
    for key in orders:
        order = trade.facts(key)
        credit = plan_credit_note(credits.before(order), trade.request(settlement=NONE))
        assert isinstance(credit, CreditPlan)
        credits = credits.with_plan(order, credit.plan)
        found.append(credit.plan)
    return found


def account(trade: Trade, mode: SettlementMode = ORIGINAL, *, terms: bool = False) -> Account:
    """The customer's account; credit notes on `terms` of payment, too."""
    lines = {one.id: one.invoice_id for one in trade.book.all("InvoiceLine")}
    return Account(open_items(trade.book, None), mode, 1, 30, terms, lines)


def test_two_credits_of_one_line_share_it_to_the_cent_on_one_document() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("33.35", cost="1.115"), "3", "10"))
    orders = [received(trade, line, "1") for _ in range(3)]
    plans = credits_of(trade, *orders)
    plan = combine(plans, account(trade))
    assert str(plan.due_date) == "2026-09-01"
    assert str(combine(plans, account(trade, terms=True)).due_date) == "2026-10-01"
    assert [str(one.net_amount) for one in plan.lines] == ["-30.02", "-30.01", "-30.02"]
    assert [one.line_number for one in plan.lines] == [1, 2, 3]
    assert [(row.position, row.document_line) for row in plan.actuals] == [(0, 0), (1, 1), (2, 2)]
    assert [link.position for link in plan.links] == [0, 1, 2]
    assert (plan.order_ids, plan.corrects, plan.document_type) == (tuple(orders), (1,), DocumentType.CREDIT_NOTE)
    assert [str(one.amount) for one in plan.settlements] == ["112.56"]
    assert "Cr RECEIVABLES 112.56" in booked(plan.entries)
    trade.book = carried_out(trade.book, plan)
    assert broken(trade.book, LAWS) == []


def test_a_sale_and_a_credit_together_are_named_by_their_total() -> None:
    trade = Trade()
    product = trade.product("100")
    (line,) = trade.sold((product, "10"))
    back = received(trade, line, "4")
    sold = trade.order((product, "5"))
    trade.deliver(sold)
    sale = plan_sales_invoice(trade.sale(sold), QuantitySelection.PACKING_SLIP, TODAY, NONE)
    assert isinstance(sale, Plan)
    together = combine([sale, *credits_of(trade, back)], account(trade))
    assert (together.document_type, amounts(together)) == (DocumentType.INVOICE, ("100.00", "25.00", "125.00"))
    assert str(together.due_date) == "2026-10-01"
    assert [one.quantity for one in together.lines] == [5, -4]


def test_sales_together_are_each_a_lineage_of_its_own() -> None:
    trade = Trade()
    product, plans = trade.product("100", cost="60"), []
    for _ in range(2):
        order = trade.order((product, "5"), (product, "1"))
        plan = trade.plan_invoice(order, "ALL")
        assert isinstance(plan, Plan)
        plans.append(plan)
    together = combine(plans, account(trade))
    assert [row.root_position for row in together.actuals] == [0, 1, 2, 3]
    assert [(slip.order_id, len(slip.lines)) for slip in together.slips] == [(1, 2), (2, 2)]
    trade.book = carried_out(trade.book, together)
    assert broken(trade.book, LAWS) == []


def test_charges_of_several_orders_stand_at_their_own_lines_and_a_storno_stays_one() -> None:
    trade, plans = Trade(), []
    (line,) = trade.sold((trade.product("100", cost="60"), "10"))
    for _ in range(2):
        order = received(trade, line, "4")
        trade.charge(order, "FIXED", "50", line=0)
        credit = plan_credit_note(trade.facts(order), trade.request(settlement=NONE, credit_correction=True))
        assert isinstance(credit, CreditPlan)
        plans.append(credit.plan)
    together = combine(plans, account(trade))
    assert [one.document_line for one in together.charges] == [0, 1]
    assert [row.document_line for row in together.actuals] == [0, 0, 1, 1]
    assert booked(together.entries) == [
        "Cr FEES 100.00",
        "Cr RETURNS_RECEIVED -480.00 storno",
        "Cr REVENUE -800.00 storno",
        "Cr SALES_TAX -200.00 storno",
        "Cr SALES_TAX 25.00",
        "Dr COST_OF_GOODS_SOLD -480.00 storno",
        "Dr RECEIVABLES -1000.00 storno",
        "Dr RECEIVABLES 125.00",
    ]


def test_an_order_that_closes_without_a_document_is_not_on_that_of_the_others() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("100"), "10"))
    plans = credits_of(trade, received(trade, line, "4"))
    closing = Plan(**{**vars(plans[0]), "document_type": None, "order_ids": (99,), "lines": (), "actuals": ()})
    assert combine([*plans, closing], account(trade)).order_ids == plans[0].order_ids
